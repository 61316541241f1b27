package pos

import "github.com/shopspring/decimal"

// StockRules are what the product's legacy stock item says, in cataloginventory_stock_item.
type StockRules struct {
	// Manage (whether stock is counted at all), Backorders (0 none, 1 allowed, 2 allowed and the customer is told) and Minimum (what
	// stays unsold, the out-of-stock threshold) are the product's own; nil follows the configuration.
	Manage     *bool `json:"manage,omitempty"`
	Backorders *int  `json:"backorders,omitempty"`
	// With backorders a Minimum above 0 counts as 0, without them one below 0 (InventoryCatalog's AdaptMinQtyToBackordersPlugin).
	Minimum *decimal.Decimal `json:"minimum,omitempty"`
	// MinSale, MaxSale and Increments are the fewest pieces that Magento takes into a cart, the most, and of what they must be a
	// multiple (IsCorrectQtyCondition): the product's own or the configuration's, nil where they bind nothing beyond StockLevel.Whole.
	// A maximum of 10,000, Magento's default, binds nobody. Composites have none: their parts' count.
	MinSale    *decimal.Decimal `json:"minSale,omitempty"`
	MaxSale    *decimal.Decimal `json:"maxSale,omitempty"`
	Increments *decimal.Decimal `json:"increments,omitempty"`
}

// Told is nil of rules that say nothing.
func (r StockRules) Told() *StockRules {
	if r == (StockRules{}) {
		return nil
	}
	return &r
}

// OfComposite are the rules that count for a product that is sold as its parts.
func (r StockRules) OfComposite() StockRules {
	r.MinSale, r.MaxSale, r.Increments = nil, nil, nil
	return r
}

// StockMinimum is the out-of-stock threshold that Magento counts with where a minimum is set: see StockRules.Minimum.
func StockMinimum(set decimal.Decimal, backorders bool) decimal.Decimal {
	if set.IsPositive() == backorders {
		return decimal.Zero
	}
	return set
}

// usualMost is Magento's default maximum, more than a line of a register holds (9,999): it is told of no product.
const usualMost = 10_000

// SaleQuantities are how many pieces of a product Magento takes into a cart, as its stock item with the configuration says.
type SaleQuantities struct {
	Least, Most, Step decimal.Decimal // 0 is no limit
	Fractions         bool            // parts of a piece may be sold
}

// Rules are the quantities that bind somebody: whole pieces are one at least and multiples of one, and usualMost binds nobody.
// Increments of what is sold in whole pieces lose their decimals (Stock\Item::getQtyIncrements).
func (q SaleQuantities) Rules() StockRules {
	var out StockRules
	one := decimal.NewFromInt(1)
	if q.Least.IsPositive() && (q.Fractions || q.Least.GreaterThan(one)) {
		out.MinSale = &q.Least
	}
	if !q.Most.IsZero() && q.Most.LessThan(decimal.NewFromInt(usualMost)) {
		out.MaxSale = &q.Most
	}
	if !q.Fractions {
		q.Step = q.Step.Truncate(0)
	}
	if q.Step.IsPositive() && (q.Fractions || q.Step.GreaterThan(one)) {
		out.Increments = &q.Step
	}
	return out
}
