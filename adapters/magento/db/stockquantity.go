package db

import (
	"encoding/json"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// Keys of a minimum by customer group (GroupInterface): the group of carts that nobody signed in for, and all groups.
const (
	notLoggedIn = "0"
	allGroups   = "32000"
)

// usualMost is Magento's default maximum, more than a line of a register holds (9,999): it is told of no product.
const usualMost = 10_000

// quantities are how many pieces of a product Magento takes into a cart, as a stock item with the configuration says.
type quantities struct {
	least, most, step decimal.Decimal // 0 is no limit
	stepped           bool            // step counts
	fractions         bool
}

// usualQuantities are Magento's own defaults (CatalogInventory's config.xml).
func usualQuantities() quantities {
	return quantities{least: decimal.NewFromInt(1), most: decimal.NewFromInt(usualMost), step: decimal.NewFromInt(1)}
}

// rules are the quantities that bind somebody: whole pieces are one at least and multiples of one, and usualMost binds nobody.
// Increments of what is sold in whole pieces lose their decimals (Stock\Item::getQtyIncrements).
func (q quantities) rules() pos.StockRules {
	var out pos.StockRules
	one := decimal.NewFromInt(1)
	if q.least.IsPositive() && (q.fractions || q.least.GreaterThan(one)) {
		out.MinSale = &q.least
	}
	if !q.most.IsZero() && q.most.LessThan(decimal.NewFromInt(usualMost)) {
		out.MaxSale = &q.most
	}
	step := q.step
	if !q.fractions {
		step = step.Truncate(0)
	}
	if q.stepped && step.IsPositive() && (q.fractions || step.GreaterThan(one)) {
		out.Increments = &step
	}
	return out
}

// fewest reads the configured minimum: a number, or numbers by customer group as JSON (CatalogInventory's Minsaleqty). The gateway
// fills carts as an integration, for which Magento takes the minimum of those who are not logged in, whoever the customer is
// (Stock\Item::getCustomerGroupId asks the session).
func fewest(value string) decimal.Decimal {
	if amount, err := decimal.NewFromString(value); err == nil {
		return amount
	}
	var groups map[string]any
	if json.Unmarshal([]byte(value), &groups) != nil {
		return decimal.Zero
	}
	of, found := groups[notLoggedIn]
	if !found {
		of = groups[allGroups]
	}
	switch amount := of.(type) {
	case float64:
		return decimal.NewFromFloat(amount)
	case string:
		return parseDecimal([]byte(amount))
	}
	return decimal.Zero
}
