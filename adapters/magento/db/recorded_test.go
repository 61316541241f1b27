package db_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
)

func TestRecordedShop(t *testing.T) {
	t.Parallel()
	s := recorded(t, "dump.sql.gz")
	all := s.all(t, 1000)
	t.Run("all 2,047 products come, of every type", func(t *testing.T) {
		types := map[pos.ProductType]int{}
		for _, p := range all {
			types[p.Type]++
			if p.Name == "" || p.SKU == "" || len(p.Websites) == 0 || p.Visibility == 0 {
				t.Errorf("product %d lacks what each must have: %+v", p.ID, p)
			}
		}
		want := map[pos.ProductType]int{pos.TypeSimple: 1891, pos.TypeConfigurable: 147, pos.TypeBundle: 1, pos.TypeGrouped: 1,
			pos.TypeDownloadable: 6, pos.TypeVirtual: 1}
		if diff := cmp.Diff(want, types); diff != "" {
			t.Errorf("types (-want +got):\n%s", diff)
		}
	})
	t.Run("pages of any size give the same documents", func(t *testing.T) {
		want := documents(t, all)
		// Pages of more than 500 are read over several connections; those of 49 without looking for runs of rows.
		for _, size := range []int{49, 1400, 2047} {
			if diff := cmp.Diff(want, documents(t, s.all(t, size))); diff != "" {
				t.Errorf("pages of %d (-want +got):\n%s", size, diff)
			}
		}
	})
	t.Run("products by id are those of the pages", func(t *testing.T) {
		ids := make([]int64, len(all))
		for i, p := range all {
			ids[i] = p.ID
		}
		products, err := s.ProductsByID(t.Context(), s.store, ids)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(documents(t, all), documents(t, products)); diff != "" {
			t.Errorf("(-pages +by id):\n%s", diff)
		}
	})
	t.Run("rows that lie far from those of their product are found", func(t *testing.T) {
		for _, kind := range []string{"varchar", "int", "text", "decimal"} {
			s.change(t, "UPDATE catalog_product_entity_"+kind+" SET value_id = value_id + 5000000 WHERE entity_id % 7 = 3 AND attribute_id % 2 = 0 ORDER BY value_id DESC")
		}
		s.change(t, "UPDATE catalog_category_product SET entity_id = entity_id + 5000000 WHERE product_id % 5 = 1 ORDER BY entity_id DESC",
			"UPDATE catalog_product_entity_media_gallery_value SET record_id = record_id + 5000000 WHERE entity_id % 5 = 1 ORDER BY record_id DESC")
		if diff := cmp.Diff(documents(t, all), documents(t, s.all(t, 1000))); diff != "" {
			t.Errorf("(-before +after):\n%s", diff)
		}
	})
	t.Run("every variant is a document of its own, and has a value on each axis", func(t *testing.T) {
		known := map[int64]string{}
		for _, p := range all {
			known[p.ID] = p.SKU
		}
		variants := 0
		for _, p := range all {
			for _, v := range p.Variants {
				variants++
				if known[v.ID] != v.SKU || len(v.Values) != len(p.Options) {
					t.Errorf("%s: variant %+v", p.SKU, v)
				}
			}
		}
		if variants != 1847 {
			t.Errorf("%d variants, want the 1,847 links of the dump", variants)
		}
	})
	t.Run("stock knows all SKUs and counts reservations", func(t *testing.T) {
		levels, err := s.Stock(t.Context(), s.store)
		if err != nil {
			t.Fatal(err)
		}
		if len(levels) != 2047 {
			t.Errorf("%d levels, want 2047", len(levels))
		}
		for sku, want := range map[string]string{"24-MB01": "100037", "24-MB04": "100040"} {
			i := slices.IndexFunc(levels, func(l pos.StockLevel) bool { return l.SKU == sku })
			if got := levels[i].Salable.String(); got != want {
				t.Errorf("%s: %s, want %s", sku, got, want)
			}
		}
	})
	t.Run("a store view's row counts although it is read before that of all stores", func(t *testing.T) {
		// The page's run of rows holds the store view's row, while the other lies far away and is read afterwards.
		s.change(t, "UPDATE catalog_product_entity_varchar SET value_id = value_id + 20000000 WHERE entity_id = 400 AND attribute_id = 73",
			`INSERT INTO catalog_product_entity_varchar (value_id, attribute_id, store_id, entity_id, value)
				SELECT value_id - 20000000, attribute_id, 1, entity_id, NULL FROM catalog_product_entity_varchar
				WHERE entity_id = 400 AND attribute_id = 73`)
		page, err := s.Products(t.Context(), s.store, 300, 200)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(page, func(p pos.Product) bool { return p.ID == 400 })
		if page[i].Name != "" {
			t.Errorf("name %q, want the store view's NULL to hide it", page[i].Name)
		}
	})
}

func TestRecordedShopAfterwards(t *testing.T) {
	t.Parallel()
	s := recorded(t, "dump-after.sql.gz")
	t.Run("store view values, tier and special prices of REC-MUG are told", func(t *testing.T) {
		golden(t, "REC-MUG", s.product(t, 2048))
	})
}
