package pos

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// Part is goods that are handed over for a line of an order whose own SKU holds no stock.
type Part struct {
	Line     int             `json:"line"` // index of the line
	SKU      string          `json:"sku"`
	Quantity decimal.Decimal `json:"quantity"` // for all pieces of the line
}

// Parts returns the parts of a bundle that were chosen for a line; none when it is no bundle, or has one of them no longer. A
// selection whose quantity is fixed comes in that quantity, whatever the line says, as in Magento's cart.
func (p Product) Parts(index int, l Line) []Part {
	if p.Bundle == nil || l.Choices == nil {
		return nil
	}
	var parts []Part
	for _, choice := range l.Choices.Bundle {
		for _, id := range choice.Selections {
			s, ok := p.Bundle.selection(choice.OptionID, id)
			if !ok {
				return nil
			}
			each := s.Quantity
			if s.UserQuantity && choice.Quantity.IsPositive() {
				each = choice.Quantity
			}
			parts = append(parts, Part{Line: index, SKU: s.SKU, Quantity: each.Mul(l.Quantity)})
		}
	}
	return parts
}

func (b Bundle) selection(option, id int64) (BundleSelection, bool) {
	for _, o := range b.Options {
		if o.ID != option {
			continue
		}
		if i := slices.IndexFunc(o.Selections, func(s BundleSelection) bool { return s.ID == id }); i >= 0 {
			return o.Selections[i], true
		}
	}
	return BundleSelection{}, false
}

// Goods returns, by SKU in lower case, the pieces that the order takes of the stock: of its lines, and of the parts in place of
// lines that have them.
func (o *Order) Goods() map[string]decimal.Decimal {
	pieces := make(map[string]decimal.Decimal, len(o.Lines)+len(o.Parts))
	take := func(sku string, quantity decimal.Decimal) {
		sku = strings.ToLower(sku)
		pieces[sku] = pieces[sku].Add(quantity)
	}
	for i, l := range o.Lines {
		if !slices.ContainsFunc(o.Parts, func(p Part) bool { return p.Line == i }) {
			take(l.SKU, l.Quantity)
		}
	}
	for _, p := range o.Parts {
		take(p.SKU, p.Quantity)
	}
	return pieces
}
