package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/sandbox"
	"github.com/tillway/tillway/gateway/pos"
)

// What is wrong with a sale never keeps the next one waiting: each settles, or is held with its reason.
func TestABadSaleIsSettledOrHeld(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string]struct {
		spoil func(c *counter, in *pos.OrderInput)
		// held is why a person must act, empty when the sale settles all the same.
		held pos.HeldReason
		// mend is undone before the next sale, when the fault is the location's.
		mend func(c *counter)
	}{
		"a product was deleted since": {spoil: func(c *counter, in *pos.OrderInput) {
			in.Lines[0].SKU = "CT-101"
			if err := c.shop.DeleteProduct("CT-101"); err != nil {
				c.t.Fatal(err)
			}
		}, held: pos.HeldProductGone},
		"the customer was deleted": {spoil: func(_ *counter, in *pos.OrderInput) { in.Customer = &pos.Buyer{ID: 99999} }},
		"the customer was merged": {spoil: func(_ *counter, in *pos.OrderInput) {
			in.Customer, in.Email = &pos.Buyer{ID: 99999}, knownEmail
		}},
		"the coupon is used up": {spoil: func(c *counter, in *pos.OrderInput) {
			spoiled := c.couponed("USED-UP")
			in.Coupon, in.Lines, in.Charged = spoiled.Coupon, spoiled.Lines, spoiled.Charged
		}, held: pos.HeldCouponRefused},
		"the stock was sold meanwhile": {spoil: func(c *counter, in *pos.OrderInput) {
			in.Lines[0].SKU = "CT-103"
			for _, source := range []string{"warehouse", "store_nyc", "store_la"} {
				if err := c.shop.SetSource("CT-103", source, decimal.Zero); err != nil {
					c.t.Fatal(err)
				}
			}
		}, held: pos.HeldOutOfStock},
		"Magento takes no fewer than three into a cart": {spoil: func(c *counter, in *pos.OrderInput) {
			in.Lines[0].SKU = "CT-103"
			if err := c.shop.SetSoldIn("CT-103", sandbox.SoldIn{Least: decimal.NewFromInt(3)}); err != nil {
				c.t.Fatal(err)
			}
		}, held: pos.HeldRefusedByShop},
		"the store view was closed": {spoil: func(c *counter, _ *pos.OrderInput) { c.at.Store = "closed" }, held: pos.HeldRefusedByShop,
			mend: func(c *counter) { c.at.Store = "default" }},
		"the currency was switched": {spoil: func(_ *counter, in *pos.OrderInput) { in.Currency = "EUR" }, held: pos.HeldRefusedByShop},
		"the payment method was disabled": {spoil: func(c *counter, _ *pos.OrderInput) { c.at.PaymentMethod = "banktransfer" }, held: pos.HeldMethodMissing,
			mend: func(c *counter) { c.at.PaymentMethod = "checkmo" }},
		"the shipping method was disabled": {spoil: func(c *counter, _ *pos.OrderInput) { c.at.ShippingMethod = "ups_ground" }, held: pos.HeldMethodMissing,
			mend: func(c *counter) { c.at.ShippingMethod = "freeshipping_freeshipping" }},
		"Magento refuses the address": {spoil: func(_ *counter, in *pos.OrderInput) {
			in.Fulfilment = &pos.Fulfilment{Kind: pos.FulfilShip, FirstName: "Ana", LastName: "Poole", Method: "freeshipping_freeshipping",
				Address: &pos.Address{Street: []string{"9 Home St"}, City: "Albany", Postcode: "12201", Country: "US", Telephone: "1"}} // no region
		}, held: pos.HeldRefusedByShop},
		"Magento asks for another price": {spoil: func(_ *counter, in *pos.OrderInput) {
			in.Lines[0].UnitPrice, in.Lines[0].RowTotal, in.Charged.Subtotal, in.Charged.Total = 2201, 4402, 4402, in.Charged.Total+2
		}, held: pos.HeldTotalsDiffer},
		"the location is no longer configured": {spoil: func(_ *counter, in *pos.OrderInput) { in.LocationID = "gone" }, held: pos.HeldRefusedByShop},
		"the pickup location is no longer configured": {spoil: func(_ *counter, in *pos.OrderInput) {
			in.Fulfilment = &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "gone"}
		}, held: pos.HeldRefusedByShop},
		"500 lines": {spoil: func(c *counter, in *pos.OrderInput) {
			if err := c.shop.SetSource(soldSKU, "store_nyc", decimal.NewFromInt(2*pos.MaxLines)); err != nil {
				c.t.Fatal(err)
			}
			fiveHundred(in)
		}},
		"500 lines of what is sold out": {spoil: func(_ *counter, in *pos.OrderInput) { fiveHundred(in) }, held: pos.HeldOutOfStock},
		"texts as long as they may be": {spoil: func(_ *counter, in *pos.OrderInput) {
			in.Note = strings.Repeat("ä", 1000)
			in.Lines[0].Name = strings.Repeat("€", 255)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t, pos.StrategyCart, nil)
			in := c.two(soldSKU, 2200)
			bad.spoil(c, &in)
			id := c.accept(in)
			if bad.mend == nil {
				c.want(c.sell(soldSKU, 2200), pos.StateSettled, "") // it comes right behind, and is not kept
			}
			o := c.wait(id)
			if bad.held == "" {
				c.want(o, pos.StateSettled, "")
			} else {
				c.want(o, pos.StateHeld, bad.held)
			}
			if bad.mend != nil {
				bad.mend(c)
				c.want(c.sell(soldSKU, 2200), pos.StateSettled, "")
				c.want(c.resolve(id, pos.ResolveRetry), pos.StateSettled, "")
			}
			if held := c.wait(id); held.State == pos.StateHeld && len(c.shop.Orders()) != 1 {
				t.Errorf("the shop has %d orders, want the good one", len(c.shop.Orders()))
			}
		})
	}
}

// fiveHundred makes as many lines as an order may have, of one piece each.
func fiveHundred(in *pos.OrderInput) {
	one := in.Lines[0]
	one.Quantity, one.RowTotal, one.Tax = decimal.NewFromInt(1), 2200, 0
	in.Lines = nil
	var tax int64
	for n := range int64(pos.MaxLines) {
		line := one
		line.Tax = ((n+1)*2200*newYorkTax+50_000)/100_000 - tax
		tax += line.Tax
		in.Lines = append(in.Lines, line)
	}
	in.Charged = pos.Totals{Subtotal: 2200 * pos.MaxLines, Tax: tax, Total: 2200*pos.MaxLines + tax}
}

// An order that fails again and again is put aside, and those behind it go through meanwhile.
func TestAnOrderThatAlwaysFailsDoesNotBlockTheNext(t *testing.T) {
	t.Parallel()
	c := newCounter(t, pos.StrategyCart, nil)
	c.shop.Faults().Add(sandbox.HTML(500).On("POST", "customers"))
	in := c.two(soldSKU, 2200)
	in.Customer = newBuyer("nora.vance@example.com")
	id := c.accept(in)
	for range 3 {
		c.want(c.sell(soldSKU, 2200), pos.StateSettled, "")
	}
	eventually(t, "it is tried, with pauses", 10*time.Second, func() error {
		o, err := c.ledger.Order(t.Context(), id)
		if err == nil && o.Placement.Step(pos.StepCustomer).Attempts == 0 {
			err = fmt.Errorf("%+v", o.Placement.Steps)
		}
		return err
	})
}
