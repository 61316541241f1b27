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
	counted   bool            // cataloginventory/item_options/manage_stock, for all that have no own
	backorder bool            // cataloginventory/item_options/backorders is not 0, for all that have no own
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
		rules = rules.OfComposite().Told()
	}
	return rules
}

// minimum is the out-of-stock threshold: Magento sells down to it, not to zero.
func (i items) minimum(key string) decimal.Decimal {
	rules := i.rules[key]
	if rules != nil && rules.Minimum != nil {
		return *rules.Minimum
	}
	return pos.StockMinimum(i.threshold, i.backorders(rules))
}

// backorders reports whether a product with these rules is sold though there is nothing left.
func (i items) backorders(rules *pos.StockRules) bool {
	if rules != nil && rules.Backorders != nil {
		return *rules.Backorders != 0
	}
	return i.backorder
}

// counts reports whether stock of a product is counted at all.
func (i items) counts(key string) bool {
	if rules := i.rules[key]; rules != nil && rules.Manage != nil {
		return *rules.Manage
	}
	return i.counted
}

func loadItems(ctx context.Context, r *reader, where func(string) (string, []any)) (items, error) {
	list := items{counted: true, fractions: map[string]bool{}, rules: map[string]*pos.StockRules{}}
	usual := usualQuantities()
	// The default scope is the only one in which Magento's admin shows these.
	err := r.each(ctx, "stock settings", `
		SELECT path, value FROM {core_config_data} WHERE scope = 'default' AND scope_id = 0
			AND path LIKE 'cataloginventory/item\\_options/%'`, nil, func(c *row) {
		switch _, name, _ := strings.Cut(c.text(0), "item_options/"); name {
		case "min_qty":
			list.threshold = parseDecimal(c.bytes(1))
		case "manage_stock":
			list.counted = c.text(1) == "1"
		case "backorders":
			list.backorder = c.integer(1) != 0
		case "min_sale_qty":
			usual.Least = fewest(c.text(1))
		case "max_sale_qty":
			usual.Most = parseDecimal(c.bytes(1))
		case "enable_qty_increments":
			usual.stepped = c.text(1) == "1"
		case "qty_increments":
			usual.Step = parseDecimal(c.bytes(1))
		}
	})
	if err != nil {
		return list, err
	}
	list.usual = usual.rules().Told()
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
			OR i.use_config_qty_increments = 0 OR i.is_qty_decimal = 1) AND `+condition, args, func(c *row) {
		key := strings.ToLower(c.text(0))
		if c.integer(15) == 1 {
			list.fractions[key] = true
		}
		list.rules[key] = list.read(c, amounts, usual).Told()
	})
	return list, err
}

// read takes one row of "stock items".
func (i items) read(c *row, amounts *pool, usual quantities) pos.StockRules {
	own := func(i int) bool { return c.integer(i) == 0 }
	if own(7) {
		usual.Least = amounts.decimal(c.bytes(8))
	}
	if own(9) {
		usual.Most = amounts.decimal(c.bytes(10))
	}
	if own(11) {
		usual.stepped = c.integer(12) == 1
	}
	if own(13) {
		usual.Step = amounts.decimal(c.bytes(14))
	}
	usual.Fractions = c.integer(15) == 1
	rules := usual.rules()
	if own(3) {
		manage := c.integer(4) == 1
		rules.Manage = &manage
	}
	if own(5) {
		backorders := int(c.integer(6))
		rules.Backorders = &backorders
	}
	if own(1) {
		minimum := pos.StockMinimum(amounts.decimal(c.bytes(2)), i.backorders(&rules))
		rules.Minimum = &minimum
	}
	return rules
}
