package totals

import "maps"

// line is a line of the basket, or a priced part of a dynamic bundle, during the calculation.
type line struct {
	taxable
	sku     string
	number  int // of the line in the basket, from 1
	subject int // its place among the subjects; for a configurable product that of the line, not of the variant
	parts   []*line
	dynamic bool // only sums its parts

	discountPrice Number // a piece, as discounts see it
	value         Number // discountPrice times all pieces
	discount      Number
	noisy         float64 // discount as Magento's double
	percent       Number  // running percentage of the by_percent rules
	fixed         fixed
	rules         []int64
	hits          int  // how many rules applied
	stopped       bool // by a rule before
	stopping      bool // by the rule in hand
}

// chargeable are the lines that are taxed and can be discounted on their own: a dynamic bundle stands for its parts.
func (l *line) chargeable() []*line {
	if l.dynamic {
		return l.parts
	}
	return nil
}

// build prices the lines and lays out the facts that rules look at, which need the tax of the lines first.
func (c *calculation) build() {
	p := pricing{group: Operand(formatInt(c.basket.CustomerGroup)), date: c.basket.Date}
	c.lines = make([]*line, 0, len(c.basket.Items))
	slab := room(&c.scratch.lines, len(c.basket.Items))
	for i := range c.basket.Items {
		it := &c.basket.Items[i]
		c.log.at(i+1, it.SKU)
		l := &slab[i]
		l.sku, l.number, l.dynamic = it.SKU, i+1, it.dynamic()
		l.qty = it.Qty
		switch {
		case l.dynamic:
			for k := range it.Children {
				c.log.at(i+1, it.Children[k].SKU)
				l.parts = append(l.parts, c.part(p, it, &it.Children[k], l.number))
			}
		case it.Type == "bundle":
			c.taxed(l, p.fixedBundle(it, c.log), it.Price, it.TaxClass)
		default:
			c.taxed(l, p.item(it, c.log), it.Price, it.TaxClass)
		}
		c.lines = append(c.lines, l)
	}
	for _, l := range c.lines {
		l.sum(func(part *line) { c.discountBasis(part) })
		if !l.dynamic {
			c.discountBasis(l)
		} else {
			l.discountPrice = l.price
			if c.settings.discountInclTax {
				l.discountPrice = l.priceIncl
			}
			l.value = l.discountPrice.Mul(l.qty)
		}
	}
	c.layOut()
	c.log.at(0, "")
}

func (c *calculation) part(p pricing, it *Item, from *Part, number int) *line {
	l := &line{sku: from.SKU, number: number}
	l.qty = from.Qty.Mul(it.Qty)
	c.taxed(l, p.part(it, from, c.log), from.Price, from.TaxClass)
	return l
}

// taxed rounds the unit price and computes the line without discount.
func (c *calculation) taxed(l *line, unit, original Number, class int64) {
	l.unit = unit.Round()
	l.original = original.Round()
	l.inclusive = c.settings.priceIncludesTax
	l.class = c.tax.class(class)
	c.tax.before(&l.taxable)
	if c.log != nil {
		c.log.add(UnitPrice, l.unit)
		c.log.add(LineWithoutTax, l.row)
		for _, g := range l.class.groups {
			c.log.named(RateApplies, g.key, g.percent)
		}
		c.log.add(TaxUndiscounted, l.grossTax)
		c.log.steps[len(c.log.steps)-1].Percent = &l.class.total
	}
}

func (c *calculation) discountBasis(l *line) {
	l.discountPrice = l.price
	if c.settings.discountInclTax {
		l.discountPrice = l.priceIncl
	}
	l.value = l.discountPrice.Mul(l.qty)
}

// sum gives a dynamic bundle the totals of its parts; its unit price is their sum per bundle, rounded.
func (l *line) sum(each func(*line)) {
	if !l.dynamic {
		return
	}
	for _, part := range l.parts {
		each(part)
		l.row = l.row.Add(part.row)
		l.rowIncl = l.rowIncl.Add(part.rowIncl)
	}
	l.price = l.row.Div(l.qty).Round()
	l.priceIncl = l.rowIncl.Div(l.qty).Round()
}

// layOut lists the subjects of the rules in cart order, and the figures of the cart.
func (c *calculation) layOut() {
	cart := &c.cart
	at := c.basket.Address
	if c.basket.IsVirtual {
		at = c.basket.BillingAddress
	}
	cart.payment, cart.postcode, cart.country = c.basket.PaymentMethod, at.Postcode, at.Country
	cart.region = c.tax.pick.place(at).region
	if c.basket.Shipping != nil {
		cart.method = c.basket.Shipping.Method
	}
	size := 0
	for i := range c.basket.Items {
		size += 1 + len(c.basket.Items[i].Children)
		if c.basket.Items[i].Type == "configurable" {
			size++
		}
	}
	cart.subjects = room(&c.subjects, size)[:0]
	for i, l := range c.lines {
		it := &c.basket.Items[i]
		cart.subtotal = cart.subtotal.Add(l.row)
		cart.subtotalIncl = cart.subtotalIncl.Add(l.rowIncl)
		cart.qty = cart.qty.Add(l.qty)
		cart.weight = cart.weight.Add(it.totalWeight())
		l.subject = len(cart.subjects)
		cart.subjects = append(cart.subjects, it.subject(l))
		own := &cart.subjects[l.subject]
		own.parts = len(it.Children)
		if it.Type == "configurable" {
			own.parts = 1
			variant := subject{sku: it.SKU, attributes: it.Attributes, categories: it.Categories, price: it.Price,
				weight: it.Weight, qty: Int(1), parent: l.subject}
			cart.subjects = append(cart.subjects, variant)
			continue
		}
		for k := range it.Children {
			part := &it.Children[k]
			s := subject{sku: part.SKU, attributes: part.Attributes, categories: part.Categories, price: part.Price,
				weight: part.Weight, qty: part.Qty, parent: l.subject}
			if l.dynamic {
				l.parts[k].subject = len(cart.subjects)
				s.unit, s.row = l.parts[k].price, l.parts[k].row
			}
			cart.subjects = append(cart.subjects, s)
		}
	}
}

func (it *Item) subject(l *line) subject {
	s := subject{sku: it.SKU, attributes: it.Attributes, categories: it.Categories, price: it.Price, weight: it.Weight,
		qty: l.qty, unit: l.price, row: l.row, parent: -1, bundle: it.Type == "bundle"}
	if it.Type == "configurable" {
		// What the parent lacks, its price among it, is taken from the variant
		// (Magento\ConfigurableProduct\Plugin\SalesRule\Model\Rule\Condition\Product).
		s.attributes, s.categories = maps.Clone(it.Attributes), it.ParentCategories
		if s.attributes == nil {
			s.attributes = map[string]string{}
		}
		maps.Copy(s.attributes, it.ParentAttributes)
		if it.ParentSKU != "" {
			s.sku = it.ParentSKU
		}
	}
	return s
}

// totalWeight is what the line weighs; virtual goods weigh nothing.
func (it *Item) totalWeight() Number {
	switch {
	case it.Type == "virtual" || it.Type == "downloadable":
		return Number{}
	case it.dynamic() && it.Options.ShipsSeparately && it.Weight.Sign() == 0:
		var total Number
		for i := range it.Children {
			total = total.Add(it.Children[i].Weight.Mul(it.Children[i].Qty))
		}
		return total.Mul(it.Qty)
	}
	return it.Weight.Mul(it.Qty)
}
