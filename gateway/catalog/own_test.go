package catalog_test

import (
	"testing"

	"github.com/tillway/tillway/gateway/pos"
)

func TestOwnAttributesSortAndBound(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.shop.attributes = []pos.Attribute{
		{ID: 201, Code: "brand", Input: "select", Backend: "int", UserDefined: true, Searchable: true, Sortable: true, Filterable: 1,
			Options: []pos.AttributeOption{{Value: "9", Label: "Aya"}, {Value: "7", Label: "bolt"}, {Value: "8", Label: "Ceto"}}},
		{ID: 202, Code: "fabric", Input: "text", Backend: "varchar", UserDefined: true, Searchable: true, Sortable: true},
		{ID: 203, Code: "deposit", Input: "price", Backend: "decimal", UserDefined: true, Searchable: true, Sortable: true, Filterable: 1},
		{ID: 204, Code: "launched", Input: "date", Backend: "datetime", UserDefined: true, Searchable: true, Sortable: true, Filterable: 1},
	}
	for sku, values := range map[string]map[string]string{
		"24-MB01": {"brand": "7", "fabric": "wool", "deposit": "9.500000", "launched": "2026-03-31 00:00:00"},
		"24-MB02": {"brand": "8", "fabric": "Linen", "deposit": "10.000000", "launched": "2026-04-01 00:00:00"},
		"24-MB03": {"brand": "9", "fabric": "felt \"soft\"", "deposit": "2.000000", "launched": "2025-12-24 00:00:00"},
		"24-MB04": {"brand": "9"},
	} {
		r.shop.change(t, sku, func(p *pos.Product) { p.Attributes = pos.NewAttributes(values) })
	}
	r.load(t)
	r.sync(t)
	some := []string{"24-MB01", "24-MB02", "24-MB03", "24-MB04"}
	by := func(keys ...pos.SortKey) pos.ProductQuery { return pos.ProductQuery{SKUs: some, Sort: keys} }
	within := func(code, from, to string) pos.ProductQuery {
		return pos.ProductQuery{Ranges: []pos.Range{{Attribute: code, From: from, To: to}}, Sort: []pos.SortKey{{Field: code}}}
	}
	for name, tt := range map[string]struct {
		query pos.ProductQuery
		want  string
	}{
		"options by their labels":                     {by(pos.SortKey{Field: "brand"}), "24-MB04 24-MB03 24-MB01 24-MB02"},
		"options from the last label":                 {by(pos.SortKey{Field: "brand", Descending: true}), "24-MB02 24-MB01 24-MB03 24-MB04"},
		"texts whatever their case, nothing at last":  {by(pos.SortKey{Field: "fabric"}), "24-MB03 24-MB02 24-MB01 24-MB04"},
		"nothing at last from the end too":            {by(pos.SortKey{Field: "fabric", Descending: true}), "24-MB01 24-MB02 24-MB03 24-MB04"},
		"numbers by their size":                       {by(pos.SortKey{Field: "deposit"}), "24-MB03 24-MB01 24-MB02 24-MB04"},
		"the attribute with the smaller id first":     {by(pos.SortKey{Field: "deposit", Descending: true}, pos.SortKey{Field: "brand"}), "24-MB03 24-MB04 24-MB01 24-MB02"},
		"a key that there is none of counts for none": {by(pos.SortKey{Field: "colour"}), "24-MB02 24-MB03 24-MB04 24-MB01"},
		"an amount from and to, both included":        {within("deposit", "2", "9.5"), "24-MB03 24-MB01"},
		"an amount from":                              {within("deposit", "9.51", ""), "24-MB02"},
		"a date to the end of a month":                {within("launched", "2026-01-01", "2026-03"), "24-MB01"},
		"a date to the end of a day":                  {within("launched", "", "2026-03-31"), "24-MB03 24-MB01"},
		"an exponent is no amount":                    {within("deposit", "1e2000000000", ""), "24-MB03 24-MB01"},
		"no amount at all":                            {within("deposit", "cheap", "cheaper"), ""},
		"an attribute that there is none of":          {within("colour", "1", "2"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := skus(products(t, r.catalog, tt.query)); got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}
