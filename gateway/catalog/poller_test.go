package catalog_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

// historic is a shop that tells what changed, as far as it was written down.
type historic struct {
	*shop
	mu      sync.Mutex
	history []string // "product 7", "stock SKU", "category", "pricing"
	blind   []pos.DocumentKind
	pruned  int
	asked   int
}

func (h *historic) note(what string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.history = append(h.history, what)
}

func (h *historic) times() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.asked
}

// purge forgets the history, as Magento's cron job empties its changelog tables.
func (h *historic) purge() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.pruned += len(h.history)
	h.history = nil
}

func (h *historic) Changes(_ context.Context, _ pos.Store, since pos.SourceMark) (pos.SourceChanges, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked++
	now := pos.LogMark{Epoch: "e", Version: int64(h.pruned + len(h.history))}
	out := pos.SourceChanges{Blind: h.blind, Next: pos.SourceMark{Logs: map[string]pos.LogMark{"history": now}}}
	was, ok := since.Logs["history"]
	if !ok {
		return out, nil
	}
	if int(was.Version) < h.pruned {
		out.Lost = []pos.DocumentKind{pos.DocProduct, pos.DocStock, pos.DocCategory}
		return out, nil
	}
	for _, entry := range h.history[int(was.Version)-h.pruned:] {
		kind, key, _ := strings.Cut(entry, " ")
		switch kind {
		case "product":
			id, _ := strconv.ParseInt(key, 10, 64)
			out.Products = append(out.Products, id)
		case "stock":
			out.SKUs = append(out.SKUs, key)
		case "category":
			out.Categories = true
		case "pricing":
			out.Pricing = true
		}
	}
	return out, nil
}

func (h *historic) Digests(ctx context.Context, store pos.Store, size int) ([]pos.RangeDigest, error) {
	products, err := h.Products(ctx, store, 0, 1<<30)
	if err != nil {
		return nil, err
	}
	levels, err := h.Stock(ctx, store)
	if err != nil {
		return nil, err
	}
	byRange := map[pos.RangeDigest]string{}
	add := func(kind pos.DocumentKind, id int64, v any) {
		body, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		from := id / int64(size) * int64(size)
		key := pos.RangeDigest{Kind: kind, From: from, To: from + int64(size) - 1}
		sum := sha256.Sum256(append([]byte(byRange[key]), body...))
		byRange[key] = hex.EncodeToString(sum[:])
	}
	for _, p := range products {
		add(pos.DocProduct, p.ID, p)
	}
	for _, l := range levels {
		add(pos.DocStock, 0, l)
	}
	var out []pos.RangeDigest
	for d, sum := range byRange {
		d.Digest = sum
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b pos.RangeDigest) int { return int(a.From - b.From) })
	return out, nil
}

// polling is a shop whose catalog a poller keeps fresh, in a synctest bubble.
type polling struct {
	*historic
	cache     *memory.Memory
	catalog   *catalog.Catalog
	refresher *catalog.Refresher
	poller    *catalog.Poller
	seen      func(job string, changed int, err error)
}

func newPolling(t *testing.T, s *shop) *polling {
	t.Helper()
	r := &polling{historic: &historic{shop: s}, cache: memory.New(), seen: func(string, int, error) {}}
	importer := r.importer(r.cache)
	if _, err := importer.Import(t.Context(), storeCode, nil); err != nil {
		t.Fatal(err)
	}
	r.catalog = replica(r.cache)
	if err := r.catalog.Sync(t.Context(), storeCode); err != nil {
		t.Fatal(err)
	}
	r.refresher = catalog.NewRefresher(catalog.RefresherConfig{Catalog: r.catalog, Source: r, Log: r.cache, Now: time.Now})
	r.poller = r.newPoller(importer)
	return r
}

func (r *polling) importer(cache *memory.Memory) *catalog.Importer {
	return catalog.NewImporter(catalog.ImporterConfig{Source: r, Changes: r, Shelf: cache, Log: cache, Now: time.Now})
}

func (r *polling) newPoller(importer *catalog.Importer) *catalog.Poller {
	return catalog.NewPoller(catalog.PollerConfig{
		Importer: importer, Refresher: r.refresher, Shelf: r.cache, Locker: r.cache, Changes: r, Now: time.Now,
		Every:   catalog.Schedule{Import: -1},
		Observe: func(_, job string, changed int, _ time.Duration, err error) { r.seen(job, changed, err) },
	})
}

// start runs pollers until the returned function is called.
func start(t *testing.T, pollers ...*catalog.Poller) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for _, p := range pollers {
		wg.Go(func() {
			if err := p.Run(ctx); err != nil {
				t.Errorf("run ended with %v", err)
			}
		})
	}
	return func() { cancel(); wg.Wait() }
}

// contents is what a reader of the feed holds: the chunks of the manifest with the log's changes on top.
func contents(t *testing.T, cache *memory.Memory) map[string]string {
	t.Helper()
	m, err := cache.Manifest(t.Context(), storeCode)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, chunk := range m.Chunks {
		if chunk.Kind == pos.DocSource || chunk.Kind == pos.DocRegister {
			continue
		}
		body, err := cache.Chunk(t.Context(), chunk.Digest)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(body) {
			var k struct {
				ID              int64
				SKU, Code, Path string
			}
			if err := json.Unmarshal(line, &k); err != nil {
				t.Fatal(err)
			}
			key := map[pos.DocumentKind]string{pos.DocStock: k.SKU, pos.DocStore: k.Code, pos.DocAttribute: k.Code, pos.DocRoute: k.Path}[chunk.Kind]
			if key == "" {
				key = strconv.FormatInt(k.ID, 10)
			}
			out[string(chunk.Kind)+" "+key] = strings.TrimSuffix(string(line), "\n")
		}
	}
	for at, more := m.Cursor, true; more; {
		page, err := cache.After(t.Context(), storeCode, at, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Entries {
			if c.Deleted {
				delete(out, string(c.Kind)+" "+c.Key)
			} else {
				out[string(c.Kind)+" "+c.Key] = string(c.Body)
			}
		}
		at, more = page.Next, page.More
	}
	return out
}

// TestAfterTheDustSettlesEveryReaderEqualsAFreshImport changes a shop in random ways, some of which nobody announces, while
// hints, the source's history and digests are at work.
func TestAfterTheDustSettlesEveryReaderEqualsAFreshImport(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		steps := rapid.SliceOfN(rapid.SampledFrom([]string{
			"announced edit", "hinted edit", "silent edit", "mass update", "silent deletion", "hinted deletion", "new product",
			"sku change", "stock", "silent stock", "category", "silent category", "settings", "purge", "wait", "push",
		}), 1, 12).Draw(rt, "steps")
		picks := rapid.SliceOfN(rapid.IntRange(0, 1000), len(steps), len(steps)).Draw(rt, "picks")
		problem := "" // rapid must be told on its own goroutine
		synctest.Test(t, func(t *testing.T) {
			r := newPolling(t, small())
			stop := start(t, r.poller)
			for i, step := range steps {
				r.step(t, step, picks[i], i)
			}
			time.Sleep(25 * time.Minute)
			stop()
			if err := r.catalog.Sync(t.Context(), storeCode); err != nil {
				t.Fatal(err)
			}
			cache := memory.New()
			if _, err := r.importer(cache).Import(t.Context(), storeCode, nil); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(contents(t, cache), contents(t, r.cache)); diff != "" {
				problem = "a reader of the feed differs from a fresh import (-import +reader)\n" + diff
				return
			}
			fresh := replica(cache)
			if err := fresh.Sync(t.Context(), storeCode); err != nil {
				t.Fatal(err)
			}
			all := pos.ProductQuery{PageSize: 1000, Sort: asc("name"), Facets: true}
			if diff := cmp.Diff(products(t, fresh, all), products(t, r.catalog, all)); diff != "" {
				problem = "a replica differs from a fresh one (-fresh +replica)\n" + diff
			}
		})
		if problem != "" {
			rt.Fatal(problem)
		}
	})
}

// What changed and, untold, is again as it was leaves no trace in any digest.
func TestASweepFindsWhatBecameAsItWas(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newPolling(t, small())
		stop := start(t, r.poller)
		time.Sleep(11 * time.Minute) // a sweep has kept digests
		r.step(t, "new product", 0, 1)
		r.shop.mu.Lock()
		was := r.products[1030]
		renamed := was
		renamed.Name = "Renamed"
		r.products[1030] = renamed
		r.shop.mu.Unlock()
		r.note("product 1030")
		time.Sleep(time.Minute) // both are read
		found := func() string { return skus(products(t, r.catalog, pos.ProductQuery{SKUs: []string{"NEW-1"}})) }
		name := func() string {
			return products(t, r.catalog, pos.ProductQuery{SKUs: []string{"SKU-1030"}}).Items[0].Name
		}
		if found() != "NEW-1" || name() != "Renamed" {
			t.Fatalf("what was told is not there: %q, %q", found(), name())
		}
		r.shop.mu.Lock()
		r.products[1030] = was
		delete(r.products, 3001)
		delete(r.stock, "NEW-1")
		r.shop.mu.Unlock()
		time.Sleep(11 * time.Minute)
		stop()
		if found() != "" || name() != was.Name {
			t.Errorf("after a sweep %q is there, and the name is %q", found(), name())
		}
	})
}

// inChicago is a small shop, and when the next day begins there.
func inChicago(t *testing.T) (s *shop, tomorrow time.Time) {
	t.Helper()
	s = small()
	s.store.Timezone = "America/Chicago"
	zone, err := time.LoadLocation(s.store.Timezone)
	if err != nil {
		t.Fatal(err)
	}
	local := time.Now().In(zone)
	return s, time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, zone)
}

// small is a shop with a few products in several ranges, a configurable one among them.
func small() *shop {
	s := &shop{store: pos.Store{ID: 1, Code: storeCode, WebsiteID: 1, RootCategoryID: 2, Timezone: "UTC"},
		categories: map[int64]pos.Category{2: {ID: 2, Path: "1/2", Active: true}, 3: {ID: 3, ParentID: 2, Path: "1/2/3", Active: true, Anchor: true}},
		products:   map[int64]pos.Product{}, stock: map[string]pos.StockLevel{}}
	for _, id := range []int64{1, 2, 3, 1030, 1031, 2100} {
		s.put(id, fmt.Sprint("SKU-", id))
	}
	parent := s.products[1]
	parent.Type, parent.Variants = pos.TypeConfigurable, []pos.Variant{{ID: 2, SKU: "SKU-2", Values: map[string]int64{"color": 5}}}
	s.products[1] = parent
	return s
}

func (s *shop) put(id int64, sku string) {
	d := decimal.NewFromInt(id)
	s.products[id] = pos.Product{ID: id, SKU: sku, Type: pos.TypeSimple, Name: fmt.Sprint("Thing ", id), Enabled: true, Visibility: pos.VisibleBoth,
		Websites: []int64{1}, Price: &d, Prices: []pos.GroupPrice{{Regular: d, Final: d, Min: d, Max: d}}, Attributes: pos.NewAttributes(map[string]string{"color": fmt.Sprint(id % 3)}),
		Categories: []pos.CategoryLink{{ID: 3}}}
	s.stock[sku] = pos.StockLevel{SKU: sku, Salable: &d, InStock: true}
}

//nolint:gocyclo,cyclop // a list of what may happen
func (r *polling) step(t *testing.T, step string, pick, n int) {
	t.Helper()
	r.shop.mu.Lock()
	all := ascending(r.products, func(a, b pos.Product) int { return int(a.ID - b.ID) })
	r.shop.mu.Unlock()
	hint := func(entity pos.HintEntity, id string) {
		err := r.refresher.Refresh(t.Context(), pos.Hint{Entity: entity, EntityID: id})
		for ; pos.CodeOf(err) == pos.CodeNotReady; err = r.refresher.Refresh(t.Context(), pos.Hint{Entity: entity, EntityID: id}) {
			time.Sleep(time.Second) // the log is being made anew
		}
		if err != nil {
			t.Errorf("hint: %v", err)
		}
	}
	edit := func(id int64, change func(*pos.Product)) {
		r.shop.mu.Lock()
		defer r.shop.mu.Unlock()
		p := r.products[id]
		change(&p)
		r.products[id] = p
	}
	rename := func(p *pos.Product) { p.Name = fmt.Sprint("Renamed ", n) }
	if len(all) == 0 && step != "new product" {
		return
	}
	var p pos.Product
	if len(all) > 0 {
		p = all[pick%len(all)]
	}
	key := strconv.FormatInt(p.ID, 10)
	switch step {
	case "announced edit":
		edit(p.ID, rename)
		r.note("product " + key)
	case "hinted edit":
		edit(p.ID, rename)
		hint(pos.HintProduct, key)
	case "silent edit":
		edit(p.ID, rename)
	case "mass update":
		for _, p := range all {
			edit(p.ID, func(p *pos.Product) { p.Attributes = pos.NewAttributes(map[string]string{"color": fmt.Sprint(n)}) })
		}
	case "silent deletion", "hinted deletion":
		r.shop.mu.Lock()
		delete(r.products, p.ID)
		delete(r.stock, p.SKU)
		r.shop.mu.Unlock()
		if step == "hinted deletion" {
			hint(pos.HintProduct, key)
		}
	case "new product":
		r.shop.mu.Lock()
		r.put(int64(3000+n), fmt.Sprint("NEW-", n))
		r.shop.mu.Unlock()
		if pick%2 == 0 {
			r.note(fmt.Sprint("product ", 3000+n))
		}
	case "sku change":
		edit(p.ID, func(p *pos.Product) { p.SKU = fmt.Sprint("OTHER-", n) })
	case "stock", "silent stock":
		r.shop.mu.Lock()
		d := decimal.NewFromInt(int64(n))
		r.stock[p.SKU] = pos.StockLevel{SKU: p.SKU, Salable: &d}
		r.shop.mu.Unlock()
		if step == "stock" {
			r.note("stock " + p.SKU)
		}
	case "category", "silent category":
		r.shop.mu.Lock()
		c := r.categories[3]
		c.Name, c.Active = fmt.Sprint("Category ", n), n%2 == 0
		r.categories[3] = c
		r.shop.mu.Unlock()
		if step == "category" {
			r.note("category")
		}
	case "settings":
		r.shop.mu.Lock()
		r.store.Name = fmt.Sprint("Store ", n)
		r.shop.mu.Unlock()
	case "purge":
		r.purge()
	case "wait":
		time.Sleep(time.Duration(pick) * time.Second)
	case "push":
		if _, err := r.poller.Push(t.Context(), storeCode); err != nil {
			t.Errorf("push: %v", err)
		}
	}
}

func TestOnlyOneReplicaPollsAndAnotherTakesOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newPolling(t, small())
		stopFirst := start(t, r.poller)
		second := r.newPoller(r.importer(r.cache))
		stopSecond := start(t, second)
		before := r.times()
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		// Once in 15 s, ± a tenth, and once for each import.
		if asked := r.times() - before; asked < 35 || asked > 46 {
			t.Errorf("the source was asked %d times in 10 minutes", asked)
		}
		stopFirst()
		before = r.times()
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if asked := r.times() - before; asked < 30 || asked > 46 {
			t.Errorf("after one stopped the source was asked %d times in 10 minutes", asked)
		}
		stopSecond()
	})
}

func TestANewDayChangesPricesWithoutMagento(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, tomorrow := inChicago(t)
		p := s.products[2]
		p.Special = &pos.SpecialPrice{Price: decimal.NewFromInt(1), From: tomorrow.Format("2006-01-02 15:04:05")}
		s.products[2] = p
		d := decimal.NewFromInt
		parent := s.products[1] // it has an option that must be chosen and costs 5
		parent.Prices = []pos.GroupPrice{{Regular: d(2), Final: d(7), Min: d(7), Max: d(7)}}
		s.products[1] = parent
		r := newPolling(t, s)
		stop := start(t, r.poller)
		final := func(sku string) string {
			p, err := r.catalog.ProductBySKU(t.Context(), storeCode, sku)
			if err != nil {
				t.Fatal(err)
			}
			return p.Prices[0].Final.String()
		}
		time.Sleep(time.Until(tomorrow) - time.Second)
		synctest.Wait()
		version, cursor := r.catalog.Version(storeCode), head(t, r.cache)
		if got := final("SKU-2"); got != "2" {
			t.Errorf("a second before midnight it costs %s", got)
		}
		if got := final("SKU-1"); got != "7" {
			t.Errorf("a second before midnight the configurable product that sells it costs %s", got)
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if got := final("SKU-2"); got != "1" {
			t.Errorf("after midnight it costs %s", got)
		}
		if got := final("SKU-1"); got != "6" {
			t.Errorf("after midnight the configurable product that sells it costs %s", got)
		}
		if r.catalog.Version(storeCode) == version || head(t, r.cache) == cursor {
			t.Error("registers and answer caches were not told")
		}
		// Magento's index is still that of yesterday.
		if _, err := r.poller.Push(t.Context(), storeCode); err != nil {
			t.Fatal(err)
		}
		if one, two := final("SKU-1"), final("SKU-2"); one != "6" || two != "1" {
			t.Errorf("after an import they cost %s and %s", one, two)
		}
		r.note("product 1")
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := final("SKU-1"); got != "6" {
			t.Errorf("after it was read again the configurable product costs %s", got)
		}
		stop()
	})
}

func head(t *testing.T, cache catalog.Log) pos.Cursor {
	t.Helper()
	at, err := cache.Head(t.Context(), storeCode)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestACatalogRuleEndsWithItsDay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, tomorrow := inChicago(t)
		d := decimal.NewFromInt
		p, one := s.products[2], d(1)
		p.Prices = []pos.GroupPrice{{Regular: d(2), Final: one, Min: one, Max: one}}
		day := tomorrow.Format(time.DateOnly)
		p.RuleChanges = []pos.RuleChange{{Group: 0, Day: day, Was: &one}, {Group: 3, Day: day, Was: &one, Price: &one}}
		s.products[2] = p
		r := newPolling(t, s)
		stop := start(t, r.poller)
		final := func() (guests, wholesale string) {
			p, err := r.catalog.ProductBySKU(t.Context(), storeCode, "SKU-2")
			if err != nil {
				t.Fatal(err)
			}
			own, _ := pos.PriceOf(p.Prices, 3)
			return p.Prices[0].Final.String(), own.Final.String()
		}
		time.Sleep(time.Until(tomorrow) - time.Second)
		synctest.Wait()
		if guests, wholesale := final(); guests != "1" || wholesale != "1" {
			t.Errorf("before midnight it costs %s and %s", guests, wholesale)
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if guests, wholesale := final(); guests != "2" || wholesale != "1" {
			t.Errorf("after midnight it costs %s and %s", guests, wholesale)
		}
		stop()
	})
}
