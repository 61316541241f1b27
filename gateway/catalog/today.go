package catalog

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// Documents hold the prices of the day in the store's time zone, whatever Magento's price index says: it is rebuilt by a
// cron job some time after midnight, and registers read prices as they are. What a new day changes is appended to the log by
// the poller, from the documents alone.

// today gives a product whose special price or catalog rules have dates the prices of the day, and returns those that it had.
func today(p *pos.Product, at time.Time, zone *time.Location) (was []pos.GroupPrice) {
	was = p.Prices
	if len(p.Prices) == 0 || len(p.RuleChanges) == 0 && (p.Special == nil || p.Special.From == "" && p.Special.To == "") {
		return was
	}
	rows := make([]pos.GroupPrice, 0, len(p.Prices))
	for _, row := range p.Prices {
		rows = append(rows, p.PriceAt(row.Group, at, zone))
	}
	for _, c := range p.RuleChanges { // of a group that has no row of its own yet
		rows = withRow(rows, p.PriceAt(c.Group, at, zone))
	}
	p.Prices = rows
	return was
}

// withRow returns the rows with that of a group that has none, unless it pays what the first does.
func withRow(rows []pos.GroupPrice, row pos.GroupPrice) []pos.GroupPrice {
	i, found := slices.BinarySearchFunc(rows, row.Group, func(r pos.GroupPrice, group int64) int { return cmp.Compare(r.Group, group) })
	if found || i == 0 || rows[0].SamePrice(row) {
		return rows
	}
	return slices.Insert(rows, i, row)
}

// reprice returns the documents whose prices the day changed: of products whose special price has dates, and of the
// configurable and grouped products that sell them. Bundles keep what Magento's index says until it is read again.
func (g *generation) reprice(_ context.Context, at time.Time) (fresh, error) {
	f, zone := fresh{}, g.store.Zone()
	var e encoder
	now := map[int64][]pos.GroupPrice{}
	for id, it := range g.products.all {
		if !it.dated {
			continue
		}
		p, err := it.product()
		if err != nil {
			return nil, err
		}
		was := today(p, at, zone)
		if slices.EqualFunc(was, p.Prices, func(a, b pos.GroupPrice) bool { return a.Group == b.Group && a.Final.Equal(b.Final) }) {
			continue
		}
		now[id] = p.Prices
		f.add(e.product(p))
	}
	composites := map[int64]bool{}
	for id := range now {
		parents, _ := g.parents.get(id)
		for _, parent := range parents {
			composites[parent] = true
		}
	}
	for id := range composites {
		it, ok := g.products.get(id)
		if !ok || !priced(it.kind) {
			continue
		}
		p, err := it.product()
		if err != nil {
			return nil, err
		}
		err = repriceComposite(p, func(id int64) (movedPrices, bool, error) {
			held, err := g.part(id)
			if held == nil || err != nil {
				return movedPrices{}, false, err
			}
			part := movedPrices{held.Prices, held.Prices}
			if prices, ok := now[id]; ok {
				part.is = prices
			}
			return part, true, nil
		})
		if err != nil {
			return nil, err
		}
		f.add(e.product(p))
	}
	return f, nil
}

// priced says whether a composite's prices follow from those of its parts by the day.
func priced(kind pos.ProductType) bool {
	return kind == pos.TypeConfigurable || kind == pos.TypeGrouped
}

// movedPrices are the prices of a product as Magento's index had them, and as they are on the day.
type movedPrices struct{ was, is []pos.GroupPrice }

// any is whether the day did anything.
func (m movedPrices) any() bool { return !slices.EqualFunc(m.was, m.is, pos.GroupPrice.SamePrice) }

// part returns what is held of a part that is sold at present, nil for any other.
func (g *generation) part(id int64) (*pos.Product, error) {
	it, ok := g.products.get(id)
	if !ok || !it.enabled || !g.sold(it.sku) {
		return nil, nil //nolint:nilnil // not sold is an answer
	}
	return it.product()
}

// sold is whether a SKU is in stock as far as is known.
func (g *generation) sold(sku string) bool {
	level, ok := g.stock.get(fold(sku))
	return !ok || level.doc.InStock
}

// repriceComposite moves a composite's rows as the cheapest and the dearest of its parts moved that are enabled and in stock;
// part returns the prices of one, false for any other.
// The rest of a row is what required options add to them in Magento's index
// (ConfigurableProduct\Model\ResourceModel\Product\Indexer\Price\Configurable::updateTemporaryTable). A row whose parts have no
// prices stays.
func repriceComposite(p *pos.Product, part func(id int64) (movedPrices, bool, error)) error {
	var before, after [][]pos.GroupPrice
	for _, id := range partsOf(p) {
		prices, ok, err := part(id)
		if err != nil {
			return err
		}
		if ok {
			before, after = append(before, prices.was), append(after, prices.is)
		}
	}
	p.Prices = slices.Clone(p.Prices)
	for _, rows := range after {
		for _, row := range rows {
			if first := p.Prices; len(first) > 0 && row.Group > first[0].Group && !slices.ContainsFunc(first, func(r pos.GroupPrice) bool { return r.Group == row.Group }) {
				own := first[0]
				own.Group = row.Group
				p.Prices = append(p.Prices, own)
			}
		}
	}
	slices.SortFunc(p.Prices, func(a, b pos.GroupPrice) int { return cmp.Compare(a.Group, b.Group) })
	for i := range p.Prices {
		row := &p.Prices[i]
		low, high, ok := priceRange(before, row.Group)
		if !ok {
			continue
		}
		lowNow, highNow, _ := priceRange(after, row.Group)
		low, high = lowNow.Sub(low), highNow.Sub(high)
		row.Final, row.Min, row.Max = row.Final.Add(low), row.Min.Add(low), row.Max.Add(high)
		if p.Type == pos.TypeGrouped {
			row.Regular = row.Regular.Add(low)
		}
	}
	if len(p.Prices) > 1 {
		p.Prices = slices.Concat(p.Prices[:1], slices.DeleteFunc(slices.Clone(p.Prices[1:]), p.Prices[0].SamePrice))
	}
	return nil
}

// priceRange returns the lowest and the highest price that a customer group pays for some of the products with these prices, false
// when none has any.
func priceRange(products [][]pos.GroupPrice, group int64) (lowest, highest decimal.Decimal, ok bool) {
	for _, prices := range products {
		row, has := pos.PriceOf(prices, group)
		switch {
		case !has:
		case !ok:
			lowest, highest, ok = row.Min, row.Max, true
		default:
			lowest, highest = decimal.Min(lowest, row.Min), decimal.Max(highest, row.Max)
		}
	}
	return lowest, highest, ok
}

func partsOf(p *pos.Product) []int64 {
	out := make([]int64, 0, len(p.Variants)+len(p.Members))
	for _, v := range p.Variants {
		out = append(out, v.ID)
	}
	for _, m := range p.Members {
		out = append(out, m.ProductID)
	}
	return out
}
