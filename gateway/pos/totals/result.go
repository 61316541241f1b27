package totals

// Result is what the basket comes to. Amounts are Magento's, exact to four places; what is paid is Payable.
type Result struct {
	Refused *Step `json:"refused,omitempty"` // why there are no figures: nothing else holds a value then
	Figures
}

// Figures are the totals of a computed basket.
type Figures struct {
	Subtotal             Number       `json:"subtotal"`
	SubtotalInclTax      Number       `json:"subtotal_incl_tax"`
	DiscountAmount       Number       `json:"discount_amount"` // negative, shipping's discount included
	TaxAmount            Number       `json:"tax_amount"`
	ShippingAmount       Number       `json:"shipping_amount"`
	ShippingInclTax      Number       `json:"shipping_incl_tax"`
	ShippingDiscount     Number       `json:"shipping_discount_amount"`
	ShippingTax          Number       `json:"shipping_tax_amount"`
	Compensation         Number       `json:"discount_tax_compensation"`
	ShippingCompensation Number       `json:"shipping_discount_tax_compensation"`
	GrandTotal           Number       `json:"grand_total"`
	Items                []ItemResult `json:"items"`
	AppliedTaxes         []AppliedTax `json:"applied_taxes"`
	Discounts            []Discount   `json:"discounts"`
	Rules                []int64      `json:"rules"` // that took effect on a line or on shipping, also those that give 0
	CouponRejected       bool         `json:"coupon_rejected"`
	Payable              Payable      `json:"payable"`
	NeedsMagento         []int64      `json:"needs_magento,omitempty"` // rules only Magento can judge; computed as if they did not exist
	Nonsense             []Nonsense   `json:"nonsense,omitempty"`      // not empty: the sale must stop
	Trace                []Step       `json:"trace,omitempty"`         // only from Explain
}

// ItemResult is one line, or one part of a bundle. A nil amount has no meaning there (the tax percentage of a bundle of priced parts).
type ItemResult struct {
	SKU             string       `json:"sku"`
	Qty             Number       `json:"qty"`
	Price           Number       `json:"price"` // without tax
	PriceInclTax    *Number      `json:"price_incl_tax"`
	RowTotal        Number       `json:"row_total"`
	RowTotalInclTax *Number      `json:"row_total_incl_tax"`
	TaxAmount       Number       `json:"tax_amount"`
	TaxPercent      *Number      `json:"tax_percent"`
	DiscountAmount  Number       `json:"discount_amount"`
	DiscountPercent Number       `json:"discount_percent"`
	Compensation    *Number      `json:"discount_tax_compensation"`
	Rules           []int64      `json:"applied_rule_ids"`
	Children        []ItemResult `json:"children,omitempty"`
}

// AppliedTax is the amount of one group of rates (the rates of one priority).
type AppliedTax struct {
	Rate    string     `json:"rate"` // the codes of the group, joined by +
	Percent Number     `json:"percent"`
	Amount  Number     `json:"amount"`
	Rates   []RatePart `json:"rates,omitempty"` // when the group has more than one
}

// RatePart is one rate of a group.
type RatePart struct {
	Code    string `json:"code"`
	Percent Number `json:"percent"`
}

// Discount is what the rules of one label gave, as a receipt lists it.
type Discount struct {
	Label     string `json:"label"`
	Amount    Number `json:"amount"`
	AppliedTo string `json:"applied_to"` // ITEM or SHIPPING
}

// Payable is the whole number of minor units to be paid, and how much of it is rounding: of cash, and of a total finer than the currency.
type Payable struct {
	Amount   int64 `json:"amount"`
	Rounding int64 `json:"rounding"`
}

// Nonsense marks a figure that Magento computes beyond reason: a discount below zero (a surcharge), one of endless size, or, without
// rule and line, a grand total below zero (discounts computed from prices with tax and taken off prices without).
type Nonsense struct {
	Rule int64 `json:"rule"`
	Line int   `json:"line"` // from 1; 0 is shipping, or the basket when there is no rule
}
