package pos

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// TaxRate is one Magento tax rate as a rule applies it to a product tax class and a customer tax class.
type TaxRate struct {
	Code             string          `json:"code"`
	CustomerTaxClass int64           `json:"customerTaxClass"`
	ProductTaxClass  int64           `json:"productTaxClass"`
	Country          string          `json:"country"`
	RegionID         int64           `json:"regionId"` // 0 is any region
	Postcode         string          `json:"postcode"` // "*" is any, "100*" what begins so, "10001-10010" a range of numbers
	Percent          decimal.Decimal `json:"percent"`
	// Rule is the id of the rule that applies the rate.
	Rule int64 `json:"rule"`
}

// RetailCustomerTaxClass is the customer tax class of Magento's sample "Retail Customer", used for guests.
const RetailCustomerTaxClass = 3

// RatesFor returns the rates for goods of a product tax class handed over at a location to a retail customer, by rule: of the
// rates of one rule that hold there, Magento takes one, the region's own before that of any region, then the one whose postcode
// sorts last, then the highest (Magento\Tax\Model\ResourceModel\Calculation::_getRates). A rate that two rules name counts
// for the first.
func RatesFor(rates []TaxRate, productTaxClass int64, at Address) []TaxRate {
	matching := slices.DeleteFunc(slices.Clone(rates), func(r TaxRate) bool {
		return r.ProductTaxClass != productTaxClass || r.CustomerTaxClass != RetailCustomerTaxClass || !r.holdsAt(at)
	})
	slices.SortFunc(matching, func(a, b TaxRate) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(b.RegionID, a.RegionID), cmp.Compare(b.Postcode, a.Postcode), b.Percent.Cmp(a.Percent))
	})
	seen := map[string]bool{}
	matching = slices.DeleteFunc(matching, func(r TaxRate) bool {
		known := seen[r.Code]
		seen[r.Code] = true
		return known
	})
	return slices.CompactFunc(matching, func(a, b TaxRate) bool { return a.Rule == b.Rule })
}

// holdsAt tells whether an address is in the rate's area.
func (r TaxRate) holdsAt(at Address) bool {
	if r.Country != at.Country || r.RegionID != 0 && r.RegionID != at.RegionID {
		return false
	}
	if begin, any := strings.CutSuffix(r.Postcode, "*"); any || r.Postcode == "" {
		return strings.HasPrefix(at.Postcode, begin)
	}
	if from, to, isRange := strings.Cut(r.Postcode, "-"); isRange {
		first, err1 := strconv.Atoi(from)
		last, err2 := strconv.Atoi(to)
		code, err3 := strconv.Atoi(at.Postcode)
		if err1 == nil && err2 == nil && err3 == nil {
			return first <= code && code <= last
		}
	}
	return r.Postcode == at.Postcode
}
