package totals

import (
	"strconv"

	"github.com/tillway/tillway/gateway/pos"
)

// Limits of a basket. Beyond them nothing sensible is bought.
const (
	maxItems = 2000
	maxParts = 100
)

func minorUnits(currency string) int32 {
	if currency == "" {
		return 2
	}
	return pos.MinorUnits(currency)
}

// check refuses baskets without a defined total.
func (b *Basket) check() *Step {
	if len(b.Items) > maxItems {
		return &Step{Code: TooManyLines, Name: strconv.Itoa(maxItems)}
	}
	if len(b.Date) < len("2006-01-02") {
		return &Step{Code: NoDate}
	}
	for i := range b.Items {
		if r := b.Items[i].check(); r != nil {
			r.Line = i + 1
			if r.SKU == "" {
				r.SKU = b.Items[i].SKU
			}
			return r
		}
	}
	if d := b.StaffDiscount; d != nil && (d.Amount.Sign() < 0 || d.Percent != nil && (d.Percent.Sign() < 0 || d.Percent.Cmp(Int(100)) > 0)) {
		return &Step{Code: BadStaffDiscount}
	}
	if units := b.CashRounding.Mul(Int(1000)); units.Sign() < 0 || units.Cmp(units.Floor()) != 0 {
		return &Step{Code: BadCoin}
	}
	if s := b.Shipping; s != nil && s.CarrierPrice != nil && s.CarrierPrice.Sign() < 0 {
		return &Step{Code: BadShippingPrice}
	}
	return nil
}

func (it *Item) check() *Step {
	switch it.Type {
	case "simple", "virtual", "configurable", "downloadable", "bundle":
	default:
		return &Step{Code: UnknownType, Name: it.Type}
	}
	if it.Qty.Sign() <= 0 {
		return &Step{Code: BadQuantity}
	}
	if it.Price.Sign() < 0 || it.OverridePrice != nil && it.OverridePrice.Sign() < 0 {
		return &Step{Code: BadPrice}
	}
	if it.FixedProductTax.Sign() != 0 {
		return &Step{Code: FixedProductTax}
	}
	if len(it.Children) > maxParts || it.dynamic() && len(it.Children) == 0 {
		return &Step{Code: BadParts}
	}
	if it.dynamic() && (it.OverridePrice != nil || it.ManualDiscount != nil) {
		return &Step{Code: PricedParts}
	}
	for i := range it.Children {
		switch part := &it.Children[i]; {
		case part.Qty.Sign() <= 0:
			return &Step{Code: BadQuantity, SKU: part.SKU}
		case part.Price.Sign() < 0:
			return &Step{Code: BadPrice, SKU: part.SKU}
		case part.FixedProductTax.Sign() != 0:
			return &Step{Code: FixedProductTax, SKU: part.SKU}
		}
	}
	return nil
}
