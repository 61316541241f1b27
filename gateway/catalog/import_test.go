package catalog_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/zeebo/xxh3"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

func TestTheFirstImportShelvesEverything(t *testing.T) {
	t.Parallel()
	r := setup(t)
	var last catalog.Progress
	report, err := r.importer.Import(t.Context(), storeCode, func(p catalog.Progress) {
		if p.Kind == pos.DocProduct {
			last = p
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[pos.DocumentKind]catalog.Counts{pos.DocStore: {Added: 1}, pos.DocPricing: {Added: 1}, pos.DocCategory: {Added: 39}, pos.DocProduct: {Added: 206}, pos.DocStock: {Added: 206}}
	if fmt.Sprint(report.Kinds) != fmt.Sprint(want) || !report.NewEpoch {
		t.Errorf("report %+v", report)
	}
	if last.Done != 206 || last.Total != 206 || last.Left != 0 {
		t.Errorf("last progress %+v", last)
	}
	m := manifest(t, r.cache)
	documents := 0
	for _, c := range m.Chunks {
		documents += c.Documents
	}
	if documents != 453+206 || m.Cursor != report.Cursor || m.Fingerprint == "" {
		t.Errorf("manifest of %d documents, the products twice, whole and cut for registers: %+v", documents, m)
	}
}

func TestChunksAreNamedByTheirBytes(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.load(t)
	for _, c := range manifest(t, r.cache).Chunks {
		body, err := r.cache.Chunk(t.Context(), c.Digest)
		if err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf("%x", sha256.Sum256(body))
		if c.Kind == pos.DocProduct {
			want = fmt.Sprintf("%x", xxh3.Hash128(body).Bytes())
		}
		if c.Digest != want || c.Bytes != len(body) || c.Documents != bytes.Count(body, []byte("}\n")) {
			t.Errorf("chunk of %d bytes, digest %s: %+v", len(body), want, c)
		}
	}
}

func TestAnImportOfTheSameAltersNothing(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.load(t)
	before := manifest(t, r.cache)
	report := r.load(t)
	if c := report.Kinds[pos.DocProduct]; c != (catalog.Counts{Unchanged: 206}) || report.NewEpoch {
		t.Errorf("report %+v", report)
	}
	if after := manifest(t, r.cache); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("manifest %+v\nbecame %+v", before, after)
	}
}

func TestAnImportAppendsTheDifference(t *testing.T) {
	t.Parallel()
	r := filled(t)
	before := manifest(t, r.cache)
	r.shop.change(t, "24-MB01", func(p *pos.Product) { p.Name = "Jousting Bag" })
	delete(r.shop.products, 2)
	delete(r.shop.stock, "24-MB04")
	r.shop.products[5000] = pos.Product{ID: 5000, SKU: "NEW", Name: "New", Enabled: true, Visibility: pos.VisibleBoth, Websites: []int64{1},
		Prices: []pos.GroupPrice{{Min: decimal.NewFromInt(5)}}, Categories: []pos.CategoryLink{{ID: 4}}}
	report := r.load(t)
	if c := report.Kinds[pos.DocProduct]; c != (catalog.Counts{Added: 1, Changed: 1, Deleted: 1, Unchanged: 204}) {
		t.Errorf("products %+v", c)
	}
	if c := report.Kinds[pos.DocStock]; c != (catalog.Counts{Deleted: 1, Unchanged: 205}) {
		t.Errorf("stock %+v", c)
	}
	changes, err := r.cache.After(t.Context(), storeCode, before.Cursor, 100)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range changes.Entries {
		got = append(got, fmt.Sprintf("%s %s %v", c.Kind, c.Key, c.Deleted))
	}
	if want := "product 1 false, product 2 true, product 5000 false, stock 24-MB04 true"; strings.Join(got, ", ") != want {
		t.Errorf("log: %v", got)
	}
	r.sync(t)
	page := products(t, r.catalog, pos.ProductQuery{CategoryIDs: []int64{4}, Sort: desc("name"), PageSize: 50})
	if page.Total != 14 || !strings.Contains(skus(page), "NEW") || strings.Contains(skus(page), "24-MB04") {
		t.Errorf("the replica shows %d: %s", page.Total, skus(page))
	}
	if _, ok := r.catalog.Level(t.Context(), storeCode, "24-MB04"); ok {
		t.Error("the stock of what is gone is still there")
	}
	// A replica that starts now sees the same.
	late := replica(r.cache)
	if err := late.Sync(t.Context(), storeCode); err != nil {
		t.Fatal(err)
	}
	if got := products(t, late, pos.ProductQuery{CategoryIDs: []int64{4}, Sort: desc("name"), PageSize: 50}); skus(got) != skus(page) {
		t.Errorf("a late replica shows %s", skus(got))
	}
}

func TestOneChangedProductAltersOneChunk(t *testing.T) {
	t.Parallel()
	r := setup(t)
	for id := int64(10_000); id < 20_000; id++ {
		sku := fmt.Sprintf("MASS-%d", id)
		r.shop.products[id] = pos.Product{ID: id, SKU: sku, Name: "Mass", Enabled: true, Visibility: pos.VisibleBoth}
		r.shop.stock[sku] = pos.StockLevel{SKU: sku, InStock: true}
	}
	r.load(t)
	before := manifest(t, r.cache)
	r.shop.change(t, "MASS-15000", func(p *pos.Product) { p.Name = "Changed" })
	r.shop.stock["MASS-12000"] = pos.StockLevel{SKU: "MASS-12000"}
	r.shop.products[20_000] = pos.Product{ID: 20_000, SKU: "MASS-20000", Name: "Added"}
	r.load(t)
	known, altered := map[string]bool{}, map[pos.DocumentKind]int{}
	for _, c := range before.Chunks {
		known[c.Digest] = true
	}
	after := manifest(t, r.cache)
	for _, c := range after.Chunks {
		if c.Documents > 4096 {
			t.Errorf("chunk of %d documents", c.Documents)
		}
		if !known[c.Digest] {
			altered[c.Kind]++
		}
	}
	if len(after.Chunks) < 15 || altered[pos.DocProduct] != 2 || altered[pos.DocStock] != 1 || altered[pos.DocCategory] != 0 {
		t.Errorf("of %d chunks these are new: %v", len(after.Chunks), altered)
	}
}

// brittle is a cache that fails at the nth write to the shelf.
type brittle struct {
	*memory.Memory
	left atomic.Int64
}

func newBrittle(cache *memory.Memory, writes int) *brittle {
	b := &brittle{Memory: cache}
	b.left.Store(int64(writes))
	return b
}

func (b *brittle) PutChunk(ctx context.Context, digest string, body [][]byte) error {
	if b.left.Add(-1) < 0 {
		return errDown
	}
	return b.Memory.PutChunk(ctx, digest, body)
}

func (b *brittle) PutManifest(ctx context.Context, m pos.Manifest) error {
	if b.left.Add(-1) < 0 {
		return errDown
	}
	return b.Memory.PutManifest(ctx, m)
}

func TestACrashDuringAnImportLeavesNoHalfGeneration(t *testing.T) {
	t.Parallel()
	for writes := range 5 {
		t.Run(fmt.Sprintf("after %d writes of the first import", writes), func(t *testing.T) {
			t.Parallel()
			r := setup(t)
			broken := catalog.NewImporter(catalog.ImporterConfig{Source: r.shop, Shelf: newBrittle(r.cache, writes), Log: r.cache, Now: clock})
			if _, err := broken.Import(t.Context(), storeCode, nil); !errors.Is(err, errDown) && writes < 5 {
				t.Fatalf("error is %v", err)
			}
			if err := r.catalog.Sync(t.Context(), storeCode); pos.CodeOf(err) != pos.CodeNotReady || r.catalog.Ready(storeCode) {
				t.Errorf("a reader got %v", err)
			}
			r.load(t)
			r.sync(t)
			if got := products(t, r.catalog, pos.ProductQuery{}); got.Total != 188 {
				t.Errorf("after the next import: %d", got.Total)
			}
		})
	}
	t.Run("between the log and the manifest of a later import", func(t *testing.T) {
		t.Parallel()
		r := filled(t)
		r.shop.change(t, "24-MB01", func(p *pos.Product) { p.Name = "Jousting Bag" })
		broken := catalog.NewImporter(catalog.ImporterConfig{Source: r.shop, Shelf: newBrittle(r.cache, 1), Log: r.cache, Settings: "barcode=ean", Now: clock})
		if _, err := broken.Import(t.Context(), storeCode, nil); !errors.Is(err, errDown) {
			t.Fatalf("error is %v", err)
		}
		late := replica(r.cache)
		r.sync(t)
		if err := late.Sync(t.Context(), storeCode); err != nil {
			t.Fatal(err)
		}
		for _, c := range []*catalog.Catalog{r.catalog, late} {
			if p, err := c.ProductBySKU(t.Context(), storeCode, "24-MB01"); err != nil || p.Name != "Jousting Bag" {
				t.Errorf("%s, %v", p.Name, err)
			}
			if got := products(t, c, pos.ProductQuery{}); got.Total != 188 {
				t.Errorf("%d products", got.Total)
			}
		}
		if report := r.load(t); report.Kinds[pos.DocProduct] != (catalog.Counts{Unchanged: 206}) {
			t.Errorf("the next import appends it again: %+v", report)
		}
	})
}

func TestWhatTheLogGainedDuringAnImportWins(t *testing.T) {
	t.Parallel()
	r := filled(t)
	newer, err := r.cache.Append(t.Context(), storeCode, nil)
	if err != nil {
		t.Fatal(err)
	}
	// While the import reads the old name, a refresh has appended the new one.
	r.shop.onPage = func(int64) {
		r.shop.onPage = nil
		body := strings.Replace(docOf(t, r, "24-MB02"), "Fusion Backpack", "Refreshed", 1)
		if _, err := r.cache.Append(t.Context(), storeCode, []pos.Change{{Kind: pos.DocProduct, Key: "6", Body: []byte(body)}}); err != nil {
			t.Error(err)
		}
	}
	report := r.load(t)
	if report.Cursor.Seq != newer.Seq+1 {
		t.Errorf("the import wrote over it: %v after %v", report.Cursor, newer)
	}
	late := replica(r.cache)
	if err := late.Sync(t.Context(), storeCode); err != nil {
		t.Fatal(err)
	}
	if p, err := late.ProductBySKU(t.Context(), storeCode, "24-MB02"); err != nil || p.Name != "Refreshed" {
		t.Errorf("%s, %v", p.Name, err)
	}
}

func TestASettingThatChangesMeaningBeginsTheLogAnew(t *testing.T) {
	t.Parallel()
	r := filled(t)
	before := manifest(t, r.cache)
	other := catalog.NewImporter(catalog.ImporterConfig{Source: r.shop, Shelf: r.cache, Log: r.cache, Settings: "barcode=gtin", Now: clock})
	report, err := other.Import(t.Context(), storeCode, nil)
	if err != nil {
		t.Fatal(err)
	}
	after := manifest(t, r.cache)
	if !report.NewEpoch || after.Fingerprint == before.Fingerprint || after.Cursor.Epoch == before.Cursor.Epoch {
		t.Errorf("before %+v, after %+v", before, after)
	}
	r.sync(t)
	if c, err := r.catalog.Cursor(storeCode); err != nil || c != after.Cursor {
		t.Errorf("the replica is at %v, %v", c, err)
	}
}

func TestAFailingSourceChangesNothing(t *testing.T) {
	t.Parallel()
	r := filled(t)
	before := manifest(t, r.cache)
	r.shop.fail = pos.Unavailable(errDown, "Magento is away")
	if _, err := r.importer.Import(t.Context(), storeCode, nil); pos.KindOf(err) != pos.KindUnavailable {
		t.Errorf("error is %v", err)
	}
	if after := manifest(t, r.cache); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("manifest %+v", after)
	}
}

func manifest(t testing.TB, cache *memory.Memory) pos.Manifest {
	t.Helper()
	m, err := cache.Manifest(t.Context(), storeCode)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
