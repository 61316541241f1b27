package sqldb_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

// TestGoodsThatCameBackBefore brings a ledger up to date that holds returns, and archives what they took back.
func TestGoodsThatCameBackBefore(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		url := on.url(on.T)
		db := open(on.T, url)
		sold, back := ordertest.Received("nyc-1", 1), ordertest.Received("nyc-1", 2)
		piece := pos.Return{OrderID: sold.ID, SKU: "24-MB01", Name: "Bag", Quantity: decimal.NewFromInt(1), Refund: 100, Reason: "r"}
		unnamed := piece
		unnamed.OrderID = ""
		back.Lines, back.Returns = nil, []pos.Return{piece, piece, unnamed}
		back.Hash = back.OrderInput.Hash()
		accept(on.T, db, sold)
		accept(on.T, db, back)
		before := []string{"DROP TABLE returned_with", "ALTER TABLE orders DROP COLUMN files", "DELETE FROM goose_db_version WHERE version_id >= 19"}
		if on.slow { // where it is no transaction an attempt that was killed leaves the table
			before[0] = "DELETE FROM returned_with"
		}
		execute(on.T, url, before...)
		if err := db.Migrate(on.Context()); err != nil {
			on.Fatal(err)
		}
		if n, err := db.NoteReturned(on.Context(), ordertest.Start(), 500); err != nil || n != 2 {
			on.Fatalf("%d orders were looked through, %v; want 2", n, err)
		}
		look := func(want int) {
			on.Helper()
			if found, err := db.ReturnedWith(on.Context(), []string{sold.ID}); err != nil || len(found) != want || want > 0 && found[0].ID != back.ID {
				on.Errorf("goods came back with %d orders, %v; want %d", len(found), err, want)
			}
		}
		look(1)
		settle := func(o *pos.Order) ([]pos.Event, error) {
			o.State, o.SettledAt = pos.StateSettled, ordertest.Start()
			for _, s := range pos.Steps() {
				o.Placement.Step(s).DoneAt = ordertest.Start()
			}
			return nil, nil
		}
		if err := db.Update(on.Context(), sold.ID, settle); err != nil {
			on.Fatal(err)
		}
		if n, err := db.Archive(on.Context(), ordertest.Start().AddDate(1, 0, 0)); err != nil || n != 1 {
			on.Errorf("%d orders were archived, %v; want 1", n, err)
		}
		look(0)
	})
}

// TestWhatCameBackIsLookedForInPortions looks through orders as an upgrade does, while a replica of the version before still accepts some.
func TestWhatCameBackIsLookedForInPortions(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		url := on.url(on.T)
		db := open(on.T, url)
		sold := ordertest.Received("nyc-1", 1)
		accept(on.T, db, sold)
		forget := func() { execute(on.T, url, "DELETE FROM returned_with") } // as a version does that does not know of it
		back := func(n int) {
			o := ordertest.Received("nyc-1", n)
			o.Lines, o.ReceivedAt = nil, o.ReceivedAt.Add(time.Duration(n)*time.Hour)
			o.Returns = []pos.Return{{OrderID: sold.ID, SKU: "24-MB01", Name: "Bag", Quantity: decimal.NewFromInt(1), Refund: 100, Reason: "r"}}
			o.Hash = o.OrderInput.Hash()
			accept(on.T, db, o)
		}
		pass := func(now time.Time, want ...int) {
			on.Helper()
			for _, w := range want {
				if n, err := db.NoteReturned(on.Context(), now, 2); err != nil || n != w {
					on.Fatalf("%d orders were looked through, %v; want %d of %v", n, err, w, want)
				}
			}
		}
		told := func(want int) {
			on.Helper()
			if found, err := db.ReturnedWith(on.Context(), []string{sold.ID}); err != nil || len(found) != want {
				on.Errorf("goods came back with %d orders, %v; want %d", len(found), err, want)
			}
		}
		start := ordertest.Start()
		execute(on.T, url, fmt.Sprintf("UPDATE returned_pass SET looked_at = %d", start.Add(3*time.Hour).UnixMicro()))
		for n := 2; n <= 4; n++ {
			back(n)
		}
		forget()
		pass(start.Add(5*time.Hour), 2, 2)
		told(3)
		pass(start.Add(5*time.Hour), 0, 2, 1) // to the end, and then those since the upgrade, of which the last again
		back(6)
		back(7)
		forget()
		pass(start.Add(8*time.Hour), 2, 1, 0)
		told(2)
	})
}

// What a version before had received, and committed once the first look had passed its place, was never looked at.
func TestRegression_WhatWasCommittedLateDuringAnUpgradeWasNotLookedThrough(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		url := on.url(on.T)
		db := open(on.T, url)
		if n, err := db.NoteReturned(on.Context(), time.Now(), 2); err != nil || n != 0 {
			on.Fatalf("%d orders were looked through, %v; there is none", n, err)
		}
		sold, back := ordertest.Received("nyc-1", 1), ordertest.Received("nyc-1", 2)
		back.Lines, back.ReceivedAt = nil, time.Now().Add(-30*time.Second).UTC().Truncate(time.Microsecond)
		back.Returns = []pos.Return{{OrderID: sold.ID, SKU: "24-MB01", Name: "Bag", Quantity: decimal.NewFromInt(1), Refund: 100, Reason: "r"}}
		back.Hash = back.OrderInput.Hash()
		accept(on.T, db, sold)
		accept(on.T, db, back)
		execute(on.T, url, "DELETE FROM returned_with")
		if n, err := db.NoteReturned(on.Context(), time.Now(), 2); err != nil || n != 1 {
			on.Errorf("%d orders were looked through, %v; want 1", n, err)
		}
		if found, err := db.ReturnedWith(on.Context(), []string{sold.ID}); err != nil || len(found) != 1 {
			on.Errorf("goods came back with %d orders, %v; want 1", len(found), err)
		}
	})
}
