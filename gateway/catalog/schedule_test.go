package catalog_test

import (
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

func TestParseSchedule(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]catalog.Schedule{
		"":                                      {},
		"stock=30s":                             {Stock: 30 * time.Second},
		" sweep=5m, import=off,changes=1s ,":    {Sweep: 5 * time.Minute, Import: -1, Changes: time.Second},
		"index=2m,pricing=2m,prices=2m,sold=2m": {Index: 2 * time.Minute, Pricing: 2 * time.Minute, Prices: 2 * time.Minute, Sold: 2 * time.Minute},
	} {
		if got, err := catalog.ParseSchedule(text); err != nil || got != want {
			t.Errorf("%q is %+v, %v; want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"stock", "stock=", "stock=10ms", "stock=48h", "stock=-1m", "stok=1m", "=1m"} {
		if got, err := catalog.ParseSchedule(text); pos.KindOf(err) != pos.KindInvalid {
			t.Errorf("%q is %+v, %v; want it refused", text, got, err)
		}
	}
}
