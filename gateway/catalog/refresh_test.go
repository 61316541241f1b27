package catalog_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

func refresher(r *rig, lag *time.Duration) *catalog.Refresher {
	return catalog.NewRefresher(catalog.RefresherConfig{Catalog: r.catalog, Source: r.shop, Prices: r.shop, Log: r.cache, Now: clock,
		Observe: func(_ string, d time.Duration) {
			if lag != nil {
				*lag = d
			}
		}})
}

func hint(entity pos.HintEntity, id string) pos.Hint {
	return pos.Hint{ID: "1", Entity: entity, EntityID: id, ReceivedAt: clock().Add(-time.Second)}
}

// appended returns what the log gained after a cursor.
func appended(t testing.TB, r *rig, from pos.Cursor) string {
	t.Helper()
	changes, err := r.cache.After(t.Context(), storeCode, from, 100)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range changes.Entries {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s", c.Kind, c.Key, map[bool]string{true: "gone"}[c.Deleted])))
	}
	return strings.Join(out, ", ")
}

func TestAHintAppendsWhatBecameDifferent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(t *testing.T, s *shop)
		hint   pos.Hint
		want   string
	}{
		{"nothing", func(*testing.T, *shop) {}, hint(pos.HintProduct, "1"), ""},
		{"a product", func(t *testing.T, s *shop) {
			t.Helper()
			s.change(t, "24-MB01", func(p *pos.Product) { p.Name = "x" })
			s.change(t, "24-MB02", func(p *pos.Product) { p.Name = "not hinted at" })
		}, hint(pos.HintProduct, "1"), "product 1"},
		{"a product and the stock of its sku", func(t *testing.T, s *shop) {
			t.Helper()
			s.change(t, "24-MB01", func(p *pos.Product) { p.Name = "x" })
			s.stock["24-MB01"] = pos.StockLevel{SKU: "24-MB01"}
		}, hint(pos.HintProduct, "1"), "product 1, stock 24-MB01"},
		{"a product that is gone, and its stock", func(_ *testing.T, s *shop) {
			delete(s.products, 1)
			delete(s.stock, "24-MB01")
		}, hint(pos.HintProduct, "1"), "product 1 gone, stock 24-MB01 gone"},
		{"a product that is new", func(_ *testing.T, s *shop) {
			s.products[9000] = pos.Product{ID: 9000, SKU: "NEW"}
			s.stock["NEW"] = pos.StockLevel{SKU: "NEW"}
		}, hint(pos.HintProduct, "9000"), "product 9000, stock NEW"},
		{"a variant and the product it belongs to", func(t *testing.T, s *shop) {
			t.Helper()
			s.change(t, "WS12-XS-Blue", func(p *pos.Product) { p.Prices[0].Final = decimal.NewFromInt(1) })
			s.change(t, "WS12", func(p *pos.Product) { p.Prices[0].Min = decimal.NewFromInt(1) })
		}, hint(pos.HintProduct, "1547"), "product 1547, product 1562"},
		{"a variant whose attribute was changed, which may be an axis", func(t *testing.T, s *shop) {
			t.Helper()
			s.change(t, "WS12-XS-Blue", func(p *pos.Product) { p.Attributes.Set("color", "49") })
			s.change(t, "WS12", func(p *pos.Product) { p.Variants[0].Values = map[string]int64{"color": 49} })
		}, hint(pos.HintProduct, "1547"), "product 1547, product 1562"},
		{"an attribute of the shop's own that is called as a member of documents is", func(t *testing.T, s *shop) {
			t.Helper()
			s.change(t, "WS12-XS-Blue", func(p *pos.Product) { p.Attributes.Set("rating", "49") })
			s.change(t, "WS12", func(p *pos.Product) { p.Variants[0].Values = map[string]int64{"rating": 49} })
		}, hint(pos.HintProduct, "1547"), "product 1547, product 1562"},
		{"a variant that was sold out", func(t *testing.T, s *shop) {
			t.Helper()
			s.change(t, "WS12-XS-Blue", func(p *pos.Product) { p.Name = "x" })
			s.stock["WS12-XS-Blue"] = pos.StockLevel{SKU: "WS12-XS-Blue"}
			s.stock["WS12"] = pos.StockLevel{SKU: "WS12"}
		}, hint(pos.HintProduct, "1547"), "product 1547, stock WS12, stock WS12-XS-Blue"},
		{"what a variant belongs to, told of the variant alone", func(t *testing.T, s *shop) {
			t.Helper()
			s.change(t, "WS12", func(p *pos.Product) { p.Variants = p.Variants[1:] })
		}, hint(pos.HintProduct, "1547"), "product 1562"},
		{"a sku that was changed: the old stock goes, the new comes", func(t *testing.T, s *shop) {
			t.Helper()
			s.change(t, "24-MB01", func(p *pos.Product) { p.SKU = "24-MB01B" })
			delete(s.stock, "24-MB01")
			s.stock["24-MB01B"] = pos.StockLevel{SKU: "24-MB01B"}
		}, hint(pos.HintProduct, "1"), "product 1, stock 24-MB01 gone, stock 24-MB01B"},
		{"stock", func(_ *testing.T, s *shop) {
			s.stock["24-MB01"] = pos.StockLevel{SKU: "24-MB01"}
		}, hint(pos.HintStock, "24-MB01"), "stock 24-MB01"},
		{"stock of a variant, and of what it is a variant of", func(_ *testing.T, s *shop) {
			s.stock["WS12-XS-Blue"] = pos.StockLevel{SKU: "WS12-XS-Blue"}
			s.stock["WS12"] = pos.StockLevel{SKU: "WS12"}
		}, hint(pos.HintStock, "WS12-XS-Blue"), "stock WS12, stock WS12-XS-Blue"},
		{"stock that is gone", func(_ *testing.T, s *shop) { delete(s.stock, "24-MB01") }, hint(pos.HintStock, "24-MB01"), "stock 24-MB01 gone"},
		{"categories", func(_ *testing.T, s *shop) {
			c := s.categories[4]
			c.Name = "Sacks"
			s.categories[4] = c
			delete(s.categories, 40)
		}, hint(pos.HintCategory, "4"), "category 4, category 40 gone"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := filled(t)
			before, err := r.catalog.Cursor(storeCode)
			if err != nil {
				t.Fatal(err)
			}
			tt.change(t, r.shop)
			var lag time.Duration
			if err := refresher(r, &lag).Refresh(t.Context(), tt.hint); err != nil {
				t.Fatal(err)
			}
			if got := appended(t, r, before); got != tt.want {
				t.Errorf("appended %q, want %q", got, tt.want)
			}
			if lag != time.Second {
				t.Errorf("lag %v", lag)
			}
			now, _ := r.catalog.Cursor(storeCode)
			if head, _ := r.cache.Head(t.Context(), storeCode); head != now {
				t.Errorf("in memory at %v, log at %v", now, head)
			}
			// The same hint again finds nothing to do.
			if err := refresher(r, nil).Refresh(t.Context(), tt.hint); err != nil {
				t.Fatal(err)
			}
			if got := appended(t, r, now); got != "" {
				t.Errorf("the second time it appended %q", got)
			}
		})
	}
}

func TestAHintOfAPartThatGotStockReadsWhatItIsAPartOf(t *testing.T) {
	t.Parallel()
	r := filled(t)
	delete(r.shop.stock, "WS12-XS-Blue")
	r.shop.stock["WS12"] = pos.StockLevel{SKU: "WS12"}
	if err := refresher(r, nil).Refresh(t.Context(), hint(pos.HintStock, "WS12-XS-Blue")); err != nil {
		t.Fatal(err)
	}
	head, err := r.cache.Head(t.Context(), storeCode)
	if err != nil {
		t.Fatal(err)
	}
	r.shop.change(t, "WS12-XS-Blue", func(p *pos.Product) { p.UpdatedAt = "2026-01-01 00:00:00" })
	r.shop.stock["WS12-XS-Blue"], r.shop.stock["WS12"] = pos.StockLevel{SKU: "WS12-XS-Blue", InStock: true}, pos.StockLevel{SKU: "WS12", InStock: true}
	if err := refresher(r, nil).Refresh(t.Context(), hint(pos.HintProduct, "1547")); err != nil {
		t.Fatal(err)
	}
	if got, want := appended(t, r, head), "product 1547, stock WS12, stock WS12-XS-Blue"; got != want {
		t.Errorf("%s were appended, want %s", got, want)
	}
}

func TestCompositesAreNotReadAgainForWhatTheyDoNotShow(t *testing.T) {
	t.Parallel()
	r := filled(t)
	a := &asking{historic: &historic{shop: r.shop}}
	r.shop.change(t, "WS12-XS-Blue", func(p *pos.Product) {
		p.Name, p.UpdatedAt = "x", "2026-01-01 00:00:00"
		p.Attributes.Set("description", "y")
	})
	one := catalog.NewRefresher(catalog.RefresherConfig{Catalog: r.catalog, Source: a, Log: r.cache, Now: clock})
	if err := one.Refresh(t.Context(), hint(pos.HintProduct, "1547")); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(a.ids); got != "[1547]" {
		t.Errorf("products %s were read, want 1547 alone", got)
	}
}

func TestOfCompositesOnlyThePricesAreReadWhereOnlyThosePartsHaveChanged(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		prices bool // the source tells them alone
		change func(*pos.Product)
		read   string
		stays  bool // what the composite costs before reductions
	}{
		{"a price", true, func(p *pos.Product) { p.Prices[0].Final = decimal.NewFromInt(1) }, "[1547]", true},
		{"a price before reductions", true, func(p *pos.Product) { p.Prices[0].Regular = decimal.NewFromInt(2) }, "[1547]", false},
		{"a price before reductions of one customer group", true, func(p *pos.Product) {
			p.Prices = append(p.Prices, pos.GroupPrice{Group: 3, Regular: decimal.NewFromInt(2), Final: p.Prices[0].Final, Min: p.Prices[0].Min, Max: p.Prices[0].Max})
		}, "[1547]", false},
		{"all prices", true, func(p *pos.Product) { p.Prices = nil }, "[1547]", true},
		{"a price, of which the source tells nothing alone", false, func(p *pos.Product) { p.Prices[0].Final = decimal.NewFromInt(1) }, "[1547] [1562]", false},
		{"a price and the switch", true, func(p *pos.Product) { p.Prices, p.Enabled = nil, false }, "[1547] [1562]", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := filled(t)
			a := &reads{shop: r.shop}
			cfg := catalog.RefresherConfig{Catalog: r.catalog, Source: a, Log: r.cache, Now: clock}
			if tt.prices {
				cfg.Prices = a
			}
			r.shop.change(t, "WS12-XS-Blue", tt.change)
			want := r.shop.change(t, "WS12", func(p *pos.Product) {
				regular := decimal.NewFromInt(2)
				if tt.stays {
					regular = p.Prices[0].Regular
				}
				p.Prices = []pos.GroupPrice{{Regular: regular, Final: decimal.NewFromInt(1), Min: decimal.NewFromInt(1), Max: decimal.NewFromInt(3)}}
			})
			if err := catalog.NewRefresher(cfg).Refresh(t.Context(), hint(pos.HintProduct, "1547")); err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(a.ids, " "); got != tt.read {
				t.Errorf("products %s were read, want %s", got, tt.read)
			}
			got, err := r.catalog.ProductBySKU(t.Context(), storeCode, "WS12")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-in the shop +held):\n%s", diff)
			}
		})
	}
}

// reads is a shop that remembers which products were read by their ids.
type reads struct {
	*shop
	ids []string
}

func (r *reads) ProductsByID(ctx context.Context, store pos.Store, ids []int64) ([]pos.Product, error) {
	if len(ids) > 0 {
		r.ids = append(r.ids, fmt.Sprint(ids))
	}
	return r.shop.ProductsByID(ctx, store, ids)
}

func TestRefreshRefusesAndFails(t *testing.T) {
	t.Parallel()
	t.Run("hints that name nothing", func(t *testing.T) {
		t.Parallel()
		r := filled(t)
		for _, h := range []pos.Hint{hint(pos.HintProduct, "abc"), hint(pos.HintProduct, "-1"), hint(pos.HintStock, " "), hint(pos.HintOrder, "1"), hint("", "")} {
			if err := refresher(r, nil).Refresh(t.Context(), h); pos.KindOf(err) != pos.KindInvalid {
				t.Errorf("%+v: %v", h, err)
			}
		}
	})
	t.Run("before the first import, to be tried again", func(t *testing.T) {
		t.Parallel()
		if err := refresher(setup(t), nil).Refresh(t.Context(), hint(pos.HintProduct, "1")); pos.CodeOf(err) != pos.CodeNotReady {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("while Magento is down, to be tried again", func(t *testing.T) {
		t.Parallel()
		r := filled(t)
		r.shop.fail = pos.Unavailable(errDown, "away")
		if err := refresher(r, nil).Refresh(t.Context(), hint(pos.HintStock, "24-MB01")); pos.KindOf(err) != pos.KindUnavailable {
			t.Errorf("error is %v", err)
		}
	})
}

// crossing is a log into which another replica writes right before our first append.
type crossing struct {
	catalog.Log
	before func()
}

func (c *crossing) Append(ctx context.Context, store string, changes []pos.Change) (pos.Cursor, error) {
	if c.before != nil {
		before := c.before
		c.before = nil
		before()
	}
	return c.Log.Append(ctx, store, changes)
}

func TestAnOlderReadingDoesNotStayOverANewerOne(t *testing.T) {
	t.Parallel()
	r := filled(t)
	r.shop.change(t, "24-MB01", func(p *pos.Product) { p.Name = "first" })
	log := &crossing{Log: r.cache, before: func() {
		p := r.shop.change(t, "24-MB01", func(p *pos.Product) { p.Name = "second" })
		body, _ := json.Marshal(p)
		if _, err := r.cache.Append(t.Context(), storeCode, []pos.Change{{Kind: pos.DocProduct, Key: "1", Body: body}}); err != nil {
			t.Error(err)
		}
	}}
	ref := catalog.NewRefresher(catalog.RefresherConfig{Catalog: r.catalog, Source: r.shop, Log: log, Now: clock})
	if err := ref.Refresh(t.Context(), hint(pos.HintProduct, "1")); err != nil {
		t.Fatal(err)
	}
	if p, err := r.catalog.ProductBySKU(t.Context(), storeCode, "24-MB01"); err != nil || p.Name != "second" {
		t.Errorf("%q, %v", p.Name, err)
	}
}

// slow is a shop that answers about products when it is let.
type slow struct {
	*shop
	entered atomic.Int32
	gate    chan struct{}
}

func (s *slow) ProductsByID(ctx context.Context, store pos.Store, ids []int64) ([]pos.Product, error) {
	products, err := s.shop.ProductsByID(ctx, store, ids)
	s.entered.Add(1)
	select {
	case <-s.gate:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return products, err
}

func TestHintsThatComeDuringAReadingShareTheNext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := filled(t)
		source := &slow{shop: r.shop, gate: make(chan struct{})}
		ref := catalog.NewRefresher(catalog.RefresherConfig{Catalog: r.catalog, Source: source, Log: r.cache, Now: clock})
		answers := make(chan error, 10)
		refresh := func(ctx context.Context) {
			go func() { answers <- ref.Refresh(ctx, hint(pos.HintProduct, "1")) }()
			synctest.Wait()
		}
		refresh(t.Context())
		// The first has read; what changes now only a second reading sees.
		r.shop.change(t, "24-MB01", func(p *pos.Product) { p.Name = "later" })
		impatient, cancel := context.WithCancel(t.Context())
		refresh(impatient) // leads the second reading, and gives up before it begins
		for range 4 {
			refresh(t.Context())
		}
		cancel()
		synctest.Wait()
		if err := <-answers; err == nil {
			t.Fatal("the impatient one got no error")
		}
		close(source.gate)
		for range 5 {
			if err := <-answers; err != nil {
				t.Error(err)
			}
		}
		if n := source.entered.Load(); n != 2 {
			t.Errorf("%d readings for 6 hints", n)
		}
		if p, err := r.catalog.ProductBySKU(t.Context(), storeCode, "24-MB01"); err != nil || p.Name != "later" {
			t.Errorf("%q, %v", p.Name, err)
		}
	})
}

func TestAThousandHintsAreAFewReadings(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := filled(t)
		source := &slow{shop: r.shop, gate: make(chan struct{})}
		ref := catalog.NewRefresher(catalog.RefresherConfig{Catalog: r.catalog, Source: source, Log: r.cache, Now: clock})
		answers := make(chan error, 1000)
		ids := slices.Sorted(maps.Keys(r.shop.products))
		go func() { answers <- ref.Refresh(t.Context(), hint(pos.HintProduct, fmt.Sprint(ids[0]))) }()
		synctest.Wait() // it reads, and waits to be let
		for i := range 999 {
			id := ids[i%len(ids)]
			r.shop.change(t, r.shop.products[id].SKU, func(p *pos.Product) { p.Name = fmt.Sprint("change ", i) })
			go func() { answers <- ref.Refresh(t.Context(), hint(pos.HintProduct, fmt.Sprint(id))) }()
		}
		synctest.Wait()
		close(source.gate)
		for range 1000 {
			if err := <-answers; err != nil {
				t.Error(err)
			}
		}
		if n := source.entered.Load(); n > 3 {
			t.Errorf("%d readings for 1000 hints", n)
		}
		for id, want := range r.shop.products {
			if got, err := r.catalog.ProductBySKU(t.Context(), storeCode, want.SKU); err != nil || got.Name != want.Name {
				t.Fatalf("product %d is %q, want %q: %v", id, got.Name, want.Name, err)
			}
		}
	})
}

func TestHintsOfAReadingThatFailedAreReadByTheNext(t *testing.T) {
	t.Parallel()
	r := filled(t)
	ref := catalog.NewRefresher(catalog.RefresherConfig{Catalog: r.catalog, Source: r.shop, Log: r.cache, Now: clock})
	changed := r.shop.change(t, "24-MB01", func(p *pos.Product) { p.Name = "changed" })
	r.shop.fail = pos.Unavailable(errDown, "away")
	if err := ref.Refresh(t.Context(), hint(pos.HintProduct, fmt.Sprint(changed.ID))); pos.KindOf(err) != pos.KindUnavailable {
		t.Fatal(err)
	}
	r.shop.fail = nil
	if err := ref.Refresh(t.Context(), hint(pos.HintProduct, "2")); err != nil {
		t.Fatal(err)
	}
	if p, err := r.catalog.ProductBySKU(t.Context(), storeCode, "24-MB01"); err != nil || p.Name != "changed" {
		t.Errorf("%q, %v", p.Name, err)
	}
}
