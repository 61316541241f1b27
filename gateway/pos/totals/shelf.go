package totals

import "math"

// The ways to show a price (Magento\Tax\Model\Config::DISPLAY_TYPE_…).
const (
	DisplayWithoutTax = 1
	DisplayWithTax    = 2
	DisplayBoth       = 3
)

// Display is how a store shows prices (Stores, Configuration, Sales, Tax). Registers, whose totals are those of carts, do not know it.
type Display struct {
	Catalog  int64 // tax/display/type
	Cart     int64 // tax/cart_display/price
	Shipping int64 // tax/cart_display/shipping
}

// Shelf adds to catalog prices the tax that one customer group is shown before it is known where goods go. It does not change.
//
// It counts in doubles, in Magento's order: the amounts are shown without rounding, and so with what doubles make of them.
type Shelf struct {
	display  Display
	settings settings
	rates    map[int64]shelfRates // by product class; of others there are none
}

// shelfRates are percentages: of each group of rates, together, and together where the prices were entered.
type shelfRates struct {
	groups        []float64
	total, origin float64
}

// Shelved is a price as it is shown, and the tax that Magento tells beside it.
type Shelved struct{ Value, Tax float64 }

// delta is what Magento adds to every tax that is not 0, against ties, and takes off again only where it rounds
// (Magento\Tax\Model\Calculation\AbstractCalculator::deltaRound).
const delta = 0.000001

// Shelf returns what shows prices to a customer group, nil where all prices are shown as they are entered. The destination is the
// default one, or the origin (tax/calculation/based_on).
func (p *Pricing) Shelf(group int64, d Display) *Shelf {
	s, _ := readSettings(p.Config, ConfigPaths()) // what is refused there is none of the settings that are needed here
	shelf := &Shelf{display: d, settings: s, rates: map[int64]shelfRates{}}
	if !s.converts(d) || !s.priceIncludesTax && !shelf.Included() {
		return nil
	}
	at, pick := s.fallback, newRatePick(&p.Tax)
	if s.basedOn == "origin" {
		at = s.origin
	}
	for _, rule := range p.Tax.Rules {
		for _, class := range rule.ProductClasses {
			if _, known := shelf.rates[class]; !known {
				rates := shelfRates{}
				rates.groups, rates.total = percentsOf(pick.taxation(at, p.Class(group), class))
				_, rates.origin = percentsOf(pick.taxation(s.origin, p.Tax.DefaultCustomerClass, class))
				shelf.rates[class] = rates
			}
		}
	}
	return shelf
}

// converts is Magento\Tax\Model\Config::needPriceConversion: with a tax in the prices, or in the cost of shipping, what carts show
// counts too.
func (s *settings) converts(d Display) bool {
	withTax := s.priceIncludesTax || s.shipIncludesTax || d.Shipping == DisplayWithTax || d.Shipping == DisplayBoth
	switch {
	case d.Catalog == DisplayBoth, d.Catalog == DisplayWithoutTax && withTax, d.Catalog == DisplayWithTax && !withTax:
		return true
	case d.Catalog == DisplayWithTax && d.Cart == DisplayWithTax:
		return true
	}
	return d.Cart == DisplayBoth
}

// Included is whether the catalog shows prices with tax (Magento\Tax\Pricing\Adjustment::isIncludedInDisplayPrice).
func (s *Shelf) Included() bool {
	return s.display.Catalog == DisplayWithTax || s.display.Catalog == DisplayBoth
}

// RoundsParts is whether each part of a bundle is rounded before parts are summed up
// (Magento\Bundle\Pricing\Adjustment\Calculator::calculateDynamicBundleAmount).
func (s *Shelf) RoundsParts() bool { return s.settings.algorithm != algorithmTotal }

// Price is an amount of a product class as it is shown. Where prices are entered with tax, it is shown with that of the customer,
// whatever Display says (Magento\Framework\Pricing\Adjustment\Calculator::getAmount, Magento\Catalog\Helper\Data::getTaxPrice).
func (s *Shelf) Price(amount float64, class int64) Shelved {
	if amount == 0 {
		return Shelved{}
	}
	rates := s.rates[class]
	unit := math.Round(amount*100) / 100
	if s.settings.priceIncludesTax {
		return s.inclusive(amount, unit, rates)
	}
	var tax float64
	for _, percent := range rates.groups {
		tax += nudged(float64(unit * (percent / 100)))
	}
	with := unit + tax
	return Shelved{with, with - amount}
}

func (s *Shelf) inclusive(amount, with float64, rates shelfRates) Shelved {
	if !s.settings.crossBorder && math.Abs(rates.total-rates.origin) >= 0.00001 {
		without := with - contained(with, rates.origin)
		with = without + float64(without*(rates.total/100))
	}
	without := with - nudged(contained(with, rates.total))
	base := amount - (amount - without) // as Magento gets there
	return Shelved{with, with - base}
}

// contained is the tax inside an amount (Magento\Tax\Model\Calculation::calcTaxAmount).
func contained(amount, percent float64) float64 { return float64(amount * (1 - 1/(1+percent/100))) }

func nudged(tax float64) float64 {
	if tax == 0 {
		return 0
	}
	return tax + delta
}

// percentsOf are what the groups of rates add to a price, and all together
// (Magento\Tax\Model\ResourceModel\Calculation::getCalculationProcess).
func percentsOf(t taxation) (groups []float64, total float64) {
	for _, g := range t.groups {
		percent := g.plain().float()
		if !g.alone {
			percent = (100 + total) * (percent / 100)
		}
		groups, total = append(groups, percent), total+percent
	}
	return groups, total
}
