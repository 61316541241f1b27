package placement

import (
	"context"
	"fmt"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// placeOrder makes the Magento order, or finds the one that an earlier call made.
func (a *attempt) placeOrder(ctx context.Context) error {
	if a.order.State == pos.StateReceived {
		if err := a.save(ctx, func(o *pos.Order) error { return o.Move(pos.StatePlacing) }); err != nil {
			return err
		}
	}
	if cart := a.order.Placement.Cart; cart != (pos.CartRef{}) {
		// Looked up even when the call is known not to have been made: it costs one request and forgives an adapter.
		found, err := a.cfg.Carts.OrderByCart(ctx, cart)
		if err == nil {
			return a.adopt(ctx, found.ID)
		}
		if pos.KindOf(err) != pos.KindNotFound {
			return err
		}
		if begun := a.order.Placement.Step(pos.StepOrder).BegunAt; !begun.IsZero() {
			if err := a.settled(begun); err != nil {
				return err
			}
			return a.place(ctx, cart)
		}
	}
	cart, err := a.fill(ctx)
	if err != nil {
		return err
	}
	return a.place(ctx, cart)
}

// settled says whether a call that began at a time can no longer take effect.
func (a *attempt) settled(begun time.Time) error {
	if until := begun.Add(a.cfg.SettleFor); a.now().Before(until) {
		return unsettled{until}
	}
	return nil
}

// fill makes a cart that Magento prices as it was charged. A cart that failed half-way is left to Magento's own clean-up:
// filling it again would double its lines.
func (a *attempt) fill(ctx context.Context) (pos.CartRef, error) {
	cart, err := a.cfg.Carts.OpenCart(ctx, a.at.Store)
	if err != nil {
		return pos.CartRef{}, err
	}
	expected, err := a.cfg.Carts.FillCart(ctx, cart, a.order, a.at)
	if err != nil {
		return pos.CartRef{}, err
	}
	if expected != a.order.Charged {
		return pos.CartRef{}, a.differ(ctx, expected, func(*pos.Order) {})
	}
	return cart, nil
}

// differ holds an order of which Magento expects other totals than were charged.
func (a *attempt) differ(ctx context.Context, expected pos.Totals, change func(*pos.Order)) error {
	charged, currency := a.order.Charged, a.order.Currency
	detail := fmt.Sprintf("charged %s (%s + tax %s), Magento expects %s (%s + tax %s)",
		amount(charged.Total, currency), amount(charged.Subtotal, currency), amount(charged.Tax, currency),
		amount(expected.Total, currency), amount(expected.Subtotal, currency), amount(expected.Tax, currency))
	err := a.save(ctx, func(o *pos.Order) error {
		change(o)
		o.Placement.Expected = &expected
		return o.Hold(pos.HeldTotalsDiffer, detail)
	})
	if err != nil {
		return err
	}
	a.cfg.ObserveDifference(expected.Total-charged.Total, currency)
	return errHeld
}

func amount(minor int64, currency string) string {
	return pos.FromMinor(minor, currency).StringFixed(pos.MinorUnits(currency)) + " " + currency
}

// place writes down which cart it is about to place, and places it.
func (a *attempt) place(ctx context.Context, cart pos.CartRef) error {
	if err := a.mayCall(ctx); err != nil {
		return err
	}
	begun := a.now()
	again := !a.order.Placement.Step(pos.StepOrder).BegunAt.IsZero()
	var events []pos.EventName
	if !again {
		events = append(events, pos.OrderValidated)
	}
	err := a.save(ctx, func(o *pos.Order) error {
		o.Placement.Cart, o.Placement.Step(pos.StepOrder).BegunAt = cart, begun
		if !again {
			expected := o.Charged // a cart with other totals is not placed
			o.Placement.Expected = &expected
		}
		return o.Move(pos.StatePlacing)
	}, events...)
	if err != nil {
		return err
	}
	calling, cancel := a.changing(ctx, begun)
	defer cancel()
	id, err := a.cfg.Carts.PlaceCart(calling, cart, a.order, a.at)
	switch {
	case err == nil:
		return a.adopt(ctx, id)
	case pos.CodeOf(err) == pos.CodeOutcomeUnknown || pos.KindOf(err) == pos.KindInternal || again:
		// Internal: an answer that we do not understand may be a yes. Again: the first call may have been the one that
		// made this cart unknown to Magento, so the next attempt looks.
		return a.lookOnce(ctx, cart, err)
	case pos.KindOf(err) == pos.KindUnavailable || pos.KindOf(err) == pos.KindUnauthorized:
		return a.notBegun(ctx, pos.StepOrder, err)
	default:
		if err := a.lookOnce(ctx, cart, err); a.order.State == pos.StatePlaced || !isRefusal(err) {
			return err
		}
		return a.notBegun(ctx, pos.StepOrder, err)
	}
}

// lookOnce finds the order that a failed call may have made all the same; it returns the failure when there is none.
func (a *attempt) lookOnce(ctx context.Context, cart pos.CartRef, failure error) error {
	found, err := a.cfg.Carts.OrderByCart(ctx, cart)
	switch {
	case err == nil:
		return a.adopt(ctx, found.ID)
	case pos.KindOf(err) == pos.KindNotFound:
		return failure
	default:
		return err
	}
}

// notBegun takes back the note that a call may have been made, since its answer says that nothing was done.
func (a *attempt) notBegun(ctx context.Context, step pos.StepName, failure error) error {
	err := a.save(ctx, func(o *pos.Order) error {
		o.Placement.Step(step).BegunAt = time.Time{}
		return nil
	})
	if err != nil {
		return err
	}
	return failure
}

// adopt writes down that the Magento order exists.
func (a *attempt) adopt(ctx context.Context, id string) error {
	if id == "" {
		return fmt.Errorf("the shop gave no id for the order of cart %s", a.order.Placement.Cart.QuoteID)
	}
	return a.save(ctx, func(o *pos.Order) error {
		o.Placement.OrderID = id
		done(o, pos.StepOrder, id, a.now())
		return o.Move(pos.StatePlaced)
	}, pos.InventoryReserved)
}
