package catalog_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
)

func TestFacetsOfOwnOptionsLeaveThoseOfPartsOut(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.shop.attributes = []pos.Attribute{
		{ID: 93, Code: "color", Label: "Color", Input: "select", Backend: "int", Filterable: 1, Options: []pos.AttributeOption{{Value: "50", Label: "Blue"}}},
	}
	r.load(t)
	r.sync(t)
	colored := func(own bool) bool {
		page := products(t, r.catalog, pos.ProductQuery{SKUs: []string{"WS12"}, Facets: true, OwnOptions: own})
		return slices.ContainsFunc(page.Facets, func(f pos.Facet) bool { return f.Code == "color" })
	}
	if !colored(false) {
		t.Error("the colours of variants are missing")
	}
	if colored(true) {
		t.Error("a configurable product has the colours of its variants")
	}
	blue := func() int {
		page := products(t, r.catalog, pos.ProductQuery{SKUs: []string{"WS12"}, Facets: true, OwnOptions: true})
		for _, f := range page.Facets {
			if i := slices.IndexFunc(f.Options, func(o pos.FacetOption) bool { return o.Value == "50" }); f.Code == "color" && i >= 0 {
				return f.Options[i].Count
			}
		}
		return 0
	}
	for listed, sku := range []string{"WS12-XS-Blue", "WS12-S-Blue", ""} { // once for each variant that is listed itself
		if got := blue(); got != listed {
			t.Errorf("%d blue variants are listed, %d counted", listed, got)
		}
		if sku == "" {
			return
		}
		variant := r.shop.change(t, sku, func(p *pos.Product) { p.Visibility = pos.VisibleBoth })
		if err := refresher(r, nil).Refresh(t.Context(), hint(pos.HintProduct, strconv.FormatInt(variant.ID, 10))); err != nil {
			t.Fatal(err)
		}
	}
}
