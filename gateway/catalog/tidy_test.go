package catalog_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

const (
	wideProducts = 9000 // of which an eighth may have changed before the index is built at once
	manyChanges  = 1050 // more than followers leave to searches
)

// wide is a shop of many small products, all called bags.
func wide(t *testing.T) *memory.Memory {
	t.Helper()
	s := &shop{store: pos.Store{ID: 1, Code: storeCode, WebsiteID: 1, RootCategoryID: 2}, products: map[int64]pos.Product{}, stock: map[string]pos.StockLevel{},
		categories: map[int64]pos.Category{2: {ID: 2, ParentID: 1, Path: "1/2", Active: true}}}
	for id := range int64(wideProducts) {
		s.products[id+1] = named(id+1, "Bag")
	}
	cache := memory.New()
	if _, err := catalog.NewImporter(catalog.ImporterConfig{Source: s, Shelf: cache, Log: cache, Now: clock}).Import(t.Context(), storeCode, nil); err != nil {
		t.Fatal(err)
	}
	return cache
}

func named(id int64, name string) pos.Product {
	return pos.Product{ID: id, SKU: fmt.Sprintf("W-%05d", id), Type: pos.TypeSimple, Name: fmt.Sprint(name, " ", id), Enabled: true,
		Visibility: pos.VisibleBoth, Websites: []int64{1}, Prices: rows(*price("10"))}
}

// rename appends changes of n products all over the catalog to the log.
func rename(t *testing.T, cache *memory.Memory, n int, name string) {
	t.Helper()
	changes := make([]pos.Change, n)
	for i := range changes {
		id := int64(1 + i*(wideProducts/n))
		body, err := json.Marshal(named(id, name))
		if err != nil {
			t.Fatal(err)
		}
		changes[i] = pos.Change{Kind: pos.DocProduct, Key: strconv.FormatInt(id, 10), Body: body}
	}
	if _, err := cache.Append(t.Context(), storeCode, changes); err != nil {
		t.Error(err)
	}
}

// sameFinds compares what searches find with what they find in a catalog that was loaded just now.
func sameFinds(t *testing.T, c *catalog.Catalog, cache *memory.Memory, searches ...string) {
	t.Helper()
	fresh := replica(cache)
	if err := fresh.Sync(t.Context(), storeCode); err != nil {
		t.Fatal(err)
	}
	for _, search := range searches {
		got, want := products(t, c, pos.ProductQuery{Search: search}), products(t, fresh, pos.ProductQuery{Search: search})
		if got.Total != want.Total || got.Total == 0 || skus(got) != skus(want) {
			t.Errorf("%q finds %d: %s\nloaded anew %d: %s", search, got.Total, skus(got), want.Total, skus(want))
		}
	}
}

func TestTextsAreIndexedAnewBesideWriters(t *testing.T) {
	t.Parallel()
	t.Run("and keep what was written meanwhile", func(t *testing.T) {
		t.Parallel()
		cache := wide(t)
		c := replica(cache)
		catchUp := func() {
			if err := c.Sync(t.Context(), storeCode); err != nil {
				t.Error(err)
			}
		}
		catchUp()
		for round := range 3 {
			rename(t, cache, manyChanges, fmt.Sprint("Hat", round))
			catchUp()
			if n := c.Untidy(storeCode); n < manyChanges {
				t.Fatalf("only %d products are left to be indexed", n)
			}
			err := c.Tidy(storeCode, func() {
				for i := range 8 {
					rename(t, cache, 1+i, fmt.Sprint("Cap", round))
					catchUp()
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			if n := c.Untidy(storeCode); n >= manyChanges {
				t.Errorf("%d products are still to be indexed", n)
			}
			if n := c.Untidy(storeCode); n == 0 {
				t.Error("what was written meanwhile is not to be indexed")
			}
			sameFinds(t, c, cache, "bag", fmt.Sprint("hat", round), fmt.Sprint("cap", round), "w-00001")
		}
	})
	t.Run("unless they were loaded anew meanwhile", func(t *testing.T) {
		t.Parallel()
		cache := wide(t)
		c := replica(cache)
		catchUp := func() {
			if err := c.Sync(t.Context(), storeCode); err != nil {
				t.Error(err)
			}
		}
		catchUp()
		rename(t, cache, manyChanges, "Hat")
		catchUp()
		err := c.Tidy(storeCode, func() {
			rename(t, cache, wideProducts/4, "Cap")
			catchUp()
		})
		if n := c.Untidy(storeCode); err != nil || n != 0 {
			t.Errorf("%d products are to be indexed, %v", n, err)
		}
		sameFinds(t, c, cache, "bag", "cap")
	})
	t.Run("by those who follow the log", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			cache := wide(t)
			c := replica(cache)
			if err := c.Sync(t.Context(), storeCode); err != nil {
				t.Fatal(err)
			}
			rename(t, cache, manyChanges, "Hat")
			ctx, cancel := context.WithCancel(t.Context())
			go func() { _ = c.Run(ctx) }()
			wait(time.Minute)
			if n := c.Untidy(storeCode); n != 0 {
				t.Errorf("%d products are still to be indexed", n)
			}
			sameFinds(t, c, cache, "bag", "hat")
			cancel()
			synctest.Wait()
		})
	})
}
