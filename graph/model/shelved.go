package model

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// priceTaxes are the taxes that are told of a ProductPrice.
type priceTaxes struct{ regular, final *shelfTax }

// shelfTax is a tax, and whether the price is shown with it.
type shelfTax struct {
	amount   Money
	included bool
}

func (t *priceTaxes) ofRegular() *shelfTax {
	if t == nil {
		return nil
	}
	return t.regular
}

func (t *priceTaxes) ofFinal() *shelfTax {
	if t == nil {
		return nil
	}
	return t.final
}

// shelvedRange is what a product costs at least and at most, as it is shown.
type shelvedRange struct{ low, high totals.Shelved }

// shelvedPrices are ranges before and after reductions.
type shelvedPrices struct{ regular, final shelvedRange }

// shelved is the price range where prices are not told as they are entered. What parts make the price of is shown with the tax of
// these, each by its own class.
func (p *Product) shelved(ctx context.Context) (*PriceRange, error) {
	prices, err := p.shelvedPrices(ctx)
	if err != nil {
		return nil, err
	}
	most := p.shelvedPrice(prices.regular.high, prices.final.high)
	return &PriceRange{MinimumPrice: p.shelvedPrice(prices.regular.low, prices.final.low), MaximumPrice: &most}, nil
}

func (p *Product) shelvedPrices(ctx context.Context) (shelvedPrices, error) {
	var ofParts func(context.Context) (shelvedPrices, error)
	switch p.doc.Type {
	case pos.TypeConfigurable:
		ofParts = p.shelvedVariants
	case pos.TypeGrouped:
		ofParts = p.shelvedMembers
	case pos.TypeBundle:
		ofParts = p.shelvedBundle
	default:
		own := p.view.priceOf(p.doc)
		regular, final := p.shelve(p.doc, own.Regular), p.shelve(p.doc, own.Final)
		return shelvedPrices{shelvedRange{regular, regular}, shelvedRange{final, final}}, nil
	}
	key := keyOf(p.view, p.doc.ID)
	key.shelf, key.currency = p.view.Shelf, p.view.Currency
	return remember(ctx, p.view, key, func() (shelvedPrices, error) { return ofParts(ctx) })
}

func (p *Product) shelvedPrice(regular, final totals.Shelved) ProductPrice {
	money := func(amount float64) Money {
		value := decimal.NewFromFloat(amount)
		return Money{Value: &value, Currency: &p.view.Currency}
	}
	included := p.view.Shelf.Included()
	return ProductPrice{
		RegularPrice: money(regular.Value), FinalPrice: money(final.Value),
		taxes: &priceTaxes{&shelfTax{money(regular.Tax), included}, &shelfTax{money(final.Tax), included}},
	}
}

// shelve is a price of a product, in the base currency, as it is shown.
func (p *Product) shelve(of *pos.Product, price decimal.Decimal) totals.Shelved {
	return p.view.Shelf.Price(p.money(price).Value.InexactFloat64(), of.TaxClass)
}

// shelvedReduced is what a composite costs after reductions, taken for both where none of its parts is for sale.
func (p *Product) shelvedReduced() shelvedPrices {
	own := p.view.priceOf(p.doc)
	r := shelvedRange{p.shelve(p.doc, own.Min), p.shelve(p.doc, own.Max)}
	return shelvedPrices{r, r}
}

// shelvedVariants is Magento\ConfigurableProductGraphQl\Model\Resolver\Product\Price\Provider.
func (p *Product) shelvedVariants(ctx context.Context) (shelvedPrices, error) {
	children, err := p.salableVariants(ctx)
	if err != nil || len(children) == 0 {
		return p.shelvedReduced(), err
	}
	spread := func(priceOf func(pos.GroupPrice) decimal.Decimal) shelvedRange {
		shown := make([]totals.Shelved, len(children))
		for i := range children {
			shown[i] = p.shelve(&children[i], priceOf(p.view.priceOf(&children[i])))
		}
		return shelvedRange{slices.MinFunc(shown, byValue), slices.MaxFunc(shown, byValue)}
	}
	return shelvedPrices{spread(regularPrice), spread(finalPrice)}, nil
}

func regularPrice(p pos.GroupPrice) decimal.Decimal { return p.Regular }
func finalPrice(p pos.GroupPrice) decimal.Decimal   { return p.Final }

func byValue(a, b totals.Shelved) int { return cmp.Compare(a.Value, b.Value) }

// shelvedMembers tells the member that is cheapest as it is entered, the last of several, whatever its tax
// (Magento\GroupedProductGraphQl\Model\Resolver\Product\Price\Provider).
func (p *Product) shelvedMembers(ctx context.Context) (shelvedPrices, error) {
	members, err := p.membersWithPrices(ctx)
	if err != nil || len(members) == 0 {
		r := p.shelvedReduced()
		r.regular.high, r.final.high = r.regular.low, r.final.low
		return r, err
	}
	cheapest := func(priceOf func(pos.GroupPrice) decimal.Decimal) shelvedRange {
		least := 0
		price := func(i int) decimal.Decimal { return priceOf(p.view.priceOf(&members[i])) }
		for i := range members {
			if price(i).LessThanOrEqual(price(least)) {
				least = i
			}
		}
		shown := p.shelve(&members[least], price(least))
		return shelvedRange{shown, shown}
	}
	return shelvedPrices{cheapest(regularPrice), cheapest(finalPrice)}, nil
}

// shelvedBundle is that of its own class where the bundle has a price, and of the parts where they make it.
func (p *Product) shelvedBundle(ctx context.Context) (shelvedPrices, error) {
	if p.isDynamic() {
		return p.shelvedSelections(ctx)
	}
	prices := p.shelvedReduced()
	regular, err := p.regularOfParts(ctx)
	prices.regular = shelvedRange{p.shelve(p.doc, regular.low), p.shelve(p.doc, regular.high)}
	return prices, err
}

// shelvedSelection is a part of a bundle, as often as it goes in.
type shelvedSelection struct {
	entered  decimal.Decimal // by which selections are chosen
	shown    totals.Shelved  // one piece
	quantity float64
}

func (s shelvedSelection) times() totals.Shelved {
	return totals.Shelved{Value: s.shown.Value * s.quantity, Tax: s.shown.Tax * s.quantity}
}

// shelvedSelections sums up what parts cost, before and after what the bundle takes off (Magento\Bundle\Pricing\Adjustment\Calculator,
// …\DefaultSelectionPriceListProvider, …\Price\BundleSelectionPrice).
func (p *Product) shelvedSelections(ctx context.Context) (shelvedPrices, error) {
	parts, err := p.salableParts(ctx)
	if err != nil || len(parts) == 0 {
		return p.shelvedReduced(), err
	}
	left := p.leftOfParts()
	spread := func(priceOf func(*pos.Product) decimal.Decimal) shelvedRange {
		var required, least, most []shelvedSelection
		for _, option := range p.bundle().Options {
			choices := p.shelvedChoices(option, parts, priceOf)
			if len(choices) == 0 {
				continue
			}
			cheapest := slices.MinFunc(choices, byEntered)
			least = append(least, cheapest)
			if option.Required {
				required = append(required, cheapest)
			}
			if option.Type != "checkbox" && option.Type != "multi" {
				choices = []shelvedSelection{slices.MaxFunc(choices, byEntered)}
			}
			most = append(most, choices...)
		}
		if !slices.ContainsFunc(p.bundle().Options, func(o pos.BundleOption) bool { return o.Required }) {
			required = []shelvedSelection{slices.MinFunc(least, func(a, b shelvedSelection) int { return byValue(a.times(), b.times()) })}
		}
		return shelvedRange{p.sumOf(required), p.sumOf(most)}
	}
	return shelvedPrices{
		regular: spread(func(part *pos.Product) decimal.Decimal { return *p.money(p.view.priceOf(part).Regular).Value }),
		final: spread(func(part *pos.Product) decimal.Decimal {
			return p.money(p.view.priceOf(part).Final).Value.Mul(left).Shift(-2).Round(4)
		}),
	}, nil
}

// leftOfParts is the percentage of what parts cost that is left to pay: by a special price, or by a tier that one piece reaches
// (Magento\Bundle\Pricing\Price\DiscountCalculator).
func (p *Product) leftOfParts() decimal.Decimal {
	all := decimal.New(100, 0)
	left := all
	if special, ok := p.specialNow(); ok && special.IsPositive() {
		left = special
	}
	for _, t := range p.tiersOfGroup() {
		if rest := all.Sub(t.Price); t.Percent && !t.Quantity.GreaterThan(decimal.New(1, 0)) && rest.IsPositive() {
			left = decimal.Min(left, rest)
		}
	}
	return left
}

func byEntered(a, b shelvedSelection) int { return a.entered.Cmp(b.entered) }

func (p *Product) shelvedChoices(option pos.BundleOption, parts map[int64]*pos.Product, priceOf func(*pos.Product) decimal.Decimal) []shelvedSelection {
	var choices []shelvedSelection
	for _, s := range option.Selections {
		part, ok := parts[s.ProductID]
		if !ok {
			continue
		}
		price, quantity := priceOf(part), s.Quantity
		if quantity.IsZero() { // Magento takes none for one
			quantity = decimal.New(1, 0)
		}
		choices = append(choices, shelvedSelection{price.Mul(quantity), p.view.Shelf.Price(price.InexactFloat64(), part.TaxClass), quantity.InexactFloat64()})
	}
	return choices
}

func (p *Product) sumOf(selections []shelvedSelection) totals.Shelved {
	var sum totals.Shelved
	for _, s := range selections {
		if p.view.Shelf.RoundsParts() {
			s.shown = totals.Shelved{Value: math.Round(s.shown.Value*100) / 100, Tax: math.Round(s.shown.Tax*100) / 100}
		}
		all := s.times()
		sum = totals.Shelved{Value: sum.Value + all.Value, Tax: sum.Tax + all.Tax}
	}
	return sum
}
