package totals

import "strings"

// Step is one decision of the calculation: what happened, with the figures and names it happened with, and the amount it came to. It
// carries no sentence, since who reads it decides the language. The engine of the register gives the same steps, byte for byte.
type Step struct {
	Code StepCode `json:"code"`
	Line int      `json:"line"` // from 1 in basket order; 0 is the basket or shipping
	SKU  string   `json:"sku,omitempty"`
	// Name is the rule's, the coupon's, the rate's, or the SKU of a part that is added.
	Name    string  `json:"name,omitempty"`
	Percent *Number `json:"percent,omitempty"` // all taxes of the line together
	Given   *Number `json:"given,omitempty"`   // what a discount takes off now
	Coin    *Number `json:"coin,omitempty"`    // what cash is rounded to
	Amount  Number  `json:"amount"`            // of the currency; of RateApplies the percentage, of a rule what it is set to, of a refusal 0
}

// StepCode is the closed list of decisions. What comes before the dot is the stage.
type StepCode string

// The decisions, in the order in which they are made.
const (
	CatalogPrice     StepCode = "price.catalog"
	TierPrice        StepCode = "price.tier"
	SpecialPrice     StepCode = "price.special"
	CatalogRulePrice StepCode = "price.catalog_rule"
	ReducedInBundle  StepCode = "price.in_bundle" // a part, by the special or tier percentage of its bundle
	BundlePrice      StepCode = "price.bundle"
	WithPart         StepCode = "price.part"
	WithOption       StepCode = "price.option"
	WithDownload     StepCode = "price.download"
	EnteredPrice     StepCode = "price.entered"
	LessManual       StepCode = "price.manual_discount"
	UnitPrice        StepCode = "price.unit" // rounded
	LineWithoutTax   StepCode = "tax.line"
	RateApplies      StepCode = "rate.applies"
	TaxUndiscounted  StepCode = "tax.before_discount"
	RuleHolds        StepCode = "rule.holds"
	RuleFails        StepCode = "rule.fails"
	RuleUsed         StepCode = "rule.used" // this customer has used it before
	RuleUnknown      StepCode = "rule.unknown"
	CouponRefused    StepCode = "rule.coupon_refused"
	ShippingPrice    StepCode = "shipping.price"
	RuleGives        StepCode = "discount.rule"
	ShippingGiven    StepCode = "shipping.rule"
	StaffGives       StepCode = "discount.staff"
	TaxDue           StepCode = "tax.due"
	TaxCompensated   StepCode = "tax.compensation" // tax that was inside the discount
	ShippingTaxDue   StepCode = "tax.shipping"
	GrandTotal       StepCode = "total.grand"
	CashRounded      StepCode = "rounding.cash"
	// Why there are no figures: what no engine can compute, and what only Magento can. Name is the limit, the type, the method, the
	// algorithm, or what is no number.
	TooManyLines     StepCode = "refused.lines"
	NoDate           StepCode = "refused.date"
	NoNumber         StepCode = "refused.number"
	UnknownType      StepCode = "refused.product_type"
	BadQuantity      StepCode = "refused.quantity" // zero or below
	BadPrice         StepCode = "refused.price"    // below zero
	FixedProductTax  StepCode = "refused.fixed_product_tax"
	BadParts         StepCode = "refused.parts"          // of a bundle: none, or too many
	PricedParts      StepCode = "refused.priced_parts"   // and staff changed the price of the whole
	BadStaffDiscount StepCode = "refused.staff_discount" // below zero, or above 100 percent
	BadCoin          StepCode = "refused.coin"           // below zero, or finer than any
	BadShippingPrice StepCode = "refused.shipping_price"
	UnknownCarrier   StepCode = "refused.carrier"
	UnknownAlgorithm StepCode = "refused.tax_algorithm"
	TotalTooLarge    StepCode = "refused.total"
)

// Stage is price, rate, rule, discount, shipping, tax, total, rounding or refused.
func (c StepCode) Stage() string {
	stage, _, _ := strings.Cut(string(c), ".")
	return stage
}

// trace collects steps. A nil trace collects nothing and costs a comparison.
type trace struct {
	line  int
	sku   string
	steps []Step
}

// at says which line the following steps are about.
func (t *trace) at(line int, sku string) {
	if t != nil {
		t.line, t.sku = line, sku
	}
}

func (t *trace) add(code StepCode, amount Number) { t.named(code, "", amount) }

func (t *trace) named(code StepCode, name string, amount Number) {
	if t != nil {
		t.steps = append(t.steps, Step{Code: code, Line: t.line, SKU: t.sku, Name: name, Amount: amount})
	}
}

// gives is a discount of a rule, or of nobody's when the name is empty, after which the discount of the line or of shipping is sum.
func (t *trace) gives(code StepCode, name string, given, sum Number) {
	if t != nil {
		t.steps = append(t.steps, Step{Code: code, Line: t.line, SKU: t.sku, Name: name, Given: &given, Amount: sum})
	}
}
