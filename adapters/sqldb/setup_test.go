package sqldb_test

import (
	"path/filepath"
	"testing"

	"github.com/tillway/tillway/adapters/internal/testserver"
	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/order"
	"github.com/tillway/tillway/gateway/order/ordertest"
)

func open(t testing.TB, url string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db
}

func sqliteURL(t testing.TB) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "ledger #1.db")
}

// onBoth runs a test on a fresh SQLite file and on a fresh MariaDB database.
func onBoth(t *testing.T, test func(t *testing.T, fresh func(t *testing.T) *sqldb.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, func(t *testing.T) *sqldb.DB { t.Helper(); return open(t, sqliteURL(t)) })
	})
	t.Run("mariadb", func(t *testing.T) {
		t.Parallel()
		test(t, func(t *testing.T) *sqldb.DB { t.Helper(); return open(t, testserver.MariaDB(t)) })
	})
}

func TestOrderLedger(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, fresh func(t *testing.T) *sqldb.DB) {
		ordertest.Ledger(t, func(t *testing.T) order.Ledger { t.Helper(); return fresh(t) })
	})
}
