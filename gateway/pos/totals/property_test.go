package totals_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tillway/tillway/gateway/pos/totals"
)

// drawBasket draws a cart of simple goods under any settings.
func drawBasket(t *rapid.T) *totals.Basket {
	b := &totals.Basket{
		Date: "2026-11-21", CustomerTaxClass: rapid.SampledFrom([]int64{3, 3, 3, 6}).Draw(t, "customer class"),
		Address: rapid.SampledFrom([]totals.Address{
			{Country: "US", RegionCode: "NY", Postcode: "10001"}, {Country: "CA", RegionCode: "QC", Postcode: "H2Y"}, {Country: "DE"},
		}).Draw(t, "address"),
		Coupon:   rapid.SampledFrom([]string{"", "PCT10", "FIX333", "CART10", "B2G1", "CART25S", "H20", "NONE"}).Draw(t, "coupon"),
		Shipping: &totals.Shipping{Method: rapid.SampledFrom([]string{"flatrate_flatrate", "instore_pickup"}).Draw(t, "method")},
		Config:   map[string]string{},
	}
	b.Config["tax/calculation/algorithm"] = rapid.SampledFrom([]string{
		"TOTAL_BASE_CALCULATION", "ROW_BASE_CALCULATION", "UNIT_BASE_CALCULATION",
	}).Draw(t, "algorithm")
	for _, path := range []string{"price_includes_tax", "apply_after_discount", "discount_tax", "shipping_includes_tax"} {
		b.Config["tax/calculation/"+path] = rapid.SampledFrom([]string{"0", "1"}).Draw(t, path)
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "lines") {
		b.Items = append(b.Items, totals.Item{
			SKU: fmt.Sprintf("SKU-%d", i), Type: "simple", TaxClass: rapid.SampledFrom([]int64{0, 2, 4}).Draw(t, "class"),
			Price:      totals.Ratio(rapid.Int64Range(0, 5000000).Draw(t, "price"), 1000),
			Qty:        totals.Ratio(rapid.SampledFrom([]int64{500, 1000, 2000, 3000, 7000, 333}).Draw(t, "qty"), 1000),
			Categories: []int64{rapid.Int64Range(2, 6).Draw(t, "category")},
		})
	}
	return b
}

func TestTotalsAddUp(t *testing.T) {
	t.Parallel()
	e := engine(t)
	rapid.Check(t, func(t *rapid.T) {
		b := drawBasket(t)
		got := e.Calculate(b)
		if got.Refused != nil {
			t.Fatalf("refused: %+v", got.Refused)
		}
		var rows, tax, discount, applied totals.Number
		for _, it := range got.Items {
			rows, tax, discount = rows.Add(it.RowTotal), tax.Add(it.TaxAmount), discount.Add(it.DiscountAmount)
			if it.DiscountAmount.Sign() < 0 && len(got.Nonsense) == 0 {
				t.Errorf("%s has a discount of %s and no warning", it.SKU, it.DiscountAmount)
			}
			// The rounded unit price with tax, times the quantity, may be a cent above the line.
			if most := it.PriceInclTax.Max(it.Price).Mul(it.Qty); it.DiscountAmount.Cmp(most) > 0 {
				t.Errorf("%s costs %s and gets %s off", it.SKU, most, it.DiscountAmount)
			}
		}
		for _, a := range got.AppliedTaxes {
			applied = applied.Add(a.Amount)
		}
		same := func(what string, a, b totals.Number) {
			if a.Cmp(b) != 0 {
				t.Errorf("%s: %s and %s", what, a, b)
			}
		}
		same("subtotal and lines", got.Subtotal, rows)
		same("tax and lines with shipping", got.TaxAmount, tax.Add(got.ShippingTax))
		same("discount and lines with shipping", got.DiscountAmount.Neg(), discount.Add(got.ShippingDiscount))
		if b.Config["tax/calculation/price_includes_tax"] == "0" && b.Config["tax/calculation/shipping_includes_tax"] == "0" {
			same("tax and its groups", got.TaxAmount, applied)
		}
		same("grand total and its parts", got.GrandTotal, got.Subtotal.Add(got.TaxAmount).Add(got.ShippingAmount).Add(got.DiscountAmount).
			Add(got.Compensation).Add(got.ShippingCompensation))
		if got.GrandTotal.Sign() < 0 && len(got.Nonsense) == 0 {
			t.Errorf("grand total %s and no warning", got.GrandTotal)
		}
		if got.Payable.Rounding != 0 {
			t.Errorf("rounding %d without cash", got.Payable.Rounding)
		}
	})
}

func TestExplainingChangesNothing(t *testing.T) {
	t.Parallel()
	e := engine(t)
	rapid.Check(t, func(t *rapid.T) {
		b := drawBasket(t)
		plain, explained := e.Calculate(b), e.Explain(b)
		if len(b.Items) > 0 && len(explained.Trace) == 0 {
			t.Error("an explanation without steps")
		}
		explained.Trace = nil
		if text(plain) != text(explained) {
			t.Errorf("explained: %s\nplain: %s", text(explained), text(plain))
		}
	})
}

func TestNumbersKeepTheLawsOfArithmetic(t *testing.T) {
	t.Parallel()
	number := rapid.Custom(func(t *rapid.T) totals.Number {
		n := totals.Ratio(rapid.Int64().Draw(t, "numerator"), rapid.Int64Range(1, 1<<62).Draw(t, "denominator"))
		if rapid.Bool().Draw(t, "short") {
			n = totals.Ratio(rapid.Int64Range(-100000, 100000).Draw(t, "decimal"), 1000)
		}
		return n
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := number.Draw(t, "a"), number.Draw(t, "b"), number.Draw(t, "c")
		equal := func(law string, x, y totals.Number) {
			if x.Cmp(y) != 0 || y.Cmp(x) != 0 {
				t.Errorf("%s: %s is not %s", law, x, y)
			}
		}
		equal("a+b = b+a", a.Add(b), b.Add(a))
		equal("(a+b)+c = a+(b+c)", a.Add(b).Add(c), a.Add(b.Add(c)))
		equal("a(b+c) = ab+ac", a.Mul(b.Add(c)), a.Mul(b).Add(a.Mul(c)))
		equal("a-a = 0", a.Sub(a), totals.Number{})
		equal("-(-a) = a", a.Neg().Neg(), a)
		if b.Sign() != 0 {
			equal("ab/b = a", a.Mul(b).Div(b), a)
		}
		half := totals.Ratio(1, 200)
		if d := a.Round().Sub(a); d.Max(d.Neg()).Cmp(half) > 0 {
			t.Errorf("%s rounds to %s", a, a.Round())
		}
		equal("rounding mirrors at zero", a.Neg().Round(), a.Round().Neg())
		if f := a.Floor(); f.Cmp(a) > 0 || f.Add(totals.Int(1)).Cmp(a) <= 0 {
			t.Errorf("the floor of %s is %s", a, f)
		}
	})
}

func TestNumbersRoundHalvesAwayFromZero(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"0.005": "0.01", "0.015": "0.02", "1.005": "1.01", "2.675": "2.68", "-0.005": "-0.01", "0.0049999": "0", "1e-8": "0", "12345678901234567890.125": "12345678901234567890.13",
		"1.005e2": "100.5", "+3": "3", "-0": "0", "0.1": "0.1",
	} {
		n, err := totals.ParseNumber(in)
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if got := n.Round().String(); got != want {
			t.Errorf("%s rounds to %s, want %s", in, got, want)
		}
	}
	for _, in := range []string{"", "-", ".", "1,5", "1.2.3", "0x10", "NaN", "Inf", "1e", "1e999", "1e-", "--1", "1234567890123456789012345678901234567890123"} {
		if n, err := totals.ParseNumber(in); err == nil {
			t.Errorf("%q is read as %s", in, n)
		}
	}
}

// FuzzCalculate feeds any JSON as rules and basket: the answer is a result, never a panic, and the same twice.
func FuzzCalculate(f *testing.F) {
	list := vectors(f)
	base := snapshot(f)
	rules := base.Rules
	for i := 0; i < len(list); i += 37 {
		basket, err := json.Marshal(object(f, list[i].raw))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(rules[i%len(rules)].Conditions), string(rules[i%len(rules)].Actions), string(basket))
	}
	f.Fuzz(func(t *testing.T, conditions, actions, basket string) {
		s := *base
		s.Rules = slices.Clone(rules)
		s.Rules[0].Conditions, s.Rules[0].Actions = json.RawMessage(conditions), json.RawMessage(actions)
		e, err := totals.New(&s)
		if err != nil {
			t.Fatal(err)
		}
		var b totals.Basket
		if json.Unmarshal([]byte(basket), &b) != nil {
			return
		}
		first := e.Calculate(&b)
		if text(first) != text(e.Calculate(&b)) {
			t.Error("two results for one basket")
		}
	})
}

func object(t testing.TB, raw []byte) map[string]any {
	t.Helper()
	var o map[string]any
	if err := json.Unmarshal(raw, &o); err != nil {
		t.Fatal(err)
	}
	delete(o, "expect")
	return o
}
