package totals_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/tillway/tillway/gateway/pos/totals"
)

// vector is one recorded cart with Magento's figures.
type vector struct {
	totals.Basket
	ConfigName     string   `json:"config_name"`
	Tags           []string `json:"tags"`
	CouponRejected bool     `json:"coupon_rejected"`
	Rules          []int64  `json:"rules"`
	Expect         expected `json:"expect"`
	raw            []byte
}

// expected is Result's form; Discounts is nil where the recording has none.
type expected struct {
	totals.Figures
	Discounts *[]totals.Discount `json:"discounts"`
}

func snapshot(t testing.TB) *totals.Snapshot {
	t.Helper()
	var s totals.Snapshot
	for _, name := range []string{"rules.json", "tax.json"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		target := any(&s)
		if name == "tax.json" {
			target = &s.Tax
		}
		if err := json.Unmarshal(data, target); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return &s
}

func engine(t testing.TB) *totals.Engine {
	t.Helper()
	e, err := totals.New(snapshot(t))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func vectors(t testing.TB) []vector {
	t.Helper()
	file, err := os.Open("testdata/vectors.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	zip, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var list []vector
	lines := bufio.NewScanner(zip)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var v vector
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatalf("vector %d: %v", len(list)+1, err)
		}
		v.raw = bytes.Clone(lines.Bytes())
		list = append(list, v)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if len(list) != 818 {
		t.Fatalf("read %d vectors, want 818", len(list))
	}
	return list
}

func TestEveryRecordedCartComesOutToTheCent(t *testing.T) {
	t.Parallel()
	type score struct{ pass, fail int }
	e, scores, names := engine(t), map[string]*score{}, []string{}
	for _, v := range vectors(t) {
		s := scores[v.ConfigName]
		if s == nil {
			s = &score{}
			scores[v.ConfigName] = s
			names = append(names, v.ConfigName)
		}
		if differences := v.compare(e.Calculate(&v.Basket)); len(differences) > 0 {
			s.fail++
			t.Errorf("%s %v:\n  %s", v.ID, v.Tags, strings.Join(differences, "\n  "))
			continue
		}
		s.pass++
	}
	var table bytes.Buffer
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "config\tpass\tfail")
	total := score{}
	for _, name := range names {
		_, _ = fmt.Fprintf(w, "%s\t%d\t%d\n", name, scores[name].pass, scores[name].fail)
		total.pass += scores[name].pass
		total.fail += scores[name].fail
	}
	_, _ = fmt.Fprintf(w, "all\t%d\t%d\n", total.pass, total.fail)
	_ = w.Flush()
	t.Logf("golden totals\n%s", table.String())
}

// compare lists what differs from Magento. A cart tagged float_noise agrees in total only.
func (v *vector) compare(got totals.Result) []string {
	if got.Refused != nil {
		return []string{"refused: " + string(got.Refused.Code)}
	}
	e := &v.Expect
	if slices.Contains(v.Tags, "float_noise") {
		got.Items, got.AppliedTaxes, got.Discounts = e.Items, e.AppliedTaxes, nil
	}
	if e.Discounts == nil || v.IsVirtual {
		// Not recorded for customers who signed in, and empty in a cart without shipping address.
		e.Discounts, got.Discounts = nil, nil
	} else {
		e.Figures.Discounts = *e.Discounts
	}
	e.Rules, e.CouponRejected = v.Rules, v.CouponRejected
	var out []string
	if nonsense := slices.Contains(v.Tags, "cart_fixed_surcharge"); nonsense != (len(got.Nonsense) > 0) {
		out = append(out, fmt.Sprintf("nonsense recognised: %v, want %v", got.Nonsense, nonsense))
	}
	got.Nonsense, got.Payable = nil, totals.Payable{}
	if d := difference(got.Figures, e.Figures); d != "" {
		out = append(out, "computed (-), Magento's (+):\n"+d)
	}
	return out
}

// difference compares two values field by field. Amounts of more than four places (of fractional quantities) were stored by Magento
// from doubles, so they may differ by half a ten-thousandth.
func difference(got, want any) string {
	return cmp.Diff(got, want, cmpopts.EquateEmpty(),
		cmp.Comparer(func(a, b totals.Number) bool {
			d := a.Sub(b)
			return d.Max(d.Neg()).Cmp(totals.Ratio(1, 20000)) <= 0
		}),
		cmpopts.SortSlices(func(a, b int64) bool { return a < b }))
}
