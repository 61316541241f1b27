package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"strconv"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// entry is a decoded document with the digest of its bytes; a nil doc is a deleted one.
type entry[T any] struct {
	doc *T
	sum digest
}

// stored is a product document as it is stored, with its facts; nil facts: deleted.
type stored struct {
	facts *facts
	body  stowed
	sum   digest
}

// batch is decoded changes, the last of each document only.
type batch struct {
	symbols    *symbols
	store      *entry[pos.Store]
	pricing    *entry[totals.Pricing]
	categories map[int64]entry[pos.Category]
	products   map[int64]stored
	stock      map[string]entry[pos.StockLevel] // by SKU
	attributes map[string]entry[pos.Attribute]  // by code
	routes     map[string]entry[pos.Route]      // by path
}

func newBatch(sym *symbols) *batch {
	return &batch{symbols: sym, categories: map[int64]entry[pos.Category]{}, products: map[int64]stored{},
		stock: map[string]entry[pos.StockLevel]{}, attributes: map[string]entry[pos.Attribute]{}, routes: map[string]entry[pos.Route]{}}
}

// isStockOnly is whether nothing but levels changes.
func (b *batch) isStockOnly() bool {
	return len(b.stock) > 0 && b.store == nil && b.pricing == nil && len(b.categories)+len(b.products)+len(b.attributes)+len(b.routes) == 0
}

// add decodes one document into the batch. Errors: internal, when the body is not what its kind says.
func (b *batch) add(c pos.Change) error {
	switch c.Kind {
	case pos.DocStore:
		e, err := decode[pos.Store](c)
		if err == nil && e.doc != nil {
			b.store = &e
		}
		return err
	case pos.DocPricing:
		e, err := decode[totals.Pricing](c)
		if err == nil {
			b.pricing = &e
		}
		return err
	case pos.DocCategory:
		id, err := strconv.ParseInt(c.Key, 10, 64)
		if err != nil {
			return fmt.Errorf("key of %s %q: %w", c.Kind, c.Key, err)
		}
		return put(b.categories, id, c)
	case pos.DocProduct:
		return b.addProduct(c)
	case pos.DocStock:
		return put(b.stock, c.Key, c)
	case pos.DocAttribute:
		return put(b.attributes, c.Key, c)
	case pos.DocRoute:
		return put(b.routes, c.Key, c)
	}
	return nil
}

// addProduct checks that the whole document can be decoded: it comes from the log, and a faulty one must not get in.
func (b *batch) addProduct(c pos.Change) error {
	id, err := strconv.ParseInt(c.Key, 10, 64)
	if err != nil {
		return fmt.Errorf("key of %s %q: %w", c.Kind, c.Key, err)
	}
	if c.Deleted {
		b.products[id] = stored{}
		return nil
	}
	if _, err := decode[pos.Product](c); err != nil {
		return err
	}
	return b.putProduct(c.Body)
}

func (b *batch) putProduct(body []byte) error {
	f, err := scanFacts(body, b.symbols)
	if err != nil {
		return err
	}
	b.products[f.id] = stored{f, stowed{block: body}, digestOf(body)}
	return nil
}

func put[K comparable, T any](into map[K]entry[T], key K, c pos.Change) error {
	e, err := decode[T](c)
	if err == nil {
		into[key] = e
	}
	return err
}

func decode[T any](c pos.Change) (entry[T], error) {
	if c.Deleted {
		return entry[T]{}, nil
	}
	e := entry[T]{doc: new(T), sum: digestOf(c.Body)}
	if err := json.Unmarshal(c.Body, e.doc); err != nil {
		return entry[T]{}, fmt.Errorf("decode %s %s: %w", c.Kind, c.Key, err)
	}
	return e, nil
}

// readChunk adds the documents of a chunk. Each line is read once; a product's only as far as the indexes need it, since the
// importer wrote it from a document and the digest says that it came whole.
func (b *batch) readChunk(kind pos.DocumentKind, body []byte) error {
	if kind == pos.DocProduct {
		return b.readProducts(body)
	}
	for line := range bytes.Lines(body) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		key, err := keyOf(kind, line)
		if err != nil {
			return err
		}
		if err := b.add(pos.Change{Kind: kind, Key: key, Body: line}); err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) readProducts(body []byte) error {
	var packer packer
	var together [][]byte
	var read []stored
	stow := func() {
		for i, s := range packer.pack(together) {
			read[i].body = s
			b.products[read[i].facts.id] = read[i]
		}
		together, read = together[:0], read[:0]
	}
	for line := range bytes.Lines(body) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		f, err := scanFacts(line, b.symbols)
		if err != nil {
			return err
		}
		together, read = append(together, line), append(read, stored{facts: f, sum: digestOf(line)})
		if len(together) == packTogether {
			stow()
		}
	}
	stow()
	return nil
}

// join adds the documents of another batch.
func (b *batch) join(o *batch) {
	if o.store != nil {
		b.store = o.store
	}
	if o.pricing != nil {
		b.pricing = o.pricing
	}
	maps.Copy(b.categories, o.categories)
	maps.Copy(b.products, o.products)
	maps.Copy(b.stock, o.stock)
	maps.Copy(b.attributes, o.attributes)
	maps.Copy(b.routes, o.routes)
}
