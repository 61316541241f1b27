package graph_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
	"github.com/tillway/tillway/graph"
)

const (
	shownRange = `price_range{minimum_price` + shownPrice + ` maximum_price` + shownPrice + `}`
	shownPrice = `{regular_price{value} final_price{value} discount{amount_off percent_off}}`
)

// taxedShop is a shop with goods of class 2 at 19 per cent and of class 4 at 7, none of which a customer of group 2 pays. Parts cost
// 10, 20 and 11, the last of which is of class 4 and costs 8 now.
func taxedShop(t testing.TB, settings map[string]string, change ...func(*graph.Config)) *world {
	t.Helper()
	w := setup(t, change...)
	w.catalog.Shop.Settings = settings
	w.catalog.Taxes = &totals.Pricing{
		Config: map[string]string{"shipping/origin/country_id": "DE", "tax/defaults/country": "DE"},
		Groups: []pos.CustomerGroup{{ID: 0, TaxClass: 3}, {ID: 1, TaxClass: 3}, {ID: 2, TaxClass: 9}},
	}
	w.catalog.Taxes.Tax.DefaultCustomerClass = 3
	for path, value := range settings {
		w.catalog.Taxes.Config[path] = value
	}
	for i, percent := range []int64{19, 7} {
		id, class := int64(i+1), int64(2*i+2)
		w.catalog.Taxes.Tax.Rates = append(w.catalog.Taxes.Tax.Rates, totals.TaxRate{ID: id, Code: fmt.Sprint(percent), Country: "DE", Postcode: "*", Percent: totals.Int(percent)})
		w.catalog.Taxes.Tax.Rules = append(w.catalog.Taxes.Tax.Rules, totals.TaxRule{ID: id, CustomerClasses: []int64{3}, ProductClasses: []int64{class}, Rates: []int64{id}})
	}
	for i, price := range []string{"10", "20", "11"} {
		part := pos.Product{ID: int64(9001 + i), SKU: fmt.Sprint("PART-", i), Type: pos.TypeSimple, Enabled: true, TaxClass: 2, Prices: guestPrices(price, price)}
		w.catalog.Everything = append(w.catalog.Everything, part)
		w.catalog.Stock = append(w.catalog.Stock, pos.StockLevel{SKU: part.SKU, InStock: true})
	}
	reduced, eight := w.catalog.product("PART-2"), decimal.New(8, 0)
	reduced.TaxClass, reduced.Prices[0].Final, reduced.Prices[0].Min = 4, eight, eight
	return w
}

// The expected amounts are worked out by hand from Magento's source: every tax has 0.000001 added to it, once for each piece.
func TestPricesAreShownWithTax(t *testing.T) {
	t.Parallel()
	withTax, inclusive := map[string]string{"tax/display/type": "2"}, map[string]string{"tax/calculation/price_includes_tax": "1"}
	byRow := map[string]string{"tax/display/type": "2", "tax/calculation/algorithm": "ROW_BASE_CALCULATION"}
	simple := func(p *pos.Product) {
		p.TaxClass, p.Prices = 2, guestPrices("34", "34")
		p.Prices[0].Final = decimal.New(17, 0)
	}
	bundle := func(options ...pos.BundleOption) func(*pos.Product) {
		return func(p *pos.Product) {
			p.TaxClass, p.Prices, p.Bundle = 0, guestPrices("1", "2"), &pos.Bundle{Options: options}
		}
	}
	for name, c := range map[string]struct {
		settings map[string]string
		sku      string
		change   func(*pos.Product)
		min, max string // regular, final, amount and percentage off
	}{
		"a simple product's":                     {withTax, "24-MB01", simple, "40.460001 20.230001 20.23 50", "40.460001 20.230001 20.23 50"},
		"not in other shops":                     {nil, "24-MB01", simple, "34 17 17 50", "34 17 17 50"},
		"as they are entered where that is with": {inclusive, "24-MB01", simple, "34 17 17 50", "34 17 17 50"},
		"with the percentage of what is rounded": {withTax, "24-MB01", func(p *pos.Product) {
			p.TaxClass, p.Prices = 2, guestPrices("0.05", "0.05")
			p.Prices[0].Final = decimal.New(3, -2)
		}, "0.059501 0.035701 0.02 33.61", "0.059501 0.035701 0.02 33.61"},
		"a configurable product's by the tax of each variant": {withTax, "WP01", func(p *pos.Product) {
			p.TaxClass, p.Prices = 2, guestPrices("8", "20")
			p.Variants = []pos.Variant{{ID: 9001}, {ID: 9002}, {ID: 9003}}
		}, "11.770001 8.560001 3.21 27.27", "23.800001 23.800001 0 0"},
		"a grouped product's by that of the cheapest member": {withTax, "24-WG085_Group", func(p *pos.Product) {
			p.TaxClass, p.Prices = 2, guestPrices("8", "20")
			p.Members = []pos.Member{{ProductID: 9002}, {ProductID: 9001}, {ProductID: 9003}}
		}, "11.900001 8.560001 3.34 28.07", "11.900001 8.560001 3.34 28.07"},
		"a bundle's by that of its parts": {withTax, "24-WG080", bundle(bundleOption("radio", true, 9001, 9002), bundleOption("radio", true, 9003)),
			"23.670002 20.460002 3.21 13.56", "35.570002 32.360002 3.21 9.02"},
		"which are rounded first, unless tax is that of the total": {byRow, "24-WG080", bundle(bundleOption("checkbox", true, 9001, 9003)),
			"11.9 8.56 3.34 28.07", "23.67 20.46 3.21 13.56"},
		"by the cheapest part where none is required": {withTax, "24-WG080", bundle(bundleOption("radio", false, 9001), bundleOption("radio", false, 9003)),
			"11.770001 8.560001 3.21 27.27", "23.670002 20.460002 3.21 13.56"},
		"as often as it goes in, at what the bundle takes off": {withTax, "24-WG080", func(p *pos.Product) {
			bundle(bundleOption("radio", true, 9002))(p)
			p.Bundle.Options[0].Selections[0].Quantity = decimal.New(3, 0)
			p.Special = &pos.SpecialPrice{Price: decimal.New(50, 0)}
		}, "71.400003 35.700003 35.7 50", "71.400003 35.700003 35.7 50"},
		"or by a tier that one piece reaches": {withTax, "24-WG080", func(p *pos.Product) {
			bundle(bundleOption("radio", true, 9001))(p)
			p.Tiers = []pos.TierPrice{{Group: pos.AllGroups, Quantity: decimal.New(1, 0), Price: decimal.New(10, 0), Percent: true},
				{Group: pos.AllGroups, Quantity: decimal.New(2, 0), Price: decimal.New(30, 0), Percent: true}}
		}, "11.900001 10.710001 1.19 10", "11.900001 10.710001 1.19 10"},
		"by its own where it has a price": {withTax, "24-WG080", func(p *pos.Product) {
			bundle(bundleOption("radio", true, 9003))(p)
			hundred := decimal.New(100, 0)
			p.TaxClass, p.Price, p.Bundle.FixedPrice, p.Prices = 2, &hundred, true, guestPrices("50", "50")
		}, "119.000001 59.500001 59.5 50", "119.000001 59.500001 59.5 50"},
		"of parts that are not for sale nothing is known": {withTax, "24-WG080", bundle(bundleOption("radio", true, 9999)), "1 1 0 0", "2 2 0 0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := taxedShop(t, c.settings)
			c.change(w.catalog.product(c.sku))
			a := w.ask(t, `{products(filter:{sku:{eq:"`+c.sku+`"}}){items{`+shownRange+`}}}`, nil, "")
			told := func(text string) string {
				f := strings.Fields(text)
				return fmt.Sprintf(`{"regular_price":{"value":%s},"final_price":{"value":%s},"discount":{"amount_off":%s,"percent_off":%s}}`, f[0], f[1], f[2], f[3])
			}
			want := `{"data":{"products":{"items":[{"price_range":{"minimum_price":` + told(c.min) + `,"maximum_price":` + told(c.max) + `}}]}}}`
			if diff := cmp.Diff(parse(t, []byte(want)), parse(t, a.Raw), nearly()); diff != "" {
				t.Errorf("Magento's -, ours +\n%s", diff)
			}
		})
	}
}

func TestTheTaxInAPriceIsTold(t *testing.T) {
	t.Parallel()
	const query = `{products(filter:{sku:{eq:"24-MB01"}}){items{special_price price{regularPrice{amount{value} adjustments{code description amount{value currency}}}}}}}`
	inclusive := map[string]string{"tax/calculation/price_includes_tax": "1"}
	for name, c := range map[string]struct {
		settings map[string]string
		token    string
		currency string
		want     string
	}{
		// 119 less the tax of 19.000001, and so on.
		"as a part that is not shown":  {inclusive, "", "", `{"amount":{"value":119},"adjustments":[{"code":"TAX","description":"EXCLUDED","amount":{"value":19.000001,"currency":"USD"}}]}`},
		"as a part that is":            {map[string]string{"tax/calculation/price_includes_tax": "1", "tax/display/type": "3"}, "", "", `{"amount":{"value":119},"adjustments":[{"code":"TAX","description":"INCLUDED","amount":{"value":19.000001,"currency":"USD"}}]}`},
		"or as added":                  {map[string]string{"tax/display/type": "2"}, "", "", `{"amount":{"value":141.610001},"adjustments":[{"code":"TAX","description":"INCLUDED","amount":{"value":22.610001,"currency":"USD"}}]}`},
		"in another currency":          {map[string]string{"tax/display/type": "2"}, "", "EUR", `{"amount":{"value":70.805001},"adjustments":[{"code":"TAX","description":"INCLUDED","amount":{"value":11.305001,"currency":"EUR"}}]}`},
		"not to a group without":       {map[string]string{"tax/display/type": "2"}, "wholesaler", "", `{"amount":{"value":119},"adjustments":[]}`},
		"and not without such setting": {nil, "", "", `{"amount":{"value":119},"adjustments":[]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := taxedShop(t, c.settings, func(cfg *graph.Config) { cfg.Groups = &shoppers{} })
			w.catalog.Shop.Currencies = []pos.CurrencyRate{{Currency: "EUR", Rate: decimal.New(5, -1)}, {Currency: "USD", Rate: decimal.New(1, 0)}}
			p := w.catalog.product("24-MB01")
			p.TaxClass, p.Prices = 2, guestPrices("119", "119")
			a := w.ask(t, query, nil, c.token, "Content-Currency", c.currency)
			want := `{"data":{"products":{"items":[{"special_price":null,"price":{"regularPrice":` + c.want + `}}]}}}`
			if diff := cmp.Diff(parse(t, []byte(want)), parse(t, a.Raw), nearly()); diff != "" {
				t.Errorf("Magento's -, ours +\n%s", diff)
			}
		})
	}
}

// In that form Magento knows the cheapest member, but not its class.
func TestTheOldPriceOfAGroupHasNoTaxOfItsMembers(t *testing.T) {
	t.Parallel()
	w := taxedShop(t, map[string]string{"tax/display/type": "2"})
	p := w.catalog.product("24-WG085_Group")
	p.TaxClass, p.Prices, p.Members = 0, guestPrices("8", "20"), []pos.Member{{ProductID: 9002}, {ProductID: 9003}}
	a := w.ask(t, `{products(filter:{sku:{eq:"24-WG085_Group"}}){items{price_range{minimum_price{final_price{value}}} price{minimalPrice{amount{value} adjustments{code}}}}}}`, nil, "")
	const want = `{"data":{"products":{"items":[{"price_range":{"minimum_price":{"final_price":{"value":8.560001}}},"price":{"minimalPrice":{"amount":{"value":8},"adjustments":[]}}}]}}}`
	if diff := cmp.Diff(parse(t, []byte(want)), parse(t, a.Raw), nearly()); diff != "" {
		t.Errorf("Magento's -, ours +\n%s", diff)
	}
}

// nearly takes numbers for the same that differ by what doubles make of a subtraction.
func nearly() cmp.Option {
	return cmp.Comparer(func(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 })
}

// Magento reads products for their tiers without the tax class, but not the variants.
func TestTiersAreToldWithoutTax(t *testing.T) {
	t.Parallel()
	for sku, want := range map[string]string{
		"24-MB01": `{"final_price":{"value":16},"discount":{"amount_off":2,"percent_off":20}}`,      // 10 less 8
		"WP01":    `{"final_price":{"value":16},"discount":{"amount_off":3.9,"percent_off":32.77}}`, // 11.900001 less 8
	} {
		w := taxedShop(t, map[string]string{"tax/display/type": "2"})
		p := w.catalog.product(sku)
		p.TaxClass, p.Prices, p.Variants = 2, guestPrices("10", "10"), nil
		if p.Type == pos.TypeConfigurable {
			p.Variants = []pos.Variant{{ID: 9001}, {ID: 9002}}
		}
		p.Tiers = []pos.TierPrice{{Group: pos.AllGroups, Quantity: decimal.New(2, 0), Price: decimal.New(8, 0)}}
		a := w.ask(t, `{products(filter:{sku:{eq:"`+sku+`"}}){items{price_tiers{final_price{value} discount{amount_off percent_off}}}}}`, nil, "")
		if diff := cmp.Diff(parse(t, []byte(`{"data":{"products":{"items":[{"price_tiers":[`+want+`]}]}}}`)), parse(t, a.Raw)); diff != "" {
			t.Errorf("%s: Magento's -, ours +\n%s", sku, diff)
		}
	}
}

// An answer that is kept follows from the rates, wherever taxes are shown, and from the settings.
func TestKeptPricesFollowTheTax(t *testing.T) {
	t.Parallel()
	w := taxedShop(t, map[string]string{"tax/display/type": "2"})
	p := w.catalog.product("24-MB01")
	p.TaxClass, p.Prices = 2, guestPrices("10", "10")
	price := func() any {
		a := w.ask(t, `{products(filter:{sku:{eq:"24-MB01"}}){items{price_range{minimum_price{final_price{value}}}}}}`, nil, "")
		_, text, _ := strings.Cut(string(a.Raw), `"value":`)
		text, _, _ = strings.Cut(text, "}")
		return text
	}
	for _, step := range []struct {
		change func()
		want   string
		kept   int
	}{
		{func() {}, "11.900001", 0},
		{func() {}, "11.900001", 1},
		{func() {
			raised := *w.catalog.Taxes
			raised.Tax.Rates = []totals.TaxRate{{ID: 1, Code: "21", Country: "DE", Postcode: "*", Percent: totals.Int(21)}}
			w.catalog.Taxes = &raised
			w.catalog.version.Add(1)
		}, "12.100001", 1},
		{func() { w.catalog.Shop.Settings = nil; w.catalog.version.Add(1) }, "10", 1},
	} {
		step.change()
		if got := price(); got != step.want || w.keptSoFar() != step.kept {
			t.Errorf("%v, and %d kept answers were told, want %v and %d", got, w.keptSoFar(), step.want, step.kept)
		}
	}
}

// counted counts how often parts are read.
type counted struct {
	steady
	reads *atomic.Int64
}

func (c counted) ProductsByID(ctx context.Context, store string, ids []int64) ([]pos.Product, error) {
	c.reads.Add(1)
	return c.steady.ProductsByID(ctx, store, ids)
}

func TestWhatPartsCostWithTaxIsRemembered(t *testing.T) {
	t.Parallel()
	var reads atomic.Int64
	w := taxedShop(t, map[string]string{"tax/display/type": "2"}, func(c *graph.Config) {
		c.Catalog, c.Groups = counted{steady{c.Catalog.(*catalog)}, &reads}, &shoppers{} //nolint:forcetypeassert // it is setup's
	})
	w.catalog.Shop.Currencies = []pos.CurrencyRate{{Currency: "EUR", Rate: decimal.New(5, -1)}, {Currency: "USD", Rate: decimal.New(1, 0)}}
	p := w.catalog.product("24-WG080")
	p.TaxClass, p.Prices, p.Bundle = 0, guestPrices("10", "20"), &pos.Bundle{Options: []pos.BundleOption{bundleOption("radio", true, 9001, 9002)}}
	w.catalog.Stock = append(w.catalog.Stock, pos.StockLevel{SKU: p.SKU, InStock: true})
	question := 0
	for _, step := range []struct {
		name, token, currency string
		change                func()
		want                  string
		reads                 int64
	}{
		{name: "found", want: "11.900001", reads: 1},
		{name: "remembered", want: "11.900001"},
		{name: "another currency", currency: "EUR", want: "5.950001", reads: 1},
		{name: "another group", token: "wholesaler", want: "10", reads: 1},
		{name: "other rates", change: func() {
			raised := *w.catalog.Taxes
			raised.Tax.Rates = []totals.TaxRate{{ID: 1, Code: "21", Country: "DE", Postcode: "*", Percent: totals.Int(21)}}
			w.catalog.Taxes = &raised
		}, want: "12.100001", reads: 1},
		{name: "another stock", change: func() { w.catalog.sell("PART-0", 0, false) }, want: "24.200001", reads: 1},
		{name: "remembered too", want: "24.200001"},
	} {
		if step.change != nil {
			step.change()
		}
		question++ // no answer is kept
		before := reads.Load()
		a := w.ask(t, fmt.Sprintf(`{q%d:products(filter:{sku:{eq:"24-WG080"}}){items{price_range{minimum_price{final_price{value}}}}}}`, question), nil, step.token, "Content-Currency", step.currency)
		want := fmt.Sprintf(`{"data":{"q%d":{"items":[{"price_range":{"minimum_price":{"final_price":{"value":%s}}}}]}}}`, question, step.want)
		if diff := cmp.Diff(parse(t, []byte(want)), parse(t, a.Raw), nearly()); diff != "" || reads.Load()-before != step.reads {
			t.Errorf("%s: parts were read %d times, want %d\n%s", step.name, reads.Load()-before, step.reads, diff)
		}
	}
}
