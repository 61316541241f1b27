package db_test

import (
	"slices"
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
			var asked []pos.Product
			for _, p := range composites(t, s) {
				asked = append(asked, pos.Product{ID: p.ID, Type: p.Type, Variants: p.Variants})
			}
			samePrices(t, s, asked)
		})
	}
}

// Where only reductions became others, the regular prices that were read before are those of now.
func TestCompositePricesWithTheRegularOnesAsTheyWere(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	const before = "UPDATE catalog_product_index_price SET price = price + entity_id % 7 + customer_group_id * (entity_id % 2)"
	var asked []pos.Product
	for _, p := range composites(t, l.with(t, db.Config{}, before)) {
		asked = append(asked, pos.Product{ID: p.ID, Type: p.Type, Prices: p.Prices})
	}
	for name, change := range map[string]string{
		"another for all":                 "UPDATE catalog_product_index_price SET final_price = final_price - 1, min_price = min_price - 1, max_price = max_price - 1",
		"another for each customer group": "UPDATE catalog_product_index_price SET final_price = 1, min_price = 1 + customer_group_id, max_price = 9 + entity_id % 5",
		"one for all customer groups":     "UPDATE catalog_product_index_price SET final_price = 5, min_price = 5, max_price = 5",
	} {
		t.Run(name, func(t *testing.T) { samePrices(t, l.with(t, db.Config{}, before, change), slices.Clone(asked)) })
	}
}

// composites are those of a shop, some of all three types.
func composites(t *testing.T, s shop) (all []pos.Product) {
	t.Helper()
	types := map[pos.ProductType]int{}
	for _, p := range s.all(t, 1000) {
		if p.Variants != nil || p.Members != nil || p.Bundle != nil {
			types[p.Type]++
			all = append(all, p)
		}
	}
	if len(types) != 3 {
		t.Fatalf("composites %v, want some of all three types", types)
	}
	return all
}

// samePrices asks for the prices of composites.
func samePrices(t *testing.T, s shop, asked []pos.Product) {
	t.Helper()
	want := map[int64][]pos.GroupPrice{}
	for _, p := range composites(t, s) {
		want[p.ID] = p.Prices
	}
	if err := s.CompositePrices(t.Context(), s.store, asked); err != nil {
		t.Fatal(err)
	}
	for _, p := range asked {
		if diff := cmp.Diff(want[p.ID], p.Prices); diff != "" {
			t.Errorf("%s %d (-read whole +alone):\n%s", p.Type, p.ID, diff)
		}
	}
}
