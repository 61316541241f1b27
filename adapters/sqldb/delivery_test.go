package sqldb_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

func TestDeliveries(t *testing.T) {
	t.Parallel()
	at := func(n int) time.Time { return ordertest.Start().Add(time.Duration(n) * time.Second) }
	hint := func(id string, n int) pos.Hint {
		return pos.Hint{ID: id, Sender: "magento", Entity: pos.HintOrder, EntityID: "7", ReceivedAt: at(n)}
	}
	keep := func(t *testing.T, db *sqldb.DB, h pos.Hint) {
		t.Helper()
		if fresh, err := db.Keep(t.Context(), h, []byte(`{"type":"order.updated"}`)); err != nil || !fresh {
			t.Fatalf("Keep(%s) = %t, %v", h.ID, fresh, err)
		}
	}
	waiting := func(t *testing.T, db *sqldb.DB, now time.Time, want ...string) {
		t.Helper()
		hints, err := db.Waiting(t.Context(), now, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range hints {
			got = append(got, h.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("waiting %v, want %v", got, want)
		}
	}
	onBoth(t, func(on server) {
		on.Run("a message is kept once for each sender", func(t *testing.T) {
			t.Parallel()
			db := on.fresh(t)
			var wg sync.WaitGroup
			var fresh atomic.Int64
			for range 20 {
				wg.Go(func() {
					ok, err := db.Keep(t.Context(), hint("m1", 1), nil)
					if err != nil {
						t.Error(err)
					}
					if ok {
						fresh.Add(1)
					}
				})
			}
			wg.Wait()
			if fresh.Load() != 1 {
				t.Errorf("%d callers were told that it is fresh", fresh.Load())
			}
			other := hint("m1", 2)
			other.Sender = "another"
			keep(t, db, other)
		})
		on.Run("waits from the oldest on until it is done or put off", func(t *testing.T) {
			t.Parallel()
			db := on.fresh(t)
			for i, id := range []string{"c", "a", "b"} {
				keep(t, db, hint(id, i))
			}
			waiting(t, db, at(9), "c", "a", "b")
			waiting(t, db, at(1), "c", "a")
			if hints, err := db.Waiting(t.Context(), at(9), 1); err != nil || len(hints) != 1 || hints[0] != hint("c", 0) {
				t.Errorf("Waiting = %+v, %v", hints, err)
			}
			if err := db.Done(t.Context(), []pos.Hint{hint("c", 0)}); err != nil {
				t.Fatal(err)
			}
			if err := db.Retry(t.Context(), []pos.Hint{hint("a", 1)}, at(20)); err != nil {
				t.Fatal(err)
			}
			waiting(t, db, at(9), "b")
			waiting(t, db, at(20), "a", "b")
			if err := db.Retry(t.Context(), []pos.Hint{hint("c", 0)}, at(5)); err != nil {
				t.Fatal(err)
			}
			waiting(t, db, at(20), "a", "b") // what is done stays done
			if fresh, err := db.Keep(t.Context(), hint("c", 0), nil); err != nil || fresh {
				t.Errorf("a done message is fresh again: %t, %v", fresh, err)
			}
		})
		on.Run("puts off and is done with many at once", func(t *testing.T) {
			t.Parallel()
			db := on.fresh(t)
			var all []pos.Hint
			for i := range 2*500 + 3 {
				h := hint(fmt.Sprint(i), i)
				if i%4 == 3 {
					h.Sender = "another"
				}
				keep(t, db, h)
				all = append(all, h)
			}
			if err := db.Retry(t.Context(), all[1:], at(5000)); err != nil {
				t.Fatal(err)
			}
			waiting(t, db, at(4999), "0")
			if err := db.Done(t.Context(), all[2:]); err != nil {
				t.Fatal(err)
			}
			waiting(t, db, at(5000), "0", "1")
		})
		on.Run("prunes what is done and old", func(t *testing.T) {
			t.Parallel()
			db := on.fresh(t)
			for i, id := range []string{"a", "b", "c"} {
				keep(t, db, hint(id, i))
			}
			for i, id := range []string{"a", "c"} {
				if err := db.Done(t.Context(), []pos.Hint{hint(id, i)}); err != nil {
					t.Fatal(err)
				}
			}
			if n, err := db.Prune(t.Context(), at(2)); err != nil || n != 1 {
				t.Errorf("pruned %d, %v", n, err)
			}
			waiting(t, db, at(9), "b")
		})
		on.Run("refuses ids that cannot be told apart", func(t *testing.T) {
			t.Parallel()
			db := on.fresh(t)
			for _, id := range []string{"", strings.Repeat("x", 256)} {
				if _, err := db.Keep(t.Context(), hint(id, 1), nil); pos.KindOf(err) != pos.KindInvalid {
					t.Errorf("Keep of an id of %d characters = %v", len(id), err)
				}
			}
		})
	})
}
