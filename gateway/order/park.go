package order

import (
	"context"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// parkedFor is how long a parked order waits. Whoever put it aside comes back within the same week or not at all.
const parkedFor = 7 * 24 * time.Hour

// Park puts an order that was begun aside, for any register of the calling device's location; with the id of one that is
// parked there already it replaces it. Errors: unauthorized; invalid; conflict, when too many wait; unavailable.
func (s *Service) Park(ctx context.Context, p pos.Parked) (pos.Parked, error) {
	caller, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return pos.Parked{}, err
	}
	if err := p.Validate(); err != nil {
		return pos.Parked{}, err
	}
	now := s.now()
	p.LocationID, p.RegisterID, p.StaffID, p.TakenBy = caller.LocationID, caller.RegisterID, caller.StaffID, ""
	p.ParkedAt, p.ExpiresAt = now, now.Add(parkedFor)
	return p, s.cfg.Parking.Park(ctx, p)
}

// Parked returns the orders that wait parked at the calling device's location, newest first, without their bodies. Errors:
// unauthorized; unavailable.
func (s *Service) Parked(ctx context.Context) ([]pos.Parked, error) {
	caller, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return nil, err
	}
	return s.cfg.Parking.Parked(ctx, caller.LocationID, s.now())
}

// Recall gives a parked order to the calling device, and to it alone; asked again, it gets it again, since an answer may
// have been lost. Errors: unauthorized; not_found, when another device has it or it has expired; unavailable.
func (s *Service) Recall(ctx context.Context, id string) (pos.Parked, error) {
	caller, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return pos.Parked{}, err
	}
	return s.cfg.Parking.Recall(ctx, caller.LocationID, id, caller.DeviceID, s.now())
}
