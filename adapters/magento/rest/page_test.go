package rest_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// pagedShop is a shop whose products come from a client of Magento's web API, page after page, and the rest from nowhere.
type pagedShop struct{ *rest.Client }

func (pagedShop) Store(context.Context, string) (pos.Store, error) { return store1, nil }
func (pagedShop) Categories(context.Context, pos.Store) ([]pos.Category, error) {
	return []pos.Category{{ID: 2, ParentID: 1, Path: "1/2", Name: "Root", Active: true}}, nil
}
func (pagedShop) Attributes(context.Context, pos.Store) ([]pos.Attribute, error) { return nil, nil }
func (pagedShop) Pricing(context.Context, pos.Store) (totals.Pricing, error) {
	return totals.Pricing{}, nil
}
func (pagedShop) Routes(context.Context, pos.Store) ([]pos.Route, error)     { return nil, nil }
func (pagedShop) Stock(context.Context, pos.Store) ([]pos.StockLevel, error) { return nil, nil }

// pages are 850 products, nine pages, of which one fails as often as it is told to.
type pages struct {
	*recordedCatalog
	status   int
	failures atomic.Int32
}

func newPages(t *testing.T) *pages {
	t.Helper()
	p := &pages{recordedCatalog: newCatalog(t)}
	one := p.products[1]
	clear(p.products)
	for id := int64(1); id <= 850; id++ {
		copied := map[string]json.RawMessage{}
		for name, value := range one {
			copied[name] = value
		}
		text := strconv.FormatInt(id, 10)
		copied["id"], copied["sku"] = json.RawMessage(text), json.RawMessage(`"SKU-`+text+`"`)
		p.products[id] = copied
	}
	return p
}

func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	seventh := strings.HasSuffix(r.URL.Path, "/V1/products") && r.URL.Query().Get("searchCriteria[filterGroups][0][filters][0][value]") == "600"
	if seventh && p.failures.Add(-1) >= 0 {
		http.Error(w, `{"message":"The consumer isn't authorized to access %resources.","parameters":{"resources":"Magento_Catalog::products"}}`, p.status)
		return
	}
	p.recordedCatalog.ServeHTTP(w, r)
}

// The seventh page fails: for a moment, or because the integration lost its rights in the middle of an import.
func TestAnImportWhoseSeventhPageFails(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name             string
		status, failures int
		kind             pos.Kind // of the import's error
	}{
		{"for a moment, longer than the client tries again", http.StatusServiceUnavailable, 4, ""},
		{"because the rights are gone", http.StatusUnauthorized, 1000, pos.KindUnauthorized},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			magento, cache := newPages(t), memory.New()
			client, _ := shop(t, magento)
			im := catalog.NewImporter(catalog.ImporterConfig{Source: pagedShop{client}, Shelf: cache, Log: cache, Now: time.Now})
			replica := catalog.New(catalog.Config{Stores: []string{"default"}, Shelf: cache, Log: cache})
			if _, err := im.Import(t.Context(), "default", nil); err != nil {
				t.Fatal(err)
			}
			magento.products[850]["name"] = json.RawMessage(`"Renamed"`)
			magento.status = c.status
			magento.failures.Store(int32(c.failures)) //nolint:gosec // few
			report, err := im.Import(t.Context(), "default", nil)
			if pos.KindOf(err) != c.kind {
				t.Fatalf("import: %v", err)
			}
			if err == nil && report.Kinds[pos.DocProduct].Changed != 1 {
				t.Errorf("%+v, want one changed product", report.Kinds)
			}
			if err != nil && !strings.Contains(err.Error(), "products after 0") {
				t.Errorf("%v does not say where", err)
			}
			if left := magento.failures.Load(); left >= int32(c.failures) { //nolint:gosec // few
				t.Error("the seventh page never failed")
			}
			if err := replica.Sync(t.Context(), "default"); err != nil {
				t.Fatal(err)
			}
			last, err := replica.ProductBySKU(t.Context(), "default", "SKU-850")
			if want := c.kind == ""; err != nil || (last.Name == "Renamed") != want {
				t.Errorf("%q, %v is served", last.Name, err)
			}
		})
	}
}
