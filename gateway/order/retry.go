package order

import (
	"context"

	"github.com/tillway/tillway/gateway/pos"
)

// Retry sets a held order of the location to be tried again at once and records who decided it. Needs a manager signed in.
// Errors: unauthorized; not_found; conflict, when the order is not held; unavailable.
func (s *Service) Retry(ctx context.Context, id string) (pos.Order, error) {
	p, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return pos.Order{}, err
	}
	if p.Role != pos.RoleManager {
		return pos.Order{}, pos.NewError(pos.KindUnauthorized, pos.CodeForbidden, "Only a manager may retry a held order; ask one to sign in")
	}
	var saved pos.Order
	err = s.cfg.Ledger.Update(ctx, id, func(o *pos.Order) ([]pos.Event, error) {
		if o.LocationID != p.LocationID {
			return nil, notFound(id)
		}
		now := s.now()
		if err := o.Retry(now); err != nil {
			return nil, err
		}
		saved = *o
		return []pos.Event{
			o.EventBy(pos.OrderRetried, s.cfg.NewID(), now, p.StaffID),
			o.Event(pos.OrderChanged, s.cfg.NewID(), now),
		}, nil
	})
	if err != nil {
		return pos.Order{}, err
	}
	s.cfg.Waker.Wake()
	return saved, nil
}
