package graph_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
	"github.com/tillway/tillway/graph"
)

// sell replaces the level of a SKU, as the catalog does.
func (c *catalog) sell(sku string, left int64, inStock bool) {
	i := slices.IndexFunc(c.Stock, func(l pos.StockLevel) bool { return l.SKU == sku })
	salable := decimal.NewFromInt(left)
	c.Stock[i] = pos.StockLevel{SKU: sku, Salable: &salable, InStock: inStock}
	c.sales.Add(1)
}

// edit changes a product, as the catalog does.
func (c *catalog) edit(sku string, change func(*pos.Product)) {
	change(c.product(sku))
	c.version.Add(1)
}

// soldAs has a bundle offer the products 1 and 2, of which one is to be chosen.
func (c *catalog) soldAs(bundle string) {
	c.product(bundle).Bundle = &pos.Bundle{Options: []pos.BundleOption{
		{ID: 1, Type: "select", Required: true, Selections: []pos.BundleSelection{{ID: 1, ProductID: 1}, {ID: 2, ProductID: 2}}},
	}}
}

const (
	askNames    = `{"query":"{products(filter:{sku:{in:[\"24-MB01\",\"24-MB02\"]}}){items{sku name}}}"}`
	askStatuses = `{"query":"{products(filter:{sku:{in:[\"24-MB01\",\"24-MB02\"]}}){items{sku stock_status}}}"}`
	askLeft     = `{"query":"{products(filter:{sku:{eq:\"24-MB01\"}}){items{sku only_x_left_in_stock}}}"}`
	askBundle   = `{"query":"{products(filter:{sku:{eq:\"24-WG080\"}}){items{price_range{minimum_price{regular_price{value}} maximum_price{regular_price{value}}}}}}"}`
	askRest     = `{"query":"{products(filter:{sku:{eq:\"24-WG080\"}}){items{sku price_range{minimum_price{regular_price{value}}}}}}"}`
	askCategory = `{"query":"{categories{items{name}}}"}`
	askCount    = `{"query":"{categories{items{product_count}}}"}`
	askTotal    = `{"query":"{products(search:\"bag\",pageSize:1){total_count aggregations{attribute_code}}}"}`
	askRoute    = `{"query":"{route(url:\"bag.html\"){type}}"}`
	askChoice   = `{"query":"{products(filter:{sku:{eq:\"WS12\"}}){items{... on ConfigurableProduct{configurable_product_options_selection{options_available_for_selection{option_value_uids}}}}}}"}`
)

// changes are ways in which the catalog changes, by what they change.
var changes = map[string]func(c *catalog, sku string, value int64){
	"name": func(c *catalog, sku string, value int64) { c.product(sku).Name = fmt.Sprintf("Bag %d", value) },
	"price": func(c *catalog, sku string, value int64) {
		c.product(sku).Prices[0].Regular = decimal.NewFromInt(value)
	},
	"visibility": func(c *catalog, sku string, value int64) { c.product(sku).Visibility = pos.Visibility(value) },
	"status":     func(c *catalog, sku string, value int64) { c.product(sku).Enabled = value > 1 },
	"category":   func(c *catalog, _ string, value int64) { c.Tree[0].Name = fmt.Sprintf("Category %d", value) },
	"count":      func(c *catalog, _ string, value int64) { c.Counts[c.Tree[0].ID] = int(value) },
	"route":      func(c *catalog, _ string, value int64) { c.Paths[0].EntityID = value },
	"facets": func(c *catalog, _ string, value int64) {
		c.Facets = []pos.Facet{{Code: "color", Label: fmt.Sprint(value)}}
	},
	"setting": func(c *catalog, _ string, value int64) {
		c.Shop.Settings = map[string]string{"cataloginventory/options/stock_threshold_qty": fmt.Sprint(value)}
	},
}

func TestKeptAnswersAreMadeAgain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		question string
		change   func(*catalog)
		again    bool // is it made again
	}{
		"a sale changes no name":                        {askNames, func(c *catalog) { c.sell("24-MB01", 1, false) }, false},
		"nor a status":                                  {askStatuses, func(c *catalog) { c.sell("24-MB01", 1, true) }, false},
		"what is sold out is":                           {askStatuses, func(c *catalog) { c.sell("24-MB02", 0, false) }, true},
		"what is sold out elsewhere is not":             {askStatuses, func(c *catalog) { c.sell("24-MB03", 0, false) }, false},
		"what is left is another number":                {askLeft, func(c *catalog) { c.sell("24-MB01", 1, true) }, true},
		"what is left of others is not":                 {askLeft, func(c *catalog) { c.sell("24-MB02", 1, true) }, false},
		"a bundle does without a part that is sold out": {askBundle, func(c *catalog) { c.sell("24-WG080", 0, true); c.sell("24-MB04", 0, false) }, true},
		"a choice does without a variant":               {askChoice, func(c *catalog) { c.sell("WS12-XS-Blue", 0, false) }, true},
		"another version is the same":                   {askNames, func(c *catalog) { c.version.Add(1) }, false},
		"a product that changes":                        {askNames, func(c *catalog) { c.edit("24-MB01", func(p *pos.Product) { p.Name = "other" }) }, true},
		"another one that does":                         {askNames, func(c *catalog) { c.edit("24-MB03", func(p *pos.Product) { p.Name = "other" }) }, false},
		"one that is found no longer":                   {askNames, func(c *catalog) { c.edit("24-MB01", func(p *pos.Product) { p.Visibility = pos.VisibleNotAlone }) }, true},
		"a part of a bundle": {askBundle, func(c *catalog) {
			c.edit("24-MB04", func(p *pos.Product) { p.Prices[0].Regular = decimal.NewFromInt(1) })
		}, true},
		"a variant":                        {askChoice, func(c *catalog) { c.edit("WS12-XS-Blue", func(p *pos.Product) { p.Enabled = false }) }, true},
		"a setting of the store":           {askNames, func(c *catalog) { c.Shop.Name = "other"; c.version.Add(1) }, true},
		"taxes, where they are not shown":  {askNames, func(c *catalog) { c.Taxes = &totals.Pricing{Currency: "EUR"}; c.version.Add(1) }, false},
		"a category that is told of":       {askCategory, func(c *catalog) { c.Tree[0].Name = "other"; c.version.Add(1) }, true},
		"a category that is not":           {askNames, func(c *catalog) { c.Tree[0].Name = "other"; c.version.Add(1) }, false},
		"how many products a category has": {askCount, func(c *catalog) { c.Counts[c.Tree[0].ID]++; c.version.Add(1) }, true},
		"how many products match":          {askTotal, func(c *catalog) { c.edit("24-WB04", func(p *pos.Product) { p.Name = "other" }) }, true},
		"the facets of what matches":       {askTotal, func(c *catalog) { c.Facets = []pos.Facet{{Code: "color"}}; c.version.Add(1) }, true},
		"where an address leads":           {askRoute, func(c *catalog) { c.Paths[0].EntityID = 2; c.version.Add(1) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			w.catalog.Paths = []pos.Route{{Path: "bag.html", Type: "product", EntityID: 1}}
			for _, part := range []string{"24-WG080", "24-MB01", "24-MB04", "WS12-XS-Blue"} {
				if !slices.ContainsFunc(w.catalog.Stock, func(l pos.StockLevel) bool { return l.SKU == part }) {
					w.catalog.Stock = append(w.catalog.Stock, pos.StockLevel{SKU: part, InStock: true})
				}
			}
			w.catalog.soldAs("24-WG080")
			for range 2 {
				if a := w.raw(t, c.question, ""); len(a.Errors) > 0 {
					t.Fatalf("%s", a.Raw)
				}
			}
			if w.keptSoFar() != 1 {
				t.Fatal("it was made again before anything changed")
			}
			c.change(w.catalog)
			w.raw(t, c.question, "")
			if again := w.keptSoFar() == 1; again != c.again {
				t.Errorf("it was made again: %v", again)
			}
			before, searches := w.keptSoFar(), w.catalog.searches.Load()
			w.raw(t, c.question, "")
			if w.keptSoFar() != before+1 || w.catalog.searches.Load() != searches {
				t.Error("it is not kept afterwards")
			}
		})
	}
}

// A price range that was found for one answer is what the next one follows from, stock and all.
func TestKeptAnswersOfRememberedRanges(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.catalog.soldAs("24-WG080")
	w.catalog.Stock = append(w.catalog.Stock, pos.StockLevel{SKU: "24-WG080", InStock: true})
	if !slices.ContainsFunc(w.catalog.Stock, func(l pos.StockLevel) bool { return l.SKU == "24-MB04" }) {
		w.catalog.Stock = append(w.catalog.Stock, pos.StockLevel{SKU: "24-MB04", InStock: true})
	}
	w.raw(t, askBundle, "")
	before := w.raw(t, askRest, "")
	w.catalog.sell("24-MB04", 0, false) // the cheaper one
	if after := w.raw(t, askRest, ""); string(after.Raw) == string(before.Raw) {
		t.Errorf("it is still %s", after.Raw)
	}
}

// Nobody notes all looks of an answer that looks at the stock thousands of times: what follows from them is not remembered.
func TestRangesOfAnswersWithTooManyLooks(t *testing.T) {
	t.Parallel()
	w := setup(t, func(c *graph.Config) { c.Limits.Complexity, c.Limits.Tokens = 1<<30, 1<<20 })
	w.catalog.soldAs("24-WG080")
	for _, part := range []string{"24-WG080", "24-MB01", "24-MB04"} {
		if !slices.ContainsFunc(w.catalog.Stock, func(l pos.StockLevel) bool { return l.SKU == part }) {
			w.catalog.Stock = append(w.catalog.Stock, pos.StockLevel{SKU: part, InStock: true})
		}
	}
	var looks strings.Builder
	for i := range 1100 {
		fmt.Fprintf(&looks, " a%d:stock_status", i)
	}
	bundle := `products(filter:{sku:{eq:\"24-WG080\"}}){items{sku price_range{minimum_price{regular_price{value}}}}}`
	many := w.raw(t, `{"query":"{many:products(search:\"bag\"){items{`+looks.String()+`}} `+bundle+`}"}`, "")
	if n := strings.Count(string(many.Raw), "_STOCK"); len(many.Errors) > 0 || n <= 4096 {
		t.Fatalf("looked %d times: %.300s", n, many.Raw)
	}
	w.catalog.sell("24-MB04", 0, false) // the cheaper one
	fresh := setup(t, func(c *graph.Config) { c.Catalog = w.catalog })
	if got, want := w.raw(t, askRest, ""), fresh.raw(t, askRest, ""); string(got.Raw) != string(want.Raw) {
		t.Errorf("got %s, want %s", got.Raw, want.Raw)
	}
}

// Whatever is sold and changed in whatever order, an answer is what it would be if it were made now.
func TestKeptAnswersUnderSalesAndChanges(t *testing.T) {
	t.Parallel()
	skus := []string{"24-MB01", "24-MB02", "WS12-XS-Blue", "WS12-S-Blue", "24-WG080", "24-MB04"}
	rapid.Check(t, func(rt *rapid.T) {
		w := setup(t)
		defer w.Close()
		w.catalog.soldAs("24-WG080")
		w.catalog.Paths = []pos.Route{{Path: "bag.html", Type: "product", EntityID: 1}}
		w.catalog.Shop.Settings = map[string]string{"cataloginventory/options/stock_threshold_qty": "5"}
		for _, sku := range skus {
			if !slices.ContainsFunc(w.catalog.Stock, func(l pos.StockLevel) bool { return l.SKU == sku }) {
				w.catalog.Stock = append(w.catalog.Stock, pos.StockLevel{SKU: sku, InStock: true})
			}
		}
		fresh := setup(t, func(c *graph.Config) {
			c.Catalog, c.Limits.CacheBytes = w.catalog, 1 // keeps nothing
		})
		defer fresh.Close()
		var story strings.Builder
		for range rapid.IntRange(1, 15).Draw(rt, "steps") {
			if rapid.Bool().Draw(rt, "sell") {
				sku, left, inStock := rapid.SampledFrom(skus).Draw(rt, "sku"), rapid.Int64Range(0, 7).Draw(rt, "left"), rapid.Bool().Draw(rt, "in stock")
				w.catalog.sell(sku, left, inStock)
				fmt.Fprintf(&story, "%s %d %v; ", sku, left, inStock)
				continue
			}
			if rapid.Bool().Draw(rt, "change") {
				what := rapid.SampledFrom(slices.Sorted(maps.Keys(changes))).Draw(rt, "what")
				sku, value := rapid.SampledFrom(skus).Draw(rt, "whose"), rapid.Int64Range(1, 3).Draw(rt, "value")
				changes[what](w.catalog, sku, value)
				w.catalog.version.Add(1)
				fmt.Fprintf(&story, "%s of %s %d; ", what, sku, value)
				continue
			}
			question := rapid.SampledFrom([]string{askNames, askStatuses, askLeft, askBundle, askRest, askChoice, askCategory, askCount, askTotal, askRoute}).Draw(rt, "question")
			got, want := w.raw(t, question, ""), fresh.raw(t, question, "")
			if string(got.Raw) != string(want.Raw) {
				rt.Fatalf("after %s\n%s\n got %s\nwant %s", story.String(), question, got.Raw, want.Raw)
			}
		}
	})
}

// Special prices begin with the store's day: no answer of the day before is given then, whatever the catalog says.
func TestKeptAnswersEndWithTheDay(t *testing.T) {
	t.Parallel()
	var now atomic.Pointer[time.Time]
	at := func(s string) {
		moment, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		now.Store(&moment)
	}
	at("2026-11-03T04:00:00Z")
	w := setup(t, func(c *graph.Config) { c.Now = func() time.Time { return *now.Load() } })
	w.catalog.Shop.Timezone = "America/Chicago" // six hours behind
	for i, c := range []struct {
		at   string
		kept int
	}{{"2026-11-03T04:00:00Z", 0}, {"2026-11-03T05:59:59Z", 1}, {"2026-11-03T06:00:00Z", 1}, {"2026-11-03T06:00:01Z", 2}} {
		at(c.at)
		w.raw(t, askNames, "")
		if got := w.keptSoFar(); got != c.kept {
			t.Fatalf("%d: at %s, %d were given again, want %d", i, c.at, got, c.kept)
		}
	}
}

// renaming is a catalog in which a product is renamed the moment after it was first read.
type renaming struct {
	*catalog
	once sync.Once
}

func (r *renaming) Products(ctx context.Context, q pos.ProductQuery) (pos.ProductPage, error) {
	page, err := r.catalog.Products(ctx, q)
	r.once.Do(func() { r.edit("24-MB01", func(p *pos.Product) { p.Name = "other" }) })
	return page, err
}

// What is noted of documents must be of those that were told: an answer that the catalog changed under may be of the old ones.
func TestAnswersThatTheCatalogChangedUnder(t *testing.T) {
	t.Parallel()
	w := setup(t, func(c *graph.Config) {
		known, ok := c.Catalog.(*catalog)
		if !ok {
			t.Fatalf("%T", c.Catalog)
		}
		c.Catalog = &renaming{catalog: known}
	})
	w.raw(t, askNames, "")
	if a := w.raw(t, askNames, ""); !strings.Contains(string(a.Raw), `"other"`) {
		t.Errorf("%s", a.Raw)
	}
}
