package rest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// bundleMark begins what an imported order's item says in additional_data, a column that is free text to Magento, when the
// item is a part of a bundle. The bundle's SKU follows.
const bundleMark = "Part of "

// soldLine is a line of an imported order.
type soldLine struct {
	pos.Line
	bundle string // the SKU of the bundle that it is a part of, or empty
}

// chosenPart is what was chosen of a bundle, in pieces for one bundle.
type chosenPart struct {
	sku      string
	quantity decimal.Decimal
}

// partsOf are the parts of a bundle that were chosen, at least one. Errors: invalid with CodeUnknownSKU, when the bundle does
// not have one any more, or with CodeRejectedByShop, when the order names none.
func partsOf(l pos.Line, bundle soldProduct) ([]chosenPart, error) {
	var parts []chosenPart
	if l.Choices == nil {
		return nil, withoutParts(l, bundle)
	}
	for _, choice := range l.Choices.Bundle {
		for _, id := range choice.Selections {
			sku := bundle.selection(choice.OptionID, id)
			if sku == "" {
				return nil, pos.NewError(pos.KindInvalid, pos.CodeUnknownSKU, "Magento's bundle %s no longer has the part that was chosen (option %d, selection %d)", l.SKU, choice.OptionID, id).
					About(pos.MetPartGone, pos.Figures{"sku": l.SKU})
			}
			parts = append(parts, chosenPart{sku, choice.Quantity})
		}
	}
	if len(parts) == 0 {
		return nil, withoutParts(l, bundle)
	}
	return parts, nil
}

// withoutParts refuses a composite of which nobody knows what was handed over.
func withoutParts(l pos.Line, p soldProduct) error {
	return pos.NewError(pos.KindInvalid, pos.CodeRejectedByShop,
		"%s is a %s product, and Magento takes an order as it was charged only for the products that were handed over: have it placed by cart", l.SKU, p.Type).
		About(pos.MetUnknownParts, pos.Figures{"sku": l.SKU})
}

func (p soldProduct) selection(option, id int64) string {
	for _, o := range p.Extension.it.Bundle {
		for _, s := range o.Selections {
			if int64(o.ID) == option && int64(s.ID) == id {
				return string(s.SKU)
			}
		}
	}
	return ""
}

// soldLines are the lines as they are imported: a bundle as the parts that were handed over, since Magento links the items of
// an order by ids that they have only when they are saved (Magento\Sales\Model\ResourceModel\Order\Item::_beforeSave), and a
// bundle without its parts would neither be reserved nor shipped. The parts come to what the bundle was charged.
func soldLines(lines []pos.Line, products map[string]soldProduct) ([]soldLine, error) {
	var sold []soldLine
	for _, l := range lines {
		product := products[strings.ToLower(l.SKU)]
		if product.Type != pos.TypeBundle {
			sold = append(sold, soldLine{Line: l})
			continue
		}
		parts, err := partsOf(l, product)
		if err != nil {
			return nil, err
		}
		weights := make([]decimal.Decimal, len(parts))
		for i, part := range parts {
			weights[i] = products[strings.ToLower(part.sku)].Price.Mul(part.quantity)
		}
		rows, taxes := spread(l.RowTotal, weights), spread(l.Tax, weights)
		discounts, compensations := spread(l.Discount, weights), spread(l.Compensation, weights)
		for i, part := range parts {
			p := products[strings.ToLower(part.sku)]
			quantity := part.quantity.Mul(l.Quantity)
			sold = append(sold, soldLine{bundle: l.SKU, Line: pos.Line{
				SKU: string(p.SKU), Name: cmp.Or(l.Name, product.Name) + ": " + p.Name, Quantity: quantity,
				UnitPrice: decimal.NewFromInt(rows[i]).Div(quantity).Round(0).IntPart(),
				RowTotal:  rows[i], Tax: taxes[i], Discount: discounts[i], Compensation: compensations[i],
			}})
		}
	}
	return sold, nil
}

// spread divides an amount by weights, evenly when there are none. The largest rests get what rounding leaves.
func spread(amount int64, weights []decimal.Decimal) []int64 {
	sum := decimal.Zero
	for _, w := range weights {
		sum = sum.Add(w)
	}
	if !sum.IsPositive() {
		sum = decimal.NewFromInt(int64(len(weights)))
		weights = slices.Repeat([]decimal.Decimal{decimal.NewFromInt(1)}, len(weights))
	}
	shares, order, rests := make([]int64, len(weights)), make([]int, len(weights)), make([]decimal.Decimal, len(weights))
	left := amount
	for i, w := range weights {
		exact := decimal.NewFromInt(amount).Mul(w).Div(sum)
		shares[i], order[i] = exact.Floor().IntPart(), i
		rests[i] = exact.Sub(exact.Floor())
		left -= shares[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return rests[b].Cmp(rests[a]) })
	for n := range int(left) {
		shares[order[n]]++
	}
	return shares
}
