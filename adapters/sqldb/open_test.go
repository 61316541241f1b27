package sqldb_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

func TestOpen(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		url  string
		want pos.Kind
	}{
		"refuses an empty path":                 {"sqlite:", pos.KindInvalid},
		"refuses a database that is in memory":  {"sqlite::memory:", pos.KindInvalid},
		"refuses a URL without a database":      {"mysql://root:secret@127.0.0.1:1/", pos.KindInvalid},
		"refuses a URL that is none":            {"mysql://root:secret@[::1/x", pos.KindInvalid},
		"refuses another kind of database":      {"postgres://root:secret@127.0.0.1/x", pos.KindInvalid},
		"says that a server does not answer":    {"mysql://root:secret@127.0.0.1:1/tillway", pos.KindUnavailable},
		"says that a folder cannot be written":  {"sqlite:/nowhere/at/all.db", pos.KindUnavailable},
		"reads a driver's own data source name": {"root:secret@tcp(127.0.0.1:1)/tillway", pos.KindUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := sqldb.Open(t.Context(), c.url)
			if pos.KindOf(err) != c.want {
				t.Errorf("Open = %v of kind %s, want %s", err, pos.KindOf(err), c.want)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("the password leaks: %v", err)
			}
		})
	}
}

// TestOpenByReplicasAtOnce opens files that nobody opened before, each by several at once: whoever turns a new file to WAL
// excludes the others, without SQLite making them wait.
func TestOpenByReplicasAtOnce(t *testing.T) {
	t.Parallel()
	const files, replicas = 30, 6
	for range files {
		url := sqliteURL(t)
		var wg sync.WaitGroup
		for range replicas {
			wg.Go(func() {
				db, err := sqldb.Open(t.Context(), url)
				if err != nil {
					t.Error(err)
					return
				}
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	}
}

func TestMigrate(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		on.Run("may be done again, and keeps what is stored", func(t *testing.T) {
			t.Parallel()
			url := on.url(t)
			accept(t, open(t, url), ordertest.Received("nyc-1", 1))
			db := open(t, url)
			if _, err := db.Order(t.Context(), ordertest.Input("nyc-1", 1).ID); err != nil {
				t.Error(err)
			}
			if err := db.Ping(t.Context()); err != nil {
				t.Error(err)
			}
		})
	})
	t.Run("reports a database without tables as our fault, not as one to wait for", func(t *testing.T) {
		t.Parallel()
		db, err := sqldb.Open(t.Context(), sqliteURL(t))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		if _, err := db.Order(t.Context(), "x"); pos.KindOf(err) != pos.KindInternal {
			t.Errorf("Order = %v of kind %s", err, pos.KindOf(err))
		}
	})
	t.Run("a closed database is unavailable", func(t *testing.T) {
		t.Parallel()
		db, err := sqldb.Open(t.Context(), sqliteURL(t))
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Order(t.Context(), "x"); pos.KindOf(err) != pos.KindUnavailable {
			t.Errorf("Order = %v of kind %s", err, pos.KindOf(err))
		}
	})
}

func TestQueueDepths(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		db := on.fresh(on.T)
		for n := 1; n <= 5; n++ {
			accept(on.T, db, ordertest.Received("nyc-1", n))
		}
		for n, state := range map[int]pos.OrderState{1: pos.StateHeld, 4: pos.StateHeld, 2: pos.StateSettled} {
			err := db.Update(on.Context(), ordertest.Input("nyc-1", n).ID, func(o *pos.Order) ([]pos.Event, error) { o.State = state; return nil, nil })
			if err != nil {
				on.Fatal(err)
			}
		}
		depths, err := db.QueueDepths(on.Context())
		if err != nil {
			on.Fatal(err)
		}
		got := map[pos.OrderState]pos.QueueDepth{}
		for _, d := range depths {
			got[d.State] = d
		}
		if held := got[pos.StateHeld]; held.Count != 2 || !held.Oldest.Equal(ordertest.Received("nyc-1", 1).ReceivedAt) {
			on.Errorf("held %+v", held)
		}
		if received := got[pos.StateReceived]; received.Count != 2 || !received.Oldest.Equal(ordertest.Received("nyc-1", 3).ReceivedAt) {
			on.Errorf("received %+v", received)
		}
		if placed, ok := got[pos.StatePlaced]; !ok || placed.Count != 0 || !placed.Oldest.IsZero() {
			on.Errorf("placed %+v, listed %t", placed, ok)
		}
		if len(depths) != 5 {
			on.Errorf("%d states", len(depths))
		}
	})
}
