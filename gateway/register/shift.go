package register

import (
	"context"
	"fmt"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// The bounds of a list of shifts.
const (
	maxShifts     = 100
	maxShiftRange = 366 * 24 * time.Hour
)

// ShiftStore keeps shift events durably, and reads the orders that name a shift.
type ShiftStore interface {
	// AddShiftEvents stores valid events of one register exactly once, in one transaction, and tells of each in the order
	// given: an event that is stored already is a duplicate; one with a stored id and another hash, or with the shift of
	// another register, is a conflict, and is not stored.
	AddShiftEvents(ctx context.Context, deviceID string, now time.Time, events []pos.ShiftEvent) ([]pos.ShiftEventResult, error)
	// ShiftEvents returns the events of shifts, in no order.
	ShiftEvents(ctx context.Context, shiftIDs []string) ([]pos.ShiftEvent, error)
	// ShiftIDs returns up to first shifts of a register with an event from a time to before another, newest first.
	ShiftIDs(ctx context.Context, registerID string, from, to time.Time, first int) ([]string, error)
	// ShiftOrders calls add with state and input of each order that names one of the shifts, once each.
	ShiftOrders(ctx context.Context, shiftIDs []string, add func(pos.Order)) error
}

// Shifts takes what registers tell of their cash periods, and reports on them. It is safe for concurrent use.
type Shifts struct {
	store     ShiftStore
	directory *Directory
	now       func() time.Time
}

// NewShifts returns the shifts in a store.
func NewShifts(store ShiftStore, directory *Directory, now func() time.Time) *Shifts {
	return &Shifts{store: store, directory: directory, now: now}
}

// Submit stores events of the calling device's register and tells what became of each, in the order given. What is wrong
// with one event does not keep the others out. Errors: unauthorized; invalid, for no events or too many; unavailable.
func (s *Shifts) Submit(ctx context.Context, events []pos.ShiftEvent) ([]pos.ShiftEventResult, error) {
	p, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return nil, err
	}
	if len(events) == 0 || len(events) > pos.MaxShiftEvents {
		return nil, pos.NewError(pos.KindInvalid, pos.CodeTooLarge, "Send 1 to %d shift events at once, not %d", pos.MaxShiftEvents, len(events))
	}
	results, at, valid := make([]pos.ShiftEventResult, len(events)), []int{}, []pos.ShiftEvent{}
	for i, e := range events {
		e.LocationID, e.RegisterID = p.LocationID, p.RegisterID
		if err := e.Validate(); err != nil {
			results[i] = pos.ShiftEventResult{ID: e.ID, Outcome: pos.ShiftEventRefused, Message: pos.MessageOf(err)}
			continue
		}
		at, valid = append(at, i), append(valid, e)
	}
	if len(valid) == 0 {
		return results, nil
	}
	stored, err := s.store.AddShiftEvents(ctx, p.DeviceID, s.now(), valid)
	if err != nil {
		return nil, fmt.Errorf("store shift events: %w", err)
	}
	for i, r := range stored {
		results[at[i]] = r
	}
	return results, nil
}

// Shift reports on a shift as far as its events and orders came in. Errors: unauthorized, without somebody signed in who
// may see what shifts should hold; not_found, also for a shift of a location that is not theirs; unavailable.
func (s *Shifts) Shift(ctx context.Context, id string) (pos.Shift, error) {
	if err := mayReport(ctx); err != nil {
		return pos.Shift{}, err
	}
	reports, err := s.reports(ctx, []string{id})
	if err != nil {
		return pos.Shift{}, err
	}
	if len(reports) == 0 || !sees(ctx, reports[0].LocationID) {
		return pos.Shift{}, pos.NotFound("Nothing is known of this shift here")
	}
	return reports[0], nil
}

// Shifts reports on the shifts of a register in which something happened from a time to before another, newest first. The
// calling device's register is meant where none is named. Errors: as Shift; invalid.
func (s *Shifts) Shifts(ctx context.Context, registerID string, from, to time.Time, first int) ([]pos.Shift, error) {
	if err := mayReport(ctx); err != nil {
		return nil, err
	}
	if first < 1 || first > maxShifts || !from.Before(to) || to.Sub(from) > maxShiftRange {
		return nil, pos.Invalid("Ask for 1 to %d shifts, of up to %d days", maxShifts, int(maxShiftRange.Hours()/24))
	}
	if registerID == "" {
		p, err := pos.PrincipalFrom(ctx)
		if err != nil {
			return nil, err
		}
		registerID = p.RegisterID
	}
	r, err := s.directory.Register(ctx, registerID)
	if err != nil {
		return nil, err
	}
	if !sees(ctx, r.LocationID) {
		return nil, pos.NotFound("There is no register %.40q.", registerID)
	}
	ids, err := s.store.ShiftIDs(ctx, registerID, from, to, first)
	if err != nil {
		return nil, fmt.Errorf("list the shifts of %s: %w", registerID, err)
	}
	return s.reports(ctx, ids)
}

// reports makes the reports of shifts, in the order given, without those that nothing is known of.
func (s *Shifts) reports(ctx context.Context, ids []string) ([]pos.Shift, error) {
	events, err := s.store.ShiftEvents(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read shift events: %w", err)
	}
	of := map[string][]pos.ShiftEvent{}
	for _, e := range events {
		of[e.ShiftID] = append(of[e.ShiftID], e)
	}
	tallies := make(map[string]*pos.ShiftTally, len(of))
	for id, events := range of {
		tallies[id] = pos.NewShiftTally(events)
	}
	err = s.store.ShiftOrders(ctx, ids, func(o pos.Order) {
		if t, ok := tallies[o.ShiftID]; ok {
			t.Add(o)
		}
	})
	if err != nil {
		return nil, fmt.Errorf("read the orders of shifts: %w", err)
	}
	var reports []pos.Shift
	for _, id := range ids {
		if t, ok := tallies[id]; ok {
			reports = append(reports, t.Report())
		}
	}
	return reports, nil
}

// mayReport refuses callers who may not see what a shift should hold: else nobody could count blindly.
func mayReport(ctx context.Context) error {
	p, err := pos.PrincipalFrom(ctx)
	if err == nil && !p.May(pos.PermitShift) && !p.May(pos.PermitHeadOffice) {
		return pos.NewError(pos.KindUnauthorized, pos.CodeForbidden, "This needs somebody who may see what a shift should hold. Have them sign in.")
	}
	return err
}

// sees says whether the caller may see what happened at a location: their own, or any for head office.
func sees(ctx context.Context, locationID string) bool {
	p, err := pos.PrincipalFrom(ctx)
	return err == nil && (p.LocationID == locationID || p.May(pos.PermitHeadOffice))
}
