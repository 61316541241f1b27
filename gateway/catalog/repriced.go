package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// repriced is a composite of whose document only the prices are to be written anew.
type repriced struct {
	// product has what prices are made of, and no more: id, SKU, type, whether it is enabled, the ids of variants and members, and the
	// regular prices.
	product pos.Product
	// before and after are what stands around the prices in the document.
	before, after []byte
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
			p.Prices = s.regular()
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
	r.before, r.after = document[:from], document[to:]
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

// repriced returns the document with other prices.
func (e *encoder) repriced(r *repriced, prices []pos.GroupPrice) pos.Document {
	e.begin()
	e.b = append(e.b, r.before...)
	e.prices(prices)
	e.b = append(e.b, r.after...)
	return pos.Document{Kind: pos.DocProduct, Key: productKey(r.product.ID), Body: e.end()}
}

// readPrices reads the prices of composites whose documents are otherwise as they are held.
func (r *Refresher) readPrices(ctx context.Context, g *generation, others affected) ([]repriced, []pos.Product, error) {
	ids := slices.Sorted(slices.Values(slices.Concat(others.priced, others.reduced)))
	if len(ids) == 0 {
		return nil, nil, nil
	}
	held, products := make([]repriced, 0, len(ids)), make([]pos.Product, 0, len(ids))
	for _, id := range ids {
		it, ok := g.products.get(id)
		if !ok {
			continue
		}
		body, err := it.body.bytes()
		if err != nil {
			return nil, nil, fmt.Errorf("product %d: %w", id, err)
		}
		c, err := repricedOf(body)
		if err != nil {
			return nil, nil, err
		}
		p := c.product
		if _, all := slices.BinarySearch(others.priced, id); all {
			p.Prices = nil
		}
		held, products = append(held, c), append(products, p)
	}
	if err := r.cfg.Prices.CompositePrices(ctx, g.store, products); err != nil {
		return nil, nil, fmt.Errorf("read prices of composites: %w", err)
	}
	return held, products, nil
}
