package sqldb_test

import (
	"path/filepath"
	"testing"

	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/adapters/testserver"
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

// server is a test on one kind of database; url names a new, empty one.
type server struct {
	*testing.T
	url func(tb testing.TB) string
	// slow says that every call goes to another process.
	slow bool
}

// fresh opens a new, empty database.
func (s server) fresh(t *testing.T) *sqldb.DB {
	t.Helper()
	return open(t, s.url(t))
}

// onBoth runs a test on SQLite files and on MariaDB.
func onBoth(t *testing.T, test func(server)) {
	t.Helper()
	for name, url := range map[string]func(testing.TB) string{"sqlite": sqliteURL, "mariadb": testserver.MariaDB} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(server{t, url, name != "sqlite"})
		})
	}
}

func TestOrderLedger(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		ordertest.Ledger(on.T, func(t *testing.T) order.Ledger { t.Helper(); return on.fresh(t) })
	})
}

func TestArchive(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		ordertest.Archive(on.T, func(t *testing.T) ordertest.Archiver { t.Helper(); return on.fresh(t) })
	})
}
