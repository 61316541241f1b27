package graph_test

import (
	"cmp"
	"context"
	"encoding/json"
	"hash/fnv"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// catalog is a small part of the recorded shop, found the simplest way.
type catalog struct {
	Shop       pos.Store        `json:"store"`
	Everything []pos.Product    `json:"products"`
	Tree       []pos.Category   `json:"categories"`
	Stock      []pos.StockLevel `json:"stock"`
	Counts     map[int64]int    `json:"counts"`
	Known      []pos.Attribute  `json:"-"`
	Paths      []pos.Route      `json:"-"`
	Facets     []pos.Facet      `json:"-"`
	Taxes      *totals.Pricing  `json:"-"`

	version  atomic.Uint64
	sales    atomic.Uint64
	searches atomic.Int64
	group    atomic.Int64
	asked    atomic.Pointer[pos.ProductQuery]
	fail     error
}

func (c *catalog) Pricing(context.Context, string) (*totals.Pricing, error) { return c.Taxes, c.fail }

func loadCatalog(tb testing.TB) *catalog {
	tb.Helper()
	b, err := os.ReadFile("testdata/catalog.json")
	if err != nil {
		tb.Fatal(err)
	}
	c := &catalog{}
	if err := json.Unmarshal(b, c); err != nil {
		tb.Fatal(err)
	}
	return c
}

// product is one to change.
func (c *catalog) product(sku string) *pos.Product {
	return &c.Everything[slices.IndexFunc(c.Everything, func(p pos.Product) bool { return p.SKU == sku })]
}

func (c *catalog) Version(string) uint64      { return c.version.Load() }
func (c *catalog) StockVersion(string) uint64 { return c.sales.Load() }

// Revision is made of the whole document.
func (c *catalog) Revision(_ string, kind pos.DocumentKind, id int64) uint64 {
	var held any
	switch kind {
	case pos.DocStore:
		held = c.Shop
	case pos.DocAttribute:
		held = c.Known
	case pos.DocPricing:
		held = c.Taxes
	case pos.DocProduct:
		held = find(c.Everything, func(p pos.Product) bool { return p.ID == id })
	case pos.DocCategory:
		held = find(c.Tree, func(t pos.Category) bool { return t.ID == id })
	}
	body, err := json.Marshal(held)
	if err != nil {
		panic(err) // it was read from JSON
	}
	h := fnv.New64a()
	_, _ = h.Write(body) // it does not fail
	return h.Sum64()
}

func find[T any](all []T, is func(T) bool) *T {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return &all[i]
	}
	return nil
}

func (c *catalog) Store(_ context.Context, code string) (pos.Store, error) {
	if code != c.Shop.Code {
		return pos.Store{}, pos.NotFound("store view %q is not served", code)
	}
	return c.Shop, c.fail
}

func (c *catalog) Products(_ context.Context, q pos.ProductQuery) (pos.ProductPage, error) {
	c.searches.Add(1)
	c.group.Store(q.Group)
	c.asked.Store(&q)
	var found []pos.Product
	for _, p := range c.Everything {
		if p.Visibility != pos.VisibleNotAlone && within(q.SKUs, p.SKU) && within(q.URLKeys, p.URLKey) && inCategory(p, q.CategoryIDs) &&
			attributesMatch(p, q.Attributes) && strings.Contains(strings.ToLower(p.Name), strings.ToLower(q.Search)) {
			found = append(found, p)
		}
	}
	slices.SortStableFunc(found, func(a, b pos.Product) int { return cmp.Compare(b.ID, a.ID) })
	for _, key := range slices.Backward(q.Sort) {
		slices.SortStableFunc(found, func(a, b pos.Product) int { return compare(key, a, b) })
	}
	from, to, err := cut(len(found), q.PageSize, q.Page)
	page := make([]*pos.Product, to-from)
	for i := range page {
		page[i] = &found[from+i]
	}
	return pos.ProductPage{Items: page, Total: len(found), PageSize: q.PageSize, Page: q.Page, Facets: c.Facets}, err
}

func compare(key pos.SortKey, a, b pos.Product) int {
	var n int
	switch key.Field {
	case "name":
		n = cmp.Compare(a.Name, b.Name)
	case "price":
		n = cmp.Or(a.Prices[0].Min.Cmp(b.Prices[0].Min), cmp.Compare(a.ID, b.ID))
	}
	if key.Descending {
		return -n
	}
	return n
}

// cut is Magento's paging, refusals included.
func cut(total, size, page int) (from, to int, err error) {
	if size <= 0 {
		return 0, 0, pos.Invalid("pageSize value must be greater than 0.")
	}
	if pages := (total + size - 1) / size; total > 0 && page > pages {
		return 0, 0, pos.Invalid("currentPage value %d specified is greater than the %d page(s) available.", page, pages)
	}
	from = min((page-1)*size, total)
	return from, min(from+size, total), nil
}

func within[T comparable](values []T, v T) bool {
	return len(values) == 0 || slices.Contains(values, v)
}

func inCategory(p pos.Product, ids []int64) bool {
	return len(ids) == 0 || slices.ContainsFunc(p.Categories, func(l pos.CategoryLink) bool { return slices.Contains(ids, l.ID) })
}

func attributesMatch(p pos.Product, wanted map[string][]string) bool {
	for code, values := range wanted {
		if !slices.Contains(values, p.Attributes.Of(code)) {
			return false
		}
	}
	return true
}

func (c *catalog) Attributes(context.Context, string) ([]pos.Attribute, error) {
	return c.Known, c.fail
}

func (c *catalog) Attribute(_ context.Context, _, code string) (pos.Attribute, error) {
	if i := slices.IndexFunc(c.Known, func(a pos.Attribute) bool { return a.Code == code }); i >= 0 {
		return c.Known[i], c.fail
	}
	return pos.Attribute{}, pos.NotFound("There is no product attribute %q", code)
}

func (c *catalog) Stores(context.Context) ([]pos.Store, error) { return []pos.Store{c.Shop}, c.fail }

func (c *catalog) Route(_ context.Context, _, path string) (pos.Route, error) {
	if i := slices.IndexFunc(c.Paths, func(r pos.Route) bool { return r.Path == path }); i >= 0 {
		return c.Paths[i], nil
	}
	return pos.Route{}, pos.NotFound("Nothing is at %q", path)
}

func (c *catalog) ProductsByID(_ context.Context, _ string, ids []int64) ([]pos.Product, error) {
	var found []pos.Product
	for _, p := range c.Everything {
		if slices.Contains(ids, p.ID) {
			found = append(found, p)
		}
	}
	return found, nil
}

func (c *catalog) Categories(_ context.Context, q pos.CategoryQuery) (pos.CategoryPage, error) {
	var found []pos.Category
	for _, category := range c.Tree {
		if within(q.IDs, category.ID) && within(q.ParentIDs, category.ParentID) && within(q.URLKeys, category.URLKey) && within(q.URLPaths, category.URLPath) {
			found = append(found, category)
		}
	}
	from, to, err := cut(len(found), q.PageSize, q.Page)
	return pos.CategoryPage{Items: found[from:to], Total: len(found), PageSize: q.PageSize, Page: q.Page}, err
}

func (c *catalog) CategoriesByID(_ context.Context, _ string, ids []int64) ([]pos.Category, error) {
	var found []pos.Category
	for _, category := range c.Tree {
		if slices.Contains(ids, category.ID) {
			found = append(found, category)
		}
	}
	return found, nil
}

func (c *catalog) ProductCount(_ context.Context, _ string, id int64) (int, error) {
	return c.Counts[id], nil
}

func (c *catalog) Level(_ context.Context, _, sku string) (pos.StockLevel, bool) {
	i := slices.IndexFunc(c.Stock, func(l pos.StockLevel) bool { return l.SKU == sku })
	if i < 0 {
		return pos.StockLevel{}, false
	}
	return c.Stock[i], true
}

// Magento fails on a filter that is null, and takes a condition that says nothing for none.
func TestFiltersThatSayNothing(t *testing.T) {
	t.Parallel()
	w := setup(t)
	count := func(filter string) any {
		return w.ask(t, "{products(filter:"+filter+"){total_count}}", nil, "").at("products", "total_count")
	}
	all := count("{}")
	for _, filter := range []string{`{sku:{eq:null}}`, `{sku:{}}`, `{sku:{in:null}}`, `{sku:{in:[]}}`, `{sku:{eq:" "}}`, `{name:{match:null}}`, `{price:{from:null}}`} {
		if got := count(filter); got != all {
			t.Errorf("%s finds %v, want %v", filter, got, all)
		}
	}
	if got := count(`{sku:{in:[""]}}`); got != 0.0 {
		t.Errorf("a SKU without a letter finds %v", got)
	}
	for _, filter := range []string{`{sku:null}`, `{name:null}`, `{price:null}`, `{category_id:null}`} {
		a := w.ask(t, "{products(filter:"+filter+"){total_count}}", nil, "")
		if len(a.Errors) != 1 || a.Errors[0].Message != "Internal server error" || a.Data["products"] != nil {
			t.Errorf("%s: %s", filter, a.Raw)
		}
	}
	if a := w.ask(t, "query($f:ProductAttributeFilterInput){products(filter:$f){total_count}}", map[string]any{"f": map[string]any{"sku": nil}}, ""); len(a.Errors) != 1 {
		t.Errorf("in a variable: %s", a.Raw)
	}
}
