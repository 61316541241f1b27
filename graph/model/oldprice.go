package model

import (
	"cmp"
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// ProductPrices is the older form of PriceRange.
type ProductPrices struct {
	MinimalPrice *Price
	RegularPrice *Price
	MaximalPrice *Price
}

// Price is an amount in ProductPrices, with the tax that is told of it.
type Price struct {
	Amount *Money
	tax    *shelfTax
}

// Adjustments are the tax in the amount, if any (Magento\CatalogGraphQl\Model\Resolver\Product\Price::createAdjustmentsArray).
func (p *Price) Adjustments() []*PriceAdjustment {
	if p.tax == nil || p.tax.amount.Value.IsZero() {
		return []*PriceAdjustment{}
	}
	description := "EXCLUDED"
	if p.tax.included {
		description = "INCLUDED"
	}
	return []*PriceAdjustment{{Amount: &p.tax.amount, Code: some("TAX"), Description: &description}}
}

// Price is the price range in its older form, which knows what grouped and configurable products cost at least, and nothing of their
// dearer parts (Magento\CatalogGraphQl\Model\Resolver\Product\Price).
func (p *Product) Price(ctx context.Context) (*ProductPrices, error) {
	switch p.doc.Type {
	case pos.TypeGrouped:
		return p.oldPrices(p.oldPrice(p.doc, p.view.priceOf(p.doc).Min), p.noPrice()), nil
	case pos.TypeConfigurable:
		cheapest, err := p.cheapestVariant(ctx)
		if err != nil || cheapest == nil {
			return p.oldPrices(p.noPrice(), p.noPrice()), err
		}
		own := p.view.priceOf(cheapest)
		return p.oldPrices(p.oldPrice(p.doc, own.Final), p.oldPrice(cheapest, own.Regular)), nil
	default:
		r, err := p.PriceRange(ctx)
		if err != nil {
			return nil, err
		}
		least, most := r.MinimumPrice.taxes, r.MaximumPrice.taxes
		prices := p.oldPrices(&Price{&r.MinimumPrice.FinalPrice, least.ofFinal()}, &Price{&r.MinimumPrice.RegularPrice, least.ofRegular()})
		prices.MaximalPrice = &Price{&r.MaximumPrice.FinalPrice, most.ofFinal()}
		return prices, nil
	}
}

// oldPrices are those of a product without dearer parts.
func (p *Product) oldPrices(final, regular *Price) *ProductPrices {
	return &ProductPrices{MinimalPrice: final, RegularPrice: regular, MaximalPrice: final}
}

// oldPrice is a price with the tax of a product's class. Of what its parts make the price of, Magento takes the product's own
// (Magento\Catalog\Pricing\Price\FinalPrice::getMinimalPrice).
func (p *Product) oldPrice(of *pos.Product, price decimal.Decimal) *Price {
	if p.view.Shelf == nil {
		amount := p.money(price)
		return &Price{Amount: &amount}
	}
	shown := p.shelve(of, price)
	told := p.shelvedPrice(shown, shown)
	return &Price{&told.FinalPrice, told.taxes.final}
}

// noPrice is what Magento tells where it finds none.
func (p *Product) noPrice() *Price {
	none := p.money(decimal.Zero)
	return &Price{Amount: &none}
}

// cheapestVariant is the first of the children in stock that cost least, nil without any
// (Magento\ConfigurableProduct\Pricing\Price\LowestPriceOptionsProvider).
func (p *Product) cheapestVariant(ctx context.Context) (*pos.Product, error) {
	children, err := p.salableVariants(ctx)
	if err != nil {
		return nil, err
	}
	children = slices.DeleteFunc(children, func(child pos.Product) bool { return !p.view.inStock(ctx, child.SKU) })
	if len(children) == 0 {
		return nil, nil //nolint:nilnil // having none is no fault
	}
	cheapest := slices.MinFunc(children, func(a, b pos.Product) int {
		return cmp.Or(p.view.priceOf(&a).Min.Cmp(p.view.priceOf(&b).Min), cmp.Compare(a.ID, b.ID))
	})
	return &cheapest, nil
}
