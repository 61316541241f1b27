package catalog_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

func docOf(t testing.TB, r *rig, sku string) string {
	t.Helper()
	p := r.shop.change(t, sku, func(*pos.Product) {})
	body, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestBeforeTheFirstImportNothingIsReady(t *testing.T) {
	t.Parallel()
	r := setup(t)
	if err := r.catalog.Sync(t.Context(), storeCode); pos.CodeOf(err) != pos.CodeNotReady || pos.KindOf(err) != pos.KindUnavailable {
		t.Errorf("sync: %v", err)
	}
	_, err := r.catalog.Products(t.Context(), pos.ProductQuery{Store: storeCode, PageSize: 1, Page: 1})
	if pos.CodeOf(err) != pos.CodeNotReady || r.catalog.Ready(storeCode) || r.catalog.Version(storeCode) != 0 {
		t.Errorf("query: %v", err)
	}
	if _, err := r.catalog.Store(t.Context(), "other"); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("another store: %v", err)
	}
}

func TestAReplicaWithAWarmCacheServesWhileMagentoIsDown(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.load(t)
	r.shop.fail = errDown
	reads := r.shop.reads
	late := replica(r.cache)
	if err := late.Sync(t.Context(), storeCode); err != nil {
		t.Fatal(err)
	}
	if got := products(t, late, pos.ProductQuery{}); got.Total != 188 || !late.Ready(storeCode) || r.shop.reads != reads {
		t.Errorf("%d products, ready %v, Magento was asked %d times", got.Total, late.Ready(storeCode), r.shop.reads-reads)
	}
}

func TestRunFollowsTheLogByTheClockAndByAnnouncements(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := setup(t)
		heads := make(chan pos.Cursor)
		c := catalog.New(catalog.Config{Stores: []string{storeCode}, Shelf: r.cache, Log: r.cache, Heads: announced(heads), Poll: 5 * time.Second})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- c.Run(ctx) }()
		synctest.Wait()
		if c.Ready(storeCode) {
			t.Fatal("ready before the first import")
		}
		r.load(t)
		wait(10 * time.Second)
		if !c.Ready(storeCode) {
			t.Fatal("not ready after the first import")
		}
		version := c.Version(storeCode)
		rename := func(name string) {
			p := r.shop.change(t, "24-MB01", func(p *pos.Product) { p.Name = name })
			body, _ := json.Marshal(p)
			if _, err := r.cache.Append(t.Context(), storeCode, []pos.Change{{Kind: pos.DocProduct, Key: "1", Body: body}}); err != nil {
				t.Fatal(err)
			}
		}
		rename("by announcement")
		heads <- pos.Cursor{}
		synctest.Wait()
		if p, _ := c.ProductBySKU(t.Context(), storeCode, "24-MB01"); p.Name != "by announcement" || c.Version(storeCode) == version {
			t.Errorf("%q at version %d", p.Name, c.Version(storeCode))
		}
		version = c.Version(storeCode)
		sold := c.StockVersion(storeCode)
		if _, err := r.cache.Append(t.Context(), storeCode, []pos.Change{{Kind: pos.DocStock, Key: "24-MB01", Body: []byte(`{"sku":"24-MB01","inStock":true}`)}}); err != nil {
			t.Fatal(err)
		}
		heads <- pos.Cursor{}
		synctest.Wait()
		if c.Version(storeCode) != version || c.StockVersion(storeCode) == sold {
			t.Errorf("a sale makes version %d of %d, of the stock %d of %d", c.Version(storeCode), version, c.StockVersion(storeCode), sold)
		}
		rename("by the clock")
		wait(10 * time.Second)
		if p, _ := c.ProductBySKU(t.Context(), storeCode, "24-MB01"); p.Name != "by the clock" {
			t.Errorf("%q", p.Name)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("run ended with %v", err)
		}
	})
}

// wait lets the bubble's clock run on.
func wait(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

type announced chan pos.Cursor

func (a announced) SubscribeCatalog(context.Context, string) (<-chan pos.Cursor, error) {
	return a, nil
}

func TestAChangeMovesAProductInEveryList(t *testing.T) {
	t.Parallel()
	r := filled(t)
	r.shop.change(t, "24-WB02", func(p *pos.Product) {
		p.Name, p.URLKey, p.SKU = "Zzz Tote", "zzz-tote", "24-WB99"
		p.Prices[0].Min = *price("1")
		p.Categories = []pos.CategoryLink{{ID: 4, Position: -5}}
	})
	r.load(t)
	r.sync(t)
	for _, tt := range []struct {
		name  string
		query pos.ProductQuery
		first string
		total int
	}{
		{"price", pos.ProductQuery{CategoryIDs: []int64{4}, Sort: asc("price")}, "24-WB99", 14},
		{"price, descending", pos.ProductQuery{CategoryIDs: []int64{4}, Sort: desc("price")}, "24-UB02", 14},
		{"name", pos.ProductQuery{CategoryIDs: []int64{4}, Sort: desc("name")}, "24-WB99", 14},
		{"position", pos.ProductQuery{CategoryIDs: []int64{4}, Sort: asc("position")}, "24-WB99", 14},
		{"position, descending, ties newest first", pos.ProductQuery{CategoryIDs: []int64{4}, Sort: desc("position")}, "24-WB04", 14},
		{"the category it left", pos.ProductQuery{CategoryIDs: []int64{3}, Sort: asc("price"), PageSize: 50}, "VIRT-GIFTWRAP", 34},
		{"its new url key", pos.ProductQuery{URLKeys: []string{"zzz-tote"}}, "24-WB99", 1},
		{"its new name", pos.ProductQuery{Search: "zzz"}, "24-WB99", 1},
		{"its old url key", pos.ProductQuery{URLKeys: []string{"compete-track-tote"}}, "", 0},
		{"its old name", pos.ProductQuery{Texts: []pos.TextMatch{{Attribute: "name", Match: "compete track", Partial: true}}}, "", 0},
		{"its old sku", pos.ProductQuery{SKUs: []string{"24-WB02"}}, "", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := products(t, r.catalog, tt.query)
			if got.Total != tt.total || got.Total > 0 && got.Items[0].SKU != tt.first {
				t.Errorf("%d: %s, want %d: %s", got.Total, skus(got), tt.total, tt.first)
			}
		})
	}
}

// Whatever path a generation took to its state, it answers as one that was loaded whole.
func TestManyChangesLeadWhereAFreshLoadLeads(t *testing.T) {
	t.Parallel()
	r := filled(t)
	for round := range 8 {
		i := 0
		for id, p := range r.shop.products {
			if i++; i%(3+round) != 0 {
				continue
			}
			switch (i + round) % 6 {
			case 0:
				p.Name += " again"
			case 1:
				p.Enabled = !p.Enabled
			case 2:
				p.Visibility = pos.Visibility(1 + (int(p.Visibility)+round)%4)
			case 3:
				p.Categories = append([]pos.CategoryLink{{ID: int64(4 + round), Position: i}}, p.Categories...)
				p.Categories = p.Categories[:min(len(p.Categories), 3)]
			case 4:
				delete(r.shop.products, id)
				continue
			case 5:
				p.Attributes = pos.NewAttributes(map[string]string{"color": fmt.Sprint(49 + round)})
			}
			r.shop.products[id] = p
		}
		if round == 4 {
			men := r.shop.categories[12]
			men.Anchor = false
			r.shop.categories[12] = men
		}
		r.load(t)
		r.sync(t)
	}
	fresh := replica(r.cache)
	if err := fresh.Sync(t.Context(), storeCode); err != nil {
		t.Fatal(err)
	}
	for _, q := range []pos.ProductQuery{{}, {Search: "again"}, {Search: "bag"}, {CategoryIDs: []int64{12}}, {CategoryIDs: []int64{4}, Sort: desc("position")},
		{CategoryIDs: []int64{5, 21}, Sort: asc("name")}, {Sort: asc("price")}, {Sort: desc("name")}, {Texts: []pos.TextMatch{{Attribute: "name", Match: "tank"}}}, {CategoryIDs: []int64{21, 4}}, {CategoryIDs: []int64{21}},
		{Attributes: map[string][]string{"color": {"51"}}}, {Attributes: map[string][]string{"color": {"56", "50"}}}} {
		q.PageSize = 1000
		if a, b := products(t, r.catalog, q), products(t, fresh, q); skus(a) != skus(b) || a.Total != b.Total {
			t.Errorf("%+v:\nfollowed %d: %s\nloaded   %d: %s", q, a.Total, skus(a), b.Total, skus(b))
		}
	}
	for id := range r.shop.categories {
		a, _ := r.catalog.ProductCount(t.Context(), storeCode, id)
		if b, _ := fresh.ProductCount(t.Context(), storeCode, id); a != b {
			t.Errorf("category %d counts %d, loaded %d", id, a, b)
		}
	}
}

func TestACompositeIsFoundByWhatItsPartsAre(t *testing.T) {
	t.Parallel()
	r := filled(t)
	var shirt pos.Product
	for _, p := range r.shop.products {
		if len(p.Variants) > 0 && p.Visibility == pos.VisibleBoth && p.Enabled && (shirt.ID == 0 || p.ID < shirt.ID) {
			shirt = p
		}
	}
	part := pos.Product{ID: shirt.Variants[0].ID, SKU: shirt.Variants[0].SKU, Type: pos.TypeSimple, Name: "A part", Enabled: true, Visibility: pos.VisibleNotAlone}
	for _, step := range []struct {
		what string // of the part
		edit func(*pos.Product)
		want int
	}{
		{"it has a colour", func(p *pos.Product) { p.Attributes = pos.NewAttributes(map[string]string{"color": "777"}) }, 1},
		{"it has another name besides", func(p *pos.Product) { p.Name += " again" }, 1},
		{"it is not for sale", func(p *pos.Product) { p.Enabled = false }, 0},
		{"it is for sale again, in another colour", func(p *pos.Product) {
			p.Enabled, p.Attributes = true, pos.NewAttributes(map[string]string{"color": "778"})
		}, 0},
		{"in the first", func(p *pos.Product) { p.Attributes = pos.NewAttributes(map[string]string{"color": "777"}) }, 1},
	} {
		step.edit(&part)
		body, err := json.Marshal(part)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.cache.Append(t.Context(), storeCode, []pos.Change{{Kind: pos.DocProduct, Key: fmt.Sprint(part.ID), Body: body}}); err != nil {
			t.Fatal(err)
		}
		r.sync(t)
		if got := products(t, r.catalog, pos.ProductQuery{Attributes: map[string][]string{"color": {"777"}}}); got.Total != step.want {
			t.Errorf("%s: %d products are found by the colour, want %d", step.what, got.Total, step.want)
		}
	}
}

func TestReadersSeeNoHalfOfAChange(t *testing.T) {
	t.Parallel()
	r := filled(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 200 {
			// Both products change their name together, in one append.
			var changes []pos.Change
			for _, sku := range []string{"24-MB01", "24-MB02"} {
				p := r.shop.change(t, sku, func(p *pos.Product) { p.Name = "Round " + string(rune('A'+i%26)) })
				body, _ := json.Marshal(p)
				changes = append(changes, pos.Change{Kind: pos.DocProduct, Key: map[string]string{"24-MB01": "1", "24-MB02": "6"}[sku], Body: body})
			}
			if _, err := r.cache.Append(context.Background(), storeCode, changes); err != nil {
				t.Error(err)
			}
			if err := r.catalog.Sync(context.Background(), storeCode); err != nil {
				t.Error(err)
			}
		}
	}()
	for looking := true; looking; {
		select {
		case <-done:
			looking = false
		default:
		}
		got := products(t, r.catalog, pos.ProductQuery{SKUs: []string{"24-MB01", "24-MB02"}})
		if len(got.Items) != 2 || got.Items[0].Name != got.Items[1].Name && got.Items[0].Name != "Fusion Backpack" {
			t.Fatalf("saw %+v", skus(got))
		}
	}
}

func TestALogThatWasTrimmedTooFarIsLoadedAnew(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.cache = memory.New(memory.WithLogSize(2))
	r.importer = catalog.NewImporter(catalog.ImporterConfig{Source: r.shop, Shelf: r.cache, Log: r.cache, Now: clock})
	r.catalog = replica(r.cache)
	r.load(t)
	r.sync(t)
	for _, sku := range []string{"24-MB01", "24-MB02", "24-MB03", "24-MB04"} {
		r.shop.change(t, sku, func(p *pos.Product) { p.Name = "Other" })
	}
	r.load(t)
	r.sync(t)
	if p, err := r.catalog.ProductBySKU(t.Context(), storeCode, "24-MB01"); err != nil || p.Name != "Other" {
		t.Errorf("%q, %v", p.Name, err)
	}
}
