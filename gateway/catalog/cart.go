package catalog

import (
	"context"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// Documents returns what totals are calculated from: the products with these SKUs as registers have them, the parts of the bundles
// among them, and all categories; and the ids of the products by the SKUs that were asked for. Errors: not_found, for an unknown SKU;
// as Store.
func (c *Catalog) Documents(ctx context.Context, store string, skus []string) (totals.Documents, map[string]int64, error) {
	g, err := c.generation(store)
	if err != nil {
		return totals.Documents{}, nil, err
	}
	docs := totals.Documents{Products: map[int64]pos.RegisterProduct{}, Categories: map[int64]pos.Category{}, Root: g.store.RootCategoryID}
	for id, category := range g.tree.byID {
		docs.Categories[id] = *category
	}
	ids, attributes := map[string]int64{}, g.ruleAttributes()
	var parts []int64
	for _, sku := range skus {
		p, err := c.ProductBySKU(ctx, store, sku)
		if err != nil {
			return totals.Documents{}, nil, err
		}
		ids[sku] = p.ID
		docs.Products[p.ID] = p.ForRegisters(attributes)
		if p.Bundle == nil {
			continue
		}
		for _, option := range p.Bundle.Options {
			for _, s := range option.Selections {
				parts = append(parts, s.ProductID)
			}
		}
	}
	slices.Sort(parts)
	products, err := c.ProductsByID(ctx, store, slices.Compact(parts))
	if err != nil {
		return totals.Documents{}, nil, err
	}
	for _, p := range products {
		docs.Products[p.ID] = p.ForRegisters(attributes)
	}
	return docs, ids, nil
}
