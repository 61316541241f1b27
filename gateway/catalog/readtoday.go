package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Composites that are read have the rows of Magento's index, as their parts have: where the day has moved a part, they move with it.

// repriceComposites gives the composites that were collected the prices of the day.
func (c *collection) repriceComposites(at time.Time, zone *time.Location) error {
	if len(c.moved) == 0 {
		return nil // Magento's index is of today
	}
	var list []pos.Product
	products, levels := c.docs.of(pos.DocProduct), &levels{list: c.docs.of(pos.DocStock)}
	part := func(id int64) (movedPrices, bool, error) { return c.part(id, products, levels) }
	for id, parts := range c.composites {
		if !slices.ContainsFunc(parts, func(part int64) bool { _, ok := c.moved[part]; return ok }) {
			continue
		}
		p, err := productOf(products, id)
		if err != nil {
			return err
		}
		if p == nil {
			continue // it is gone
		}
		if err := repriceComposite(p, part); err != nil {
			return err
		}
		list = append(list, *p)
	}
	c.putProducts(list, at, zone)
	return nil
}

// levels are the documents of stock levels, which may spell a SKU otherwise than the product does.
type levels struct {
	list   []document
	folded map[string][]byte // made when one is not found as it is spelt
}

func (l *levels) find(sku string) []byte {
	if body := find(l.list, pos.DocStock, sku); body != nil {
		return body
	}
	if l.folded == nil {
		l.folded = make(map[string][]byte, len(l.list))
		for _, d := range l.list {
			l.folded[fold(d.Key)] = d.Body
		}
	}
	return l.folded[fold(sku)]
}

func (c *collection) part(id int64, products []document, levels *levels) (prices movedPrices, ok bool, err error) {
	p, err := productOf(products, id)
	if err != nil || p == nil || !p.Enabled {
		return prices, false, err
	}
	if body := levels.find(p.SKU); body != nil {
		var level pos.StockLevel
		if err := json.Unmarshal(body, &level); err != nil || !level.InStock {
			return prices, false, err
		}
	}
	if prices, ok = c.moved[id]; !ok {
		prices = movedPrices{p.Prices, p.Prices}
	}
	return prices, true, nil
}

// productOf returns a product among documents, nil when it is not there.
func productOf(documents []document, id int64) (*pos.Product, error) {
	body := find(documents, pos.DocProduct, productKey(id))
	if body == nil {
		return nil, nil //nolint:nilnil // not there is an answer
	}
	p := &pos.Product{}
	if err := json.Unmarshal(body, p); err != nil {
		return nil, fmt.Errorf("decode product %d: %w", id, err)
	}
	return p, nil
}

// note keeps what the day did to a product, and what a composite is made of.
func (c *collection) note(was []pos.GroupPrice, p *pos.Product) {
	if prices := (movedPrices{was, p.Prices}); prices.any() {
		c.moved[p.ID] = prices
	} else {
		delete(c.moved, p.ID)
	}
	if priced(p.Type) {
		c.composites[p.ID] = partsOf(p)
	}
	c.keys.add(p)
}

// onDay gives products that were read the prices of the day, composites with their parts: of parts that were not read and whose price
// depends on the day, the source is asked what its index has.
func (r *Refresher) onDay(ctx context.Context, g *generation, products []pos.Product) error {
	read := make(map[int64]*pos.Product, len(products))
	for i := range products {
		read[products[i].ID] = &products[i]
	}
	others, err := r.datedParts(ctx, g, products, read)
	if err != nil {
		return err
	}
	for i := range others {
		read[others[i].ID] = &others[i]
	}
	now, zone, moved := r.cfg.Now(), g.store.Zone(), map[int64]movedPrices{}
	for id, p := range read {
		was := today(p, now, zone)
		if prices := (movedPrices{was, p.Prices}); prices.any() {
			moved[id] = prices
		}
	}
	if len(moved) == 0 {
		return nil // Magento's index is of today
	}
	for i := range products {
		p := &products[i]
		if !priced(p.Type) || !slices.ContainsFunc(partsOf(p), func(part int64) bool { _, ok := moved[part]; return ok }) {
			continue
		}
		err := repriceComposite(p, func(id int64) (movedPrices, bool, error) {
			if p, ok := read[id]; ok {
				prices, ok := moved[id]
				if !ok {
					prices = movedPrices{p.Prices, p.Prices}
				}
				return prices, p.Enabled && g.sold(p.SKU), nil
			}
			held, err := g.part(id)
			if held == nil || err != nil {
				return movedPrices{}, false, err
			}
			return movedPrices{held.Prices, held.Prices}, true, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// datedParts reads the parts of composites that were not read themselves and whose price depends on the day.
func (r *Refresher) datedParts(ctx context.Context, g *generation, products []pos.Product, read map[int64]*pos.Product) ([]pos.Product, error) {
	var composites []*pos.Product
	for i := range products {
		if priced(products[i].Type) {
			composites = append(composites, &products[i])
		}
	}
	dated, _ := spread(composites, func(p *pos.Product) ([]int64, error) {
		return slices.DeleteFunc(partsOf(p), func(id int64) bool {
			it, ok := g.products.get(id)
			return !ok || !it.dated || read[id] != nil
		}), nil
	})
	lacking := slices.Concat(dated...)
	slices.Sort(lacking)
	var parts []pos.Product
	for some := range slices.Chunk(slices.Compact(lacking), rereadPage) {
		page, err := r.cfg.Source.ProductsByID(ctx, g.store, some)
		if _, err = unreadable(err); err != nil {
			return nil, fmt.Errorf("read parts: %w", err)
		}
		parts = append(parts, page...)
	}
	return parts, nil
}
