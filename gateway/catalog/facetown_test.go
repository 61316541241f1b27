package catalog_test

import (
	"slices"
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
}
