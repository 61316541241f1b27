package order

import (
	"context"

	"github.com/tillway/tillway/gateway/pos"
)

// Submit accepts an order exactly once: when it returns without an error the order is durable. The device's enrolment says
// which register and location sold it; an input that names others is refused, one that names none gets them. The same
// order again returns the stored one and duplicate. Errors: unauthorized; invalid, see pos.OrderInput.Validate; conflict,
// when the id was used with other contents or the receipt counter by another order; unavailable, then send it again.
func (s *Service) Submit(ctx context.Context, in pos.OrderInput) (o pos.Order, duplicate bool, err error) {
	p, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return pos.Order{}, false, err
	}
	if in.RegisterID == "" {
		in.RegisterID = p.RegisterID
	}
	if in.LocationID == "" {
		in.LocationID = p.LocationID
	}
	if in.RegisterID != p.RegisterID || in.LocationID != p.LocationID {
		return pos.Order{}, false, pos.NewError(pos.KindUnauthorized, pos.CodeForbidden,
			"This device is enrolled to another register than the order names; send it from the register that sold it")
	}
	in.SoldAt = in.SoldAt.UTC()
	if err := in.Validate(); err != nil {
		return pos.Order{}, false, err
	}
	now := s.now()
	o = pos.Order{
		OrderInput: in, Hash: in.Hash(), DeviceID: p.DeviceID, State: pos.StateReceived, ReceivedAt: now, NextAttemptAt: now,
		Unapproved: s.unapproved(ctx, in), Parts: s.cfg.Goods.Parts(ctx, in),
	}
	events := []pos.Event{o.Event(pos.OrderCreated, s.cfg.NewID(), now)}
	o, duplicate, err = s.cfg.Ledger.Accept(ctx, o, events)
	if err != nil {
		return pos.Order{}, false, err
	}
	if !duplicate {
		s.cfg.Waker.Wake()
	}
	return o, duplicate, nil
}

// unapproved is what the order lacked an approval for. The sale has happened, so that is told and never a reason to refuse;
// where the staff cannot be read, nothing counts as approved.
func (s *Service) unapproved(ctx context.Context, in pos.OrderInput) []pos.Permission {
	if len(in.Needs()) == 0 {
		return nil
	}
	staff, err := s.cfg.Staff.StaffAt(ctx, in.LocationID)
	if err != nil {
		return in.Needs()
	}
	return in.Unapproved(staff)
}
