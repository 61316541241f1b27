package db

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// ruleDay is what catalog rules ask of a customer group on a day.
type ruleDay struct {
	product, group int64
	day            string
	price          decimal.Decimal
	begins, ends   bool // some rule does, with this day
}

// loadRuleChanges reads the days around which catalog rules begin or end. Magento keeps their prices of yesterday, today and tomorrow
// in the store's time zone, with the first and the last day of the rules behind each (Magento\CatalogRule\Model\Indexer\
// RuleProductPricesPersistor), and asks the price of the day, whatever the price index says (Magento\CatalogRule\Pricing\Price\
// CatalogRulePrice). Products whose rules go on are left out: all of it is in the index.
func (p *page) loadRuleChanges(ctx context.Context, r *reader) error {
	where, args := p.where("product_id")
	args = append(args, p.store.WebsiteID)
	var days []ruleDay // of one product
	flush := func() {
		if len(days) == 0 {
			return
		}
		if product := p.at(days[0].product); product != nil && !composite(product.Type) {
			product.RuleChanges = p.ruleChanges(days)
		}
		days = nil
	}
	err := r.each(ctx, "days of catalog rules", `
		SELECT t.product_id, t.customer_group_id, t.rule_date, t.rule_price,
			IFNULL(t.rule_date = t.latest_start_date, 0), IFNULL(t.rule_date = t.earliest_end_date, 0)
		FROM {catalogrule_product_price} t
		JOIN (SELECT DISTINCT product_id, website_id FROM {catalogrule_product_price}
			WHERE `+where+` AND website_id = ? AND rule_date IN (latest_start_date, earliest_end_date)) c
			ON c.product_id = t.product_id AND c.website_id = t.website_id
		ORDER BY t.product_id, t.customer_group_id, t.rule_date`, args, func(c *row) {
		d := ruleDay{c.integer(0), c.integer(1), c.text(2), p.pool.decimal(c.bytes(3)), c.integer(4) == 1, c.integer(5) == 1}
		if len(days) > 0 && days[0].product != d.product {
			flush()
		}
		days = append(days, d)
	})
	flush()
	return r.optional(ctx, err)
}

// ruleChanges are those of one product. When the price of one group changes, the price of those that pay the same today may not: each
// has an entry then.
func (p *page) ruleChanges(days []ruleDay) []pos.RuleChange {
	byGroup := map[int64][]ruleDay{}
	for _, g := range p.store.Groups {
		byGroup[g.ID] = nil
	}
	for _, d := range days {
		byGroup[d.group] = append(byGroup[d.group], d)
	}
	var out []pos.RuleChange
	changes := false
	for _, group := range slices.Sorted(maps.Keys(byGroup)) {
		own := ruleChanges(byGroup[group])
		changes = changes || len(own) > 0
		if len(own) == 0 {
			same := pos.RuleChange{Group: group, Day: days[0].day}
			if rows := byGroup[group]; len(rows) > 0 {
				same.Was, same.Price = &rows[0].price, &rows[0].price
			}
			own = []pos.RuleChange{same}
		}
		out = append(out, own...)
	}
	if !changes {
		return nil
	}
	return out
}

// ruleChanges are the days, ascending, of which the price of one product for one group is another than that of the day before.
func ruleChanges(days []ruleDay) []pos.RuleChange {
	var out []pos.RuleChange
	for i, d := range days {
		before := i > 0 && next(days[i-1].day) == d.day
		switch {
		case before && !days[i-1].price.Equal(d.price):
			out = append(out, pos.RuleChange{Group: d.group, Day: d.day, Was: &days[i-1].price, Price: &days[i].price})
		case !before && d.begins:
			out = append(out, pos.RuleChange{Group: d.group, Day: d.day, Price: &days[i].price})
		}
		if after := i+1 < len(days) && next(d.day) == days[i+1].day; d.ends && !after {
			out = append(out, pos.RuleChange{Group: d.group, Day: next(d.day), Was: &days[i].price})
		}
	}
	return out
}

// next is the day after a day.
func next(day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return at.AddDate(0, 0, 1).Format(time.DateOnly)
}
