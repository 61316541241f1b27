package dbgen_test

import (
	"testing"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/adapters/magento/db/dbgen"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/pos"
)

func TestGenerate(t *testing.T) {
	t.Parallel()
	dsn := testserver.MariaDB(t)
	const skus = 800
	if err := dbgen.Generate(t.Context(), dsn, dbgen.Options{SKUs: skus, Seed: 7}); err != nil {
		t.Fatal(err)
	}
	source, err := db.Open(t.Context(), db.Config{DSN: dsn})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = source.Close() })
	store, err := source.Store(t.Context(), "default")
	if err != nil {
		t.Fatal(err)
	}
	products, err := source.Products(t.Context(), store, 0, skus+1)
	if err != nil || len(products) != skus {
		t.Fatalf("%d products, %v; want %d", len(products), err, skus)
	}
	types := map[pos.ProductType]int{}
	for _, p := range products {
		types[p.Type]++
		if p.Name == "" || p.URLKey == "" || len(p.Prices) != 1 || len(p.Gallery) == 0 || len(p.Categories) != 2 || len(p.Websites) != 1 {
			t.Errorf("%s is not whole: %+v", p.SKU, p)
		}
	}
	for kind, want := range map[pos.ProductType]int{pos.TypeConfigurable: 50, pos.TypeBundle: 4, pos.TypeGrouped: 4, pos.TypeDownloadable: 3, pos.TypeVirtual: 3} {
		if types[kind] != want {
			t.Errorf("%d products are %s, want %d", types[kind], kind, want)
		}
	}
	shirt := products[blockEnd(3)]
	if len(shirt.Variants) != 12 || len(shirt.Options) != 2 || len(shirt.Options[0].Values) != 4 || len(shirt.Options[1].Values) != 3 || len(shirt.URLs) != 2 {
		t.Errorf("a configurable product is not whole: %+v", shirt)
	}
	levels, err := source.Stock(t.Context(), store)
	if err != nil || len(levels) != skus {
		t.Errorf("%d stock levels, %v; want %d", len(levels), err, skus)
	}
}

func blockEnd(block int) int { return 16*block + 15 }
