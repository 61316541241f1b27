package app_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// cookSets is an order of some of the stand-in's bundles, each with a stove, a pot and three sets of cutlery, at a price in
// cents.
func (c *counter) cookSets(sets, cents int64) pos.OrderInput {
	in := c.two("BN-301", cents)
	one := decimal.NewFromInt(1)
	line := &in.Lines[0]
	line.Quantity, line.RowTotal = decimal.NewFromInt(sets), sets*cents
	line.Tax = (line.RowTotal*newYorkTax + 50_000) / 100_000
	line.Choices = &pos.Choices{Bundle: []pos.BundleChoice{
		{OptionID: 1, Selections: []int64{1}, Quantity: one}, {OptionID: 2, Selections: []int64{3}, Quantity: one},
		{OptionID: 3, Selections: []int64{4}, Quantity: decimal.NewFromInt(3)},
	}}
	in.Charged = pos.Totals{Subtotal: line.RowTotal, Tax: line.Tax, Total: line.RowTotal + line.Tax}
	return in
}

// parts are what one set is made of.
func parts() map[string]int64 { return map[string]int64{"CK-121": 1, "CK-123": 1, "CK-125": 3} }

func TestBundlesAreImportedAsTheirParts(t *testing.T) {
	t.Parallel()
	for name, strategy := range map[string]pos.Strategy{
		"where the location imports its orders": pos.StrategyImport, "where Magento asks for another price": pos.StrategyAuto,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t, strategy, nil)
			salable, there := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
			for sku := range parts() {
				if err := c.shop.SetSource(sku, "store_nyc", decimal.NewFromInt(50)); err != nil {
					t.Fatal(err)
				}
				salable[sku], there[sku] = c.shop.Salable(sku), c.shop.SourceQuantity(sku, "store_nyc")
			}
			o := c.wait(c.accept(c.cookSets(2, 9997))) // 199.94 and its tax are no whole number of cents for each part
			c.want(o, pos.StateSettled, "")
			if o.Placement.Strategy != pos.StrategyImport {
				t.Errorf("placed by %s", o.Placement.Strategy)
			}
			made := c.shop.Orders()[0]
			if made.State != "complete" || pos.ToMinor(made.GrandTotal, "USD") != o.Charged.Total || pos.ToMinor(made.Tax, "USD") != o.Charged.Tax ||
				len(made.Invoices) != 1 || !made.Invoices[0].GrandTotal.Equal(made.GrandTotal) || len(made.Shipments) != 1 {
				t.Errorf("the shop's order is %+v", made)
			}
			if !strings.Contains(strings.Join(made.Comments, "|"), "BN-301 is a bundle, and its parts stand for it") {
				t.Errorf("comments %q", made.Comments)
			}
			var paid int64
			for _, i := range c.atShop(o).Items {
				paid += i.Paid
				if want := decimal.NewFromInt(2 * parts()[i.SKU]); i.Bundle != "BN-301" || !i.Ordered.Equal(want) {
					t.Errorf("item %+v, want %s of a part of BN-301", i, want)
				}
			}
			if paid != o.Charged.Total {
				t.Errorf("the parts come to %d, want %d", paid, o.Charged.Total)
			}
			for sku, each := range parts() {
				two := decimal.NewFromInt(2 * each)
				if got := c.shop.Salable(sku); !got.Equal(salable[sku].Sub(two)) {
					t.Errorf("%s of %s are salable, want %s less than %s", got, sku, two, salable[sku])
				}
				if got := c.shop.SourceQuantity(sku, "store_nyc"); !got.Equal(there[sku].Sub(two)) {
					t.Errorf("the source holds %s of %s, want %s less than %s", got, sku, two, there[sku])
				}
			}

			back := c.wait(c.accept(c.back(o.ID, "BN-301", 1, o.Charged.Total/2)))
			c.want(back, pos.StateSettled, "")
			for sku, each := range parts() {
				if got, want := c.shop.SourceQuantity(sku, "store_nyc"), there[sku].Sub(decimal.NewFromInt(each)); !got.Equal(want) {
					t.Errorf("the source holds %s of %s after one set came back, want %s", got, sku, want)
				}
			}
			if off := c.atShop(o).Refunded - o.Charged.Total/2; max(off, -off) > 3 { // Magento rounds each of three parts
				t.Errorf("%d more than half of %d were given back", off, o.Charged.Total)
			}
		})
	}
	t.Run("is held when the bundle no longer has a part that was chosen", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyImport, nil)
		in := c.cookSets(1, 9997)
		in.Lines[0].Choices.Bundle[0].Selections = []int64{99}
		c.want(c.wait(c.accept(in)), pos.StateHeld, pos.HeldProductGone)
		if n := len(c.shop.Orders()); n != 0 {
			t.Errorf("%d orders, want none", n)
		}
	})
	t.Run("is held when nobody knows which parts were sold, and others go on", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyImport, nil)
		in := c.cookSets(1, 9997)
		in.Lines[0].Choices = &pos.Choices{Custom: []pos.CustomChoice{{OptionID: 1, Value: "engraved"}}}
		bare := c.cookSets(1, 9997)
		bare.Lines[0].Choices = nil
		for _, id := range []string{c.accept(in), c.accept(bare)} {
			c.want(c.wait(id), pos.StateHeld, pos.HeldRefusedByShop)
		}
		c.sell(soldSKU, 2200)
	})
}
