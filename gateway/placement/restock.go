package placement

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// restock puts goods back into sources where no credit memo does that: those without a receipt, and those that go to another
// source than they came from. Magento is told new quantities, so both numbers are written down before the call; a retry
// then sees whether it was carried out. Where it cannot tell, because somebody else has sold or counted meanwhile, a person
// has to look.
func (a *attempt) restock(ctx context.Context) error {
	goods, err := a.unstocked(ctx)
	if err != nil {
		return err
	}
	for _, g := range goods {
		if err := a.restockOne(ctx, g); err != nil {
			return err
		}
	}
	return a.save(ctx, func(o *pos.Order) error { done(o, pos.StepRestock, "", a.now()); return nil })
}

// stocking is pieces that go into a source.
type stocking struct {
	sku, source string
	quantity    decimal.Decimal
}

// unstocked are the goods that no credit memo puts back, each SKU and source once.
func (a *attempt) unstocked(ctx context.Context) ([]stocking, error) {
	var list []stocking
	for _, r := range a.order.Returns {
		if !r.Restock {
			continue
		}
		to := a.backTo(r)
		if r.OrderID != "" {
			original, err := a.cfg.Ledger.Order(ctx, r.OrderID)
			if err != nil {
				return nil, err
			}
			from, err := a.shippedFrom(ctx, original)
			if err != nil {
				return nil, err
			}
			if from == to {
				continue
			}
		}
		if i := slices.IndexFunc(list, func(s stocking) bool { return s.sku == r.SKU && s.source == to }); i >= 0 {
			list[i].quantity = list[i].quantity.Add(r.Quantity)
			continue
		}
		list = append(list, stocking{r.SKU, to, r.Quantity})
	}
	return list, nil
}

func (a *attempt) restockOne(ctx context.Context, g stocking) error {
	same := func(r pos.Restock) bool { return r.SKU == g.sku && r.Source == g.source }
	at := slices.IndexFunc(a.order.Placement.Restocks, same)
	if at >= 0 && a.order.Placement.Restocks[at].Done {
		return nil
	}
	now, err := a.cfg.Returns.SourceQuantity(ctx, g.sku, g.source)
	if err != nil {
		return err
	}
	entry := pos.Restock{SKU: g.sku, Source: g.source, Before: now, After: now.Add(g.quantity)}
	if at >= 0 {
		entry = a.order.Placement.Restocks[at]
	}
	switch {
	case at >= 0 && now.Equal(entry.After):
		return a.stocked(ctx, entry)
	case !now.Equal(entry.Before):
		return a.hold(ctx, pos.HeldRestockUnclear, pos.Met(pos.MetStockMoved, pos.Figures{
			"source": g.source, "before": entry.Before.String(), "sku": g.sku, "added": g.quantity.String(), "now": now.String(),
		}))
	}
	if err := a.mayCall(ctx); err != nil {
		return err
	}
	if at < 0 {
		err := a.save(ctx, func(o *pos.Order) error {
			o.Placement.Restocks = append(slices.Clip(o.Placement.Restocks), entry)
			return nil
		})
		if err != nil {
			return err
		}
	}
	calling, cancel := a.changing(ctx, a.now())
	defer cancel()
	if err := a.cfg.Returns.SetSourceQuantity(calling, g.sku, g.source, entry.After); err != nil {
		return err
	}
	return a.stocked(ctx, entry)
}

func (a *attempt) stocked(ctx context.Context, entry pos.Restock) error {
	return a.save(ctx, func(o *pos.Order) error {
		o.Placement.Restocks = slices.Clone(o.Placement.Restocks)
		for i, r := range o.Placement.Restocks {
			if r.SKU == entry.SKU && r.Source == entry.Source {
				o.Placement.Restocks[i].Done = true
			}
		}
		return nil
	})
}
