package totals

// StaffLabel is how Figures.Discounts names what staff took off the whole basket.
const StaffLabel = "Staff discount"

// staff takes off what staff gave on the whole basket, after all rules, and also from lines that a rule closed to others. It is a
// rule made at the register: it comes off the price that discounts come off, and tax follows the settings as for rules. Each line bears
// its share of what is left of it, rounded with a remainder that goes from line to line, so that the shares add up to the amount. It is
// no rule of Magento's: it has no id, and what Magento does to a fixed cart discount after other rules is not done to it.
func (d *discounting) staff() {
	given := d.basket.StaffDiscount
	if given == nil {
		return
	}
	lines, sum := d.shareable()
	var factor Number
	switch {
	case given.Percent != nil:
		factor = given.Percent.Mul(Ratio(1, 100))
	case sum.Sign() > 0:
		factor = given.Amount.Div(sum).Min(Int(1))
	}
	var carried Number
	for _, l := range lines {
		rest := l.value.Sub(l.discount)
		exact := rest.Mul(factor).Add(carried)
		x := exact.Round().Min(rest)
		carried = exact.Sub(x)
		l.discount = l.discount.Add(x)
		d.staffGave = d.staffGave.Add(x)
		if d.log != nil {
			d.log.at(l.number, l.sku)
			d.log.gives(StaffGives, "", x, l.discount)
		}
	}
	d.log.at(0, "")
}

// shareable are the lines with something left to take off, and what is left of all of them; the parts stand for a bundle of priced parts.
func (d *discounting) shareable() (lines []*line, sum Number) {
	add := func(l *line) {
		if rest := l.value.Sub(l.discount); rest.Sign() > 0 {
			lines, sum = append(lines, l), sum.Add(rest)
		}
	}
	for _, l := range d.lines {
		for _, part := range l.chargeable() {
			add(part)
		}
		if !l.dynamic {
			add(l)
		}
	}
	return lines, sum
}
