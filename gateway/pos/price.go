package pos

import (
	"time"

	"github.com/shopspring/decimal"
)

// PriceAt returns what a customer group pays for one piece at a moment: the group's row of Prices (the first row when the
// group has none), worked out again for the day that the moment falls on in the store's time zone. The
// lowest of these counts, as in Magento's price index (Magento\Catalog\Model\ResourceModel\Product\Indexer\Price\Query\
// BaseFinalPrice): the regular price, the special price from its first to its last day, and the tier prices for one piece.
// A row's Final that none of them explains is the price of a catalog rule and goes on counting; one of RuleChanges counts on its days.
//
// Composites keep their row: their prices follow from those of their parts. A product that is not for sale (no rows) has
// zero prices.
func (p Product) PriceAt(group int64, at time.Time, zone *time.Location) GroupPrice {
	row, ok := PriceOf(p.Prices, group)
	if !ok {
		return GroupPrice{Group: group}
	}
	if p.Type == TypeConfigurable || p.Type == TypeGrouped || p.Type == TypeBundle {
		return row
	}
	final, explained := row.Regular, row.Final.Equal(row.Regular)
	lower := func(price decimal.Decimal, holds bool) {
		explained = explained || price.Equal(row.Final)
		if holds && price.LessThan(final) {
			final = price
		}
	}
	if p.Special != nil {
		lower(p.Special.Price, p.Special.HoldsAt(at, zone))
	}
	for _, t := range p.Tiers {
		if (t.Group == group || t.Group == AllGroups) && t.Quantity.LessThanOrEqual(one) {
			lower(t.PriceOf(row.Regular), true)
		}
	}
	for i, c := range p.RuleChanges {
		if c.Group != group {
			continue
		}
		day := at.In(zone).Format(time.DateOnly)
		first := i == 0 || p.RuleChanges[i-1].Group != group
		last := i == len(p.RuleChanges)-1 || p.RuleChanges[i+1].Group != group
		if c.Was != nil {
			lower(*c.Was, first && day < c.Day)
		}
		if c.Price != nil {
			lower(*c.Price, c.Day <= day && (last || day < p.RuleChanges[i+1].Day))
		}
	}
	if !explained {
		lower(row.Final, true)
	}
	if final.Equal(row.Final) { // as nearly always
		return GroupPrice{Group: group, Regular: row.Regular, Final: final, Min: row.Min, Max: row.Max}
	}
	// What required options add to the cheapest and the dearest way to buy it does not change with the day.
	return GroupPrice{Group: group, Regular: row.Regular, Final: final,
		Min: final.Add(row.Min.Sub(row.Final)), Max: final.Add(row.Max.Sub(row.Final))}
}

// PriceOf returns what a customer group pays by rows as Product.Prices has them: its own row, or the first for a group
// without one. False when there are none.
func PriceOf(rows []GroupPrice, group int64) (GroupPrice, bool) {
	for _, row := range rows {
		if row.Group == group {
			return row, true
		}
	}
	if len(rows) == 0 {
		return GroupPrice{}, false
	}
	row := rows[0]
	row.Group = group
	return row, true
}

// SamePrice tells whether both rows ask the same, whichever groups they are of.
func (p GroupPrice) SamePrice(q GroupPrice) bool {
	return p.Regular.Equal(q.Regular) && p.Final.Equal(q.Final) && p.Min.Equal(q.Min) && p.Max.Equal(q.Max)
}

// PriceOf is the price of one piece for a product with this regular price.
func (t TierPrice) PriceOf(regular decimal.Decimal) decimal.Decimal {
	if !t.Percent {
		return t.Price
	}
	return regular.Sub(regular.Mul(t.Price).Shift(-2)).Round(indexScale)
}

// HoldsAt says whether the special price is in force on the day that a moment falls on in the store's time zone: from its
// first day to its last, both included; no day is no bound (Magento\Framework\Stdlib\DateTime\Timezone::isScopeDateInInterval).
func (s SpecialPrice) HoldsAt(at time.Time, zone *time.Location) bool {
	day := at.In(zone).Format(time.DateOnly)
	return (s.From == "" || dayOf(s.From) <= day) && (s.To == "" || day <= dayOf(s.To))
}

// dayOf is the day of a time as Magento prints it; such days sort as texts.
func dayOf(s string) string {
	if len(s) < len(time.DateOnly) {
		return s
	}
	return s[:len(time.DateOnly)]
}

// Zone is the store's time zone; UTC when its name is unknown to this machine.
func (s Store) Zone() *time.Location {
	zone, err := time.LoadLocation(s.Timezone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// indexScale is the number of decimals of Magento's price index.
const indexScale = 4

//nolint:gochecknoglobals // a constant that the language has no form for
var one = decimal.NewFromInt(1)
