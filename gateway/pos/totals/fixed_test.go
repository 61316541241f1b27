package totals_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/tillway/tillway/gateway/pos/totals"
)

// drawRules draws rules that hit most lines, some with figures finer or greater than anybody's.
func drawRules(t *rapid.T) []totals.Rule {
	decimal := func(label string, most int64, places ...int64) totals.Number {
		return totals.Ratio(rapid.Int64Range(0, most).Draw(t, label), rapid.SampledFrom(places).Draw(t, label+" places"))
	}
	rules := make([]totals.Rule, rapid.IntRange(1, 12).Draw(t, "rules"))
	for i := range rules {
		r := totals.Rule{
			ID: int64(i + 1), IsActive: true, CustomerGroups: []int64{0}, Stop: rapid.IntRange(0, 9).Draw(t, "stop") == 0,
			Action:         rapid.SampledFrom([]string{"by_percent", "by_percent", "by_percent", "by_fixed", "buy_x_get_y", "cart_fixed"}).Draw(t, "action"),
			DiscountAmount: decimal("amount", 4000, 100, 100, 1, 10000, 100000, 7),
		}
		if r.Action == "buy_x_get_y" {
			r.DiscountAmount, r.DiscountStep = decimal("free", 3, 1, 2), decimal("bought", 6, 1, 2)
		} else if rapid.IntRange(0, 3).Draw(t, "has step") == 0 {
			r.DiscountStep = decimal("step", 4, 1, 2, 3)
		}
		if rapid.IntRange(0, 3).Draw(t, "has most") == 0 {
			r.DiscountQty = decimal("most", 9, 1, 2)
		}
		if rapid.Bool().Draw(t, "picks") {
			r.Actions = json.RawMessage(fmt.Sprintf(`{"type":"product_combine","aggregator":"all","conditions":[{"type":"product","attribute":"sku","operator":%q,"value":"SKU-1,SKU-2,SKU-5"}]}`,
				rapid.SampledFrom([]string{"()", "!()"}).Draw(t, "operator")))
		}
		rules[i] = r
	}
	return rules
}

// TestWholeAndExactNumbersComeToTheSame compares the two ways of calculating discounts: what is explained is calculated exactly.
func TestWholeAndExactNumbersComeToTheSame(t *testing.T) {
	t.Parallel()
	base := snapshot(t)
	rapid.Check(t, func(t *rapid.T) {
		s := *base
		s.Rules = drawRules(t)
		e, err := totals.New(&s)
		if err != nil {
			t.Fatal(err)
		}
		b := drawBasket(t)
		b.Coupon = ""
		for i := range b.Items {
			it := &b.Items[i]
			it.Qty = totals.Ratio(rapid.Int64Range(1, 500).Draw(t, "pieces"), rapid.SampledFrom([]int64{1, 1, 1, 10, 1000, 100000000, 3}).Draw(t, "of a piece"))
			if rapid.IntRange(0, 9).Draw(t, "dear") == 0 {
				it.Price = totals.Int(rapid.Int64Range(1, 1_000_000_000_000).Draw(t, "great price"))
			}
		}
		plain, explained := e.Calculate(b), e.Explain(b)
		explained.Trace = nil
		if text(plain) != text(explained) {
			t.Errorf("exactly: %s\nin whole numbers: %s", text(explained), text(plain))
		}
	})
}
