package placement

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// read gets the Magento order. The first time it writes down its number and checks its totals once more: between filling
// and placing a cart Magento may have changed a price.
func (a *attempt) read(ctx context.Context) error {
	shop, err := a.cfg.Orders.ShopOrder(ctx, a.order.Placement.OrderID)
	if pos.KindOf(err) == pos.KindNotFound {
		return a.hold(ctx, pos.HeldOrderNotInStore, pos.Met(pos.MetLostOrder, pos.Figures{"id": a.order.Placement.OrderID}))
	}
	if err != nil {
		return err
	}
	a.shop = &shop
	known := a.order.Placement
	note := func(o *pos.Order) { o.Placement.IncrementID, o.Placement.ShopStatus = shop.IncrementID, shop.Status }
	if known.IncrementID == "" && shop.Totals != a.order.Charged && !a.agreed(shop.Totals) {
		return a.differ(ctx, pos.Quote{Totals: shop.Totals}, note)
	}
	if known.IncrementID == shop.IncrementID && known.ShopStatus == shop.Status {
		return nil
	}
	return a.later(func(o *pos.Order) error { note(o); return nil })
}

// agreed says that these totals are the ones that a person or the location's threshold has accepted.
func (a *attempt) agreed(totals pos.Totals) bool {
	p := a.order.Placement
	return p.Accepted && p.Expected != nil && *p.Expected == totals
}

// completion is a step that makes a document for what is outstanding on the Magento order, at most once.
type completion struct {
	step        pos.StepName
	event       pos.EventName
	outstanding func() bool
	look        func(ctx context.Context, orderID string) ([]string, error)
	call        func(ctx context.Context) (string, error)
	// with is a step that is done by the same call; empty when there is none.
	with pos.StepName
}

// invoice has the tenders recorded with the invoice where they are not on record yet.
func (a *attempt) invoice(ctx context.Context) error {
	var with pos.StepName
	var comment string
	if a.order.Placement.Step(pos.StepTender).DoneAt.IsZero() {
		with, comment = pos.StepTender, tenderComment(a.order)
	}
	return a.complete(ctx, completion{
		step: pos.StepInvoice, event: pos.PaymentProcessed, look: a.cfg.Orders.Invoices, with: with,
		outstanding: func() bool {
			for _, i := range a.shop.Items {
				if i.Ordered.GreaterThan(i.Invoiced) {
					return true
				}
			}
			return false
		},
		call: func(ctx context.Context) (string, error) { return a.cfg.Orders.Invoice(ctx, a.shop.ID, comment) },
	})
}

func (a *attempt) ship(ctx context.Context) error {
	return a.complete(ctx, completion{
		step: pos.StepShipment, event: pos.OrderShipped, look: a.cfg.Orders.Shipments,
		outstanding: func() bool {
			for _, i := range a.shop.Items {
				if !i.Virtual && i.Ordered.GreaterThan(i.Shipped) {
					return true
				}
			}
			return false
		},
		call: func(ctx context.Context) (string, error) {
			if f := a.order.Fulfilment; f != nil && f.Kind == pos.FulfilPickup {
				return a.handOver(ctx)
			}
			if a.at.Source == "" {
				return "", pos.Invalid("location %s has no source to ship from; set one", a.at.ID).About(pos.MetNoSource, pos.Figures{"location": a.at.ID})
			}
			return a.cfg.Orders.Ship(ctx, *a.shop, a.at.Source)
		},
	})
}

// handOver ships a pickup, and finds the shipment that Magento made by that.
func (a *attempt) handOver(ctx context.Context) (string, error) {
	if err := a.cfg.Orders.HandOver(ctx, a.shop.ID); err != nil {
		return "", err
	}
	ids, err := a.cfg.Orders.Shipments(ctx, a.shop.ID)
	if err == nil && len(ids) == 0 {
		return "", fmt.Errorf("magento made no shipment of order %s", a.shop.IncrementID)
	}
	return last(ids), err
}

// complete makes the document unless it exists. The quantities of the Magento order say whether something is outstanding:
// Magento writes them in one transaction with the document. An earlier call may have been carried out since the order was
// read; then Magento refuses to make the document again.
func (a *attempt) complete(ctx context.Context, c completion) error {
	if !c.outstanding() {
		return a.find(ctx, c)
	}
	begun, again, err := a.begin(ctx, c.step)
	if err != nil {
		return err
	}
	calling, cancel := a.changing(ctx, begun)
	defer cancel()
	id, err := c.call(calling)
	switch {
	case err == nil:
		return a.completed(c, id)
	case pos.CodeOf(err) == pos.CodeOutcomeUnknown || pos.KindOf(err) == pos.KindInternal:
		return err
	case isRefusal(err): // perhaps because it has been done meanwhile
		if readErr := a.read(ctx); readErr != nil {
			return readErr
		}
		ids, lookErr := c.look(ctx, a.shop.ID)
		if lookErr != nil {
			return lookErr
		}
		if !c.outstanding() || again && len(ids) > 0 {
			c.with = "" // whoever made it knew nothing of that
			return a.completed(c, last(ids))
		}
	}
	if again {
		return err
	}
	return a.notBegun(ctx, c.step, err)
}

// begin writes down that the call of a step may be made from now on, unless it was written down a moment ago together with
// the step before. What follows at once is written down too: one write for both calls. It says since when, and whether an
// earlier attempt may have made the call; then it waits until that has taken effect or never will.
func (a *attempt) begin(ctx context.Context, step pos.StepName) (begun time.Time, again bool, err error) {
	begun, now := a.order.Placement.Step(step).BegunAt, a.now()
	ahead := a.ahead == step
	a.ahead = ""
	if again = !begun.IsZero() && !ahead; again {
		if err := a.settled(begun); err != nil {
			return begun, again, err
		}
	}
	if err := a.mayCall(ctx); err != nil {
		return begun, again, err
	}
	if ahead && now.Sub(begun) < a.cfg.CallFor/2 {
		return begun, again, nil
	}
	next := a.follows(step)
	err = a.save(ctx, func(o *pos.Order) error {
		if o.Placement.Cancelling != nil { // seen here first
			return nil
		}
		o.Placement.Step(step).BegunAt = now
		if next != "" {
			o.Placement.Step(next).BegunAt = now
		}
		return nil
	})
	if err == nil && a.order.Placement.Cancelling != nil {
		err = errCancelling
	}
	a.ahead = next
	return now, again, err
}

// follows is the shipment, where it comes right after the invoice and no attempt has begun it yet.
func (a *attempt) follows(step pos.StepName) pos.StepName {
	ships := slices.Contains(a.order.Pending(), pos.StepShipment) && a.order.Placement.Step(pos.StepShipment).BegunAt.IsZero()
	if step == pos.StepInvoice && ships {
		return pos.StepShipment
	}
	return ""
}

// find completes a step with the document that somebody made before.
func (a *attempt) find(ctx context.Context, c completion) error {
	ids, err := c.look(ctx, a.shop.ID)
	if err != nil {
		return err
	}
	c.with = "" // whoever made it knew nothing of that
	return a.completed(c, last(ids))
}

// completed notes that a step is done. Without a document there was nothing to do, and nothing to tell.
func (a *attempt) completed(c completion, id string) error {
	var events []pos.EventName
	if id != "" {
		events = append(events, c.event)
	}
	at := a.now()
	return a.later(func(o *pos.Order) error {
		done(o, c.step, id, at)
		if c.with != "" {
			done(o, c.with, "", at)
		}
		return nil
	}, events...)
}

func last(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return ids[len(ids)-1]
}

// done marks a step as done and starts the count of attempts anew.
func done(o *pos.Order, step pos.StepName, result string, at time.Time) {
	s := o.Placement.Step(step)
	s.DoneAt, s.Result, s.Error = at, result, ""
	o.Attempts = 0
}

// recordTenders writes the receipt number and the tenders on the Magento order. It is not looked up first: a comment that
// stands there twice does no harm.
func (a *attempt) recordTenders(ctx context.Context) error {
	if err := a.mayCall(ctx); err != nil {
		return err
	}
	calling, cancel := a.changing(ctx, a.now())
	defer cancel()
	if err := a.cfg.Orders.Comment(calling, a.order.Placement.OrderID, tenderComment(a.order)); err != nil {
		return err
	}
	at := a.now()
	return a.later(func(o *pos.Order) error { done(o, pos.StepTender, "", at); return nil })
}
