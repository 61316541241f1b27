package db_test

import (
	"database/sql"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/adapters/internal/recordings"
	"github.com/tillway/tillway/adapters/internal/testserver"
	"github.com/tillway/tillway/adapters/magento/db"
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
}

// excerpt opens a fresh database with some forty products of the recorded shop.
func excerpt(t *testing.T, changes ...string) shop {
	t.Helper()
	return load(t, "testdata/excerpt.sql.gz", db.Config{}, changes...)
}

// recorded opens a fresh database with one of the dumps of the whole recorded shop.
func recorded(t testing.TB, dump string) shop {
	t.Helper()
	return load(t, filepath.Join(recordings.Dir(t), dump), db.Config{})
}

func load(t testing.TB, dump string, cfg db.Config, changes ...string) shop {
	t.Helper()
	cfg.DSN = testserver.MariaDB(t)
	testserver.LoadDump(t, cfg.DSN, dump)
	admin, err := sql.Open("mysql", cfg.DSN)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.Close() })
	s := shop{dsn: cfg.DSN, admin: admin}
	s.change(t, changes...)
	if s.Source, err = db.Open(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if s.store, err = s.Store(t.Context(), "default"); err != nil {
		t.Fatal(err)
	}
	return s
}

// change alters the database as somebody at Magento would.
func (s shop) change(t testing.TB, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := s.admin.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// product reads one product by id.
func (s shop) product(t testing.TB, id int64) pos.Product {
	t.Helper()
	products, err := s.ProductsByID(t.Context(), s.store, []int64{id})
	if err != nil {
		t.Fatal(err)
	}
	if len(products) != 1 {
		t.Fatalf("%d products have the id %d, want 1", len(products), id)
	}
	return products[0]
}

// all reads every product in pages of a size.
func (s shop) all(t testing.TB, size int) []pos.Product {
	t.Helper()
	var all []pos.Product
	after := int64(0)
	for {
		page, err := s.Products(t.Context(), s.store, after, size)
		if err != nil {
			t.Fatal(err)
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
