package totals_test

import (
	"strings"
	"testing"
)

func TestTheUnitPriceIsTheLowestThatHolds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ facts, qty, unit string }{
		"rounded before it is multiplied":             {``, "3", "20.01"},
		"a tier from its quantity on":                 {`"tier_prices":[{"group":"all","qty":3,"price":15}]`, "3", "15"},
		"no tier below its quantity":                  {`"tier_prices":[{"group":"all","qty":3,"price":15}]`, "2.9999", "20.01"},
		"a tier of the group":                         {`"tier_prices":[{"group":0,"qty":1,"price":15}]`, "1", "15"},
		"no tier of another group":                    {`"tier_prices":[{"group":1,"qty":1,"price":15}]`, "1", "20.01"},
		"a tier in percent":                           {`"tier_prices":[{"group":"all","qty":1,"percent":50}]`, "1", "10"},
		"the lower of two tiers reached":              {`"tier_prices":[{"group":"all","qty":2,"price":12},{"group":"all","qty":4,"price":14}]`, "5", "12"},
		"no tier above the price":                     {`"tier_prices":[{"group":"all","qty":1,"price":25}]`, "1", "20.01"},
		"a tier of the group stays at equal quantity": {`"tier_prices":[{"group":0,"qty":2,"price":15},{"group":"all","qty":2,"price":14}]`, "2", "15"},
		"a special price that runs":                   {`"special_price":{"price":11,"from":"2026-11-21 00:00:00","to":"2026-11-21 00:00:00"}`, "1", "11"},
		"no special price that is over":               {`"special_price":{"price":11,"to":"2026-11-20 00:00:00"}`, "1", "20.01"},
		"no special price to come":                    {`"special_price":{"price":11,"from":"2026-11-22 00:00:00"}`, "1", "20.01"},
		"a catalog rule":                              {`"catalog_rule_price":9.99`, "1", "9.99"},
		"the lowest of all, not combined":             {`"catalog_rule_price":9.99,"special_price":{"price":11},"tier_prices":[{"group":"all","qty":1,"percent":40}]`, "1", "9.99"},
		"an option on top":                            {`"options":{"custom_option":{"price":1.495,"price_type":"fixed"}}`, "1", "21.5"},
		"an option in percent of the lowest":          {`"special_price":{"price":10},"options":{"custom_options":[{"price":10,"price_type":"percent"},{"price":1}]}`, "1", "12"},
		"links when they are sold separately":         {`"options":{"links":[{"price":2},{"price":3}],"links_purchased_separately":"1"}`, "1", "25.01"},
		"links within the price":                      {`"options":{"links":[{"price":2}],"links_purchased_separately":"0"}`, "1", "20.01"},
		"an override in place of everything":          {`"override_price":7.777,"catalog_rule_price":5,"options":{"custom_option":{"price":1}}`, "1", "7.78"},
		"an override of nothing":                      {`"override_price":0`, "1", "0"},
		"a manual percentage last":                    {`"special_price":{"price":10},"options":{"custom_option":{"price":2}},"manual_discount":{"percent":50}`, "1", "6"},
		"a manual amount":                             {`"manual_discount":{"amount":0.005}`, "1", "20"},
		"a manual amount above the price":             {`"manual_discount":{"amount":50}`, "1", "0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			item := simple("A", "20.005", c.qty)
			if c.facts != "" {
				item = strings.Replace(item, "{", "{"+c.facts+",", 1)
			}
			got := withRules(t).Calculate(basketOf(t, "", item))
			if got.Refused != nil {
				t.Fatal(got.Refused)
			}
			if unit := got.Items[0].Price.String(); unit != c.unit {
				t.Errorf("unit price %s, want %s", unit, c.unit)
			}
		})
	}
}

func TestEveryRecordedUnitPriceFollowsFromTheCatalog(t *testing.T) {
	t.Parallel()
	e := engine(t)
	for _, v := range vectors(t) {
		if v.Config["tax/calculation/price_includes_tax"] == "1" {
			continue
		}
		items, _ := object(t, v.raw)["items"].([]any)
		for i, it := range e.Calculate(&v.Basket).Items {
			facts, _ := items[i].(map[string]any)
			if final := facts["unit_price_final"]; final != nil && it.Price.String() != number(t, text(final)) {
				t.Errorf("%s line %d: unit price %s, recorded %v", v.ID, i+1, it.Price, final)
			}
		}
	}
}

func TestTheFlatRateIsComputedWhereNoCarrierWasAsked(t *testing.T) {
	t.Parallel()
	e, asked := engine(t), 0
	for _, v := range vectors(t) {
		if v.Shipping == nil {
			continue
		}
		want := e.Calculate(&v.Basket)
		v.Shipping.CarrierPrice = nil
		asked++
		if got := e.Calculate(&v.Basket); text(got) != text(want) {
			t.Errorf("%s: shipping %s, recorded %s", v.ID, got.ShippingAmount, want.ShippingAmount)
		}
	}
	if asked < 700 {
		t.Errorf("only %d carts were shipped", asked)
	}
}
