// Package placementtest is the suite that every ledger must pass for orders to be placed from it exactly once.
package placementtest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
)

// Store is a ledger that can be filled and looked into.
type Store interface {
	placement.Ledger
	Accept(ctx context.Context, o pos.Order, events []pos.Event) (stored pos.Order, duplicate bool, err error)
	Order(ctx context.Context, id string) (pos.Order, error)
}

// Ledger checks that a ledger keeps the contract of placement.Ledger. Each test gets an empty one.
func Ledger(t *testing.T, newStore func(t *testing.T) Store) {
	t.Helper()
	for name, test := range map[string]func(probe){
		"leases what is due, the longest due first":                   leasesDue,
		"leases the newest first when asked to":                       leasesNewest,
		"does not lease what waits for a person or has ended":         leasesStates,
		"a lease that ran out is given to another with another token": leaseRunsOut,
		"no two workers at once hold one order":                       leaseAtOnce,
		"a released order is due at its next attempt":                 releases,
		"an order that leaves work loses its lease":                   endsLease,
		"an old token changes nothing":                                fences,
		"a leased order is changed with its lease kept":               updatesLeased,
		"a change that is refused saves nothing":                      updateRefused,
		"a change from outside leaves the lease alone":                updateBeside,
		"changes from both sides lose nothing":                        updateAtOnce,
		"an order is found by its Magento order":                      byShopID,
		"an order is leased and changed with its pictures":            leasesFiles,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(probe{t, newStore(t)})
		})
	}
}

type probe struct {
	*testing.T
	store Store
}

// accept stores the n-th order, due n seconds after ordertest.Start.
func (t probe) accept(n int) pos.Order {
	t.Helper()
	o, _, err := t.store.Accept(t.Context(), ordertest.Received("nyc-1", n), nil)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func after(seconds int) time.Time { return ordertest.Start().Add(time.Duration(seconds) * time.Second) }

func (t probe) lease(now, until time.Time, limit int) []pos.Lease {
	t.Helper()
	leases, err := t.store.Lease(t.Context(), now, until, limit)
	if err != nil {
		t.Fatal(err)
	}
	return leases
}

// one leases the only due order.
func (t probe) one(now, until time.Time) pos.Lease {
	t.Helper()
	leases := t.lease(now, until, 10)
	if len(leases) != 1 {
		t.Fatalf("%d orders are due, want 1", len(leases))
	}
	return leases[0]
}

func ids(leases []pos.Lease) []string {
	var out []string
	for _, l := range leases {
		out = append(out, l.Order.ID)
	}
	return out
}

func leasesDue(t probe) {
	c, b, a := t.accept(3), t.accept(2), t.accept(1)
	if got := t.lease(after(0), after(60), 10); len(got) != 0 {
		t.Errorf("leased %v before anything was due", ids(got))
	}
	got := t.lease(after(3), after(60), 2)
	if !slices.Equal(ids(got), []string{a.ID, b.ID}) {
		t.Errorf("leased %v, want %v", ids(got), []string{a.ID, b.ID})
	}
	if diff := ordertest.Diff(a, got[0].Order); diff != "" || got[0].Token == "" || !got[0].Until.Equal(after(60)) {
		t.Errorf("lease %+v, order (-want +got):\n%s", got[0], diff)
	}
	if got := t.lease(after(3), after(60), 2); !slices.Equal(ids(got), []string{c.ID}) {
		t.Errorf("then leased %v, want %s", ids(got), c.ID)
	}
}

func leasesFiles(t probe) {
	want, _, err := t.store.Accept(t.Context(), ordertest.Pictured("nyc-1", 1, 100), nil)
	if err != nil {
		t.Fatal(err)
	}
	lease := t.one(after(1), after(60))
	changed, err := t.store.UpdateLeased(t.Context(), lease, func(o *pos.Order) ([]pos.Event, error) { return nil, o.Move(pos.StatePlacing) })
	if err != nil || lease.Order.OrderInput.Hash() != want.Hash || changed.OrderInput.Hash() != want.Hash {
		t.Errorf("leased and changed with other contents: %v", err)
	}
}

func leasesNewest(t probe) {
	c, a, b := t.accept(3), t.accept(1), t.accept(2)
	future := t.accept(50)
	lease := func(limit int) []string {
		leases, err := t.store.LeaseNewest(t.Context(), after(10), after(60), limit)
		if err != nil {
			t.Fatal(err)
		}
		return ids(leases)
	}
	if got := lease(2); !slices.Equal(got, []string{c.ID, b.ID}) {
		t.Errorf("leased %v, want %v: %s is not due yet", got, []string{c.ID, b.ID}, future.ID)
	}
	if got := lease(2); !slices.Equal(got, []string{a.ID}) {
		t.Errorf("then leased %v, want %s", got, a.ID)
	}
}

func leasesStates(t probe) {
	leasable := []pos.OrderState{pos.StateReceived, pos.StatePlacing, pos.StateIndeterminate, pos.StatePlaced}
	var want []string
	for i, s := range pos.OrderStates() {
		o := t.accept(i + 1)
		if slices.Contains(leasable, s) {
			want = append(want, o.ID)
		}
		err := t.store.Update(t.Context(), o.ID, func(o *pos.Order) ([]pos.Event, error) { o.State = s; return nil, nil })
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := ids(t.lease(after(60), after(90), 10)); !slices.Equal(got, want) {
		t.Errorf("leased %v, want %v", got, want)
	}
}

func leaseRunsOut(t probe) {
	t.accept(1)
	first := t.one(after(1), after(31))
	if got := t.lease(after(30), after(60), 10); len(got) != 0 {
		t.Errorf("leased %v twice", ids(got))
	}
	second := t.one(after(31), after(60))
	if first.Token == second.Token {
		t.Error("two leases have one token")
	}
}

func leaseAtOnce(t probe) {
	const orders = 60
	for n := range orders {
		t.accept(n + 1)
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	holders := map[string]int{}
	for range 8 {
		wg.Go(func() {
			for {
				leases, err := t.store.Lease(t.Context(), after(100), after(200), 3)
				if err != nil {
					t.Error(err)
					return
				}
				if len(leases) == 0 {
					return
				}
				mu.Lock()
				for _, l := range leases {
					holders[l.Order.ID]++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	// A leaser that skipped rows which another was just taking may have seen nothing; the rest is due still.
	for _, l := range t.lease(after(100), after(200), orders) {
		holders[l.Order.ID]++
	}
	if len(holders) != orders {
		t.Errorf("%d of %d orders were leased", len(holders), orders)
	}
	for id, n := range holders {
		if n != 1 {
			t.Errorf("%d workers hold %s", n, id)
		}
	}
}

func releases(t probe) {
	t.accept(1)
	lease := t.one(after(1), after(100))
	_, err := t.store.UpdateLeased(t.Context(), lease, func(o *pos.Order) ([]pos.Event, error) {
		o.NextAttemptAt = after(20)
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := t.lease(after(50), after(60), 10); len(got) != 0 {
		t.Errorf("leased %v while the lease ran", ids(got))
	}
	if err := t.store.Release(t.Context(), lease); err != nil {
		t.Fatal(err)
	}
	if got := t.lease(after(19), after(60), 10); len(got) != 0 {
		t.Errorf("leased %v before its next attempt", ids(got))
	}
	t.one(after(20), after(60))
}

func endsLease(t probe) {
	for n, state := range []pos.OrderState{pos.StateSettled, pos.StateHeld, pos.StateCancelled} {
		o := t.accept(n + 1)
		lease := t.one(after(n+1), after(1000))
		to := func(s pos.OrderState) func(*pos.Order) ([]pos.Event, error) {
			return func(o *pos.Order) ([]pos.Event, error) { o.State = s; return nil, nil }
		}
		if _, err := t.store.UpdateLeased(t.Context(), lease, to(state)); err != nil {
			t.Fatal(err)
		}
		if _, err := t.store.UpdateLeased(t.Context(), lease, to(state)); pos.CodeOf(err) != pos.CodeLeaseLost {
			t.Errorf("UpdateLeased of an order that is %s = %v", state, err)
		}
		if err := t.store.Release(t.Context(), lease); pos.CodeOf(err) != pos.CodeLeaseLost {
			t.Errorf("Release of an order that is %s = %v", state, err)
		}
		if err := t.store.Update(t.Context(), o.ID, to(pos.StatePlaced)); err != nil {
			t.Fatal(err)
		}
		if again := t.one(after(n+1), after(2000)); again.Token == lease.Token {
			t.Errorf("the order that was %s has its old lease", state)
		}
	}
}

func fences(t probe) {
	want := t.accept(1)
	old := t.one(after(1), after(31))
	current := t.one(after(31), after(61))
	unleased := old
	unleased.Token = ""
	for _, l := range []pos.Lease{old, unleased} {
		_, err := t.store.UpdateLeased(t.Context(), l, func(o *pos.Order) ([]pos.Event, error) {
			o.Attempts = 99
			return nil, nil
		})
		if pos.KindOf(err) != pos.KindConflict || pos.CodeOf(err) != pos.CodeLeaseLost {
			t.Errorf("UpdateLeased with token %q = %v", l.Token, err)
		}
		if err := t.store.Release(t.Context(), l); pos.CodeOf(err) != pos.CodeLeaseLost {
			t.Errorf("Release with token %q = %v", l.Token, err)
		}
	}
	t.wantStored(want)
	if got := t.lease(after(40), after(80), 10); len(got) != 0 {
		t.Errorf("an old token freed %v", ids(got))
	}
	if err := t.store.Release(t.Context(), current); err != nil {
		t.Error(err)
	}
	if _, err := t.store.UpdateLeased(t.Context(), current, func(*pos.Order) ([]pos.Event, error) { return nil, nil }); pos.CodeOf(err) != pos.CodeLeaseLost {
		t.Errorf("UpdateLeased after Release = %v", err)
	}
	missing := current
	missing.Order.ID = ordertest.Input("nyc-9", 9).ID
	if _, err := t.store.UpdateLeased(t.Context(), missing, func(*pos.Order) ([]pos.Event, error) { return nil, nil }); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("UpdateLeased of no order = %v", err)
	}
}

func (t probe) wantStored(want pos.Order) {
	t.Helper()
	got, err := t.store.Order(t.Context(), want.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := ordertest.Diff(want, got); diff != "" {
		t.Errorf("stored order (-want +got):\n%s", diff)
	}
}

func updatesLeased(t probe) {
	t.accept(1)
	lease := t.one(after(1), after(60))
	for range 2 {
		saved, err := t.store.UpdateLeased(t.Context(), lease, func(o *pos.Order) ([]pos.Event, error) {
			o.Placement.Cart.QuoteID += "1"
			o.Placement.Step(pos.StepOrder).BegunAt = after(5)
			return nil, o.Move(pos.StatePlacing)
		})
		if err != nil {
			t.Fatal(err)
		}
		t.wantStored(saved)
	}
	if got, _ := t.store.Order(t.Context(), lease.Order.ID); got.Placement.Cart.QuoteID != "11" || got.State != pos.StatePlacing {
		t.Errorf("stored %+v", got)
	}
	if got := t.lease(after(59), after(90), 10); len(got) != 0 {
		t.Errorf("leased %v though the lease runs", ids(got))
	}
}

func updateRefused(t probe) {
	want := t.accept(1)
	lease := t.one(after(1), after(60))
	refused := errors.New("refused")
	_, err := t.store.UpdateLeased(t.Context(), lease, func(o *pos.Order) ([]pos.Event, error) {
		o.Attempts = 9
		return nil, refused
	})
	if !errors.Is(err, refused) {
		t.Errorf("UpdateLeased = %v", err)
	}
	t.wantStored(want)
}

func updateBeside(t probe) {
	o := t.accept(1)
	lease := t.one(after(1), after(60))
	err := t.store.Update(t.Context(), o.ID, func(o *pos.Order) ([]pos.Event, error) { o.Placement.ShopStatus = "complete"; return nil, nil })
	if err != nil {
		t.Fatal(err)
	}
	if got := t.lease(after(59), after(90), 10); len(got) != 0 {
		t.Errorf("leased %v though the lease runs", ids(got))
	}
	saved, err := t.store.UpdateLeased(t.Context(), lease, func(*pos.Order) ([]pos.Event, error) { return nil, nil })
	if err != nil || saved.Placement.ShopStatus != "complete" {
		t.Errorf("UpdateLeased = %+v, %v", saved.Placement, err)
	}
}

func updateAtOnce(t probe) {
	o := t.accept(1)
	lease := t.one(after(1), after(60))
	var wg sync.WaitGroup
	count := func(o *pos.Order) ([]pos.Event, error) { o.Attempts++; return nil, nil }
	for range 10 {
		wg.Go(func() {
			if err := t.store.Update(t.Context(), o.ID, count); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			if _, err := t.store.UpdateLeased(t.Context(), lease, count); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	o.Attempts = 20
	t.wantStored(o)
}

func byShopID(t probe) {
	o := t.accept(1)
	t.accept(2)
	if _, err := t.store.OrderByShopID(t.Context(), ""); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("OrderByShopID of no id = %v", err)
	}
	err := t.store.Update(t.Context(), o.ID, func(o *pos.Order) ([]pos.Event, error) { o.Placement.OrderID = "77"; return nil, nil })
	if err != nil {
		t.Fatal(err)
	}
	if got, err := t.store.OrderByShopID(t.Context(), "77"); err != nil || got.ID != o.ID {
		t.Errorf("OrderByShopID = %s, %v", got.ID, err)
	}
	if _, err := t.store.OrderByShopID(t.Context(), "78"); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("OrderByShopID of another = %v", err)
	}
}
