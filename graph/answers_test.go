package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph"
)

// twoViews is a catalog with another store view of the same website.
type twoViews struct {
	*catalog
	other pos.Store
}

func (c *twoViews) Stores(context.Context) ([]pos.Store, error) {
	return []pos.Store{c.Shop, c.other}, nil
}

func TestKeptAnswers(t *testing.T) {
	t.Parallel()
	bySKU := func(sku string) string {
		return fmt.Sprintf(`{"query":"query($s:String){products(filter:{sku:{eq:$s}}){items{sku name}}}","variables":{"s":%q}}`, sku)
	}
	t.Run("a repeated query is answered from memory with the same bytes", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		first := w.raw(t, bySKU("24-MB01"), "")
		second := w.raw(t, bySKU("24-MB01"), "device")
		if string(first.Raw) != string(second.Raw) || w.catalog.searches.Load() != 1 {
			t.Errorf("%s, %s, %d searches", first.Raw, second.Raw, w.catalog.searches.Load())
		}
		if got := strings.Join(w.observed, ","); got != "products,products" {
			t.Errorf("observed %s", got)
		}
	})
	t.Run("other variables, another text, another method and another address are other questions", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		if a := w.raw(t, bySKU("24-MB01"), ""); !strings.Contains(string(a.Raw), "Joust") {
			t.Errorf("%s", a.Raw)
		}
		if a := w.raw(t, bySKU("24-MB04"), ""); strings.Contains(string(a.Raw), "Joust") {
			t.Errorf("%s", a.Raw)
		}
		for _, sku := range []string{"24-MB01", "24-MB04"} {
			query := url.Values{"query": {`{products(filter:{sku:{eq:"` + sku + `"}}){items{sku}}}`}}
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.URL+"/graphql?"+query.Encode(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if a := w.do(t, r); !strings.Contains(string(a.Raw), sku) {
				t.Errorf("%s", a.Raw)
			}
		}
	})
	t.Run("an answer is dropped when the catalog moves", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		w.raw(t, bySKU("24-MB01"), "")
		w.catalog.Everything[0].Name = "Joust Rucksack"
		w.catalog.version.Add(1)
		if a := w.raw(t, bySKU("24-MB01"), ""); !strings.Contains(string(a.Raw), "Joust Rucksack") {
			t.Errorf("an old answer: %s", a.Raw)
		}
	})
	t.Run("store views are told as they are when another than the asked one moves", func(t *testing.T) {
		t.Parallel()
		c := &twoViews{catalog: loadCatalog(t)}
		c.other = c.Shop
		c.other.ID, c.other.Code = 9, "german"
		w := setup(t, func(cfg *graph.Config) { cfg.Catalog = c })
		body := `{"query":"{availableStores{store_name}}"}`
		for _, name := range []string{"Deutsch", "Deutschland"} {
			c.other.Name = name
			if a := w.raw(t, body, ""); !strings.Contains(string(a.Raw), `"`+name+`"`) {
				t.Errorf("it is called %s: %s", name, a.Raw)
			}
		}
	})
	t.Run("the store view is part of the question", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		body := `{"query":"{storeConfig{code}}"}`
		w.raw(t, body, "")
		if a := w.raw(t, body, "", "Store", "nosuch"); a.Status != http.StatusInternalServerError {
			t.Errorf("%d %s", a.Status, a.Raw)
		}
		if a := w.raw(t, body, "", "Store", "default"); a.at("storeConfig", "code") != "default" {
			t.Errorf("%s", a.Raw)
		}
	})
	t.Run("errors and what needs a device are never kept", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		w.catalog.fail = fmt.Errorf("away")
		body := `{"query":"{storeConfig{code}}"}`
		w.raw(t, body, "")
		w.catalog.fail = nil
		if a := w.raw(t, body, ""); a.at("storeConfig", "code") != "default" {
			t.Errorf("a kept error: %s", a.Raw)
		}
		for _, private := range []string{
			`{"query":"{storeConfig{code} workplace{lastCounter}}"}`, `{"query":"{workplace{lastCounter} storeConfig{code}}"}`,
		} {
			if a := w.raw(t, private, "device"); a.at("workplace", "lastCounter") != 41.0 {
				t.Errorf("%s", a.Raw)
			}
			if a := w.raw(t, private, ""); a.code() != "UNAUTHENTICATED" {
				t.Errorf("somebody else's answer: %s", a.Raw)
			}
		}
	})
	t.Run("more answers than fit are not all kept", func(t *testing.T) {
		t.Parallel()
		w := setup(t, func(c *graph.Config) { c.Limits.CacheBytes = 3000 })
		for range 2 {
			for i := range 200 {
				w.raw(t, bySKU(fmt.Sprintf("none-%d", i)), "")
			}
		}
		if n := w.catalog.searches.Load(); n < 350 {
			t.Errorf("only %d of 400 were searched for", n)
		}
	})
}
