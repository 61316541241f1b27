package catalog

import (
	"bytes"
	"maps"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// isOwn is whether no document of a composite is made of a member of a product's document.
func isOwn(name []byte) bool {
	switch string(name) {
	case "name", "urlKey", "urls", "barcodes", "image", "smallImage", "thumbnail", "gallery", "categories", "links", "downloads", "samples",
		"rating", "createdAt", "updatedAt":
		return true
	}
	return false
}

// isText is whether an attribute is one of Magento's texts. Any other may be an axis, whatever its code: a shop may name one "rating".
func isText(code []byte) bool {
	switch string(code) {
	case "description", "short_description", "meta_title", "meta_keyword", "meta_description":
		return true
	}
	return false
}

// isPrice is whether of a composite's document only the prices are made of a member of a product's document.
func isPrice(name []byte) bool {
	switch string(name) {
	case "price", "special", "prices", "tiers":
		return true
	}
	return false
}

// lent is what documents of composites are made of in a product's document: for their prices, and for more.
type lent struct{ prices, rest []byte }

// lentBy returns what a document lends; false when it cannot be read.
func lentBy(document []byte) (lent, bool) {
	var l lent
	s := &scanner{b: document}
	add := func(to *[]byte, name []byte) {
		from := s.at
		s.skip()
		*to = append(append(append(append(*to, name...), ':'), s.b[from:s.at]...), ',')
	}
	s.object(func(name []byte) {
		switch {
		case isOwn(name):
			s.skip()
		case isPrice(name):
			add(&l.prices, name)
		case string(name) == "attributes":
			s.object(func(code []byte) {
				if isText(code) {
					s.skip()
				} else {
					add(&l.rest, code)
				}
			})
		default:
			add(&l.rest, name)
		}
	})
	return l, !s.bad
}

// change is what composites see of how a product has changed.
type change int

const (
	changedOwn    change = iota // nothing
	changedPrices               // their prices may be others
	changedMore
)

// composites returns what sells products that were read: those whose documents may be others, and those of whose documents only the
// prices may. Where nothing of a product has changed, something else is why it was read, such as being sold by one composite less.
func (g *generation) composites(ids []int64, read fresh) (whole, priced []int64, err error) {
	found, restocked := map[int64]change{}, map[string]bool{}
	for id := range read {
		if id.kind == pos.DocStock && read.another(g, id) {
			restocked[fold(id.key)] = true
		}
	}
	seen, err := spread(ids, func(id int64) (change, error) {
		if parents, _ := g.parents.get(id); len(parents) == 0 {
			return changedOwn, nil
		}
		return g.changeOf(id, read, restocked)
	})
	if err != nil {
		return nil, nil, err
	}
	for i, id := range ids {
		parents, _ := g.parents.get(id)
		for _, parent := range parents {
			found[parent] = max(found[parent], seen[i])
		}
	}
	for _, id := range ids {
		delete(found, id)
	}
	for _, id := range slices.Sorted(maps.Keys(found)) {
		it, held := g.products.get(id)
		switch {
		case found[id] == changedOwn:
		case found[id] == changedPrices && held && !it.dated: // the dates of others are in their documents
			priced = append(priced, id)
		default:
			whole = append(whole, id)
		}
	}
	return whole, priced, nil
}

// changeOf compares a product that was read with what is held of it. restocked are the SKUs whose stock has changed, as fold has them.
func (g *generation) changeOf(id int64, read fresh, restocked map[string]bool) (change, error) {
	it, ok := g.products.get(id)
	is := read[docID{pos.DocProduct, productKey(id)}]
	if !ok || is.body == nil || it.sum == is.sum || restocked[fold(it.sku)] {
		return changedMore, nil
	}
	was, err := it.body.bytes()
	if err != nil {
		return changedMore, err
	}
	before, readable := lentBy(was)
	after, ok := lentBy(is.body)
	switch {
	case !readable || !ok || !bytes.Equal(before.rest, after.rest):
		return changedMore, nil
	case !bytes.Equal(before.prices, after.prices):
		return changedPrices, nil
	}
	return changedOwn, nil
}
