package graph_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// Magento tells the cheapest variant there: what it costs in all prices, with the tax of the whole, and before reductions with its own
// (Magento\ConfigurableProduct\Pricing\Price\ConfigurablePriceResolver, …\ConfigurableRegularPrice).
func TestTheOldPriceKnowsNothingOfDearerVariants(t *testing.T) {
	t.Parallel()
	withTax := map[string]string{"tax/display/type": "2"}
	for name, c := range map[string]struct {
		settings map[string]string
		variants []int64
		soldOut  string
		want     string // of parts that cost 10, 20, and 8 instead of 11
	}{
		"of those in stock":       {nil, []int64{9001, 9002, 9003}, "", `{"minimalPrice":{"amount":{"value":8}},"regularPrice":{"amount":{"value":11}},"maximalPrice":{"amount":{"value":8}}}`},
		"not those that are not":  {nil, []int64{9001, 9002, 9003}, "PART-2", `{"minimalPrice":{"amount":{"value":10}},"regularPrice":{"amount":{"value":10}},"maximalPrice":{"amount":{"value":10}}}`},
		"with tax":                {withTax, []int64{9002, 9003}, "", `{"minimalPrice":{"amount":{"value":9.520001}},"regularPrice":{"amount":{"value":11.770001}},"maximalPrice":{"amount":{"value":9.520001}}}`},
		"and nothing without any": {nil, []int64{9003}, "PART-2", `{"minimalPrice":{"amount":{"value":0}},"regularPrice":{"amount":{"value":0}},"maximalPrice":{"amount":{"value":0}}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := taxedShop(t, c.settings)
			p := w.catalog.product("WP01")
			p.TaxClass, p.Prices, p.Variants = 2, guestPrices("8", "20"), nil
			for _, id := range c.variants {
				p.Variants = append(p.Variants, pos.Variant{ID: id})
			}
			for i, level := range w.catalog.Stock {
				w.catalog.Stock[i].InStock = level.InStock && level.SKU != c.soldOut
			}
			a := w.ask(t, `{products(filter:{sku:{eq:"WP01"}}){items{price{minimalPrice{amount{value}} regularPrice{amount{value}} maximalPrice{amount{value}}}}}}`, nil, "")
			if diff := cmp.Diff(parse(t, []byte(`{"data":{"products":{"items":[{"price":`+c.want+`}]}}}`)), parse(t, a.Raw), nearly()); diff != "" {
				t.Errorf("Magento's -, ours +\n%s", diff)
			}
		})
	}
}

// What a product without parts costs has no dearer form, and a bundle's has.
func TestTheOldPriceOfABundleIsARange(t *testing.T) {
	t.Parallel()
	w := taxedShop(t, nil)
	p := w.catalog.product("24-WG080")
	p.Prices, p.Bundle = guestPrices("8", "20"), &pos.Bundle{Options: []pos.BundleOption{bundleOption("radio", true, 9001, 9002, 9003)}}
	p.Prices[0].Max = decimal.New(20, 0)
	a := w.ask(t, `{products(filter:{sku:{eq:"24-WG080"}}){items{price{minimalPrice{amount{value}} regularPrice{amount{value}} maximalPrice{amount{value}}}}}}`, nil, "")
	const want = `{"data":{"products":{"items":[{"price":{"minimalPrice":{"amount":{"value":8}},"regularPrice":{"amount":{"value":10}},"maximalPrice":{"amount":{"value":20}}}}]}}}`
	if diff := cmp.Diff(parse(t, []byte(want)), parse(t, a.Raw)); diff != "" {
		t.Errorf("Magento's -, ours +\n%s", diff)
	}
}
