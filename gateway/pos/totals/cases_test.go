package totals_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos/totals"
)

// TestCases computes the baskets of testdata/cases.json, which the register's engine computes too: discounts of staff, codes, and input
// that has no business in a basket. Expect names some members of the result; lines are the discounts of the items.
func TestCases(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Says     string
		Snapshot totals.Snapshot
		Basket   totals.Basket
		Expect   map[string]any
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Says, func(t *testing.T) {
			t.Parallel()
			result, err := totals.Calculate(&c.Snapshot, &c.Basket)
			if err != nil {
				t.Fatal(err)
			}
			body, err := json.Marshal(result)
			if err != nil {
				t.Fatal(err)
			}
			var all map[string]any
			if err := json.Unmarshal(body, &all); err != nil {
				t.Fatal(err)
			}
			got := map[string]any{}
			for key := range c.Expect {
				got[key] = all[key]
			}
			if _, ok := c.Expect["lines"]; ok {
				lines := []any{}
				for _, it := range result.Items {
					lines = append(lines, it.DiscountAmount.String())
				}
				got["lines"] = lines
			}
			if diff := cmp.Diff(c.Expect, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
