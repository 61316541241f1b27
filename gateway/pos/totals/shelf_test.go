package totals_test

import (
	"encoding/json"
	"maps"
	"math"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// shelfTaxes are rates of several places. Class 2 is taxed in full, 4 less, 6 twice and 7 twice on the price alone; customers of
// class 9 are exempt.
const shelfTaxes = `{"rates":[
	{"id":1,"code":"DE","country":"DE","region_id":0,"postcode":"*","percent":19},
	{"id":2,"code":"AT","country":"AT","region_id":0,"postcode":"*","percent":20},
	{"id":3,"code":"DE low","country":"DE","region_id":0,"postcode":"*","percent":7},
	{"id":4,"code":"NY","country":"US","region_id":43,"postcode":"*","percent":8.375},
	{"id":5,"code":"NYC","country":"US","region_id":43,"postcode":"10001","percent":8.875},
	{"id":6,"code":"first","country":"DE","region_id":0,"postcode":"*","percent":5},
	{"id":7,"code":"second","country":"DE","region_id":0,"postcode":"*","percent":9.975}],
"rules":[
	{"id":1,"customer_tax_class_ids":[3],"product_tax_class_ids":[2],"tax_rate_ids":[1,2,4,5]},
	{"id":2,"customer_tax_class_ids":[3],"product_tax_class_ids":[4],"tax_rate_ids":[3]},
	{"id":3,"customer_tax_class_ids":[3],"product_tax_class_ids":[6,7],"tax_rate_ids":[6]},
	{"id":4,"priority":1,"customer_tax_class_ids":[3],"product_tax_class_ids":[6],"tax_rate_ids":[7]},
	{"id":5,"priority":1,"calculate_subtotal":true,"customer_tax_class_ids":[3],"product_tax_class_ids":[7],"tax_rate_ids":[7]}]}`

// The amounts are worked out by hand from Magento\Tax\Model\Calculation's source: every tax has 0.000001 added to it.
func TestPricesOnTheShelf(t *testing.T) {
	t.Parallel()
	type config = map[string]string
	inclusive, crossBorder := config{"tax/calculation/price_includes_tax": "1"}, config{"tax/calculation/cross_border_trade_enabled": "1"}
	shippingInclusive, toAustria := config{"tax/calculation/shipping_includes_tax": "1"}, config{"tax/defaults/country": "AT"}
	basedOn := func(on string) config { return config{"tax/calculation/based_on": on} }
	toNewYork := config{"tax/defaults/country": "US", "tax/defaults/region": "43"}
	for name, c := range map[string]struct {
		config       []config
		display      totals.Display
		entered      int64 // the default customer class, 3 unless given
		group, class int64
		amount       float64
		untouched    bool
		value, tax   float64
	}{
		"are as they are entered without tax":                     {display: totals.Display{Catalog: 1}, class: 2, amount: 34, untouched: true},
		"whatever carts show":                                     {display: totals.Display{Catalog: 1, Cart: 3, Shipping: 3}, class: 2, amount: 34, untouched: true},
		"have the tax of the default destination added":           {display: totals.Display{Catalog: 2}, class: 2, amount: 34, value: 40.460001, tax: 6.460001},
		"also where both are shown":                               {display: totals.Display{Catalog: 3}, class: 2, amount: 34, value: 40.460001, tax: 6.460001},
		"not where shipping has tax and carts show none":          {config: []config{shippingInclusive}, display: totals.Display{Catalog: 2, Cart: 1}, class: 2, amount: 34, untouched: true},
		"nor where its cost is shown with tax, and carts' is not": {display: totals.Display{Catalog: 2, Cart: 1, Shipping: 2}, class: 2, amount: 34, untouched: true},
		"but where carts show it too":                             {config: []config{shippingInclusive}, display: totals.Display{Catalog: 2, Cart: 2}, class: 2, amount: 34, value: 40.460001, tax: 6.460001},
		"or both":                                                 {config: []config{shippingInclusive}, display: totals.Display{Catalog: 2, Cart: 3}, class: 2, amount: 34, value: 40.460001, tax: 6.460001},
		"have that of their own class":                            {display: totals.Display{Catalog: 2}, class: 4, amount: 10, value: 10.700001, tax: 0.700001},
		"none without a class":                                    {display: totals.Display{Catalog: 2}, amount: 34, value: 34},
		"none for an exempt group":                                {display: totals.Display{Catalog: 2}, group: 5, class: 2, amount: 34, value: 34},
		"nothing costs nothing":                                   {display: totals.Display{Catalog: 2}, class: 2},
		"are rounded before tax is added":                         {display: totals.Display{Catalog: 2}, class: 2, amount: 9.999, value: 11.900001, tax: 1.901001},
		"take rates on top of each other":                         {display: totals.Display{Catalog: 2}, class: 6, amount: 100, value: 115.473752, tax: 15.473752},
		"or side by side":                                         {display: totals.Display{Catalog: 2}, class: 7, amount: 100, value: 114.975002, tax: 14.975002},
		"go by the default region":                                {config: []config{toNewYork}, display: totals.Display{Catalog: 2}, class: 2, amount: 100, value: 108.375001, tax: 8.375001},
		"and postcode":                                            {config: []config{toNewYork, {"tax/defaults/postcode": "10001"}}, display: totals.Display{Catalog: 2}, class: 2, amount: 100, value: 108.875001, tax: 8.875001},
		"go by the default destination for billing too":           {config: []config{toAustria, basedOn("billing")}, display: totals.Display{Catalog: 2}, class: 2, amount: 34, value: 40.800001, tax: 6.800001},
		"or by the origin":                                        {config: []config{toAustria, basedOn("origin")}, display: totals.Display{Catalog: 2}, class: 2, amount: 34, value: 40.460001, tax: 6.460001},
		"keep the tax that they are entered with":                 {config: []config{inclusive}, display: totals.Display{Catalog: 1}, class: 2, amount: 119, value: 119, tax: 19.000001},
		"and do where both are shown":                             {config: []config{inclusive}, display: totals.Display{Catalog: 3}, class: 2, amount: 119, value: 119, tax: 19.000001},
		"and where carts show it":                                 {config: []config{inclusive}, display: totals.Display{Catalog: 2, Cart: 2}, class: 2, amount: 119, value: 119, tax: 19.000001},
		"are as they are entered where carts show none":           {config: []config{inclusive}, display: totals.Display{Catalog: 2, Cart: 1}, class: 2, amount: 119, untouched: true},
		"have another country's tax in place of the origin's":     {config: []config{inclusive, toAustria}, display: totals.Display{Catalog: 1}, class: 2, amount: 119, value: 120, tax: 20.000001},
		"stay the same across borders if so set":                  {config: []config{inclusive, toAustria, crossBorder}, display: totals.Display{Catalog: 1}, class: 2, amount: 119, value: 119, tax: 19.833334333},
		"are entered with the tax of the default group":           {config: []config{inclusive}, display: totals.Display{Catalog: 1}, entered: 9, class: 2, amount: 119, value: 141.61, tax: 22.610001},
		"lose the tax for an exempt group":                        {config: []config{inclusive}, display: totals.Display{Catalog: 1}, group: 5, class: 2, amount: 119, value: 100},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &totals.Pricing{Config: config{"tax/defaults/country": "DE", "shipping/origin/country_id": "DE"},
				Groups: []pos.CustomerGroup{{ID: 0, TaxClass: 3}, {ID: 1, TaxClass: 3}, {ID: 5, TaxClass: 9}}}
			for _, more := range c.config {
				maps.Copy(p.Config, more)
			}
			if err := json.Unmarshal([]byte(shelfTaxes), &p.Tax); err != nil {
				t.Fatal(err)
			}
			if p.Tax.DefaultCustomerClass = 3; c.entered != 0 {
				p.Tax.DefaultCustomerClass = c.entered
			}
			shelf := p.Shelf(c.group, c.display)
			if shelf == nil || c.untouched {
				if shelf != nil || !c.untouched {
					t.Errorf("untouched is %t", shelf == nil)
				}
				return
			}
			got := shelf.Price(c.amount, c.class)
			if math.Abs(got.Value-c.value) > 1e-9 || math.Abs(got.Tax-c.tax) > 1e-9 {
				t.Errorf("%v with %v of tax, want %v with %v", got.Value, got.Tax, c.value, c.tax)
			}
		})
	}
}
