package db_test

import (
	"fmt"
	"testing"
)

// split makes the price index one that is split by dimensions; the whole one is left behind with prices that hold no more.
func split(mode string, parts map[string]string) []string {
	changes := []string{"INSERT INTO core_config_data (scope, scope_id, path, value) VALUES ('default', 0, 'indexer/catalog_product_price/dimensions_mode', '" + mode + "')",
		"UPDATE catalog_product_index_price SET final_price = 30, min_price = 30 WHERE entity_id = 1 AND customer_group_id = 2"}
	for name, where := range parts {
		changes = append(changes, "CREATE TABLE catalog_product_index_price_"+name+" AS SELECT * FROM catalog_product_index_price WHERE "+where)
	}
	return append(changes, "UPDATE catalog_product_index_price SET price = 1, final_price = 1, min_price = 1, max_price = 1")
}

func TestThePriceIndexMayBeSplit(t *testing.T) {
	t.Parallel()
	groups := func(suffix string) map[string]string {
		parts := map[string]string{}
		for group := range 4 {
			parts[fmt.Sprint("cg", group, suffix)] = fmt.Sprint("website_id = 1 AND customer_group_id = ", group)
		}
		return parts
	}
	for mode, parts := range map[string]map[string]string{
		"website": {"ws1": "website_id = 1"}, "customer_group": groups(""), "website_and_customer_group": groups("_ws1"),
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			s := excerpt(t, split(mode, parts)...)
			p := s.product(t, 1)
			if got := groupFinal(p, 0) + " " + groupFinal(p, 1) + " " + groupFinal(p, 2); got != "34 34 30" || len(p.Prices) != 2 {
				t.Errorf("groups 0, 1 and 2 pay %s by %v", got, p.Prices)
			}
			if regular := s.product(t, 1562).Prices[0].Regular.String(); regular == "1" {
				t.Error("the variants' prices are those of the index that is not used")
			}
			before := s.digests(t, 1024)
			s.change(t, "UPDATE catalog_product_index_price_"+anyOf(parts)+" SET final_price = 29 WHERE entity_id = 1")
			if fmt.Sprint(s.digests(t, 1024)) == fmt.Sprint(before) {
				t.Error("the digests did not see a price change")
			}
		})
	}
}

func anyOf(parts map[string]string) (name string) {
	for name = range parts {
		break
	}
	return name
}
