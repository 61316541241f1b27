package db_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/gateway/pos"
)

// TestBrokenRows shows that what is wrong with one row costs no other.
func TestBrokenRows(t *testing.T) {
	t.Parallel()
	s := excerpt(t)
	before := s.all(t, 1000)
	s.change(t,
		"INSERT INTO catalog_product_entity_varchar (attribute_id, store_id, entity_id, value) VALUES (9999, 0, 2, 'of no attribute'), (73, 0, 888888, 'of no product')",
		"INSERT INTO catalog_product_entity_datetime (attribute_id, store_id, entity_id, value) VALUES (94, 0, 2, 0)",
		"UPDATE catalog_product_entity_varchar SET value = 'joust-duffle-bag' WHERE attribute_id = 121 AND entity_id = 2",
		"UPDATE catalog_product_index_price SET price = NULL, final_price = NULL, min_price = NULL, max_price = NULL WHERE entity_id IN (2, 1562)",
		"INSERT INTO catalog_product_link (link_id, product_id, linked_product_id, link_type_id) VALUES (99999, 2, 777777, 1), (99998, 2, 1, 99)",
		"INSERT INTO catalog_product_bundle_selection (option_id, parent_product_id, product_id) VALUES (999, 45, 26), (1, 45, 777777)",
		"INSERT INTO catalog_product_super_link (product_id, parent_id) VALUES (777777, 1562), (1, 888888)",
		"INSERT INTO catalog_category_product (category_id, product_id, position) VALUES (99999, 888888, 0)",
		"UPDATE catalog_category_entity SET parent_id = 4 WHERE entity_id = 3",
		"INSERT INTO catalog_product_entity_media_gallery_value_to_entity (value_id, entity_id) VALUES (99999, 2)",
		"INSERT INTO catalog_product_option (option_id, product_id, type) VALUES (77, 2, 'field')",
		"INSERT INTO url_rewrite (entity_type, entity_id, request_path, target_path, store_id) VALUES ('product', 2, NULL, NULL, 1)",
	)
	after := s.all(t, 1000)
	if len(after) != len(before) {
		t.Fatalf("%d products, want the %d that there were", len(after), len(before))
	}
	for i := range before {
		if before[i].ID == 2 {
			if got := after[i].Prices; len(got) != 1 || !got[0].Final.Equal(*before[i].Price) || !got[0].Max.Equal(*before[i].Price) {
				t.Errorf("without a price in the index it costs %+v, want its own %s", got, before[i].Price)
			}
			before[i].URLKey, after[i].Prices, before[i].Prices = "joust-duffle-bag", nil, nil
		}
		if before[i].ID == 1562 {
			if len(after[i].Prices) != 0 {
				t.Errorf("a composite without a price in the index is sold at %+v", after[i].Prices)
			}
			after[i].Prices = before[i].Prices
		}
	}
	if diff := cmp.Diff(documents(t, before), documents(t, after)); diff != "" {
		t.Errorf("documents changed (-before +after):\n%s", diff)
	}
	if diff := differences(documentsByID(t, s.all(t, 1000)), atOnce(t, s.Source, s.store)); diff != "" {
		t.Errorf("all products at once: %s", diff)
	}
	if categories, err := s.Categories(t.Context(), s.store); err != nil || len(categories) < 30 {
		t.Errorf("%d categories, %v: want all, though two of them are each other's parents", len(categories), err)
	}
}

// Every kind of broken row is counted, once for each reading.
func TestBrokenRowsAreCounted(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	counted := map[string]int{}
	l := newLab(t)
	s := l.with(t, db.Config{Broken: func(entity string, rows int) {
		mu.Lock()
		defer mu.Unlock()
		counted[entity] += rows
	}}, "ALTER TABLE catalog_product_entity_varchar MODIFY value VARBINARY(255)",
		"UPDATE catalog_product_entity_varchar SET value = x'C328' WHERE attribute_id = 73 AND entity_id = 1 AND store_id = 0",
		"INSERT INTO catalog_product_entity_varchar (attribute_id, store_id, entity_id, value) VALUES (9999, 0, 2, 'of no attribute')",
		"UPDATE catalog_product_index_price SET price = NULL, final_price = NULL, min_price = NULL, max_price = NULL WHERE entity_id = 2 AND website_id = 1",
		"INSERT INTO catalog_product_entity_varchar (attribute_id, store_id, entity_id, value) VALUES (73, 0, 3, 'of no product')",
		"INSERT INTO catalog_product_entity_datetime (attribute_id, store_id, entity_id, value) VALUES (94, 0, 2, 0)",
		"UPDATE catalog_category_entity SET parent_id = 4, path = '1/2/3/4/3' WHERE entity_id = 3")
	want := map[string]int{"attribute_value": 1, "text": 1, "price": 1, "date": 1, "orphan": 1}
	s.all(t, 1000)
	if diff := cmp.Diff(want, counted); diff != "" {
		t.Errorf("page by page (-want +got):\n%s", diff)
	}
	clear(counted)
	atOnce(t, s.Source, s.store)
	if diff := cmp.Diff(want, counted); diff != "" {
		t.Errorf("all at once (-want +got):\n%s", diff)
	}
	clear(counted)
	if _, err := s.Categories(t.Context(), s.store); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]int{"category": 1}, counted); diff != "" {
		t.Errorf("categories (-want +got):\n%s", diff)
	}
}

// TestBytesThatAreNoText shows that rubbish in a text becomes a document that says the same when it is read and written again.
func TestBytesThatAreNoText(t *testing.T) {
	t.Parallel()
	s := excerpt(t, "ALTER TABLE catalog_product_entity_varchar MODIFY value VARBINARY(255)", "ALTER TABLE catalog_product_option_title MODIFY title VARBINARY(255)",
		"ALTER TABLE catalog_category_entity_varchar MODIFY value VARBINARY(255)",
		"UPDATE catalog_product_entity_varchar SET value = CONCAT('Joust ', x'C328', ' Bag') WHERE attribute_id = 73 AND entity_id = 1",
		"UPDATE catalog_category_entity_varchar SET value = x'80' WHERE attribute_id = 45 AND entity_id = 4",
		"INSERT INTO catalog_product_option (option_id, product_id, type) VALUES (77, 1, 'field')",
		"INSERT INTO catalog_product_option_title (option_id, store_id, title) VALUES (77, 0, x'FF41')")
	p := s.product(t, 1)
	if p.Name != "Joust \uFFFD( Bag" || len(p.CustomOptions) != 1 || p.CustomOptions[0].Title != "\uFFFDA" {
		t.Errorf("name %q, options %+v", p.Name, p.CustomOptions)
	}
	body := documentsByID(t, []pos.Product{p})[1]
	var again pos.Product
	if err := json.Unmarshal([]byte(body), &again); err != nil || documentsByID(t, []pos.Product{again})[1] != body {
		t.Errorf("%s reads back as another document: %v", body, err)
	}
	categories, err := s.Categories(t.Context(), s.store)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range categories {
		if c.ID == 4 && c.Name != "\uFFFD" {
			t.Errorf("the category is called %q", c.Name)
		}
	}
}

func documentsByID(t *testing.T, products []pos.Product) map[int64]string {
	t.Helper()
	out := map[int64]string{}
	put(t, out, products)
	return out
}

func TestMissingParts(t *testing.T) {
	t.Parallel()
	s := excerpt(t)
	bare := s.product(t, 1)
	t.Run("tables of modules that were removed", func(t *testing.T) {
		s.change(t, "DROP TABLE review_entity_summary, url_rewrite, downloadable_link, catalog_product_option, cms_page, inventory_source, mview_state")
		got := s.product(t, 1)
		bare.URLs, bare.Rating = nil, nil
		if diff := cmp.Diff(documents(t, []pos.Product{bare}), documents(t, []pos.Product{got})); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if all := atOnce(t, s.Source, s.store); all[1] != documentsByID(t, []pos.Product{got})[1] {
			t.Errorf("all products at once tell %s", all[1])
		}
		if store, err := s.Store(t.Context(), "default"); err != nil || len(store.Countries) == 0 || store.Pickups != nil {
			t.Errorf("store with %d countries, %v, %v: want it without pickup locations", len(store.Countries), store.Pickups, err)
		}
	})
	t.Run("tables that the account was not granted", func(t *testing.T) {
		cfg, err := mysql.ParseDSN(s.dsn)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.ToLower(cfg.DBName) + "_r"
		if len(name) > 32 {
			name = name[len(name)-32:]
		}
		s.change(t, "CREATE USER '"+name+"'@'localhost'")
		for _, table := range s.names(t, "SHOW TABLES") {
			if !strings.HasPrefix(table, "catalog_product_entity_tier") && table != "directory_country" && table != "catalog_product_bundle_option" {
				s.change(t, "GRANT SELECT ON `"+cfg.DBName+"`.`"+table+"` TO '"+name+"'@'localhost'")
			}
		}
		cfg.User = name
		source, err := db.Open(t.Context(), db.Config{DSN: cfg.FormatDSN()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = source.Close() })
		store, err := source.Store(t.Context(), "default")
		if err != nil || store.Countries != nil || len(store.Groups) != 4 {
			t.Errorf("store %+v, %v: want it without countries", store, err)
		}
		if _, err := source.ProductsByID(t.Context(), store, []int64{1}); pos.KindOf(err) != pos.KindUnauthorized {
			t.Errorf("products without tier prices: %v: prices that are wrong are worse than none", err)
		}
		err = source.AllProducts(t.Context(), store, func([]pos.Product) error { return nil })
		if pos.KindOf(err) != pos.KindUnauthorized {
			t.Errorf("all products without tier prices: %v", err)
		}
	})
}

func TestCustomOptionsAndTiers(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	s := l.with(t, db.Config{},
		"INSERT INTO catalog_product_option (option_id, product_id, type, is_require, sku, max_characters, image_size_x, sort_order) VALUES (1, 1, 'drop_down', 0, NULL, NULL, 0, 2), (2, 1, 'field', 1, 'NOTE', 20, NULL, 1)",
		"INSERT INTO catalog_product_option_title (option_id, store_id, title) VALUES (1, 0, 'Engraving'), (2, 0, 'Note'), (2, 1, 'Message')",
		"INSERT INTO catalog_product_option_price (option_id, store_id, price, price_type) VALUES (2, 0, 2.5, 'percent')",
		"INSERT INTO catalog_product_option_type_value (option_type_id, option_id, sku, sort_order) VALUES (1, 1, NULL, 1), (2, 1, 'ENG-I', 0)",
		"INSERT INTO catalog_product_option_type_title (option_type_id, store_id, title) VALUES (1, 0, 'None'), (2, 0, 'Initials')",
		"INSERT INTO catalog_product_option_type_price (option_type_id, store_id, price, price_type) VALUES (2, 0, 4, 'fixed'), (2, 1, 5, 'fixed')",
		"INSERT INTO catalog_product_entity_tier_price (entity_id, all_groups, customer_group_id, qty, value, website_id, percentage_value) VALUES (1, 1, 0, 5, 18, 0, NULL), (1, 0, 2, 1, 17.25, 0, 25), (1, 1, 0, 5, 16, 1, NULL)",
	)
	got, err := json.Marshal(struct {
		Options []pos.CustomOption
		Tiers   []pos.TierPrice
	}{s.product(t, 1).CustomOptions, s.product(t, 1).Tiers})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"Options":[{"id":2,"title":"Message","type":"field","required":true,"sortOrder":1,"sku":"NOTE","price":{"amount":"2.5","percent":true},"maxCharacters":20},` +
		`{"id":1,"title":"Engraving","type":"drop_down","sortOrder":2,"imageWidth":0,"values":[{"id":2,"title":"Initials","sku":"ENG-I","price":{"amount":"5"},"sortOrder":0},` +
		`{"id":1,"title":"None","price":{"amount":"0"},"sortOrder":1}]}],` +
		`"Tiers":[{"group":2,"quantity":"1","price":"25","percent":true},{"group":32000,"quantity":"5","price":"18"}]}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	t.Run("a website's own tier price replaces that of all, where prices are by website", func(t *testing.T) {
		s := l.with(t, db.Config{}, "INSERT INTO core_config_data (scope, scope_id, path, value) VALUES ('default', 0, 'catalog/price/scope', '1')")
		if tiers := s.product(t, 1).Tiers; len(tiers) != 2 || tiers[1].Price.String() != "16" {
			t.Errorf("tiers %v, want 16 from 5 pieces on", tiers)
		}
	})
}
