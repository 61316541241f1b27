package pos

import (
	"slices"

	"github.com/shopspring/decimal"
)

// The bounds of what an order may hold beside its lines.
const (
	MaxBalances      = 20
	MaxApprovals     = 50
	MaxRules         = 100
	maxChoices       = 100
	maxRounding      = 1000 // minor units: no currency's smallest coin is larger
	maxDiscountScale = 2
)

// validateSale checks what surrounds the lines: customer, coupon, discounts, fulfilment, balances, approvals.
func (in OrderInput) validateSale() error {
	switch {
	case tooLong(in.Coupon, maxName) || tooLong(in.Pricing, maxName):
		return NewError(KindInvalid, CodeTooLarge, "The coupon code may have up to %d characters", maxName)
	case len(in.Rules) > MaxRules || len(in.Approvals) > MaxApprovals || len(in.Balances) > MaxBalances:
		return NewError(KindInvalid, CodeTooLarge, "An order may have up to %d rules, %d approvals and %d balances", MaxRules, MaxApprovals, MaxBalances)
	case in.Rounding > maxRounding || in.Rounding < -maxRounding:
		return Invalid("The rounding is %d minor units; no coin is that large", in.Rounding)
	case in.Deferred < 0 || in.Deferred > max(in.Charged.Total, 0):
		return Invalid("What is paid later must be between 0 and the total")
	case in.ShiftID != "" && !uuidV7.MatchString(in.ShiftID):
		return Invalid("The shift's id must be a UUIDv7 in lower case; mint one on the device")
	}
	if in.Customer != nil {
		if err := in.Customer.validate(); err != nil {
			return err
		}
	}
	if in.Discount != nil {
		if err := in.Discount.validate(); err != nil {
			return err
		}
	}
	if x := in.Exemption; x != nil && (blank(x.Certificate) || tooLong(x.Certificate, maxName) || tooLong(x.Reason, maxNote)) {
		return Invalid("A tax exemption needs the number of the customer's certificate, of up to %d characters", maxName)
	}
	for _, b := range in.Balances {
		if !uuidV7.MatchString(b.OrderID) || b.OrderID == in.ID || b.Amount <= 0 || b.Amount > MaxAmount {
			return Invalid("A balance names another order by its id and pays more than 0")
		}
	}
	for _, a := range in.Approvals {
		if !slices.Contains(Permissions(), a.Permission) || len(a.StaffID) > maxKey || !key.MatchString(a.StaffID) {
			return Invalid("An approval names a permission and the staff member who gave it; update the register")
		}
	}
	return in.Fulfilment.validate()
}

func (b Buyer) validate() error {
	switch {
	case b.ID < 0 || b.Group < 0 || b.TaxClass < 0:
		return Invalid("The customer's ids are Magento's, 0 or more")
	case (b.ID == 0) == (b.New == nil):
		return Invalid("The customer is either known by Magento's id or new: send one of the two")
	case tooLong(b.Name, maxName):
		return NewError(KindInvalid, CodeTooLarge, "A name may have up to %d characters; shorten it", maxName)
	case b.New != nil:
		return b.New.Validate()
	}
	return nil
}

func (d ManualDiscount) validate() error {
	switch {
	case blank(d.Reason) || tooLong(d.Reason, maxNote):
		return Invalid("A discount needs a reason of up to %d characters", maxNote)
	case d.Percent.IsZero() && d.Amount <= 0 || !d.Percent.IsZero() && d.Amount != 0:
		return Invalid("A discount is either a percentage or an amount, more than 0")
	case d.Percent.IsZero():
		return checkAmount(d.Amount)
	case !smallDecimal(d.Percent, maxDiscountScale) || d.Percent.IsNegative() || d.Percent.GreaterThan(decimal.NewFromInt(100)):
		return Invalid("A discount may be up to 100 percent, with up to %d decimals", maxDiscountScale)
	}
	return nil
}

func (f *Fulfilment) validate() error {
	if f == nil {
		return nil
	}
	switch {
	case f.Kind == FulfilPickup && len(f.LocationID) <= maxKey && key.MatchString(f.LocationID):
		return nil
	case f.Kind == FulfilPickup:
		return Invalid("A pickup needs the location where the goods wait")
	case f.Kind != FulfilShip:
		return Invalid("Goods are shipped or picked up; %q is not known", printable(string(f.Kind)))
	case f.Address == nil || blank(f.FirstName) || blank(f.LastName) || blank(f.Method):
		return Invalid("Shipping needs a name, an address and a shipping method")
	case tooLong(f.FirstName, maxName) || tooLong(f.LastName, maxName) || tooLong(f.Method, maxName):
		return NewError(KindInvalid, CodeTooLarge, "A name may have up to %d characters; shorten it", maxName)
	}
	return f.Address.validate()
}

// validateSale checks what may stand on a line beside the article and its amounts.
func (l Line) validateSale(number int) error {
	if l.Discount > l.RowTotal+l.Tax+l.Compensation {
		return NewError(KindInvalid, CodeTotalsMismatch, "Line %d (%s): the discount is more than the row comes to; calculate the order again", number, l.SKU)
	}
	if o := l.Override; o != nil && (blank(o.Reason) || tooLong(o.Reason, maxNote) || o.Regular < 0 || o.Regular > MaxAmount) {
		return Invalid("Line %d (%s): a changed price needs a reason of up to %d characters", number, l.SKU, maxNote)
	}
	if l.Unlisted && blank(l.Name) {
		return Invalid("Line %d: say what an item is that the catalog does not have", number)
	}
	if l.Manual != nil {
		if err := l.Manual.validate(); err != nil {
			return err
		}
	}
	if c := l.Choices; c != nil {
		if len(c.Custom) > maxChoices || len(c.Bundle) > maxChoices || len(c.Links) > maxChoices {
			return NewError(KindInvalid, CodeTooLarge, "Line %d (%s): up to %d options can be chosen", number, l.SKU, maxChoices)
		}
		for _, o := range c.Custom {
			if o.OptionID <= 0 || tooLong(o.Value, maxNote) {
				return NewError(KindInvalid, CodeTooLarge, "Line %d (%s): an option's text may have up to %d characters", number, l.SKU, maxNote)
			}
		}
		parts := 0
		for _, b := range c.Bundle {
			parts += len(b.Selections)
			if b.OptionID <= 0 || len(b.Selections) > maxChoices || !plausibleQuantity(b.Quantity) {
				return NewError(KindInvalid, CodeBadQuantity, "Line %d (%s): choose the parts of the bundle again", number, l.SKU)
			}
		}
		if len(c.Bundle) > 0 && parts == 0 {
			return Invalid("Line %d (%s): a bundle was sold without a part; choose its parts", number, l.SKU)
		}
	}
	return nil
}

func (in OrderInput) validateReturns() error {
	if len(in.Returns) > MaxLines {
		return NewError(KindInvalid, CodeTooLarge, "An order may take back up to %d lines; split it into several", MaxLines)
	}
	for i, r := range in.Returns {
		switch {
		case r.OrderID != "" && !uuidV7.MatchString(r.OrderID) || r.OrderID == in.ID:
			return Invalid("Return %d: the order is named by its id, or left out without a receipt", i+1)
		case r.SKU == "" || tooLong(r.SKU, maxKey) || tooLong(r.Name, maxName) || len(r.Source) > maxKey:
			return Invalid("Return %d: the SKU must have 1 to %d characters", i+1, maxKey)
		case !plausibleQuantity(r.Quantity):
			return NewError(KindInvalid, CodeBadQuantity, "Return %d (%s): the quantity must be more than 0, at most %d; correct it", i+1, r.SKU, MaxQuantity)
		case blank(r.Reason) || tooLong(r.Reason, maxNote):
			return Invalid("Return %d (%s): say in up to %d characters why it came back", i+1, r.SKU, maxNote)
		case r.Tax < 0 || r.Tax > r.Refund:
			return NewError(KindInvalid, CodeTotalsMismatch, "Return %d (%s): the tax must be part of what is given back", i+1, r.SKU)
		}
		if err := checkAmount(r.Refund); err != nil {
			return err
		}
	}
	return nil
}

// smallDecimal looks at the size of the number before it is calculated with; see plausibleQuantity.
func smallDecimal(d decimal.Decimal, scale int32) bool {
	return d.Exponent() <= maxScale && d.Exponent() >= -2*maxScale-10 && d.Coefficient().BitLen() <= maxQuantBits && d.Equal(d.Truncate(scale))
}
