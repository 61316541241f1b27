package placement

import (
	"context"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// next is the step to do now, false when all are done. Where stock cannot be reserved, an imported order is still paid and
// commented in Magento before it has to wait for a person; not when it has virtual goods, since invoicing those releases
// stock (Magento\InventoryShipping\Observer\VirtualSourceDeductionProcessor).
func (a *attempt) next() (pos.StepName, bool) {
	pending := a.order.Pending()
	if len(pending) == 0 {
		return "", false
	}
	if pending[0] != pos.StepReservation || a.cfg.Reservations != nil || a.shop == nil || slices.ContainsFunc(a.shop.Items, isVirtual) {
		return pending[0], true
	}
	for _, later := range pending[1:] {
		if later != pos.StepShipment {
			return later, true
		}
	}
	return pos.StepReservation, true
}

func isVirtual(i pos.ShopOrderItem) bool { return i.Virtual }

// reserve writes the reservation that Magento does not write for an imported order. Without it shipping would raise what
// can be sold by what was sold: an order that cannot be reserved is not shipped.
func (a *attempt) reserve(ctx context.Context) error {
	if a.cfg.Reservations == nil {
		return a.hold(ctx, pos.HeldNoReservation, pos.Met(pos.MetNoReservations, nil))
	}
	if err := a.mayCall(ctx); err != nil {
		return err
	}
	calling, cancel := a.changing(ctx, a.now())
	defer cancel()
	claim := pos.StockClaim{Store: a.at.Store, IncrementID: a.shop.IncrementID, Items: a.shop.Items}
	if err := a.cfg.Reservations.Reserve(calling, claim); err != nil {
		return err
	}
	return a.save(ctx, func(o *pos.Order) error { done(o, pos.StepReservation, "", a.now()); return nil }, pos.InventoryReserved)
}
