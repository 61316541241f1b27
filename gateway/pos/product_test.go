package pos_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

func TestWhatIsLeftIsLessWhatWasSold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ salable, sold, left string }{{"5", "0", "5"}, {"5", "1.5", "3.5"}, {"1", "2", "0"}, {"-3", "1", "-3"}} {
		salable := decimal.RequireFromString(tt.salable)
		l := pos.StockLevel{Salable: &salable, Sold: decimal.RequireFromString(tt.sold)}
		if got := l.Left(); got == nil || got.String() != tt.left {
			t.Errorf("%s salable and %s sold leave %v, want %s", tt.salable, tt.sold, got, tt.left)
		}
	}
	if got := (pos.StockLevel{InStock: true}).Left(); got != nil {
		t.Errorf("%s are left of what is not counted", got)
	}
}
