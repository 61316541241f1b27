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

// lent appends the rest of a product's document.
func lent(b, document []byte) ([]byte, bool) {
	s := &scanner{b: document}
	rest := func(name []byte) {
		from := s.at
		s.skip()
		b = append(append(append(append(b, name...), ':'), s.b[from:s.at]...), ',')
	}
	s.object(func(name []byte) {
		switch {
		case isOwn(name):
			s.skip()
		case string(name) == "attributes":
			s.object(func(code []byte) {
				if isText(code) {
					s.skip()
				} else {
					rest(code)
				}
			})
		default:
			rest(name)
		}
	})
	return b, !s.bad
}

// composites returns what sells products that were read, unless they have changed in nothing but what is their own. Where nothing of a
// product has changed, something else is why it was read, such as being sold by one composite less.
func (g *generation) composites(ids []int64, read fresh) ([]int64, error) {
	found, restocked := map[int64]bool{}, map[string]bool{}
	for _, c := range read.against(g) {
		if c.Kind == pos.DocStock {
			restocked[fold(c.Key)] = true
		}
	}
	for _, id := range ids {
		parents, _ := g.parents.get(id)
		if len(parents) == 0 {
			continue
		}
		own, err := g.ownChange(id, read, restocked)
		if err != nil {
			return nil, err
		}
		if own {
			continue
		}
		for _, parent := range parents {
			found[parent] = true
		}
	}
	for _, id := range ids {
		delete(found, id)
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// ownChange is whether a product has changed, in nothing that composites show, and its stock has not, whose SKUs are told as fold has them.
func (g *generation) ownChange(id int64, read fresh, restocked map[string]bool) (bool, error) {
	it, ok := g.products.get(id)
	is := read[docID{pos.DocProduct, productKey(id)}]
	if !ok || is == nil || it.sum == digestOf(is) || restocked[fold(it.sku)] {
		return false, nil
	}
	was, err := it.body.bytes()
	if err != nil {
		return false, err
	}
	before, ok := lent(nil, was)
	if !ok {
		return false, nil
	}
	after, ok := lent(nil, is)
	return ok && bytes.Equal(before, after), nil
}
