package placement_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
)

// world is one gateway with its shop, in time that passes when everybody waits.
type world struct {
	*testing.T
	*memory
	shop *shop
	pool *placement.Pool
	stop func() // and wait until the pool has ended

	mu          sync.Mutex
	steps       []string // "order done"
	settled     []time.Duration
	differences []int64
}

func inWorld(t *testing.T, change func(*placement.Config), test func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &world{T: t, memory: newMemory(), shop: newShop()}
		var ids atomic.Int64
		cfg := placement.Config{
			Ledger: w.memory, Carts: w.shop, Orders: w.shop, Locations: nyc{},
			NewID: func() string { return strconv.FormatInt(ids.Add(1), 10) },
			ObserveStep: func(step pos.StepName, outcome string, _ time.Duration) {
				w.mu.Lock()
				defer w.mu.Unlock()
				w.steps = append(w.steps, string(step)+" "+outcome)
			},
			ObserveSettled:    func(d time.Duration) { w.settled = append(w.settled, d) },
			ObserveDifference: func(n int64, _ string) { w.differences = append(w.differences, n) },
		}
		if change != nil {
			change(&cfg)
		}
		w.pool = placement.New(cfg)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- w.pool.Run(ctx) }()
		w.stop = sync.OnceFunc(func() {
			cancel()
			if err := <-done; err != nil {
				t.Errorf("Run = %v", err)
			}
		})
		defer w.stop()
		test(w)
	})
}

// submit stores the n-th order, due now, and wakes the pool.
func (w *world) submit(n int, change ...func(*pos.Order)) string {
	w.Helper()
	o := ordertest.Received("nyc-1", n)
	o.ReceivedAt, o.NextAttemptAt = time.Now(), time.Now()
	for _, c := range change {
		c(&o)
	}
	if _, _, err := w.Accept(w.Context(), o, nil); err != nil {
		w.Fatal(err)
	}
	w.pool.Wake()
	return o.ID
}

func (w *world) pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func (w *world) get(id string) pos.Order {
	w.Helper()
	o, err := w.Order(w.Context(), id)
	if err != nil {
		w.Fatal(err)
	}
	return o
}

func (w *world) wantState(id string, want pos.OrderState) pos.Order {
	w.Helper()
	o := w.get(id)
	if o.State != want {
		w.Fatalf("order is %s, want %s; held %+v, journal %+v", o.State, want, o.Held, o.Placement)
	}
	return o
}

func (w *world) wantHeld(id string, reason pos.HeldReason, detail string) pos.Order {
	w.Helper()
	o := w.wantState(id, pos.StateHeld)
	if strings.ContainsAny(o.Held.Detail.Text, "{}") {
		w.Errorf("a figure is missing in %q", o.Held.Detail.Text)
	}
	if o.Held.Reason != reason || !strings.Contains(o.Held.Detail.Text, detail) {
		w.Errorf("held %+v, want %s with %q", o.Held, reason, detail)
	}
	return o
}

func (w *world) retry(id string) {
	w.Helper()
	if err := w.Update(w.Context(), id, func(o *pos.Order) ([]pos.Event, error) { return nil, o.Retry(time.Now()) }); err != nil {
		w.Fatal(err)
	}
	w.pool.Wake()
	w.pass(time.Minute)
}

func (w *world) wantOneOrder(id string) {
	w.Helper()
	if n := len(w.shop.of(id)); n != 1 {
		w.Errorf("%d Magento orders, want 1", n)
	}
}

func TestPlacement(t *testing.T) {
	t.Parallel()
	t.Run("places, invoices, records the tenders, ships and settles", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			id := w.submit(1)
			w.pass(time.Second) // woken: no sweep is needed
			o := w.wantState(id, pos.StateSettled)
			placed := w.shop.of(id)[0]
			if o.Placement.OrderID != placed.ID || o.Placement.IncrementID != placed.IncrementID || o.Placement.ShopStatus != "complete" ||
				*o.Placement.Expected != o.Charged || placed.source != "store_nyc" || o.SettledAt.IsZero() {
				w.Errorf("journal %+v, Magento order %+v", o.Placement, placed)
			}
			want := []pos.EventName{pos.OrderValidated, pos.OrderChanged, pos.InventoryReserved, pos.OrderChanged, pos.PaymentProcessed, pos.OrderShipped, pos.OrderDelivered, pos.OrderChanged}
			if got := w.names(id); !slices.Equal(got, want) {
				w.Errorf("events %v, want %v", got, want)
			}
			if got := w.shop.comments[placed.ID]; len(got) != 1 || got[0] !=
				"Receipt nyc-1-1, sold at register nyc-1, location nyc, on 2026-03-14 09:00:01 UTC. Paid: cash 100.00 USD. Change: 18.71 USD. Note: leave at the counter — ✓." {
				w.Errorf("comments %q", got)
			}
			if want := []string{"order done", "invoice done", "shipment done"}; !slices.Equal(w.steps, want) || len(w.settled) != 1 {
				w.Errorf("observed %v, settled %v", w.steps, w.settled)
			}
		})
	})
	t.Run("ships nothing of an order that is all virtual", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			w.shop.virtual = true
			id := w.submit(1)
			w.pass(time.Second)
			w.wantState(id, pos.StateSettled)
			if w.shop.count("ship") != 0 || slices.Contains(w.names(id), pos.OrderShipped) {
				w.Errorf("calls %v, events %v", w.shop.seen, w.names(id))
			}
		})
	})
	t.Run("works on no more orders at once than it has workers", func(t *testing.T) {
		t.Parallel()
		inWorld(t, func(c *placement.Config) { c.Workers = 3 }, func(w *world) {
			w.shop.takes = time.Second // four changes an order, three of which take their time
			for n := range 12 {
				w.submit(n + 1)
			}
			w.pass(11900 * time.Millisecond)
			n := 0
			for i := range 12 {
				if w.get(ordertest.Input("nyc-1", i+1).ID).State == pos.StateSettled {
					n++
				}
			}
			if n != 9 {
				w.Errorf("%d of 12 orders are settled after almost four rounds of three", n)
			}
			w.pass(time.Second)
			w.wantState(ordertest.Input("nyc-1", 12).ID, pos.StateSettled)
		})
	})
	t.Run("finishes the call under way when it is stopped", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			w.shop.takes = 5 * time.Second
			id := w.submit(1)
			w.pass(time.Second)
			w.stop()
			o := w.wantState(id, pos.StatePlaced)
			w.wantOneOrder(id)
			if _, err := w.Lease(w.Context(), o.NextAttemptAt, time.Now().Add(time.Minute), 1); err != nil || w.rows[id].token == "" {
				w.Errorf("the order cannot be leased by the next: %v", err)
			}
		})
	})
}

func TestHolding(t *testing.T) {
	t.Parallel()
	dear := func(o pos.Order) pos.Totals { t := o.Charged; t.Tax += 100; t.Total += 100; return t }
	t.Run("holds an order of which Magento expects other totals, and goes on once they agree", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			w.shop.expect = dear
			id := w.submit(1)
			w.pass(time.Minute)
			o := w.wantHeld(id, pos.HeldTotalsDiffer, "charged 81.29 USD (75.00 USD + tax 6.29 USD), Magento expects 82.29 USD (75.00 USD + tax 7.29 USD)")
			if *o.Placement.Expected != dear(o) || !slices.Equal(w.differences, []int64{100}) || w.shop.count("place") != 0 {
				w.Errorf("expected %+v, differences %v, calls %v", o.Placement.Expected, w.differences, w.shop.seen)
			}
			w.shop.expect = charged
			w.retry(id)
			w.wantState(id, pos.StateSettled)
			w.wantOneOrder(id)
		})
	})
	t.Run("holds an order whose price moved between filling and placing, and completes it when a person says so", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			w.shop.charges = dear
			id := w.submit(1)
			w.pass(time.Minute)
			w.wantHeld(id, pos.HeldTotalsDiffer, "82.29")
			if w.shop.count("invoice") != 0 {
				w.Errorf("calls %v", w.shop.seen)
			}
			w.retry(id)
			w.wantState(id, pos.StateSettled)
			w.wantOneOrder(id)
		})
	})
	refusal := func(code pos.Code) error { return pos.NewError(pos.KindInvalid, code, "no: %s", code) }
	for _, operation := range []string{"open", "fill", "place", "invoice", "comment", "ship"} {
		for code, want := range map[pos.Code]pos.HeldReason{
			pos.CodeUnknownSKU: pos.HeldProductGone, pos.CodeOutOfStock: pos.HeldOutOfStock,
			pos.CodeMethodNotOffered: pos.HeldMethodMissing, pos.CodeRejectedByShop: pos.HeldRefusedByShop,
		} {
			t.Run("holds on "+string(code)+" at "+operation+" and goes on after a retry", func(t *testing.T) {
				t.Parallel()
				inWorld(t, nil, func(w *world) {
					w.shop.set(operation, refusal(code))
					id := w.submit(1, func(o *pos.Order) {
						if operation == "comment" { // otherwise the tenders go along with the invoice
							o.Deferred = 1
						}
					})
					w.pass(time.Hour)
					w.wantHeld(id, want, "no: "+string(code))
					if w.shop.count(operation) != 1 {
						w.Errorf("calls %v", w.shop.seen)
					}
					w.shop.set(operation, nil)
					w.retry(id)
					w.wantState(id, pos.StateSettled)
					w.wantOneOrder(id)
				})
			})
		}
	}
	t.Run("a held order does not stop the others", func(t *testing.T) {
		t.Parallel()
		inWorld(t, func(c *placement.Config) { c.Workers = 1 }, func(w *world) {
			bad := w.submit(1, func(o *pos.Order) { o.LocationID = "nowhere" })
			good := w.submit(2)
			w.pass(time.Minute)
			w.wantHeld(bad, pos.HeldRefusedByShop, "nowhere")
			w.wantState(good, pos.StateSettled)
		})
	})
	t.Run("holds an order that Magento has lost", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			w.shop.set("read", pos.NotFound("gone"))
			id := w.submit(1)
			w.pass(time.Minute)
			w.wantHeld(id, pos.HeldOrderNotInStore, "")
		})
	})
	t.Run("goes on when somebody invoices the order in the very moment", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			w.shop.before["invoice"] = func() {
				o := w.shop.orders[0]
				o.invoices = []string{"by hand"}
				for i := range o.Items {
					o.Items[i].Invoiced = o.Items[i].Ordered
				}
			}
			id := w.submit(1)
			w.pass(time.Minute)
			o := w.wantState(id, pos.StateSettled)
			if got := o.Placement.Step(pos.StepInvoice).Result; got != "by hand" {
				w.Errorf("invoice %q", got)
			}
		})
	})
	t.Run("goes on when somebody invoiced the order by hand meanwhile", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			w.shop.set("invoice", pos.Unavailable(nil, "down"))
			id := w.submit(1)
			w.pass(time.Second)
			w.shop.set("invoice", nil)
			if _, err := w.shop.Invoice(w.Context(), "1", ""); err != nil {
				w.Fatal(err)
			}
			w.pass(time.Hour)
			w.wantState(id, pos.StateSettled)
			if n := len(w.shop.of(id)[0].invoices); n != 1 {
				w.Errorf("%d invoices", n)
			}
		})
	})
}

func TestRetrying(t *testing.T) {
	t.Parallel()
	down := pos.Unavailable(nil, "down")
	t.Run("waits for a shop that is down as long as it takes, ever less often", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			w.shop.set("open", down)
			id := w.submit(1)
			w.pass(24 * time.Hour)
			o := w.wantState(id, pos.StateReceived)
			if n := w.shop.count("open"); n < 24*60/5 || n > 3*24*60/5 {
				w.Errorf("%d attempts in a day", n)
			}
			if wait := time.Until(o.NextAttemptAt); wait > 5*time.Minute || o.Placement.Step(pos.StepOrder).Error != "down" {
				w.Errorf("next attempt in %s, error %q", wait, o.Placement.Step(pos.StepOrder).Error)
			}
			w.shop.set("open", nil)
			w.pass(6 * time.Minute)
			w.wantState(id, pos.StateSettled)
		})
	})
	t.Run("holds an order that fails while the shop serves others", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			w.shop.set("invoice", down)
			bad := w.submit(1)
			w.pass(time.Second)
			w.shop.set("invoice", nil)
			w.shop.set("invoices", nil)
			w.shop.orders[0].Items = nil // nothing to invoice: looked up, and that fails
			w.shop.set("invoices", down)
			for n := range 24 * 60 {
				w.submit(n + 2)
				w.pass(time.Minute)
			}
			w.wantHeld(bad, pos.HeldTooManyAttempts, "down")
			w.wantState(ordertest.Input("nyc-1", 100).ID, pos.StateSettled)
		})
	})
	t.Run("holds an order whose answers are never understood", func(t *testing.T) {
		t.Parallel()
		inWorld(t, func(c *placement.Config) { c.MaxAttempts = 5 }, func(w *world) {
			w.shop.set("fill", errors.New("what is this"))
			id := w.submit(1)
			w.pass(time.Hour)
			w.wantHeld(id, pos.HeldTooManyAttempts, "what is this")
			if n := w.shop.count("fill"); n != 5 {
				w.Errorf("%d attempts, want 5", n)
			}
		})
	})
	t.Run("does not take an order's own progress for a shop that serves others", func(t *testing.T) {
		t.Parallel()
		inWorld(t, func(c *placement.Config) { c.MaxAttempts = 2 }, func(w *world) {
			w.shop.set("invoice", down)
			id := w.submit(1)
			w.pass(time.Hour)
			w.wantState(id, pos.StatePlaced)
		})
	})
	t.Run("repeats a call of unknown outcome as soon as it is safe, and not before", func(t *testing.T) {
		t.Parallel()
		inWorld(t, func(c *placement.Config) { c.Random = func() float64 { return 0.999 } }, func(w *world) {
			w.shop.set("place", pos.OutcomeUnknown(nil, "timed out"))
			id := w.submit(1)
			w.pass(time.Second)
			w.wantState(id, pos.StateIndeterminate)
			w.shop.set("place", nil)
			w.pass(88 * time.Second)
			w.wantState(id, pos.StateIndeterminate)
			if w.shop.count("place") != 1 {
				w.Errorf("calls %v", w.shop.seen)
			}
			w.pass(7 * time.Second)
			w.wantState(id, pos.StateSettled)
			w.wantOneOrder(id)
		})
	})
	t.Run("stays with a cart that an unknown call was made for, whatever the repeat says", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			w.shop.set("place", pos.OutcomeUnknown(nil, "timed out"))
			id := w.submit(1)
			w.pass(time.Second)
			w.shop.set("place", down)
			w.pass(time.Hour)
			w.shop.set("place", nil)
			w.pass(time.Hour)
			w.wantState(id, pos.StateSettled)
			if n := w.shop.count("open"); n != 1 || w.shop.count("place") < 3 {
				w.Errorf("%d carts were opened for %d placements", n, w.shop.count("place"))
			}
		})
	})
	t.Run("never fills a cart twice", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			w.shop.set("place", down)
			id := w.submit(1)
			w.pass(10 * time.Second)
			w.shop.set("place", nil)
			w.pass(time.Hour)
			w.wantState(id, pos.StateSettled)
			for quote, c := range w.shop.carts {
				if c.filled != 1 {
					w.Errorf("cart %s was filled %d times", quote, c.filled)
				}
			}
		})
	})
	t.Run("begins no call that could outlive the lease", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			w.shop.takes = 25 * time.Second
			w.shop.set("fill", nil)
			id := w.submit(1)
			w.pass(time.Hour)
			w.wantState(id, pos.StateSettled)
			w.wantOneOrder(id)
		})
		inWorld(t, func(c *placement.Config) { c.LeaseFor, c.CallFor, c.MaxAttempts = 20*time.Second, 30*time.Second, 3 }, func(w *world) {
			id := w.submit(1)
			w.pass(time.Hour)
			w.wantHeld(id, pos.HeldTooManyAttempts, "lease")
			if w.shop.count("place") != 0 {
				w.Errorf("calls %v", w.shop.seen)
			}
		})
	})
}

func TestRefresh(t *testing.T) {
	t.Parallel()
	inWorld(t, nil, func(w *world) {
		id := w.submit(1)
		w.pass(time.Second)
		before := len(w.names(id))
		if err := w.pool.Refresh(w.Context(), "1"); err != nil || len(w.names(id)) != before {
			w.Errorf("an unchanged order: %v, events %v", err, w.names(id))
		}
		w.shop.orders[0].Status = "closed"
		if err := w.pool.Refresh(w.Context(), "1"); err != nil || w.get(id).Placement.ShopStatus != "closed" || len(w.names(id)) != before+1 {
			w.Errorf("a changed order: %v, status %s, events %v", err, w.get(id).Placement.ShopStatus, w.names(id))
		}
		w.shop.orders[0].Refunded = 500
		w.shop.orders[0].State = "canceled"
		for range 2 {
			if err := w.pool.Refresh(w.Context(), "1"); err != nil {
				w.Error(err)
			}
		}
		if got := w.names(id)[before+1:]; !slices.Equal(got, []pos.EventName{pos.OrderCancelled, pos.OrderReturned, pos.OrderChanged}) || w.get(id).Placement.Refunded != 500 {
			w.Errorf("cancelled and refunded in the shop: events %v, journal %+v", got, w.get(id).Placement)
		}
		if err := w.pool.Refresh(w.Context(), "999"); err != nil {
			w.Errorf("an order that is not ours: %v", err)
		}
		w.shop.set("read", pos.Unavailable(nil, "down"))
		if err := w.pool.Refresh(w.Context(), "1"); pos.KindOf(err) != pos.KindUnavailable {
			w.Errorf("a shop that is down: %v", err)
		}
	})
}

func TestPlacementFromSQLite(t *testing.T) {
	t.Parallel()
	db, err := sqldb.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	shop := newShop()
	shop.takes = time.Millisecond
	settled := make(chan time.Duration, 20)
	pool := placement.New(placement.Config{
		Ledger: db, Carts: shop, Orders: shop, Locations: nyc{}, NewID: uuid.NewString,
		ObserveSettled: func(d time.Duration) { settled <- d },
	})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	done := make(chan error, 1)
	go func() { done <- pool.Run(ctx) }()
	for n := range 20 {
		o := ordertest.Received("nyc-1", n+1)
		o.NextAttemptAt = time.Now()
		if _, _, err := db.Accept(t.Context(), o, nil); err != nil {
			t.Fatal(err)
		}
		pool.Wake()
	}
	for range 20 {
		select {
		case <-settled:
		case <-ctx.Done():
			t.Fatal("not all orders were settled within a minute")
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	for n := range 20 {
		id := ordertest.Input("nyc-1", n+1).ID
		if o, err := db.Order(t.Context(), id); err != nil || o.State != pos.StateSettled || len(shop.of(id)) != 1 {
			t.Errorf("order %d is %s, %d Magento orders, %v", n+1, o.State, len(shop.of(id)), err)
		}
	}
}
