package catalog

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// generation is a store view's catalog at one cursor. Immutable: apply returns a changed copy that shares what is equal.
type generation struct {
	version     uint64
	cursor      pos.Cursor
	fingerprint string
	store       pos.Store
	storeSum    digest
	tree        *tree
	products    shards[int64, *item]
	bySKU       shards[string, []int64] // lower case; ascending: Magento's table does not keep SKUs unique
	byBarcode   shards[string, []int64] // lower case; ascending
	byURL       shards[string, []int64] // ascending
	parents     shards[int64, []int64]  // variant → configurables; ascending
	stock       shards[string, level]   // lower-case SKU
	lists       map[int64]*list
	text        *textIndex
}

type level struct {
	doc pos.StockLevel
	sum digest
}

func newGeneration(cursor pos.Cursor, fingerprint string) *generation {
	return &generation{
		cursor: cursor, fingerprint: fingerprint,
		tree:     newTree(0, nil, nil),
		products: newShards[int64, *item](), bySKU: newShards[string, []int64](), byBarcode: newShards[string, []int64](),
		byURL: newShards[string, []int64](), parents: newShards[int64, []int64](), stock: newShards[string, level](),
		lists: map[int64]*list{}, text: &textIndex{},
	}
}

// batch is decoded changes, the last of each document only.
type batch struct {
	store      *pos.Store
	storeSum   digest
	categories map[int64]*pos.Category // nil: deleted
	products   map[int64]*pos.Product
	stock      map[string]*pos.StockLevel // by SKU
	sums       map[docID]digest
}

func newBatch() *batch {
	return &batch{categories: map[int64]*pos.Category{}, products: map[int64]*pos.Product{},
		stock: map[string]*pos.StockLevel{}, sums: map[docID]digest{}}
}

// add decodes one document into the batch. Errors: internal, when the body is not what its kind says.
func (b *batch) add(c pos.Change) error {
	sum := digestOf(c.Body)
	switch c.Kind {
	case pos.DocStore:
		if c.Deleted {
			return nil
		}
		s, err := decode[pos.Store](c)
		if err != nil {
			return err
		}
		b.store, b.storeSum = s, sum
	case pos.DocCategory:
		return put(b, b.categories, c, sum)
	case pos.DocProduct:
		return put(b, b.products, c, sum)
	case pos.DocStock:
		b.sums[docID{c.Kind, c.Key}] = sum
		if c.Deleted {
			b.stock[c.Key] = nil
			return nil
		}
		l, err := decode[pos.StockLevel](c)
		if err != nil {
			return err
		}
		b.stock[c.Key] = l
	}
	return nil
}

func put[T any](b *batch, into map[int64]*T, c pos.Change, sum digest) error {
	var id int64
	if _, err := fmt.Sscan(c.Key, &id); err != nil {
		return fmt.Errorf("key of %s %q: %w", c.Kind, c.Key, err)
	}
	b.sums[docID{c.Kind, c.Key}] = sum
	if c.Deleted {
		into[id] = nil
		return nil
	}
	v, err := decode[T](c)
	if err != nil {
		return err
	}
	into[id] = v
	return nil
}

func decode[T any](c pos.Change) (*T, error) {
	v := new(T)
	if err := json.Unmarshal(c.Body, v); err != nil {
		return nil, fmt.Errorf("decode %s %s: %w", c.Kind, c.Key, err)
	}
	return v, nil
}

// apply returns the generation with the batch applied, at the given cursor.
func (g *generation) apply(b *batch, cursor pos.Cursor) *generation {
	next := *g
	next.cursor = cursor
	next.version++
	next.applyStock(b)
	if b.store == nil && len(b.categories) == 0 {
		next.applyProducts(b.products, b.sums)
		return &next
	}
	next.applyFrame(b)
	// What a product is listed under may have changed with the store or the tree: work every product out again.
	docs, sums := map[int64]*pos.Product{}, map[docID]digest{}
	for id, it := range g.products.all {
		docs[id], sums[docID{pos.DocProduct, productKey(id)}] = &it.doc, it.sum
	}
	for id, p := range b.products {
		docs[id] = p
		sums[docID{pos.DocProduct, productKey(id)}] = b.sums[docID{pos.DocProduct, productKey(id)}]
	}
	empty := newGeneration(cursor, g.fingerprint)
	next.products, next.bySKU, next.byBarcode = empty.products, empty.bySKU, empty.byBarcode
	next.byURL, next.parents, next.lists, next.text = empty.byURL, empty.parents, empty.lists, empty.text
	next.applyProducts(docs, sums)
	return &next
}

func (g *generation) applyStock(b *batch) {
	if len(b.stock) == 0 {
		return
	}
	edit := g.stock.edit()
	for sku, l := range b.stock {
		if l == nil {
			// A SKU may have gone only to come back in other letters.
			if held, ok := edit.get(fold(sku)); ok && held.doc.SKU == sku {
				edit.remove(fold(sku))
			}
		} else {
			edit.set(fold(sku), level{*l, b.sums[docID{pos.DocStock, sku}]})
		}
	}
	g.stock = edit.next
}

// applyFrame applies changes of the store document and of categories.
func (g *generation) applyFrame(b *batch) {
	if b.store != nil {
		g.store, g.storeSum = *b.store, b.storeSum
	}
	var categories []pos.Category
	sums := map[int64]digest{}
	for id, c := range g.tree.byID {
		if _, changed := b.categories[id]; !changed {
			categories, sums[id] = append(categories, *c), g.tree.sums[id]
		}
	}
	for id, c := range b.categories {
		if c != nil {
			categories, sums[id] = append(categories, *c), b.sums[docID{pos.DocCategory, productKey(id)}]
		}
	}
	g.tree = newTree(g.store.RootCategoryID, categories, sums)
}

// applyProducts replaces, adds and (nil) removes products.
func (g *generation) applyProducts(docs map[int64]*pos.Product, sums map[docID]digest) {
	if len(docs) == 0 {
		return
	}
	products, e := g.products.edit(), g.editIndexes()
	gone := map[int64]*item{}
	added := map[int64][]*item{} // by category
	touched := map[int64]bool{}  // categories
	var reworded []int64
	for id := range docs {
		if old, ok := g.products.get(id); ok {
			gone[id] = old
			e.unlink(&old.doc)
			products.remove(id)
			for _, p := range old.places {
				touched[p.category] = true
			}
		}
	}
	for id, doc := range docs {
		if doc == nil {
			continue
		}
		old, existed := gone[id]
		it := newItem(*doc, sums[docID{pos.DocProduct, productKey(id)}], &g.store, g.tree)
		products.set(id, it)
		e.link(&it.doc)
		for _, p := range it.places {
			touched[p.category] = true
			added[p.category] = append(added[p.category], it)
		}
		if it.listed && (!existed || !old.listed || !slices.Equal(old.words, it.words)) {
			reworded = append(reworded, id)
		}
	}
	g.products = products.next
	e.store(g)
	lists := make(map[int64]*list, len(g.lists)+len(touched))
	for id, l := range g.lists {
		lists[id] = l
	}
	for category := range touched {
		lists[category] = lists[category].change(category, gone, added[category])
	}
	g.lists = lists
	var outgrown bool
	if g.text, outgrown = g.text.touch(reworded); outgrown {
		g.text = newTextIndex(g.products.all)
	}
}

// sum returns the digest of the document that the generation holds, false if it holds none.
func (g *generation) sum(id docID) (digest, bool) {
	switch id.kind {
	case pos.DocStore:
		return g.storeSum, id.key == g.store.Code
	case pos.DocCategory, pos.DocProduct:
		var n int64
		if _, err := fmt.Sscan(id.key, &n); err != nil {
			return digest{}, false
		}
		if id.kind == pos.DocCategory {
			s, ok := g.tree.sums[n]
			return s, ok
		}
		it, ok := g.products.get(n)
		if !ok {
			return digest{}, false
		}
		return it.sum, true
	case pos.DocStock:
		l, ok := g.stock.get(fold(id.key))
		return l.sum, ok && l.doc.SKU == id.key
	}
	return digest{}, false
}
