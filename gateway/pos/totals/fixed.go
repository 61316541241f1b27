package totals

// A basket may have thousands of discounts, one for each rule and line, and nearly all are short decimals. Those are computed in whole
// numbers of a unit that the lines of the basket share; what does not fit is computed from Numbers, with the same result:
// discounting.discountLine says what is computed, discounting.inUnits repeats it.

const (
	// percentUnit is the part of one percent that percentages are whole numbers of.
	percentUnit = 10000
	// perUnit is how many of the finest parts make a unit: a percentage of whole units is a whole number of those.
	perUnit = 100 * percentUnit
	// finestPiece is the smallest part of a piece that still leaves room in 64 bits.
	finestPiece = 1000000
	// mostUnits bounds values, so that no percentage of one overflows.
	mostUnits = int64(1) << 43
)

// fixed is what the discounts of a line are computed from. A piece has as many parts as a cent has units.
type fixed struct {
	ok          bool
	priced      bool  // without a price no remainder is carried
	price       int64 // in cents
	qty         int64 // in parts of a piece
	value, incl int64 // in units
}

// fixedRule is what a rule gives.
type fixedRule struct {
	ok                  bool
	percent             int64 // in 1/percentUnit
	amount              int64 // in cents
	most, step, x, free int64 // in parts of a piece
}

// whole is how many times 1/unit there is in a, if that is a whole number within the bound.
func (a Number) whole(unit int64) (int64, bool) {
	if a.big != nil {
		return 0, false
	}
	n, d := a.num, a.d()
	if d != unit {
		var ok bool
		if n, ok = mul64(n, unit); !ok || n%d != 0 {
			return 0, false
		}
		n /= d
	}
	return n, n < mostUnits && n > -mostUnits
}

// measure chooses the unit and puts the lines into it.
func (d *discounting) measure() {
	d.pieces = 1
	d.eachLine(func(l *line) {
		for pieces := d.pieces; pieces <= finestPiece; pieces *= 10 {
			if _, ok := l.qty.whole(pieces); ok {
				d.pieces = pieces
				return
			}
		}
	})
	d.unit = 100 * d.pieces
	d.eachLine(func(l *line) {
		f := &l.fixed
		var ok1, ok2, ok3, ok4 bool
		f.price, ok1 = l.discountPrice.whole(100)
		f.qty, ok2 = l.qty.whole(d.pieces)
		f.value, ok3 = l.value.whole(d.unit)
		f.incl, ok4 = l.rowIncl.whole(d.unit)
		f.ok, f.priced = ok1 && ok2 && ok3 && ok4, l.row.Sign() > 0
		if f.ok {
			l.value, l.discount, l.percent = Ratio(f.value, d.unit), Ratio(0, d.unit), Ratio(0, percentUnit)
		}
	})
	for i := range d.rules {
		d.rules[i].fixed = d.rules[i].inParts(d.pieces)
	}
}

// eachLine visits lines and the priced parts of bundles.
func (d *discounting) eachLine(visit func(*line)) {
	for _, l := range d.lines {
		visit(l)
		for _, part := range l.parts {
			visit(part)
		}
	}
}

// inParts is what the rule gives in whole numbers; pieces is how many parts a piece has.
func (r *rule) inParts(pieces int64) (f fixedRule) {
	ok1, ok2, ok3 := true, true, true
	switch r.Action {
	case byPercent:
		f.percent, f.ok = r.percent.whole(percentUnit)
	case byFixed:
		f.amount, f.ok = r.DiscountAmount.whole(100)
	case buyXGetY:
		f.x, ok1 = r.DiscountStep.whole(pieces)
		f.free, f.ok = r.DiscountAmount.whole(pieces)
	}
	if r.limits {
		f.most, ok2 = r.DiscountQty.whole(pieces)
		if r.Action != buyXGetY {
			f.step, ok3 = r.DiscountStep.whole(pieces)
		}
	}
	f.ok = f.ok && ok1 && ok2 && ok3
	return f
}

// inUnits is discountLine in whole numbers. It is false, and has done nothing, when that is not possible.
func (d *discounting) inUnits(at int, l *line, place int) bool {
	c, f := &d.rules[at], &l.fixed
	if !f.ok || !c.fixed.ok || l.discount.den != d.unit || l.discount.big != nil || l.percent.den != percentUnit || l.percent.big != nil {
		return false
	}
	if l.discount.num < 0 || l.discount.num >= mostUnits {
		return false // Magento's nonsense has no bounds
	}
	value, rest, percent := f.value, f.value-l.discount.num, l.percent.num
	qty := f.qty
	if c.limits {
		qty = c.fixed.pieces(qty)
		value = f.price * qty
		rest = value - l.discount.num
	}
	var x int64 // in the finest parts
	switch c.Action {
	case byPercent:
		x = rest * c.fixed.percent
		percent = min(percent+c.fixed.percent, 100*percentUnit)
	case byFixed:
		if given, fits := mul64(c.fixed.amount, qty); fits {
			rest = min(rest, given)
		}
		x = rest * perUnit
	default:
		x = c.fixed.freePieces(qty) * f.price * perUnit
	}
	cent := d.pieces * perUnit
	var cents int64
	if percent == 0 || !f.priced {
		cents = nearest(x, cent)
	} else {
		kept := d.remainder(Ratio(percent, percentUnit))
		if kept.den != d.unit*perUnit {
			if kept.Sign() != 0 {
				return false
			}
			*kept = Ratio(0, d.unit*perUnit)
		}
		x += kept.num
		cents = nearest(x, cent)
		kept.num = x - cents*cent
	}
	if percent == 100*percentUnit && x > f.incl*perUnit {
		cents = nearest(f.incl, d.pieces)
	}
	if cents > 0 {
		g := &d.given[at]
		if g.cents += cents; g.first == 0 || place < g.first {
			g.first = place
		}
	}
	l.percent.num = percent
	if l.discount.num = min(l.discount.num+cents*d.pieces, value); l.discount.num < 0 {
		d.nonsense = append(d.nonsense, Nonsense{c.ID, l.number})
	}
	return true
}

// pieces is rule.pieces.
func (r *fixedRule) pieces(qty int64) int64 {
	if r.most > 0 {
		qty = min(qty, r.most)
	}
	if r.step > 0 {
		qty -= qty % r.step
	}
	return qty
}

// freePieces is the function of that name.
func (r *fixedRule) freePieces(qty int64) int64 {
	if r.x == 0 || r.free > r.x {
		return 0
	}
	period := r.x + r.free
	full := qty / period
	return full*r.free + max(0, qty-full*period-r.x)
}

// nearest is n/d rounded to a whole number, halves away from zero; d is positive.
func nearest(n, d int64) int64 {
	q := n / d
	switch rest := n - q*d; {
	case rest >= d-rest:
		q++
	case -rest >= d+rest:
		q--
	}
	return q
}
