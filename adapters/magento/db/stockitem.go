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
	increments := false // cataloginventory/item_options/enable_qty_increments
	err := r.each(ctx, "stock settings", `
		SELECT path, value FROM {core_config_data} WHERE scope = 'default' AND scope_id = 0
			AND path IN ('cataloginventory/item_options/min_qty', 'cataloginventory/item_options/manage_stock',
				'cataloginventory/item_options/enable_qty_increments')`, nil, func(c row) {
		switch _, name, _ := strings.Cut(c.text(0), "item_options/"); name {
		case "min_qty":
			list.threshold = parseDecimal(c.bytes(1))
		case "manage_stock":
			list.counted = c.text(1) == "1"
		default:
			increments = c.text(1) == "1"
		}
	})
	if err != nil {
		return list, err
	}
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
		if rules := itemRules(c, amounts, increments); *rules != (pos.StockRules{}) {
			list.rules[key] = rules
		}
	})
	return list, err
}

// itemRules reads one row of "stock items". An item that switches increments off has an increment of zero.
func itemRules(c row, amounts *pool, increments bool) *pos.StockRules {
	amount := func(i int) *decimal.Decimal {
		if c.integer(i) != 0 { // the item follows the configuration
			return nil
		}
		d := amounts.decimal(c.bytes(i + 1))
		return &d
	}
	rules := &pos.StockRules{Minimum: amount(1), MinSale: amount(7), MaxSale: amount(9)}
	if c.integer(3) == 0 {
		manage := c.integer(4) == 1
		rules.Manage = &manage
	}
	if c.integer(5) == 0 {
		backorders := int(c.integer(6))
		rules.Backorders = &backorders
	}
	enabled := increments
	if c.integer(11) == 0 {
		enabled = c.integer(12) == 1
	}
	switch {
	case enabled:
		rules.Increments = amount(13)
	case c.integer(11) == 0 && increments:
		none := decimal.Zero
		rules.Increments = &none
	}
	return rules
}
