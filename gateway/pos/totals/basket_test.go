package totals_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/tillway/tillway/gateway/pos/totals"
)

// read makes a basket from its JSON form; what is not named has a plain value: New York, one customer group, nothing shipped.
func read(t testing.TB, body string) *totals.Basket {
	t.Helper()
	b := totals.Basket{
		Date: "2026-11-21", CustomerTaxClass: 3,
		Address: totals.Address{Country: "US", RegionCode: "NY", Postcode: "10001"},
	}
	if err := json.Unmarshal([]byte(body), &b); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return &b
}

// simple is a line of taxed goods.
func simple(sku, price, qty string) string {
	return `{"sku":"` + sku + `","type":"simple","product_tax_class_id":2,"unit_price_original":` + price + `,"qty":` + qty + `}`
}

func basketOf(t testing.TB, more string, items ...string) *totals.Basket {
	t.Helper()
	if more != "" {
		more = "," + more
	}
	return read(t, `{"items":[`+strings.Join(items, ",")+`]`+more+`}`)
}

// withRules is an engine with the recorded taxes and only these rules.
func withRules(t testing.TB, rules ...string) *totals.Engine {
	t.Helper()
	s := snapshot(t)
	s.Rules = nil
	for _, body := range rules {
		r := totals.Rule{
			ID: int64(len(s.Rules) + 1), IsActive: true, CustomerGroups: []int64{0},
			Conditions: json.RawMessage(`{"type":"combine","aggregator":"all","expect":true,"conditions":[]}`),
			Actions:    json.RawMessage(`{"type":"product_combine","aggregator":"all","expect":true,"conditions":[]}`),
		}
		if err := json.Unmarshal([]byte(body), &r); err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		s.Rules = append(s.Rules, r)
	}
	e, err := totals.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestWhatHasNoDefinedTotalIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code   totals.StepCode
		basket *totals.Basket
	}{
		"a quantity of zero":           {totals.BadQuantity, basketOf(t, "", simple("A", "1", "0"))},
		"a quantity below zero":        {totals.BadQuantity, basketOf(t, "", simple("A", "1", "-2"))},
		"a price below zero":           {totals.BadPrice, basketOf(t, "", simple("A", "-1", "1"))},
		"a total beyond 64 bits":       {totals.TotalTooLarge, basketOf(t, "", simple("A", "1000000000000000000", "1000000000000"))},
		"cash rounding below zero":     {totals.BadCoin, basketOf(t, `"cash_rounding":"-0.05"`, simple("A", "1", "1"))},
		"an unknown algorithm":         {totals.UnknownAlgorithm, basketOf(t, `"config":{"tax/calculation/algorithm":"X"}`, simple("A", "1", "1"))},
		"a fixed product tax":          {totals.FixedProductTax, basketOf(t, "", strings.Replace(simple("A", "1", "1"), "}", `,"fixed_product_tax":0.5}`, 1))},
		"fixed product taxes switched": {totals.FixedProductTax, basketOf(t, `"config":{"tax/weee/enable":"1"}`, simple("A", "1", "1"))},
		"an unknown product type":      {totals.UnknownType, basketOf(t, "", strings.Replace(simple("A", "1", "1"), "simple", "giftcard", 1))},
		"a carrier without a price":    {totals.UnknownCarrier, basketOf(t, `"shipping":{"method":"ups_11"}`, simple("A", "1", "1"))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := engine(t).Calculate(c.basket)
			if got.Refused == nil || got.Refused.Code != c.code {
				t.Fatalf("refused = %+v, want %s", got.Refused, c.code)
			}
			if data := text(got); !strings.HasPrefix(data, `{"refused":{"code":"`+string(c.code)) || strings.Contains(data, "grand_total") {
				t.Errorf("a refusal carries nothing else: %s", data)
			}
		})
	}
}

func TestUnusualBasketsHaveADefinedTotal(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		basket *totals.Basket
		grand  string
		pay    totals.Payable
	}{
		"nothing in it":                  {basketOf(t, ""), "0", totals.Payable{}},
		"a price of a thousand million":  {basketOf(t, "", simple("A", "1000000000", "3")), "3251250000", totals.Payable{Amount: 325125000000}},
		"eight decimals of quantity":     {basketOf(t, "", simple("A", "100", "1.23456789")), "133.7968", totals.Payable{Amount: 13380}},
		"a hundred-millionth of a piece": {basketOf(t, "", simple("A", "100", "0.00000001")), "0", totals.Payable{}},
		"yen":                            {basketOf(t, `"currency":"JPY"`, simple("A", "100.4", "1")), "108.81", totals.Payable{Amount: 109}},
		"dinars":                         {basketOf(t, `"currency":"KWD"`, simple("A", "1.2345", "1")), "1.33", totals.Payable{Amount: 1330}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := withRules(t).Calculate(c.basket)
			if got.Refused != nil {
				t.Fatal(got.Refused)
			}
			if got.GrandTotal.String() != c.grand || got.Payable != c.pay {
				t.Errorf("grand total %s, payable %+v; want %s, %+v", got.GrandTotal, got.Payable, c.grand, c.pay)
			}
		})
	}
}

func TestCashIsRoundedAfterEverythingElse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		step, price string
		want        totals.Payable
	}{
		{"0.05", "10.02", totals.Payable{Amount: 1000, Rounding: -2}},
		{"0.05", "10.025", totals.Payable{Amount: 1005, Rounding: 2}},
		{"0.05", "10.03", totals.Payable{Amount: 1005, Rounding: 2}},
		{"0.10", "10.05", totals.Payable{Amount: 1010, Rounding: 5}},
		{"0.50", "10.24", totals.Payable{Amount: 1000, Rounding: -24}},
		{"0.50", "10.25", totals.Payable{Amount: 1050, Rounding: 25}},
		{"1.00", "10.50", totals.Payable{Amount: 1100, Rounding: 50}},
		{"1.00", "10.49", totals.Payable{Amount: 1000, Rounding: -49}},
	} {
		b := basketOf(t, `"customer_tax_class_id":0,"cash_rounding":"`+c.step+`"`, simple("A", c.price, "1"))
		if got := withRules(t).Calculate(b).Payable; got != c.want {
			t.Errorf("%s in steps of %s: %+v, want %+v", c.price, c.step, got, c.want)
		}
	}
}

func TestARuleThatCannotBeJudgedNeedsMagento(t *testing.T) {
	t.Parallel()
	leaf := func(body string) string {
		return `{"action":"by_percent","discount_amount":50,"conditions":{"type":"combine","aggregator":"all","expect":true,"conditions":[` + body + `]}}`
	}
	deep := strings.Repeat(`{"type":"combine","aggregator":"all","conditions":[`, 40) + strings.Repeat(`]}`, 40)
	for name, rule := range map[string]string{
		"an unknown condition":             leaf(`{"type":"loyalty","operator":"==","value":"1"}`),
		"an unknown address attribute":     leaf(`{"type":"address","attribute":"moon_phase","operator":"==","value":"1"}`),
		"an unknown operator":              leaf(`{"type":"address","attribute":"base_subtotal","operator":"~","value":"1"}`),
		"an unknown aggregator":            leaf(`{"type":"combine","aggregator":"most","conditions":[]}`),
		"a product leaf out of place":      leaf(`{"type":"product","attribute":"sku","operator":"==","value":"A"}`),
		"a subselection of unknown kind":   leaf(`{"type":"subselect","attribute":"margin","operator":">","value":"1","aggregator":"all","conditions":[]}`),
		"a tree that is no tree":           `{"action":"by_percent","discount_amount":50,"conditions":[1,2]}`,
		"a tree that is text":              `{"action":"by_percent","discount_amount":50,"conditions":"all"}`,
		"actions that are conditions":      `{"action":"by_percent","discount_amount":50,"actions":{"type":"combine","aggregator":"all","conditions":[]}}`,
		"a tree deeper than anyone builds": leaf(deep),
		"an unknown action":                `{"action":"to_fixed","discount_amount":50}`,
		"a discount below zero":            `{"action":"by_fixed","discount_amount":-5}`,
		"a product type":                   `{"action":"by_percent","discount_amount":50,"actions":{"type":"product_combine","aggregator":"all","conditions":[{"type":"product","attribute":"type_id","operator":"==","value":"4"}]}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := withRules(t, rule, `{"action":"by_percent","discount_amount":10}`).Calculate(basketOf(t, "", simple("A", "100", "1")))
			if text(got.NeedsMagento) != "[1]" {
				t.Errorf("needs Magento = %v, want rule 1", got.NeedsMagento)
			}
			if text(got.Rules) != "[2]" || got.DiscountAmount.String() != "-10" {
				t.Errorf("rules %v give %s; the other rule gives 10", got.Rules, got.DiscountAmount)
			}
		})
	}
	t.Run("a rule that is not available needs nobody", func(t *testing.T) {
		t.Parallel()
		got := withRules(t, strings.Replace(leaf(`{"type":"loyalty"}`), "{", `{"coupon":"X",`, 1)).Calculate(basketOf(t, "", simple("A", "1", "1")))
		if got.NeedsMagento != nil {
			t.Errorf("needs Magento = %v without the code", got.NeedsMagento)
		}
	})
}

func TestACodeIsRefusedWhenItsRuleDoesNotHold(t *testing.T) {
	t.Parallel()
	rule := func(more string) string {
		return `{"action":"by_percent","discount_amount":10,"coupon":"TEN"` + more + `}`
	}
	for name, c := range map[string]struct {
		rule, basket string
		refused      bool
	}{
		"known":                        {rule(``), `"coupon":"TEN"`, false},
		"in another case":              {rule(``), `"coupon":"ten"`, false},
		"unknown":                      {rule(``), `"coupon":"ELEVEN"`, true},
		"not begun":                    {rule(`,"from_date":"2026-11-22"`), `"coupon":"TEN"`, true},
		"on its first day":             {rule(`,"from_date":"2026-11-21"`), `"coupon":"TEN"`, false},
		"on its last day":              {rule(`,"to_date":"2026-11-21"`), `"coupon":"TEN"`, false},
		"over":                         {rule(`,"to_date":"2026-11-20"`), `"coupon":"TEN"`, true},
		"switched off":                 {rule(`,"is_active":false`), `"coupon":"TEN"`, true},
		"of another group":             {rule(`,"customer_groups":[2]`), `"coupon":"TEN"`, true},
		"of another website":           {rule(`,"website_ids":[2]`), `"coupon":"TEN","website_id":1`, true},
		"used up":                      {rule(`,"uses_per_coupon":3,"times_used":3`), `"coupon":"TEN"`, true},
		"with a use left":              {rule(`,"uses_per_coupon":3,"times_used":2`), `"coupon":"TEN"`, false},
		"used up by the customer":      {rule(`,"uses_per_customer":1`), `"coupon":"TEN","rule_uses":{"1":1}`, true},
		"not used by the customer yet": {rule(`,"uses_per_customer":1`), `"coupon":"TEN"`, false},
		"fitting no line": {
			rule(`,"actions":{"type":"product_combine","aggregator":"all","conditions":[{"type":"product","attribute":"sku","operator":"==","value":"B"}]}`),
			`"coupon":"TEN"`, true,
		},
		"below its subtotal": {
			rule(`,"conditions":{"type":"combine","aggregator":"all","conditions":[{"type":"address","attribute":"base_subtotal","operator":">","value":100}]}`),
			`"coupon":"TEN"`, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := withRules(t, c.rule).Calculate(basketOf(t, c.basket, simple("A", "100", "1")))
			if got.CouponRejected != c.refused || (got.DiscountAmount.Sign() == 0) != c.refused {
				t.Errorf("refused = %v with discount %s, want refused = %v", got.CouponRejected, got.DiscountAmount, c.refused)
			}
		})
	}
}

func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// number rounds a decimal to cents and writes it as a result does.
func number(t testing.TB, decimal string) string {
	t.Helper()
	n, err := totals.ParseNumber(decimal)
	if err != nil {
		t.Fatal(err)
	}
	return n.Round().String()
}
