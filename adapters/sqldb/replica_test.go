package sqldb_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

func TestMigrateByReplicasAtOnce(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		const replicas = 6
		url := on.url(on.T)
		start := make(chan struct{})
		var wg sync.WaitGroup
		for range replicas {
			wg.Go(func() {
				db, err := sqldb.Open(on.Context(), url)
				if err != nil {
					on.Error(err)
					return
				}
				defer func() { _ = db.Close() }()
				<-start
				if err := db.Migrate(on.Context()); err != nil {
					on.Errorf("Migrate = %v", err)
					return
				}
				o := ordertest.Received("nyc-1", 1) // whoever comes back may use every table
				if _, _, err := db.Accept(on.Context(), o, nil); err != nil {
					on.Error(err)
				}
				if _, err := db.Archive(on.Context(), o.ReceivedAt); err != nil {
					on.Error(err)
				}
			})
		}
		close(start)
		wg.Wait()
	})
}

// TestReplicasShareTheWork has replicas lease and settle a backlog at once, as fast as they can: each order is worked on by
// one of them, and none is left.
func TestReplicasShareTheWork(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		const replicas, orders = 4, 240
		url := on.url(on.T)
		first := open(on.T, url)
		for n := 1; n <= orders; n++ {
			accept(on.T, first, ordertest.Received("nyc-1", n))
		}
		now := ordertest.Start().Add(time.Hour)
		var mu sync.Mutex
		worked := map[string]int{}
		var wg sync.WaitGroup
		for replica := range replicas {
			db := open(on.T, url)
			wg.Go(func() {
				for idle := 0; idle < 3; { // another may just hold what is left
					leases, err := db.Lease(on.Context(), now, now.Add(time.Minute), 5)
					if err != nil {
						on.Error(err)
						return
					}
					if len(leases) == 0 {
						idle++
						continue
					}
					idle = 0
					for _, l := range leases {
						_, err := db.UpdateLeased(on.Context(), l, func(o *pos.Order) ([]pos.Event, error) {
							o.State = pos.StateSettled
							return []pos.Event{o.Event(pos.OrderChanged, fmt.Sprint(replica, o.ID), now)}, nil
						})
						if err != nil {
							on.Errorf("order %s: %v", l.Order.Receipt(), err)
						}
						mu.Lock()
						worked[l.Order.ID]++
						mu.Unlock()
					}
				}
			})
		}
		wg.Wait()
		for id, n := range worked {
			if n != 1 {
				on.Errorf("%s was worked on %d times", id, n)
			}
		}
		if events := unpublished(on.T, first, orders+1); len(worked) != orders || len(events) != orders {
			on.Errorf("%d orders were settled with %d events, want %d", len(worked), len(events), orders)
		}
	})
}

// TestLeaseDoesNotWait holds what a worker of another replica is just leasing: the others are leased at once.
func TestLeaseDoesNotWait(t *testing.T) {
	t.Parallel()
	url := testserver.MariaDB(t)
	db := open(t, url)
	var held []string
	var want []string
	for n := 1; n <= 6; n++ {
		o := ordertest.Received("nyc-1", n)
		accept(t, db, o)
		if n > 3 {
			want = append(want, o.ID)
		} else {
			held = append(held, o.ID)
		}
	}
	other, err := sql.Open("mysql", url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	tx, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	for _, id := range held {
		if _, err := tx.ExecContext(t.Context(), "SELECT id FROM orders FORCE INDEX (PRIMARY) WHERE id = ? FOR UPDATE", id); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second) // the server waits 50 s for a lock
	defer cancel()
	now := ordertest.Start().Add(time.Hour)
	leases, err := db.Lease(ctx, now, now.Add(time.Minute), 10)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range leases {
		got = append(got, l.Order.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("leased %v, want %v", got, want)
	}
}
