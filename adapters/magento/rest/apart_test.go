package rest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

// unloadable is a shop that cannot load some of its products: every answer that one of them would be in is an error.
type unloadable struct {
	*pages
	broken map[int64]bool
	status int
	// down, as long as it is set, is a shop that loads no product at all.
	down atomic.Bool
}

func (u *unloadable) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/V1/products") || strings.HasSuffix(r.URL.Path, "/V1/products-render-info") {
		ids := matching(u.products, r)
		if page, err := strconv.Atoi(r.URL.Query().Get("searchCriteria[currentPage]")); err == nil {
			ids = ids[page-1:] // of one product each
		}
		if n, err := strconv.Atoi(r.URL.Query().Get("searchCriteria[pageSize]")); err == nil && n < len(ids) {
			ids = ids[:n]
		}
		if slices.ContainsFunc(ids, func(id int64) bool { return u.down.Load() || u.broken[id] }) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(u.status)
			_, _ = w.Write([]byte(`{"message":"There is no MediaGalleryEntryConverter for given type"}`))
			return
		}
	}
	u.recordedCatalog.ServeHTTP(w, r)
}

func newUnloadable(t *testing.T, status int, broken ...int64) *unloadable {
	t.Helper()
	u := &unloadable{pages: newPages(t), broken: map[int64]bool{}, status: status}
	for id := range u.products {
		u.products[id]["updated_at"] = json.RawMessage(`"2026-11-20 10:00:00"`)
		if id > 400 && id < 600 && id != 500 {
			delete(u.products, id) // ids have gaps
		}
	}
	for _, id := range broken {
		u.broken[id] = true
	}
	return u
}

func TestProductsThatMagentoCannotLoadCostNoOther(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadRequest, http.StatusInternalServerError} {
		t.Run(fmt.Sprint("it answers ", status), func(t *testing.T) {
			t.Parallel()
			broken := []int64{1, 137, 138, 500, 850}
			u := newUnloadable(t, status, broken...)
			counted := 0
			c, calls := shop(t, u, func(cfg *rest.Config) { cfg.Broken = func(_ string, n int) { counted += n } })
			products, err := c.Products(t.Context(), store1, 0, 1000)
			unread, ok := errors.AsType[*pos.Unreadable](err)
			if !ok || !slices.Equal(unread.IDs, broken) || len(products) != len(u.products)-len(broken) || counted != len(broken) {
				t.Errorf("%d products of %d, %d counted, %v", len(products), len(u.products), counted, err)
			}
			if n := len(calls.all()); n > 1000 {
				t.Errorf("that took %d calls", n)
			}
			products, err = c.ProductsByID(t.Context(), store1, []int64{136, 137, 138, 139})
			if unread, ok = errors.AsType[*pos.Unreadable](err); !ok || len(unread.IDs) != 2 || len(products) != 2 || products[1].ID != 139 {
				t.Errorf("by id: %d products, %v", len(products), err)
			}
			digests, err := c.Digests(t.Context(), store1, 1024)
			if err != nil || len(digests) != 1 || digests[0].Count != len(u.products) {
				t.Errorf("digests %+v, %v", digests, err)
			}
		})
	}
}

func TestChangesAreToldBesideAProductThatMagentoCannotLoad(t *testing.T) {
	t.Parallel()
	u := newUnloadable(t, http.StatusInternalServerError, 850)
	u.products[849]["updated_at"], u.products[850]["updated_at"] = json.RawMessage(`"2026-11-21 10:00:00"`), json.RawMessage(`"2026-11-21 11:00:00"`)
	c, _ := shop(t, u)
	found, err := c.Changes(t.Context(), store1, pos.SourceMark{ReadAt: map[pos.DocumentKind]string{pos.DocProduct: "2026-11-21 09:59:00"}})
	if err != nil || !slices.Equal(found.Products, []int64{849, 850}) {
		t.Errorf("%v, %v", found.Products, err)
	}
}

func TestAShopThatLoadsNoProductIsDown(t *testing.T) {
	t.Parallel()
	u := newUnloadable(t, http.StatusInternalServerError)
	c, calls := shop(t, u)
	u.down.Store(true)
	for name, read := range map[string]func() ([]pos.Product, error){
		"a page":  func() ([]pos.Product, error) { return c.Products(t.Context(), store1, 0, 1000) },
		"some":    func() ([]pos.Product, error) { return c.ProductsByID(t.Context(), store1, []int64{1, 2, 3}) },
		"one":     func() ([]pos.Product, error) { return c.ProductsByID(t.Context(), store1, []int64{7}) },
		"digests": func() ([]pos.Product, error) { _, err := c.Digests(t.Context(), store1, 1024); return nil, err },
	} {
		products, err := read()
		if _, ok := errors.AsType[*pos.Unreadable](err); ok || pos.KindOf(err) != pos.KindUnavailable || products != nil {
			t.Errorf("%s: %d products, %v", name, len(products), err)
		}
	}
	if n := len(calls.all()); n > 200 {
		t.Errorf("it was called %d times", n)
	}
}

func TestRegression_AProductThatMagentoCannotLoadWasGoneOrStoppedTheImport(t *testing.T) {
	t.Parallel()
	u, cache := newUnloadable(t, http.StatusInternalServerError), memory.New()
	client, _ := shop(t, u)
	im := catalog.NewImporter(catalog.ImporterConfig{Source: pagedShop{client}, Shelf: cache, Log: cache, Now: time.Now})
	replica := catalog.New(catalog.Config{Stores: []string{"default"}, Shelf: cache, Log: cache})
	if _, err := im.Import(t.Context(), "default", nil); err != nil {
		t.Fatal(err)
	}
	u.broken[137] = true
	u.products[850]["name"] = json.RawMessage(`"Renamed"`)
	report, err := im.Import(t.Context(), "default", nil)
	if c := report.Kinds[pos.DocProduct]; err != nil || c.Changed != 1 || c.Deleted != 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	if err := replica.Sync(t.Context(), "default"); err != nil {
		t.Fatal(err)
	}
	for _, sku := range []string{"SKU-137", "SKU-850"} {
		if _, err := replica.ProductBySKU(t.Context(), "default", sku); err != nil {
			t.Error(err)
		}
	}
}
