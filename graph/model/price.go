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
	diff := regular.Sub(final)
	if !diff.GreaterThan(leastDiscount) {
		return &noDiscount
	}
	made := &struct {
		ProductDiscount
		off, percent decimal.Decimal
	}{off: diff.Round(2)}
	made.percent = made.off.Shift(2).DivRound(regular, 2)
	made.AmountOff, made.PercentOff = &made.off, &made.percent
	return &made.ProductDiscount
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
