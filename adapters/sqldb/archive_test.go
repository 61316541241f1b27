package sqldb_test

import (
	"database/sql"
	"strings"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

// execute runs statements on a ledger's own database.
func execute(t *testing.T, url string, statements ...string) {
	t.Helper()
	driver, source := "mysql", url
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, source = "sqlite", "file:"+strings.NewReplacer(" ", "%20", "#", "%23").Replace(path)
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// TestArchiveOfBefore brings a ledger up to date whose archive left nothing behind in orders.
func TestArchiveOfBefore(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		url := on.url(on.T)
		db := open(on.T, url)
		o := ordertest.Received("nyc-1", 7)
		o.State, o.SettledAt = pos.StateSettled, o.ReceivedAt
		accept(on.T, db, o)
		if n, err := db.Archive(on.Context(), o.ReceivedAt.Add(time.Second)); n != 1 || err != nil {
			on.Fatal(n, err)
		}
		unmark(on, url)
		execute(on.T, url, "DELETE FROM orders", "DELETE FROM goose_db_version WHERE version_id >= 16")
		if err := db.Migrate(on.Context()); err != nil {
			on.Fatal(err)
		}
		if got, again, err := db.Accept(on.Context(), o, nil); !again || err != nil || got.State != pos.StateSettled {
			on.Errorf("sent again: %t, %v, %s", again, err, got.State)
		}
		other := ordertest.Received("nyc-1", 8)
		other.Counter = 7
		if _, _, err := db.Accept(on.Context(), other, nil); pos.KindOf(err) != pos.KindConflict {
			on.Errorf("another with its receipt number: %v", err)
		}
		if last, err := db.LastCounter(on.Context(), "nyc-1"); last != 7 || err != nil {
			on.Errorf("the last counter is %d, %v", last, err)
		}
		if depths, err := db.QueueDepths(on.Context()); err != nil || len(depths) != 5 {
			on.Errorf("%+v, %v", depths, err)
		}
	})
}
