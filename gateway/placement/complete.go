package placement

import (
	"context"
	"fmt"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// read gets the Magento order. The first time it writes down its number and checks its totals once more: between filling
// and placing a cart Magento may have changed a price.
func (a *attempt) read(ctx context.Context) error {
	shop, err := a.cfg.Orders.ShopOrder(ctx, a.order.Placement.OrderID)
	if pos.KindOf(err) == pos.KindNotFound {
		return a.hold(ctx, pos.HeldOrderNotInStore, "Magento has no order with entity id "+a.order.Placement.OrderID)
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
	a.later(note)
	return nil
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
}

func (a *attempt) invoice(ctx context.Context) error {
	return a.complete(ctx, completion{
		step: pos.StepInvoice, event: pos.PaymentProcessed, look: a.cfg.Orders.Invoices,
		outstanding: func() bool {
			for _, i := range a.shop.Items {
				if i.Ordered.GreaterThan(i.Invoiced) {
					return true
				}
			}
			return false
		},
		call: func(ctx context.Context) (string, error) { return a.cfg.Orders.Invoice(ctx, a.shop.ID) },
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
				return "", pos.Invalid("location %s has no source to ship from; set one", a.at.ID)
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
	begun := a.order.Placement.Step(c.step).BegunAt
	if !c.outstanding() {
		return a.find(ctx, c)
	}
	if !begun.IsZero() {
		if err := a.settled(begun); err != nil {
			return err
		}
	}
	if err := a.mayCall(ctx); err != nil {
		return err
	}
	again, begun := !begun.IsZero(), a.now()
	if err := a.save(ctx, func(o *pos.Order) error { o.Placement.Step(c.step).BegunAt = begun; return nil }); err != nil {
		return err
	}
	calling, cancel := a.changing(ctx, begun)
	defer cancel()
	id, err := c.call(calling)
	switch {
	case err == nil:
		a.completed(c, id)
		return nil
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
			a.completed(c, last(ids))
			return nil
		}
	}
	if again {
		return err
	}
	return a.notBegun(ctx, c.step, err)
}

// find completes a step with the document that somebody made before.
func (a *attempt) find(ctx context.Context, c completion) error {
	ids, err := c.look(ctx, a.shop.ID)
	if err != nil {
		return err
	}
	a.completed(c, last(ids))
	return nil
}

// completed notes that a step is done. Without a document there was nothing to do, and nothing to tell.
func (a *attempt) completed(c completion, id string) {
	var events []pos.EventName
	if id != "" {
		events = append(events, c.event)
	}
	at := a.now()
	a.later(func(o *pos.Order) { done(o, c.step, id, at) }, events...)
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
	a.later(func(o *pos.Order) { done(o, pos.StepTender, "", at) })
	return nil
}
