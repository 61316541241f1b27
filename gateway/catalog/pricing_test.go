package catalog_test

import (
	"database/sql"
	"encoding/json"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/feed"
	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// edit changes the shop's price rules.
func (s *shop) edit(edit func(*totals.Pricing)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pricing.Rules = slices.Clone(s.pricing.Rules)
	edit(&s.pricing)
}

// told is what a register gets of pricing after a cursor: the kinds of the changes, and the last pricing document.
func told(t *testing.T, cache *memory.Memory, since pos.Cursor) (kinds []pos.DocumentKind, last totals.Pricing) {
	t.Helper()
	service, err := feed.New(feed.Config{Log: cache, Shelf: cache})
	if err != nil {
		t.Fatal(err)
	}
	changes, err := service.Changes(t.Context(), storeCode, since, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes.Entries {
		kinds = append(kinds, c.Kind)
		if c.Kind == pos.DocPricing {
			if err := json.Unmarshal(c.Body, &last); err != nil {
				t.Fatal(err)
			}
		}
	}
	return kinds, last
}

func TestARuleThatIsSwitchedOnIsOneChange(t *testing.T) {
	t.Parallel()
	for _, blind := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			r := newPolling(t, luma(t))
			if blind {
				r.blind = []pos.DocumentKind{pos.DocPricing}
			}
			stop := start(t, r.poller)
			defer stop()
			time.Sleep(time.Second)
			before := manifest(t, r.cache)
			was, err := r.catalog.Pricing(t.Context(), storeCode)
			if err != nil {
				t.Fatal(err)
			}
			r.edit(func(p *totals.Pricing) {
				off := p.Rules[0]
				off.ID, off.IsActive = 8, false
				on := p.Rules[0]
				on.ID, on.Priority = 9, 3
				p.Rules = append(p.Rules, off, on)
			})
			if !blind {
				r.note("pricing")
			}
			time.Sleep(70 * time.Second)
			kinds, last := told(t, r.cache, before.Cursor)
			if !slices.Equal(kinds, []pos.DocumentKind{pos.DocPricing}) || len(last.Rules) != 2 || last.Rules[1].ID != 9 || last.Fingerprint == was.Fingerprint {
				t.Errorf("blind %v: changes %v, rules %+v", blind, kinds, last.Rules)
			}
			if now, err := r.catalog.Pricing(t.Context(), storeCode); err != nil || now.Fingerprint != last.Fingerprint || len(now.Fingerprint) != 16 {
				t.Errorf("the replica holds %v, %v", now, err)
			}
		})
	}
}

func TestARuleThatLooksAtAnotherAttributeBeginsTheFeedAnew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newPolling(t, luma(t))
		stop := start(t, r.poller)
		defer stop()
		time.Sleep(time.Second)
		before := manifest(t, r.cache)
		r.edit(func(p *totals.Pricing) {
			rule := p.Rules[0]
			rule.ID, rule.Actions = 9, json.RawMessage(`{"type":"product_combine","aggregator":"all","conditions":[{"type":"product","attribute":"activity","operator":"()","value":"8"}]}`)
			p.Rules = append(p.Rules, rule)
		})
		r.note("pricing")
		time.Sleep(20 * time.Second)
		after := manifest(t, r.cache)
		if after.Cursor.Epoch == before.Cursor.Epoch || after.Fingerprint == before.Fingerprint {
			t.Fatalf("the feed goes on: %v, then %v", before.Cursor, after.Cursor)
		}
		// A change of a product carries the attribute too.
		s := r.products[1]
		s.Name = "Another"
		s.Attributes = pos.NewAttributes(map[string]string{"activity": "8,11", "description": "long"})
		r.mu.Lock()
		r.products[1] = s
		r.mu.Unlock()
		r.note("product 1")
		time.Sleep(20 * time.Second)
		service, err := feed.New(feed.Config{Log: r.cache, Shelf: r.cache})
		if err != nil {
			t.Fatal(err)
		}
		changes, err := service.Changes(t.Context(), storeCode, after.Cursor, 10)
		if err != nil || len(changes.Entries) != 1 {
			t.Fatalf("%d changes, %v", len(changes.Entries), err)
		}
		var p pos.RegisterProduct
		if err := json.Unmarshal(changes.Entries[0].Body, &p); err != nil {
			t.Fatal(err)
		}
		if len(p.Attributes) != 1 || p.Attributes.Of("activity") != "8,11" || p.AttributeSet == 0 {
			t.Errorf("the register gets attributes %v of set %d", p.Attributes, p.AttributeSet)
		}
	})
}

func TestRulesThatEndedAreLeftOut(t *testing.T) {
	t.Parallel()
	r := filled(t)
	r.shop.edit(func(p *totals.Pricing) {
		for id, to := range map[int64]string{11: "2026-11-18", 12: "2026-11-19", 13: "2026-11-30"} {
			rule := p.Rules[0]
			rule.ID, rule.ToDate = id, to
			p.Rules = append(p.Rules, rule)
		}
	})
	if _, err := r.importer.Import(t.Context(), storeCode, nil); err != nil {
		t.Fatal(err)
	}
	r.sync(t)
	p, err := r.catalog.Pricing(t.Context(), storeCode)
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for _, rule := range p.Rules {
		ids = append(ids, rule.ID)
	}
	slices.Sort(ids)
	if !slices.Equal(ids, []int64{7, 12, 13}) {
		t.Errorf("rules %v", ids)
	}
}

func TestARuleSwitchedOnInMagentoReachesRegisters(t *testing.T) {
	t.Parallel()
	dsn := testserver.MariaDB(t)
	testserver.LoadDump(t, dsn, "../../adapters/magento/db/testdata/excerpt.sql.gz")
	admin, err := sql.Open("mysql", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.Close() })
	change := func(statement string) {
		t.Helper()
		if _, err := admin.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	change("UPDATE salesrule SET is_active = 0 WHERE rule_id = 4")
	source, err := db.Open(t.Context(), db.Config{DSN: dsn})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = source.Close() })
	cache := memory.New()
	importer := catalog.NewImporter(catalog.ImporterConfig{Source: source, Changes: source, Shelf: cache, Log: cache, Now: time.Now})
	if _, err := importer.Import(t.Context(), storeCode, nil); err != nil {
		t.Fatal(err)
	}
	c := replica(cache)
	if err := c.Sync(t.Context(), storeCode); err != nil {
		t.Fatal(err)
	}
	refresher := catalog.NewRefresher(catalog.RefresherConfig{Catalog: c, Source: source, Log: cache, Now: time.Now})
	defer start(t, catalog.NewPoller(catalog.PollerConfig{Importer: importer, Refresher: refresher, Shelf: cache, Locker: cache, Changes: source, Now: time.Now,
		Every: catalog.Schedule{Changes: 100 * time.Millisecond, Sweep: -1, Import: -1}}))()
	before := manifest(t, cache)
	change("UPDATE salesrule SET is_active = 1 WHERE rule_id = 4")
	for deadline := time.After(time.Minute); ; {
		kinds, last := told(t, cache, before.Cursor)
		if len(last.Rules) == 4 && last.Rules[3].Coupon == "H20" {
			if !slices.Equal(kinds, []pos.DocumentKind{pos.DocPricing}) {
				t.Errorf("changes %v", kinds)
			}
			return
		}
		select {
		case <-deadline:
			t.Fatalf("after a minute registers were told %v", kinds)
		case <-time.After(20 * time.Millisecond):
		}
	}
}
