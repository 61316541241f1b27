package catalog_test

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

const storeCode = "default"

// shop is a Magento of our own making: what it holds can be changed between calls.
type shop struct {
	mu         sync.Mutex
	store      pos.Store
	categories map[int64]pos.Category
	products   map[int64]pos.Product
	stock      map[string]pos.StockLevel
	attributes []pos.Attribute
	routes     []pos.Route
	pricing    totals.Pricing
	fail       error
	// onPage, if set, is called before a page of products is read.
	onPage func(after int64)
	reads  int
}

// luma is a shop with the visible products and the categories of Magento's sample data (testdata/*.jsonl).
func luma(t testing.TB) *shop {
	t.Helper()
	s := &shop{
		store: pos.Store{ID: 1, Code: storeCode, Name: "Default Store View", WebsiteID: 1, WebsiteCode: "base", RootCategoryID: 2,
			StockID: 2, Currency: "USD", BaseCurrency: "USD"},
		pricing: totals.Pricing{WebsiteID: 1, Snapshot: totals.Snapshot{Rules: []totals.Rule{{
			ID: 7, IsActive: true, Websites: []int64{1}, Action: "by_percent", DiscountAmount: totals.Int(10), CustomerGroups: []int64{0},
			Conditions: json.RawMessage(`{"type":"combine","aggregator":"all"}`),
			Actions: json.RawMessage(`{"type":"product_combine","aggregator":"any","conditions":[
				{"type":"product","attribute":"parent::material","operator":"==","value":"33"},
				{"type":"product","attribute":"attribute_set_id","operator":"==","value":"4"}]}`),
		}}}},
		categories: map[int64]pos.Category{}, products: map[int64]pos.Product{}, stock: map[string]pos.StockLevel{},
	}
	for _, c := range readLines[pos.Category](t, "testdata/categories.jsonl") {
		s.categories[c.ID] = c
	}
	for _, p := range readLines[pos.Product](t, "testdata/products.jsonl") {
		s.products[p.ID] = p
		hundred := decimal.NewFromInt(100)
		s.stock[p.SKU] = pos.StockLevel{SKU: p.SKU, Salable: &hundred, InStock: true}
	}
	return s
}

func readLines[T any](t testing.TB, path string) []T {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []T
	lines := bufio.NewScanner(bytes.NewReader(body))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		out = append(out, v)
	}
	return out
}

func (s *shop) enter() (func(), error) {
	s.mu.Lock()
	s.reads++
	return s.mu.Unlock, s.fail
}

func (s *shop) Store(_ context.Context, code string) (pos.Store, error) {
	leave, err := s.enter()
	defer leave()
	if err == nil && code != s.store.Code {
		err = pos.NotFound("no store %s", code)
	}
	return s.store, err
}

func (s *shop) Categories(context.Context, pos.Store) ([]pos.Category, error) {
	leave, err := s.enter()
	defer leave()
	return ascending(s.categories, func(a, b pos.Category) int { return cmp.Compare(a.ID, b.ID) }), err
}

func (s *shop) Attributes(context.Context, pos.Store) ([]pos.Attribute, error) {
	leave, err := s.enter()
	defer leave()
	return slices.Clone(s.attributes), err
}

func (s *shop) Pricing(context.Context, pos.Store) (totals.Pricing, error) {
	leave, err := s.enter()
	defer leave()
	p := s.pricing
	p.Rules = slices.Clone(p.Rules)
	return p, err
}

func (s *shop) Routes(context.Context, pos.Store) ([]pos.Route, error) {
	leave, err := s.enter()
	defer leave()
	return slices.Clone(s.routes), err
}

func (s *shop) CountProducts(context.Context, pos.Store) (int, error) {
	leave, err := s.enter()
	defer leave()
	return len(s.products), err
}

func (s *shop) Products(_ context.Context, _ pos.Store, after int64, limit int) ([]pos.Product, error) {
	if s.onPage != nil {
		s.onPage(after)
	}
	leave, err := s.enter()
	defer leave()
	all := ascending(s.products, func(a, b pos.Product) int { return cmp.Compare(a.ID, b.ID) })
	all = slices.DeleteFunc(all, func(p pos.Product) bool { return p.ID <= after })
	return all[:min(limit, len(all))], err
}

func (s *shop) ProductsByID(_ context.Context, _ pos.Store, ids []int64) ([]pos.Product, error) {
	leave, err := s.enter()
	defer leave()
	var out []pos.Product
	for _, id := range ids {
		if p, ok := s.products[id]; ok {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b pos.Product) int { return cmp.Compare(a.ID, b.ID) })
	return out, err
}

func (s *shop) CompositePrices(_ context.Context, _ pos.Store, composites []pos.Product) error {
	leave, err := s.enter()
	defer leave()
	for i, c := range composites {
		composites[i].Prices = slices.Clone(s.products[c.ID].Prices)
		for j := range composites[i].Prices {
			if was, ok := pos.PriceOf(c.Prices, composites[i].Prices[j].Group); ok {
				composites[i].Prices[j].Regular = was.Regular
			}
		}
	}
	return err
}

func (s *shop) Stock(context.Context, pos.Store) ([]pos.StockLevel, error) {
	leave, err := s.enter()
	defer leave()
	return ascending(s.stock, func(a, b pos.StockLevel) int { return cmp.Compare(a.SKU, b.SKU) }), err
}

func (s *shop) StockBySKU(_ context.Context, _ pos.Store, skus []string) ([]pos.StockLevel, error) {
	leave, err := s.enter()
	defer leave()
	var out []pos.StockLevel
	for _, sku := range skus {
		if l, ok := s.stock[sku]; ok {
			out = append(out, l)
		}
	}
	return out, err
}

func ascending[K comparable, V any](m map[K]V, by func(a, b V) int) []V {
	out := make([]V, 0, len(m))
	for _, v := range m {
		out = append(out, v)
	}
	slices.SortFunc(out, by)
	return out
}

// change edits one product.
func (s *shop) change(t testing.TB, sku string, edit func(*pos.Product)) pos.Product {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, p := range s.products {
		if p.SKU == sku {
			edit(&p)
			s.products[id] = p
			return p
		}
	}
	t.Fatalf("no product %s", sku)
	return pos.Product{}
}

// rig is a shop, a shared cache, and the catalog of one replica.
type rig struct {
	shop     *shop
	cache    *memory.Memory
	importer *catalog.Importer
	catalog  *catalog.Catalog
}

var errDown = errors.New("down")

func setup(t testing.TB) *rig {
	t.Helper()
	r := &rig{shop: luma(t), cache: memory.New()}
	r.importer = catalog.NewImporter(catalog.ImporterConfig{Source: r.shop, Shelf: r.cache, Log: r.cache, Settings: "barcode=ean", Now: clock})
	r.catalog = replica(r.cache)
	return r
}

func clock() time.Time { return time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC) }

func replica(cache *memory.Memory) *catalog.Catalog {
	return catalog.New(catalog.Config{Stores: []string{storeCode}, Shelf: cache, Log: cache})
}

// filled is a rig whose catalog is loaded.
func filled(t testing.TB) *rig {
	t.Helper()
	r := setup(t)
	r.load(t)
	r.sync(t)
	return r
}

func (r *rig) load(t testing.TB) catalog.Report {
	t.Helper()
	report, err := r.importer.Import(t.Context(), storeCode, nil)
	if err != nil {
		t.Fatalf("import: %v", err)
	}
	return report
}

func (r *rig) sync(t testing.TB) {
	t.Helper()
	if err := r.catalog.Sync(t.Context(), storeCode); err != nil {
		t.Fatalf("sync: %v", err)
	}
}

func price(s string) *decimal.Decimal {
	d := decimal.RequireFromString(s)
	return &d
}
