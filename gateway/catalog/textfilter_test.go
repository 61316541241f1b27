package catalog_test

import (
	"testing"

	"github.com/tillway/tillway/gateway/pos"
)

func TestTextFilters(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.shop.attributes = []pos.Attribute{{ID: 1, Code: "description", Input: "textarea", Backend: "text", Searchable: true, SearchWeight: 1}}
	for sku, text := range map[string]string{"24-MB01": "<p>Quux made in Zzyzx</p>", "24-MB02": "made of quux", "24-MB03": "quuxes"} {
		r.shop.change(t, sku, func(p *pos.Product) { p.Attributes = pos.NewAttributes(map[string]string{"description": text}) })
	}
	r.shop.change(t, "24-MB05", func(p *pos.Product) { p.Name = "Quux Bag" })
	r.load(t)
	r.sync(t)
	for _, tt := range []struct {
		name  string
		match pos.TextMatch
		want  string
	}{
		{"one whole word of a name is enough", pos.TextMatch{Attribute: "name", Match: "joust overnight duf"}, "24-WB07 24-MB01"},
		{"a beginning of a word is none", pos.TextMatch{Attribute: "name", Match: "jous"}, ""},
		{"a phrase, of which the last word may go on", pos.TextMatch{Attribute: "name", Match: "Joust duf", Partial: true}, "24-MB01"},
		{"words in another order are another phrase", pos.TextMatch{Attribute: "name", Match: "duffle joust", Partial: true}, ""},
		{"words of a text are not those of a name", pos.TextMatch{Attribute: "description", Match: "quux"}, "24-MB02 24-MB01"},
		{"a phrase in a text", pos.TextMatch{Attribute: "description", Match: "made i", Partial: true}, "24-MB01"},
		{"the beginning of a word in a text", pos.TextMatch{Attribute: "description", Match: "quu", Partial: true}, "24-MB02 24-MB03 24-MB01"},
		{"nothing to look for", pos.TextMatch{Attribute: "description", Match: " - "}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := skus(products(t, r.catalog, pos.ProductQuery{Texts: []pos.TextMatch{tt.match}})); got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSeveralCategoriesHaveNoPositions(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.load(t)
	r.sync(t)
	newest := products(t, r.catalog, pos.ProductQuery{CategoryIDs: []int64{4, 5}, PageSize: 50})
	for i, p := range newest.Items[1:] {
		if before := newest.Items[i].ID; before <= p.ID {
			t.Fatalf("%d before %d: several categories list the newest first", before, p.ID)
		}
	}
	if len(newest.Items) < 15 {
		t.Errorf("%d products in two categories", len(newest.Items))
	}
}
