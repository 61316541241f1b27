package db_test

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/gateway/pos"
)

const (
	ordered    = `INSERT INTO inventory_reservation (stock_id, sku, quantity, metadata) VALUES (2, '24-MB01', -3, '{}')`
	lowerCase  = `INSERT INTO inventory_reservation (stock_id, sku, quantity, metadata) VALUES (2, '24-mb01', -1, '{}')`
	otherStock = `INSERT INTO inventory_reservation (stock_id, sku, quantity, metadata) VALUES (1, '24-MB01', -50, '{}')`
	ownMinimum = `UPDATE cataloginventory_stock_item SET use_config_min_qty = 0, min_qty = 10 WHERE product_id = 1`
	minimum    = `INSERT INTO core_config_data (scope, scope_id, path, value) VALUES ('default', 0, 'cataloginventory/item_options/min_qty', '5')`
	uncounted  = `UPDATE cataloginventory_stock_item SET use_config_manage_stock = 0, manage_stock = 0 WHERE product_id = 1`
	counted    = `UPDATE cataloginventory_stock_item SET use_config_manage_stock = 0, manage_stock = 1 WHERE product_id = 1`
	noneIs     = `INSERT INTO core_config_data (scope, scope_id, path, value) VALUES ('default', 0, 'cataloginventory/item_options/manage_stock', '0')`
	outOfStock = `UPDATE inventory_stock_2 SET quantity = 0, is_salable = 0 WHERE sku = '24-MB01'`
	unknownSKU = `INSERT INTO inventory_stock_2 (sku, quantity, is_salable) VALUES ('GONE', 7, 1)`
	twice      = `INSERT INTO catalog_product_entity (entity_id, attribute_set_id, type_id, sku) VALUES (9000, 4, 'simple', '24-MB01')`
	backorders = `INSERT INTO core_config_data (scope, scope_id, path, value) VALUES ('default', 0, 'cataloginventory/item_options/backorders', '1')`
	ownNone    = `UPDATE cataloginventory_stock_item SET use_config_backorders = 0, backorders = 0 WHERE product_id = 1`
	below      = `UPDATE cataloginventory_stock_item SET use_config_min_qty = 0, min_qty = -10 WHERE product_id = 1`
	noMSI      = `DROP TABLE inventory_reservation, inventory_stock_sales_channel`
)

func TestStock(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for what, c := range map[string]struct {
		changes []string
		sku     string
		salable string // empty: none
		inStock bool
	}{
		"salable is the index and what is reserved":          {nil, "24-MB01", "100037", true},
		"what was shipped or cancelled is reserved no more":  {nil, "24-MB02", "100039", true},
		"a positive sum of reservations counts too":          {nil, "24-MB04", "100040", true},
		"a further reservation takes away":                   {[]string{ordered}, "24-MB01", "100034", true},
		"letter case of a reservation's SKU does not matter": {[]string{lowerCase}, "24-MB01", "100036", true},
		"reservations of another stock do not count":         {[]string{otherStock}, "24-MB01", "100037", true},
		"a product's own threshold is kept back":             {[]string{minimum, ownMinimum}, "24-MB01", "100027", true},
		"so is the general threshold":                        {[]string{minimum}, "24-MB01", "100032", true},
		"nothing is kept back of what may be backordered":    {[]string{minimum, ownMinimum, backorders}, "24-MB01", "100037", true},
		"nor by the general threshold":                       {[]string{minimum, backorders}, "24-MB01", "100037", true},
		"but of what itself may not":                         {[]string{minimum, backorders, ownNone}, "24-MB01", "100032", true},
		"so many may be backordered":                         {[]string{below, backorders}, "24-MB01", "100047", true},
		"none where none may be":                             {[]string{below}, "24-MB01", "100037", true},
		"out of stock is what the index says":                {[]string{outOfStock}, "24-MB01", "-2", false},
		"a configurable has no quantity":                     {nil, "WS12", "", true},
		"nor has a bundle":                                   {nil, "24-WG080", "", true},
		"nor a grouped product":                              {nil, "24-WG085_Group", "", true},
		"a SKU that only the stock knows has one":            {[]string{unknownSKU}, "GONE", "7", true},
		"a SKU that two products carry comes once":           {[]string{twice}, "24-MB01", "100037", true},
		"what is not counted has no quantity":                {[]string{uncounted, ordered}, "24-MB01", "", true},
		"nor has what the shop does not count":               {[]string{noneIs}, "24-MB01", "", true},
		"but what is counted there has one":                  {[]string{noneIs, counted}, "24-MB01", "100037", true},
		"a downloadable is not counted in this shop":         {nil, "240-LV04", "", true},
	} {
		t.Run(what, func(t *testing.T) {
			s := l.with(t, db.Config{}, c.changes...)
			all, err := s.Stock(t.Context(), s.store)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.IsSortedFunc(all, func(a, b pos.StockLevel) int { return compare(a.SKU, b.SKU) }) {
				t.Error("levels do not ascend by SKU")
			}
			some, err := s.StockBySKU(t.Context(), s.store, []string{c.sku, "NO-SUCH"})
			if err != nil {
				t.Fatal(err)
			}
			if len(some) != 1 {
				t.Fatalf("%d levels for one known SKU: %v", len(some), some)
			}
			check := func(where string, levels []pos.StockLevel) {
				found := slices.Collect(func(yield func(pos.StockLevel) bool) {
					for _, level := range levels {
						if level.SKU == c.sku && !yield(level) {
							return
						}
					}
				})
				if len(found) != 1 {
					t.Fatalf("%s: %s comes %d times", where, c.sku, len(found))
				}
				got := ""
				if found[0].Salable != nil {
					got = found[0].Salable.String()
				}
				if got != c.salable || found[0].InStock != c.inStock {
					t.Errorf("%s: salable %q, in stock %v; want %q, %v", where, got, found[0].InStock, c.salable, c.inStock)
				}
			}
			check("all", all)
			check("by sku", some)
		})
	}
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}

func TestStockWithoutMSI(t *testing.T) {
	t.Parallel()
	s := excerpt(t, noMSI)
	if s.store.StockID != 1 {
		t.Fatalf("stock %d, want the default stock", s.store.StockID)
	}
	levels, err := s.StockBySKU(t.Context(), s.store, []string{"24-mb01"})
	if err != nil {
		t.Fatal(err)
	}
	if len(levels) != 1 || levels[0].Salable.String() != "98" || levels[0].SKU != "24-MB01" {
		t.Errorf("got %v, want 98 of 24-MB01", levels)
	}
	if all, err := s.Stock(t.Context(), s.store); err != nil || len(all) != 36 {
		t.Errorf("%d levels, %v; want 36", len(all), err)
	}
}

func TestAProductsOwnMinimumIsARule(t *testing.T) {
	t.Parallel()
	s := excerpt(t, minimum, ownMinimum)
	levels, err := s.StockBySKU(t.Context(), s.store, []string{"24-MB01", "24-MB02"})
	if err != nil || len(levels) != 2 {
		t.Fatalf("%d levels, %v", len(levels), err)
	}
	if own, none := levels[0].Rules, levels[1].Rules; own == nil || own.Minimum.String() != "10" || none != nil {
		t.Errorf("rules %+v and %+v, want a minimum of 10 and none", own, none)
	}
}

func TestOnlyWhatMagentoSellsInPartsIsNotWhole(t *testing.T) {
	t.Parallel()
	s := excerpt(t, `UPDATE cataloginventory_stock_item SET is_qty_decimal = 1 WHERE product_id = 1`,
		`DELETE FROM cataloginventory_stock_item WHERE product_id = 2`)
	all, err := s.Stock(t.Context(), s.store)
	if err != nil {
		t.Fatal(err)
	}
	some, err := s.StockBySKU(t.Context(), s.store, []string{"24-mb01", "24-MB02", "24-MB04", "240-LV04", "WS12", "24-WG080", "24-WG085_Group"})
	if err != nil {
		t.Fatal(err)
	}
	for where, levels := range map[string][]pos.StockLevel{"all": all, "by sku": some} {
		whole := map[string]bool{}
		for _, l := range levels {
			whole[l.SKU] = l.Whole
			if l.SKU == "24-MB01" && (l.Rules == nil || l.Rules.MinSale.String() != "1" || l.Rules.MaxSale != nil || l.Rules.Increments != nil) {
				t.Errorf("%s: rules %+v, want Magento's minimum of 1 and no others", where, l.Rules)
			}
		}
		for sku, want := range map[string]bool{"24-MB01": false, "24-MB02": true, "24-MB04": true, "240-LV04": true, "WS12": false, "24-WG080": false, "24-WG085_Group": false} {
			if got, ok := whole[sku]; !ok || got != want {
				t.Errorf("%s: %s is whole: %v (told: %v), want %v", where, sku, got, ok, want)
			}
		}
	}
}

func TestQuantitiesThatMagentoTakesIntoACart(t *testing.T) {
	t.Parallel()
	const config = `INSERT INTO core_config_data (scope, scope_id, path, value) VALUES ('default', 0, 'cataloginventory/item_options/`
	const item = `UPDATE cataloginventory_stock_item SET `
	for name, tt := range map[string]struct {
		changes          []string
		sku              string
		least, most, inc string // "" where nothing is told
	}{
		"Magento's defaults bind nobody who buys whole pieces": {nil, "24-MB01", "", "", ""},
		"parts of a piece come to one at least":                {[]string{item + `is_qty_decimal = 1 WHERE product_id = 1`}, "24-MB01", "1", "", ""},
		"the product's own": {[]string{item + `use_config_min_sale_qty = 0, min_sale_qty = 3, use_config_max_sale_qty = 0, max_sale_qty = 12,
			use_config_enable_qty_inc = 0, enable_qty_increments = 1, use_config_qty_increments = 0, qty_increments = 6 WHERE product_id = 1`}, "24-MB01", "3", "12", "6"},
		"the configuration's": {[]string{config + `min_sale_qty', '2')`, config + `max_sale_qty', '40')`, config + `enable_qty_increments', '1')`,
			config + `qty_increments', '4')`}, "24-MB01", "2", "40", "4"},
		"the product's own before the configuration's": {[]string{config + `min_sale_qty', '2')`, config + `enable_qty_increments', '1')`, config + `qty_increments', '4')`,
			item + `use_config_min_sale_qty = 0, min_sale_qty = 5, use_config_enable_qty_inc = 0, enable_qty_increments = 0 WHERE product_id = 1`}, "24-MB01", "5", "", ""},
		"the configured increment that the product switches on": {[]string{config + `qty_increments', '4')`,
			item + `use_config_enable_qty_inc = 0, enable_qty_increments = 1 WHERE product_id = 1`}, "24-MB01", "", "", "4"},
		"increments of whole pieces lose their decimals": {[]string{item + `use_config_enable_qty_inc = 0, enable_qty_increments = 1,
			use_config_qty_increments = 0, qty_increments = 2.5 WHERE product_id = 1`}, "24-MB01", "", "", "2"},
		"increments of parts keep them": {[]string{item + `is_qty_decimal = 1, use_config_min_sale_qty = 0, min_sale_qty = 0, use_config_enable_qty_inc = 0,
			enable_qty_increments = 1, use_config_qty_increments = 0, qty_increments = 2.5 WHERE product_id = 1`}, "24-MB01", "", "", "2.5"},
		"the minimum of who is not logged in": {[]string{config + `min_sale_qty', '{"32000":5,"0":"3","1":9}')`}, "24-MB01", "3", "", ""},
		"the minimum of all groups":           {[]string{config + `min_sale_qty', '{"32000":5,"1":9}')`}, "24-MB01", "5", "", ""},
		"a group's that is not ours":          {[]string{config + `min_sale_qty', '{"1":9}')`}, "24-MB01", "", "", ""},
		"zero and nothing are no limit":       {[]string{config + `min_sale_qty', '')`, config + `max_sale_qty', '0')`, item + `is_qty_decimal = 1 WHERE product_id = 1`}, "24-MB01", "", "", ""},
		"a composite's parts count instead":   {[]string{config + `min_sale_qty', '2')`}, "24-WG080", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := excerpt(t, tt.changes...)
			levels, err := s.StockBySKU(t.Context(), s.store, []string{tt.sku})
			if err != nil || len(levels) != 1 {
				t.Fatalf("%d levels, %v", len(levels), err)
			}
			rules := levels[0].Rules
			if rules == nil {
				rules = &pos.StockRules{}
			}
			for what, amounts := range map[string]struct {
				got  *decimal.Decimal
				want string
			}{"fewest": {rules.MinSale, tt.least}, "most": {rules.MaxSale, tt.most}, "increment": {rules.Increments, tt.inc}} {
				got := ""
				if amounts.got != nil {
					got = amounts.got.String()
				}
				if got != amounts.want {
					t.Errorf("%s is %q, want %q", what, got, amounts.want)
				}
			}
		})
	}
}
