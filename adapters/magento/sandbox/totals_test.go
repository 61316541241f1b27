package sandbox_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/sandbox"
)

type amounts map[string]decimal.Decimal

// vector is a cart that a real Magento totalled with its default settings, without discounts.
type vector struct {
	ID     string
	Region string
	Items  []struct{ Price, Qty decimal.Decimal }
	Expect amounts
	Lines  []amounts
}

func TestTotalsAreMagentosToTheCent(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("testdata/totals.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(file, &vectors); err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors {
		t.Run(v.ID, func(t *testing.T) {
			t.Parallel()
			checkTotals(t, v)
		})
	}
}

func checkTotals(t *testing.T, v vector) {
	t.Helper()
	s := start(t, sandbox.Config{})
	var cart string
	s.must("POST", "guest-carts", "", &cart)
	for i, item := range v.Items {
		sku := fmt.Sprintf("CT-%d", 101+i)
		if err := s.SetPrice(sku, item.Price); err != nil {
			t.Fatal(err)
		}
		if err := s.SetSource(sku, "warehouse", decimal.NewFromInt(100_000)); err != nil {
			t.Fatal(err)
		}
		s.must("POST", "guest-carts/"+cart+"/items", fmt.Sprintf(`{"cartItem":{"sku":%q,"qty":%s}}`, sku, item.Qty), nil)
	}
	// The region is found by its code.
	body := strings.NewReplacer(`"region_id":43,`, "", `"NY"`, fmt.Sprintf("%q", v.Region), `"region":"New York",`, "").
		Replace(shippingBody("flatrate"))
	var answer struct {
		Totals map[string]json.RawMessage
	}
	s.must("POST", "guest-carts/"+cart+"/shipping-information", body, &answer)
	for name, want := range v.Expect {
		if have := string(answer.Totals[name]); !dec(have).Equal(want) {
			t.Errorf("%s is %s, recorded %s", name, have, want)
		}
	}
	var lines []map[string]json.RawMessage
	if err := json.Unmarshal(answer.Totals["items"], &lines); err != nil || len(lines) != len(v.Lines) {
		t.Fatalf("lines %s: %v", answer.Totals["items"], err)
	}
	for i, want := range v.Lines {
		for name, amount := range want {
			if have := string(lines[i][name]); !dec(have).Equal(amount) {
				t.Errorf("line %d: %s is %s, recorded %s", i+1, name, have, amount)
			}
		}
	}
}
