package graph

import (
	"fmt"

	"github.com/shopspring/decimal"

	calc "github.com/tillway/tillway/gateway/pos/totals"
	"github.com/tillway/tillway/graph/model"
)

// stepOf is a step as it is shown, with the sentence that an English reader gets. A register makes its own sentences from the rest.
func stepOf(s calc.Step) model.TotalsStep {
	out := model.TotalsStep{
		Code: string(s.Code), Stage: s.Code.Stage(), Line: s.Line, Sku: s.SKU, Percent: optional(s.Percent), Given: optional(s.Given),
		Coin: optional(s.Coin), Text: english(s), Amount: decimalOf(s.Amount),
	}
	if s.Name != "" {
		out.Name = &s.Name
	}
	return out
}

func optional(n *calc.Number) *decimal.Decimal {
	if n == nil {
		return nil
	}
	d := decimalOf(*n)
	return &d
}

// english is a step in English.
func english(s calc.Step) string {
	switch s.Code {
	case calc.CatalogPrice:
		return "catalog price"
	case calc.TierPrice:
		return "tier price from this quantity on"
	case calc.SpecialPrice:
		return "special price"
	case calc.CatalogRulePrice:
		return "price of a catalog rule"
	case calc.ReducedInBundle:
		return "reduced with the bundle"
	case calc.BundlePrice:
		return "bundle price"
	case calc.WithPart:
		return "with " + s.Name
	case calc.WithOption:
		return "with a custom option"
	case calc.WithDownload:
		return "with a download"
	case calc.EnteredPrice:
		return "price entered at the register"
	case calc.LessManual:
		return "less the discount given at the register"
	case calc.UnitPrice:
		return "unit price, rounded"
	case calc.LineWithoutTax:
		return "line without tax"
	case calc.RateApplies:
		return "rate " + s.Name + ", percent of the price"
	case calc.TaxUndiscounted:
		return fmt.Sprintf("tax of the line before discount, at %s%%", s.Percent)
	case calc.TaxDue:
		return "tax due on the line"
	case calc.TaxCompensated:
		return "tax that was inside the discount"
	case calc.ShippingTaxDue:
		return "tax of shipping"
	case calc.ShippingPrice:
		return "shipping price"
	case calc.GrandTotal:
		return "grand total = subtotal + tax + shipping - discounts + compensations"
	case calc.CashRounded:
		return fmt.Sprintf("rounded to %s for cash", s.Coin)
	default:
		return englishOfRule(s)
	}
}

func englishOfRule(s calc.Step) string {
	switch s.Code {
	case calc.RuleHolds:
		return fmt.Sprintf("rule %q applies: its conditions hold", s.Name)
	case calc.RuleFails:
		return fmt.Sprintf("rule %q does not apply: its conditions do not hold", s.Name)
	case calc.RuleUsed:
		return fmt.Sprintf("rule %q does not apply: this customer has used it before", s.Name)
	case calc.RuleUnknown:
		return fmt.Sprintf("only Magento can judge rule %q", s.Name)
	case calc.CouponRefused:
		return "coupon " + s.Name + " is refused"
	case calc.RuleGives:
		return fmt.Sprintf("rule %q gives %s; discount of the line now", s.Name, s.Given)
	case calc.ShippingGiven:
		return fmt.Sprintf("rule %q gives %s; discount of shipping now", s.Name, s.Given)
	case calc.StaffGives:
		return fmt.Sprintf("the discount given at the register takes %s; discount of the line now", s.Given)
	default:
		return englishOfRefusal(s)
	}
}

func englishOfRefusal(s calc.Step) string {
	switch s.Code {
	case calc.TooManyLines:
		return "more than " + s.Name + " lines"
	case calc.NoDate:
		return "no date"
	case calc.NoNumber:
		return s.Name + " is no number"
	case calc.UnknownType:
		return "product type " + s.Name
	case calc.BadQuantity:
		return "quantity not above zero"
	case calc.BadPrice:
		return "price below zero"
	case calc.FixedProductTax:
		return "fixed product tax"
	case calc.BadParts:
		return "a bundle without parts, or with too many"
	case calc.PricedParts:
		return "changing the price of a bundle whose parts are priced"
	case calc.BadStaffDiscount:
		return "staff discount below zero, or above 100 percent"
	case calc.BadCoin:
		return "cash rounding below zero, or finer than any coin"
	case calc.BadShippingPrice:
		return "shipping price below zero"
	case calc.UnknownCarrier:
		return "the price of shipping method " + s.Name
	case calc.UnknownAlgorithm:
		return "tax algorithm " + s.Name
	case calc.TotalTooLarge:
		return "a total beyond any till"
	default:
		return string(s.Code)
	}
}
