package totals

import (
	"cmp"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// Explanation is an order's totals calculated again, and where they part from what was charged and from what Magento expected.
type Explanation struct {
	// Current says that rules, taxes and settings are those that the register calculated by. Otherwise the register may have been right
	// when it sold.
	Current bool
	// Result carries the trace. Its figures are of products and rules as they are now.
	Result Result
	// FromRules is where what was charged first differs from Result, FromMagento where it first differs from what Magento expected; nil
	// where they agree, or where Magento was not asked. Ours is what was charged.
	FromRules, FromMagento *Difference
	// NeedsMagento are the names of rules that only Magento can judge.
	NeedsMagento []string
}

// CartOf is the cart that an order was, so that its totals can be calculated again. At is the location that sold it, with the address
// of where it is picked up, if it is. Products are the ids of its products' documents by
// SKU, and date the day it was sold on in the store's time zone.
func CartOf(in pos.OrderInput, at pos.Location, date string, products map[string]int64) Cart {
	cart := Cart{
		Date: date, Address: addressOf(at.Address), Coupon: in.Coupon, Payment: at.PaymentMethod,
		Shipping: &Shipping{Method: at.ShippingMethod, CarrierPrice: &Number{}}, Discount: manual(in.Discount, in.Currency),
	}
	if in.Customer != nil {
		cart.UsesUnknown = in.Customer.ID != 0
		cart.Group, cart.TaxClass = in.Customer.Group, &in.Customer.TaxClass
		if in.Customer.TaxClass == 0 {
			cart.TaxClass = nil
		}
	}
	if in.Exemption != nil {
		cart.TaxClass = new(int64)
	}
	if f := in.Fulfilment; f != nil && f.Kind == pos.FulfilPickup {
		cart.Shipping.Method = pickup
	}
	if f := in.Fulfilment; f != nil && f.Kind == pos.FulfilShip && f.Address != nil {
		price := amountOf(in.Charged.Shipping, in.Currency)
		cart.Address, cart.Shipping = addressOf(*f.Address), &Shipping{Method: cmp.Or(f.Method, at.ShippingMethod), CarrierPrice: &price}
	}
	for _, l := range in.Lines {
		line := CartLine{Product: products[l.SKU], Quantity: number(l.Quantity), Choices: l.Choices, Discount: manual(l.Manual, in.Currency)}
		if l.Override != nil || l.Unlisted {
			// What staff took off one piece is off the unit price already.
			price := amountOf(l.UnitPrice, in.Currency)
			line.Override, line.Discount = &price, nil
		}
		cart.Lines = append(cart.Lines, line)
	}
	return cart
}

// FiguresOf are an order's figures as its register charged them, line by line.
func FiguresOf(in pos.OrderInput) Figures {
	amount := func(minor int64) Number { return amountOf(minor, in.Currency) }
	f := Figures{
		Subtotal: amount(in.Charged.Subtotal), TaxAmount: amount(in.Charged.Tax), DiscountAmount: amount(-in.Charged.Discount),
		ShippingAmount: amount(in.Charged.Shipping), Compensation: amount(in.Charged.Compensation), GrandTotal: amount(in.Charged.Total),
	}
	for _, l := range in.Lines {
		f.Items = append(f.Items, ItemResult{SKU: l.SKU, Qty: number(l.Quantity), Price: amount(l.UnitPrice), RowTotal: amount(l.RowTotal),
			TaxAmount: amount(l.Tax), DiscountAmount: amount(l.Discount)})
	}
	return f
}

// FiguresByMagento are an order's figures as they were charged and as Magento expected them, nil while it was not asked. Magento tells
// lines of one SKU together, and only those that differ.
func FiguresByMagento(o pos.Order) (charged, expected *Figures) {
	if o.Placement.Expected == nil {
		return nil, nil
	}
	in, at := o.OrderInput, map[string]int{}
	var lines []pos.Line
	entry := func(sku string) *pos.Line {
		i, known := at[sku]
		if !known {
			i = len(lines)
			at[sku], lines = i, append(lines, pos.Line{SKU: sku})
		}
		return &lines[i]
	}
	for _, l := range in.Lines {
		e := entry(l.SKU)
		e.RowTotal, e.Tax, e.Discount = e.RowTotal+l.RowTotal, e.Tax+l.Tax, e.Discount+l.Discount
	}
	for _, d := range o.Placement.Differences {
		entry(d.SKU)
	}
	in.Lines = lines
	ours := FiguresOf(in)
	in.Lines, in.Charged = slices.Clone(lines), *o.Placement.Expected
	for _, d := range o.Placement.Differences {
		l := &in.Lines[at[d.SKU]]
		l.RowTotal, l.Tax, l.Discount = d.Expected, d.ExpectedTax, d.ExpectedDiscount
	}
	theirs := FiguresOf(in)
	return &ours, &theirs
}

// Charged leaves in calculated figures what an order tells of itself too, rounded to what it can hold: a line has no price with tax, and
// shipping no share in tax and discount.
func (f *Figures) Charged(currency string) Figures {
	places := minorUnits(currency)
	round := func(n Number) Number {
		units, ok := n.Units(places)
		if !ok {
			return n
		}
		return amountOf(units, currency)
	}
	out := Figures{
		Subtotal: round(f.Subtotal), TaxAmount: round(f.TaxAmount), DiscountAmount: round(f.DiscountAmount), ShippingAmount: round(f.ShippingAmount),
		Compensation: round(f.Compensation.Add(f.ShippingCompensation)), GrandTotal: round(f.GrandTotal),
	}
	for i := range f.Items {
		it := &f.Items[i]
		out.Items = append(out.Items, ItemResult{SKU: it.SKU, Qty: it.Qty, Price: round(it.Price), RowTotal: round(it.RowTotal),
			TaxAmount: round(it.TaxAmount), DiscountAmount: round(it.DiscountAmount.Add(partDiscounts(it)))})
	}
	return out
}

func addressOf(a pos.Address) Address {
	return Address{Country: a.Country, RegionCode: a.RegionCode, Postcode: a.Postcode}
}

// manual is what staff took off, in amounts of the currency.
func manual(d *pos.ManualDiscount, currency string) *ManualDiscount {
	if d == nil {
		return nil
	}
	if d.Percent.IsPositive() {
		percent := number(d.Percent)
		return &ManualDiscount{Percent: &percent}
	}
	return &ManualDiscount{Amount: amountOf(d.Amount, currency)}
}

// amountOf is a number of minor units as an amount of the currency.
func amountOf(minor int64, currency string) Number {
	n := Int(minor)
	for range minorUnits(currency) {
		n = n.Div(Int(10))
	}
	return n
}
