package model

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// regularOfParts is what a composite costs before reductions. Where none of its parts is for sale, that is what it costs after them.
func (p *Product) regularOfParts(ctx context.Context) (regularRange, error) {
	return remember(ctx, p.view, keyOf(p.view, p.doc.ID), func() (regularRange, error) {
		switch p.doc.Type {
		case pos.TypeBundle:
			return p.regularOfSelections(ctx)
		case pos.TypeGrouped:
			return p.regularOfMembers(ctx)
		default:
			children, err := p.salableVariants(ctx)
			return p.regularOf(children), err
		}
	})
}

// regularOfMembers is Magento\GroupedProductGraphQl\Model\Resolver\Product\Price\Provider.
func (p *Product) regularOfMembers(ctx context.Context) (regularRange, error) {
	members, err := p.membersWithPrices(ctx)
	return p.regularOf(members), err
}

func (p *Product) membersWithPrices(ctx context.Context) ([]pos.Product, error) {
	ids := make([]int64, len(p.doc.Members))
	for i, m := range p.doc.Members {
		ids[i] = m.ProductID
	}
	return p.pricedParts(ctx, ids)
}

// regularOf is the range of the parts' own regular prices.
func (p *Product) regularOf(parts []pos.Product) regularRange {
	if len(parts) == 0 {
		return p.reduced()
	}
	first := p.view.priceOf(&parts[0]).Regular
	r := regularRange{first, first}
	for i := range parts[1:] {
		r = r.with(p.view.priceOf(&parts[1+i]).Regular)
	}
	return r
}

func (p *Product) reduced() regularRange {
	own := p.view.priceOf(p.doc)
	return regularRange{own.Min, own.Max}
}

// pricedParts are those of the given products that can be a part: Magento leaves out what demands a choice of its own.
func (p *Product) pricedParts(ctx context.Context, ids []int64) ([]pos.Product, error) {
	docs, err := p.view.products(ctx, ids)
	if err != nil {
		return nil, err
	}
	parts := make([]pos.Product, 0, len(docs))
	for _, doc := range docs {
		if len(doc.Prices) > 0 && doc.Attributes.Of("required_options") != "1" {
			parts = append(parts, doc)
		}
	}
	return parts, nil
}

// regularOfSelections is the price of a bundle itself, if it has one, and what its options add to it at least and at most
// (Magento\Bundle\Pricing\Price\BundleRegularPrice, Magento\Bundle\Pricing\Adjustment\DefaultSelectionPriceListProvider). Where the
// parts make the price and no option is required, the least is the cheapest selection of all.
func (p *Product) regularOfSelections(ctx context.Context) (regularRange, error) {
	bundle := p.bundle()
	amounts, err := p.selectionAmounts(ctx)
	if err != nil || len(amounts) == 0 {
		return p.reduced(), err
	}
	var total regularRange
	var cheapest []decimal.Decimal // of each option
	for _, option := range bundle.Options {
		adds, ok := rangeOf(option, amounts)
		if !ok {
			continue
		}
		if option.Required {
			total.low = total.low.Add(adds.low)
		}
		total.high = total.high.Add(adds.high)
		cheapest = append(cheapest, adds.low)
	}
	if bundle.FixedPrice {
		own, custom := p.ownPrice(), p.regularOfCustomOptions()
		return regularRange{total.low.Add(own).Add(custom.low), total.high.Add(own).Add(custom.high)}, nil
	}
	if !slices.ContainsFunc(bundle.Options, func(o pos.BundleOption) bool { return o.Required }) {
		total.low = decimal.Min(cheapest[0], cheapest[1:]...)
	}
	return total, nil
}

// ownPrice is zero where the parts make the price.
func (p *Product) ownPrice() decimal.Decimal {
	if p.doc.Price == nil {
		return decimal.Zero
	}
	return *p.doc.Price
}

// salableParts are the parts of a bundle that are for sale, by id. What is out of stock counts only where the bundle is.
func (p *Product) salableParts(ctx context.Context) (map[int64]*pos.Product, error) {
	parts := map[int64]*pos.Product{}
	var ids []int64
	for _, option := range p.bundle().Options {
		for _, s := range option.Selections {
			ids = append(ids, s.ProductID)
		}
	}
	docs, err := p.pricedParts(ctx, ids)
	if err != nil {
		return nil, err
	}
	inStock := p.view.inStock(ctx, p.doc.SKU)
	for i := range docs {
		if !inStock || p.view.inStock(ctx, docs[i].SKU) {
			parts[docs[i].ID] = &docs[i]
		}
	}
	return parts, nil
}

// selectionAmounts are what the selections that are for sale add before reductions, by selection id.
func (p *Product) selectionAmounts(ctx context.Context) (map[int64]decimal.Decimal, error) {
	parts, err := p.salableParts(ctx)
	if err != nil {
		return nil, err
	}
	bundle := p.bundle()
	amounts := map[int64]decimal.Decimal{}
	for _, option := range bundle.Options {
		for _, s := range option.Selections {
			part, ok := parts[s.ProductID]
			if !ok {
				continue
			}
			amount := s.Price
			switch {
			case !bundle.FixedPrice:
				amount = p.view.priceOf(part).Regular
			case s.Percent:
				amount = p.ownPrice().Mul(s.Price).Shift(-2)
			}
			if !s.Quantity.IsZero() { // Magento takes none for one
				amount = amount.Mul(s.Quantity)
			}
			amounts[s.ID] = amount
		}
	}
	return amounts, nil
}

// rangeOf is what an option adds when one of its selections is chosen, or all where several may be. False without any.
func rangeOf(option pos.BundleOption, amounts map[int64]decimal.Decimal) (r regularRange, found bool) {
	var all decimal.Decimal
	for _, s := range option.Selections {
		amount, ok := amounts[s.ID]
		if !ok {
			continue
		}
		all = all.Add(amount)
		if !found {
			r, found = regularRange{amount, amount}, true
		}
		r = r.with(amount)
	}
	if option.Type == "checkbox" || option.Type == "multi" {
		r.high = all
	}
	return r, found
}

// regularOfCustomOptions is what the custom options add (Magento\Catalog\Pricing\Price\CustomOptionPrice).
func (p *Product) regularOfCustomOptions() regularRange {
	var total regularRange
	for _, option := range p.doc.CustomOptions {
		var prices []pos.OptionPrice
		if option.Price != nil {
			prices = append(prices, *option.Price)
		}
		for _, v := range option.Values {
			prices = append(prices, v.Price)
		}
		var least, most decimal.Decimal
		for i, price := range prices {
			amount := price.Amount
			if price.Percent {
				amount = p.ownPrice().Mul(price.Amount).Shift(-2)
			}
			if option.Required && i == 0 || amount.LessThan(least) {
				least = amount
			}
			if option.Type == "checkbox" || option.Type == "multiple" {
				most = most.Add(amount)
			} else {
				most = decimal.Max(most, amount)
			}
		}
		total = regularRange{total.low.Add(least), total.high.Add(most)}
	}
	return total
}
