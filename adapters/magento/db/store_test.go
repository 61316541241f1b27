package db_test

import (
	"slices"
	"testing"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/gateway/pos"
)

func config(scope string, id string, path, value string) string {
	return "REPLACE INTO core_config_data (scope, scope_id, path, value) VALUES ('" + scope + "', " + id + ", '" + path + "', '" + value + "')"
}

const (
	noSettings = "DELETE FROM core_config_data"
	otherStore = "INSERT INTO store (store_id, code, website_id, group_id, name, sort_order, is_active) VALUES (2, 'other', 1, 1, 'Other', 0, 1)"
	secondRule = "INSERT INTO tax_calculation (tax_calculation_rate_id, tax_calculation_rule_id, customer_tax_class_id, product_tax_class_id) VALUES (2, 9, 3, 2)"
)

func TestStore(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	t.Run("the document is as it was", func(t *testing.T) {
		golden(t, "store", l.store)
	})
	t.Run("a code that there is not is not found", func(t *testing.T) {
		for _, code := range []string{"nosuch", "DEFAULT", "admin", ""} {
			if _, err := l.Store(t.Context(), code); pos.KindOf(err) != pos.KindNotFound {
				t.Errorf("%q: %v, want not found", code, err)
			}
		}
	})
	for what, c := range map[string]struct {
		changes []string
		code    string
		get     func(pos.Store) any
		want    any
	}{
		"without a row the built-in settings hold": {[]string{noSettings}, "default",
			func(s pos.Store) any { return s.Locale + s.Timezone + s.WeightUnit + s.Currency }, "en_USAmerica/Los_AngeleslbsUSD"},
		"the store view's setting goes before the website's": {[]string{
			config("websites", "1", "general/locale/code", "de_DE"), config("stores", "1", "general/locale/code", "de_CH")},
			"default", func(s pos.Store) any { return s.Locale }, "de_CH"},
		"the website's goes before the default": {[]string{config("websites", "1", "general/locale/code", "de_DE")},
			"default", func(s pos.Store) any { return s.Locale }, "de_DE"},
		"another website's changes nothing": {[]string{config("websites", "7", "general/locale/code", "de_DE")},
			"default", func(s pos.Store) any { return s.Locale }, "en_US"},
		"global prices have the default scope's currency": {[]string{config("websites", "1", "currency/options/base", "EUR")},
			"default", func(s pos.Store) any { return s.BaseCurrency }, "USD"},
		"website prices have the website's": {[]string{config("websites", "1", "currency/options/base", "EUR"),
			config("default", "0", "catalog/price/scope", "1")}, "default", func(s pos.Store) any { return s.BaseCurrency }, "EUR"},
		"placeholders stand for the base address": {[]string{config("default", "0", "web/unsecure/base_media_url", "{{unsecure_base_url}}pics")},
			"default", func(s pos.Store) any { return s.BaseMediaURL }, "http://127.0.0.1:8380/pics/"},
		"a secure address of its own is used": {[]string{config("default", "0", "web/secure/base_url", "https://shop.example/")},
			"default", func(s pos.Store) any { return s.SecureBaseURL }, "https://shop.example/"},
		"a store view whose address is a placeholder has the default one": {[]string{config("stores", "1", "web/unsecure/base_url", "{{base_url}}")},
			"default", func(s pos.Store) any { return s.BaseURL }, "http://127.0.0.1:8380/"},
		"of the key of Google's maps only is told that there is one": {[]string{config("default", "0", "cataloginventory/source_selection_distance_based_google/api_key", "0:3:secret")},
			"default", func(s pos.Store) any {
				return s.Settings["cataloginventory/source_selection_distance_based_google/api_key"]
			}, "set"},
		"links name index.php without rewrites": {[]string{config("default", "0", "web/seo/use_rewrites", "0")},
			"default", func(s pos.Store) any { return s.BaseLinkURL }, "http://127.0.0.1:8380/index.php/"},
		"links name the store view where that is asked for": {[]string{config("default", "0", "web/url/use_store", "1")},
			"default", func(s pos.Store) any { return s.BaseLinkURL }, "http://127.0.0.1:8380/default/"},
		"one store view is the default of its group": {[]string{otherStore}, "other", func(s pos.Store) any { return s.Default }, false},
		"a website that no stock is given sells from the default stock": {[]string{"DELETE FROM inventory_stock_sales_channel"},
			"default", func(s pos.Store) any { return s.StockID }, int64(1)},
		"accounts that all websites share are told": {[]string{config("default", "0", "customer/account_share/scope", "0")}, "default",
			func(s pos.Store) any { return s.Settings["customer/account_share/scope"] }, "0"},
		"a rate that two rules apply counts twice": {[]string{secondRule}, "default", func(s pos.Store) any { return len(s.TaxRates) }, 4},
	} {
		t.Run(what, func(t *testing.T) {
			s := l.with(t, db.Config{}, c.changes...)
			store, err := s.Store(t.Context(), c.code)
			if err != nil {
				t.Fatal(err)
			}
			if got := c.get(store); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

const (
	hidden      = "INSERT INTO catalog_category_entity_int (attribute_id, store_id, entity_id, value) SELECT attribute_id, 1, 4, NULL FROM eav_attribute WHERE attribute_code = 'is_active' AND entity_type_id = 3"
	foreignTree = "INSERT INTO catalog_category_entity (entity_id, parent_id, path, position, level, children_count) VALUES (900, 1, '1/900', 2, 1, 0), (901, 20, '1/20/901', 2, 2, 0)"
)

func TestSiblingsAreTheOtherActiveViewsOfTheWebsite(t *testing.T) {
	t.Parallel()
	s := newLab(t).with(t, db.Config{}, otherStore, config("stores", "2", "general/locale/code", "de_DE"),
		"INSERT INTO store (store_id, code, website_id, group_id, name, sort_order, is_active) VALUES (3, 'closed', 1, 1, 'Closed', 0, 0), (4, 'foreign', 0, 0, 'Foreign', 0, 1)")
	store, err := s.Store(t.Context(), "default")
	if err != nil {
		t.Fatal(err)
	}
	if len(store.Siblings) != 1 || store.Siblings[0].Code != "other" || store.Siblings[0].Locale != "de_DE" || len(store.Siblings[0].Countries) > 0 {
		t.Errorf("siblings %+v", store.Siblings)
	}
}

func TestCategories(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	t.Run("the documents are as they were", func(t *testing.T) {
		categories, err := l.Categories(t.Context(), l.store)
		if err != nil {
			t.Fatal(err)
		}
		if len(categories) != 39 {
			t.Errorf("%d categories, want the root and its 38 descendants", len(categories))
		}
		golden(t, "categories", categories[:6])
	})
	t.Run("a row of the store view that holds NULL hides the value", func(t *testing.T) {
		s := l.with(t, db.Config{}, hidden)
		categories, err := s.Categories(t.Context(), s.store)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(categories, func(c pos.Category) bool { return c.ID == 4 })
		if categories[i].Active {
			t.Error("category 4 is active, want it hidden")
		}
	})
	t.Run("trees of other roots are left out", func(t *testing.T) {
		s := l.with(t, db.Config{}, foreignTree)
		categories, err := s.Categories(t.Context(), s.store)
		if err != nil || len(categories) != 39 {
			t.Errorf("%d categories, %v; want 39", len(categories), err)
		}
	})
	t.Run("a store whose root is gone has none", func(t *testing.T) {
		store := l.store
		store.RootCategoryID = 12345
		categories, err := l.Categories(t.Context(), store)
		if err != nil || len(categories) != 0 {
			t.Errorf("%v, %v; want none", categories, err)
		}
	})
}
