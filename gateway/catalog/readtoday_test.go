package catalog_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

func TestRegression_APartThatTheStockSpellsOtherwiseWasTakenToBeSold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, tomorrow := inChicago(t)
		d := decimal.NewFromInt
		parent, part := s.products[1], s.products[2] // the other part is sold, and costs the same
		part.Special = &pos.SpecialPrice{Price: d(1), From: tomorrow.Format("2006-01-02 15:04:05")}
		parent.Variants = append(parent.Variants, pos.Variant{ID: 3, SKU: "SKU-3"})
		other := s.products[3]
		other.Prices = part.Prices
		parent.Prices = part.Prices
		s.products[1], s.products[2], s.products[3] = parent, part, other
		delete(s.stock, "SKU-2")
		s.stock["sku-2"] = pos.StockLevel{SKU: "sku-2"}
		r := newPolling(t, s)
		stop := start(t, r.poller)
		time.Sleep(time.Until(tomorrow) + time.Minute)
		synctest.Wait()
		if _, err := r.poller.Push(t.Context(), storeCode); err != nil {
			t.Fatal(err)
		}
		p, err := r.catalog.ProductBySKU(t.Context(), storeCode, "SKU-1")
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Prices[0].Min.String(); got != "2" {
			t.Errorf("after an import the configurable product costs %s, its part that is sold 2", got)
		}
		stop()
	})
}
