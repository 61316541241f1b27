package catalog

import (
	"slices"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// DocumentFormat begins the fingerprints of this version.
const DocumentFormat = documentFormat

// Tidy is what followers do after they caught up; meanwhile runs before the new index takes its place.
func (c *Catalog) Tidy(store string, meanwhile func()) error {
	v := c.stores[store]
	was, built, err := v.indexAnew()
	if err != nil || built == nil {
		return err
	}
	meanwhile()
	v.takeIndex(was, built)
	return nil
}

// Untidy is how many products have changed since their texts were indexed.
func (c *Catalog) Untidy(store string) int { return len(c.stores[store].current.Load().text.overlay) }

// EncodeProduct and EncodeLevel return the documents that readers get, made one after the other by one encoder.
func EncodeProduct(products ...pos.Product) (bodies [][]byte) {
	var e encoder
	for i := range products {
		bodies = append(bodies, e.product(&products[i]).Body)
	}
	return bodies
}

// RepricedDocuments returns a document with each of some prices, nil for those that it has, made one after the other by one encoder.
func RepricedDocuments(body []byte, each ...[]pos.GroupPrice) (bodies [][]byte, err error) {
	var e encoder
	r, err := repricedOf(body)
	for _, prices := range each {
		bodies = append(bodies, e.repriced(&r, prices).Body)
	}
	return bodies, err
}

// RegisterDocuments returns what is cut from such documents while they are being encoded, for rules that look at some attributes.
func RegisterDocuments(attributes []string, products ...pos.Product) (bodies [][]byte) {
	c := newCollection(attributes)
	c.putProducts(slices.Clone(products), time.Time{}, time.UTC)
	for _, d := range c.docs[pos.DocProduct] {
		bodies = append(bodies, d.register)
	}
	return bodies
}

func EncodeLevel(l pos.StockLevel) []byte { return new(encoder).level(&l).Body }
