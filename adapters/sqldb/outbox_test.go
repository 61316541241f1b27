package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

func unpublished(t *testing.T, db *sqldb.DB, limit int) []string {
	t.Helper()
	events, err := db.Unpublished(t.Context(), limit)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, e := range events {
		ids = append(ids, e.ID)
	}
	return ids
}

// accept stores an order with events of the given ids.
func accept(t *testing.T, db *sqldb.DB, o pos.Order, ids ...string) {
	t.Helper()
	var events []pos.Event
	for _, id := range ids {
		events = append(events, o.Event(pos.OrderCreated, id, o.ReceivedAt))
	}
	if _, _, err := db.Accept(t.Context(), o, events); err != nil {
		t.Fatal(err)
	}
}

func TestOutbox(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		on.Run("holds the events of what was stored, in order, until they are marked", func(t *testing.T) {
			t.Parallel()
			db := on.fresh(t)
			o := ordertest.Received("nyc-1", 1)
			accept(t, db, o, "b", "a")
			err := db.Update(t.Context(), o.ID, func(o *pos.Order) ([]pos.Event, error) {
				return []pos.Event{o.Event(pos.OrderChanged, "c", ordertest.Start())}, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := unpublished(t, db, 10); !slices.Equal(got, []string{"b", "a", "c"}) {
				t.Errorf("unpublished %v", got)
			}
			if got := unpublished(t, db, 2); !slices.Equal(got, []string{"b", "a"}) {
				t.Errorf("two unpublished %v", got)
			}
			events, err := db.Unpublished(t.Context(), 1)
			want := o.Event(pos.OrderCreated, "b", o.ReceivedAt)
			if err != nil || events[0].OrderID != o.ID || events[0].Name != want.Name || !events[0].At.Equal(want.At) || string(events[0].Data) != string(want.Data) {
				t.Errorf("event %+v, want %+v, %v", events[0], want, err)
			}
			if err := db.MarkPublished(t.Context(), []string{"a", "b", "unknown"}); err != nil {
				t.Fatal(err)
			}
			if got := unpublished(t, db, 10); !slices.Equal(got, []string{"c"}) {
				t.Errorf("unpublished after marking %v", got)
			}
		})
		on.Run("holds nothing of what was refused or sent again", func(t *testing.T) {
			t.Parallel()
			db := on.fresh(t)
			o := ordertest.Received("nyc-1", 1)
			accept(t, db, o, "first")
			accept(t, db, o, "again")
			other := o
			other.Hash = "other"
			if _, _, err := db.Accept(t.Context(), other, []pos.Event{o.Event(pos.OrderCreated, "conflict", o.ReceivedAt)}); pos.KindOf(err) != pos.KindConflict {
				t.Errorf("Accept = %v", err)
			}
			_ = db.Update(t.Context(), o.ID, func(o *pos.Order) ([]pos.Event, error) {
				return []pos.Event{o.Event(pos.OrderChanged, "refused", o.ReceivedAt)}, errors.New("refused")
			})
			if got := unpublished(t, db, 10); !slices.Equal(got, []string{"first"}) {
				t.Errorf("unpublished %v", got)
			}
		})
		on.Run("marks and prunes thousands", func(t *testing.T) {
			t.Parallel()
			db := on.fresh(t)
			var ids []string
			for n := range 1200 {
				ids = append(ids, fmt.Sprint("e", n))
			}
			accept(t, db, ordertest.Received("nyc-1", 1), ids...)
			if err := db.MarkPublished(t.Context(), ids[:1100]); err != nil {
				t.Fatal(err)
			}
			at := ordertest.Received("nyc-1", 1).ReceivedAt
			if n, err := db.PruneOutbox(t.Context(), at); err != nil || n != 0 {
				t.Errorf("pruned %d young events, %v", n, err)
			}
			if n, err := db.PruneOutbox(t.Context(), at.Add(time.Second)); err != nil || n != 1100 {
				t.Errorf("pruned %d events, want 1100, %v", n, err)
			}
			if got := unpublished(t, db, 1000); len(got) != 100 {
				t.Errorf("%d events are left", len(got))
			}
		})
	})
}

func TestAcceptAcrossReplicas(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		url := on.url(on.T)
		replicas := []*sqldb.DB{open(on.T, url), open(on.T, url)}
		var wg sync.WaitGroup
		var mu sync.Mutex
		stored := map[string]int{}
		for worker := range 16 {
			wg.Go(func() {
				for n := 1; n <= 20; n++ { // every worker sends the same orders
					o := ordertest.Received("nyc-1", n)
					_, duplicate, err := replicas[worker%2].Accept(on.Context(), o, []pos.Event{o.Event(pos.OrderCreated, fmt.Sprint(worker, "-", n), o.ReceivedAt)})
					if err != nil {
						on.Error(err)
						continue
					}
					if !duplicate {
						mu.Lock()
						stored[o.ID]++
						mu.Unlock()
					}
				}
			})
		}
		wg.Wait()
		for id, n := range stored {
			if n != 1 {
				on.Errorf("%s was stored %d times", id, n)
			}
		}
		if got := unpublished(on.T, replicas[0], 1000); len(stored) != 20 || len(got) != 20 {
			on.Errorf("%d orders and %d events, want 20", len(stored), len(got))
		}
	})
}

func TestAcceptGivenUp(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		db := on.fresh(on.T)
		ctx, cancel := context.WithCancel(on.Context())
		cancel()
		o := ordertest.Received("nyc-1", 1)
		for range 20 { // which of two ready things a select takes is random
			stored, _, err := db.Accept(ctx, o, nil)
			if err == nil && stored.ID != o.ID || err != nil && pos.KindOf(err) != pos.KindUnavailable {
				on.Fatalf("Accept = %s, %v", stored.ID, err)
			}
		}
		if _, _, err := db.Accept(on.Context(), o, nil); err != nil {
			on.Errorf("Accept after callers gave up = %v", err)
		}
	})
}
