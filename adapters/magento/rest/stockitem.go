package rest

import (
	"github.com/tillway/tillway/gateway/pos"
)

// itemFields are the fields of wireStockItem.
const itemFields = "product_id,is_qty_decimal,use_config_min_qty,min_qty,use_config_manage_stock,manage_stock,use_config_backorders,backorders," +
	"min_sale_qty,max_sale_qty,qty_increments"

// wireStockItem is a legacy stock item. Its amounts are those that count, the configuration's where the product has none: of the
// minimum by customer group that of who is not logged in, and no increments where they are switched off (Stock\Item's getters).
type wireStockItem struct {
	ProductID         ident  `json:"product_id"`
	Decimal           flag   `json:"is_qty_decimal"`
	MinimumFollows    *flag  `json:"use_config_min_qty"` // follows the configuration, as does what is missing
	Minimum           number `json:"min_qty"`
	ManageFollows     *flag  `json:"use_config_manage_stock"`
	Manage            flag   `json:"manage_stock"`
	BackordersFollows *flag  `json:"use_config_backorders"`
	Backorders        ident  `json:"backorders"`
	Least             number `json:"min_sale_qty"`
	Most              number `json:"max_sale_qty"`
	Step              number `json:"qty_increments"`
}

// stockItem is how a product is sold. The zero item is that of which nothing is known.
type stockItem struct {
	whole bool
	rules *pos.StockRules
}

func (w wireStockItem) item() stockItem {
	own := func(follows *flag) bool { return follows != nil && !bool(*follows) }
	rules := pos.SaleQuantities{Least: w.Least.Decimal, Most: w.Most.Decimal, Step: w.Step.Decimal, Fractions: bool(w.Decimal)}.Rules()
	if own(w.MinimumFollows) {
		rules.Minimum = &w.Minimum.Decimal
	}
	if own(w.ManageFollows) {
		manage := bool(w.Manage)
		rules.Manage = &manage
	}
	if own(w.BackordersFollows) {
		backorders := int(w.Backorders)
		rules.Backorders = &backorders
	}
	return stockItem{whole: !bool(w.Decimal), rules: rules.Told()}
}

// ofComposite is the item of a product that is sold as its parts.
func (i stockItem) ofComposite() stockItem {
	if i.rules == nil {
		return stockItem{}
	}
	return stockItem{rules: i.rules.OfComposite().Told()}
}
