package catalog_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

// recorded is a catalog of the database that a real Magento's recordings were made on.
func recorded(t *testing.T) *catalog.Catalog {
	t.Helper()
	dir := testserver.Recordings(t)
	dsn := testserver.MariaDB(t)
	testserver.LoadDump(t, dsn, filepath.Join(dir, "dump.sql.gz"))
	source, err := db.Open(t.Context(), db.Config{DSN: dsn, BarcodeAttribute: "sku"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = source.Close() })
	cache := memory.New()
	im := catalog.NewImporter(catalog.ImporterConfig{Source: source, Shelf: cache, Log: cache, Now: time.Now})
	if _, err := im.Import(t.Context(), storeCode, nil); err != nil {
		t.Fatal(err)
	}
	c := replica(cache)
	if err := c.Sync(t.Context(), storeCode); err != nil {
		t.Fatal(err)
	}
	return c
}

type recordedFacet struct {
	Code     string `json:"attribute_code"`
	Label    string
	Count    int
	Position *int
	Options  []struct {
		Label, Value string
		Count        int
	}
}

func recordedFacets(t *testing.T, file string) []recordedFacet {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(testserver.Recordings(t), "graphql", file))
	if err != nil {
		t.Fatal(err)
	}
	var x struct {
		Response struct {
			Body struct {
				Data struct {
					Products struct{ Aggregations []recordedFacet }
				}
			}
		}
	}
	if err := json.Unmarshal(body, &x); err != nil {
		t.Fatal(err)
	}
	return x.Response.Body.Data.Products.Aggregations
}

func TestOnTheDatabaseOfTheRecordings(t *testing.T) {
	t.Parallel()
	c := recorded(t)
	for _, tt := range []struct {
		name, file string
		query      pos.ProductQuery
		uncounted  bool // the recording does not ask for the counts of options
	}{
		{"facets of a category", "050-products-aggregations.json", pos.ProductQuery{CategoryIDs: []int64{25}}, false},
		{"facets of another category", "storefront-03-category-filters.json", pos.ProductQuery{CategoryIDs: []int64{4}}, true},
	} {
		t.Run(tt.name+" equal Magento's aggregations", func(t *testing.T) {
			q := tt.query
			q.Store, q.PageSize, q.Page, q.Facets = storeCode, 1, 1, true
			page, err := c.Products(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			var got []recordedFacet
			for _, f := range page.Facets {
				r := recordedFacet{Code: f.Code, Label: f.Label, Count: len(f.Options), Position: f.Position}
				for _, o := range f.Options {
					count := o.Count
					if tt.uncounted {
						count = 0
					}
					r.Options = append(r.Options, struct {
						Label, Value string
						Count        int
					}{o.Label, o.Value, count})
				}
				got = append(got, r)
			}
			if diff := cmp.Diff(recordedFacets(t, tt.file), got); diff != "" {
				t.Error(diff)
			}
		})
	}
	for _, tt := range []struct{ text, want string }{
		{"24-MB01", "Joust Duffle Bag"},
		{"24-mb01", "Joust Duffle Bag"},
		{"yoga pants", "Cronus Yoga Pant "},
		{"jaket", "Lando Gym Jacket"},
		{"hodie", "Bruno Compete Hoodie"},
		{"bakpack", "Crown Summit Backpack"},
		{"dufle bag", "Joust Duffle Bag"},
	} {
		t.Run("a search for "+tt.text+" finds what a person means", func(t *testing.T) {
			page, err := c.Products(t.Context(), pos.ProductQuery{Store: storeCode, Search: tt.text, PageSize: 50, Page: 1})
			if err != nil {
				t.Fatal(err)
			}
			names := make([]string, len(page.Items))
			for i, p := range page.Items {
				names[i] = p.Name
			}
			if !slices.Contains(names, tt.want) {
				t.Errorf("found %q", names)
			}
		})
	}
	for _, tt := range []struct{ text, every string }{
		{"yoga pants", "yoga pant"}, {"pants yoga", "yoga pant"}, {"jackets", "jacket"}, {"jakets", "jacket"}, {"jaket", "jacket"}, {"hoodies", "hoodie"}, {"watches", "watch"},
	} {
		t.Run("what a search for "+tt.text+" finds first is just that", func(t *testing.T) {
			page, err := c.Products(t.Context(), pos.ProductQuery{Store: storeCode, Search: tt.text, PageSize: 4, Page: 1})
			if err != nil || len(page.Items) != 4 {
				t.Fatalf("%d products, %v", len(page.Items), err)
			}
			for _, p := range page.Items {
				if !strings.Contains(strings.ToLower(p.Name), tt.every) {
					t.Errorf("%s is among the first", p.Name)
				}
			}
		})
	}
	t.Run("request paths lead to products and categories", func(t *testing.T) {
		for path, want := range map[string]string{
			"joust-duffle-bag.html": "product", "gear/bags.html": "category", "/joust-duffle-bag.html": "product",
		} {
			if r, err := c.Route(t.Context(), storeCode, path); err != nil || r.Type != want || r.EntityID == 0 {
				t.Errorf("%s: %+v, %v", path, r, err)
			}
		}
		if _, err := c.Route(t.Context(), storeCode, "nothing-here.html"); pos.KindOf(err) != pos.KindNotFound {
			t.Errorf("unknown path: %v", err)
		}
	})
	t.Run("attributes are told by code", func(t *testing.T) {
		a, err := c.Attribute(t.Context(), storeCode, "color")
		if err != nil || a.Label != "Color" || len(a.Options) == 0 {
			t.Errorf("%+v, %v", a, err)
		}
		if _, err := c.Attribute(t.Context(), storeCode, "colour"); pos.KindOf(err) != pos.KindNotFound {
			t.Errorf("unknown: %v", err)
		}
		all, err := c.Attributes(t.Context(), storeCode)
		if err != nil || !slices.IsSortedFunc(all, func(a, b pos.Attribute) int { return compare(a.Code, b.Code) }) || len(all) < 50 {
			t.Errorf("%d attributes, %v", len(all), err)
		}
	})
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
