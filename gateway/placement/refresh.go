package placement

import (
	"context"
	"fmt"

	"github.com/tillway/tillway/gateway/pos"
)

// Refresh reads a Magento order again after a hint and stores what was done to it there: its status, that it was cancelled,
// and what was refunded, each with its event. Orders that are not from a register are no
// concern of ours: nothing happens. Errors: unavailable, worth a retry; not_found, when Magento no longer has an order
// that we placed.
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
	if len(known.Placement.SeenInShop(shop)) == 0 {
		return nil
	}
	return p.cfg.Ledger.Update(ctx, known.ID, func(o *pos.Order) ([]pos.Event, error) {
		var events []pos.Event
		for _, name := range o.Placement.SeenInShop(shop) {
			events = append(events, o.Event(name, p.cfg.NewID(), p.now()))
		}
		return events, nil
	})
}
