package totals

// shipment is the shipping of a basket: alone before the discounts, and as the last line of the final tax pass.
type shipment struct {
	taxable
	discountPrice Number // what discounts are computed from, with or without tax
	plain         Number // without tax, as the rules see it
	discount      Number
	lines         []given
}

// shipping prices the shipment. Its tax is first computed alone, which is what rules see.
func (c *calculation) shipping() *Step {
	if c.basket.Shipping == nil || c.basket.IsVirtual {
		return nil
	}
	price, refusal := c.carrierPrice()
	if refusal != nil {
		return refusal
	}
	s := &shipment{}
	s.qty, s.unit, s.inclusive = Int(1), price.Round(), c.settings.shipIncludesTax
	s.class = c.tax.class(c.settings.shippingTaxClass)
	alone := c.tax.alone()
	preview := s.taxable
	alone.before(&preview)
	s.plain, s.discountPrice = preview.row, preview.row
	if c.settings.discountInclTax {
		s.discountPrice = preview.rowIncl
	}
	c.log.add(ShippingPrice, s.unit)
	c.ship = s
	return nil
}

// alone is a book for one line: the same rates, fresh carries.
func (b *taxBook) alone() *taxBook {
	fresh := *b
	fresh.gross = carries{make([]carry, len(b.groups)), make([]carry, len(b.totals))}
	return &fresh
}

// discountShipping applies the rules that say so to the shipping (Magento\SalesRule\Model\Validator::processShippingAmount).
func (d *discounting) discountShipping() []int64 {
	s := d.ship
	if s == nil || s.plain.Sign() == 0 {
		// Magento does not ask the rules about shipping that costs nothing.
		return nil
	}
	var applied []int64
	for i := range d.rules {
		c := &d.rules[i]
		if !c.ApplyToShip || !c.valid {
			continue
		}
		x := d.shippingAction(c, s)
		// Magento lists a discount only when it fits in the price, and before it is rounded.
		if s.discount.Add(x).Cmp(s.discountPrice) <= 0 {
			s.lines = append(s.lines, given{rule: c.rule, amount: x})
		}
		s.discount = s.discount.Add(x).Min(s.discountPrice).Round()
		if s.discount.Sign() < 0 {
			d.nonsense = append(d.nonsense, Nonsense{Rule: c.ID})
		}
		d.log.gives(ShippingGiven, c.title(), x, s.discount)
		applied = append(applied, c.ID)
		if c.Stop {
			break
		}
	}
	return applied
}

func (d *discounting) shippingAction(c *candidate, s *shipment) Number {
	switch c.Action {
	case byPercent:
		return s.discountPrice.Sub(s.discount).Percent(c.percent)
	case byFixed:
		return c.DiscountAmount
	case cartFixed:
		if whole := d.cart.subtotal.Add(s.plain); whole.Sign() != 0 {
			return c.DiscountAmount.Mul(s.plain).Div(whole).Round()
		}
	case buyXGetY:
		var free Number
		for _, l := range d.lines {
			free = free.Add(freePieces(c.rule, l.qty))
		}
		if d.cart.qty.Sign() > 0 {
			return s.plain.Div(d.cart.qty).Mul(free)
		}
	}
	return Number{}
}
