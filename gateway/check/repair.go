package check

import (
	"context"

	"github.com/tillway/tillway/gateway/pos"
)

// by stands for the staff member in what a repair writes down.
const by = "tillway check --repair"

// again has an order worked on at once. The worker looks in Magento before it does anything, so this cannot double it. An
// order that was cancelled here and made in Magento is left to a person: only they know which of the two is right.
func (r *run) again(o pos.Order) func(context.Context) (string, error) {
	if o.State == pos.StateCancelled || o.State == pos.StateSettled {
		return nil
	}
	return func(ctx context.Context) (string, error) {
		return "it is looked for in Magento and goes on", r.update(ctx, o, func(now *pos.Order) error {
			if now.State != pos.StateHeld {
				now.NextAttemptAt = r.now
				return nil
			}
			return now.Resolve(pos.Decision{At: r.now, By: by, Action: pos.ResolveRetry})
		})
	}
}

// reopen has steps done again that Magento lacks the result of.
func (r *run) reopen(o pos.Order, steps ...pos.StepName) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		return "what is missing is made", r.update(ctx, o, func(now *pos.Order) error {
			if now.State == pos.StatePlaced { // opened for another step just before
				for _, name := range steps {
					*now.Placement.Step(name) = pos.Step{Name: name, BegunAt: now.Placement.Step(name).BegunAt}
				}
				return nil
			}
			return now.Reopen(r.now, steps...)
		})
	}
}

// reserve writes the rows that an imported order should have had before it was shipped. What a cart reserved is Magento's
// own business.
func (r *run) reserve(o pos.Order, shop pos.ShopOrder) func(context.Context) (string, error) {
	if o.Placement.Strategy != pos.StrategyImport {
		return nil
	}
	return func(ctx context.Context) (string, error) {
		at, err := r.Locations.Location(ctx, o.LocationID)
		if err != nil {
			return "", err
		}
		return "the missing reservations were written", r.Reservations.Reserve(ctx, pos.StockClaim{Store: at.Store, IncrementID: shop.IncrementID, Items: shop.Items})
	}
}

func (r *run) update(ctx context.Context, o pos.Order, change func(*pos.Order) error) error {
	return r.Ledger.Update(ctx, o.ID, func(now *pos.Order) ([]pos.Event, error) {
		if err := change(now); err != nil {
			return nil, err
		}
		return []pos.Event{now.EventBy(pos.OrderRetried, r.NewID(), r.now, by), now.Event(pos.OrderChanged, r.NewID(), r.now)}, nil
	})
}
