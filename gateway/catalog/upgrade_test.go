package catalog_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/feed"
	"github.com/tillway/tillway/gateway/pos"
)

// earlier is a shop as an earlier version told of it: names were longer, and levels did not say what is sold whole.
type earlier struct{ *historic }

const earlierName = " as it was told"

func (e earlier) Products(ctx context.Context, store pos.Store, after int64, limit int) ([]pos.Product, error) {
	all, err := e.historic.Products(ctx, store, after, limit)
	for i := range all {
		all[i].Name += earlierName
	}
	return all, err
}

func (e earlier) Stock(ctx context.Context, store pos.Store) ([]pos.StockLevel, error) {
	all, err := e.historic.Stock(ctx, store)
	for i := range all {
		all[i].Whole = false
	}
	return all, err
}

// manifests counts the generations that are shelved.
type manifests struct {
	*memory.Memory
	mu   sync.Mutex
	made map[string]bool
}

func (m *manifests) PutManifest(ctx context.Context, one pos.Manifest) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.made[one.Cursor.Epoch+one.BuiltAt] = true // a sweep only moves its place in the source's history
	return m.Memory.PutManifest(ctx, one)
}

// formOf is of which version the documents are that a replica answers with: "earlier", "ours", or what is mixed.
func formOf(t *testing.T, c *catalog.Catalog) string {
	t.Helper()
	for {
		version, sold := c.Version(storeCode), c.StockVersion(storeCode)
		var forms []string
		for _, p := range products(t, c, pos.ProductQuery{PageSize: 1000}).Items {
			level, _ := c.Level(t.Context(), storeCode, p.SKU)
			forms = append(forms, map[bool]string{true: "earlier", false: "ours"}[strings.HasSuffix(p.Name, earlierName)],
				map[bool]string{true: "ours", false: "earlier"}[level.Whole])
		}
		if c.Version(storeCode) == version && c.StockVersion(storeCode) == sold {
			slices.Sort(forms)
			return strings.Join(slices.Compact(forms), " and ")
		}
	}
}

// What is shared was written by an earlier version, of which registers and another replica hold everything.
func TestAnUpgradeMakesTheCatalogAnewWholeAndOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := &polling{historic: &historic{shop: small(), blind: []pos.DocumentKind{pos.DocStock, pos.DocPricing}}, cache: memory.New(), seen: func(string, int, error) {}}
		for sku, level := range r.stock {
			level.Whole = true
			r.stock[sku] = level
		}
		earlierImporter := catalog.NewImporter(catalog.ImporterConfig{Source: earlier{r.historic}, Changes: r, Shelf: r.cache, Log: r.cache, Now: time.Now})
		if _, err := earlierImporter.Import(t.Context(), storeCode, nil); err != nil {
			t.Fatal(err)
		}
		old := manifest(t, r.cache)
		settings, ours := strings.CutPrefix(old.Fingerprint, catalog.DocumentFormat)
		if old.Fingerprint = "1" + settings; !ours || r.cache.PutManifest(t.Context(), old) != nil {
			t.Fatalf("fingerprint %s", old.Fingerprint)
		}
		service, err := feed.New(feed.Config{Log: r.cache, Shelf: r.cache})
		if err != nil {
			t.Fatal(err)
		}

		ctx, end := context.WithCancel(t.Context())
		var following sync.WaitGroup
		replicas, seen := make([]*catalog.Catalog, 2), make([]string, 2)
		for i := range replicas {
			replicas[i] = catalog.New(catalog.Config{Stores: []string{storeCode}, Shelf: r.cache, Log: r.cache, Poll: time.Second})
			if err := replicas[i].Sync(ctx, storeCode); err != nil {
				t.Fatal(err)
			}
			following.Go(func() { _ = replicas[i].Run(ctx) })
			if seen[i] = formOf(t, replicas[i]); seen[i] != "earlier" {
				t.Fatalf("replica %d answers with %s documents before the upgrade", i, seen[i])
			}
		}
		r.catalog = replicas[0]
		r.refresher = catalog.NewRefresher(catalog.RefresherConfig{Catalog: r.catalog, Source: r, Log: r.cache, Now: time.Now})
		shelf := &manifests{Memory: r.cache, made: map[string]bool{}}
		importer := catalog.NewImporter(catalog.ImporterConfig{Source: r, Changes: r, Shelf: shelf, Log: r.cache, Now: time.Now})

		resynced := false
		for range 2 { // and again when another instance takes over
			stop := start(t, r.newPoller(importer))
			for range 200 {
				for i, c := range replicas {
					now := formOf(t, c)
					if now != seen[i] && (now != "ours" || seen[i] != "earlier") {
						t.Fatalf("replica %d answers with %s documents, after %s", i, now, seen[i])
					}
					seen[i] = now
				}
				changes, err := service.Changes(t.Context(), storeCode, old.Cursor, 100)
				if resynced = resynced || pos.CodeOf(err) == pos.CodeResyncFirst; !resynced && (err != nil || len(changes.Entries) > 0) {
					t.Fatalf("registers are told of %d changes of what they hold, %v", len(changes.Entries), err)
				}
				time.Sleep(5 * time.Second)
			}
			stop()
		}
		end()
		following.Wait()
		if seen[0] != "ours" || seen[1] != "ours" || !resynced || len(shelf.made) != 1 {
			t.Errorf("replicas answer with %v documents, registers resync: %t, %d generations were made", seen, resynced, len(shelf.made))
		}
		fresh := memory.New()
		if _, err := r.importer(fresh).Import(t.Context(), storeCode, nil); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(contents(t, fresh), contents(t, r.cache)); diff != "" {
			t.Errorf("a register differs from a fresh import (-import +register)\n%s", diff)
		}
	})
}
