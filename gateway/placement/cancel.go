package placement

import (
	"context"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// cancel carries out the wish to cancel an order: in Magento, if it is there, and not before it is known whether it is.
func (a *attempt) cancel(ctx context.Context) error {
	if id := a.order.Placement.CustomerID; id != 0 { // another sale to them may be in their cart
		if !a.serve(id) {
			return waiting{"another sale to the same customer is in Magento"}
		}
		defer a.served(id)
	}
	if a.order.Placement.OrderID == "" {
		if err := a.findBegun(ctx); err != nil {
			return err
		}
	}
	if a.order.Placement.OrderID == "" {
		if err := a.leaveCart(ctx, a.order.Placement.Cart); err != nil {
			return err
		}
		return a.cancelled(ctx, false)
	}
	shop, err := a.cfg.Orders.ShopOrder(ctx, a.order.Placement.OrderID)
	switch {
	case err != nil:
		return err
	case shop.State == pos.ShopStateCancelled:
		return a.cancelled(ctx, true)
	case slices.ContainsFunc(shop.Items, func(i pos.ShopOrderItem) bool { return i.Invoiced.IsPositive() || i.Shipped.IsPositive() }):
		return a.keep(ctx, pos.MetInvoiced, shop)
	case a.order.Placement.Strategy == pos.StrategyImport && a.order.Placement.Step(pos.StepReservation).DoneAt.IsZero():
		// Cancelling would give back a reservation that was never made.
		return a.keep(ctx, pos.MetUnreserved, shop)
	}
	// An invoice or shipment whose answer was lost may still be made, and must not meet a cancelled order.
	for _, name := range []pos.StepName{pos.StepInvoice, pos.StepShipment} {
		if s := a.order.Placement.Step(name); !s.BegunAt.IsZero() && s.DoneAt.IsZero() {
			if err := a.settled(s.BegunAt); err != nil {
				return err
			}
		}
	}
	if err := a.mayCall(ctx); err != nil {
		return err
	}
	calling, stop := a.changing(ctx, a.now())
	defer stop()
	done, err := a.cfg.Orders.Cancel(calling, shop.ID)
	if err != nil {
		return err // the next attempt looks at the order's state
	}
	if !done {
		return a.keep(ctx, pos.MetCannotCancel, shop)
	}
	return a.cancelled(ctx, true)
}

// findBegun finds the order that an earlier call may have made; while that call may still take effect it waits.
func (a *attempt) findBegun(ctx context.Context) error {
	begun, at := a.begunRoute(), a.order.Placement.Step(pos.StepOrder).BegunAt
	if begun == nil || at.IsZero() {
		return nil
	}
	found, err := a.findOurs(ctx, begun)
	switch pos.KindOf(err) {
	case "":
		return a.adopt(begun, found.ID)
	case pos.KindNotFound:
		return a.settled(at)
	default:
		return err
	}
}

func (a *attempt) cancelled(ctx context.Context, inShop bool) error {
	return a.save(ctx, func(o *pos.Order) error {
		o.Placement.Cancelling = nil
		if inShop { // so that a hint about it tells nothing new
			o.Placement.ShopState, o.Placement.ShopStatus = pos.ShopStateCancelled, pos.ShopStateCancelled
		}
		return o.Move(pos.StateCancelled)
	}, pos.OrderCancelled)
}

// keep drops the wish: the order goes on when a person says so.
func (a *attempt) keep(ctx context.Context, why pos.HeldCode, shop pos.ShopOrder) error {
	return a.holdWith(ctx, pos.HeldCancelRefused, pos.Met(why, pos.Figures{"order": shop.IncrementID}), func(o *pos.Order) { o.Placement.Cancelling = nil })
}
