package catalog

import "github.com/tillway/tillway/gateway/pos"

// fresh is what Magento says now of the documents that were asked about.
type fresh map[docID]said

// said is what Magento says of a document: no body when it is gone.
type said struct {
	body []byte
	sum  digest
}

// gone notes a document that Magento does not have, unless it is added after that.
func (f fresh) gone(kind pos.DocumentKind, key string) { f[docID{kind, key}] = said{} }

func (f fresh) add(d pos.Document) { f[docID{d.Kind, d.Key}] = said{d.Body, digestOf(d.Body)} }

func (f fresh) put(d pos.Document, err error) error {
	if err == nil {
		f.add(d)
	}
	return err
}

// addEach adds so many documents, which are written on all processors at once. One without a body is none.
func (f fresh) addEach(count int, write func(e *encoder, i int) pos.Document) {
	docs, sums := make([]pos.Document, count), make([]digest, count)
	_ = spreadRuns(count, func(from, to int) error {
		var e encoder
		for i := from; i < to; i++ {
			if docs[i] = write(&e, i); docs[i].Body != nil {
				sums[i] = digestOf(docs[i].Body)
			}
		}
		return nil
	})
	for i, d := range docs {
		if d.Body != nil {
			f[docID{d.Kind, d.Key}] = said{d.Body, sums[i]}
		}
	}
}

// addProducts adds the documents of products.
func (f fresh) addProducts(products []pos.Product) {
	f.addEach(len(products), func(e *encoder, i int) pos.Document { return e.product(&products[i]) })
}

// addLevels adds the documents of levels.
func (f fresh) addLevels(levels []pos.StockLevel) {
	f.addEach(len(levels), func(e *encoder, i int) pos.Document { return e.level(&levels[i]) })
}

// another is whether a document that was asked about is not as it is held.
func (f fresh) another(g *generation, id docID) bool {
	held, ok := g.sum(id)
	is := f[id]
	return ok != (is.body != nil) || ok && held != is.sum
}

// against returns the changes that lead from what is held to what was said.
func (f fresh) against(g *generation) []pos.Change {
	var changes []pos.Change
	for id, is := range f {
		if f.another(g, id) {
			changes = append(changes, pos.Change{Kind: id.kind, Key: id.key, Body: is.body, Deleted: is.body == nil})
		}
	}
	sortChanges(changes)
	return changes
}
