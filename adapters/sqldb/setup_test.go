package sqldb_test

import (
	"path/filepath"
	"testing"

	"github.com/tillway/tillway/adapters/internal/testserver"
	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/order"
	"github.com/tillway/tillway/gateway/order/ordertest"
)

func open(tb testing.TB, url string) *sqldb.DB {
	tb.Helper()
	db, err := sqldb.Open(tb.Context(), url)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	if err := db.Migrate(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	return db
}

func sqliteURL(tb testing.TB) string {
	tb.Helper()
	return "sqlite:" + filepath.Join(tb.TempDir(), "ledger #1.db")
}

// server is a test on one kind of database; fresh opens a new, empty one.
type server struct {
	*testing.T
	fresh func(t *testing.T) *sqldb.DB
}

// onBoth runs a test on SQLite files and on MariaDB.
func onBoth(t *testing.T, test func(server)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(server{t, func(t *testing.T) *sqldb.DB { t.Helper(); return open(t, sqliteURL(t)) }})
	})
	t.Run("mariadb", func(t *testing.T) {
		t.Parallel()
		test(server{t, func(t *testing.T) *sqldb.DB { t.Helper(); return open(t, testserver.MariaDB(t)) }})
	})
}

func TestOrderLedger(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		ordertest.Ledger(on.T, func(t *testing.T) order.Ledger { t.Helper(); return on.fresh(t) })
	})
}
