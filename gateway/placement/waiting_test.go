package placement_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

// without turns an order into one that sells nothing.
func without(o *pos.Order) { o.Lines, o.Tenders, o.Charged, o.Change = nil, nil, pos.Totals{}, 0 }

func TestWaiting(t *testing.T) {
	t.Parallel()
	t.Run("for an order that never comes costs little, and ends with a person", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			id := w.submit(1, without, func(o *pos.Order) {
				o.Returns = []pos.Return{{OrderID: ordertest.Input("la-1", 9).ID, SKU: "A", Quantity: decimal.NewFromInt(1), Refund: 100, Reason: "r"}}
			})
			w.pass(12 * time.Hour)
			o := w.wantState(id, pos.StatePlaced)
			// Pauses of up to five minutes, not a busy loop, and no count towards giving up.
			if o.Attempts < 100 || o.Attempts > 2000 || o.Placement.Step(pos.StepRefund).Attempts != 0 {
				w.Errorf("%d attempts in twelve hours, %d of them counted", o.Attempts, o.Placement.Step(pos.StepRefund).Attempts)
			}
			w.pass(13 * time.Hour)
			w.wantHeld(id, pos.HeldReturnRefused, "not in the ledger")
		})
	})
	t.Run("for a payment of an order that is sent later", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			pays := w.submit(2, without, func(o *pos.Order) {
				o.Balances = []pos.Balance{{OrderID: ordertest.Input("nyc-1", 1).ID, Amount: 8129}}
			})
			w.pass(time.Minute)
			w.wantState(pays, pos.StatePlaced)
			id := w.submit(1, func(o *pos.Order) { o.Deferred, o.Tenders, o.Change = o.Charged.Total, nil, 0 })
			w.pass(10 * time.Minute)
			w.wantState(pays, pos.StateSettled)
			o := w.wantState(id, pos.StateSettled)
			if o.Placement.DeferredPaid != 8129 || len(w.shop.of(id)[0].invoices) != 1 || len(w.shop.of(id)[0].shipments) != 1 {
				w.Errorf("paid %d, Magento order %+v", o.Placement.DeferredPaid, w.shop.of(id)[0])
			}
		})
	})
	t.Run("to be paid leaves an order alone", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			id := w.submit(1, func(o *pos.Order) { o.Deferred, o.Tenders, o.Change = o.Charged.Total, nil, 0 })
			w.pass(time.Minute)
			w.wantState(id, pos.StateSettled)
			before := len(w.shop.seen)
			w.pass(48 * time.Hour)
			if after := len(w.shop.seen); after != before {
				w.Errorf("Magento was called %d times for an order that waits", after-before)
			}
			if o := w.shop.of(id)[0]; len(o.invoices) != 0 || len(o.shipments) != 0 {
				w.Errorf("it was invoiced or shipped before it was paid: %+v", o)
			}
		})
	})
	t.Run("to be handed over survives that the answer is lost", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			id := w.submit(1, func(o *pos.Order) { o.Fulfilment = &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "nyc"} })
			w.pass(time.Minute)
			w.wantState(id, pos.StateSettled)
			w.shop.set("shipments", pos.OutcomeUnknown(nil, "cut"))
			if err := w.Update(w.Context(), id, func(o *pos.Order) ([]pos.Event, error) { return nil, o.HandOver(time.Now(), "lou") }); err != nil {
				w.Fatal(err)
			}
			w.pool.Wake()
			w.pass(time.Second)
			w.shop.set("shipments", nil)
			w.pass(10 * time.Minute)
			w.wantState(id, pos.StateSettled)
			if n := len(w.shop.of(id)[0].shipments); n != 1 {
				w.Errorf("%d shipments, want 1", n)
			}
		})
	})
	t.Run("ends while the order is being settled", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			var id string
			w.shop.before["invoice"] = func() { // the last step: what remains is to settle
				w.shop.before["read"] = func() {
					if err := w.Update(w.Context(), id, func(o *pos.Order) ([]pos.Event, error) { return nil, o.HandOver(time.Now(), "lou") }); err != nil {
						w.Error(err)
					}
				}
			}
			id = w.submit(1, func(o *pos.Order) { o.Fulfilment = &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "nyc"} })
			w.pass(time.Minute)
			o := w.wantState(id, pos.StateSettled)
			if n := len(w.shop.of(id)[0].shipments); o.Placement.HandedOver == nil || n != 1 {
				w.Errorf("%d shipments, want 1; handed over %+v", n, o.Placement.HandedOver)
			}
			delivered := 0
			for _, name := range w.names(id) {
				if name == pos.OrderDelivered {
					delivered++
				}
			}
			if delivered != 1 {
				w.Errorf("told %v, want it delivered once", w.names(id))
			}
		})
	})
}
