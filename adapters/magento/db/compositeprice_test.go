package db_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/gateway/pos"
)

// Prices of composites alone are those that they have when all of them is read.
func TestCompositePrices(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for name, changes := range map[string][]string{
		"as they are": nil,
		"another for each customer group": {
			"UPDATE catalog_product_index_price SET price = price + entity_id % 7 + customer_group_id, min_price = min_price + customer_group_id, max_price = max_price + entity_id % 5"},
		"none of some": {"DELETE FROM catalog_product_index_price WHERE entity_id % 3 = 0 OR entity_id % 5 = 0 AND customer_group_id = 1"},
		"unknown":      {"UPDATE catalog_product_index_price SET min_price = NULL WHERE entity_id % 2 = 0"},
	} {
		t.Run(name, func(t *testing.T) {
			s := l.with(t, db.Config{}, changes...)
			want, asked := map[pos.ProductType]int{}, []pos.Product{}
			all := s.all(t, 1000)
			prices := map[int64][]pos.GroupPrice{}
			for _, p := range all {
				if p.Variants == nil && p.Members == nil && p.Bundle == nil {
					continue
				}
				want[p.Type]++
				prices[p.ID] = p.Prices
				known := pos.Product{ID: p.ID, Type: p.Type, Prices: []pos.GroupPrice{{Group: 99}}}
				for _, v := range p.Variants {
					known.Variants = append(known.Variants, pos.Variant{ID: v.ID})
				}
				asked = append(asked, known)
			}
			if len(want) != 3 {
				t.Fatalf("composites %v, want some of all three types", want)
			}
			if err := s.CompositePrices(t.Context(), s.store, asked); err != nil {
				t.Fatal(err)
			}
			for _, p := range asked {
				if diff := cmp.Diff(prices[p.ID], p.Prices); diff != "" {
					t.Errorf("%s %d (-read whole +alone):\n%s", p.Type, p.ID, diff)
				}
			}
		})
	}
}
