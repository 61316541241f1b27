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

// reprice returns the documents with the prices of the day: of products whose special price has dates, and of the
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

// repriceComposite works a composite's rows out from those of its parts that are enabled and in stock, as Magento's index
// does. A row whose parts have no prices stays.
func (g *generation) repriceComposite(p *pos.Product, now map[int64]pos.Product) error {
	var parts []pos.Product
	for _, id := range partsOf(p) {
		it, ok := g.products.get(id)
		if !ok || !it.enabled {
			continue
		}
		if level, ok := g.stock.get(fold(it.sku)); ok && !level.doc.InStock {
			continue
		}
		part, ok := now[id]
		if !ok {
			decoded, err := it.product()
			if err != nil {
				return err
			}
			part = *decoded
		}
		parts = append(parts, part)
	}
	p.Prices = slices.Clone(p.Prices)
	for i, row := range p.Prices {
		var rows []pos.GroupPrice
		for _, part := range parts {
			if price, ok := pos.PriceOf(part.Prices, row.Group); ok {
				rows = append(rows, price)
			}
		}
		if len(rows) == 0 {
			continue
		}
		regular, lowest, highest := rows[0].Regular, rows[0].Min, rows[0].Max
		for _, r := range rows[1:] {
			regular, lowest, highest = decimal.Min(regular, r.Regular), decimal.Min(lowest, r.Min), decimal.Max(highest, r.Max)
		}
		if p.Type == pos.TypeGrouped {
			regular = lowest
		}
		p.Prices[i] = pos.GroupPrice{Group: row.Group, Regular: regular, Final: lowest, Min: lowest, Max: highest}
	}
	return nil
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
