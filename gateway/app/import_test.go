package app_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/adapters/magento/sandbox"
	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
)

// counter is a placement of its own: a ledger, a pool and the client of a stand-in for Magento, without the edges.
type counter struct {
	t      *testing.T
	shop   *sandbox.Sandbox
	client *rest.Client
	ledger *sqldb.DB
	pool   *placement.Pool
	at     pos.Location
	sold   int64
}

// Location is New York, with Los Angeles beside it.
func (c *counter) Location(_ context.Context, id string) (pos.Location, error) {
	at := c.at
	if id == "la" {
		at.ID, at.Source, at.Address.City = "la", "store_la", "Los Angeles"
	} else if id != at.ID {
		return at, pos.NotFound("no location %s", id)
	}
	return at, nil
}

// tables writes reservations as an account on the shop's database would.
type tables struct{ shop *sandbox.Sandbox }

func (r tables) Reserve(_ context.Context, claim pos.StockClaim) error {
	for _, i := range claim.Items {
		metadata := fmt.Sprintf(`{"event_type":"order_placed","object_type":"order","object_id":"","object_increment_id":%q}`, claim.IncrementID)
		if err := r.shop.AppendReservation(i.SKU, i.Ordered.Neg(), metadata); err != nil {
			return err
		}
	}
	return nil
}

func newCounter(t *testing.T, strategy pos.Strategy, change func(*placement.Config)) *counter {
	t.Helper()
	shop := startShop(t)
	client, err := rest.New(rest.Config{BaseURL: shop.URL(), Token: testToken, Timeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	ledger, err := sqldb.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ledger.Close() })
	if err := ledger.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	c := &counter{t: t, shop: shop, client: client, ledger: ledger, at: pos.Location{
		ID: "nyc", Name: "New York", Store: "default", Source: "store_nyc", ShippingMethod: "freeshipping_freeshipping", PaymentMethod: "checkmo",
		GuestEmail: "walk-in@shop.example", Strategy: strategy, Address: pos.Address{Street: []string{"350 5th Ave"}, City: "New York",
			Postcode: "10001", Country: "US", Region: "New York", RegionCode: "NY", RegionID: 43, Telephone: "5551234"},
	}}
	cfg := placement.Config{Ledger: ledger, Carts: client, Imports: client, Orders: client, Buyers: client, Returns: client, Locations: c, Reservations: tables{shop},
		NewID: uuid.NewString, CallFor: 5 * time.Second, LeaseFor: 20 * time.Second, SettleFor: 5 * time.Second, SweepEvery: 20 * time.Millisecond}
	if change != nil {
		change(&cfg)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	c.pool = placement.New(cfg)
	go func() { done <- c.pool.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		<-done //nolint:errcheck // it ends with its context
	})
	return c
}

// sell accepts an order of two pieces of one article at a price in cents, and waits until it is settled or held.
func (c *counter) sell(sku string, cents int64) pos.Order {
	c.t.Helper()
	return c.wait(c.accept(c.two(sku, cents)))
}

// two is an order of two pieces of one article, paid in cash.
func (c *counter) two(sku string, cents int64) pos.OrderInput {
	subtotal := 2 * cents
	tax := (subtotal*newYorkTax + 50_000) / 100_000
	in := c.empty()
	in.Lines = []pos.Line{{SKU: sku, Name: "An article", Quantity: decimal.NewFromInt(2), UnitPrice: cents, RowTotal: subtotal, Tax: tax}}
	in.Charged = pos.Totals{Subtotal: subtotal, Tax: tax, Total: subtotal + tax}
	return in
}

// empty is an order of nothing, on the next receipt.
func (c *counter) empty() pos.OrderInput {
	c.sold++
	return pos.OrderInput{
		ID: uuid.Must(uuid.NewV7()).String(), LocationID: "nyc", RegisterID: "NYC1", Counter: c.sold, StaffID: "sam", Currency: "USD",
		SoldAt: time.Now().UTC(),
	}
}

// accept takes an order into the ledger as the gateway does, paid or paid out in cash, and returns its id.
func (c *counter) accept(in pos.OrderInput) string {
	c.t.Helper()
	if due := in.Due(); due != 0 {
		in.Tenders = []pos.Tender{{Kind: pos.TenderCash, Amount: due}}
	}
	if err := in.Validate(); err != nil {
		c.t.Fatal(err)
	}
	if _, _, err := c.ledger.Accept(c.t.Context(), received(in), nil); err != nil {
		c.t.Fatal(err)
	}
	return in.ID
}

// received is an order as the gateway takes it.
func received(in pos.OrderInput) pos.Order {
	now := time.Now().UTC().Truncate(time.Microsecond)
	return pos.Order{OrderInput: in, Hash: in.Hash(), DeviceID: "d", State: pos.StateReceived, ReceivedAt: now, NextAttemptAt: now}
}

func (c *counter) wait(id string) pos.Order {
	c.t.Helper()
	var o pos.Order
	eventually(c.t, "the order is settled or held", 20*time.Second, func() error {
		var err error
		if o, err = c.ledger.Order(c.t.Context(), id); err == nil && o.State != pos.StateSettled && o.State != pos.StateHeld {
			err = fmt.Errorf("it is %s: %+v", o.State, o.Placement)
		}
		return err
	})
	return o
}

func (c *counter) want(o pos.Order, state pos.OrderState, reason pos.HeldReason) {
	c.t.Helper()
	var got pos.HeldReason
	if o.Held != nil {
		got = o.Held.Reason
	}
	if o.State != state || got != reason {
		c.t.Fatalf("order is %s %q, want %s %q: %+v %+v", o.State, got, state, reason, o.Held, o.Placement)
	}
}

const soldSKU = "NC12-Sand"

func TestImportStrategy(t *testing.T) {
	t.Parallel()
	t.Run("keeps what was charged and ends with its stock in balance", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyImport, nil)
		salable, there := c.shop.Salable(soldSKU), c.shop.SourceQuantity(soldSKU, "store_nyc")
		o := c.sell(soldSKU, 2111)
		c.want(o, pos.StateSettled, "")
		orders := c.shop.Orders()
		if len(orders) != 1 || orders[0].IncrementID != "NYC1-1" || orders[0].ExternalID != strings.ReplaceAll(o.ID, "-", "") {
			t.Fatalf("the shop has %+v", orders)
		}
		if got := orders[0]; got.State != "complete" || pos.ToMinor(got.GrandTotal, "USD") != o.Charged.Total || pos.ToMinor(got.Tax, "USD") != o.Charged.Tax ||
			len(got.Invoices) != 1 || len(got.Shipments) != 1 || got.Shipments[0].Source != "store_nyc" || !got.Invoices[0].GrandTotal.Equal(got.GrandTotal) {
			t.Errorf("the shop's order is %+v", got)
		}
		if len(orders[0].Comments) != 1 || !strings.Contains(orders[0].Comments[0], "Receipt NYC1-1") {
			t.Errorf("comments %q, want the tenders once", orders[0].Comments)
		}
		two := decimal.NewFromInt(2)
		if got := c.shop.Salable(soldSKU); !got.Equal(salable.Sub(two)) {
			t.Errorf("%s are salable, want two less than %s", got, salable)
		}
		if got := c.shop.SourceQuantity(soldSKU, "store_nyc"); !got.Equal(there.Sub(two)) {
			t.Errorf("the source holds %s, want two less than %s", got, there)
		}
	})
	t.Run("does not ship what it cannot reserve, but records that it was paid", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyImport, func(cfg *placement.Config) { cfg.Reservations = nil })
		o := c.sell(soldSKU, 2200)
		c.want(o, pos.StateHeld, pos.HeldNoReservation)
		orders := c.shop.Orders()
		if len(orders) != 1 || len(orders[0].Invoices) != 1 || len(orders[0].Shipments) != 0 {
			t.Errorf("the shop has %+v, want one order with an invoice and no shipment", orders)
		}
	})
	t.Run("finds the order that a lost answer made", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyImport, nil)
		c.shop.Faults().Add(sandbox.CutAfter().On("POST", "orders").Times(1))
		c.want(c.sell(soldSKU, 2200), pos.StateSettled, "")
		if n := len(c.shop.Orders()); n != 1 {
			t.Errorf("%d orders, want 1", n)
		}
	})
	t.Run("leaves another order under its number alone", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyImport, nil)
		other := pos.Order{OrderInput: pos.OrderInput{ID: uuid.NewString(), RegisterID: "NYC1", Counter: 1, Currency: "USD",
			Lines: []pos.Line{{SKU: soldSKU, Quantity: decimal.NewFromInt(1), UnitPrice: 100, RowTotal: 100}}, Charged: pos.Totals{Subtotal: 100, Total: 100}}}
		if _, err := c.client.ImportOrder(t.Context(), other, c.at, ""); err != nil {
			t.Fatal(err)
		}
		c.want(c.sell(soldSKU, 2200), pos.StateHeld, pos.HeldNumberTaken)
		if n := len(c.shop.Orders()); n != 1 {
			t.Errorf("%d orders, want 1", n)
		}
	})
	t.Run("holds an order with a product that is gone", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyImport, nil)
		c.want(c.sell("NO-SUCH", 4500), pos.StateHeld, pos.HeldProductGone)
	})
}

func TestAutoStrategy(t *testing.T) {
	t.Parallel()
	t.Run("lets Magento price what it prices alike", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyAuto, nil)
		o := c.sell(soldSKU, 2200)
		c.want(o, pos.StateSettled, "")
		if o.Placement.Strategy != pos.StrategyCart || o.Placement.Differences != nil || *o.Placement.Expected != o.Charged {
			t.Errorf("placement %+v", o.Placement)
		}
	})
	t.Run("imports what Magento prices otherwise, and keeps the difference", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyAuto, nil)
		o := c.sell(soldSKU, 2000)
		c.want(o, pos.StateSettled, "")
		p := o.Placement
		if p.Strategy != pos.StrategyImport || p.Expected == nil || p.Expected.Subtotal != 4400 || len(p.Differences) != 1 ||
			p.Differences[0] != (pos.LineDifference{SKU: soldSKU, Charged: 4000, Expected: 4400, ChargedTax: 335, ExpectedTax: 369}) {
			t.Errorf("placement %+v", p)
		}
		if orders := c.shop.Orders(); len(orders) != 1 || pos.ToMinor(orders[0].GrandTotal, "USD") != o.Charged.Total {
			t.Errorf("the shop has %+v", orders)
		}
	})
	t.Run("holds it where no stock can be reserved, until a person accepts the difference", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyAuto, func(cfg *placement.Config) { cfg.Reservations = nil })
		o := c.sell(soldSKU, 2000)
		c.want(o, pos.StateHeld, pos.HeldTotalsDiffer)
		if len(c.shop.Orders()) != 0 {
			t.Fatal("an order was made before anybody decided")
		}
		err := c.ledger.Update(t.Context(), o.ID, func(o *pos.Order) ([]pos.Event, error) {
			return nil, o.Resolve(pos.Decision{At: time.Now(), By: "sam", Action: pos.ResolveAccept, Note: "goodwill"})
		})
		if err != nil {
			t.Fatal(err)
		}
		o = c.wait(o.ID)
		c.want(o, pos.StateSettled, "")
		if len(o.Decisions) != 1 || o.Decisions[0].By != "sam" || o.Decisions[0].Reason != pos.HeldTotalsDiffer {
			t.Errorf("decisions %+v", o.Decisions)
		}
	})
	t.Run("accepts a difference within the location's threshold and records it", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyAuto, func(cfg *placement.Config) { cfg.Reservations = nil })
		c.at.AcceptDifference = 50
		o := c.sell(soldSKU, 2190)
		c.want(o, pos.StateSettled, "")
		if !o.Placement.Accepted || o.Placement.Expected.Subtotal != 4400 || len(o.Placement.Differences) != 1 {
			t.Errorf("placement %+v", o.Placement)
		}
		c.want(c.sell(soldSKU, 2100), pos.StateHeld, pos.HeldTotalsDiffer)
	})
}
