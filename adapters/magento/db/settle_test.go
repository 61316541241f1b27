package db_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

// edits are what somebody at Magento, or at its database, may do without a word to anybody: {n} is a number that was not there
// before, {p} a product, {q} another. None of them touches updated_at.
func edits() []string {
	return []string{
		"UPDATE catalog_product_entity_varchar SET value = 'Name {n}' WHERE attribute_id = 73 AND entity_id = {p}",
		"REPLACE INTO catalog_product_entity_varchar (attribute_id, store_id, entity_id, value) VALUES (73, 1, {p}, 'Here {n}')",
		"DELETE FROM catalog_product_entity_varchar WHERE store_id = 1 AND entity_id = {p}",
		"UPDATE catalog_product_entity_decimal SET value = {n} WHERE attribute_id = 77 AND entity_id = {p}",
		"UPDATE catalog_product_entity SET sku = 'SKU-{n}' WHERE entity_id = {p}",
		"UPDATE catalog_product_index_price SET final_price = {n}, min_price = {n} WHERE entity_id = {p} AND customer_group_id = {n} % 4",
		"UPDATE catalog_product_index_price SET price = {n} WHERE entity_id = {p}",
		"REPLACE INTO catalog_product_entity_tier_price (entity_id, all_groups, customer_group_id, qty, value, website_id) VALUES ({p}, 0, 1, 1, {n}, 0)",
		"UPDATE catalog_product_entity_tier_price SET value = {n}",
		"DELETE FROM catalog_category_product WHERE product_id = {p} LIMIT 1",
		"UPDATE catalog_category_product SET position = {n} WHERE product_id = {p}",
		"UPDATE catalog_product_entity_media_gallery_value SET label = 'Label {n}' WHERE entity_id = {p}",
		"UPDATE catalog_product_entity_media_gallery_value SET label = IF(label IS NULL, '', NULL) WHERE entity_id = {p}",
		"UPDATE catalog_product_entity_media_gallery SET disabled = 1 - disabled ORDER BY RAND() LIMIT 1",
		"UPDATE catalog_product_entity_media_gallery SET media_type = 'external-video' ORDER BY RAND() LIMIT 1",
		"REPLACE INTO catalog_product_entity_media_gallery_value_video (value_id, store_id, title) SELECT value_id, 0, 'Video {n}'" +
			" FROM catalog_product_entity_media_gallery WHERE media_type = 'external-video'",
		"DELETE FROM catalog_product_super_link ORDER BY RAND() LIMIT 1",
		"UPDATE catalog_product_super_attribute SET position = 5 - position ORDER BY RAND() LIMIT 1",
		"UPDATE catalog_product_super_attribute_label SET value = 'Axis {n}', use_default = 0 ORDER BY RAND() LIMIT 1",
		"UPDATE eav_attribute SET frontend_label = 'Attribute {n}' WHERE attribute_id IN (93, 144)",
		"UPDATE eav_attribute_option_value SET value = 'Option {n}' ORDER BY RAND() LIMIT 3",
		"UPDATE eav_attribute_option SET sort_order = {n} % 7 ORDER BY RAND() LIMIT 3",
		"UPDATE eav_attribute_option_swatch SET value = '#{n}' ORDER BY RAND() LIMIT 3",
		"UPDATE catalog_product_link_attribute_int SET value = {n} ORDER BY RAND() LIMIT 1",
		"UPDATE catalog_product_link_attribute_decimal SET value = {n} ORDER BY RAND() LIMIT 1",
		"UPDATE catalog_product_bundle_option SET required = 1 - required ORDER BY RAND() LIMIT 1",
		"UPDATE catalog_product_bundle_option_value SET title = 'Part {n}' ORDER BY RAND() LIMIT 1",
		"UPDATE catalog_product_bundle_selection SET selection_qty = {n} ORDER BY RAND() LIMIT 1",
		"REPLACE INTO catalog_product_entity_int (attribute_id, store_id, entity_id, value) SELECT a.attribute_id, 0, b.parent_id, 1 FROM eav_attribute a" +
			" JOIN catalog_product_bundle_option b WHERE a.attribute_code = 'price_type' AND a.entity_type_id = 4",
		"REPLACE INTO catalog_product_bundle_selection_price (selection_id, website_id, selection_price_type, selection_price_value, parent_product_id)" +
			" SELECT selection_id, 1, 0, {n}, parent_product_id FROM catalog_product_bundle_selection ORDER BY RAND() LIMIT 1",
		"UPDATE catalog_product_option SET sort_order = {n}, file_extension = 'x{n}' ORDER BY RAND() LIMIT 1",
		"UPDATE catalog_product_option_title SET title = 'Choice {n}' ORDER BY RAND() LIMIT 1",
		"REPLACE INTO catalog_product_option_title (option_id, store_id, title) SELECT option_id, 1, 'Choice here {n}' FROM catalog_product_option ORDER BY RAND() LIMIT 1",
		"UPDATE catalog_product_option_price SET price = {n} ORDER BY RAND() LIMIT 1",
		"UPDATE catalog_product_option_type_value SET sku = 'V{n}' ORDER BY RAND() LIMIT 1",
		"UPDATE catalog_product_option_type_title SET title = 'Value {n}' ORDER BY RAND() LIMIT 1",
		"UPDATE catalog_product_option_type_price SET price = {n} ORDER BY RAND() LIMIT 1",
		"UPDATE downloadable_link SET sample_url = 'http://x/{n}', sample_type = 'url' ORDER BY RAND() LIMIT 1",
		"UPDATE downloadable_link_title SET title = 'File {n}' ORDER BY RAND() LIMIT 1",
		"UPDATE downloadable_link_price SET price = {n} ORDER BY RAND() LIMIT 1",
		"UPDATE downloadable_sample_title SET title = 'Sample {n}' ORDER BY RAND() LIMIT 1",
		"UPDATE url_rewrite SET request_path = 'path-{n}' WHERE entity_type = 'product' AND entity_id = {p} LIMIT 1",
		"UPDATE review_entity_summary SET rating_summary = {n} % 100, reviews_count = 1 + {n} % 9 ORDER BY RAND() LIMIT 1",
		"UPDATE inventory_stock_2 SET quantity = {n}, is_salable = {n} % 2 ORDER BY RAND() LIMIT 2",
		"INSERT INTO inventory_reservation (stock_id, sku, quantity) SELECT 2, sku, -1 FROM catalog_product_entity WHERE entity_id = {p}",
		"UPDATE cataloginventory_stock_item SET use_config_min_qty = 0, min_qty = {n} % 5 WHERE product_id = {p}",
		"REPLACE INTO core_config_data (scope, scope_id, path, value) VALUES ('default', 0, 'cataloginventory/item_options/min_qty', {n} % 9)",
		"REPLACE INTO core_config_data (scope, scope_id, path, value) VALUES ('default', 0, 'catalog/price/scope', {n} % 2)",
		"UPDATE catalog_category_entity_varchar SET value = 'Category {n}' WHERE attribute_id = 45 ORDER BY RAND() LIMIT 1",
		"UPDATE catalog_product_entity SET created_at = '2020-01-01 00:00:00' + INTERVAL {n} SECOND, updated_at = updated_at WHERE entity_id = {p}",
		"DELETE FROM catalog_product_entity WHERE entity_id = {q} AND {n} % 3 = 0",
	}
}

// TestEveryReaderEqualsAFreshImportOnceTheDustHasSettled makes random changes that nobody announces while a poller runs.
func TestEveryReaderEqualsAFreshImportOnceTheDustHasSettled(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano()) //nolint:gosec // any number will do
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // a test's choice
	s := excerpt(t, videoTable)
	r := newReader(t, s, "sweep")
	products := s.names(t, "SELECT entity_id FROM catalog_product_entity")
	all, number := edits(), 100
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for len(all) > 0 {
		n := min(len(all), 1+random.IntN(2))
		var script []string
		for _, edit := range all[:n] {
			number++
			script = append(script, strings.NewReplacer("{n}", fmt.Sprint(number), "{p}", products[random.IntN(len(products))],
				"{q}", products[random.IntN(len(products))]).Replace(edit))
		}
		all = all[n:]
		s.change(t, script...)
		r.settle(t)
		if differs := r.differences(t); differs != "" {
			t.Fatalf("after\n%s\na fresh import differs: %s", strings.Join(script, "\n"), differs)
		}
	}
}

// What Magento's indexers write is found without a sweep, though no changelog tells of an index that was rebuilt.
func TestARebuiltIndexIsFoundWithoutASweep(t *testing.T) {
	t.Parallel()
	s := excerpt(t)
	r := newReader(t, s, "index")
	r.settle(t) // the first look has nothing to compare with
	for _, change := range []string{
		"UPDATE catalog_product_index_price SET final_price = 3, min_price = 3 WHERE entity_id = 1 AND customer_group_id = 2",
		"UPDATE catalog_product_index_price SET price = price + 1",
		"DELETE FROM catalog_product_index_price WHERE entity_id = 6",
		"UPDATE inventory_stock_2 SET quantity = 7 WHERE sku = '24-MB01'",
		"UPDATE inventory_stock_2 SET is_salable = 1 - is_salable",
		"DELETE FROM inventory_stock_2 WHERE sku = '24-MB02'",
		"UPDATE cataloginventory_stock_item SET use_config_backorders = 0, backorders = 1 WHERE product_id = 1",
	} {
		s.change(t, change)
		r.settle(t)
		if differs := r.differences(t); differs != "" {
			t.Errorf("after %s a fresh import differs: %s", change, differs)
		}
	}
}

// reader is a poller that looks again and again, with what it keeps fresh.
type reader struct {
	shop     shop
	cache    *memory.Memory
	importer *catalog.Importer
	swept    chan error
}

// newReader returns a reader whose poller does one of its jobs only: sweep or index.
func newReader(t *testing.T, s shop, only string) *reader {
	t.Helper()
	r := &reader{shop: s, cache: memory.New(), swept: make(chan error)}
	r.importer = catalog.NewImporter(catalog.ImporterConfig{Source: s, Bulk: s, Changes: s, Holder: s, Shelf: r.cache, Log: r.cache, Now: time.Now})
	if _, err := r.importer.Import(t.Context(), s.store.Code, nil); err != nil {
		t.Fatal(err)
	}
	held := catalog.New(catalog.Config{Stores: []string{s.store.Code}, Shelf: r.cache, Log: r.cache})
	if err := held.Sync(t.Context(), s.store.Code); err != nil {
		t.Fatal(err)
	}
	refresher := catalog.NewRefresher(catalog.RefresherConfig{Catalog: held, Source: s, Prices: s, Log: r.cache, Now: time.Now})
	ctx, cancel := context.WithCancel(t.Context())
	every := catalog.Schedule{Changes: time.Hour, Index: -1, Stock: time.Hour, Prices: time.Hour, Pricing: time.Hour, Sweep: time.Millisecond, Import: -1}
	if only == "index" {
		every.Changes, every.Index, every.Stock, every.Pricing, every.Sweep = -1, time.Millisecond, -1, -1, -1
	}
	poller := catalog.NewPoller(catalog.PollerConfig{Importer: r.importer, Refresher: refresher, Shelf: r.cache, Locker: r.cache, Changes: s, Indexes: s, Now: time.Now,
		Every: every,
		Observe: func(_, job string, _ int, _ time.Duration, err error) {
			if job == only {
				select {
				case r.swept <- err:
				case <-ctx.Done():
				}
			}
		}})
	done := make(chan error, 1)
	go func() { done <- poller.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return r
}

// settle waits for a sweep that began after now: the next one may have begun before.
func (r *reader) settle(t *testing.T) {
	t.Helper()
	for range 2 {
		select {
		case err := <-r.swept:
			if err != nil {
				t.Fatal(err)
			}
		case <-time.After(time.Minute):
			t.Fatal("no sweep within a minute")
		}
	}
}

// differences says how many documents a fresh import finds to be other than readers hold them.
func (r *reader) differences(t *testing.T) string {
	t.Helper()
	report, err := r.importer.Import(t.Context(), r.shop.store.Code, nil)
	if err != nil {
		t.Fatal(err)
	}
	for kind, c := range report.Kinds {
		if c != (catalog.Counts{Unchanged: c.Unchanged}) && kind != pos.DocPricing {
			return fmt.Sprintf("%s %+v", kind, c)
		}
	}
	if report.NewEpoch {
		return "the log was begun anew"
	}
	return ""
}
