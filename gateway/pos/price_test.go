package pos_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

func TestPriceAt(t *testing.T) {
	t.Parallel()
	chicago, err := time.LoadLocation("America/Chicago")
	if err != nil {
		t.Fatal(err)
	}
	d := decimal.RequireFromString
	row := func(group int64, regular, final string) pos.GroupPrice {
		return pos.GroupPrice{Group: group, Regular: d(regular), Final: d(final), Min: d(final), Max: d(final)}
	}
	special := &pos.SpecialPrice{Price: d("15"), From: "2026-11-20 00:00:00", To: "2026-11-22 00:00:00"}
	within := time.Date(2026, 11, 21, 12, 0, 0, 0, chicago)
	for name, c := range map[string]struct {
		product pos.Product
		group   int64
		at      time.Time
		want    string
	}{
		"a special price begins at midnight in the store's zone": {
			pos.Product{Special: special, Prices: []pos.GroupPrice{row(0, "20", "20")}}, 0, time.Date(2026, 11, 20, 0, 0, 0, 0, chicago), "15"},
		"and not a second before, though it is that day in UTC": {
			pos.Product{Special: special, Prices: []pos.GroupPrice{row(0, "20", "15")}}, 0, time.Date(2026, 11, 20, 5, 59, 59, 0, time.UTC), "20"},
		"its last day belongs to it": {
			pos.Product{Special: special, Prices: []pos.GroupPrice{row(0, "20", "15")}}, 0, time.Date(2026, 11, 22, 23, 59, 59, 0, chicago), "15"},
		"after it the regular price is back": {
			pos.Product{Special: special, Prices: []pos.GroupPrice{row(0, "20", "15")}}, 0, time.Date(2026, 11, 23, 0, 0, 0, 0, chicago), "20"},
		"a special price above the regular one does not count": {
			pos.Product{Special: &pos.SpecialPrice{Price: d("25")}, Prices: []pos.GroupPrice{row(0, "20", "20")}}, 0, within, "20"},
		"a catalog rule's price stays when the special price ends": {
			pos.Product{Special: special, Prices: []pos.GroupPrice{row(0, "20", "12.5")}}, 0, time.Date(2026, 11, 23, 0, 0, 0, 0, chicago), "12.5"},
		"a tier price for one piece counts for its group": {
			pos.Product{Tiers: []pos.TierPrice{{Group: 2, Quantity: d("1"), Price: d("18")}}, Prices: []pos.GroupPrice{row(0, "20", "20"), row(2, "20", "18")}}, 2, within, "18"},
		"and for no other": {
			pos.Product{Tiers: []pos.TierPrice{{Group: 2, Quantity: d("1"), Price: d("18")}}, Prices: []pos.GroupPrice{row(0, "20", "20"), row(2, "20", "18")}}, 0, within, "20"},
		"a tier price of all groups may be a percentage": {
			pos.Product{Tiers: []pos.TierPrice{{Group: pos.AllGroups, Quantity: d("1"), Price: d("33.3333"), Percent: true}}, Prices: []pos.GroupPrice{row(0, "19.99", "19.99")}}, 0, within, "13.3267"},
		"a tier price for three pieces does not": {
			pos.Product{Tiers: []pos.TierPrice{{Group: pos.AllGroups, Quantity: d("3"), Price: d("10")}}, Prices: []pos.GroupPrice{row(0, "20", "20")}}, 0, within, "20"},
		"a group without a row pays what the first row says": {
			pos.Product{Prices: []pos.GroupPrice{row(0, "20", "20")}}, 7, within, "20"},
		"a composite keeps its row": {
			pos.Product{Type: pos.TypeConfigurable, Special: special, Prices: []pos.GroupPrice{row(0, "20", "19")}}, 0, within, "19"},
		"what is not for sale has no price": {pos.Product{Special: special}, 0, within, "0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := c.product.PriceAt(c.group, c.at, chicago)
			if !got.Final.Equal(d(c.want)) || got.Group != c.group || !got.Min.Equal(got.Final) {
				t.Errorf("PriceAt = %+v, want final %s", got, c.want)
			}
		})
	}
	t.Run("required options add to the cheapest and the dearest way to buy it", func(t *testing.T) {
		t.Parallel()
		p := pos.Product{Special: special, Prices: []pos.GroupPrice{{Regular: d("20"), Final: d("20"), Min: d("22"), Max: d("30")}}}
		if got := p.PriceAt(0, within, chicago); !got.Min.Equal(d("17")) || !got.Max.Equal(d("25")) {
			t.Errorf("PriceAt = %+v", got)
		}
	})
}
