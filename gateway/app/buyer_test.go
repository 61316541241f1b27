package app_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/sandbox"
	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
)

const (
	knownEmail = "ben.okafor@example.com"
	tenOff     = "TEN10" // ten per cent
)

// known is the id of a customer of the shop.
func (c *counter) known() int64 {
	c.t.Helper()
	found, err := c.client.BuyerByEmail(c.t.Context(), "default", knownEmail)
	if err != nil {
		c.t.Fatal(err)
	}
	return found.ID
}

// newBuyer is a customer whom a register took down.
func newBuyer(email string) *pos.Buyer {
	return &pos.Buyer{Group: 1, New: &pos.NewCustomer{ID: uuid.Must(uuid.NewV7()).String(), Email: email, FirstName: "Nora", LastName: "Vance"}}
}

func TestCustomersOfOrders(t *testing.T) {
	t.Parallel()
	for _, strategy := range []pos.Strategy{pos.StrategyCart, pos.StrategyImport} {
		t.Run("a known one gets the order by "+string(strategy), func(t *testing.T) {
			t.Parallel()
			c := newCounter(t, strategy, nil)
			in := c.two(soldSKU, 2200)
			in.Customer = &pos.Buyer{ID: c.known(), Group: 1}
			o := c.wait(c.accept(in))
			c.want(o, pos.StateSettled, "")
			if made := c.shop.Orders()[0]; made.CustomerID != in.Customer.ID || made.Email != knownEmail || o.Placement.CustomerID != in.Customer.ID {
				t.Errorf("the shop's order is %+v", made)
			}
			again := c.two(soldSKU, 2200)
			again.Customer = in.Customer
			c.want(c.wait(c.accept(again)), pos.StateSettled, "")
		})
	}
	t.Run("a new one is made once, though the answer is lost", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		c.shop.Faults().Add(sandbox.CutAfter().On("POST", "customers").Times(1))
		for range 2 {
			in := c.two(soldSKU, 2200)
			in.Customer = newBuyer("nora.vance@example.com")
			o := c.wait(c.accept(in))
			c.want(o, pos.StateSettled, "")
			found, err := c.client.BuyerByEmail(t.Context(), "default", "nora.vance@example.com")
			if err != nil || o.Placement.CustomerID != found.ID {
				t.Errorf("customer %d, the shop has %+v, %v", o.Placement.CustomerID, found, err)
			}
		}
		if orders := c.shop.Orders(); len(orders) != 2 || orders[0].CustomerID == 0 || orders[0].CustomerID != orders[1].CustomerID {
			t.Errorf("%+v", orders)
		}
	})
	t.Run("one whom Magento refuses is corrected by a person", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		in := c.two(soldSKU, 2200)
		in.Customer = newBuyer("nora@nowhere") // an address to us, and none to Magento
		o := c.wait(c.accept(in))
		c.want(o, pos.StateHeld, pos.HeldCustomerRefused)
		c.change(o.ID, func(o *pos.Order) error {
			return o.Resolve(pos.Decision{At: o.ReceivedAt, By: "mia", Action: pos.ResolveEditCustomer, Note: "asked her", Contact: &pos.Contact{Email: "nora@nowhere.example"}})
		})
		o = c.wait(o.ID)
		c.want(o, pos.StateSettled, "")
		if made := c.shop.Orders()[0]; made.CustomerID == 0 || made.Email != "nora@nowhere.example" {
			t.Errorf("the shop's order is %+v", made)
		}
	})
	t.Run("one who was deleted leaves the order to a guest with their address", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		in := c.two(soldSKU, 2200)
		in.Customer, in.Email = &pos.Buyer{ID: 99999, Group: 1}, "gone@example.com"
		o := c.wait(c.accept(in))
		c.want(o, pos.StateSettled, "")
		if made := c.shop.Orders()[0]; made.CustomerID != 0 || made.Email != "gone@example.com" || !strings.Contains(strings.Join(made.Comments, "|"), "Customer 99999 is no longer in Magento") {
			t.Errorf("the shop's order is %+v", made)
		}
	})
	t.Run("one who was merged into another is found by their address", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		in := c.two(soldSKU, 2200)
		in.Customer, in.Email = &pos.Buyer{ID: 99999, Group: 1}, knownEmail
		c.want(c.wait(c.accept(in)), pos.StateSettled, "")
		if made := c.shop.Orders()[0]; made.CustomerID != c.known() {
			t.Errorf("the shop's order is %+v", made)
		}
	})
	t.Run("one who buys at two registers at once gets two orders", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		id := c.known()
		var sales []string
		for range 6 {
			in := c.two(soldSKU, 2200)
			in.Customer = &pos.Buyer{ID: id, Group: 1}
			sales = append(sales, c.accept(in))
		}
		made := map[string]bool{}
		for _, sale := range sales {
			o := c.wait(sale)
			c.want(o, pos.StateSettled, "")
			made[o.Placement.OrderID] = true
		}
		if len(made) != len(sales) || len(c.shop.Orders()) != len(sales) {
			t.Errorf("%d sales are %d orders in the ledger and %d in the shop", len(sales), len(made), len(c.shop.Orders()))
		}
	})
	t.Run("what a customer has put into their own cart is neither sold nor lost", func(t *testing.T) {
		t.Parallel()
		for strategy, held := range map[pos.Strategy]pos.HeldReason{pos.StrategyAuto: "", pos.StrategyCart: pos.HeldCartInUse} {
			c := newCounter(t, strategy, nil)
			id := c.known()
			cart, err := c.client.OpenCustomerCart(t.Context(), "default", id, pos.CartRef{})
			if err != nil {
				t.Fatal(err)
			}
			c.post("carts/"+cart.QuoteID+"/items", map[string]any{"cartItem": map[string]any{"quote_id": cart.QuoteID, "sku": soldSKU, "qty": 1}})
			in := c.two(soldSKU, 2200)
			in.Customer = &pos.Buyer{ID: id, Group: 1}
			o := c.wait(c.accept(in))
			if held != "" {
				c.want(o, pos.StateHeld, held)
				o = c.resolve(o.ID, pos.ResolveImport)
			}
			c.want(o, pos.StateSettled, "")
			if made := c.shop.Orders(); len(made) != 1 || made[0].CustomerID != id || o.Placement.Strategy != pos.StrategyImport {
				t.Errorf("%s: the shop has %+v", strategy, made)
			}
			if _, err := c.client.OpenCustomerCart(t.Context(), "default", id, pos.CartRef{}); pos.CodeOf(err) != pos.CodeCartInUse {
				t.Errorf("%s: the customer's cart was emptied or sold: %v", strategy, err)
			}
		}
	})
	t.Run("nothing of ours stays in a customer's cart that is not placed", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		in := c.two(soldSKU, 2100) // Magento asks for 22.00
		in.Customer = &pos.Buyer{ID: c.known(), Group: 1}
		c.want(c.wait(c.accept(in)), pos.StateHeld, pos.HeldTotalsDiffer)
		if _, err := c.client.OpenCustomerCart(t.Context(), "default", in.Customer.ID, pos.CartRef{}); err != nil {
			t.Errorf("their cart: %v", err)
		}
	})
}

// couponed is an order of two pieces with ten per cent off.
func (c *counter) couponed(code string) pos.OrderInput {
	in := c.two(soldSKU, 2200)
	in.Coupon, in.Lines[0].Discount, in.Lines[0].Tax = code, 440, 332
	in.Charged = pos.Totals{Subtotal: 4400, Discount: 440, Tax: 332, Total: 4292}
	return in
}

func TestCoupons(t *testing.T) {
	t.Parallel()
	t.Run("are given to Magento's cart, and come to the same", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		o := c.wait(c.accept(c.couponed(tenOff)))
		c.want(o, pos.StateSettled, "")
		if shop := c.atShop(o); shop.Totals != o.Charged || o.Placement.Differences != nil {
			t.Errorf("%+v, differences %+v", shop.Totals, o.Placement.Differences)
		}
	})
	t.Run("that are used up do not keep the sale from Magento", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyAuto, nil)
		o := c.wait(c.accept(c.couponed("USED-UP")))
		c.want(o, pos.StateSettled, "")
		if shop := c.atShop(o); shop.Totals != o.Charged || o.Placement.Strategy != pos.StrategyImport {
			t.Errorf("%+v by %s", shop.Totals, o.Placement.Strategy)
		}
	})
	t.Run("that are used up hold the order where it cannot be imported", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyAuto, func(cfg *placement.Config) { cfg.Reservations = nil })
		c.want(c.wait(c.accept(c.couponed("USED-UP"))), pos.StateHeld, pos.HeldCouponRefused)
	})
}

func TestWhatNoCartCanSayIsImportedAsCharged(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*pos.OrderInput){
		"a price that staff set": func(in *pos.OrderInput) { in.Lines[0].Override = &pos.Override{Regular: 2500, Reason: "price match"} },
		"a discount by staff": func(in *pos.OrderInput) {
			in.Discount = &pos.ManualDiscount{Percent: decimal.NewFromInt(10), Reason: "scratched"}
			in.Lines[0].Discount, in.Lines[0].Tax = 440, 332
			in.Charged = pos.Totals{Subtotal: 4400, Discount: 440, Tax: 332, Total: 4292}
		},
		"an item that is not listed": func(in *pos.OrderInput) { in.Lines[0].Unlisted, in.Lines[0].Name = true, "A used tent" },
		"no tax": func(in *pos.OrderInput) {
			in.Exemption = &pos.Exemption{Certificate: "NY-" + strconv.Itoa(7)}
			in.Lines[0].Tax, in.Charged.Tax, in.Charged.Total = 0, 0, 4400
		},
		"cash that was rounded": func(in *pos.OrderInput) { in.Rounding = 1; in.Lines[0].Override = &pos.Override{Reason: "x"} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t, pos.StrategyAuto, nil)
			in := c.two(soldSKU, 2200)
			change(&in)
			o := c.wait(c.accept(in))
			c.want(o, pos.StateSettled, "")
			if shop := c.atShop(o); shop.Totals != o.Charged || shop.State != "complete" || o.Placement.Strategy != pos.StrategyImport {
				t.Errorf("%+v by %s", shop, o.Placement.Strategy)
			}
		})
	}
}
