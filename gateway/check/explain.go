package check

import (
	"context"
	"fmt"
	"time"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// Orders shows the orders that the caller may see. Errors: not_found, unauthorized.
type Orders interface {
	Order(ctx context.Context, id string) (pos.Order, error)
}

// Catalog holds what totals depend on. Errors: unavailable before the first import; not_found.
type Catalog interface {
	Pricing(ctx context.Context, store string) (*totals.Pricing, error)
	// Documents returns the products with these SKUs, the parts of the bundles among them, and all categories; and the ids of the
	// products by SKU. Errors: also not_found, for an unknown SKU.
	Documents(ctx context.Context, store string, skus []string) (totals.Documents, map[string]int64, error)
}

// Explainer says how an order's totals come about.
type Explainer struct {
	Orders    Orders
	Catalog   Catalog
	Locations Locations
}

// Explain calculates an order of the caller's again. Errors: not_found; unauthorized; unavailable, while the catalog is not read;
// invalid, when the catalog has not what was sold.
func (e *Explainer) Explain(ctx context.Context, orderID string) (totals.Explanation, error) {
	o, err := e.Orders.Order(ctx, orderID)
	if err != nil {
		return totals.Explanation{}, err
	}
	at, err := e.Locations.Location(ctx, o.LocationID)
	if err != nil {
		return totals.Explanation{}, fmt.Errorf("location of order %s: %w", orderID, err)
	}
	pricing, err := e.Catalog.Pricing(ctx, at.Store)
	if err != nil {
		return totals.Explanation{}, err
	}
	basket, err := e.basket(ctx, o, at, pricing)
	if err != nil {
		return totals.Explanation{}, err
	}
	engine, err := totals.New(&pricing.Snapshot)
	if err != nil {
		return totals.Explanation{}, pos.Invalid("The taxes of store view %s cannot be calculated", at.Store).Because(err)
	}
	out := totals.Explanation{Current: o.Pricing == pricing.Fingerprint, Result: engine.Explain(basket)}
	if out.Result.Refused == nil {
		charged, now := totals.FiguresOf(o.OrderInput), out.Result.Charged(o.Currency)
		out.FromRules = totals.FirstDifference(&charged, &now)
	}
	if charged, expected := totals.FiguresByMagento(o); expected != nil {
		out.FromMagento = totals.FirstDifference(charged, expected)
	}
	for _, id := range out.Result.NeedsMagento {
		for i := range pricing.Rules {
			if pricing.Rules[i].ID == id {
				out.NeedsMagento = append(out.NeedsMagento, pricing.Rules[i].Name)
			}
		}
	}
	return out, nil
}

func (e *Explainer) basket(ctx context.Context, o pos.Order, at pos.Location, pricing *totals.Pricing) (*totals.Basket, error) {
	skus := make([]string, len(o.Lines))
	for i, l := range o.Lines {
		skus[i] = l.SKU
	}
	docs, ids, err := e.Catalog.Documents(ctx, at.Store, skus)
	if pos.KindOf(err) == pos.KindNotFound {
		return nil, pos.Invalid("The totals cannot be calculated again: %s", pos.MessageOf(err)).Because(err)
	}
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(pricing.Timezone)
	if err != nil {
		zone = time.UTC
	}
	if f := o.Fulfilment; f != nil && f.Kind == pos.FulfilPickup {
		// Magento puts the address of where it waits in place of any other. A location that is gone leaves where it was sold.
		if there, err := e.Locations.Location(ctx, f.LocationID); err == nil {
			at.Address = there.Address
		}
	}
	return pricing.Basket(totals.CartOf(o.OrderInput, at, o.SoldAt.In(zone).Format(time.DateOnly), ids), docs)
}
