package model

import (
	"context"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// SpecialPrice is null unless it is in force in the store's time zone. Of a bundle it is a percentage, of others an amount in the currency
// that was asked for (Magento\Catalog\Pricing\Price\SpecialPrice).
func (p *Product) SpecialPrice() *decimal.Decimal {
	price, ok := p.specialNow()
	switch {
	case !ok || price.IsZero():
		return nil
	case p.doc.Type == pos.TypeBundle:
		return &price
	default:
		return p.money(price).Value
	}
}

func (p *Product) special() pos.SpecialPrice {
	if p.doc.Special == nil {
		return pos.SpecialPrice{}
	}
	return *p.doc.Special
}

func (p *Product) specialNow() (decimal.Decimal, bool) {
	if p.doc.Special == nil || !p.doc.Special.HoldsAt(p.view.Now, p.view.Zone) {
		return decimal.Decimal{}, false
	}
	return p.doc.Special.Price, true
}

// PriceTiers are the prices of several pieces that the caller's group pays. FinalPrice is that of all pieces together; of two tiers
// for one quantity the cheaper counts (Magento\CatalogCustomerGraphQl\Model\Resolver\PriceTiers).
func (p *Product) PriceTiers(ctx context.Context) ([]*TierPrice, error) {
	tiers, ofGroup := []*TierPrice{}, p.tiersOfGroup()
	if len(ofGroup) == 0 {
		return tiers, nil
	}
	regular := p.ownRegular()
	before, err := p.beforeTiers(ctx, regular)
	if err != nil {
		return nil, err
	}
	var cheapest decimal.Decimal
	for _, t := range ofGroup {
		piece := *p.money(t.PriceOf(regular)).Value
		total := Money{Value: mul(piece, t.Quantity), Currency: &p.view.Currency}
		tier := &TierPrice{Quantity: &t.Quantity, FinalPrice: &total, Discount: discountOf(t, before, piece)}
		if last := len(tiers) - 1; last >= 0 && tiers[last].Quantity.Equal(t.Quantity) {
			if piece.LessThan(cheapest) {
				tiers[last], cheapest = tier, piece
			}
			continue
		}
		tiers, cheapest = append(tiers, tier), piece
	}
	return tiers, nil
}

// beforeTiers is what tiers are told to take something off: the least that the parts cost where they make the price. Only there is it
// told with tax, because Magento reads these products without their tax class (…\Resolver\Product\Price\Tiers::load); tiers never are.
func (p *Product) beforeTiers(ctx context.Context, regular decimal.Decimal) (decimal.Decimal, error) {
	if p.doc.Type == pos.TypeConfigurable || p.isDynamic() {
		r, err := p.PriceRange(ctx)
		if err != nil {
			return decimal.Zero, err
		}
		return *r.MinimumPrice.RegularPrice.Value, nil
	}
	return *p.money(regular).Value, nil
}

// discountOf is what a tier takes off a piece: its percentage, where it has one, and not what that comes to after rounding
// (Magento\CatalogGraphQl\Model\Resolver\Product\Price\Discount).
func discountOf(t pos.TierPrice, regular, piece decimal.Decimal) *ProductDiscount {
	if !t.Percent {
		return discount(regular, piece)
	}
	off := regular.Mul(t.Price).Shift(-2).Round(2)
	return &ProductDiscount{AmountOff: &off, PercentOff: &t.Price}
}

// ownRegular is what tiers by percentage are a part of. It is zero where the parts make the price, and so are those tiers
// (Magento\Bundle\Model\Product\Price::getPrice).
func (p *Product) ownRegular() decimal.Decimal {
	if p.isDynamic() {
		return decimal.Zero
	}
	return p.view.priceOf(p.doc).Regular
}

// isDynamic is whether the product is a bundle whose parts make its price.
func (p *Product) isDynamic() bool {
	return p.doc.Type == pos.TypeBundle && (p.doc.Bundle == nil || !p.doc.Bundle.FixedPrice)
}

// TierPrices is the older form of PriceTiers.
func (p *Product) TierPrices() []*ProductTierPrices {
	tiers := []*ProductTierPrices{}
	regular := p.ownRegular()
	for _, t := range p.tiersOfGroup() {
		price := t.PriceOf(regular)
		tier := &ProductTierPrices{CustomerGroupID: some(strconv.FormatInt(t.Group, 10)), Qty: &t.Quantity, Value: &price}
		if t.Percent {
			tier.PercentageValue = &t.Price
		}
		tiers = append(tiers, tier)
	}
	return tiers
}

func (p *Product) tiersOfGroup() []pos.TierPrice {
	var tiers []pos.TierPrice
	for _, t := range p.doc.Tiers {
		if t.Group == p.view.Group || t.Group == pos.AllGroups {
			tiers = append(tiers, t)
		}
	}
	return tiers
}

func mul(a, b decimal.Decimal) *decimal.Decimal {
	product := a.Mul(b)
	return &product
}

func optionPrice(price *pos.OptionPrice) (*decimal.Decimal, *string) {
	if price == nil {
		return nil, some("DYNAMIC")
	}
	kind := "FIXED"
	if price.Percent {
		kind = "PERCENT"
	}
	return &price.Amount, &kind
}

// OnlyXLeftInStock is what can be sold when it is not above the shop's threshold, which is 0 by default. The minimum quantity,
// which salable is without already, is subtracted once more, as there (Magento\InventoryGraphQl\Model\Resolver\
// OnlyXLeftInStockResolver). Null for composites, and for what cannot be sold. What was sold here and Magento does not know of yet
// is taken off.
func (p *Product) OnlyXLeftInStock(ctx context.Context) *decimal.Decimal {
	level := p.view.level(ctx, p.doc.SKU)
	salable := level.Left()
	if !level.InStock || salable == nil || !salable.IsPositive() {
		return nil
	}
	left := salable.Sub(p.view.minimumOf(level))
	if left.GreaterThan(p.view.amount("cataloginventory/options/stock_threshold_qty")) {
		return nil
	}
	return &left
}
