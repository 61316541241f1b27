package placement_test

import (
	"context"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
)

// TestFiftyThousandOrdersWait keeps the shop down while a day's orders come in, with the real ledger: nothing may be kept
// in memory for them, and today's orders must not wait for yesterday's when the shop is back.
//
//nolint:paralleltest // it measures the memory of the process
func TestFiftyThousandOrdersWait(t *testing.T) {
	const waiting, most = 50_000, 24 << 20
	db, err := sqldb.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	shop := newShop()
	shop.takes = 0
	shop.set("open", pos.Unavailable(nil, "down"))
	pool := placement.New(placement.Config{Ledger: db, Carts: shop, Orders: shop, Locations: nyc{}, NewID: uuid.NewString,
		SweepEvery: 10 * time.Millisecond, NewestFirst: true})
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = pool.Run(ctx) })
	t.Cleanup(func() { stop(); running.Wait() })

	accept := func(n int) string {
		o := ordertest.Received("nyc-1", n)
		o.ReceivedAt, o.NextAttemptAt = time.Now(), time.Now()
		if _, _, err := db.Accept(t.Context(), o, nil); err != nil {
			t.Error(err)
		}
		return o.ID
	}
	fill := func(from, to int) {
		var wg sync.WaitGroup
		for worker := range 128 {
			wg.Go(func() {
				for n := from + worker; n < to; n += 128 {
					accept(n)
				}
			})
		}
		wg.Wait()
	}
	fill(1, waiting/10)
	before := heap()
	begun := time.Now()
	fill(waiting/10, waiting+1)
	took := time.Since(begun)
	grown := heap() - before
	t.Logf("%d orders wait; %.0f were accepted per second beside the worker; the heap grew by %d kB", waiting, 0.9*waiting/took.Seconds(), grown>>10)
	if grown > most {
		t.Errorf("the heap grew by %d bytes with the orders that wait, want at most %d", grown, most)
	}

	shop.set("open", nil)
	begun = time.Now()
	id := accept(waiting + 1)
	for deadline := time.Now().Add(30 * time.Second); ; {
		o, err := db.Order(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if o.State == pos.StateSettled {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the newest order is %s", o.State)
		}
		<-time.After(5 * time.Millisecond)
	}
	t.Logf("the order that came after the shop was back took %s", time.Since(begun).Round(time.Millisecond))
	soon := shop.count("place")
	<-time.After(time.Second)
	t.Logf("%d orders were placed in the second after", shop.count("place")-soon)
	if shop.count("place") == soon {
		t.Error("those that waited are not placed")
	}
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc) //nolint:gosec // a heap is far below the limit
}
