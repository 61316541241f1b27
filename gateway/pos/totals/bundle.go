package totals

// cut is the reduction of a bundle: the lower of price, price less the tier percentage and the special percentage of the price
// (Magento\Bundle\Model\Product\Price).
type cut struct {
	tierOff Number  // percent off
	special *Number // percent to pay
}

func (p pricing) bundleCut(it *Item) cut {
	var c cut
	p.tiers(it.Tiers, it.Qty, func(t Tier) bool {
		if t.Percent == nil || t.Percent.Cmp(c.tierOff) <= 0 {
			return false
		}
		c.tierOff = *t.Percent
		return true
	})
	if it.Special != nil && p.runs(it.Special) {
		c.special = &it.Special.Price
	}
	return c
}

func (c cut) apply(price Number) Number {
	best := price
	if c.tierOff.Sign() != 0 {
		best = best.Min(price.Sub(price.Percent(c.tierOff)))
	}
	if c.special != nil {
		best = best.Min(price.Percent(*c.special))
	}
	return best
}

// part is the unit price of one part of a bundle of priced parts, unrounded; the tier quantity is all its pieces.
func (p pricing) part(it *Item, part *Part, log *trace) Number {
	price := p.unit(goods{part.Price, part.Tiers, part.Special, part.CatalogRulePrice}, part.Qty.Mul(it.Qty), log)
	reduced := p.bundleCut(it).apply(price)
	if reduced.Cmp(price) != 0 {
		log.add(ReducedInBundle, reduced)
	}
	return reduced
}

// fixedBundle is the unit price of a bundle of fixed price, unrounded: its own price, options, and what the selections charge.
func (p pricing) fixedBundle(it *Item, log *trace) Number {
	if it.OverridePrice != nil {
		log.add(EnteredPrice, *it.OverridePrice)
		return p.manual(it, *it.OverridePrice, log)
	}
	c := p.bundleCut(it)
	base := c.apply(it.Price)
	log.add(BundlePrice, base)
	price := p.options(it, base, log)
	for i := range it.Children {
		part := &it.Children[i]
		charge := part.SelectionPrice
		if part.SelectionPriceType == "percent" {
			charge = it.Price.Percent(charge)
		}
		price = price.Add(c.apply(charge).Mul(part.Qty))
		log.named(WithPart, part.SKU, price)
	}
	return p.manual(it, price, log)
}

// dynamic says whether the parts of the line are priced, taxed and discounted each.
func (it *Item) dynamic() bool { return it.Type == "bundle" && it.Options.PriceType == "dynamic" }
