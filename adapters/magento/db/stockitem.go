package db

import (
	"context"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// items are the settings of the legacy stock items where they depart from the configuration, by lower-case SKU.
type items struct {
	threshold decimal.Decimal // cataloginventory/item_options/min_qty, for all that have no own
	own       map[string]decimal.Decimal
	counted   bool            // cataloginventory/item_options/manage_stock, for all that have no own
	fractions map[string]bool // what may be sold in fractions
	rules     map[string]*pos.StockRules
	usual     *pos.StockRules // of all that are not in rules
}

// rulesOf is what there is to tell of a product; a composite's own quantities bind nobody.
func (i items) rulesOf(l level) *pos.StockRules {
	rules, own := i.rules[l.key]
	if !own {
		rules = i.usual
	}
	if l.parts && rules != nil {
		rules = unlessEmpty(pos.StockRules{Manage: rules.Manage, Backorders: rules.Backorders, Minimum: rules.Minimum})
	}
	return rules
}

// minimum is the out-of-stock threshold: Magento sells down to it, not to zero.
func (i items) minimum(key string) decimal.Decimal {
	if own, ok := i.own[key]; ok {
		return own
	}
	return i.threshold
}

// counts reports whether stock of a product is counted at all.
func (i items) counts(key string) bool {
	if rules := i.rules[key]; rules != nil && rules.Manage != nil {
		return *rules.Manage
	}
	return i.counted
}

func loadItems(ctx context.Context, r *reader, where func(string) (string, []any)) (items, error) {
	list := items{own: map[string]decimal.Decimal{}, counted: true, fractions: map[string]bool{}, rules: map[string]*pos.StockRules{}}
	usual := usualQuantities()
	// The default scope is the only one in which Magento's admin shows these.
	err := r.each(ctx, "stock settings", `
		SELECT path, value FROM {core_config_data} WHERE scope = 'default' AND scope_id = 0
			AND path LIKE 'cataloginventory/item\\_options/%'`, nil, func(c row) {
		switch _, name, _ := strings.Cut(c.text(0), "item_options/"); name {
		case "min_qty":
			list.threshold = parseDecimal(c.bytes(1))
		case "manage_stock":
			list.counted = c.text(1) == "1"
		case "min_sale_qty":
			usual.least = fewest(c.text(1))
		case "max_sale_qty":
			usual.most = parseDecimal(c.bytes(1))
		case "enable_qty_increments":
			usual.stepped = c.text(1) == "1"
		case "qty_increments":
			usual.step = parseDecimal(c.bytes(1))
		}
	})
	if err != nil {
		return list, err
	}
	list.usual = unlessEmpty(usual.rules())
	condition, args := where("e.sku")
	amounts := newPool()
	err = r.each(ctx, "stock items", `
		SELECT e.sku, i.use_config_min_qty, i.min_qty, i.use_config_manage_stock, i.manage_stock, i.use_config_backorders, i.backorders,
			i.use_config_min_sale_qty, i.min_sale_qty, i.use_config_max_sale_qty, i.max_sale_qty,
			i.use_config_enable_qty_inc, i.enable_qty_increments, i.use_config_qty_increments, i.qty_increments, i.is_qty_decimal
		FROM {cataloginventory_stock_item} i
		JOIN {catalog_product_entity} e ON e.entity_id = i.product_id
		WHERE i.stock_id = 1 AND (i.use_config_min_qty = 0 OR i.use_config_manage_stock = 0 OR i.use_config_backorders = 0
			OR i.use_config_min_sale_qty = 0 OR i.use_config_max_sale_qty = 0 OR i.use_config_enable_qty_inc = 0
			OR i.use_config_qty_increments = 0 OR i.is_qty_decimal = 1) AND `+condition, args, func(c row) {
		key := strings.ToLower(c.text(0))
		if c.integer(1) == 0 {
			list.own[key] = parseDecimal(c.bytes(2))
		}
		if c.integer(15) == 1 {
			list.fractions[key] = true
		}
		list.rules[key] = unlessEmpty(itemRules(c, amounts, usual))
	})
	return list, err
}

// itemRules reads one row of "stock items".
func itemRules(c row, amounts *pool, usual quantities) pos.StockRules {
	own := func(i int) bool { return c.integer(i) == 0 }
	if own(7) {
		usual.least = amounts.decimal(c.bytes(8))
	}
	if own(9) {
		usual.most = amounts.decimal(c.bytes(10))
	}
	if own(11) {
		usual.stepped = c.integer(12) == 1
	}
	if own(13) {
		usual.step = amounts.decimal(c.bytes(14))
	}
	usual.fractions = c.integer(15) == 1
	rules := usual.rules()
	if own(1) {
		minimum := amounts.decimal(c.bytes(2))
		rules.Minimum = &minimum
	}
	if own(3) {
		manage := c.integer(4) == 1
		rules.Manage = &manage
	}
	if own(5) {
		backorders := int(c.integer(6))
		rules.Backorders = &backorders
	}
	return rules
}

// unlessEmpty is nil of rules that say nothing.
func unlessEmpty(rules pos.StockRules) *pos.StockRules {
	if rules == (pos.StockRules{}) {
		return nil
	}
	return &rules
}
