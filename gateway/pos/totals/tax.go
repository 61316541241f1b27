package totals

import "slices"

// carry is what earlier roundings took or gave, handed on to the next amount. It starts a little above zero, so that a tie of the
// first amount goes up, and an amount of 0 leaves it alone (Magento\Tax\Model\Calculation\AbstractCalculator::deltaRound).
type carry struct {
	started bool
	value   Number
}

func (c *carry) round(x Number) Number {
	if x.Sign() == 0 {
		return x
	}
	if !c.started {
		c.started, c.value = true, Ratio(1, 1000000)
	}
	x = x.Add(c.value)
	rounded := x.Round()
	c.value = x.Sub(rounded)
	return rounded
}

// carries are those of one pass: per group of rates for tax on top, per percentage for tax inside.
type carries struct {
	onTop, inside []carry
}

// taxable is a line, a part or shipping as tax sees it. gross fills price to grossTax, net fills tax and compensation.
type taxable struct {
	qty       Number
	unit      Number // rounded; with tax when inclusive
	original  Number // rounded; what is taxed in place of unit, when tax is on the original price
	inclusive bool
	class     *classTax

	price, priceIncl, row, rowIncl, grossTax Number
	tax, compensation                        Number
}

// classTax is a product class in one basket: its groups of rates with the places of their carries.
type classTax struct {
	taxation
	origin Number // the percentage inside catalog prices
	slot   int    // of carries.inside
}

// taxBook computes tax for one basket.
type taxBook struct {
	*settings
	pick          *ratePick
	buyer, origin place
	buyerClass    int64
	classes       map[int64]*classTax
	groups        []*rateGroup // one for each key, in order of first use
	totals        []Number     // distinct percentages
	applied       []Number     // tax per group
	used          []int        // groups with an amount, in order of the first
	split         []carry      // per group, for tax inside prices
	gross, nets   carries
}

func (b *taxBook) class(id int64) *classTax {
	if c, ok := b.classes[id]; ok {
		return c
	}
	c := &classTax{taxation: b.pick.taxation(b.buyer, b.buyerClass, id)}
	c.origin = b.pick.taxation(b.origin, b.pick.tax.DefaultCustomerClass, id).total
	for _, g := range c.groups {
		g.slot = b.groupSlot(g)
	}
	c.slot = b.totalSlot(c.total)
	b.classes[id] = c
	return c
}

func (b *taxBook) groupSlot(g *rateGroup) int {
	for i, known := range b.groups {
		if known.key == g.key {
			return i
		}
	}
	b.groups = append(b.groups, g)
	b.applied = append(b.applied, Number{})
	b.split = append(b.split, carry{})
	b.gross.onTop = append(b.gross.onTop, carry{})
	b.nets.onTop = append(b.nets.onTop, carry{})
	return len(b.groups) - 1
}

func (b *taxBook) totalSlot(total Number) int {
	for i, known := range b.totals {
		if known.Cmp(total) == 0 {
			return i
		}
	}
	b.totals = append(b.totals, total)
	b.gross.inside = append(b.gross.inside, carry{})
	b.nets.inside = append(b.nets.inside, carry{})
	return len(b.totals) - 1
}

// round rounds an amount of tax by the algorithm: with the shared carry in TOTAL, alone in ROW and UNIT.
func (b *taxBook) round(x Number, shared *carry) Number {
	if b.algorithm == algorithmTotal {
		return shared.round(x)
	}
	var alone carry
	return alone.round(x)
}

// inside is the tax contained in an amount.
func inside(amount, percent Number) Number { return amount.Mul(percent).Div(Int(100).Add(percent)) }

// before computes a line without any discount.
func (b *taxBook) before(t *taxable) {
	if t.inclusive {
		b.beforeInclusive(t)
		return
	}
	t.price = t.unit
	t.row = t.unit.Mul(t.qty)
	base := b.base(t)
	t.grossTax = Number{}
	for _, g := range t.class.groups {
		t.grossTax = t.grossTax.Add(b.round(base.Percent(g.percent), &b.gross.onTop[g.slot]))
	}
	if b.algorithm == algorithmUnit {
		t.priceIncl = t.unit.Add(t.grossTax)
		t.rowIncl = t.priceIncl.Mul(t.qty)
		t.grossTax = t.grossTax.Mul(t.qty)
		return
	}
	t.rowIncl = t.row.Add(t.grossTax)
	t.priceIncl = t.rowIncl.Div(t.qty).Round()
}

// base is what tax on top is computed from: a piece in UNIT, which ignores the original price, else the line.
func (b *taxBook) base(t *taxable) Number {
	switch {
	case b.algorithm == algorithmUnit:
		return t.unit
	case b.onOriginalPrice && t.original.Sign() != 0:
		return t.original.Mul(t.qty)
	}
	return t.row
}

func (b *taxBook) beforeInclusive(t *taxable) {
	buyer, origin := t.class.total, t.class.origin
	t.priceIncl = t.unit
	if !b.crossBorder && !nearlyEqual(buyer, origin) {
		without := t.unit.Sub(inside(t.unit, origin))
		t.priceIncl = without.Add(without.Percent(buyer)).Round()
	}
	t.rowIncl = t.priceIncl.Mul(t.qty)
	shared := &b.gross.inside[t.class.slot]
	if b.algorithm == algorithmUnit {
		tax := b.round(inside(t.priceIncl, buyer), shared)
		t.price = t.priceIncl.Sub(tax)
		t.row = t.price.Mul(t.qty)
		t.grossTax = tax.Mul(t.qty)
		return
	}
	t.grossTax = b.round(inside(t.rowIncl, buyer), shared)
	t.row = t.rowIncl.Sub(t.grossTax)
	t.price = t.row.Div(t.qty).Round()
}

func nearlyEqual(a, b Number) bool {
	difference := a.Sub(b)
	return difference.Max(difference.Neg()).Cmp(Ratio(1, 100000)) < 0
}

// after computes the tax that is due, with the discount of the line, and adds it to the groups.
func (b *taxBook) after(t *taxable, discount Number) {
	if t.inclusive {
		b.afterInclusive(t, discount)
		return
	}
	used := &b.nets
	base := b.base(t)
	if b.afterDiscount {
		if b.algorithm == algorithmUnit {
			discount = discount.Div(t.qty)
		}
		base = base.Sub(discount).Max(Int(0))
	}
	t.tax = Number{}
	for _, g := range t.class.groups {
		tax := b.round(base.Percent(g.percent), &used.onTop[g.slot])
		if b.algorithm == algorithmUnit {
			tax = tax.Mul(t.qty)
		}
		b.apply(g, tax)
		t.tax = t.tax.Add(tax)
	}
}

func (b *taxBook) afterInclusive(t *taxable, discount Number) {
	t.tax, t.compensation = t.grossTax, Number{}
	if b.afterDiscount {
		shared := &b.nets.inside[t.class.slot]
		if b.algorithm == algorithmUnit {
			base := t.priceIncl.Sub(discount.Div(t.qty)).Max(Int(0))
			t.tax = b.round(inside(base, t.class.total), shared).Mul(t.qty)
		} else {
			base := t.rowIncl.Sub(discount).Max(Int(0))
			t.tax = b.round(inside(base, t.class.total), shared)
		}
		t.compensation = t.grossTax.Sub(t.tax)
	}
	b.splitTax(t)
}

// splitTax shares the tax of a line among its groups, the last getting no more than what is left.
func (b *taxBook) splitTax(t *taxable) {
	left := t.tax
	for _, g := range t.class.groups {
		if g.percent.Sign() == 0 {
			continue
		}
		amount := b.split[g.slot].round(t.tax.Div(t.class.total).Mul(g.percent)).Min(left)
		left = left.Sub(amount)
		b.apply(g, amount)
	}
}

func (b *taxBook) apply(g *rateGroup, amount Number) {
	if amount.Sign() == 0 {
		return
	}
	if !slices.Contains(b.used, g.slot) {
		b.used = append(b.used, g.slot)
	}
	b.applied[g.slot] = b.applied[g.slot].Add(amount)
}
