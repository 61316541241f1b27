package pos_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tillway/tillway/gateway/pos"
)

func TestMoney(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		amount, currency string
		want             int64
	}{
		{"1.005", "USD", 101}, {"-1.005", "USD", -101}, {"1.0049", "USD", 100}, {"34", "USD", 3400},
		{"1234.5", "JPY", 1235}, {"1.2345", "KWD", 1235}, {"0", "EUR", 0},
	} {
		if got := pos.ToMinor(decimal.RequireFromString(c.amount), c.currency); got != c.want {
			t.Errorf("ToMinor(%s %s) = %d, want %d", c.amount, c.currency, got, c.want)
		}
	}
	t.Run("minor units survive the way through a decimal", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			n := rapid.Int64().Draw(t, "amount")
			for _, c := range []string{"USD", "JPY", "KWD"} {
				if got := pos.ToMinor(pos.FromMinor(n, c), c); got != n {
					t.Fatalf("%d %s came back as %d", n, c, got)
				}
			}
		})
	})
}
