package db_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/gateway/pos"
)

func TestProductDocuments(t *testing.T) {
	t.Parallel()
	s := excerpt(t)
	for sku, id := range map[string]int64{
		"24-MB01": 1, "24-MB04": 2, "24-WG080": 45, "24-WG085_Group": 46, "240-LV04": 47, "VIRT-GIFTWRAP": 2047,
		"WS12": 1562, "WS12-XS-Blue": 1547, "WP01": 1825, "WP01-28-Black": 1819,
	} {
		t.Run("the document of "+sku+" is as it was", func(t *testing.T) {
			golden(t, sku, s.product(t, id))
		})
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	s := excerpt(t)
	want := documents(t, s.all(t, 1000))
	if len(want) != 36 {
		t.Fatalf("%d products came, want the excerpt's 36", len(want))
	}
	for _, size := range []int{1, 7, 36} {
		if diff := cmp.Diff(want, documents(t, s.all(t, size))); diff != "" {
			t.Errorf("pages of %d give other documents than one page (-want +got):\n%s", size, diff)
		}
	}
	count, err := s.CountProducts(t.Context(), s.store)
	if err != nil || count != len(want) {
		t.Errorf("CountProducts = %d, %v; want %d", count, err, len(want))
	}
	for _, limit := range []int{0, -1, 5001} {
		if _, err := s.Products(t.Context(), s.store, 0, limit); pos.KindOf(err) != pos.KindInvalid {
			t.Errorf("a page of %d: %v, want it refused as invalid", limit, err)
		}
	}
}

func TestProductsByID(t *testing.T) {
	t.Parallel()
	s := excerpt(t)
	t.Run("gives those that exist, ascending, each once", func(t *testing.T) {
		products, err := s.ProductsByID(t.Context(), s.store, []int64{1562, 999999, 1, 1562})
		if err != nil {
			t.Fatal(err)
		}
		ids := []int64{}
		for _, p := range products {
			ids = append(ids, p.ID)
		}
		if !slices.Equal(ids, []int64{1, 1562}) {
			t.Errorf("got %v, want 1 and 1562", ids)
		}
	})
	t.Run("gives nothing for nothing", func(t *testing.T) {
		products, err := s.ProductsByID(t.Context(), s.store, nil)
		if err != nil || len(products) != 0 {
			t.Errorf("got %v, %v", products, err)
		}
	})
	t.Run("gives the documents that pages give", func(t *testing.T) {
		for _, p := range s.all(t, 1000) {
			if diff := cmp.Diff(documents(t, []pos.Product{p}), documents(t, []pos.Product{s.product(t, p.ID)})); diff != "" {
				t.Errorf("%s (-page +by id):\n%s", p.SKU, diff)
			}
		}
	})
}

func TestBarcodes(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for name, c := range map[string]struct {
		value string
		want  []string
	}{
		"commas and blanks part barcodes":     {"4006381333931, 96385074\t 12345670", []string{"12345670", "4006381333931", "96385074"}},
		"a repeated barcode counts once":      {"96385074,96385074", []string{"96385074"}},
		"nothing but separators is no code":   {" , ", nil},
		"a product may have none":             {"", nil},
		"a single barcode stays as it stands": {"0012", []string{"0012"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := l.with(t, db.Config{BarcodeAttribute: "meta_keyword"},
				"INSERT INTO catalog_product_entity_text (attribute_id, store_id, entity_id, value) VALUES (85, 0, 1, '"+c.value+"')")
			if got := s.product(t, 1).Barcodes; !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	t.Run("the SKU is one barcode, blanks and all", func(t *testing.T) {
		s := l.with(t, db.Config{}, "UPDATE catalog_product_entity SET sku = 'REC/1 A,B' WHERE entity_id = 1")
		if got := s.product(t, 1).Barcodes; !slices.Equal(got, []string{"REC/1 A,B"}) {
			t.Errorf("got %q", got)
		}
	})
}

func documents(t *testing.T, products []pos.Product) []string {
	t.Helper()
	out := make([]string, 0, len(products))
	for _, p := range products {
		body, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(body))
	}
	return out
}

// videoTable is Magento\ProductVideo's, which the excerpt does not have.
const videoTable = `CREATE TABLE catalog_product_entity_media_gallery_value_video (value_id int unsigned NOT NULL, store_id smallint unsigned NOT NULL,
	provider varchar(32), url text, title varchar(255), description text, metadata text, PRIMARY KEY (value_id, store_id))`

func TestVideos(t *testing.T) {
	t.Parallel()
	s := excerpt(t, videoTable, "UPDATE catalog_product_entity_media_gallery SET media_type = 'external-video' WHERE value_id IN (1, 2)",
		"INSERT INTO catalog_product_entity_media_gallery_value_video VALUES (1, 0, 'youtube', 'https://youtu.be/1', 'A bag', '', NULL),"+
			" (1, 1, NULL, NULL, 'Our bag', NULL, NULL), (2, 1, NULL, 'https://youtu.be/2', NULL, NULL, NULL), (3, 0, NULL, 'https://youtu.be/3', NULL, NULL, NULL)")
	for what, c := range map[string]struct {
		product int64
		entry   int
		want    string
	}{
		"a video falls back field by field":                        {1, 0, `{"provider":"youtube","url":"https://youtu.be/1","title":"Our bag","description":""}`},
		"a row of the store view counts beside a label of its own": {2, 0, `{}`},
		"an image is no video":                                     {2, 1, `null`},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			for _, p := range append(s.all(t, 1000), s.product(t, c.product)) {
				if p.ID != c.product {
					continue
				}
				if got, err := json.Marshal(p.Gallery[c.entry].Video); err != nil || string(got) != c.want {
					t.Errorf("got %s, %v; want %s", got, err, c.want)
				}
			}
		})
	}
}
