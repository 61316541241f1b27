package catalog_test

import (
	"encoding/json"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// A document has another revision when it changes, and the same one again in another generation that holds the same.
func TestRevisions(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.load(t)
	r.sync(t)
	product, _ := r.catalog.ProductBySKU(t.Context(), storeCode, "24-MB01")
	other, _ := r.catalog.ProductBySKU(t.Context(), storeCode, "24-MB04")
	categories, _ := r.catalog.CategoriesByID(t.Context(), storeCode, []int64{3})
	store, _ := r.catalog.Store(t.Context(), storeCode)
	type document struct {
		kind pos.DocumentKind
		id   int64
	}
	every := []document{{pos.DocProduct, product.ID}, {pos.DocProduct, other.ID}, {pos.DocCategory, 3}, {pos.DocStore, 0}, {pos.DocAttribute, 0}, {pos.DocPricing, 0}}
	now := func() map[document]uint64 {
		all := map[document]uint64{}
		for _, d := range every {
			all[d] = r.catalog.Revision(storeCode, d.kind, d.id)
		}
		return all
	}
	add := func(kind pos.DocumentKind, key string, doc any) {
		t.Helper()
		body, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.cache.Append(t.Context(), storeCode, []pos.Change{{Kind: kind, Key: key, Body: body}}); err != nil {
			t.Fatal(err)
		}
		r.sync(t)
	}
	add(pos.DocAttribute, "color", pos.Attribute{ID: 93, Code: "color", Label: "Color"})
	before := now()
	for d, revision := range before {
		if revision == 0 {
			t.Errorf("%v has none", d)
		}
	}
	if r.catalog.Revision(storeCode, pos.DocProduct, 1<<40) != 0 || r.catalog.Revision("other", pos.DocStore, 0) != 0 {
		t.Error("what is not there has one")
	}
	product.Name, categories[0].Name, store.Name = "other", "other", "other"
	for _, change := range []struct {
		of  document
		key string
		doc any
	}{{every[0], "1", product}, {every[2], "3", categories[0]}, {every[4], "color", pos.Attribute{ID: 93, Code: "color", Label: "Colour"}}, {every[3], storeCode, store}, {every[5], totals.PricingKey, totals.Pricing{Currency: "EUR"}}} {
		add(change.of.kind, change.key, change.doc)
		after := now()
		for _, d := range every {
			if changed := after[d] != before[d]; changed != (d == change.of) {
				t.Errorf("%v changed: %v has another revision: %v", change.of, d, changed)
			}
		}
		before = after
	}
	late := replica(r.cache)
	if err := late.Sync(t.Context(), storeCode); err != nil {
		t.Fatal(err)
	}
	for d, revision := range before {
		if got := late.Revision(storeCode, d.kind, d.id); got != revision {
			t.Errorf("%v has revision %d of another generation that holds the same, want %d", d, got, revision)
		}
	}
}
