package totals_test

import (
	"encoding/json"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/pos/totals"
)

// rulesOf makes a set of n rules. Half need a code; the others pick lines by SKU or, one in spread, by category and attribute, with
// conditions on the cart.
func rulesOf(n, spread int) []totals.Rule {
	rules := make([]totals.Rule, n)
	for i := range rules {
		r := totals.Rule{
			ID: int64(i + 1), Name: fmt.Sprintf("Rule %d", i), IsActive: true, Priority: int64(i % 7), Action: "by_percent",
			DiscountAmount: totals.Ratio(int64(i%9+1), 2), CustomerGroups: []int64{0, 1},
			Conditions: json.RawMessage(`{"type":"combine","aggregator":"all","expect":true,"conditions":[
				{"type":"address","attribute":"base_subtotal","operator":">=","value":"50"},
				{"type":"found","aggregator":"all","expect":true,"conditions":[
					{"type":"product","attribute":"category_ids","operator":"()","value":"4,5,6"}]}]}`),
			Actions: json.RawMessage(fmt.Sprintf(`{"type":"product_combine","aggregator":"all","expect":true,"conditions":[
				{"type":"product","attribute":"sku","operator":"()","value":"SKU-%d,SKU-%d"}]}`, i%50, (i+7)%50)),
		}
		switch {
		case i%spread == spread-1:
			r.Actions = json.RawMessage(`{"type":"product_combine","aggregator":"any","expect":true,"conditions":[
				{"type":"product","attribute":"category_ids","operator":"==","value":"5"},
				{"type":"product","attribute":"material","operator":"()","value":"33"}]}`)
		case i%4 == 1:
			r.Action, r.DiscountAmount = "by_fixed", totals.Ratio(37, 100)
		case i%50 == 0:
			r.Action, r.DiscountAmount = "cart_fixed", totals.Int(5)
		}
		if i%2 == 0 {
			r.Coupon = fmt.Sprintf("CODE%d", i)
		}
		rules[i] = r
	}
	return rules
}

func bigBasket(lines int) *totals.Basket {
	b := &totals.Basket{
		Date: "2026-11-21", CustomerTaxClass: 3, Address: totals.Address{Country: "US", RegionCode: "NY", Postcode: "10001"}, Coupon: "CODE8",
		Shipping: &totals.Shipping{Method: "instore_pickup"},
	}
	for i := range lines {
		b.Items = append(b.Items, totals.Item{
			SKU: fmt.Sprintf("SKU-%d", i), Type: "simple", Qty: totals.Int(int64(i%4 + 1)), Price: totals.Ratio(int64(1999+137*i), 100),
			TaxClass: 2, Attributes: map[string]string{"material": "31,33"}, Categories: []int64{2, 3, int64(4 + i%6)},
		})
	}
	return b
}

// BenchmarkCalculate is a big basket: 50 lines, 200 rules of which 100 need no code. A hit is one rule applied to one line.
func BenchmarkCalculate(b *testing.B) {
	b.Run("5 hits a line", func(b *testing.B) { calculate(b, rulesOf(200, 70)) })
	b.Run("23 hits a line", func(b *testing.B) { calculate(b, rulesOf(200, 10)) })
}

// calculate reports the processor time as a multiple of the budget of 100 microseconds: other than the elapsed time it does not
// depend on what else the machine is doing.
func calculate(b *testing.B, rules []totals.Rule) {
	b.Helper()
	s := snapshot(b)
	s.Rules = rules
	e, err := totals.New(s)
	if err != nil {
		b.Fatal(err)
	}
	basket := bigBasket(50)
	hits := 0
	for _, it := range e.Calculate(basket).Items {
		hits += len(it.Rules)
	}
	b.ReportAllocs()
	before := processorTime(b)
	for b.Loop() {
		e.Calculate(basket)
	}
	used := processorTime(b) - before
	b.ReportMetric(float64(hits), "hits")
	b.ReportMetric(float64(used.Microseconds())/float64(b.N), "cpu-us/op")
	b.ReportMetric(float64(used.Microseconds())/float64(b.N)/100, "of-budget")
}

func processorTime(t testing.TB) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkVector is an ordinary cart: the mean of the recorded ones.
func BenchmarkVector(b *testing.B) {
	e, list := engine(b), vectors(b)
	i := 0
	for b.Loop() {
		e.Calculate(&list[i%len(list)].Basket)
		i++
	}
}
