package sqldb_test

import (
	"slices"
	"testing"

	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

// unmark takes a ledger back to before it named the locations where orders wait.
func unmark(on server, url string) {
	on.Helper()
	at := ""
	if on.slow {
		at = " ON orders"
	}
	execute(on.T, url, "DROP INDEX orders_pickup"+at, "DROP INDEX orders_owed"+at,
		"ALTER TABLE orders DROP COLUMN files", "ALTER TABLE orders DROP COLUMN pickup_at", "ALTER TABLE orders DROP COLUMN owed_at",
		"DROP TABLE unreserved", "DROP TABLE returned_with",
		"DELETE FROM goose_db_version WHERE version_id >= 17")
}

// TestOrdersThatWaitedBefore brings a ledger up to date that holds orders which wait already.
func TestOrdersThatWaitedBefore(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		url := on.url(on.T)
		db := open(on.T, url)
		var ids []string
		for n, change := range []func(*pos.Order){
			func(*pos.Order) {},
			func(o *pos.Order) { o.Fulfilment = &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "la"} },
			func(o *pos.Order) { o.Deferred = 5000 },
			func(o *pos.Order) { o.Deferred, o.Placement.DeferredPaid = 5000, 4000 },
			func(o *pos.Order) { o.Deferred, o.Placement.DeferredPaid = 5000, 5000 },
			func(o *pos.Order) {
				o.Fulfilment = &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "la"}
				o.Placement.HandedOver = &pos.HandOver{At: ordertest.Start()}
			},
			func(o *pos.Order) {
				o.Fulfilment, o.Deferred = &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "la"}, 5000
				o.State = pos.StateCancelled
			},
		} {
			o := ordertest.Received("nyc-1", n+1)
			change(&o)
			o.Hash = o.OrderInput.Hash()
			accept(on.T, db, o)
			ids = append(ids, o.ID)
		}
		unmark(on, url)
		if err := db.Migrate(on.Context()); err != nil {
			on.Fatal(err)
		}
		for wait, want := range map[pos.Wait][]string{pos.WaitHandOver: {ids[1]}, pos.WaitPayment: {ids[3], ids[2]}} {
			page, err := db.Orders(on.Context(), pos.OrderFilter{LocationID: map[pos.Wait]string{pos.WaitHandOver: "la", pos.WaitPayment: "nyc"}[wait], Waits: wait}, "", 10)
			var got []string
			for _, o := range page.Orders {
				got = append(got, o.ID)
			}
			if err != nil || !slices.Equal(got, want) {
				on.Errorf("for %s: %v, %v; want %v", wait, got, err, want)
			}
		}
	})
}
