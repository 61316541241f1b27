package order_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/order"
	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

type waker struct{ calls int }

func (w *waker) Wake() { w.calls++ }

// staff of every location: Ann may sell, Mia may do everything.
type staff struct{}

func (staff) StaffAt(context.Context, string) ([]pos.Staff, error) {
	return []pos.Staff{{ID: "ann", Role: pos.RoleCashier}, {ID: "mia", Role: pos.RoleManager, Permissions: pos.Permissions()}}, nil
}

type fixture struct {
	*order.Service
	ledger *sqldb.DB
	waker  *waker
	ctx    context.Context //nolint:containedctx // the signed-in device of one test
}

func setup(t *testing.T) fixture {
	t.Helper()
	db, err := sqldb.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := &waker{}
	s := order.New(order.Config{Ledger: db, Parking: db, Staff: staff{}, Goods: goods{}, Waker: w, Now: func() time.Time { return ordertest.Start() }, NewID: uuid.NewString})
	return fixture{s, db, w, as(t, pos.Principal{DeviceID: "device-1", RegisterID: "nyc-1", LocationID: "nyc"})}
}

// goods knows that a kit is a strap for each piece and two blocks.
type goods struct{}

func (goods) Parts(_ context.Context, in pos.OrderInput) (parts []pos.Part) {
	for i, l := range in.Lines {
		if l.SKU == "KIT" {
			parts = append(parts, pos.Part{Line: i, SKU: "Strap", Quantity: l.Quantity}, pos.Part{Line: i, SKU: "Block", Quantity: decimal.NewFromInt(2)})
		}
	}
	return parts
}

func as(t *testing.T, p pos.Principal) context.Context {
	t.Helper()
	return pos.WithPrincipal(t.Context(), p)
}

func (f fixture) events(t *testing.T) []pos.EventName {
	t.Helper()
	stored, err := f.ledger.Unpublished(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	var names []pos.EventName
	for _, e := range stored {
		names = append(names, e.Name)
	}
	return names
}

func TestSubmit(t *testing.T) {
	t.Parallel()
	t.Run("keeps what bundles are made of, and counts that as sold", func(t *testing.T) {
		t.Parallel()
		f := setup(t)
		in := ordertest.Input("nyc-1", 1)
		in.Lines[0].SKU = "KIT"
		o, _, err := f.Submit(f.ctx, in)
		if err != nil || len(o.Parts) != 2 {
			t.Fatalf("parts %v, %v", o.Parts, err)
		}
		if again, err := f.ledger.Order(f.ctx, o.ID); err != nil || len(again.Parts) != 2 {
			t.Errorf("the ledger has parts %v, %v", again.Parts, err)
		}
		sold, err := f.ledger.Unreserved(f.ctx, []string{"nyc"}, nil)
		if err != nil || len(sold) != 3 || sold["strap"].String() != "2" || sold["block"].String() != "2" || sold["24-ug06"].String() != "1" {
			t.Errorf("sold %v, %v", sold, err)
		}
	})
	t.Run("stores the order with its events and wakes placement", func(t *testing.T) {
		t.Parallel()
		f := setup(t)
		o, duplicate, err := f.Submit(f.ctx, ordertest.Input("nyc-1", 1))
		if err != nil || duplicate {
			t.Fatalf("Submit = duplicate %t, %v", duplicate, err)
		}
		if diff := ordertest.Diff(pos.Order{
			OrderInput: ordertest.Input("nyc-1", 1), Hash: ordertest.Input("nyc-1", 1).Hash(), DeviceID: "device-1",
			State: pos.StateReceived, ReceivedAt: ordertest.Start(), NextAttemptAt: ordertest.Start(),
		}, o); diff != "" {
			t.Errorf("order (-want +got):\n%s", diff)
		}
		if got := f.events(t); !slices.Equal(got, []pos.EventName{pos.OrderCreated}) {
			t.Errorf("events %v", got)
		}
		if f.waker.calls != 1 {
			t.Errorf("placement was woken %d times", f.waker.calls)
		}
	})
	t.Run("answers a repeat with the stored order and no new events", func(t *testing.T) {
		t.Parallel()
		f := setup(t)
		in := ordertest.Input("nyc-1", 1)
		first, _, err := f.Submit(f.ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		in.SoldAt = in.SoldAt.In(time.FixedZone("", 3600)) // the same moment
		again, duplicate, err := f.Submit(f.ctx, in)
		if err != nil || !duplicate || ordertest.Diff(first, again) != "" {
			t.Errorf("Submit again = duplicate %t, %v\n%s", duplicate, err, ordertest.Diff(first, again))
		}
		if got := f.events(t); len(got) != 1 {
			t.Errorf("events %v", got)
		}
		if f.waker.calls != 1 {
			t.Errorf("placement was woken %d times", f.waker.calls)
		}
	})
	t.Run("refuses another order under the same id", func(t *testing.T) {
		t.Parallel()
		f := setup(t)
		in := ordertest.Input("nyc-1", 1)
		if _, _, err := f.Submit(f.ctx, in); err != nil {
			t.Fatal(err)
		}
		in.Note = "other"
		if _, _, err := f.Submit(f.ctx, in); pos.CodeOf(err) != pos.CodeConflict {
			t.Errorf("Submit = %v", err)
		}
	})
	t.Run("fills in the register and location of the device", func(t *testing.T) {
		t.Parallel()
		f := setup(t)
		in := ordertest.Input("nyc-1", 1)
		in.RegisterID, in.LocationID = "", ""
		o, _, err := f.Submit(f.ctx, in)
		if err != nil || o.RegisterID != "nyc-1" || o.LocationID != "nyc" || o.Hash != ordertest.Input("nyc-1", 1).Hash() {
			t.Errorf("Submit = %+v, %v", o, err)
		}
	})
	for name, change := range map[string]func(*pos.OrderInput){
		"another register": func(in *pos.OrderInput) { in.RegisterID = "nyc-2" },
		"another location": func(in *pos.OrderInput) { in.LocationID = "la" },
	} {
		t.Run("refuses the order of "+name, func(t *testing.T) {
			t.Parallel()
			f := setup(t)
			in := ordertest.Input("nyc-1", 1)
			change(&in)
			if _, _, err := f.Submit(f.ctx, in); pos.CodeOf(err) != pos.CodeForbidden {
				t.Errorf("Submit = %v", err)
			}
		})
	}
	t.Run("refuses an invalid order and stores nothing", func(t *testing.T) {
		t.Parallel()
		f := setup(t)
		in := ordertest.Input("nyc-1", 1)
		in.Charged.Total++
		if _, _, err := f.Submit(f.ctx, in); pos.CodeOf(err) != pos.CodeTotalsMismatch {
			t.Errorf("Submit = %v", err)
		}
		if got := f.events(t); len(got) != 0 || f.waker.calls != 0 {
			t.Errorf("events %v, %d wakes", got, f.waker.calls)
		}
	})
	t.Run("needs a device", func(t *testing.T) {
		t.Parallel()
		if _, _, err := setup(t).Submit(t.Context(), ordertest.Input("nyc-1", 1)); pos.CodeOf(err) != pos.CodeUnauthenticated {
			t.Errorf("Submit = %v", err)
		}
	})
}

func TestRead(t *testing.T) {
	t.Parallel()
	f := setup(t)
	o, _, err := f.Submit(f.ctx, ordertest.Input("nyc-1", 1))
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := as(t, pos.Principal{DeviceID: "device-2", RegisterID: "la-1", LocationID: "la"})
	if got, err := f.Order(f.ctx, o.ID); err != nil || got.ID != o.ID {
		t.Errorf("Order = %v, %v", got.ID, err)
	}
	if _, err := f.Order(elsewhere, o.ID); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("another location reads the order: %v", err)
	}
	if page, err := f.Orders(f.ctx, pos.OrderFilter{}, "", 10); err != nil || len(page.Orders) != 1 {
		t.Errorf("Orders = %v, %v", page, err)
	}
	if page, err := f.Orders(elsewhere, pos.OrderFilter{LocationID: "nyc"}, "", 10); err != nil || len(page.Orders) != 0 {
		t.Errorf("another location lists %d orders, %v", len(page.Orders), err)
	}
	for _, first := range []int{-1, 0, 101} {
		if _, err := f.Orders(f.ctx, pos.OrderFilter{}, "", first); pos.KindOf(err) != pos.KindInvalid {
			t.Errorf("a page of %d: %v", first, err)
		}
	}
	if _, err := f.Order(t.Context(), o.ID); pos.KindOf(err) != pos.KindUnauthorized {
		t.Errorf("Order without a device = %v", err)
	}
}

func TestRetry(t *testing.T) {
	t.Parallel()
	manager := pos.Principal{DeviceID: "device-1", RegisterID: "nyc-1", LocationID: "nyc", StaffID: "mia", Role: pos.RoleManager}
	held := func(t *testing.T) (fixture, string) {
		t.Helper()
		f := setup(t)
		o, _, err := f.Submit(f.ctx, ordertest.Input("nyc-1", 1))
		if err != nil {
			t.Fatal(err)
		}
		err = f.ledger.Update(t.Context(), o.ID, func(o *pos.Order) ([]pos.Event, error) {
			return nil, o.Hold(pos.HeldOutOfStock, pos.HeldDetail{Text: "d"})
		})
		if err != nil {
			t.Fatal(err)
		}
		return f, o.ID
	}
	t.Run("makes a held order due and records who decided it", func(t *testing.T) {
		t.Parallel()
		f, id := held(t)
		o, err := f.Retry(as(t, manager), id)
		if err != nil || o.State != pos.StateReceived || o.Held != nil {
			t.Fatalf("Retry = %+v, %v", o, err)
		}
		due, err := f.ledger.Lease(t.Context(), ordertest.Start(), ordertest.Start().Add(time.Minute), 10)
		if err != nil || len(due) != 1 {
			t.Errorf("%d orders are due, %v", len(due), err)
		}
		events, err := f.ledger.Unpublished(t.Context(), 10)
		if err != nil || len(events) != 3 || events[1].Name != pos.OrderRetried || !strings.Contains(string(events[1].Data), `"by":"mia"`) {
			t.Errorf("events %v, %v", events, err)
		}
		if f.waker.calls != 2 {
			t.Errorf("placement was woken %d times", f.waker.calls)
		}
	})
	t.Run("keeps every decision with its note, and cancels for good", func(t *testing.T) {
		t.Parallel()
		f, id := held(t)
		if _, err := f.Resolve(as(t, manager), id, pos.Decision{Action: pos.ResolveCancel, Note: " "}); pos.KindOf(err) != pos.KindInvalid {
			t.Errorf("Resolve without a note = %v", err)
		}
		if _, err := f.Resolve(as(t, manager), id, pos.Decision{Action: pos.ResolveCancel, Note: "refunded in cash"}); err != nil {
			t.Fatal(err)
		}
		o, err := f.Order(f.ctx, id)
		want := pos.Decision{At: ordertest.Start(), By: "mia", Action: pos.ResolveCancel, Note: "refunded in cash", Reason: pos.HeldOutOfStock}
		if err != nil || o.State != pos.StateCancelled || len(o.Decisions) != 1 || o.Decisions[0] != want {
			t.Errorf("order %+v, %v", o, err)
		}
		if got := f.events(t); !slices.Contains(got, pos.OrderCancelled) {
			t.Errorf("events %v", got)
		}
	})
	t.Run("is a manager's", func(t *testing.T) {
		t.Parallel()
		f, id := held(t)
		cashier := manager
		cashier.Role = pos.RoleCashier
		if _, err := f.Retry(as(t, cashier), id); pos.CodeOf(err) != pos.CodeForbidden {
			t.Errorf("Retry = %v", err)
		}
	})
	t.Run("reaches another location from head office, and from nowhere else", func(t *testing.T) {
		t.Parallel()
		f, id := held(t)
		other := manager
		other.LocationID = "la"
		if o, err := f.Order(as(t, other), id); err != nil || o.ID != id {
			t.Errorf("Order = %v", err)
		}
		if _, err := f.Retry(as(t, other), id); err != nil {
			t.Errorf("Retry = %v", err)
		}
		lead := pos.Principal{DeviceID: "d", RegisterID: "la-1", LocationID: "la", StaffID: "lou", Role: pos.RoleCashier, Permissions: []pos.Permission{pos.PermitCancel}}
		if _, err := f.Cancel(as(t, lead), id, "not wanted"); pos.KindOf(err) != pos.KindNotFound {
			t.Errorf("Cancel at another location = %v", err)
		}
		if _, err := f.HandOver(as(t, other), id, ""); pos.KindOf(err) != pos.KindNotFound {
			t.Errorf("HandOver where the goods are not = %v", err)
		}
	})
	t.Run("takes a note in any state, and tells nobody to try again", func(t *testing.T) {
		t.Parallel()
		f := setup(t)
		in, _, err := f.Submit(f.ctx, ordertest.Input("nyc-1", 1))
		if err != nil {
			t.Fatal(err)
		}
		o, err := f.Resolve(as(t, manager), in.ID, pos.Decision{Action: pos.ResolveNote, Note: "the customer called"})
		if err != nil || o.State != pos.StateReceived || len(o.Decisions) != 1 || o.Decisions[0].Note != "the customer called" || o.Decisions[0].By != "mia" {
			t.Errorf("%+v, %v", o.Decisions, err)
		}
		if got := f.events(t); slices.Contains(got, pos.OrderRetried) || slices.Contains(got, pos.OrderCancelled) {
			t.Errorf("events %v", got)
		}
	})
	t.Run("refuses an order that is not held", func(t *testing.T) {
		t.Parallel()
		f, id := held(t)
		if _, err := f.Retry(as(t, manager), id); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Retry(as(t, manager), id); pos.KindOf(err) != pos.KindConflict {
			t.Errorf("Retry = %v", err)
		}
	})
}
