package placement

import (
	"context"
	"fmt"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// Refresh reads a Magento order again after a hint and stores what was done to it there: its status, that it was cancelled
// or shipped with which parcels, and what was refunded, each with its event. Magento knows no delivery: what the warehouse
// shipped counts as delivered with the shipment. Orders that are not from a register are no concern of ours: nothing
// happens. Errors: unavailable, worth a retry; not_found, when Magento no longer has an order that we placed.
func (p *Pool) Refresh(ctx context.Context, shopOrderID string) error {
	known, err := p.cfg.Ledger.OrderByShopID(ctx, shopOrderID)
	if pos.KindOf(err) == pos.KindNotFound {
		return nil
	}
	if err != nil {
		return fmt.Errorf("refresh Magento order %s: %w", shopOrderID, err)
	}
	shop, err := p.cfg.Orders.ShopOrder(ctx, shopOrderID)
	if err != nil {
		return fmt.Errorf("refresh Magento order %s: %w", shopOrderID, err)
	}
	var parcels []pos.Tracking
	if f := known.Fulfilment; f != nil && f.Kind == pos.FulfilShip {
		if parcels, err = p.cfg.Orders.Parcels(ctx, shopOrderID); err != nil {
			return fmt.Errorf("refresh the parcels of Magento order %s: %w", shopOrderID, err)
		}
	}
	if len(p.seen(&known, shop, parcels)) == 0 {
		return nil
	}
	return p.cfg.Ledger.Update(ctx, known.ID, func(o *pos.Order) ([]pos.Event, error) {
		var events []pos.Event
		for _, name := range p.seen(o, shop, parcels) {
			events = append(events, o.Event(name, p.cfg.NewID(), p.now()))
		}
		return events, nil
	})
}

// seen takes over what Magento says of an order and returns what became true by that.
func (p *Pool) seen(o *pos.Order, shop pos.ShopOrder, parcels []pos.Tracking) []pos.EventName {
	names := o.Placement.SeenInShop(shop)
	f := o.Fulfilment
	if f == nil || f.Kind != pos.FulfilShip {
		return names
	}
	moved := !slices.Equal(o.Placement.Tracking, parcels)
	o.Placement.Tracking = parcels
	if s := o.Placement.Step(pos.StepShipment); shop.Shipped() && s.DoneAt.IsZero() {
		s.DoneAt = p.now()
		names, moved = append(names, pos.OrderShipped, pos.OrderDelivered), true
	}
	if moved && !slices.Contains(names, pos.OrderChanged) {
		names = append(names, pos.OrderChanged)
	}
	return names
}
