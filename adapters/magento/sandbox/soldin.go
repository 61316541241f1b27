package sandbox

import (
	"github.com/shopspring/decimal"
)

// SoldIn are the quantities of a product that a cart takes, as its stock item has them: Magento's defaults where nothing is set.
type SoldIn struct {
	Fractions bool            // parts of a piece too
	Least     decimal.Decimal // 0: 1
	Most      decimal.Decimal // 0: maxSaleQty
	Step      decimal.Decimal // 0: any quantity
}

// SetSoldIn sets in which quantities a product is sold, as SetPrice does. Errors: there is no such SKU.
func (s *Sandbox) SetSoldIn(sku string, in SoldIn) error {
	return s.changeProduct(sku, func(p *product) error { p.SoldIn = in; return nil })
}

func (in SoldIn) least() decimal.Decimal {
	if in.Least.IsZero() {
		return decimal.NewFromInt(1)
	}
	return in.Least
}

func (in SoldIn) most() decimal.Decimal {
	if in.Most.IsZero() {
		return decimal.NewFromInt(maxSaleQty)
	}
	return in.Most
}

// check refuses what a line takes of a product, or all lines together, in the order and the words of Magento
// (InventorySales' IsCorrectQtyCondition). A new line is asked alone: it has no id yet under which others would be counted
// (CatalogInventory's QuoteItemQtyList).
func (in SoldIn) check(line, all decimal.Decimal) error {
	switch {
	case line.LessThan(in.least()):
		return refuse(400, "The fewest you may purchase is "+in.least().String()+".")
	case all.GreaterThan(in.most()):
		return refuse(400, "The requested qty exceeds the maximum qty allowed in shopping cart")
	case in.Step.IsPositive() && !line.Mod(in.Step).IsZero():
		return refuse(400, "You can buy this product only in quantities of "+in.Step.String()+" at a time.")
	case !in.Fractions && !line.IsInteger():
		return refuse(400, "You cannot use decimal quantity for this product.")
	}
	return nil
}

// stockItem is the legacy stock item, which knows the default source only.
func (s *shop) stockItem(p *product) object {
	qty, in := decimal.Zero, true
	if !composite(p.Type) {
		qty, in = s.stock.indexed(p.SKU, defaultStock), s.stock.indexed(p.SKU, defaultStock).IsPositive()
	}
	sold := p.SoldIn
	return pairs("item_id", p.ID, "product_id", p.ID, "stock_id", defaultStock, "qty", qty, "is_in_stock", in,
		"is_qty_decimal", sold.Fractions, "show_default_notification_message", false, "use_config_min_qty", true, "min_qty", 0,
		"use_config_min_sale_qty", number(sold.Least.IsZero()), "min_sale_qty", sold.least(),
		"use_config_max_sale_qty", sold.Most.IsZero(), "max_sale_qty", sold.most(),
		"use_config_backorders", true, "backorders", 0, "use_config_notify_stock_qty", true, "notify_stock_qty", 1,
		"use_config_qty_increments", sold.Step.IsZero(), "qty_increments", sold.Step, "use_config_enable_qty_inc", sold.Step.IsZero(),
		"enable_qty_increments", !sold.Step.IsZero(), "use_config_manage_stock", true, "manage_stock", true, "low_stock_date", nil,
		"is_decimal_divided", false, "stock_status_changed_auto", 0)
}
