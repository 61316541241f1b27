package order

import (
	"context"

	"github.com/tillway/tillway/gateway/pos"
)

// Retry is Resolve for a held order whose cause was removed.
func (s *Service) Retry(ctx context.Context, id string) (pos.Order, error) {
	return s.Resolve(ctx, id, pos.ResolveRetry, "")
}

// Resolve does what the person signed in decided about a held order of the location, and keeps who decided it, when and
// why. Needs a manager signed in. Errors: unauthorized; not_found; conflict and invalid, see pos.Order.Resolve; unavailable.
func (s *Service) Resolve(ctx context.Context, id string, action pos.Resolution, note string) (pos.Order, error) {
	p, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return pos.Order{}, err
	}
	if p.Role != pos.RoleManager {
		return pos.Order{}, pos.NewError(pos.KindUnauthorized, pos.CodeForbidden, "Only a manager may resolve a held order; ask one to sign in")
	}
	var saved pos.Order
	err = s.cfg.Ledger.Update(ctx, id, func(o *pos.Order) ([]pos.Event, error) {
		if o.LocationID != p.LocationID {
			return nil, notFound(id)
		}
		now := s.now()
		if err := o.Resolve(pos.Decision{At: now, By: p.StaffID, Action: action, Note: note}); err != nil {
			return nil, err
		}
		saved = *o
		told := pos.OrderRetried
		if action == pos.ResolveCancel {
			told = pos.OrderCancelled
		}
		return []pos.Event{o.EventBy(told, s.cfg.NewID(), now, p.StaffID), o.Event(pos.OrderChanged, s.cfg.NewID(), now)}, nil
	})
	if err != nil {
		return pos.Order{}, err
	}
	s.cfg.Waker.Wake()
	return saved, nil
}
