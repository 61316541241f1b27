package totals

import (
	"slices"
)

// pricing is what decides prices besides the product: who buys, and when.
type pricing struct {
	group Operand // the customer group as text
	date  string
}

// goods are the facts about price that items and parts share.
type goods struct {
	price       Number
	tiers       []Tier
	special     *Special
	catalogRule *Number
}

// unit is the lowest of price, tier, running special price and catalog rule price, unrounded
// (Magento\Catalog\Model\Product\Type\Price::getBasePrice).
func (p pricing) unit(g goods, qty Number, log *trace) Number {
	best := g.price
	log.add(CatalogPrice, best)
	if tier := p.tier(g, qty); tier.Cmp(best) < 0 {
		best = tier
		log.add(TierPrice, best)
	}
	if g.special != nil && p.runs(g.special) && g.special.Price.Cmp(best) < 0 {
		best = g.special.Price
		log.add(SpecialPrice, best)
	}
	if g.catalogRule != nil && g.catalogRule.Cmp(best) < 0 {
		best = *g.catalogRule
		log.add(CatalogRulePrice, best)
	}
	return best
}

// tier is the tier price reached at qty, or the price (Magento\Catalog\Model\Product\Type\Price::getTierPrice).
func (p pricing) tier(g goods, qty Number) Number {
	best := g.price
	p.tiers(g.tiers, qty, func(t Tier) bool {
		var amount Number
		switch {
		case t.Percent != nil:
			amount = g.price.Sub(g.price.Percent(*t.Percent))
		case t.Price != nil:
			amount = *t.Price
		default:
			return false
		}
		if amount.Cmp(best) >= 0 {
			return false
		}
		best = amount
		return true
	})
	return best
}

// tiers offers the tiers that count for the group and quantity by ascending quantity; take says whether it took one. At equal
// quantity a tier of the group is not replaced by one of all groups.
func (p pricing) tiers(list []Tier, qty Number, take func(Tier) bool) {
	if len(list) == 0 {
		return
	}
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b Tier) int { return a.Qty.Cmp(b.Qty) })
	last, lastGroup := Int(1), Operand("all")
	for _, t := range sorted {
		if t.Group != p.group && t.Group != "all" || qty.Cmp(t.Qty) < 0 || t.Qty.Cmp(last) < 0 {
			continue
		}
		if t.Qty.Cmp(last) == 0 && lastGroup != "all" && t.Group == "all" {
			continue
		}
		if take(t) {
			last, lastGroup = t.Qty, t.Group
		}
	}
}

// runs says whether a special price holds today; both its days count in full.
func (p pricing) runs(s *Special) bool {
	return (s.From == "" || day(s.From) <= p.date) && (s.To == "" || day(s.To) >= p.date)
}

// day is the date part of "yyyy-mm-dd hh:mm:ss".
func day(text string) string {
	if len(text) > 10 {
		return text[:10]
	}
	return text
}

// item is the unit price of a line that is not a bundle, unrounded.
func (p pricing) item(it *Item, log *trace) Number {
	if it.OverridePrice != nil {
		log.add(EnteredPrice, *it.OverridePrice)
		return p.manual(it, *it.OverridePrice, log)
	}
	base := p.unit(goods{it.Price, it.Tiers, it.Special, it.CatalogRulePrice}, it.Qty, log)
	return p.manual(it, p.options(it, base, log), log)
}

// options adds custom options, each a percentage of the price before options, and separately sold links.
func (p pricing) options(it *Item, base Number, log *trace) Number {
	price := base
	add := func(o CustomOption) {
		if o.PriceType == "percent" {
			price = price.Add(base.Percent(o.Price))
		} else {
			price = price.Add(o.Price)
		}
		log.add(WithOption, price)
	}
	if it.Options.CustomOption != nil {
		add(*it.Options.CustomOption)
	}
	for _, o := range it.Options.CustomOptions {
		add(o)
	}
	if it.Options.LinksSeparately == "1" {
		for _, l := range it.Options.Links {
			price = price.Add(l.Price)
			log.add(WithDownload, price)
		}
	}
	return price
}

// manual takes off what staff gave on this line.
func (p pricing) manual(it *Item, price Number, log *trace) Number {
	d := it.ManualDiscount
	if d == nil {
		return price
	}
	if d.Percent != nil {
		price = price.Sub(price.Percent(*d.Percent))
	} else {
		price = price.Sub(d.Amount)
	}
	price = price.Max(Int(0))
	log.add(LessManual, price)
	return price
}
