package totals_test

import (
	"testing"

	"github.com/tillway/tillway/gateway/pos/totals"
)

func TestTheFirstStepThatDiffersFromMagentoIsNamed(t *testing.T) {
	t.Parallel()
	e := engine(t)
	list := vectors(t)
	cent := totals.Ratio(1, 100)
	for _, v := range list {
		ours := e.Calculate(&v.Basket).Figures
		if d := totals.FirstDifference(&ours, &v.Expect.Figures); d != nil && len(v.Tags) > 0 && v.Tags[len(v.Tags)-1] != "float_noise" {
			t.Fatalf("%s differs in %+v", v.ID, d)
		}
	}
	for name, c := range map[string]struct {
		change func(*totals.Figures)
		step   string
		line   int
		figure string
	}{
		"a price, before the tax it brings": {func(f *totals.Figures) {
			f.Items[1].Price = f.Items[1].Price.Add(cent)
			f.TaxAmount = f.TaxAmount.Add(cent)
		}, "price", 2, "price"},
		"a discount, before the total": {func(f *totals.Figures) {
			f.Items[0].DiscountAmount = f.Items[0].DiscountAmount.Add(cent)
			f.GrandTotal = f.GrandTotal.Sub(cent)
		}, "discount", 1, "discount_amount"},
		"tax":                 {func(f *totals.Figures) { f.Items[2].TaxAmount = f.Items[2].TaxAmount.Add(cent) }, "tax", 3, "tax_amount"},
		"shipping":            {func(f *totals.Figures) { f.ShippingAmount = cent }, "shipping", 0, "shipping_amount"},
		"only the total":      {func(f *totals.Figures) { f.GrandTotal = f.GrandTotal.Add(cent) }, "total", 0, "grand_total"},
		"a line that is gone": {func(f *totals.Figures) { f.Items = f.Items[:2] }, "price", 3, "qty"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ours, theirs := e.Calculate(&list[0].Basket).Figures, e.Calculate(&list[0].Basket).Figures
			c.change(&theirs)
			d := totals.FirstDifference(&ours, &theirs)
			if d == nil || d.Step != c.step || d.Line != c.line || d.Figure != c.figure {
				t.Errorf("first difference %+v, want %s of line %d in step %s", d, c.figure, c.line, c.step)
			}
		})
	}
}

func TestLinesThatAnEarlierRulePicksAreDiscountedFirst(t *testing.T) {
	t.Parallel()
	b := basketOf(t, `"customer_tax_class_id":0`, simple("A", "0.04", "1"), simple("B", "0.03", "1"))
	const ten = `{"action":"by_percent","discount_amount":10}`
	onlyB := `{"action":"by_percent","discount_amount":0,"actions":{"type":"product_combine","aggregator":"all","conditions":[` +
		`{"type":"product","attribute":"sku","operator":"==","value":"B"}]}}`
	for _, c := range []struct {
		rules []string
		a, b  string
	}{
		// 0.004 rounds to nothing and is handed on to 0.003.
		{[]string{ten}, "0", "0.01"},
		// B first: 0.003 is handed on to 0.004.
		{[]string{onlyB, ten}, "0.01", "0"},
	} {
		got := withRules(t, c.rules...).Calculate(b).Items
		if got[0].DiscountAmount.String() != c.a || got[1].DiscountAmount.String() != c.b {
			t.Errorf("discounts %s and %s, want %s and %s", got[0].DiscountAmount, got[1].DiscountAmount, c.a, c.b)
		}
	}
}
