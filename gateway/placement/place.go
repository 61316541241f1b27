package placement

import (
	"context"
	"fmt"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// placeOrder makes the Magento order, or finds the one that an earlier call made.
func (a *attempt) placeOrder(ctx context.Context) error {
	if id := a.order.Placement.CustomerID; id != 0 {
		if !a.serve(id) {
			return waiting{"another sale to the same customer is in Magento"}
		}
		defer a.served(id)
	}
	if begun := a.begunRoute(); begun != nil {
		// Looked up even when the call is known not to have been made: it costs one request and forgives an adapter.
		found, err := a.findOurs(ctx, begun)
		if err == nil {
			return a.adopt(begun, found.ID)
		}
		if pos.KindOf(err) != pos.KindNotFound {
			return err
		}
		if at := a.order.Placement.Step(pos.StepOrder).BegunAt; !at.IsZero() {
			if !begun.unique() {
				if err := a.settled(at); err != nil {
					return err
				}
			}
			return a.place(ctx, begun)
		}
	}
	chosen, err := a.choose(ctx)
	if err != nil {
		return err
	}
	return a.place(ctx, chosen)
}

// findOurs finds the order that an earlier call made. What was made of a customer's cart may belong to another sale to them,
// which got the same cart.
func (a *attempt) findOurs(ctx context.Context, by route) (pos.ShopOrder, error) {
	found, err := by.find(ctx)
	if cart := a.order.Placement.Cart; err != nil || cart.QuoteID == "" || cart.MaskedID != "" {
		return found, err
	}
	known, err := a.cfg.Ledger.OrderByShopID(ctx, found.ID)
	if err == nil && known.ID != a.order.ID {
		return found, pos.NotFound("Magento's order %s belongs to receipt %s", found.IncrementID, known.Receipt())
	}
	if pos.KindOf(err) == pos.KindNotFound {
		err = nil
	}
	return found, err
}

// settled says whether a call that began at a time can no longer take effect.
func (a *attempt) settled(begun time.Time) error {
	if until := begun.Add(a.cfg.SettleFor); a.now().Before(until) {
		return unsettled{until}
	}
	return nil
}

// fill makes a cart and asks what Magento charges for it. A cart that failed half-way is left to Magento's own clean-up:
// filling it again would double its lines.
func (a *attempt) fill(ctx context.Context) (pos.CartRef, pos.Quote, error) {
	cart, err := a.openCart(ctx)
	if err != nil {
		return pos.CartRef{}, pos.Quote{}, err
	}
	quote, err := a.cfg.Carts.FillCart(ctx, cart, a.order, a.at)
	return cart, quote, err
}

// differ holds an order of which Magento expects other totals than were charged.
func (a *attempt) differ(ctx context.Context, quote pos.Quote, change func(*pos.Order)) error {
	charged, expected, currency := a.order.Charged, quote.Totals, a.order.Currency
	detail := pos.Met(pos.MetOtherTotals, pos.Figures{
		"currency": currency,
		"total":    units(charged.Total, currency), "subtotal": units(charged.Subtotal, currency), "tax": units(charged.Tax, currency),
		"expected_total": units(expected.Total, currency), "expected_subtotal": units(expected.Subtotal, currency), "expected_tax": units(expected.Tax, currency),
	})
	err := a.noteDifference(ctx, quote, func(o *pos.Order) error {
		change(o)
		return o.Hold(pos.HeldTotalsDiffer, detail)
	})
	if err != nil {
		return err
	}
	return errHeld
}

// noteDifference writes down what Magento would charge instead, together with what follows from it.
func (a *attempt) noteDifference(ctx context.Context, quote pos.Quote, change func(*pos.Order) error) error {
	err := a.save(ctx, func(o *pos.Order) error {
		totals := quote.Totals
		o.Placement.Expected = &totals
		if lines := o.Differences(quote); lines != nil {
			o.Placement.Differences = lines
		}
		return change(o)
	})
	if err == nil {
		a.cfg.ObserveDifference(quote.Totals.Total-a.order.Charged.Total, a.order.Currency)
	}
	return err
}

func amount(minor int64, currency string) string {
	return units(minor, currency) + " " + currency
}

// units is an amount in units of its currency.
func units(minor int64, currency string) string {
	return pos.FromMinor(minor, currency).StringFixed(pos.MinorUnits(currency))
}

// place writes down what it is about to do, and makes the Magento order.
func (a *attempt) place(ctx context.Context, by route) error {
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
		by.journal(o)
		o.Placement.Step(pos.StepOrder).BegunAt = begun
		return o.Move(pos.StatePlacing)
	}, events...)
	if err != nil {
		return err
	}
	calling, cancel := a.changing(ctx, begun)
	defer cancel()
	id, err := by.create(calling)
	switch {
	case err == nil:
		return a.adopt(by, id)
	case pos.CodeOf(err) == pos.CodeOutcomeUnknown || pos.KindOf(err) == pos.KindInternal || again:
		// Internal: an answer that we do not understand may be a yes. Again: the first call may have been the one that
		// made this cart unknown to Magento, so the next attempt looks.
		return a.lookOnce(ctx, by, err)
	case pos.KindOf(err) == pos.KindUnavailable || pos.KindOf(err) == pos.KindUnauthorized:
		return a.notBegun(ctx, pos.StepOrder, err)
	default:
		err = a.lookOnce(ctx, by, err)
		if a.order.State == pos.StatePlaced || !isRefusal(err) {
			return err
		}
		return a.notBegun(ctx, pos.StepOrder, err)
	}
}

// lookOnce finds the order that a failed call may have made all the same; it returns the failure when there is none.
func (a *attempt) lookOnce(ctx context.Context, by route, failure error) error {
	found, err := a.findOurs(ctx, by)
	switch {
	case err == nil:
		return a.adopt(by, found.ID)
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
		if a.ahead != "" {
			o.Placement.Step(a.ahead).BegunAt = time.Time{}
		}
		return nil
	})
	a.ahead = ""
	if err != nil {
		return err
	}
	return failure
}

// adopt notes that the Magento order exists. When the note is lost, what was journaled before the call finds it again.
func (a *attempt) adopt(by route, id string) error {
	if id == "" {
		return fmt.Errorf("the shop gave no id for order %s", a.order.ID)
	}
	at := a.now()
	return a.later(func(o *pos.Order) error {
		o.Placement.OrderID = id
		done(o, pos.StepOrder, id, at)
		by.made(o, at)
		if o.State == pos.StateReceived { // a person had it tried again
			o.State = pos.StatePlacing
		}
		return o.Move(pos.StatePlaced)
	}, by.events()...)
}
