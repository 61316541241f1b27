package graph

import (
	"cmp"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// saleInput reads what may surround the lines of an order into o.
func saleInput(in model.SubmitOrderInput, o *pos.OrderInput) {
	o.Coupon, o.Pricing, o.ShiftID = text(in.Coupon), text(in.Pricing), text(in.ShiftID)
	o.Rounding, o.Deferred = value(in.Rounding), value(in.Deferred)
	o.Rules = wholes(in.Rules)
	o.Customer = buyerInput(in.Customer)
	o.Discount = manualInput(in.Discount)
	if x := in.Exemption; x != nil {
		o.Exemption = &pos.Exemption{Certificate: x.Certificate, Reason: text(x.Reason)}
	}
	if f := in.Fulfilment; f != nil {
		o.Fulfilment = &pos.Fulfilment{
			Kind: pos.FulfilmentKind(lower(f.Kind)), Address: addressInput(f.Address), FirstName: text(f.FirstName),
			LastName: text(f.LastName), Method: text(f.Method), LocationID: text(f.LocationID),
		}
	}
	for _, r := range in.Returns {
		o.Returns = append(o.Returns, pos.Return{
			OrderID: text(r.OrderID), SKU: r.Sku, Name: r.Name, Quantity: r.Quantity, Refund: r.Refund, Tax: r.Tax,
			Restock: r.Restock, Source: text(r.Source), Reason: r.Reason,
		})
	}
	for _, b := range in.Balances {
		o.Balances = append(o.Balances, pos.Balance{OrderID: b.OrderID, Amount: b.Amount})
	}
	for _, a := range in.Approvals {
		o.Approvals = append(o.Approvals, pos.Approval{Permission: pos.Permission(lower(a.Permission)), StaffID: a.StaffID, At: a.At.UTC()})
	}
}

func lineInput(l model.LineInput) pos.Line {
	line := pos.Line{
		SKU: l.Sku, Name: l.Name, Quantity: l.Quantity, UnitPrice: l.UnitPrice, RowTotal: l.RowTotal, Tax: l.Tax,
		Discount: value(l.Discount), Compensation: value(l.Compensation), Manual: manualInput(l.Manual), MarkedDown: value(l.MarkedDown),
		Unlisted: value(l.Unlisted),
	}
	if o := l.Override; o != nil {
		line.Override = &pos.Override{Regular: o.Regular, Reason: o.Reason}
	}
	if c := l.Choices; c != nil {
		line.Choices = &pos.Choices{Links: wholes(c.Links)}
		for _, x := range c.Custom {
			line.Choices.Custom = append(line.Choices.Custom, pos.CustomChoice{OptionID: int64(x.OptionID), Value: x.Value, File: fileInput(x.File)})
		}
		for _, x := range c.Bundle {
			line.Choices.Bundle = append(line.Choices.Bundle, pos.BundleChoice{OptionID: int64(x.OptionID), Selections: wholes(x.Selections), Quantity: x.Quantity})
		}
	}
	return line
}

func fileInput(f *model.ChosenFileInput) *pos.ChosenFile {
	if f == nil {
		return nil
	}
	return &pos.ChosenFile{MediaType: f.MediaType, Content: f.Content}
}

func buyerInput(b *model.BuyerInput) *pos.Buyer {
	if b == nil {
		return nil
	}
	buyer := &pos.Buyer{ID: int64(number(b.ID)), Group: int64(b.Group), TaxClass: int64(number(b.TaxClass)), Name: text(b.Name)}
	if n := b.New; n != nil {
		buyer.New = &pos.NewCustomer{ID: n.ID, Email: n.Email, FirstName: n.FirstName, LastName: n.LastName, Address: addressInput(n.Address)}
	}
	return buyer
}

func addressInput(a *model.PostalAddressInput) *pos.Address {
	if a == nil {
		return nil
	}
	return &pos.Address{
		Street: a.Street, City: a.City, Postcode: a.Postcode, Country: a.Country, Region: text(a.Region),
		RegionCode: text(a.RegionCode), RegionID: int64(number(a.RegionID)), Telephone: a.Telephone,
	}
}

func manualInput(m *model.ManualDiscountInput) *pos.ManualDiscount {
	if m == nil {
		return nil
	}
	return &pos.ManualDiscount{Percent: value(m.Percent), Amount: value(m.Amount), Reason: m.Reason}
}

// saleAnswer tells what surrounds the lines of an order.
func saleAnswer(o *pos.Order, answer *model.Order) {
	answer.CustomerID, answer.CustomerName = customerOf(o), filled(o.BuyerName())
	answer.Coupon, answer.Discount = filled(o.Coupon), manualAnswer(o.Discount)
	answer.Rounding, answer.Deferred, answer.DeferredPaid = o.Rounding, o.Deferred, o.Placement.DeferredPaid
	answer.Due, answer.Refunded = o.Due(), o.Placement.Refunded
	if f := o.Fulfilment; f != nil {
		answer.Fulfilment = &model.Fulfilment{Kind: upper[model.FulfilmentKind](f.Kind), LocationID: filled(f.LocationID), Method: filled(f.Method)}
	}
	answer.Returns = each(o.Returns, func(r pos.Return) model.Return {
		return model.Return{OrderID: filled(r.OrderID), Sku: r.SKU, Name: r.Name, Quantity: r.Quantity, Refund: r.Refund, Tax: r.Tax,
			Restock: r.Restock, Reason: r.Reason}
	})
	answer.Balances = each(o.Balances, func(b pos.Balance) model.Balance { return model.Balance{OrderID: b.OrderID, Amount: b.Amount} })
	answer.Approvals = each(o.Approvals, func(a pos.Approval) model.Approval {
		return model.Approval{Permission: upper[model.Permission](a.Permission), StaffID: a.StaffID, At: a.At}
	})
	answer.Unapproved = each(o.Unapproved, upper[model.Permission, pos.Permission])
	aftersaleAnswer(o, answer)
	answer.Tracking = each(o.Placement.Tracking, func(t pos.Tracking) model.Tracking { return model.Tracking{Carrier: t.Carrier, Number: t.Number} })
}

func lineAnswer(l pos.Line) model.Line {
	line := model.Line{
		Sku: l.SKU, Name: l.Name, Quantity: l.Quantity, UnitPrice: l.UnitPrice, RowTotal: l.RowTotal, Tax: l.Tax,
		Discount: l.Discount, Compensation: l.Compensation, Manual: manualAnswer(l.Manual), Unlisted: l.Unlisted,
	}
	if o := l.Override; o != nil {
		line.Override = &model.Override{Regular: o.Regular, Reason: o.Reason}
	}
	return line
}

func manualAnswer(m *pos.ManualDiscount) *model.ManualDiscount {
	switch {
	case m == nil:
		return nil
	case m.Percent.IsZero():
		return &model.ManualDiscount{Amount: &m.Amount, Reason: m.Reason}
	default:
		return &model.ManualDiscount{Percent: &m.Percent, Reason: m.Reason}
	}
}

func customerOf(o *pos.Order) *int {
	if o.Customer == nil {
		return nil
	}
	id := int(cmp.Or(o.Customer.ID, o.Placement.CustomerID))
	if id == 0 {
		return nil
	}
	return &id
}

// value is what p points to, the zero value for nothing.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// wholes keeps nothing nothing: an empty list and none are one order.
func wholes(list []int) []int64 {
	var out []int64
	for _, n := range list {
		out = append(out, int64(n))
	}
	return out
}

// each maps a list; none becomes an empty one.
func each[A, B any](list []A, to func(A) B) []B {
	out := make([]B, len(list))
	for i, a := range list {
		out[i] = to(a)
	}
	return out
}

// Words of closed lists are lower case with us and upper case in GraphQL.
func lower[S ~string](s S) string       { return strings.ToLower(string(s)) }
func upper[To, From ~string](s From) To { return To(strings.ToUpper(string(s))) }
