package totals_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/tillway/tillway/gateway/pos/totals"
)

// example is a worked example of docs/totals.md: figures of the result, which the page must show in bold.
type example struct {
	rules  []string
	basket *totals.Basket
	want   map[string]string // figure to amount
}

func figures(r totals.Result) map[string]totals.Number {
	f := map[string]totals.Number{
		"subtotal": r.Subtotal, "tax": r.TaxAmount, "discount": r.DiscountAmount, "compensation": r.Compensation, "grand": r.GrandTotal,
		"shipping discount": r.ShippingDiscount,
	}
	for i, it := range r.Items {
		n := string(rune('1' + i))
		f["unit "+n], f["row "+n], f["tax "+n], f["discount "+n] = it.Price, it.RowTotal, it.TaxAmount, it.DiscountAmount
	}
	return f
}

func TestTheWorkedExamplesOfTheDocsAreRight(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../docs/totals.md")
	if err != nil {
		t.Fatal(err)
	}
	small := []string{simple("A", "0.05", "1"), simple("B", "0.015", "1"), simple("C", "2.675", "1"), simple("D", "1.005", "3")}
	algorithm := func(name string) *totals.Basket {
		return basketOf(t, `"config":{"tax/calculation/algorithm":"`+name+`"}`, small...)
	}
	const untaxed = `"customer_tax_class_id":0`
	inside := `"address":{"country":"FR"},"config":{"tax/calculation/price_includes_tax":"1","tax/calculation/discount_tax":"1",` +
		`"shipping/origin/country_id":"FR","shipping/origin/region_id":""`
	for name, c := range map[string]example{
		"TOTAL": {nil, algorithm("TOTAL_BASE_CALCULATION"), map[string]string{
			"tax 1": "0", "tax 2": "0.01", "tax 3": "0.22", "tax 4": "0.25", "tax": "0.48", "grand": "6.26",
		}},
		"ROW":  {nil, algorithm("ROW_BASE_CALCULATION"), map[string]string{"tax 2": "0", "tax 4": "0.25", "tax": "0.47", "grand": "6.25"}},
		"UNIT": {nil, algorithm("UNIT_BASE_CALCULATION"), map[string]string{"tax 4": "0.24", "tax": "0.46", "grand": "6.24"}},
		"tax inside the price": {
			[]string{`{"action":"by_percent","discount_amount":10}`}, basketOf(t, inside+`}`, simple("A", "20", "1")),
			map[string]string{"subtotal": "16.67", "tax": "3", "discount": "-2", "compensation": "0.33", "grand": "18"},
		},
		"tax on the full amount": {
			[]string{`{"action":"by_percent","discount_amount":10}`},
			basketOf(t, inside+`,"tax/calculation/apply_after_discount":"0"}`, simple("A", "20", "1")),
			map[string]string{"tax": "3.33", "compensation": "0", "grand": "18"},
		},
		"percent of the rest": {
			[]string{`{"action":"by_percent","discount_amount":20}`, `{"action":"by_percent","discount_amount":10}`},
			basketOf(t, untaxed, simple("A", "100", "1")), map[string]string{"discount": "-28", "grand": "72"},
		},
		"fixed per piece": {
			[]string{`{"action":"by_fixed","discount_amount":3.33}`}, basketOf(t, untaxed, simple("A", "3", "2"), simple("B", "10", "1")),
			map[string]string{"discount 1": "6", "discount 2": "3.33", "grand": "6.67"},
		},
		"fixed for the cart": {
			[]string{`{"action":"cart_fixed","discount_amount":10}`},
			basketOf(t, untaxed, simple("A", "33.33", "1"), simple("B", "66.67", "1")),
			map[string]string{"discount 1": "3.33", "discount 2": "6.67", "grand": "90"},
		},
		"buy three get one": {
			[]string{`{"action":"buy_x_get_y","discount_step":3,"discount_amount":1}`}, basketOf(t, untaxed, simple("A", "5", "9")),
			map[string]string{"discount": "-10", "grand": "35"},
		},
		"a coupon that becomes a surcharge": {
			[]string{
				`{"action":"by_percent","discount_amount":30}`, `{"action":"by_percent","discount_amount":0}`,
				`{"action":"by_percent","discount_amount":0}`, `{"action":"by_percent","discount_amount":0}`,
				`{"action":"cart_fixed","discount_amount":10}`,
			},
			basketOf(t, untaxed, simple("A", "100", "1")), map[string]string{"discount": "5", "grand": "105"},
		},
		"shipping takes its share": {
			[]string{`{"action":"cart_fixed","discount_amount":10,"apply_to_shipping":true}`},
			basketOf(t, untaxed+`,"shipping":{"method":"ups_11","carrier_price":20}`, simple("A", "80", "1")),
			map[string]string{"discount 1": "8", "shipping discount": "2", "grand": "90"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(string(page), "### "+name+"\n") {
				t.Fatalf("docs/totals.md has no example %q", name)
			}
			_, section, _ := strings.Cut(string(page), "### "+name+"\n")
			section, _, _ = strings.Cut(section, "\n#")
			got := figures(withRules(t, c.rules...).Calculate(c.basket))
			for figure, want := range c.want {
				if got[figure].String() != want {
					t.Errorf("%s = %s, want %s", figure, got[figure], want)
				}
				if amount := shown(t, want); !strings.Contains(section, "**"+amount+"**") {
					t.Errorf("the page does not show %s = **%s**", figure, amount)
				}
			}
		})
	}
}

// shown is an amount as the page writes it: two decimals.
func shown(t *testing.T, amount string) string {
	t.Helper()
	amount = strings.TrimPrefix(amount, "-")
	whole, cents, _ := strings.Cut(amount, ".")
	return whole + "." + (cents + "00")[:2]
}

func TestATraceTellsWhatHappenedByCodesAndFigures(t *testing.T) {
	t.Parallel()
	e := withRules(t, `{"name":"ten","label":"Ten percent","action":"by_percent","discount_amount":10}`)
	b := basketOf(t, `"cash_rounding":"0.05"`, `{"sku":"A","type":"simple","product_tax_class_id":2,"unit_price_original":20,"qty":1,"special_price":{"price":15}}`)
	trace := e.Explain(b).Trace
	var told []string
	for _, s := range trace {
		step, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		told = append(told, string(step))
	}
	all := strings.Join(told, "\n")
	for _, want := range []string{
		`{"code":"price.special","line":1,"sku":"A","amount":"15"}`, `{"code":"price.unit","line":1,"sku":"A","amount":"15"}`,
		`{"code":"rate.applies","line":1,"sku":"A","name":"US-NY-*-Rate 1","amount":"8.375"}`,
		`{"code":"tax.before_discount","line":1,"sku":"A","percent":"8.375","amount":"1.26"}`,
		`{"code":"rule.holds","line":0,"name":"Ten percent","amount":"10"}`,
		`{"code":"discount.rule","line":1,"sku":"A","name":"Ten percent","given":"1.5","amount":"1.5"}`,
		`{"code":"tax.due","line":1,"sku":"A","amount":"1.13"}`, `{"code":"total.grand","line":0,"amount":"14.63"}`,
		`{"code":"rounding.cash","line":0,"coin":"0.05","amount":"14.65"}`,
	} {
		if !strings.Contains(all, want) {
			t.Errorf("the trace does not tell %q:\n%s", want, all)
		}
	}
}
