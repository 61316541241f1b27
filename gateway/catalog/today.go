package catalog

import (
	"context"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// Documents hold the prices of the day in the store's time zone, whatever Magento's price index says: it is rebuilt by a
// cron job some time after midnight, and registers read prices as they are. What a new day changes is appended to the log by
// the poller, from the documents alone.

// today returns a product whose special price has dates with the prices of the day.
func today(p pos.Product, at time.Time, zone *time.Location) pos.Product {
	if p.Special == nil || p.Special.From == "" && p.Special.To == "" {
		return p
	}
	rows := make([]pos.GroupPrice, len(p.Prices))
	for i, row := range p.Prices {
		rows[i] = p.PriceAt(row.Group, at, zone)
	}
	if len(rows) > 0 {
		p.Prices = rows
	}
	return p
}

// reprice returns the documents whose prices the day changed: of products whose special price has dates, and of the
// configurable and grouped products that sell them. Bundles keep what Magento's index says until it is read again.
func (g *generation) reprice(_ context.Context, at time.Time) (fresh, error) {
	f, zone := fresh{}, g.store.Zone()
	var e encoder
	now := map[int64]pos.Product{}
	for id, it := range g.products.all {
		if !it.dated {
			continue
		}
		p, err := it.product()
		if err != nil {
			return nil, err
		}
		priced := today(*p, at, zone)
		if slices.EqualFunc(p.Prices, priced.Prices, func(a, b pos.GroupPrice) bool { return a.Final.Equal(b.Final) }) {
			continue
		}
		now[id] = priced
		f.add(e.product(&priced))
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
		if !ok || it.kind != pos.TypeConfigurable && it.kind != pos.TypeGrouped {
			continue
		}
		p, err := it.product()
		if err != nil {
			return nil, err
		}
		if err := g.repriceComposite(p, now); err != nil {
			return nil, err
		}
		f.add(e.product(p))
	}
	return f, nil
}

// repriceComposite moves a composite's rows as the cheapest and the dearest of its parts moved that are enabled and in stock.
// The rest of a row is what required options add to them in Magento's index
// (ConfigurableProduct\Model\ResourceModel\Product\Indexer\Price\Configurable::updateTemporaryTable). A row whose parts have no
// prices stays.
func (g *generation) repriceComposite(p *pos.Product, now map[int64]pos.Product) error {
	var before, after []pos.Product
	for _, id := range partsOf(p) {
		it, ok := g.products.get(id)
		if !ok || !it.enabled {
			continue
		}
		if level, ok := g.stock.get(fold(it.sku)); ok && !level.doc.InStock {
			continue
		}
		held, err := it.product()
		if err != nil {
			return err
		}
		part, ok := now[id]
		if !ok {
			part = *held
		}
		before, after = append(before, *held), append(after, part)
	}
	p.Prices = slices.Clone(p.Prices)
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
	return nil
}

// priceRange returns the lowest and the highest price that a customer group pays for some of the products, false when none has
// prices.
func priceRange(products []pos.Product, group int64) (lowest, highest decimal.Decimal, ok bool) {
	for _, p := range products {
		row, has := pos.PriceOf(p.Prices, group)
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
	var out []int64
	for _, v := range p.Variants {
		out = append(out, v.ID)
	}
	for _, m := range p.Members {
		out = append(out, m.ProductID)
	}
	return out
}
