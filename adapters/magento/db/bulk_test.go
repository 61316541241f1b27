package db_test

import (
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/adapters/magento/db/dbgen"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/pos"
)

func TestAllProductsAreThoseOfThePages(t *testing.T) {
	t.Parallel()
	dsn := testserver.MariaDB(t)
	if err := dbgen.Generate(t.Context(), dsn, dbgen.Options{SKUs: 6000, Seed: 3}); err != nil {
		t.Fatal(err)
	}
	for _, change := range []struct {
		name string
		sql  []string
	}{
		{"rows in order", nil},
		{"values that were added later", []string{
			`INSERT INTO catalog_product_entity_varchar (attribute_id, store_id, entity_id, value)
				SELECT attribute_id, 1, entity_id, CONCAT(value, ' here') FROM catalog_product_entity_varchar WHERE attribute_id = 73 AND entity_id % 7 = 0`,
		}},
		{"products whose rows were written anew", []string{
			"UPDATE catalog_product_entity_int SET value_id = value_id + 900000 WHERE entity_id IN (1, 2501, 2502, 4000)",
			"UPDATE catalog_category_product SET entity_id = entity_id + 900000 WHERE product_id IN (5, 2501, 3000)",
		}},
		{"rows that came before their time", []string{
			"UPDATE catalog_product_entity_decimal SET value_id = value_id + 100000 ORDER BY value_id DESC",
			"UPDATE catalog_product_entity_decimal SET value_id = value_id - 100000 WHERE entity_id IN (3000, 5001, 5002)",
		}},
		{"orphans, and a product that is gone", []string{
			"DELETE FROM catalog_product_entity WHERE entity_id IN (2500, 5001)",
			"INSERT INTO catalog_product_entity_varchar (attribute_id, store_id, entity_id, value) VALUES (73, 0, 77777, 'x')",
		}},
		{"a table in no order at all", []string{
			"UPDATE catalog_product_entity_text SET value_id = 2000000 + entity_id * 2741 % 6007 WHERE attribute_id = 75",
		}},
		{"a customer group that pays less", []string{"UPDATE catalog_product_index_price SET final_price = 1, min_price = 1 WHERE customer_group_id = 2 AND entity_id % 100 = 3"}},
	} {
		execute(t, dsn, change.sql)
		source, err := db.Open(t.Context(), db.Config{DSN: dsn})
		if err != nil {
			t.Fatal(err)
		}
		store, err := source.Store(t.Context(), "default")
		if err != nil {
			t.Fatal(err)
		}
		if diff := differences(paged(t, source, store), atOnce(t, source, store)); diff != "" {
			t.Errorf("%s: %s", change.name, diff)
		}
		_ = source.Close()
	}
}

func TestAllProductsEndWithTheirReader(t *testing.T) {
	t.Parallel()
	s := newLab(t).with(t, db.Config{})
	full := errors.New("full")
	if err := s.AllProducts(t.Context(), s.store, func([]pos.Product) error { return full }); !errors.Is(err, full) {
		t.Errorf("%v, want the reader's own error", err)
	}
}

func execute(t testing.TB, dsn string, statements []string) {
	t.Helper()
	admin, err := sql.Open("mysql", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = admin.Close() }()
	for _, statement := range statements {
		if _, err := admin.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

func paged(t *testing.T, source *db.Source, store pos.Store) map[int64]string {
	t.Helper()
	out, after := map[int64]string{}, int64(0)
	for {
		page, err := source.Products(t.Context(), store, after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		put(t, out, page)
		if len(page) < 1000 {
			return out
		}
		after = page[len(page)-1].ID
	}
}

func atOnce(t *testing.T, source *db.Source, store pos.Store) map[int64]string {
	t.Helper()
	var mu sync.Mutex
	out := map[int64]string{}
	err := source.AllProducts(t.Context(), store, func(products []pos.Product) error {
		mu.Lock()
		defer mu.Unlock()
		put(t, out, products)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func put(t *testing.T, into map[int64]string, products []pos.Product) {
	t.Helper()
	for _, p := range products {
		body, err := json.Marshal(p)
		if err != nil {
			t.Error(err)
		}
		into[p.ID] = string(body)
	}
}

// differences names a product that two readings tell differently.
func differences(want, got map[int64]string) string {
	var out strings.Builder
	if len(want) != len(got) {
		out.WriteString("numbers of products differ; ")
	}
	for id, body := range want {
		if got[id] != body {
			return out.String() + "want " + body + "\ngot " + got[id]
		}
	}
	return out.String()
}
