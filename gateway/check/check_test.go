package check_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/check"
	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

// world is a ledger and a shop in memory.
type world struct {
	orders   []pos.Order // newest first
	shop     []pos.ShopOrder
	open     map[string]map[string]decimal.Decimal
	reserved []string
}

func (w *world) Orders(_ context.Context, _ pos.OrderFilter, after string, first int) (pos.OrderPage, error) {
	from := len(after)
	page := pos.OrderPage{Orders: w.orders[from:min(from+first, len(w.orders))]}
	if from+first < len(w.orders) {
		page.Next = strings.Repeat("x", from+first)
	}
	return page, nil
}

func (w *world) Update(_ context.Context, id string, decide func(*pos.Order) ([]pos.Event, error)) error {
	for i := range w.orders {
		if w.orders[i].ID == id {
			_, err := decide(&w.orders[i])
			return err
		}
	}
	return pos.NotFound("no order")
}

func (w *world) ShopOrders(_ context.Context, key pos.ShopOrderKey, values []string) ([]pos.ShopOrder, error) {
	var found []pos.ShopOrder
	for _, s := range w.shop {
		if slices.Contains(values, map[pos.ShopOrderKey]string{pos.ShopOrderID: s.ID, pos.ShopOrderQuote: s.QuoteID, pos.ShopOrderExternal: s.ExternalID}[key]) {
			found = append(found, s)
		}
	}
	return found, nil
}

func (w *world) Unsettled(context.Context) (map[string]map[string]decimal.Decimal, error) {
	return w.open, nil
}

func (w *world) Reserve(_ context.Context, claim pos.StockClaim) error {
	w.reserved = append(w.reserved, claim.Store+" "+claim.IncrementID)
	return nil
}

func (w *world) Location(context.Context, string) (pos.Location, error) {
	return pos.Location{ID: "nyc", Store: "default"}, nil
}

// settle adds the n-th order, settled in every respect.
func (w *world) settle(n int) (*pos.Order, *pos.ShopOrder) {
	o := ordertest.Received("nyc-1", n)
	o.State, o.SettledAt = pos.StateSettled, o.ReceivedAt
	number := o.Receipt()
	o.Placement = pos.Placement{OrderID: "m" + number, IncrementID: number, Cart: pos.CartRef{QuoteID: "q" + number}}
	two := decimal.NewFromInt(2)
	w.orders = slices.Insert(w.orders, 0, o)
	w.shop = append(w.shop, pos.ShopOrder{ID: "m" + number, IncrementID: number, QuoteID: "q" + number, State: "complete", Totals: o.Charged,
		Items: []pos.ShopOrderItem{{ID: "1", SKU: "24-MB01", Ordered: two, Invoiced: two, Shipped: two}, {ID: "2", SKU: "V", Ordered: two, Invoiced: two, Virtual: true}}})
	return &w.orders[0], &w.shop[len(w.shop)-1]
}

func (w *world) check(t *testing.T, repair bool) (check.Report, []check.Violation) {
	t.Helper()
	var violations []check.Violation
	report, err := check.Run(t.Context(), check.Config{
		Ledger: w, Shop: w, Reservations: w, Locations: w, Now: func() time.Time { return ordertest.Start().Add(24 * time.Hour) },
		NewID: func() string { return "e" }, Repair: repair, Found: func(v check.Violation) { violations = append(violations, v) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return report, violations
}

func TestRun(t *testing.T) {
	t.Parallel()
	t.Run("finds nothing wrong with orders that kept every promise", func(t *testing.T) {
		t.Parallel()
		w := &world{}
		for n := range 250 {
			w.settle(n + 1)
		}
		if report, violations := w.check(t, true); report.Orders != 250 || report.Violations != 0 || len(violations) != 0 {
			t.Errorf("%+v, %v", report, violations)
		}
	})
	t.Run("finds nothing wrong with orders that wait for the customer or the warehouse", func(t *testing.T) {
		t.Parallel()
		w := &world{open: map[string]map[string]decimal.Decimal{}}
		nothing := func(n int, invoiced decimal.Decimal) *pos.Order {
			o, s := w.settle(n)
			for i := range s.Items {
				s.Items[i].Invoiced, s.Items[i].Shipped = invoiced, decimal.Zero
			}
			w.open[s.IncrementID] = map[string]decimal.Decimal{"24-MB01": decimal.NewFromInt(-2)}
			return o
		}
		o := nothing(1, decimal.Zero)
		o.Deferred, o.Tenders[0].Amount, o.Change = o.Charged.Total, 0, 0
		o.Tenders = nil
		nothing(2, decimal.NewFromInt(2)).Fulfilment = &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "la"}
		nothing(3, decimal.NewFromInt(2)).Fulfilment = &pos.Fulfilment{Kind: pos.FulfilShip, FirstName: "A", LastName: "B", Method: "c_m",
			Address: &pos.Address{Street: []string{"s"}, City: "c", Postcode: "p", Country: "US", Telephone: "1"}}
		if report, violations := w.check(t, true); report.Violations != 0 {
			t.Errorf("%+v, %v", report, violations)
		}
	})
	zero := decimal.Zero
	for name, tt := range map[string]struct {
		spoil    func(w *world, o *pos.Order, s *pos.ShopOrder)
		rule     check.Rule
		repaired bool
	}{
		"an order that is on its way for hours": {func(_ *world, o *pos.Order, _ *pos.ShopOrder) { o.State = pos.StatePlaced }, check.RuleStuck, true},
		"an order that Magento lost":            {func(w *world, _ *pos.Order, _ *pos.ShopOrder) { w.shop = w.shop[:2] }, check.RuleMissing, false},
		"two Magento orders of one cart": {func(w *world, _ *pos.Order, s *pos.ShopOrder) {
			twin := *s
			twin.ID, twin.IncrementID = "other", "000000099"
			w.shop = append(w.shop, twin)
		}, check.RuleDoubled, false},
		"a Magento order that was imported besides": {func(w *world, o *pos.Order, s *pos.ShopOrder) {
			twin := *s
			twin.ID, twin.QuoteID, twin.ExternalID = "other", "", o.ExternalID()
			w.shop = append(w.shop, twin)
		}, check.RuleDoubled, false},
		"a Magento order that the ledger does not know": {func(_ *world, o *pos.Order, _ *pos.ShopOrder) {
			o.Placement.OrderID = ""
			o.State, o.Held = pos.StateHeld, &pos.Held{Reason: pos.HeldTooManyAttempts}
		}, check.RuleNotAdopted, true},
		"a cancelled order that Magento has": {func(_ *world, o *pos.Order, _ *pos.ShopOrder) {
			o.Placement.OrderID, o.State = "", pos.StateCancelled
		}, check.RuleNotAdopted, false},
		"an order that was cancelled after it was placed": {func(_ *world, o *pos.Order, _ *pos.ShopOrder) {
			o.State = pos.StateCancelled
		}, check.RuleCancelled, false},
		"totals that differ":               {func(_ *world, _ *pos.Order, s *pos.ShopOrder) { s.Totals.Total++ }, check.RuleTotals, false},
		"tenders that do not add up":       {func(_ *world, o *pos.Order, _ *pos.ShopOrder) { o.Tenders[0].Amount-- }, check.RuleTenders, false},
		"lines that do not add up":         {func(_ *world, o *pos.Order, _ *pos.ShopOrder) { o.Lines[0].Tax-- }, check.RuleLineTotals, false},
		"a settled order without invoice":  {func(_ *world, _ *pos.Order, s *pos.ShopOrder) { s.Items[0].Invoiced = zero }, check.RuleInvoice, true},
		"a settled order without shipment": {func(_ *world, _ *pos.Order, s *pos.ShopOrder) { s.Items[0].Shipped = zero }, check.RuleShipment, true},
		"an imported order whose stock was never reserved": {func(w *world, o *pos.Order, s *pos.ShopOrder) {
			o.Placement.Strategy = pos.StrategyImport
			w.open = map[string]map[string]decimal.Decimal{s.IncrementID: {"24-MB01": decimal.NewFromInt(2)}}
		}, check.RuleReservations, true},
		"reservations that Magento left behind": {func(w *world, _ *pos.Order, s *pos.ShopOrder) {
			w.open = map[string]map[string]decimal.Decimal{s.IncrementID: {"24-MB01": decimal.NewFromInt(-2)}}
		}, check.RuleReservations, false},
	} {
		t.Run("finds "+name, func(t *testing.T) {
			t.Parallel()
			w := &world{}
			w.settle(1)
			w.settle(2)
			o, s := w.settle(3)
			tt.spoil(w, o, s)
			before := w.orders[0].State
			report, violations := w.check(t, false)
			if len(violations) != 1 || violations[0].Rule != tt.rule || violations[0].Receipt != "nyc-1-3" || violations[0].OrderID == "" ||
				report.Violations != 1 || report.Repaired != 0 || w.orders[0].State != before || w.reserved != nil {
				t.Fatalf("%+v, %v; want one of %s and nothing changed", report, violations, tt.rule)
			}
			report, violations = w.check(t, true)
			if got := report.Repaired == 1; got != tt.repaired {
				t.Errorf("repaired %t, want %t: %v", got, tt.repaired, violations)
			}
		})
	}
	t.Run("accepts what a person or the location accepted", func(t *testing.T) {
		t.Parallel()
		w := &world{}
		o, s := w.settle(1)
		s.Totals.Total += 5
		o.Placement.Accepted = true
		if _, violations := w.check(t, false); len(violations) != 0 {
			t.Errorf("%v", violations)
		}
	})
	t.Run("asks for nothing of what was cancelled in Magento", func(t *testing.T) {
		t.Parallel()
		w := &world{}
		_, s := w.settle(1)
		s.State, s.Items[0].Invoiced, s.Items[0].Shipped = "canceled", zero, zero
		if _, violations := w.check(t, false); len(violations) != 0 {
			t.Errorf("%v", violations)
		}
	})
	t.Run("finds receipts that never came, and not what lies before the first", func(t *testing.T) {
		t.Parallel()
		w := &world{}
		for _, n := range []int{5, 6, 9, 10, 12} {
			w.settle(n)
		}
		slices.Reverse(w.orders[1:4])
		_, violations := w.check(t, true)
		var gaps []string
		for _, v := range violations {
			gaps = append(gaps, string(v.Rule)+" "+v.Receipt)
		}
		if !slices.Equal(gaps, []string{"receipt_gap nyc-1-7", "receipt_gap nyc-1-11"}) {
			t.Errorf("gaps %v", gaps)
		}
	})
	t.Run("reopens a settled order for what is missing", func(t *testing.T) {
		t.Parallel()
		w := &world{}
		o, s := w.settle(1)
		for _, step := range o.Pending() {
			o.Placement.Step(step).DoneAt = o.ReceivedAt
		}
		s.Items[0].Invoiced, s.Items[0].Shipped = zero, zero
		w.check(t, true)
		if got := w.orders[0].Pending(); w.orders[0].State != pos.StatePlaced || !slices.Equal(got, []pos.StepName{pos.StepInvoice, pos.StepShipment}) {
			t.Errorf("%s, to do: %v", w.orders[0].State, got)
		}
	})
}
