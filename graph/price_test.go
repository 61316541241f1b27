package graph_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// The expected answers follow from Magento's source: the classes that are named where the code does it.
func TestRegularPricesOfCompositesAreThoseOfTheirParts(t *testing.T) {
	t.Parallel()
	amount := func(text string) decimal.Decimal { return decimal.RequireFromString(text) }
	for name, c := range map[string]struct {
		sku    string
		change func(*pos.Product)
		// The parts cost 23, 32 and 5, the last of which is 4 now.
		min, max string
	}{
		"a grouped product by its cheapest member": {"24-WG085_Group", func(p *pos.Product) {
			p.Prices = guestPrices("4", "4")
			p.Members = []pos.Member{{ProductID: 9001}, {ProductID: 9003}}
		}, "5 4 1", "5 4 1"},
		"but not by a member that demands a choice": {"24-WG085_Group", func(p *pos.Product) {
			p.Prices = guestPrices("4", "4")
			p.Members = []pos.Member{{ProductID: 9001}, {ProductID: 9004}}
		}, "23 4 19", "23 4 19"},
		"a bundle by a selection for each required option at least": {"24-WG080", func(p *pos.Product) {
			p.Prices = guestPrices("21.6", "33.6") // at 80 per cent
			p.Bundle.Options = []pos.BundleOption{bundleOption("radio", true, 9001, 9002), bundleOption("radio", false, 9003), bundleOption("radio", true, 9003)}
		}, "28 21.6 6.4", "42 33.6 8.4"},
		"with all that may be chosen together at most": {"24-WG080", func(p *pos.Product) {
			p.Prices = guestPrices("23", "55")
			p.Bundle.Options = []pos.BundleOption{bundleOption("checkbox", true, 9001, 9002)}
		}, "23 23 0", "55 55 0"},
		"by the cheapest selection where no option is required": {"24-WG080", func(p *pos.Product) {
			p.Prices = guestPrices("4", "28")
			p.Bundle.Options = []pos.BundleOption{bundleOption("select", false, 9001), bundleOption("select", false, 9003)}
		}, "5 4 1", "28 28 0"},
		"as often as a selection goes in": {"24-WG080", func(p *pos.Product) {
			p.Prices = guestPrices("8", "8")
			p.Bundle.Options = []pos.BundleOption{bundleOption("select", true, 9003)}
			p.Bundle.Options[0].Selections[0].Quantity = amount("2")
		}, "10 8 2", "10 8 2"},
		"without what is out of stock": {"24-WG080", func(p *pos.Product) {
			p.Prices = guestPrices("23", "23")
			p.Bundle.Options = []pos.BundleOption{bundleOption("select", true, 9001, 9005)}
		}, "23 23 0", "23 23 0"},
		"with its own price, and what selections and custom options add to it": {"24-WG080", func(p *pos.Product) {
			own := amount("100")
			p.Price, p.Prices = &own, guestPrices("58", "62.5") // at 50 per cent
			p.Bundle.FixedPrice = true
			p.Bundle.Options = []pos.BundleOption{bundleOption("select", true, 9001, 9002)}
			p.Bundle.Options[0].Selections[0].Price = amount("10")
			p.Bundle.Options[0].Selections[1].Price, p.Bundle.Options[0].Selections[1].Percent = amount("15"), true
			p.CustomOptions = []pos.CustomOption{{Type: "radio", Required: true, Values: []pos.CustomValue{
				{Price: pos.OptionPrice{Amount: amount("6")}}, {Price: pos.OptionPrice{Amount: amount("10"), Percent: true}}}}}
		}, "116 58 58", "125 62.5 62.5"},
		"of parts that are not for sale nothing is known": {"24-WG080", func(p *pos.Product) {
			p.Prices = guestPrices("4", "5")
			p.Bundle.Options = []pos.BundleOption{bundleOption("select", true, 9999)}
		}, "4 4 0", "5 5 0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			for i, price := range []string{"23", "32", "5", "1", "2"} {
				part := pos.Product{ID: int64(9001 + i), SKU: fmt.Sprint("PART-", i), Type: pos.TypeSimple, Enabled: true, Prices: guestPrices(price, price)}
				w.catalog.Everything = append(w.catalog.Everything, part)
				w.catalog.Stock = append(w.catalog.Stock, pos.StockLevel{SKU: part.SKU, InStock: part.ID != 9005})
			}
			reduced := w.catalog.product("PART-2")
			reduced.Prices = []pos.GroupPrice{{Regular: amount("5"), Final: amount("4"), Min: amount("4"), Max: amount("4")}}
			w.catalog.product("PART-3").Attributes = pos.NewAttributes(map[string]string{"required_options": "1"})
			p := w.catalog.product(c.sku)
			p.Bundle = &pos.Bundle{}
			c.change(p)
			const price = `{regular_price{value} final_price{value} discount{amount_off}}`
			a := w.ask(t, `{products(filter:{sku:{eq:"`+c.sku+`"}}){items{price_range{minimum_price`+price+` maximum_price`+price+`}}}}`, nil, "")
			told := func(text string) string {
				var regular, final, off string
				if _, err := fmt.Sscan(text, &regular, &final, &off); err != nil {
					t.Fatal(err)
				}
				return `{"regular_price":{"value":` + regular + `},"final_price":{"value":` + final + `},"discount":{"amount_off":` + off + `}}`
			}
			want := `{"data":{"products":{"items":[{"price_range":{"minimum_price":` + told(c.min) + `,"maximum_price":` + told(c.max) + `}}]}}}`
			if diff := cmp.Diff(parse(t, []byte(want)), parse(t, a.Raw)); diff != "" {
				t.Errorf("Magento's -, ours +\n%s", diff)
			}
		})
	}
}

// guestPrices are those of guests for what costs from one amount to another.
func guestPrices(low, high string) []pos.GroupPrice {
	least, most := decimal.RequireFromString(low), decimal.RequireFromString(high)
	return []pos.GroupPrice{{Regular: least, Final: least, Min: least, Max: most}}
}

func bundleOption(kind string, required bool, products ...int64) pos.BundleOption {
	o := pos.BundleOption{Type: kind, Required: required}
	for _, id := range products {
		o.Selections = append(o.Selections, pos.BundleSelection{ID: id, ProductID: id, Quantity: decimal.New(1, 0)})
	}
	return o
}

func TestOtherCurrenciesThanTheBase(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.catalog.Shop.BaseCurrency, w.catalog.Shop.Currency = "USD", "EUR"
	w.catalog.Shop.Currencies = []pos.CurrencyRate{{Currency: "EUR", Rate: decimal.RequireFromString("0.7067")}, {Currency: "USD", Rate: decimal.New(1, 0)}}
	for _, sku := range []string{"24-MB01", "24-WG080"} {
		w.catalog.product(sku).Special = &pos.SpecialPrice{Price: decimal.New(17, 0)}
	}
	const currency = `{currency{default_display_currency_code default_display_currency_symbol}}`
	for name, c := range map[string]struct{ query, header, data string }{
		"a special price is told in the store's":            {`{products(filter:{sku:{eq:"24-MB01"}}){items{special_price}}}`, "", `{"products":{"items":[{"special_price":12.01}]}}`},
		"or in the one that is asked for":                   {`{products(filter:{sku:{eq:"24-MB01"}}){items{special_price}}}`, "USD", `{"products":{"items":[{"special_price":17}]}}`},
		"but not that of a bundle, which is a percentage":   {`{products(filter:{sku:{eq:"24-WG080"}}){items{special_price}}}`, "", `{"products":{"items":[{"special_price":17}]}}`},
		"the default currency is the store's":               {currency, "", `{"currency":{"default_display_currency_code":"EUR","default_display_currency_symbol":"€"}}`},
		"and stays so when prices are asked for in another": {currency, "USD", `{"currency":{"default_display_currency_code":"EUR","default_display_currency_symbol":"€"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := w.ask(t, c.query, nil, "", "Content-Currency", c.header)
			if diff := cmp.Diff(parse(t, []byte(`{"data":`+c.data+`}`)), parse(t, a.Raw)); diff != "" {
				t.Errorf("Magento's -, ours +\n%s", diff)
			}
		})
	}
}

func TestTheOwnPriceOfABundleCountsOnlyWhereItIsFixed(t *testing.T) {
	t.Parallel()
	for fixed, want := range map[bool]string{
		true:  `{"main_price":100,"main_final_price":50,"discount_percentage":50}`,
		false: `{"main_price":0,"main_final_price":0,"discount_percentage":0}`, // Magento divides by it
	} {
		w := setup(t)
		own := decimal.NewFromInt(100)
		p := w.catalog.product("24-WG080")
		p.Price, p.Bundle, p.Special = &own, &pos.Bundle{FixedPrice: fixed}, &pos.SpecialPrice{Price: decimal.NewFromInt(50)}
		got := w.ask(t, `{products(filter:{sku:{eq:"24-WG080"}}){items{... on BundleProduct{price_details{main_price main_final_price discount_percentage}}}}}`, nil, "")
		if diff := cmp.Diff(parse(t, []byte(`{"data":{"products":{"items":[{"price_details":`+want+`}]}}}`)), parse(t, got.Raw)); diff != "" {
			t.Errorf("fixed %t: want -, got +\n%s", fixed, diff)
		}
	}
}

// Tiers and the price index have more places than money has.
func TestPricesAreRoundedAsMoney(t *testing.T) {
	t.Parallel()
	w := setup(t)
	p := w.catalog.product("24-MB01")
	p.Prices = []pos.GroupPrice{{Regular: decimal.RequireFromString("9.99"), Final: decimal.RequireFromString("8.4915"), Min: decimal.RequireFromString("8.4915"), Max: decimal.RequireFromString("8.4915")}}
	p.Tiers = []pos.TierPrice{
		{Group: pos.AllGroups, Quantity: decimal.New(2, 0), Price: decimal.New(15, 0), Percent: true},
		{Group: pos.AllGroups, Quantity: decimal.New(3, 0), Price: decimal.RequireFromString("8.25")},
	}
	a := w.ask(t, `{products(filter:{sku:{eq:"24-MB01"}}){items{price_range{minimum_price{final_price{value} discount{amount_off percent_off}}}
		price_tiers{quantity final_price{value} discount{amount_off percent_off}}}}}`, nil, "")
	const want = `{"data":{"products":{"items":[{"price_range":{"minimum_price":{"final_price":{"value":8.49},"discount":{"amount_off":1.5,"percent_off":15.02}}},"price_tiers":[` +
		`{"quantity":2,"final_price":{"value":16.98},"discount":{"amount_off":1.5,"percent_off":15}},` +
		`{"quantity":3,"final_price":{"value":24.75},"discount":{"amount_off":1.74,"percent_off":17.42}}]}]}}}`
	if diff := cmp.Diff(parse(t, []byte(want)), parse(t, a.Raw)); diff != "" {
		t.Errorf("Magento's -, ours +\n%s", diff)
	}
}

// The parts of a bundle make its price; a tier takes its percentage off the least that they cost.
func TestTiersOfBundlesTakeOffTheirParts(t *testing.T) {
	t.Parallel()
	w := setup(t)
	part := pos.Product{ID: 9001, SKU: "PART", Type: pos.TypeSimple, Enabled: true, Prices: guestPrices("23", "23")}
	w.catalog.Everything = append(w.catalog.Everything, part)
	w.catalog.Stock = append(w.catalog.Stock, pos.StockLevel{SKU: part.SKU, InStock: true})
	p := w.catalog.product("24-WG080")
	p.Prices = guestPrices("18.4", "18.4") // at 80 per cent
	p.Bundle = &pos.Bundle{Options: []pos.BundleOption{bundleOption("radio", true, 9001)}}
	p.Tiers = []pos.TierPrice{{Group: pos.AllGroups, Quantity: decimal.New(2, 0), Price: decimal.New(10, 0), Percent: true}}
	a := w.ask(t, `{products(filter:{sku:{eq:"24-WG080"}}){items{price_tiers{final_price{value} discount{amount_off percent_off}} tier_prices{value percentage_value}}}}`, nil, "")
	const want = `{"data":{"products":{"items":[{"price_tiers":[{"final_price":{"value":0},"discount":{"amount_off":2.3,"percent_off":10}}],"tier_prices":[{"value":0,"percentage_value":10}]}]}}}`
	if diff := cmp.Diff(parse(t, []byte(want)), parse(t, a.Raw)); diff != "" {
		t.Errorf("Magento's -, ours +\n%s", diff)
	}
}
