package db_test

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

var _ catalog.ChangeSource = (*db.Source)(nil)

func (s shop) changes(t *testing.T, since pos.SourceMark) pos.SourceChanges {
	t.Helper()
	found, err := s.Changes(t.Context(), s.store, since)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// told is what changes say, without the mark.
func told(c pos.SourceChanges) pos.SourceChanges {
	c.Next = pos.SourceMark{}
	return c
}

const (
	logPrice = "INSERT INTO catalog_product_price_cl (entity_id) VALUES (1), (6), (1)"
	logAsset = "INSERT INTO catalogsearch_fulltext_cl (entity_id) VALUES (1562)"
)

func TestChanges(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for what, c := range map[string]struct {
		before, changes []string
		want            pos.SourceChanges
	}{
		"nothing changed":              {nil, nil, pos.SourceChanges{}},
		"products from several logs":   {nil, []string{logPrice, logAsset}, pos.SourceChanges{Products: []int64{1, 6, 1562}}},
		"only what came after":         {[]string{logPrice}, []string{logAsset}, pos.SourceChanges{Products: []int64{1562}}},
		"a category":                   {nil, []string{"INSERT INTO catalog_category_product_cl (entity_id) VALUES (3)"}, pos.SourceChanges{Categories: true}},
		"a source item":                {nil, []string{"INSERT INTO inventory_cl (entity_id) VALUES (2045)"}, pos.SourceChanges{SKUs: []string{"24-MB01"}}},
		"a source item that was lost":  {nil, []string{"INSERT INTO inventory_cl (entity_id) VALUES (999999)"}, pos.SourceChanges{Lost: []pos.DocumentKind{pos.DocStock}}},
		"a legacy stock item":          {nil, []string{"INSERT INTO cataloginventory_stock_cl (entity_id) VALUES (6)"}, pos.SourceChanges{SKUs: []string{"24-MB02"}}},
		"what the indexer passed":      {[]string{logPrice}, []string{"UPDATE mview_state SET version_id = (SELECT MAX(version_id) - 1 FROM catalog_product_price_cl) WHERE view_id = 'catalog_product_price'"}, pos.SourceChanges{Products: []int64{1, 6}}},
		"a log that was purged unread": {nil, []string{logPrice, "DELETE FROM catalog_product_price_cl ORDER BY version_id LIMIT 2"}, pos.SourceChanges{Products: []int64{1}, Lost: []pos.DocumentKind{pos.DocProduct}}},
		"a log that was purged empty":  {nil, []string{logPrice, "DELETE FROM catalog_product_price_cl"}, pos.SourceChanges{Lost: []pos.DocumentKind{pos.DocProduct}}},
		"a log that was purged when read": {[]string{logPrice}, []string{"DELETE FROM catalog_product_price_cl", logAsset},
			pos.SourceChanges{Products: []int64{1562}}},
		"a log that began anew":       {[]string{logPrice}, []string{"TRUNCATE TABLE catalog_product_price_cl", "DELETE FROM catalog_product_price_cl"}, pos.SourceChanges{Lost: []pos.DocumentKind{pos.DocProduct}}},
		"one that was made anew":      {[]string{logPrice}, []string{"CREATE TABLE other LIKE catalog_product_price_cl", "DROP TABLE catalog_product_price_cl", "RENAME TABLE other TO catalog_product_price_cl"}, pos.SourceChanges{Lost: []pos.DocumentKind{pos.DocProduct}}},
		"an indexer off its schedule": {nil, []string{"UPDATE mview_state SET mode = 'disabled' WHERE view_id = 'inventory'"}, pos.SourceChanges{Blind: []pos.DocumentKind{pos.DocStock}}},
		"one back on its schedule": {[]string{"UPDATE mview_state SET mode = 'disabled' WHERE view_id = 'inventory'"},
			[]string{"UPDATE mview_state SET mode = 'enabled' WHERE view_id = 'inventory'"}, pos.SourceChanges{Lost: []pos.DocumentKind{pos.DocStock}}},
	} {
		t.Run(what, func(t *testing.T) {
			s := l.with(t, db.Config{}, c.before...)
			first := s.changes(t, pos.SourceMark{})
			if len(first.Products)+len(first.SKUs)+len(first.Lost) > 0 || first.Categories {
				t.Errorf("the first reading tells %+v", told(first))
			}
			s.change(t, c.changes...)
			second := s.changes(t, first.Next)
			if diff := cmp.Diff(c.want, told(second)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			third := told(s.changes(t, second.Next))
			third.Blind = nil
			if diff := cmp.Diff(pos.SourceChanges{}, third); diff != "" {
				t.Errorf("told twice (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("a shop without any changelog is blind", func(t *testing.T) {
		t.Parallel()
		s := excerpt(t, "DROP TABLE mview_state")
		want := []pos.DocumentKind{pos.DocCategory, pos.DocProduct, pos.DocStock}
		if got := s.changes(t, pos.SourceMark{}).Blind; !slices.Equal(got, want) {
			t.Errorf("blind for %v, want %v", got, want)
		}
	})
}

// commitLate runs a statement in a transaction that goes on while others come and go, and commits it when the returned function
// is called.
func (s shop) commitLate(t *testing.T, statement string) (commit func()) {
	t.Helper()
	other, err := sql.Open("mysql", s.dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	tx, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
}

func dated(id int, ago string) string {
	return fmt.Sprintf("UPDATE catalog_product_entity SET updated_at = UTC_TIMESTAMP() - INTERVAL %s WHERE entity_id = %d", ago, id)
}

func TestChangesByDate(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	dateOfOne := dated(6, "1 MINUTE")
	for what, c := range map[string]struct {
		changes, later []string
		want, then     pos.SourceChanges
	}{
		"a product, two minutes looked back, until it is no longer recent": {[]string{dated(6, "5 MINUTE")}, nil, pos.SourceChanges{Products: []int64{1, 6, 33, 47}}, pos.SourceChanges{}},
		"a product saved in the second of the last one": {[]string{dateOfOne}, []string{"UPDATE catalog_product_entity a JOIN catalog_product_entity b ON b.entity_id = 6 SET a.updated_at = b.updated_at WHERE a.entity_id = 33"},
			pos.SourceChanges{Products: []int64{1, 6, 33, 47}}, pos.SourceChanges{Products: []int64{6, 33}}},
		"a product whose price may have been indexed since": {[]string{dateOfOne}, nil, pos.SourceChanges{Products: []int64{1, 6, 33, 47}}, pos.SourceChanges{Products: []int64{6}}},
		"a category": {[]string{"UPDATE catalog_category_entity SET updated_at = UTC_TIMESTAMP() - INTERVAL 5 MINUTE WHERE entity_id = 3"}, nil,
			pos.SourceChanges{Categories: true}, pos.SourceChanges{}},
		"more than can be told one by one, once": {[]string{"INSERT INTO catalog_product_entity (attribute_set_id, type_id, sku, updated_at)" +
			" SELECT 4, 'simple', 'MANY', UTC_TIMESTAMP() - INTERVAL 30 SECOND FROM catalog_product_entity a JOIN catalog_product_entity b JOIN catalog_product_entity c LIMIT 20001"},
			[]string{dated(6, "5 SECOND")}, pos.SourceChanges{Lost: []pos.DocumentKind{pos.DocProduct}}, pos.SourceChanges{Products: []int64{6}}},
	} {
		t.Run(what, func(t *testing.T) {
			s := l.with(t, db.Config{})
			first := s.changes(t, pos.SourceMark{})
			s.change(t, c.changes...)
			second := s.changes(t, first.Next)
			if len(second.Lost) > 0 {
				second.Products = nil
			}
			if diff := cmp.Diff(c.want, told(second)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			s.change(t, c.later...)
			if diff := cmp.Diff(c.then, told(s.changes(t, second.Next))); diff != "" {
				t.Errorf("then (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("a product whose save was committed after a younger one's", func(t *testing.T) {
		s := excerpt(t)
		first := s.changes(t, pos.SourceMark{})
		commit := s.commitLate(t, dated(33, "1 MINUTE"))
		s.change(t, dated(6, "50 SECOND"))
		second := s.changes(t, first.Next)
		commit()
		if got := s.changes(t, second.Next).Products; !slices.Equal(got, []int64{6, 33}) {
			t.Errorf("told %v, want both", got)
		}
	})
}

func TestReservationsAreToldUntilNoneCanBeCommittedLate(t *testing.T) {
	t.Parallel()
	s := excerpt(t)
	first := s.changes(t, pos.SourceMark{})
	commit := s.commitLate(t, "INSERT INTO inventory_reservation (stock_id, sku, quantity) VALUES (2, 'WS12-XS-Red', -5)")
	s.change(t, "INSERT INTO inventory_reservation (stock_id, sku, quantity) VALUES (2, 'WS12-XS-Blue', -1), (9, '24-MB01', -1)")
	mark := first.Next
	for _, c := range []struct {
		what string
		do   func()
		want []string
	}{
		{"one of two is committed", func() {}, []string{"WS12-XS-Blue"}},
		{"the other is", commit, []string{"WS12-XS-Blue", "WS12-XS-Red"}},
		{"two minutes later", func() { mark.ReadAt[pos.DocStock] = "2026-11-01 00:00:00" }, []string{"WS12-XS-Blue", "WS12-XS-Red"}},
		{"the place is one of after them", func() { mark.ReadAt[pos.DocStock] = "2026-11-01 00:00:00" }, []string{"WS12-XS-Blue", "WS12-XS-Red"}},
		{"nothing can be committed late", func() {}, nil},
	} {
		c.do()
		found := s.changes(t, mark)
		if !slices.Equal(found.SKUs, c.want) || len(found.Lost) > 0 {
			t.Errorf("when %s: told %v, lost %v; want %v", c.what, found.SKUs, found.Lost, c.want)
		}
		mark = found.Next
	}
}

func (s shop) digests(t *testing.T, size int) []pos.RangeDigest {
	t.Helper()
	digests, err := s.Digests(t.Context(), s.store, size)
	if err != nil {
		t.Fatal(err)
	}
	return digests
}

func TestDigests(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for what, c := range map[string]struct {
		change string
		want   []pos.RangeDigest // kind and From
	}{
		"a price by hand":       {"UPDATE catalog_product_entity_decimal SET value = value + 1 WHERE entity_id = 1 AND attribute_id = 77", at(pos.DocProduct, 0)},
		"one change made twice": {"UPDATE catalog_product_entity_varchar SET value = CONCAT(value, '!') WHERE entity_id IN (1, 2) AND attribute_id = 73", at(pos.DocProduct, 0)},
		"the same digit everywhere": {"UPDATE catalog_product_entity_int SET value = value + 1 WHERE attribute_id = 99",
			at(pos.DocProduct, 0, 1500, 1800, 2000)},
		"an empty text instead of none": {"UPDATE catalog_product_entity_varchar SET value = NULL WHERE entity_id = 1 AND attribute_id = 109", at(pos.DocProduct, 0)},
		"a value of another store view": {nameThere, nil},
		"an indexed price":              {tier, at(pos.DocProduct, 0)},
		"a variant":                     {noVariant, at(pos.DocProduct, 1500)},
		"a link":                        {"UPDATE catalog_product_link_attribute_int SET value = 77 LIMIT 1", at(pos.DocProduct, 0)},
		"a picture's label":             {labelHere, at(pos.DocProduct, 0)},
		"a product that is gone":        {"DELETE FROM catalog_product_entity WHERE entity_id = 2047", append(at(pos.DocProduct, 2000), at(pos.DocStock, 2000)...)},
		"stock":                         {"UPDATE inventory_stock_2 SET is_salable = 0 WHERE sku = '24-MB02'", at(pos.DocStock, 0)},
		"a threshold":                   {"UPDATE cataloginventory_stock_item SET min_qty = 3 WHERE product_id = 1562", at(pos.DocStock, 1500)},
		"a reservation":                 {"INSERT INTO inventory_reservation (stock_id, sku, quantity) VALUES (2, 'WS12-XS-Blue', -1)", at(pos.DocStock, 1500)},
		"a category":                    {"UPDATE catalog_category_entity_varchar SET value = 'Sacks' WHERE entity_id = 4 AND attribute_id = 45", at(pos.DocCategory, 0)},
		"an option's label":             {optionLabel, at(pos.DocAttribute, 0)},
		"a setting":                     {"UPDATE core_config_data SET value = 'EUR' WHERE path = 'currency/options/default'", at(pos.DocStore, 0)},
	} {
		t.Run(what, func(t *testing.T) {
			s := l.with(t, db.Config{})
			before := s.digests(t, 100)
			s.change(t, c.change)
			var got []pos.RangeDigest
			after := s.digests(t, 100)
			for _, d := range before {
				if !slices.Contains(after, d) {
					got = append(got, at(d.Kind, d.From)...)
				}
			}
			for _, d := range after {
				if known := at(d.Kind, d.From)[0]; !slices.Contains(before, d) && !slices.Contains(got, known) {
					got = append(got, known)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("ranges that differ (-want +got):\n%s", diff)
			}
		})
	}
}

func at(kind pos.DocumentKind, from ...int64) []pos.RangeDigest {
	var list []pos.RangeDigest
	for _, f := range from {
		list = append(list, pos.RangeDigest{Kind: kind, From: f})
	}
	return list
}
