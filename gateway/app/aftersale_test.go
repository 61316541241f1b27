package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/sandbox"
	"github.com/tillway/tillway/gateway/pos"
)

// back is an order that takes pieces of an earlier one back; without one, there is no receipt.
func (c *counter) back(earlier, sku string, pieces int64, refund int64) pos.OrderInput {
	in := c.empty()
	in.Returns = []pos.Return{{OrderID: earlier, SKU: sku, Name: "An article", Quantity: decimal.NewFromInt(pieces), Refund: refund, Restock: true, Reason: "too small"}}
	return in
}

func (c *counter) change(id string, decide func(*pos.Order) error) {
	c.t.Helper()
	if err := c.ledger.Update(c.t.Context(), id, func(o *pos.Order) ([]pos.Event, error) { return nil, decide(o) }); err != nil {
		c.t.Fatal(err)
	}
	c.pool.Wake()
}

func (c *counter) resolve(id string, action pos.Resolution) pos.Order {
	c.t.Helper()
	c.change(id, func(o *pos.Order) error {
		return o.Resolve(pos.Decision{At: time.Now(), By: "mia", Action: action, Note: "looked into it"})
	})
	return c.wait(id)
}

// atShop is the Magento order of one of ours.
func (c *counter) atShop(o pos.Order) pos.ShopOrder {
	c.t.Helper()
	shop, err := c.client.ShopOrder(c.t.Context(), o.Placement.OrderID)
	if err != nil {
		c.t.Fatal(err)
	}
	return shop
}

func (c *counter) holds(source, want string) {
	c.t.Helper()
	if got := c.shop.SourceQuantity(soldSKU, source); got.String() != want {
		c.t.Errorf("source %s holds %s, want %s", source, got, want)
	}
}

func (c *counter) told(id string) []pos.EventName {
	c.t.Helper()
	events, err := c.ledger.Unpublished(c.t.Context(), 1000)
	if err != nil {
		c.t.Fatal(err)
	}
	var names []pos.EventName
	for _, e := range events {
		if e.OrderID == id && e.Name != pos.OrderChanged {
			names = append(names, e.Name)
		}
	}
	return names
}

func TestReturns(t *testing.T) {
	t.Parallel()
	t.Run("give money back on the order that was sold, and goods to the source that they came from", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		sold := c.sell(soldSKU, 2200)
		there := c.shop.SourceQuantity(soldSKU, "store_nyc")
		c.shop.Faults().Add(sandbox.CutAfter().On("POST", "order/*/refund").Times(1)) // the answer is lost: it must not be done twice
		o := c.wait(c.accept(c.back(sold.ID, soldSKU, 1, 2385)))
		c.want(o, pos.StateSettled, "")
		c.holds("store_nyc", there.Add(decimal.NewFromInt(1)).String())
		if shop := c.atShop(sold); shop.Refunded != 2385 || !shop.Items[0].Refunded.Equal(decimal.NewFromInt(1)) {
			t.Errorf("the shop gave back %d for %s pieces", shop.Refunded, shop.Items[0].Refunded)
		}
		sold = c.wait(sold.ID)
		if p := sold.Placement; p.Refunded != 2385 || len(p.Returned) != 1 || p.Returned[0].OrderID != o.ID || p.Returned[0].Refund != 2385 {
			t.Errorf("the order that was sold shows %+v", p)
		}
		if names := c.told(sold.ID); !slices.Contains(names, pos.OrderReturned) {
			t.Errorf("told %v", names)
		}
		if o.Placement.OrderID != "" || len(c.shop.Orders()) != 1 {
			t.Error("a return made an order of its own")
		}
	})
	t.Run("of more than was sold wait for a person", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		sold := c.sell(soldSKU, 2200)
		c.want(c.wait(c.accept(c.back(sold.ID, soldSKU, 1, 2385))), pos.StateSettled, "")
		o := c.wait(c.accept(c.back(sold.ID, strings.ToLower(soldSKU), 2, 4769)))
		c.want(o, pos.StateHeld, pos.HeldOverReturned)
		c.want(c.resolve(o.ID, pos.ResolveAccept), pos.StateSettled, "")
		if shop := c.atShop(sold); shop.Refunded != 4769 || !shop.Items[0].Refunded.Equal(decimal.NewFromInt(2)) {
			t.Errorf("the shop gave back %d for %s pieces, want what was left", shop.Refunded, shop.Items[0].Refunded)
		}
	})
	t.Run("wait for the order that was sold, also when it comes later", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		in := c.two(soldSKU, 2200)
		id := c.accept(c.back(in.ID, soldSKU, 2, 4769))
		eventually(t, "it was tried", 10*time.Second, func() error {
			o, err := c.ledger.Order(t.Context(), id)
			if err == nil && o.Attempts == 0 {
				err = fmt.Errorf("%s", o.State)
			}
			return err
		})
		sold := c.wait(c.accept(in))
		c.want(c.wait(id), pos.StateSettled, "")
		if shop := c.atShop(sold); shop.Refunded != shop.Totals.Total {
			t.Errorf("the shop gave back %d of %d", shop.Refunded, shop.Totals.Total)
		}
	})
	t.Run("give back what the customer got, where that is not what they paid", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		sold := c.sell(soldSKU, 2200)
		c.want(c.wait(c.accept(c.back(sold.ID, soldSKU, 1, 2000))), pos.StateSettled, "")
		if got := c.atShop(sold).Refunded; got != 2000 {
			t.Errorf("the shop gave back %d", got)
		}
	})
	t.Run("and new goods are one order", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		sold := c.sell(soldSKU, 2200)
		in := c.two(soldSKU, 2200)
		in.Returns = c.back(sold.ID, soldSKU, 1, 2385).Returns
		c.sold--
		in.Counter = c.sold
		o := c.wait(c.accept(in))
		c.want(o, pos.StateSettled, "")
		if c.atShop(sold).Refunded != 2385 || c.atShop(o).State != "complete" {
			t.Errorf("%+v %+v", c.atShop(sold), c.atShop(o))
		}
	})
	t.Run("without a receipt are counted into the source once", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		there := c.shop.SourceQuantity(soldSKU, "store_nyc")
		c.shop.Faults().Add(sandbox.CutAfter().On("POST", "inventory/source-items").Times(1))
		c.want(c.wait(c.accept(c.back("", soldSKU, 3, 6600))), pos.StateSettled, "")
		c.holds("store_nyc", there.Add(decimal.NewFromInt(3)).String())
	})
	t.Run("whose stock moved meanwhile wait for a person", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		there, n := c.shop.SourceQuantity(soldSKU, "store_nyc"), decimal.NewFromInt
		o := received(c.back("", soldSKU, 3, 6600)) // an earlier attempt was cut off, and then somebody counted
		o.Placement.Restocks = []pos.Restock{{SKU: soldSKU, Source: "store_nyc", Before: there.Add(n(10)), After: there.Add(n(13))}}
		if _, _, err := c.ledger.Accept(t.Context(), o, nil); err != nil {
			t.Fatal(err)
		}
		o = c.wait(o.ID)
		c.want(o, pos.StateHeld, pos.HeldRestockUnclear)
		c.holds("store_nyc", there.String())
		c.want(c.resolve(o.ID, pos.ResolveRetry), pos.StateSettled, "")
		c.holds("store_nyc", there.Add(n(3)).String())
	})
	t.Run("of an order that was cancelled are held", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		in := c.two(soldSKU, 2200)
		in.Deferred = 4769
		sold := c.wait(c.accept(in))
		c.want(c.wait(c.accept(c.back(sold.ID, soldSKU, 1, 2385))), pos.StateHeld, pos.HeldReturnRefused)
	})
}

func TestPayingLater(t *testing.T) {
	t.Parallel()
	c := newCounter(t, pos.StrategyCart, nil)
	in := c.two(soldSKU, 2200)
	in.Deferred = 3000
	there := c.shop.SourceQuantity(soldSKU, "store_nyc")
	o := c.wait(c.accept(in))
	c.want(o, pos.StateSettled, "")
	if shop := c.atShop(o); shop.State != "new" || !slices.Equal(o.Waits(), []pos.Wait{pos.WaitPayment}) {
		t.Errorf("before it is paid the shop has it %s, and it waits for %v", shop.State, o.Waits())
	}
	pay := func(amount int64) pos.Order {
		in := c.empty()
		in.Balances = []pos.Balance{{OrderID: o.ID, Amount: amount}}
		return c.wait(c.accept(in))
	}
	c.want(pay(1000), pos.StateSettled, "")
	if o = c.wait(o.ID); o.State != pos.StateSettled || o.Open() != 2000 || c.atShop(o).State != "new" {
		t.Errorf("in part: %s, %d open", o.State, o.Open())
	}
	c.want(pay(2000), pos.StateSettled, "")
	eventually(t, "it is handed over", 20*time.Second, func() error {
		if o = c.wait(o.ID); c.atShop(o).State != "complete" {
			return fmt.Errorf("%s in the shop, %s here", c.atShop(o).State, o.State)
		}
		return nil
	})
	c.holds("store_nyc", there.Sub(decimal.NewFromInt(2)).String())
	over := pay(500)
	c.want(over, pos.StateHeld, pos.HeldOverpaid)
	c.want(c.resolve(over.ID, pos.ResolveAccept), pos.StateSettled, "")
	if comments := strings.Join(c.shop.Orders()[0].Comments, "|"); !strings.Contains(comments, "To be paid later: 30.00 USD") || !strings.Contains(comments, "10.00 USD paid with receipt") {
		t.Errorf("comments %s", comments)
	}
}

func TestAPickupElsewhere(t *testing.T) {
	t.Parallel()
	for _, strategy := range []pos.Strategy{pos.StrategyCart, pos.StrategyImport} {
		t.Run(string(strategy), func(t *testing.T) {
			t.Parallel()
			c := newCounter(t, strategy, nil)
			in := c.two(soldSKU, 2200)
			in.Fulfilment = &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "la"}
			here, there := c.shop.SourceQuantity(soldSKU, "store_nyc"), c.shop.SourceQuantity(soldSKU, "store_la")
			o := c.wait(c.accept(in))
			c.want(o, pos.StateSettled, "")
			c.holds("store_la", there.String())
			if shop := c.atShop(o); shop.State != "processing" || !slices.Equal(o.Waits(), []pos.Wait{pos.WaitHandOver}) {
				t.Errorf("it is %s in the shop and waits for %v", shop.State, o.Waits())
			}
			if slices.Contains(c.told(o.ID), pos.OrderDelivered) {
				t.Error("it was told to be delivered before it was handed over")
			}
			c.change(o.ID, func(o *pos.Order) error { return o.HandOver(time.Now().UTC(), "lou") })
			o = c.wait(o.ID)
			c.want(o, pos.StateSettled, "")
			c.holds("store_la", there.Sub(decimal.NewFromInt(2)).String())
			c.holds("store_nyc", here.String())
			if names := c.told(o.ID); !slices.Contains(names, pos.OrderShipped) || !slices.Contains(names, pos.OrderDelivered) {
				t.Errorf("told %v", names)
			}
		})
	}
}

func TestTheWarehouseShips(t *testing.T) {
	t.Parallel()
	c := newCounter(t, pos.StrategyCart, nil)
	in := c.two(soldSKU, 2200)
	in.Fulfilment = &pos.Fulfilment{Kind: pos.FulfilShip, FirstName: "Ana", LastName: "Poole", Method: "flatrate_flatrate",
		Address: &pos.Address{Street: []string{"9 Home St"}, City: "Albany", Postcode: "12201", Country: "US", Region: "New York", RegionID: 43, Telephone: "1"}}
	in.Charged.Shipping, in.Charged.Total = 1000, in.Charged.Total+1000 // 5.00 for each piece
	o := c.wait(c.accept(in))
	c.want(o, pos.StateSettled, "")
	if shop := c.atShop(o); shop.State != "processing" || shop.Totals != o.Charged || !slices.Equal(o.Waits(), []pos.Wait{pos.WaitShipment}) {
		t.Errorf("%+v, waits for %v", shop, o.Waits())
	}
	c.post("order/"+o.Placement.OrderID+"/ship", map[string]any{"tracks": []any{map[string]any{"track_number": "1Z9", "title": "UPS", "carrier_code": "ups"}},
		"arguments": map[string]any{"extension_attributes": map[string]any{"source_code": "warehouse"}}})
	for range 2 { // hints come more than once
		if err := c.pool.Refresh(t.Context(), o.Placement.OrderID); err != nil {
			t.Fatal(err)
		}
	}
	o = c.wait(o.ID)
	if len(o.Waits()) != 0 || !slices.Equal(o.Placement.Tracking, []pos.Tracking{{Carrier: "UPS", Number: "1Z9"}}) {
		t.Errorf("waits for %v, tracking %v", o.Waits(), o.Placement.Tracking)
	}
	times := 0
	for _, name := range c.told(o.ID) {
		if name == pos.OrderShipped || name == pos.OrderDelivered {
			times++
		}
	}
	if times != 2 {
		t.Errorf("told %v, want it shipped and delivered once", c.told(o.ID))
	}
}

// post does something at the shop as a person in its back office does.
func (c *counter) post(path string, body any) {
	c.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.shop.URL()+"rest/V1/"+path, bytes.NewReader(text))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+testToken)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		c.t.Fatalf("%s: %s", path, resp.Status)
	}
}

func TestCancellingInMagento(t *testing.T) {
	t.Parallel()
	ask := func(c *counter, id string) {
		c.change(id, func(o *pos.Order) error {
			_, err := o.AskCancel(pos.Decision{At: time.Now().UTC(), By: "mia", Note: "the deposit was paid back"})
			return err
		})
	}
	ended := func(c *counter, id string) pos.Order {
		var o pos.Order
		eventually(c.t, "it is cancelled", time.Minute, func() (err error) {
			if o, err = c.ledger.Order(c.t.Context(), id); err == nil && o.State != pos.StateCancelled {
				err = fmt.Errorf("it is %s %+v", o.State, o.Held)
			}
			return err
		})
		return o
	}
	for _, strategy := range []pos.Strategy{pos.StrategyCart, pos.StrategyImport} {
		t.Run("gives the stock back after "+string(strategy), func(t *testing.T) {
			t.Parallel()
			c := newCounter(t, strategy, nil)
			salable := c.shop.Salable(soldSKU)
			in := c.two(soldSKU, 2200)
			in.Deferred = 4769
			o := c.wait(c.accept(in))
			c.want(o, pos.StateSettled, "")
			c.shop.Faults().Add(sandbox.CutAfter().On("POST", "orders/*/cancel").Times(1))
			ask(c, o.ID)
			o = ended(c, o.ID)
			if shop := c.atShop(o); shop.State != pos.ShopStateCancelled || !c.shop.Salable(soldSKU).Equal(salable) {
				t.Errorf("the shop has it %s; %s are salable, before %s", shop.State, c.shop.Salable(soldSKU), salable)
			}
			if err := c.pool.Refresh(t.Context(), o.Placement.OrderID); err != nil {
				t.Fatal(err)
			}
			told := slices.DeleteFunc(c.told(o.ID), func(n pos.EventName) bool { return n != pos.OrderCancelled })
			if len(told) != 1 {
				t.Errorf("told %v, want it cancelled once", told)
			}
		})
	}
	t.Run("is refused when Magento was paid meanwhile, and the order goes on", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		in := c.two(soldSKU, 2200)
		in.Deferred = 4769
		o := c.wait(c.accept(in))
		c.post("order/"+o.Placement.OrderID+"/invoice", map[string]any{"capture": true})
		ask(c, o.ID)
		o = c.wait(o.ID)
		c.want(o, pos.StateHeld, pos.HeldCancelRefused)
		c.want(c.resolve(o.ID, pos.ResolveRetry), pos.StateSettled, "")
	})
	t.Run("looks first when it is not known whether Magento has the order", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		c.shop.Faults().Add(sandbox.CutAfter().On("POST", "guest-carts/*/payment-information").Times(1))
		c.shop.Faults().Add(sandbox.HTML(503).On("GET", "orders").Times(4))
		in := c.two(soldSKU, 2200)
		in.Deferred = 4769
		id := c.accept(in)
		eventually(t, "its outcome is unknown", 10*time.Second, func() error {
			o, err := c.ledger.Order(t.Context(), id)
			if err == nil && o.Placement.Step(pos.StepOrder).BegunAt.IsZero() {
				err = fmt.Errorf("%s", o.State)
			}
			return err
		})
		ask(c, id)
		ended(c, id)
		for _, o := range c.shop.Orders() {
			if o.State != pos.ShopStateCancelled {
				t.Errorf("the shop keeps %+v", o)
			}
		}
	})
}
