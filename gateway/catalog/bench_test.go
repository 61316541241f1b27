package catalog_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/feed"
	"github.com/tillway/tillway/gateway/pos"
)

const benchProducts = 100_000

// large is a loaded rig with 100,000 products, made once for all benchmarks.
var large = sync.OnceValue(func() *rig {
	r := &rig{shop: &shop{
		store:      pos.Store{ID: 1, Code: storeCode, WebsiteID: 1, RootCategoryID: 2},
		categories: map[int64]pos.Category{2: {ID: 2, ParentID: 1, Path: "1/2", Active: true}}, products: map[int64]pos.Product{}, stock: map[string]pos.StockLevel{},
	}, cache: memory.New()}
	for i := range int64(200) {
		r.shop.categories[10+i] = pos.Category{ID: 10 + i, ParentID: 2, Path: fmt.Sprintf("1/2/%d", 10+i), Active: true, Anchor: true, Name: fmt.Sprint("Category ", i)}
	}
	nouns := []string{"Bag", "Jacket", "Tee", "Short", "Bottle", "Mat", "Watch", "Tank", "Pant", "Hoodie"}
	for i := range int64(benchProducts) {
		sku, cents := fmt.Sprintf("SKU-%06d", i), decimal.New(100+i*37%20000, -2)
		r.shop.products[i+1] = pos.Product{ID: i + 1, SKU: sku, Type: pos.TypeSimple, Name: fmt.Sprintf("%s %s %d", nouns[i%7], nouns[i%10], i%5000),
			URLKey: fmt.Sprint("product-", i), Enabled: true, Visibility: pos.VisibleBoth, Barcodes: []string{fmt.Sprintf("40063813%05d", i)}, Websites: []int64{1}, Price: &cents,
			Prices:     rows(cents),
			Categories: []pos.CategoryLink{{ID: 10 + i%200, Position: int(i % 50)}}, TaxClass: 2, AttributeSet: 4,
			Image: photo(i), SmallImage: photo(i), Thumbnail: photo(i), Gallery: []pos.Media{{ID: i, Type: "image", File: photo(i), Position: 1}},
			Attributes: pos.NewAttributes(map[string]string{"color": fmt.Sprint(i % 12), "size": fmt.Sprint(160 + i%7), "weight": "1", "has_options": "0", "required_options": "0",
				"options_container": "container2", "activity": "5,8,11", "material": "33,38", "new": "0", "sale": "1", "description": prose(i)}),
			URLs: []string{fmt.Sprintf("product-%d.html", i)}, CreatedAt: "2026-11-21 03:55:40", UpdatedAt: "2026-11-21 03:55:40"}
		r.shop.stock[sku] = pos.StockLevel{SKU: sku, Salable: &cents, InStock: true}
	}
	source := paged{r.shop, ascending(r.shop.products, func(a, b pos.Product) int { return cmp.Compare(a.ID, b.ID) })}
	r.importer = catalog.NewImporter(catalog.ImporterConfig{Source: source, Shelf: r.cache, Log: r.cache, Now: clock})
	r.catalog = replica(r.cache)
	return r
})

func rows(price decimal.Decimal) (out []pos.GroupPrice) {
	for group := range int64(4) {
		out = append(out, pos.GroupPrice{Group: group, Regular: price, Final: price, Min: price, Max: price})
	}
	return out
}

func photo(i int64) string { return fmt.Sprintf("/s/k/sku-%06d-main_1.jpg", i) }

// prose is a text of the length that product descriptions have, another for each product.
func prose(i int64) string {
	words := strings.Fields("so light and comfy you will love this organic fabric its feel performance style soft scoop neck athletic fit flat seams prevent chafing of hemp cotton spandex")
	r := rand.New(rand.NewPCG(uint64(i), 7)) //nolint:gosec // a text, no secret
	var b strings.Builder
	for range 70 {
		b.WriteString(words[r.IntN(len(words))] + " ")
	}
	return b.String()
}

func loaded(b *testing.B) *rig {
	b.Helper()
	r := large()
	if !r.catalog.Ready(storeCode) {
		r.load(b)
		r.sync(b)
	}
	b.ReportAllocs()
	return r
}

func BenchmarkProducts(b *testing.B) {
	for _, bb := range []struct {
		name  string
		query pos.ProductQuery
	}{
		{"by sku", pos.ProductQuery{SKUs: []string{"sku-054321"}}},
		{"category page by position", pos.ProductQuery{CategoryIDs: []int64{42}}},
		{"category page by price, descending", pos.ProductQuery{CategoryIDs: []int64{42}, Sort: desc("price")}},
		{"root page 100 by name", pos.ProductQuery{Sort: asc("name"), Page: 100}},
		{"category and colour", pos.ProductQuery{CategoryIDs: []int64{42}, Attributes: map[string][]string{"color": {"8"}}}},
		{"price range over everything", pos.ProductQuery{PriceFrom: price("10"), PriceTo: price("20")}},
		{"search, narrow", pos.ProductQuery{Search: "bag 1234"}},
		{"search, one in ten", pos.ProductQuery{Search: "hoodie"}},
		{"search, barcode", pos.ProductQuery{Search: "4006381354321"}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			c := loaded(b).catalog
			for b.Loop() {
				if got := products(b, c, bb.query); got.Total == 0 {
					b.Fatal("nothing found")
				}
			}
		})
	}
}

func BenchmarkProductBySKU(b *testing.B) {
	c := loaded(b).catalog
	for b.Loop() {
		if _, err := c.ProductBySKU(b.Context(), storeCode, "SKU-054321"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkApplyOneChange(b *testing.B) {
	r := loaded(b)
	p := r.shop.products[54321]
	for i := 0; b.Loop(); i++ {
		p.Name = fmt.Sprint("Changed ", i%7)
		body, err := json.Marshal(p)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := r.cache.Append(b.Context(), storeCode, []pos.Change{{Kind: pos.DocProduct, Key: "54321", Body: body}}); err != nil {
			b.Fatal(err)
		}
		r.sync(b)
	}
}

// BenchmarkDownload is what a register downloads: all chunks of the manifest, compressed.
func BenchmarkDownload(b *testing.B) {
	r := loaded(b)
	for _, coding := range []string{"zstd", "gzip"} {
		b.Run(coding, func(b *testing.B) {
			service, err := feed.New(feed.Config{Log: r.cache, Shelf: r.cache})
			if err != nil {
				b.Fatal(err)
			}
			handler, total := service.ChunkHandler(), 0
			for b.Loop() {
				m, err := service.Manifest(b.Context(), storeCode)
				if err != nil {
					b.Fatal(err)
				}
				total = 0
				for _, c := range m.Chunks {
					req := httptest.NewRequestWithContext(b.Context(), http.MethodGet, feed.ChunkPath+c.Digest, http.NoBody)
					req.Header.Set("Accept-Encoding", coding)
					w := httptest.NewRecorder()
					handler.ServeHTTP(w, req)
					n, err := io.Copy(io.Discard, w.Body)
					if err != nil || w.Code != http.StatusOK {
						b.Fatal(w.Code, err)
					}
					total += int(n)
				}
			}
			b.ReportMetric(float64(total)/1e6, "MB")
		})
	}
}

// BenchmarkMemory is the live heap of a replica: the shelf with the chunks, which Redis has where there is one, and the
// generation on top of it.
func BenchmarkMemory(b *testing.B) {
	r := loaded(b)
	r.shop.products, r.shop.stock, r.importer = nil, nil, nil // Magento's memory, not ours
	heap := func() float64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / 1e6
	}
	for b.Loop() {
		r.catalog = replica(r.cache)
		before := heap()
		r.sync(b)
		b.ReportMetric(before, "MB-shelf")
		b.ReportMetric(heap()-before, "MB-generation")
	}
	runtime.KeepAlive(r)
}

func BenchmarkLoad(b *testing.B) {
	r := loaded(b)
	for b.Loop() {
		if err := replica(r.cache).Sync(b.Context(), storeCode); err != nil {
			b.Fatal(err)
		}
	}
}

// paged is the large shop with its products in order already, so that the source costs nothing.
type paged struct {
	*shop
	sorted []pos.Product
}

func (p paged) Products(_ context.Context, _ pos.Store, after int64, limit int) ([]pos.Product, error) {
	from := min(int(after), len(p.sorted)) // the ids are 1, 2, 3 …
	return p.sorted[from:min(from+limit, len(p.sorted))], nil
}

func BenchmarkImport(b *testing.B) {
	r := large()
	source := paged{r.shop, ascending(r.shop.products, func(a, b pos.Product) int { return cmp.Compare(a.ID, b.ID) })}
	b.ReportAllocs()
	for b.Loop() {
		cache := memory.New()
		im := catalog.NewImporter(catalog.ImporterConfig{Source: source, Shelf: cache, Log: cache, Now: clock})
		if _, err := im.Import(b.Context(), storeCode, nil); err != nil {
			b.Fatal(err)
		}
	}
}
