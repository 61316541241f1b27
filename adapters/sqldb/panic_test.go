package sqldb_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

func TestRegression_APanicInOneChangeLeftTheOthersOfItsBatchWaiting(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		const orders = 12
		db := on.fresh(on.T)
		ids := make([]string, orders)
		for n := range ids {
			o := ordertest.Received("nyc-1", n+1)
			ids[n] = o.ID
			if _, _, err := db.Accept(on.Context(), o, nil); err != nil {
				on.Fatal(err)
			}
		}
		ctx, cancel := context.WithTimeout(on.Context(), time.Minute)
		defer cancel()
		var wg sync.WaitGroup
		for n, id := range ids {
			wg.Go(func() {
				err := db.Update(ctx, id, func(o *pos.Order) ([]pos.Event, error) {
					o.Placement.ShopStatus = "seen"
					if n%4 == 0 {
						panic("fault")
					}
					return nil, nil
				})
				if want := map[bool]pos.Kind{true: pos.KindInternal, false: ""}[n%4 == 0]; pos.KindOf(err) != want {
					on.Errorf("change %d: %v", n, err)
				}
			})
		}
		wg.Wait()
		for n, id := range ids {
			o, err := db.Order(ctx, id)
			if want := map[bool]string{true: "", false: "seen"}[n%4 == 0]; err != nil || o.Placement.ShopStatus != want {
				on.Errorf("order %d: %q, %v", n, o.Placement.ShopStatus, err)
			}
		}
	})
}
