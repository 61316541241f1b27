package catalog_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

// flaky is a shop whose pages fail a number of times.
type flaky struct {
	*shop
	failures int
	calls    int
}

func (f *flaky) Products(ctx context.Context, store pos.Store, after int64, limit int) ([]pos.Product, error) {
	f.calls++
	if f.failures > 0 {
		f.failures--
		return nil, pos.Unavailable(errDown, "page after %d", after)
	}
	return f.shop.Products(ctx, store, after, limit)
}

func TestAnImportSurvivesABrokenPage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cache := &flaky{shop: luma(t), failures: 4}, memory.New()
		im := catalog.NewImporter(catalog.ImporterConfig{Source: s, Shelf: cache, Log: cache, Now: time.Now})
		report, err := im.Import(t.Context(), storeCode, nil)
		if err != nil || report.Kinds[pos.DocProduct].Added != 206 {
			t.Fatalf("%+v, %v", report, err)
		}
	})
}

func TestAnImportThatFailsLeavesThePreviousGenerationInForce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cache := &flaky{shop: luma(t)}, memory.New()
		im := catalog.NewImporter(catalog.ImporterConfig{Source: s, Shelf: cache, Log: cache, Now: time.Now})
		if _, err := im.Import(t.Context(), storeCode, nil); err != nil {
			t.Fatal(err)
		}
		before := contents(t, cache)
		s.failures, s.calls = 100, 0
		s.store.Name = "Renamed"
		if _, err := im.Import(t.Context(), storeCode, nil); !errors.Is(err, errDown) || s.calls > 10 {
			t.Fatalf("after %d calls: %v", s.calls, err)
		}
		if len(contents(t, cache)) != len(before) {
			t.Error("a failed import changed what readers hold")
		}
		s.failures = 0
		if _, err := im.Import(t.Context(), storeCode, nil); err != nil {
			t.Errorf("the next import: %v", err)
		}
	})
}

// losing is a cache that stops answering after a number of writes.
type losing struct {
	*memory.Memory
	mu   sync.Mutex
	left int
}

func (l *losing) write() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.left == 0 {
		return pos.Unavailable(errDown, "the cache is away")
	}
	l.left--
	return nil
}

func (l *losing) PutChunk(ctx context.Context, digest string, body [][]byte) error {
	if err := l.write(); err != nil {
		return err
	}
	return l.Memory.PutChunk(ctx, digest, body)
}

func (l *losing) PutManifest(ctx context.Context, m pos.Manifest) error {
	if err := l.write(); err != nil {
		return err
	}
	return l.Memory.PutManifest(ctx, m)
}

func (l *losing) Begin(ctx context.Context, store string) (pos.Cursor, error) {
	if err := l.write(); err != nil {
		return pos.Cursor{}, err
	}
	return l.Memory.Begin(ctx, store)
}

func TestACacheLostInTheMiddleOfAnImportCostsNothingButThatImport(t *testing.T) {
	t.Parallel()
	for left := range 8 {
		r := filled(t)
		cache := &losing{Memory: r.cache, left: left}
		im := catalog.NewImporter(catalog.ImporterConfig{Source: r.shop, Shelf: cache, Log: cache, Settings: "other", Now: clock})
		_, err := im.Import(t.Context(), storeCode, nil)
		if err != nil && pos.KindOf(err) != pos.KindUnavailable {
			t.Fatalf("after %d writes: %v", left, err)
		}
		if err := r.catalog.Sync(t.Context(), storeCode); err != nil && pos.CodeOf(err) != pos.CodeNotReady {
			t.Fatalf("after %d writes a replica cannot follow: %v", left, err)
		}
		if got := products(t, r.catalog, pos.ProductQuery{}); got.Total == 0 {
			t.Errorf("after %d writes nothing is served", left)
		}
		cache.left = 1000
		if _, err := im.Import(t.Context(), storeCode, nil); err != nil {
			t.Errorf("after %d writes, with the cache back: %v", left, err)
		}
		r.sync(t)
	}
}

// meddling is a cache into which somebody appends just before the log is begun anew.
type meddling struct {
	*memory.Memory
	before func()
}

func (m *meddling) Begin(ctx context.Context, store string) (pos.Cursor, error) {
	if m.before != nil {
		m.before()
	}
	return m.Memory.Begin(ctx, store)
}

func TestRegression_AChangeAppendedJustBeforeANewEpochIsNotLost(t *testing.T) {
	t.Parallel()
	r := filled(t)
	cache := &meddling{Memory: r.cache}
	cache.before = func() {
		p := r.shop.products[1]
		p.Name = "Renamed meanwhile"
		body, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.cache.Append(t.Context(), storeCode, []pos.Change{{Kind: pos.DocProduct, Key: "1", Body: body}}); err != nil {
			t.Fatal(err)
		}
	}
	im := catalog.NewImporter(catalog.ImporterConfig{Source: r.shop, Shelf: cache, Log: cache, Settings: "other", Now: clock})
	report, err := im.Import(t.Context(), storeCode, nil)
	if err != nil || !report.NewEpoch {
		t.Fatalf("%+v, %v", report, err)
	}
	c := replica(r.cache)
	if err := c.Sync(t.Context(), storeCode); err != nil {
		t.Fatal(err)
	}
	found, err := c.ProductsByID(t.Context(), storeCode, []int64{1})
	if err != nil || len(found) != 1 || found[0].Name != "Renamed meanwhile" {
		t.Errorf("%+v, %v", found, err)
	}
}

// cacheOf is all that replicas share.
type cacheOf interface {
	catalog.Shelf
	catalog.Log
	catalog.Locker
}

// shared is a cache that can be replaced while it is used.
type shared struct{ now atomic.Pointer[cacheOf] }

func (s *shared) be(c cacheOf) { s.now.Store(&c) }

// empty is what a Redis does that is started again without its data.
func (s *shared) empty() *memory.Memory {
	m := memory.New()
	s.be(m)
	return m
}

func (s *shared) PutChunk(ctx context.Context, digest string, body [][]byte) error {
	return (*s.now.Load()).PutChunk(ctx, digest, body)
}

func (s *shared) Chunk(ctx context.Context, digest string) ([]byte, error) {
	return (*s.now.Load()).Chunk(ctx, digest)
}

func (s *shared) PutManifest(ctx context.Context, m pos.Manifest) error {
	return (*s.now.Load()).PutManifest(ctx, m)
}

func (s *shared) Manifest(ctx context.Context, store string) (pos.Manifest, error) {
	return (*s.now.Load()).Manifest(ctx, store)
}

func (s *shared) Begin(ctx context.Context, store string) (pos.Cursor, error) {
	return (*s.now.Load()).Begin(ctx, store)
}

func (s *shared) Append(ctx context.Context, store string, changes []pos.Change) (pos.Cursor, error) {
	return (*s.now.Load()).Append(ctx, store, changes)
}

func (s *shared) Head(ctx context.Context, store string) (pos.Cursor, error) {
	return (*s.now.Load()).Head(ctx, store)
}

func (s *shared) After(ctx context.Context, store string, after pos.Cursor, limit int) (pos.Changes, error) {
	return (*s.now.Load()).After(ctx, store, after, limit)
}

func (s *shared) TryLock(ctx context.Context, name string, ttl time.Duration) (release func(), ok bool, err error) {
	return (*s.now.Load()).TryLock(ctx, name, ttl)
}

// changing is a shop that tells what changed.
type changing interface {
	catalog.Source
	catalog.ChangeSource
}

// keepFresh runs a poller over a cache, which it fills first where it is empty, until the returned function is called.
func keepFresh(t *testing.T, s changing, cache *shared) (c *catalog.Catalog, r *catalog.Refresher, stop func()) {
	t.Helper()
	c = catalog.New(catalog.Config{Stores: []string{storeCode}, Shelf: cache, Log: cache})
	r = catalog.NewRefresher(catalog.RefresherConfig{Catalog: c, Source: s, Log: cache, Now: time.Now})
	im := catalog.NewImporter(catalog.ImporterConfig{Source: s, Changes: s, Shelf: cache, Log: cache, Now: time.Now})
	stop = start(t, catalog.NewPoller(catalog.PollerConfig{Importer: im, Refresher: r, Shelf: cache, Locker: cache, Changes: s, Now: time.Now,
		Every: catalog.Schedule{Import: -1}}))
	wait(10 * time.Second)
	return c, r, stop
}

// called is what a catalog calls a product of small.
func called(t *testing.T, c *catalog.Catalog, sku string) string {
	t.Helper()
	p, err := c.ProductBySKU(t.Context(), storeCode, sku)
	if err != nil {
		t.Fatal(err)
	}
	return p.Name
}

func TestRegression_ACacheThatWasEmptiedStayedEmpty(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cache := &historic{shop: small()}, &shared{}
		cache.empty()
		c, r, stop := keepFresh(t, s, cache)
		defer stop()
		if !c.Ready(storeCode) {
			t.Fatal("nobody filled the empty cache")
		}
		again := cache.empty()
		s.change(t, "SKU-3", func(p *pos.Product) { p.Name = "Renamed" })
		if err := r.Refresh(t.Context(), hint(pos.HintProduct, "3")); pos.CodeOf(err) != pos.CodeNotReady {
			t.Errorf("a hint that cannot be followed now: %v", err)
		}
		if got := called(t, c, "SKU-3"); got != "Thing 3" {
			t.Errorf("meanwhile it is called %q", got)
		}
		wait(10 * time.Second)
		if got := called(t, c, "SKU-3"); got != "Renamed" || len(contents(t, again)) == 0 {
			t.Errorf("10 seconds later it is called %q", got)
		}
	})
}

// overtaken is a cache in which another import is made just before a manifest is put.
type overtaken struct {
	*memory.Memory
	other func()
}

func (o *overtaken) PutManifest(ctx context.Context, m pos.Manifest) error {
	if other := o.other; other != nil {
		o.other = nil
		other()
	}
	return o.Memory.PutManifest(ctx, m)
}

func TestRegression_TwoImportsAtOnceLeftAManifestOfAnotherEpochThanTheLog(t *testing.T) {
	t.Parallel()
	r := setup(t)
	cache := &overtaken{Memory: r.cache, other: func() { r.load(t) }}
	im := catalog.NewImporter(catalog.ImporterConfig{Source: r.shop, Shelf: cache, Log: cache, Settings: "barcode=ean", Now: clock})
	report, err := im.Import(t.Context(), storeCode, nil)
	if err != nil || report.NewEpoch || report.Kinds[pos.DocProduct] != (catalog.Counts{Unchanged: 206}) {
		t.Errorf("the import that was overtaken: %+v, %v", report, err)
	}
	r.sync(t)
	r.shop.change(t, "24-MB01", func(p *pos.Product) { p.Name = "Renamed" })
	if err := refresher(r, nil).Refresh(t.Context(), hint(pos.HintProduct, "1")); err != nil {
		t.Fatal(err)
	}
	if got := called(t, r.catalog, "24-MB01"); got != "Renamed" {
		t.Errorf("a replica calls it %q", got)
	}
	if _, err := r.cache.After(t.Context(), storeCode, manifest(t, r.cache).Cursor, 1); err != nil {
		t.Errorf("a register that has just taken the manifest: %v", err)
	}
}

func TestAnImportWaitsForAnother(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cache := small(), memory.New()
		s.onPage = func(int64) { time.Sleep(5 * time.Minute) }
		var wg sync.WaitGroup
		for i := range 2 {
			im := catalog.NewImporter(catalog.ImporterConfig{Source: s, Shelf: cache, Log: cache, Locker: cache, Now: time.Now})
			wg.Go(func() {
				time.Sleep(time.Duration(i) * time.Second) // the second finds the first at work
				report, err := im.Import(t.Context(), storeCode, nil)
				if err != nil || report.NewEpoch != (i == 0) {
					t.Errorf("import %d: %+v, %v", i, report, err)
				}
			})
		}
		wg.Wait()
	})
}

// An import begins the log anew and is killed before it puts the manifest.
func TestRegression_AKilledImportFrozeTheCatalog(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cache := &historic{shop: small()}, &shared{}
		m := cache.empty()
		_, _, stop := keepFresh(t, s, cache)
		stop()
		dying := &losing{Memory: m, left: 1}
		im := catalog.NewImporter(catalog.ImporterConfig{Source: s, Changes: s, Shelf: dying, Log: dying, Settings: "other", Now: time.Now})
		if _, err := im.Import(t.Context(), storeCode, nil); !errors.Is(err, errDown) || manifest(t, m).Cursor.Epoch == head(t, m).Epoch {
			t.Fatalf("the import was not killed in time: %v", err)
		}
		s.change(t, "SKU-3", func(p *pos.Product) { p.Name = "Renamed" })
		c := replica(m)
		if err := c.Sync(t.Context(), storeCode); pos.CodeOf(err) != pos.CodeNotReady || called(t, c, "SKU-3") != "Thing 3" {
			t.Errorf("a replica that starts now: %v", err)
		}
		_, _, stop = keepFresh(t, s, cache)
		defer stop()
		if err := c.Sync(t.Context(), storeCode); err != nil || called(t, c, "SKU-3") != "Renamed" {
			t.Errorf("10 seconds later it is called %q, %v", called(t, c, "SKU-3"), err)
		}
		if _, err := m.After(t.Context(), storeCode, manifest(t, m).Cursor, 1); err != nil {
			t.Errorf("a register that has just taken the manifest: %v", err)
		}
	})
}

// forgetful is a cache whose log can lose its last changes, as a Redis does that fails over to a replica or crashes.
type forgetful struct {
	*memory.Memory
	mu      sync.Mutex
	epoch   string
	entries []pos.Change
}

func (f *forgetful) forget(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.entries = f.entries[:len(f.entries)-n]
}

func (f *forgetful) Begin(ctx context.Context, store string) (pos.Cursor, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	at, err := f.Memory.Begin(ctx, store)
	f.epoch, f.entries = at.Epoch, nil
	return at, err
}

func (f *forgetful) Append(ctx context.Context, store string, changes []pos.Change) (pos.Cursor, error) {
	f.mu.Lock()
	for _, c := range changes {
		c.Seq = int64(len(f.entries) + 1)
		f.entries = append(f.entries, c)
	}
	f.mu.Unlock()
	return f.Head(ctx, store)
}

func (f *forgetful) Head(context.Context, string) (pos.Cursor, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return pos.Cursor{Epoch: f.epoch, Seq: int64(len(f.entries))}, nil
}

func (f *forgetful) After(ctx context.Context, store string, after pos.Cursor, _ int) (pos.Changes, error) {
	head, _ := f.Head(ctx, store)
	f.mu.Lock()
	defer f.mu.Unlock()
	if after.Epoch != head.Epoch || after.Seq > head.Seq {
		return pos.Changes{}, pos.NewError(pos.KindConflict, pos.CodeResyncFirst, "take the manifest again")
	}
	return pos.Changes{Entries: slices.Clone(f.entries[after.Seq:]), Next: head}, nil
}

func TestRegression_AFailoverThatLostTheLastChangesLostThemForGood(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, log, cache := &historic{shop: small()}, &forgetful{Memory: memory.New()}, &shared{}
		cache.be(log)
		c, _, stop := keepFresh(t, s, cache)
		defer stop()
		other := catalog.New(catalog.Config{Stores: []string{storeCode}, Shelf: cache, Log: cache})
		rename := func(sku, id string) {
			s.change(t, sku, func(p *pos.Product) { p.Name = "Renamed" })
			s.note("product " + id)
			wait(20 * time.Second)
			if err := other.Sync(t.Context(), storeCode); err != nil {
				t.Fatal(err)
			}
		}
		rename("SKU-3", "3")
		rename("SKU-1030", "1030")
		before := head(t, log)
		log.forget(1)
		// Another follower than the one that polls: it has no need to wait for the next import to be like those that start now.
		if err := other.Sync(t.Context(), storeCode); err != nil || called(t, other, "SKU-1030") != "Thing 1030" {
			t.Errorf("right after, a replica calls it %q, %v", called(t, other, "SKU-1030"), err)
		}
		rename("SKU-2100", "2100")
		late := catalog.New(catalog.Config{Stores: []string{storeCode}, Shelf: cache, Log: cache})
		if err := late.Sync(t.Context(), storeCode); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]*catalog.Catalog{"the one that polls": c, "another": other, "one that starts": late} {
			for _, sku := range []string{"SKU-3", "SKU-1030", "SKU-2100"} {
				if got := called(t, c, sku); got != "Renamed" {
					t.Errorf("%s calls %s %q", name, sku, got)
				}
			}
		}
		if head(t, log).Epoch == before.Epoch {
			t.Error("registers that read what was lost go on as if nothing had happened")
		}
	})
}

// cannotLoad is a shop that cannot load one product: it says so, or fails wherever that is asked for.
type cannotLoad struct {
	*historic
	id   atomic.Int64
	fail error
}

func (o *cannotLoad) without(products []pos.Product, asked bool, err error) ([]pos.Product, error) {
	switch {
	case err != nil || !asked:
		return products, err
	case o.fail != nil:
		return nil, o.fail
	}
	return slices.DeleteFunc(products, func(p pos.Product) bool { return p.ID == o.id.Load() }), &pos.Unreadable{IDs: []int64{o.id.Load()}, Cause: errDown}
}

func (o *cannotLoad) Products(ctx context.Context, store pos.Store, after int64, limit int) ([]pos.Product, error) {
	page, err := o.historic.Products(ctx, store, after, limit)
	return o.without(page, slices.ContainsFunc(page, func(p pos.Product) bool { return p.ID == o.id.Load() }), err)
}

func (o *cannotLoad) ProductsByID(ctx context.Context, store pos.Store, ids []int64) ([]pos.Product, error) {
	products, err := o.historic.ProductsByID(ctx, store, ids)
	return o.without(products, slices.Contains(ids, o.id.Load()), err)
}

func TestRegression_AProductThatMagentoCannotLoadStoppedAllOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cache := &cannotLoad{historic: &historic{shop: small()}}, &shared{}
		s.id.Store(2100)
		m := cache.empty()
		im := catalog.NewImporter(catalog.ImporterConfig{Source: s, Changes: s, Shelf: cache, Log: cache, Now: time.Now})
		report, err := im.Import(t.Context(), storeCode, nil)
		if err != nil || report.Kinds[pos.DocProduct].Added != 5 {
			t.Fatalf("the first import: %+v, %v", report, err)
		}
		c := replica(m)
		r := catalog.NewRefresher(catalog.RefresherConfig{Catalog: c, Source: s, Log: cache, Now: time.Now})
		p := catalog.NewPoller(catalog.PollerConfig{Importer: im, Refresher: r, Shelf: cache, Locker: cache, Changes: s, Now: time.Now,
			Every: catalog.Schedule{Import: -1}})
		if err := c.Sync(t.Context(), storeCode); err != nil {
			t.Fatal(err)
		}
		stop := start(t, p)
		wait(time.Minute)
		s.id.Store(1030) // the other can be loaded again
		rename := func(p *pos.Product) { p.Name = "Renamed" }
		for _, sku := range []string{"SKU-3", "SKU-1030", "SKU-1031", "SKU-2100"} {
			s.change(t, sku, rename)
		}
		for _, id := range []string{"1030", "3"} {
			if err := r.Refresh(t.Context(), hint(pos.HintProduct, id)); err != nil {
				t.Errorf("a hint about %s: %v", id, err)
			}
		}
		s.note("product 1030")
		s.note("product 2100")
		wait(15 * time.Minute)
		stop()
		want := map[string]string{"SKU-3": "Renamed", "SKU-1030": "Thing 1030", "SKU-1031": "Renamed", "SKU-2100": "Renamed"}
		for sku, want := range want {
			if got := called(t, c, sku); got != want {
				t.Errorf("after hints, changes and a sweep %s is called %q, want %q", sku, got, want)
			}
		}
		if report, err = im.Import(t.Context(), storeCode, nil); err != nil || report.Kinds[pos.DocProduct] != (catalog.Counts{Unchanged: 6}) {
			t.Errorf("the next import: %+v, %v", report, err)
		}
		if contents(t, m)["product 1030"] == "" {
			t.Error("the product that cannot be loaded is gone")
		}
	})
}

func TestWhatCannotBeReadKeepsNothingElseFromBeingRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cache := &cannotLoad{historic: &historic{shop: small()}, fail: pos.Unavailable(errDown, "no answer")}, &shared{}
		cache.empty()
		c, _, stop := keepFresh(t, s, cache)
		defer stop()
		s.id.Store(1030)
		s.change(t, "SKU-1030", func(p *pos.Product) { p.Name = "Renamed" })
		s.change(t, "SKU-2100", func(p *pos.Product) { p.Name = "Renamed" }) // a range of its own
		s.shop.mu.Lock()
		s.stock["SKU-2"] = pos.StockLevel{SKU: "SKU-2"}
		s.shop.mu.Unlock()
		s.note("product 1030")
		s.note("stock SKU-2")
		wait(15 * time.Minute)
		if got := called(t, c, "SKU-2100"); got != "Renamed" {
			t.Errorf("it is called %q", got)
		}
		if l, _ := c.Level(t.Context(), storeCode, "SKU-2"); l.InStock {
			t.Error("it is still in stock")
		}
		s.id.Store(0)
		wait(15 * time.Minute)
		if got := called(t, c, "SKU-1030"); got != "Renamed" {
			t.Errorf("once it can be read it is called %q", got)
		}
	})
}
