package app

import (
	"context"
	"maps"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// wakePlacement has orders placed that have just become due: new ones, and held ones that a person set to be tried again.
func (w *wiring) wakePlacement(_ context.Context, e pos.Event) error {
	if e.Name == pos.OrderCreated || e.Name == pos.OrderChanged {
		w.placement.Wake()
	}
	return nil
}

// tellRegisters announces an order whose state moved to the registers of the locations that it concerns, on every replica.
func (w *wiring) tellRegisters(ctx context.Context, e pos.Event) error {
	if e.Name != pos.OrderChanged && e.Name != pos.OrderCreated {
		return nil
	}
	o, err := w.g.ledger.Order(ctx, e.OrderID)
	if err != nil {
		return err
	}
	if f := o.Fulfilment; f != nil && f.LocationID != "" && f.LocationID != o.LocationID {
		if err := w.hub.OrderChanged(ctx, f.LocationID, o.ID); err != nil {
			return err
		}
	}
	return w.hub.OrderChanged(ctx, o.LocationID, o.ID)
}

// tellTally has levels follow what an order sold: when it is received or cancelled, and when Magento has reserved it.
func (w *wiring) tellTally(ctx context.Context, e pos.Event) error {
	if e.Name != pos.OrderCreated && e.Name != pos.OrderCancelled && e.Name != pos.InventoryReserved {
		return nil
	}
	o, err := w.g.ledger.Order(ctx, e.OrderID)
	if err != nil {
		return err
	}
	skus := slices.Collect(maps.Keys(o.Goods()))
	if e.Name == pos.InventoryReserved {
		w.tally.Reserved(skus...)
	} else {
		w.tally.Sold(skus...)
	}
	return nil
}
