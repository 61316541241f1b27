package ordertest

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/order"
	"github.com/tillway/tillway/gateway/pos"
)

// Archiver is a ledger that moves aside what is done with.
type Archiver interface {
	order.Ledger
	// Archive moves the orders that have been done with since before a time aside, without what tells who the customers
	// are, and returns how many.
	Archive(ctx context.Context, before time.Time) (int, error)
	// ArchivedReceipts counts the archived orders of a register whose counters are in a range, both ends included.
	ArchivedReceipts(ctx context.Context, registerID string, from, to int64) (int, error)
}

// Archive checks that a ledger which archives forgets the customers, and no order. Each test gets an empty one.
func Archive(t *testing.T, newLedger func(t *testing.T) Archiver) {
	t.Helper()
	for name, test := range map[string]func(t *testing.T, l Archiver){
		"takes what is done and old, and nothing else":              archiveOld,
		"an archived order is found, without the customer":          archiveFound,
		"an archived order answers those who send it again":         archiveAgain,
		"the receipt number of an archived order stays taken":       archiveReceipt,
		"an archived order can no longer be changed":                archiveUpdate,
		"moves thousands, and counts them by receipt":               archiveMany,
		"sent again while it is being archived, an order stays one": archiveAtOnce,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newLedger(t))
		})
	}
}

// settled stores the n-th order of a register as one that was settled a minute after it came in.
func settled(t *testing.T, l order.Ledger, registerID string, n int) pos.Order {
	t.Helper()
	o := accept(t, l, Received(registerID, n))
	change := func(o *pos.Order) ([]pos.Event, error) {
		o.State, o.SettledAt = pos.StateSettled, o.ReceivedAt.Add(time.Minute)
		o.Placement.OrderID, o.Placement.IncrementID = "77", "000000077"
		*o.Placement.Step(pos.StepOrder) = pos.Step{Name: pos.StepOrder, DoneAt: o.SettledAt, Attempts: 1, Result: "77"}
		return nil, nil
	}
	if err := l.Update(t.Context(), o.ID, change); err != nil {
		t.Fatal(err)
	}
	_, _ = change(&o)
	return o
}

func archive(t *testing.T, l Archiver, before time.Time, want int) {
	t.Helper()
	if n, err := l.Archive(t.Context(), before); err != nil || n != want {
		t.Fatalf("Archive = %d, %v; want %d", n, err, want)
	}
}

func later(d time.Duration) time.Time { return Start().Add(d) }

func archiveOld(t *testing.T, l Archiver) {
	t.Helper()
	var kept []string
	for i, s := range pos.OrderStates() {
		o := accept(t, l, Received("nyc-1", i+1))
		if err := l.Update(t.Context(), o.ID, func(o *pos.Order) ([]pos.Event, error) { o.State = s; return nil, nil }); err != nil {
			t.Fatal(err)
		}
		if s != pos.StateSettled && s != pos.StateCancelled {
			kept = append(kept, o.ID)
		}
	}
	late := settled(t, l, "nyc-2", 1) // it was held for long
	if err := l.Update(t.Context(), late.ID, func(o *pos.Order) ([]pos.Event, error) { o.SettledAt = later(2 * time.Hour); return nil, nil }); err != nil {
		t.Fatal(err)
	}
	pickup := Received("nyc-2", 3)
	pickup.Fulfilment = &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "nyc"}
	pickup.Hash = pickup.OrderInput.Hash()
	pickup.State, pickup.SettledAt = pos.StateSettled, pickup.ReceivedAt
	kept = append(kept, accept(t, l, pickup).ID) // nobody has come for it yet
	young := Received("nyc-2", 2)
	young.ReceivedAt = later(3 * time.Hour)
	kept = append(kept, late.ID, accept(t, l, young).ID)
	archive(t, l, Start(), 0)
	archive(t, l, later(time.Hour), 2)
	archive(t, l, later(time.Hour), 0)
	if got := all(t, l, pos.OrderFilter{}, 3); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(kept))) {
		t.Errorf("%d orders are left, want %d", len(got), len(kept))
	}
}

func archiveFound(t *testing.T, l Archiver) {
	t.Helper()
	want := settled(t, l, "nyc-1", 1)
	archive(t, l, later(time.Hour), 1)
	if want.Email == "" || want.Note == "" {
		t.Fatal("the sample order tells nothing about the customer")
	}
	got, err := l.Order(t.Context(), want.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := Diff(want.WithoutPerson(), got); diff != "" {
		t.Errorf("archived order (-want +got):\n%s", diff)
	}
	if ids := all(t, l, pos.OrderFilter{Receipt: "nyc-1-1"}, 5); !slices.Equal(ids, []string{want.ID}) {
		t.Errorf("by its receipt number %v were found", ids)
	}
	if ids := all(t, l, pos.OrderFilter{Receipt: "nyc-1-1", LocationID: "la"}, 5); len(ids) != 0 {
		t.Errorf("at another location %v were found", ids)
	}
	if ids := all(t, l, pos.OrderFilter{}, 5); len(ids) != 0 {
		t.Errorf("the list holds %v", ids)
	}
}

func archiveAgain(t *testing.T, l Archiver) {
	t.Helper()
	settled(t, l, "nyc-1", 1)
	archive(t, l, later(time.Hour), 1)
	for range 2 {
		got, duplicate, err := l.Accept(t.Context(), Received("nyc-1", 1), nil)
		if err != nil || !duplicate || got.State != pos.StateSettled || got.Placement.OrderID != "77" {
			t.Errorf("Accept = %s of Magento order %s, duplicate %t, %v", got.State, got.Placement.OrderID, duplicate, err)
		}
	}
	other := Received("nyc-1", 1)
	other.Change++
	other.Hash = other.OrderInput.Hash()
	wantConflict(t, l, other)
	accept(t, l, Received("nyc-1", 2))
}

func archiveReceipt(t *testing.T, l Archiver) {
	t.Helper()
	settled(t, l, "nyc-1", 1)
	archive(t, l, later(time.Hour), 1)
	other := Received("nyc-1", 2)
	other.Counter = 1
	other.Hash = other.OrderInput.Hash()
	wantConflict(t, l, other)
	if _, err := l.Order(t.Context(), other.ID); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("the refused order is there: %v", err)
	}
}

func archiveUpdate(t *testing.T, l Archiver) {
	t.Helper()
	o := settled(t, l, "nyc-1", 1)
	archive(t, l, later(time.Hour), 1)
	err := l.Update(t.Context(), o.ID, func(*pos.Order) ([]pos.Event, error) { t.Error("decide was called"); return nil, nil })
	if pos.KindOf(err) != pos.KindConflict {
		t.Errorf("Update = %v", err)
	}
}

func archiveMany(t *testing.T, l Archiver) {
	t.Helper()
	const orders = 450
	errs := atOnce(15, func(worker int) error {
		for n := worker + 1; n <= orders; n += 15 {
			o := Received("nyc-1", n)
			o.State, o.ReceivedAt, o.SettledAt = pos.StateSettled, Start().Add(time.Duration(n/100)*time.Second), Start()
			if n%4 == 0 {
				o.State, o.SettledAt = pos.StateCancelled, time.Time{}
			}
			if n%5 == 0 {
				o.State = pos.StateHeld
			}
			if _, _, err := l.Accept(t.Context(), o, nil); err != nil {
				return err
			}
		}
		return nil
	})
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	archive(t, l, later(time.Hour), orders*4/5)
	if got := all(t, l, pos.OrderFilter{}, 50); len(got) != orders/5 {
		t.Errorf("%d orders are left, want %d", len(got), orders/5)
	}
	for _, test := range []struct {
		register string
		from, to int64
		want     int
	}{{"nyc-1", 1, 4, 4}, {"nyc-1", 5, 5, 0}, {"nyc-1", 1, orders, orders * 4 / 5}, {"nyc-2", 1, orders, 0}} {
		if n, err := l.ArchivedReceipts(t.Context(), test.register, test.from, test.to); err != nil || n != test.want {
			t.Errorf("ArchivedReceipts(%s, %d, %d) = %d, %v; want %d", test.register, test.from, test.to, n, err, test.want)
		}
	}
}

func archiveAtOnce(t *testing.T, l Archiver) {
	t.Helper()
	const orders = 60
	for n := 1; n <= orders; n++ {
		settled(t, l, "nyc-1", n)
	}
	var archived, stored atomic.Int64
	var archivers sync.WaitGroup
	for range 2 {
		archivers.Go(func() {
			for n := range orders { // a few at a time, so that it takes as long as sending does
				moved, err := l.Archive(t.Context(), Start().Add(time.Duration(n+2)*time.Second))
				if err != nil {
					t.Error(err)
				}
				archived.Add(int64(moved))
			}
		})
	}
	for _, err := range atOnce(8, func(worker int) error {
		for i := range orders {
			o := Received("nyc-1", (i+worker*7)%orders+1)
			_, duplicate, err := l.Accept(t.Context(), o, nil)
			if err != nil {
				return err
			}
			if !duplicate {
				stored.Add(1)
			}
		}
		return nil
	}) {
		if err != nil {
			t.Error(err)
		}
	}
	archivers.Wait()
	moved, err := l.Archive(t.Context(), later(time.Hour)) // what somebody was just looking at is left for the next time
	if err != nil {
		t.Error(err)
	}
	archived.Add(int64(moved))
	if stored.Load() != 0 || archived.Load() != orders {
		t.Errorf("%d orders were stored a second time, %d of %d were archived", stored.Load(), archived.Load(), orders)
	}
}
