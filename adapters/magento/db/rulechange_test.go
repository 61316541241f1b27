package db_test

import (
	"slices"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

const ruleTable = "CREATE TABLE catalogrule_product_price (rule_product_price_id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, rule_date DATE NOT NULL," +
	" customer_group_id INT, product_id INT UNSIGNED NOT NULL DEFAULT 0, rule_price DECIMAL(20,6) NOT NULL DEFAULT 0, website_id SMALLINT UNSIGNED NOT NULL," +
	" latest_start_date DATE, earliest_end_date DATE, KEY (product_id))"

// Magento asks the price that its table has for the day, whenever the index follows.
func TestCatalogRulesBeginAndEndByTheDay(t *testing.T) {
	t.Parallel()
	s := excerpt(t, ruleTable, `INSERT INTO catalogrule_product_price
		(product_id, customer_group_id, website_id, rule_date, rule_price, latest_start_date, earliest_end_date) VALUES
		(1, 0, 1, '2026-11-20', 20, '2026-11-01', '2026-11-21'), (1, 0, 1, '2026-11-21', 20, '2026-11-01', '2026-11-21'),
		(1, 1, 1, '2026-11-20', 20, '2026-11-01', NULL), (1, 1, 1, '2026-11-21', 20, '2026-11-01', NULL), (1, 1, 1, '2026-11-22', 20, '2026-11-01', NULL),
		(1, 0, 2, '2026-11-22', 1, '2026-11-22', NULL),
		(2, 2, 1, '2026-11-22', 11, '2026-11-22', NULL),
		(26, 0, 1, '2026-11-20', 9, '2026-11-01', NULL), (26, 0, 1, '2026-11-21', 9, '2026-11-01', NULL), (26, 0, 1, '2026-11-22', 9, '2026-11-01', NULL),
		(6, 0, 1, '2026-11-21', 50, '2026-11-01', NULL), (6, 0, 1, '2026-11-22', 40, '2026-11-22', NULL)`,
		"UPDATE catalog_product_index_price SET final_price = 20, min_price = 20, max_price = 20 WHERE entity_id = 1 AND customer_group_id IN (0, 1)",
		"UPDATE catalog_product_index_price SET final_price = 50, min_price = 50, max_price = 50 WHERE entity_id = 6 AND customer_group_id = 0")
	zone := s.store.Zone()
	last, next := time.Date(2026, 11, 21, 23, 59, 59, 0, zone), time.Date(2026, 11, 22, 0, 0, 0, 0, zone)
	for _, c := range []struct {
		id, group    int64
		before, then string
	}{
		{1, 0, "20", "34"}, // ends
		{1, 1, "20", "20"}, // goes on for another group
		{1, 3, "34", "34"}, // never held
		{2, 2, "32", "11"}, // begins
		{2, 0, "32", "32"}, // for nobody else
		{6, 0, "50", "40"}, // another joins it
	} {
		p := s.product(t, c.id)
		if before, then := p.PriceAt(c.group, last, zone).Final.String(), p.PriceAt(c.group, next, zone).Final.String(); before != c.before || then != c.then {
			t.Errorf("product %d costs group %d %s, then %s; want %s and %s", c.id, c.group, before, then, c.before, c.then)
		}
	}
	if changes := s.product(t, 26).RuleChanges; changes != nil {
		t.Errorf("a rule that goes on is told as %+v", changes)
	}
	if all := atOnce(t, s.Source, s.store); all[1] != documentsByID(t, []pos.Product{s.product(t, 1)})[1] {
		t.Errorf("all products at once tell %s", all[1])
	}
	before, err := s.Digests(t.Context(), s.store, 1000)
	if err != nil {
		t.Fatal(err)
	}
	s.change(t, "UPDATE catalogrule_product_price SET rule_price = 12 WHERE product_id = 2")
	after, err := s.Digests(t.Context(), s.store, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Equal(before, after) {
		t.Error("digests do not tell of another price")
	}
}
