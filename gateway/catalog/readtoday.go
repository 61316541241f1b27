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
	now, zone := r.cfg.Now(), g.store.Zone()
	read := make(map[int64]*pos.Product, len(products))
	for i := range products {
		read[products[i].ID] = &products[i]
	}
	var lacking []int64
	for i := range products {
		if !priced(products[i].Type) {
			continue
		}
		for _, id := range partsOf(&products[i]) {
			if it, ok := g.products.get(id); ok && it.dated && read[id] == nil {
				lacking = append(lacking, id)
			}
		}
	}
	slices.Sort(lacking)
	var others []pos.Product
	for some := range slices.Chunk(slices.Compact(lacking), rereadPage) {
		page, err := r.cfg.Source.ProductsByID(ctx, g.store, some)
		if _, err = unreadable(err); err != nil {
			return fmt.Errorf("read parts: %w", err)
		}
		others = append(others, page...)
	}
	for i := range others {
		read[others[i].ID] = &others[i]
	}
	prices, changed := make(map[int64]movedPrices, len(read)), make(map[int64]bool, len(read))
	for id, p := range read {
		was := today(p, now, zone)
		prices[id] = movedPrices{was, p.Prices}
		changed[id] = prices[id].any()
	}
	for i := range products {
		if !priced(products[i].Type) || !slices.ContainsFunc(partsOf(&products[i]), func(part int64) bool { return changed[part] }) {
			continue
		}
		err := repriceComposite(&products[i], func(id int64) (movedPrices, bool, error) {
			if p, ok := read[id]; ok {
				return prices[id], p.Enabled && g.sold(p.SKU), nil
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
