package catalog

import (
	"encoding/binary"

	"github.com/tillway/tillway/gateway/pos"
)

// Revision tells the documents apart that a store view holds under the same id one after another: another number is another
// document, 0 is none. The store itself and its pricing need no id, nor do attributes, which count as one document. Others have none.
func (c *Catalog) Revision(store string, kind pos.DocumentKind, id int64) uint64 {
	g, err := c.generation(store)
	if err != nil {
		return 0
	}
	switch kind {
	case pos.DocStore:
		return g.storeSum.number()
	case pos.DocPricing:
		return g.pricing.sum.number()
	case pos.DocAttribute:
		return g.attribNow
	case pos.DocCategory:
		return g.tree.sums[id].number()
	case pos.DocProduct:
		if it, ok := g.products.get(id); ok {
			return it.sum.number()
		}
	}
	return 0
}

// number is a part of the digest that is enough to tell documents apart which nobody chose to look alike.
func (d digest) number() uint64 { return binary.BigEndian.Uint64(d[:]) }
