package sqldb_test

import (
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/order/ordertest"
)

func TestOutboxDepth(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		db := on.fresh(on.T)
		depth := func(wantEvents int, wantOldest time.Time) {
			on.Helper()
			events, oldest, err := db.OutboxDepth(on.Context())
			if err != nil || events != wantEvents || !oldest.Equal(wantOldest) {
				on.Errorf("OutboxDepth = %d, %s, %v, want %d, %s", events, oldest, err, wantEvents, wantOldest)
			}
		}
		depth(0, time.Time{})
		first, second := ordertest.Received("nyc-1", 1), ordertest.Received("nyc-1", 2)
		second.ReceivedAt = first.ReceivedAt.Add(time.Minute)
		accept(on.T, db, first, "a", "b")
		accept(on.T, db, second, "c")
		depth(3, first.ReceivedAt)
		if err := db.MarkPublished(on.Context(), []string{"a", "b"}); err != nil {
			on.Fatal(err)
		}
		depth(1, second.ReceivedAt)
		if err := db.MarkPublished(on.Context(), []string{"c"}); err != nil {
			on.Fatal(err)
		}
		depth(0, time.Time{})
	})
}
