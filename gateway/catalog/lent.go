package catalog

import (
	"bytes"
	"maps"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// isOwn is whether no document of a composite is made of a member of a product's document, or of its attributes.
func isOwn(name []byte) bool {
	switch string(name) {
	case "name", "urlKey", "urls", "barcodes", "image", "smallImage", "thumbnail", "gallery", "categories", "links", "downloads", "samples",
		"rating", "createdAt", "updatedAt", "description", "short_description", "meta_title", "meta_keyword", "meta_description":
		return true
	}
	return false
}

// lent appends the rest of a product's document.
func lent(b, document []byte) ([]byte, bool) {
	s := &scanner{b: document}
	var member func(name []byte)
	member = func(name []byte) {
		if isOwn(name) {
			s.skip()
			return
		}
		b = append(append(b, name...), ':')
		if string(name) == "attributes" {
			s.object(member)
			return
		}
		from := s.at
		s.skip()
		b = append(append(b, s.b[from:s.at]...), ',')
	}
	s.object(member)
	return b, !s.bad
}

// composites returns what sells products that were read, unless they have changed in nothing but what is their own. Where nothing of a
// product has changed, something else is why it was read, such as being sold by one composite less.
func (g *generation) composites(ids []int64, read fresh) ([]int64, error) {
	found := map[int64]bool{}
	for _, id := range ids {
		parents, _ := g.parents.get(id)
		if len(parents) == 0 {
			continue
		}
		own, err := g.ownChange(id, read)
		if err != nil {
			return nil, err
		}
		for _, parent := range parents {
			found[parent] = found[parent] || !own
		}
	}
	maps.DeleteFunc(found, func(_ int64, wanted bool) bool { return !wanted })
	for _, id := range ids {
		delete(found, id)
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// ownChange is whether a product has changed, in nothing that composites show, and its stock has not.
func (g *generation) ownChange(id int64, read fresh) (bool, error) {
	it, ok := g.products.get(id)
	is := read[docID{pos.DocProduct, productKey(id)}]
	if !ok || is == nil || it.sum == digestOf(is) {
		return false, nil
	}
	if level, ok := g.stock.get(fold(it.sku)); ok {
		body, reread := read[docID{pos.DocStock, level.doc.SKU}]
		if reread && (body == nil || level.sum != digestOf(body)) {
			return false, nil
		}
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
