package db_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/gateway/pos"
)

func TestTablesOfTheIndexesThatHaveNotChangedAreNotSummedAgain(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var summed []string
	cfg := db.Config{Observe: func(query string, _ time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		if table, ok := strings.CutPrefix(query, "digest "); ok {
			summed = append(summed, table)
		}
	}}
	s := load(t, "testdata/excerpt.sql.gz", cfg)
	ask := func(of *db.Source) ([]pos.RangeDigest, []string) {
		t.Helper()
		mu.Lock()
		summed = nil
		mu.Unlock()
		digests, err := of.IndexDigests(t.Context(), s.store, 100)
		if err != nil {
			t.Fatal(err)
		}
		mu.Lock()
		defer mu.Unlock()
		return digests, slices.Clone(summed)
	}
	all := []string{"prices", "stock index", "stock items"}
	for range 2 { // all was changed within the minute
		if _, tables := ask(s.Source); !slices.Equal(tables, all) {
			t.Errorf("%v were summed, want %v", tables, all)
		}
	}
	s.TrustDatesAfter(time.Second) // dates are of whole seconds
	settle := func() []pos.RangeDigest {
		t.Helper()
		for ends := time.Now().Add(20 * time.Second); time.Now().Before(ends); {
			if digests, tables := ask(s.Source); len(tables) == 0 {
				return digests
			}
		}
		t.Fatal("tables are summed again and again that do not change")
		return nil
	}
	before := settle()
	for _, c := range []struct {
		name    string
		changes []string
		want    []string
	}{
		{"a price", []string{"UPDATE catalog_product_index_price SET final_price = final_price + 1 WHERE entity_id = 1"}, []string{"prices"}},
		{"a table that takes the place of another", []string{
			"CREATE TABLE made_anew LIKE catalog_product_index_price", "INSERT INTO made_anew SELECT * FROM catalog_product_index_price",
			"UPDATE made_anew SET min_price = min_price + 1 WHERE entity_id = 1",
			"RENAME TABLE catalog_product_index_price TO made_old, made_anew TO catalog_product_index_price",
		}, []string{"prices"}},
		{"one that was emptied and filled", []string{"CREATE TEMPORARY TABLE aside SELECT * FROM catalog_product_index_price",
			"TRUNCATE catalog_product_index_price", "INSERT INTO catalog_product_index_price SELECT * FROM aside WHERE entity_id > 1"}, []string{"prices"}},
		{"a product that is gone, with what foreign keys take along", []string{"SET SESSION foreign_key_checks = 1", "DELETE FROM catalog_product_entity WHERE entity_id = 2047"},
			[]string{"stock index", "stock items"}},
	} {
		s.change(t, c.changes...)
		after, tables := ask(s.Source)
		for _, want := range c.want {
			if !slices.Contains(tables, want) {
				t.Errorf("%s: %v were summed, want %v", c.name, tables, c.want)
			}
		}
		if slices.Equal(after, before) {
			t.Errorf("%s: no digest is another", c.name)
		}
		if before = settle(); !slices.Equal(before, after) {
			t.Errorf("%s: what was kept is not what was summed", c.name)
		}
	}
	s.change(t, "BEGIN", "UPDATE catalog_product_index_price SET final_price = final_price + 1 WHERE entity_id = 2", "DO SLEEP(2.1)")
	if digests, tables := ask(s.Source); len(tables) > 0 || !slices.Equal(digests, before) {
		t.Errorf("%v were summed for what is not committed", tables)
	}
	s.change(t, "COMMIT") // dated to its begin, which is long past
	if digests, tables := ask(s.Source); !slices.Equal(tables, []string{"prices"}) || slices.Equal(digests, before) {
		t.Errorf("%v were summed after a long transaction, want prices, with another digest", tables)
	}
	before = settle()
	fresh, err := db.Open(t.Context(), db.Config{DSN: s.dsn})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = fresh.Close() })
	if digests, _ := ask(fresh); !slices.Equal(digests, before) {
		t.Error("what was kept is not what is there")
	}
}
