package totals

import "slices"

// total fills in the figures from the finished lines.
func (d *discounting) total(f *Figures, shipRules []int64) {
	f.Items, f.Rules = make([]ItemResult, len(d.lines)), make([]int64, 0, len(d.rules)+len(shipRules))
	shown := make([]shownAmounts, len(d.lines)) // one piece of memory for what results point to
	for i, l := range d.lines {
		l.result(&f.Items[i], &shown[i])
		f.Items[i].Children = l.children(&d.basket.Items[i])
		f.Subtotal = f.Subtotal.Add(l.row)
		f.SubtotalInclTax = f.SubtotalInclTax.Add(l.rowIncl)
		f.TaxAmount = f.TaxAmount.Add(l.tax)
		f.Compensation = f.Compensation.Add(l.compensation)
		f.DiscountAmount = f.DiscountAmount.Sub(l.discount)
		for _, part := range l.parts {
			f.DiscountAmount = f.DiscountAmount.Sub(part.discount)
		}
	}
	if s := d.ship; s != nil {
		f.ShippingAmount, f.ShippingInclTax, f.ShippingTax = s.row, s.rowIncl, s.tax
		f.ShippingDiscount, f.ShippingCompensation = s.discount, s.compensation
		f.TaxAmount = f.TaxAmount.Add(s.tax)
		f.DiscountAmount = f.DiscountAmount.Sub(s.discount)
	}
	f.GrandTotal = f.Subtotal.Add(f.TaxAmount).Add(f.ShippingAmount).Add(f.DiscountAmount).Add(f.Compensation).Add(f.ShippingCompensation)
	for i := range d.rules {
		if d.rules[i].applied {
			f.Rules = append(f.Rules, d.rules[i].ID)
		}
	}
	f.Rules = append(f.Rules, shipRules...)
	slices.Sort(f.Rules)
	f.Rules = slices.Compact(f.Rules)
	f.AppliedTaxes = d.appliedTaxes()
	f.Discounts = d.discounts()
	f.Nonsense = d.nonsense
	if f.GrandTotal.Sign() < 0 {
		f.Nonsense = append(f.Nonsense, Nonsense{})
	}
	d.log.at(0, "")
	d.log.add(GrandTotal, f.GrandTotal)
}

func (d *discounting) appliedTaxes() []AppliedTax {
	list := []AppliedTax{}
	for _, slot := range d.tax.used {
		g := d.tax.groups[slot]
		t := AppliedTax{Rate: g.key, Percent: g.plain(), Amount: d.tax.applied[slot]}
		if len(g.parts) > 1 {
			t.Rates = g.parts
		}
		list = append(list, t)
	}
	return list
}

// discounts lists what each rule gave, lines before shipping, in the order the lines were visited.
func (d *discounting) discounts() []Discount {
	order := room(&d.sequence, len(d.given))[:0]
	for i := range d.given {
		if first := d.given[i].first; first > 0 {
			// By the place of the first line, then in the order of the rules.
			order = append(order, first*len(d.given)+i)
		}
	}
	slices.Sort(order)
	list := make([]Discount, 0, len(order))
	for _, at := range order {
		list = d.receipt(list, &d.given[at%len(d.given)], "ITEM")
	}
	if d.staffGave.Sign() != 0 {
		list = append(list, Discount{Label: StaffLabel, Amount: d.staffGave, AppliedTo: "ITEM"})
	}
	if d.ship != nil {
		for i := range d.ship.lines {
			list = d.receipt(list, &d.ship.lines[i], "SHIPPING")
		}
	}
	return list
}

func (d *discounting) receipt(list []Discount, g *given, to string) []Discount {
	amount := g.total()
	if amount.Sign() == 0 {
		return list
	}
	return append(list, Discount{Label: g.rule.receiptLabel(d.basket.Coupon), Amount: amount, AppliedTo: to})
}

// receiptLabel follows Magento\SalesRule\Model\RulesApplier::getRuleLabel; the API says "Discount" for none.
func (r *rule) receiptLabel(code string) string {
	switch {
	case r.Label != "":
		return r.Label
	case !r.asksForCode():
		return "Discount"
	case r.Description != "":
		return r.Description
	case r.Coupon != "" && len(r.Coupons) == 0:
		return r.Coupon
	}
	return code
}

// shownAmounts are the amounts of a result that may have no meaning.
type shownAmounts struct{ priceIncl, rowIncl, percent, compensation Number }

// result writes the figures of a line.
func (l *line) result(r *ItemResult, shown *shownAmounts) {
	shown.priceIncl, shown.rowIncl = l.priceIncl, l.rowIncl
	r.SKU, r.Qty, r.Price, r.RowTotal, r.TaxAmount = l.sku, l.qty, l.price, l.row, l.tax
	r.DiscountAmount, r.DiscountPercent = l.discount, l.percent
	r.PriceInclTax, r.RowTotalInclTax, r.Rules = &shown.priceIncl, &shown.rowIncl, l.rules
	if r.Rules == nil {
		r.Rules = []int64{}
	}
	if !l.dynamic {
		shown.percent, shown.compensation = l.class.total, l.compensation
		r.TaxPercent, r.Compensation = &shown.percent, &shown.compensation
	}
}

// children are the parts of a bundle; those of a fixed price carry no amounts.
func (l *line) children(it *Item) []ItemResult {
	var list []ItemResult
	for k := range it.Children {
		var part ItemResult
		if l.dynamic {
			l.parts[k].result(&part, &shownAmounts{})
		} else {
			part = ItemResult{SKU: it.Children[k].SKU, TaxPercent: &Number{}, Rules: []int64{}}
		}
		part.Qty = it.Children[k].Qty
		list = append(list, part)
	}
	return list
}

// pay rounds the grand total to what can be paid: the minor units of the currency, then the step of cash.
func (c *calculation) pay(f *Figures) *Step {
	places := minorUnits(c.basket.Currency)
	exact, ok := f.GrandTotal.Units(places)
	paid := f.GrandTotal
	if c.basket.CashRounding.Sign() > 0 {
		paid = paid.RoundTo(c.basket.CashRounding)
	}
	amount, fits := paid.Units(places)
	if !ok || !fits {
		return &Step{Code: TotalTooLarge}
	}
	f.Payable = Payable{Amount: amount, Rounding: amount - exact}
	if f.Payable.Rounding != 0 {
		if c.log != nil {
			c.log.steps = append(c.log.steps, Step{Code: CashRounded, Coin: &c.basket.CashRounding, Amount: amountOf(amount, c.basket.Currency)})
		}
	}
	return nil
}
