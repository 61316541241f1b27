package totals

import (
	"fmt"

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
func (b *Basket) check() *Refusal {
	if len(b.Items) > maxItems {
		return &Refusal{Invalid, fmt.Sprintf("more than %d lines", maxItems)}
	}
	if len(b.Date) < len("2006-01-02") {
		return &Refusal{Invalid, "no date"}
	}
	for i := range b.Items {
		if r := b.Items[i].check(); r != nil {
			r.Detail = fmt.Sprintf("line %d: %s", i+1, r.Detail)
			return r
		}
	}
	if d := b.StaffDiscount; d != nil && (d.Amount.Sign() < 0 || d.Percent != nil && (d.Percent.Sign() < 0 || d.Percent.Cmp(Int(100)) > 0)) {
		return &Refusal{Invalid, "staff discount below zero, or above 100 percent"}
	}
	switch step := b.CashRounding; {
	case step.Sign() < 0:
		return &Refusal{Invalid, "cash rounding below zero"}
	case step.Sign() > 0:
		if units := step.Mul(Int(1000)); units.Cmp(units.Floor()) != 0 {
			return &Refusal{Invalid, "cash rounding finer than any coin"}
		}
	}
	if s := b.Shipping; s != nil && s.CarrierPrice != nil && s.CarrierPrice.Sign() < 0 {
		return &Refusal{Invalid, "shipping price below zero"}
	}
	return nil
}

func (it *Item) check() *Refusal {
	switch it.Type {
	case "simple", "virtual", "configurable", "downloadable", "bundle":
	default:
		return &Refusal{NotSupported, "product type " + it.Type}
	}
	if it.Qty.Sign() <= 0 {
		return &Refusal{Invalid, "quantity not above zero"}
	}
	if it.Price.Sign() < 0 || it.OverridePrice != nil && it.OverridePrice.Sign() < 0 {
		return &Refusal{Invalid, "price below zero"}
	}
	if it.FixedProductTax.Sign() != 0 {
		return &Refusal{NotSupported, "fixed product tax"}
	}
	if len(it.Children) > maxParts || it.dynamic() && len(it.Children) == 0 {
		return &Refusal{Invalid, "a bundle without parts, or with too many"}
	}
	if it.dynamic() && (it.OverridePrice != nil || it.ManualDiscount != nil) {
		return &Refusal{NotSupported, "changing the price of a bundle whose parts are priced"}
	}
	for i := range it.Children {
		switch part := &it.Children[i]; {
		case part.Qty.Sign() <= 0:
			return &Refusal{Invalid, "part " + part.SKU + ": quantity not above zero"}
		case part.Price.Sign() < 0:
			return &Refusal{Invalid, "part " + part.SKU + ": price below zero"}
		case part.FixedProductTax.Sign() != 0:
			return &Refusal{NotSupported, "fixed product tax"}
		}
	}
	return nil
}
