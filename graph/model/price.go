package model

import (
	"context"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

//nolint:gochecknoglobals // constants that Go cannot express as such
var (
	// leastDiscount is the difference up to which Magento tells no discount (Magento\CatalogGraphQl ... Price\Discount).
	leastDiscount = decimal.New(1, -4)
	zero          = decimal.Zero
	noDiscount    = ProductDiscount{&zero, &zero}
)

// PriceRange is the cheapest and the dearest way to buy a product.
type PriceRange struct {
	MinimumPrice ProductPrice
	MaximumPrice *ProductPrice
}

// ProductPrice is a price before and after reductions.
type ProductPrice struct {
	RegularPrice Money
	FinalPrice   Money
	taxes        *priceTaxes // nil for none
}

// Money is an amount of a currency.
type Money struct {
	Value    *decimal.Decimal
	Currency *string
}

// ProductDiscount is the difference between regular and final price.
type ProductDiscount struct {
	AmountOff  *decimal.Decimal
	PercentOff *decimal.Decimal
}

// FixedProductTaxes are none: documents do not hold them.
func (ProductPrice) FixedProductTaxes() []*FixedProductTax { return []*FixedProductTax{} }

// Discount is rounded to two places, in per cent too.
func (p ProductPrice) Discount() *ProductDiscount {
	return discount(*p.RegularPrice.Value, *p.FinalPrice.Value)
}

func discount(regular, final decimal.Decimal) *ProductDiscount {
	if regular.Equal(final) { // as nearly always
		return &noDiscount
	}
	off, percent, ok := smallDiscount(regular, final)
	if !ok {
		diff := regular.Sub(final)
		if !diff.GreaterThan(leastDiscount) {
			return &noDiscount
		}
		off = diff.Round(2)
		percent = off.Shift(2).DivRound(regular, 2)
	}
	made := &struct {
		ProductDiscount
		off, percent decimal.Decimal
	}{off: off, percent: percent}
	made.AmountOff, made.PercentOff = &made.off, &made.percent
	return &made.ProductDiscount
}

// mostCents is an amount with which percentages fit a number of the processor.
const mostCents = 1e12

// smallDiscount is one of amounts in cents, as most are, without big numbers: pages have many.
func smallDiscount(regular, final decimal.Decimal) (off, percent decimal.Decimal, ok bool) {
	r, whole := cents(regular)
	f, too := cents(final)
	if !whole || !too || r <= f || f < 0 || r > mostCents {
		return decimal.Zero, decimal.Zero, false
	}
	return decimal.New(r-f, -2), decimal.New(((r-f)*20_000+r)/(2*r), -2), true
}

// cents is how many an amount is, false where it is no small number of them.
func cents(d decimal.Decimal) (n int64, ok bool) {
	places := -d.Exponent()
	if places < 0 || places > 4 || d.NumDigits() > 15 {
		return 0, false
	}
	for n = d.CoefficientInt64(); places > 2; places-- {
		if n%10 != 0 {
			return 0, false
		}
		n /= 10
	}
	for ; places < 2; places++ {
		n *= 10
	}
	return n, true
}

// PriceRange tells what the caller's customer group pays. The regular price of a composite is that of its parts.
func (p *Product) PriceRange(ctx context.Context) (*PriceRange, error) {
	if p.view.Shelf != nil {
		return p.shelved(ctx)
	}
	own := p.view.priceOf(p.doc)
	switch p.doc.Type {
	case pos.TypeConfigurable, pos.TypeBundle:
		regular, err := p.regularOfParts(ctx)
		if err != nil {
			return nil, err
		}
		return p.priceRange(regular.low, own.Min, regular.high, own.Max), nil
	case pos.TypeGrouped: // Magento\GroupedProductGraphQl tells the cheapest member as the maximum too
		regular, err := p.regularOfParts(ctx)
		if err != nil {
			return nil, err
		}
		return p.priceRange(regular.low, own.Min, regular.low, own.Min), nil
	default:
		return p.priceRange(own.Regular, own.Final, own.Regular, own.Final), nil
	}
}

func (p *Product) priceRange(regularLow, finalLow, regularHigh, finalHigh decimal.Decimal) *PriceRange {
	made := &struct { // pages have many: all parts of one in one place
		PriceRange
		most    ProductPrice
		amounts [4]decimal.Decimal
	}{amounts: [4]decimal.Decimal{regularLow, finalLow, regularHigh, finalHigh}}
	made.MinimumPrice = ProductPrice{RegularPrice: p.moneyAt(&made.amounts[0]), FinalPrice: p.moneyAt(&made.amounts[1])}
	made.most = ProductPrice{RegularPrice: p.moneyAt(&made.amounts[2]), FinalPrice: p.moneyAt(&made.amounts[3])}
	made.MaximumPrice = &made.most
	return &made.PriceRange
}

// money is an amount of the base currency in the currency that was asked for, rounded to its places.
func (p *Product) money(value decimal.Decimal) Money { return p.moneyAt(&value) }

// moneyAt is money that keeps its amount where that is. The price index has more places than money, as where a percentage was taken
// off; Magento rounds what makes up a price (Magento\Directory\Model\PriceCurrency::convertAndRound).
func (p *Product) moneyAt(value *decimal.Decimal) Money {
	v := p.view
	if v.Rate != nil {
		*value = value.Mul(*v.Rate)
	}
	if places := pos.MinorUnits(v.Currency); value.Exponent() < -places {
		*value = value.Round(places)
	}
	return Money{Value: value, Currency: &v.Currency}
}

// priceOf is what the caller's customer group pays now; without a row the price attribute, without that zero.
func (v *View) priceOf(doc *pos.Product) pos.GroupPrice {
	if len(doc.Prices) > 0 {
		return doc.PriceAt(v.Group, v.Now, v.Zone)
	}
	if doc.Price == nil {
		return pos.GroupPrice{}
	}
	own := *doc.Price
	return pos.GroupPrice{Regular: own, Final: own, Min: own, Max: own}
}
