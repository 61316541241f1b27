package db_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

var update = flag.Bool("update", false, "write golden files anew")

var _ catalog.Source = (*db.Source)(nil)

// shop is a Magento database under test.
type shop struct {
	*db.Source
	store pos.Store
	dsn   string
	admin *sql.DB
	undo  func(tables map[string]bool)
	// opened is why the database could not be opened; then there is no Source.
	opened error
}

// excerpt opens a fresh database with some forty products of the recorded shop.
func excerpt(t *testing.T, changes ...string) shop {
	t.Helper()
	return load(t, "testdata/excerpt.sql.gz", db.Config{}, changes...)
}

// recorded opens a fresh database with one of the dumps of the whole recorded shop.
func recorded(tb testing.TB, dump string) shop {
	tb.Helper()
	return load(tb, filepath.Join(testserver.Recordings(tb), dump), db.Config{})
}

func load(tb testing.TB, dump string, cfg db.Config, changes ...string) shop {
	tb.Helper()
	cfg.DSN = testserver.MariaDB(tb)
	admin, err := sql.Open("mysql", cfg.DSN)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = admin.Close() })
	admin.SetMaxOpenConns(1) // so that session settings hold
	s := shop{dsn: cfg.DSN, admin: admin}
	// The server is the tests' own: what it loses in a crash nobody misses.
	s.change(tb, "SET GLOBAL innodb_flush_log_at_trx_commit = 0", "SET SESSION foreign_key_checks = 0, sql_mode = ''")
	testserver.LoadDump(tb, cfg.DSN, dump)
	s.change(tb, changes...)
	if s.Source, s.opened = db.Open(tb.Context(), cfg); s.opened != nil {
		return s
	}
	tb.Cleanup(func() { _ = s.Close() })
	if s.store, err = s.Store(tb.Context(), "default"); err != nil {
		tb.Fatal(err)
	}
	return s
}

// lab is a database that each of several tests, one after the other, finds as it was loaded.
type lab struct {
	shop
	pristine string // name of a database that nobody changes
}

func newLab(t *testing.T) lab {
	t.Helper()
	kept, err := mysql.ParseDSN(load(t, "testdata/excerpt.sql.gz", db.Config{}).dsn)
	if err != nil {
		t.Fatal(err)
	}
	return lab{excerpt(t), kept.DBName}
}

var touched = regexp.MustCompile(`(?:INTO|UPDATE|FROM) (\w+)`)

// with opens the database after some changes, which are undone when the test ends.
func (l lab) with(t *testing.T, cfg db.Config, changes ...string) shop {
	t.Helper()
	s := shop{store: l.store, dsn: l.dsn, admin: l.admin, undo: func(tables map[string]bool) {
		for table := range tables {
			for _, statement := range []string{"DELETE FROM " + table, "INSERT INTO " + table + " SELECT * FROM " + l.pristine + "." + table} {
				if _, err := l.admin.ExecContext(context.WithoutCancel(t.Context()), statement); err != nil {
					t.Errorf("undo: %v", err)
				}
			}
		}
	}}
	s.change(t, changes...)
	var err error
	cfg.DSN = l.dsn
	if s.Source, err = db.Open(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// change alters the database as somebody at Magento would.
func (s shop) change(tb testing.TB, statements ...string) {
	tb.Helper()
	tables := map[string]bool{}
	for _, statement := range statements {
		for _, match := range touched.FindAllStringSubmatch(statement, -1) {
			tables[match[1]] = true
		}
		if _, err := s.admin.ExecContext(tb.Context(), statement); err != nil {
			tb.Fatalf("%s: %v", statement, err)
		}
	}
	if s.undo != nil {
		tb.Cleanup(func() { s.undo(tables) })
	}
}

// names returns the first column of a query's rows.
func (s shop) names(tb testing.TB, query string) []string {
	tb.Helper()
	rows, err := s.admin.QueryContext(tb.Context(), query)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			tb.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	return names
}

// product reads one product by id.
func (s shop) product(tb testing.TB, id int64) pos.Product {
	tb.Helper()
	products, err := s.ProductsByID(tb.Context(), s.store, []int64{id})
	if err != nil {
		tb.Fatal(err)
	}
	if len(products) != 1 {
		tb.Fatalf("%d products have the id %d, want 1", len(products), id)
	}
	return products[0]
}

// all reads every product in pages of a size.
func (s shop) all(tb testing.TB, size int) []pos.Product {
	tb.Helper()
	var all []pos.Product
	after := int64(0)
	for {
		page, err := s.Products(tb.Context(), s.store, after, size)
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, page...)
		if len(page) < size {
			return all
		}
		after = page[len(page)-1].ID
	}
}

func golden(t *testing.T, name string, value any) {
	t.Helper()
	got, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "golden", name+".json")
	if *update {
		if err := os.WriteFile(path, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)+"\n"); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
