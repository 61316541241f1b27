package graph_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// Documents have all by place and id. The expected orders follow from Magento's collections, which graph/model/place.go names.
func TestOrdersOfWhatAProductIsChosenFrom(t *testing.T) {
	t.Parallel()
	w := setup(t)
	p := w.catalog.product("24-MB01")
	p.CustomOptions = []pos.CustomOption{
		{ID: 9, Title: "Engraving", Type: "field", SortOrder: 1},
		{ID: 7, Title: "Size", Type: "radio", SortOrder: 2, Values: []pos.CustomValue{
			{ID: 1, Title: "wide", SortOrder: 1}, {ID: 2, Title: "Narrow", SortOrder: 1}, {ID: 3, Title: "Tall", SortOrder: 0}}},
		{ID: 8, Title: "Colour", Type: "field", SortOrder: 2},
	}
	w.catalog.Paths = []pos.Route{{Path: "joust-duffle-bag.html", Type: "product", EntityID: p.ID}}
	w.catalog.product("24-WG080").Bundle = &pos.Bundle{Options: []pos.BundleOption{{ID: 1, Type: "radio", Selections: []pos.BundleSelection{
		{ID: 4, ProductID: p.ID, Position: 1, Quantity: decimal.New(1, 0)}, {ID: 3, ProductID: p.ID, Position: 2, Quantity: decimal.New(1, 0)}}}}}
	download := w.catalog.product("240-LV04")
	download.Downloads = []pos.Download{{ID: 1, Title: "part b"}, {ID: 2, Title: "Part a"}, {ID: 6, Title: "Pärt"}}
	download.Samples = []pos.Download{{ID: 3, Title: "2", SortOrder: 1}, {ID: 4, Title: "1", SortOrder: 1}, {ID: 5, Title: "0", SortOrder: 2}}
	const custom = `...on SimpleProduct{options{title ...on CustomizableRadioOption{value{title}}}}`
	const values = `{"title":"Size","value":[{"title":"Tall"},{"title":"Narrow"},{"title":"wide"}]}`
	for query, want := range map[string]string{
		`{products(filter:{sku:{eq:"24-MB01"}}){items{` + custom + `}}}`:                                                                              `{"products":{"items":[{"options":[` + values + `,{"title":"Colour"},{"title":"Engraving"}]}]}}`,
		`{route(url:"joust-duffle-bag.html"){` + custom + `}}`:                                                                                        `{"route":{"options":[{"title":"Engraving"},{"title":"Colour"},` + values + `]}}`,
		`{products(filter:{sku:{eq:"24-WG080"}}){items{...on BundleProduct{items{options{id position}}}}}}`:                                           `{"products":{"items":[{"items":[{"options":[{"id":3,"position":2},{"id":4,"position":1}]}]}]}}`,
		`{products(filter:{sku:{eq:"240-LV04"}}){items{...on DownloadableProduct{downloadable_product_links{id} downloadable_product_samples{id}}}}}`: `{"products":{"items":[{"downloadable_product_links":[{"id":6},{"id":2},{"id":1}],"downloadable_product_samples":[{"id":4},{"id":3},{"id":5}]}]}}`,
	} {
		a := w.ask(t, query, nil, "")
		if diff := cmp.Diff(parse(t, []byte(`{"data":`+want+`}`)), parse(t, a.Raw)); diff != "" {
			t.Errorf("%s: Magento's -, ours +\n%s", query, diff)
		}
	}
}
