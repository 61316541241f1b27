package sqldb_test

import (
	"testing"

	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

func TestUnreserved(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		ordertest.Unreserved(on.T, func(t *testing.T) ordertest.Reserver { t.Helper(); return on.fresh(t) })
	})
}

// TestOrdersThatWereNotReservedBefore brings a ledger up to date that holds orders on their way into Magento.
func TestOrdersThatWereNotReservedBefore(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		url := on.url(on.T)
		db := open(on.T, url)
		placed := func(o *pos.Order) {
			o.State = pos.StatePlaced
			o.Placement.Step(pos.StepOrder).DoneAt = ordertest.Start()
		}
		for n, change := range []func(*pos.Order){
			func(*pos.Order) {},
			func(o *pos.Order) { o.State = pos.StateHeld },
			placed,
			func(o *pos.Order) { placed(o); o.Placement.Strategy = pos.StrategyImport },
			func(o *pos.Order) {
				placed(o)
				o.Placement.Strategy = pos.StrategyImport
				o.Placement.Step(pos.StepReservation).DoneAt = ordertest.Start()
			},
			func(o *pos.Order) { o.State = pos.StateCancelled },
		} {
			o := ordertest.Received("nyc-1", n+1)
			accept(on.T, db, o)
			if err := db.Update(on.Context(), o.ID, func(o *pos.Order) ([]pos.Event, error) { change(o); return nil, nil }); err != nil {
				on.Fatal(err)
			}
		}
		refund := ordertest.Received("nyc-1", 7)
		refund.Lines = nil
		accept(on.T, db, refund)
		execute(on.T, url, "DROP TABLE unreserved", "DROP TABLE returned_with", "ALTER TABLE orders DROP COLUMN files", "DELETE FROM goose_db_version WHERE version_id >= 18")
		if err := db.Migrate(on.Context()); err != nil {
			on.Fatal(err)
		}
		found, err := db.Unreserved(on.Context(), []string{"nyc"}, nil)
		if err != nil || len(found) != 2 || found["24-mb01"].String() != "6" || found["24-ug06"].String() != "3" {
			on.Errorf("%v are not reserved, %v; want 6 of 24-mb01 and 3 of 24-ug06", found, err)
		}
	})
}
