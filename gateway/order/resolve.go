package order

import (
	"context"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// Retry is Resolve for a held order whose cause was removed.
func (s *Service) Retry(ctx context.Context, id string) (pos.Order, error) {
	return s.Resolve(ctx, id, pos.Decision{Action: pos.ResolveRetry})
}

// Resolve does what the person signed in decided about a held order of any location, or notes what they say of an order,
// and keeps who decided it, when and why: d says what, why and, for an edited customer, who. Needs pos.PermitHeadOffice.
// Errors: unauthorized; not_found; conflict and invalid, see pos.Order.Resolve; unavailable.
func (s *Service) Resolve(ctx context.Context, id string, d pos.Decision) (pos.Order, error) {
	p, err := permitted(ctx, pos.PermitHeadOffice, "resolve a held order")
	if err != nil {
		return pos.Order{}, err
	}
	return s.change(ctx, p, id, func(o *pos.Order) ([]pos.EventName, error) {
		d.At, d.By = s.now(), p.StaffID
		err := o.Resolve(d)
		switch {
		case d.Action == pos.ResolveNote:
			return nil, err
		case o.State == pos.StateCancelled:
			return []pos.EventName{pos.OrderCancelled}, err
		default:
			return []pos.EventName{pos.OrderRetried}, err
		}
	})
}

// Cancel cancels an order of the location, for head office of any, that is not paid in Magento, at once or, when Magento has it or may have it, as
// soon as a worker has done so there. Needs pos.PermitCancel. Errors: unauthorized; not_found; conflict and invalid, see
// pos.Order.AskCancel; unavailable.
func (s *Service) Cancel(ctx context.Context, id, note string) (pos.Order, error) {
	p, err := permitted(ctx, pos.PermitCancel, "cancel an order")
	if err != nil {
		return pos.Order{}, err
	}
	return s.change(ctx, p, id, func(o *pos.Order) ([]pos.EventName, error) {
		done, err := o.AskCancel(pos.Decision{At: s.now(), By: p.StaffID, Note: note})
		if !done {
			return nil, err
		}
		return []pos.EventName{pos.OrderCancelled}, err
	})
}

// HandOver notes that a pickup was given to the customer; the shipment in Magento follows. It may be done by a device of
// the location where the goods wait, or that sold them, and may be repeated. By is who did it, for a device on which nobody is
// signed in with the gateway; whoever is counts otherwise. Errors: unauthorized; invalid, when nobody of the location's staff is
// called that; not_found; conflict, see pos.Order.HandOver; unavailable.
func (s *Service) HandOver(ctx context.Context, id, by string) (pos.Order, error) {
	p, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return pos.Order{}, err
	}
	if p.StaffID == "" && by != "" {
		staff, err := s.cfg.Staff.StaffAt(ctx, p.LocationID)
		if err != nil {
			return pos.Order{}, err
		}
		if !slices.ContainsFunc(staff, func(one pos.Staff) bool { return one.ID == by }) {
			return pos.Order{}, pos.Invalid("Nobody at this location is called %q; sign in again", by)
		}
		p.StaffID = by
	}
	return s.change(ctx, p, id, func(o *pos.Order) ([]pos.EventName, error) {
		if !concerns(*o, p.LocationID) {
			return nil, notFound(id)
		}
		return nil, o.HandOver(s.now(), p.StaffID)
	})
}

// permitted returns who is signed in, if they hold a permission.
func permitted(ctx context.Context, do pos.Permission, what string) (pos.Principal, error) {
	p, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return p, err
	}
	if !p.May(do) {
		return p, pos.NewError(pos.KindUnauthorized, pos.CodeForbidden, "You may not %s; have somebody sign in who may (permission %s)", what, do)
	}
	return p, nil
}

// change changes an order that the caller may see, tells what became true by that, and wakes the workers. What came back of the order is
// asked for before: an answer that fails must have changed nothing.
func (s *Service) change(ctx context.Context, p pos.Principal, id string, decide func(*pos.Order) ([]pos.EventName, error)) (pos.Order, error) {
	later, err := s.cfg.Ledger.ReturnedWith(ctx, []string{id})
	if err != nil {
		return pos.Order{}, err
	}
	var saved pos.Order
	err = s.cfg.Ledger.Update(ctx, id, func(o *pos.Order) ([]pos.Event, error) {
		if !maySee(p, *o) {
			return nil, notFound(id)
		}
		names, err := decide(o)
		if err != nil {
			return nil, err
		}
		saved = *o
		now := s.now()
		var events []pos.Event
		for _, name := range names {
			events = append(events, o.EventBy(name, s.cfg.NewID(), now, p.StaffID))
		}
		return append(events, o.Event(pos.OrderChanged, s.cfg.NewID(), now)), nil
	})
	if err != nil {
		return pos.Order{}, err
	}
	s.cfg.Waker.Wake()
	saved.Placement.Returned = saved.ReturnedBy(later)
	return saved, nil
}
