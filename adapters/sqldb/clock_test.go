package sqldb_test

import (
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

func TestRegression_AReplicaWithAWrongClockTookOrdersFromOthers(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		db := on.fresh(on.T)
		wrong := func() time.Time { return time.Now().Add(time.Hour) }
		right, err := db.Clock(on.Context(), time.Now)
		if err != nil {
			on.Fatal(err)
		}
		hasty, err := db.Clock(on.Context(), wrong)
		if err != nil {
			on.Fatal(err)
		}
		if !on.slow { // SQLite has one gateway, whose time is as good as any
			if off := time.Until(hasty.Now()) - time.Hour; off.Abs() > time.Minute {
				on.Errorf("off by %s", off)
			}
			return
		}
		if off := time.Until(hasty.Now()); off.Abs() > 30*time.Second {
			on.Fatalf("off by %s", off)
		}
		o := ordertest.Received("nyc-1", 1)
		o.NextAttemptAt = right.Now()
		if _, _, err := db.Accept(on.Context(), o, nil); err != nil {
			on.Fatal(err)
		}
		leases, err := db.Lease(on.Context(), right.Now(), right.Now().Add(5*time.Minute), 10)
		if err != nil || len(leases) != 1 {
			on.Fatalf("%d leases, %v", len(leases), err)
		}
		if stolen, err := db.Lease(on.Context(), hasty.Now(), hasty.Now().Add(5*time.Minute), 10); err != nil || len(stolen) != 0 {
			on.Errorf("another replica took %d leased orders, %v", len(stolen), err)
		}
		if _, err := db.UpdateLeased(on.Context(), leases[0], func(o *pos.Order) ([]pos.Event, error) { return nil, o.Move(pos.StatePlacing) }); err != nil {
			on.Error(err)
		}
	})
}
