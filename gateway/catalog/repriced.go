package catalog

import (
	"bytes"
	"context"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// repriced is a composite of whose document only the prices are to be written anew.
type repriced struct {
	// product has what prices are made of, and no more: id, SKU, type, whether it is enabled, the ids of variants and members, and the
	// regular price.
	product pos.Product
	// before and after are what stands around the prices in the document.
	before, prices, after []byte
}

// repricedOf reads a document. Errors: internal.
func repricedOf(document []byte) (repriced, error) {
	var r repriced
	var from, to int
	s, p := &scanner{b: document}, &r.product
	s.object(func(name []byte) {
		switch string(name) {
		case "id":
			p.ID = s.number()
		case "sku":
			p.SKU = s.text()
		case "type":
			p.Type = productType(s.text())
		case "enabled":
			p.Enabled = s.truth()
		case "taxClass", "barcodes", "websites", "price", "idlePrice", "special": // the last of them is what prices come after
			s.skip()
			from, to = s.at, s.at
		case "prices":
			s.skip()
			to = s.at
		case "variants":
			s.array(func() { p.Variants = append(p.Variants, pos.Variant{ID: s.idOf("id")}) })
		case "members":
			s.array(func() { p.Members = append(p.Members, pos.Member{ProductID: s.idOf("productId")}) })
		default:
			s.skip()
		}
	})
	if s.bad || from == 0 || p.ID <= 0 {
		return r, fmt.Errorf("product document %.40q: %w", document, errScan)
	}
	r.before, r.prices, r.after = document[:from], document[from:to], document[to:]
	return r, nil
}

// idOf reads an object's member that is a number, and no other.
func (s *scanner) idOf(member string) (id int64) {
	s.object(func(name []byte) {
		if string(name) == member {
			id = s.number()
		} else {
			s.skip()
		}
	})
	return id
}

// repriced returns the document with other prices, none when they are those that it has.
func (e *encoder) repriced(r *repriced, prices []pos.GroupPrice) pos.Document {
	e.begin()
	e.b = append(e.b, r.before...)
	from := len(e.b)
	e.prices(prices)
	if bytes.Equal(e.b[from:], r.prices) {
		e.drop()
		return pos.Document{}
	}
	e.b = append(e.b, r.after...)
	return pos.Document{Kind: pos.DocProduct, Key: productKey(r.product.ID), Body: e.end()}
}

// readPrices reads the prices of composites that are held and whose documents are otherwise as they are. Of the products that were read
// before, regulars says what they cost before reductions.
func (r *Refresher) readPrices(ctx context.Context, g *generation, ids []int64, regulars map[int64]int64) ([]repriced, []pos.Product, error) {
	if len(ids) == 0 {
		return nil, nil, nil
	}
	held, err := spread(ids, func(id int64) (repriced, error) {
		it, _ := g.products.get(id)
		body, err := it.body.bytes()
		if err != nil {
			return repriced{}, fmt.Errorf("product %d: %w", id, err)
		}
		c, err := repricedOf(body)
		c.product.Prices = g.lowestRegular(&c.product, regulars)
		return c, err
	})
	if err != nil {
		return nil, nil, err
	}
	products := make([]pos.Product, len(held))
	for i := range held {
		products[i] = held[i].product
	}
	if err := r.cfg.Prices.CompositePrices(ctx, g.store, products); err != nil {
		return nil, nil, fmt.Errorf("read prices of composites: %w", err)
	}
	return held, products, nil
}

// regulars returns what products cost before reductions, each as item.regular; ids are all that were asked for.
func regulars(ids []int64, products []pos.Product) map[int64]int64 {
	out := make(map[int64]int64, len(ids))
	for _, id := range ids {
		out[id] = regularUnknown
	}
	for i := range products {
		out[products[i].ID] = regularOf(products[i].Prices, func(p *pos.GroupPrice) int64 { return millionths(p.Regular) })
	}
	return out
}

// lowestRegular is what the cheapest variant of a configurable product costs before reductions, by what was read and what is held: one
// row for all customer groups. Nil when that does not tell.
func (g *generation) lowestRegular(p *pos.Product, regulars map[int64]int64) []pos.GroupPrice {
	lowest := regularNone
	for _, v := range p.Variants {
		regular, read := regulars[v.ID]
		if !read {
			regular = regularUnknown
			if it, ok := g.products.get(v.ID); ok {
				regular = it.regular
			}
		}
		switch {
		case regular == regularUnknown:
			return nil
		case regular != regularNone && (lowest == regularNone || regular < lowest):
			lowest = regular
		}
	}
	if lowest == regularNone {
		return nil
	}
	return []pos.GroupPrice{{Regular: decimal.New(lowest, -6)}}
}
