package db_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/gateway/pos"
)

func TestHoldDigests(t *testing.T) {
	t.Parallel()
	t.Run("sums what was there, whatever is written meanwhile", func(t *testing.T) {
		t.Parallel()
		s := excerpt(t)
		before := s.digests(t, 100)
		digests, drop, err := s.HoldDigests(t.Context(), s.store, 100)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(drop)
		s.change(t, "UPDATE catalog_product_entity_varchar SET value = CONCAT(value, '!') WHERE attribute_id = 73",
			"UPDATE inventory_stock_2 SET quantity = quantity + 1", "DELETE FROM catalog_product_entity WHERE entity_id = 1562")
		held, err := digests(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, held); diff != "" {
			t.Errorf("digests of what was held (-before +held):\n%s", diff)
		}
		drop()
		if after := s.digests(t, 100); slices.Equal(before, after) {
			t.Error("what was written changed no digest")
		}
	})
	t.Run("has products read afterwards show labels that are at least as new", func(t *testing.T) {
		t.Parallel()
		s := excerpt(t)
		axis := func() string {
			products, err := s.Products(t.Context(), s.store, 0, 5000)
			i := slices.IndexFunc(products, func(p pos.Product) bool { return len(p.Options) > 0 && len(p.Options[0].Values) > 0 })
			if err != nil || i < 0 {
				t.Fatalf("no product has axes, %v", err)
			}
			return products[i].Options[0].Values[0].Label
		}
		was := axis() // the labels are known now, for a minute
		s.change(t, "UPDATE eav_attribute_option_value SET value = CONCAT(value, '!')")
		_, drop, err := s.HoldDigests(t.Context(), s.store, 100)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(drop)
		if is := axis(); is == was {
			t.Errorf("a product shows the label %q, which the digests do not", is)
		}
	})
	t.Run("refuses ranges of nothing", func(t *testing.T) {
		t.Parallel()
		s := excerpt(t)
		if _, _, err := s.HoldDigests(t.Context(), s.store, 0); pos.KindOf(err) != pos.KindInvalid {
			t.Errorf("%v, want invalid", err)
		}
	})
	t.Run("gives its connections back when it is dropped, and when it fails", func(t *testing.T) {
		t.Parallel()
		s := load(t, "testdata/excerpt.sql.gz", db.Config{Parallel: 1}) // four connections
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		ctx, end := context.WithTimeout(t.Context(), time.Minute)
		t.Cleanup(end)
		for range 8 {
			if _, _, err := s.HoldDigests(gone, s.store, 100); pos.KindOf(err) != pos.KindUnavailable {
				t.Fatalf("%v, want unavailable", err)
			}
			_, drop, err := s.HoldDigests(ctx, s.store, 100)
			if err != nil {
				t.Fatal(err)
			}
			drop()
		}
	})
}
