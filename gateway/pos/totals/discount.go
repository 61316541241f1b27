package totals

import "slices"

// discounting applies the rules to the lines (Magento\SalesRule\Model\Quote\Discount and RulesApplier).
type discounting struct {
	*calculation
	carries  []percentCarry
	order    []*line // in which lines are visited
	counted  Number  // what cart_fixed takes for the discount so far: see account
	noisy    float64 // counted as Magento's doubles add up to it
	nonsense []Nonsense
}

// percentCarry is the remainder shared by all lines with one running percentage.
type percentCarry struct {
	percent, value Number
}

// given is what a rule took off the lines, for the receipt.
type given struct {
	rule   *rule
	amount Number
}

// pool is the state of one cart_fixed rule.
type pool struct {
	left, sum Number
	noisy     float64 // sum as Magento's doubles add up to it
	carry     carry
}

func (d *discounting) run() {
	d.order = d.visitOrder()
	for i := range d.rules {
		c := &d.rules[i]
		var p *pool
		for _, l := range d.order {
			if l.stopped {
				continue
			}
			if c.valid && l.discountPrice.Sign() >= 0 && d.lineMatches(c, l) {
				if p == nil && c.Action == cartFixed {
					p = d.pool(c)
				}
				d.applyTo(c, l, p)
				l.rules = append(l.rules, c.ID)
				l.stopped = l.stopped || c.Stop
			}
			d.account(l)
		}
		d.due, d.dueNoisy = d.counted, d.noisy
	}
}

// account adds the line's own discount after every rule, applied or not: Magento counts what earlier rules gave once for each rule
// since (Magento\SalesRule\Model\Quote\Discount::collect, $totalDiscount), and leaves out the parts of bundles.
func (d *discounting) account(l *line) {
	if l.discount.Sign() != 0 {
		d.counted = d.counted.Add(l.discount)
		d.noisy += l.discount.float()
	}
}

// visitOrder is cart order, except that lines matched by an earlier rule come first
// (Magento\SalesRule\Model\Validator::sortItemsByPriority).
func (d *discounting) visitOrder() []*line {
	order := make([]*line, 0, len(d.lines))
	rest := slices.Clone(d.lines)
	for i := range d.rules {
		if len(rest) == 0 {
			break
		}
		matched := d.rules[i].matched
		kept := rest[:0]
		for _, l := range rest {
			if matched.has(l.subject) {
				order = append(order, l)
			} else {
				kept = append(kept, l)
			}
		}
		rest = kept
	}
	return append(order, rest...)
}

// lineMatches says whether the rule's actions pick the line or a priced part of it.
func (d *discounting) lineMatches(c *candidate, l *line) bool {
	if c.matched.has(l.subject) {
		return true
	}
	for _, part := range l.chargeable() {
		if c.matched.has(part.subject) {
			return true
		}
	}
	return false
}

// applyTo discounts the line, or the matching parts of a dynamic bundle; when none matches, the bundle itself.
func (d *discounting) applyTo(c *candidate, l *line, p *pool) {
	any := false
	for _, part := range l.chargeable() {
		if c.matched.has(part.subject) {
			any = true
			d.discountLine(c, part, p)
		}
	}
	if !any {
		d.discountLine(c, l, p)
	}
}

// discountLine computes one discount: the action, then the carried rounding, then the cap.
func (d *discounting) discountLine(c *candidate, l *line, p *pool) {
	q := l.qty
	if c.DiscountQty.Sign() > 0 {
		q = q.Min(c.DiscountQty)
	}
	if c.DiscountStep.Sign() > 0 && (c.Action == byPercent || c.Action == byFixed) {
		q = q.Div(c.DiscountStep).Floor().Mul(c.DiscountStep)
	}
	value := l.value
	if q.Cmp(l.qty) != 0 {
		value = l.discountPrice.Mul(q)
	}
	x := d.action(c, l, q, value, p)
	x = d.carry(l, x)
	if x.Sign() > 0 {
		l.note(c.rule, x)
	}
	// The cap uses the limited quantity, so it may take back what earlier rules gave.
	l.discount = l.discount.Add(x).Min(value)
	if d.log != nil {
		d.log.at(l.number, l.sku)
		d.log.add("discount", c.title()+" gives "+x.String()+"; discount of the line now", l.discount)
	}
	if l.discount.Sign() < 0 || p.absurd(c, d.calculation) {
		d.nonsense = append(d.nonsense, Nonsense{c.ID, l.number})
	}
}

// action is the discount before rounding and cap; value is the discount price of the pieces that count.
func (d *discounting) action(c *candidate, l *line, q, value Number, p *pool) Number {
	switch c.Action {
	case byPercent:
		x := value.Sub(l.discount).Percent(c.percent)
		l.percent = l.percent.Add(c.percent).Min(Int(100))
		return x
	case byFixed:
		return value.Sub(l.discount).Min(c.DiscountAmount.Mul(q))
	case buyXGetY:
		return freePieces(c.rule, q).Mul(l.discountPrice)
	}
	return d.share(c, l, value, p)
}

// freePieces is how many of q pieces buy_x_get_y gives (Magento\SalesRule\Model\Rule\Action\Discount\BuyXGetY).
func freePieces(r *rule, q Number) Number {
	x, y := r.DiscountStep, r.DiscountAmount
	if x.Sign() == 0 || y.Cmp(x) > 0 {
		return Number{}
	}
	period := x.Add(y)
	full := q.Div(period).Floor()
	free := full.Mul(y)
	if rest := q.Sub(full.Mul(period)).Sub(x); rest.Sign() > 0 {
		free = free.Add(rest)
	}
	return free
}

// pool opens the amount of a cart_fixed rule: sum is the value of all lines and parts it picks, whether they are visited or not.
func (d *discounting) pool(c *candidate) *pool {
	p := &pool{left: c.DiscountAmount}
	add := func(l *line) {
		if !c.matched.has(l.subject) {
			return
		}
		value := l.value
		if c.DiscountQty.Sign() > 0 && c.DiscountQty.Cmp(l.qty) < 0 {
			value = l.discountPrice.Mul(c.DiscountQty)
		}
		p.sum = p.sum.Add(value)
		q := l.qty
		if c.DiscountQty.Sign() > 0 {
			q = q.Min(c.DiscountQty)
		}
		// The conversion keeps a machine with fused multiply-add from being more exact than PHP.
		p.noisy += float64(l.discountPrice.float() * q.float())
	}
	for _, l := range d.lines {
		if !l.dynamic {
			add(l)
		}
		for _, part := range l.chargeable() {
			add(part)
		}
	}
	if c.ApplyToShip && d.ship != nil {
		p.sum = p.sum.Add(d.ship.discountPrice)
	}
	return p
}

// absurd says that the divisor of the shares is zero but for the noise of Magento's doubles: it stores 1e16 or so there. Where the
// doubles come to exactly zero, so does the discount.
func (p *pool) absurd(c *candidate, at *calculation) bool {
	return p != nil && at.due.Sign() > 0 && p.sum.Cmp(at.due) == 0 && c.DiscountAmount.Sign() > 0 && !c.ApplyToShip &&
		p.noisy != at.dueNoisy
}

// share is the part of a cart_fixed amount that a line gets (Magento\SalesRule\Model\Rule\Action\Discount\CartFixed).
func (d *discounting) share(c *candidate, l *line, value Number, p *pool) Number {
	if p.left.Sign() <= 0 {
		return Number{}
	}
	part, whole := value, p.sum
	if !c.ApplyToShip {
		part, whole = value.Sub(l.discount), p.sum.Sub(d.due)
	}
	var x Number
	if whole.Sign() != 0 {
		x = p.carry.round(c.DiscountAmount.Mul(part).Div(whole))
	}
	x = x.Min(value).Round()
	p.left = p.left.Sub(x)
	return x
}

// carry rounds a discount; lines with the same running percentage hand the remainder on
// (Magento\SalesRule\Model\Utility::deltaRoundingFix).
func (d *discounting) carry(l *line, x Number) Number {
	if l.percent.Sign() != 0 && l.row.Sign() > 0 {
		kept := d.remainder(l.percent)
		x = x.Add(kept.value)
		kept.value = x.Sub(x.Round())
	}
	if l.percent.Cmp(Int(100)) == 0 {
		x = x.Min(l.rowIncl)
	}
	return x.Round()
}

func (d *discounting) remainder(percent Number) *percentCarry {
	for i := len(d.carries) - 1; i >= 0; i-- {
		if d.carries[i].percent.Cmp(percent) == 0 {
			return &d.carries[i]
		}
	}
	d.carries = append(d.carries, percentCarry{percent: percent})
	return &d.carries[len(d.carries)-1]
}

// note keeps what a rule gave, for the receipt: before the cap, as Magento lists it.
func (l *line) note(r *rule, x Number) { l.given = append(l.given, given{r, x}) }
