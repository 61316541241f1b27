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

// quantities are pos.SaleQuantities as the configuration or a stock item sets them.
type quantities struct {
	pos.SaleQuantities
	stepped bool // Step counts
}

// usualQuantities are Magento's own defaults (CatalogInventory's config.xml).
func usualQuantities() quantities {
	return quantities{SaleQuantities: pos.SaleQuantities{Least: decimal.NewFromInt(1), Most: decimal.NewFromInt(10_000), Step: decimal.NewFromInt(1)}}
}

func (q quantities) rules() pos.StockRules {
	if !q.stepped {
		q.Step = decimal.Zero
	}
	return q.Rules()
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
