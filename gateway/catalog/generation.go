package catalog

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// generation is a store view's catalog at one cursor. Immutable: apply returns a changed copy that shares what is equal.
type generation struct {
	version     uint64 // moves with everything but stock
	stockMoves  uint64
	cursor      pos.Cursor
	fingerprint string
	symbols     *symbols
	store       pos.Store
	storeSum    digest
	pricing     entry[totals.Pricing]
	tree        *tree
	products    shards[int64, *item]
	bySKU       shards[string, []int64] // lower case; ascending: Magento's table does not keep SKUs unique
	byURL       shards[string, []int64] // by URL key; ascending
	byPath      shards[string, []int64] // by request path, folded; ascending
	parents     shards[int64, []int64]  // part → the composites it is a part of; ascending
	stock       shards[string, entry[pos.StockLevel]]
	attributes  []*pos.Attribute // by code
	attribSums  map[string]digest
	attribNow   uint64                           // another when any of them is
	routes      shards[string, entry[pos.Route]] // by folded path: Magento's table keeps those unique
	byTarget    shards[string, []string]         // by folded target, the folded paths of routes that do not redirect; ascending
	lists       map[int64]*list
	vocabulary  *vocabulary
	columns     *columns
	text        *textIndex
}

func newGeneration(cursor pos.Cursor, fingerprint string, sym *symbols) *generation {
	g := &generation{cursor: cursor, fingerprint: fingerprint, symbols: sym, tree: newTree(0, nil, nil), columns: &columns{},
		stock: newShards[string, entry[pos.StockLevel]](), attribSums: map[string]digest{}, routes: newShards[string, entry[pos.Route]](), byTarget: newShards[string, []string]()}
	g.clearProducts()
	return g
}

func (g *generation) clearProducts() {
	g.products, g.bySKU = newShards[int64, *item](), newShards[string, []int64]()
	g.byURL, g.byPath, g.parents = newShards[string, []int64](), newShards[string, []int64](), newShards[int64, []int64]()
	g.lists, g.text = map[int64]*list{}, &textIndex{}
}

// apply returns the generation with the batch applied, at the given cursor. Errors: internal, when a document that is held
// cannot be read.
func (g *generation) apply(b *batch, cursor pos.Cursor) (*generation, error) {
	next := *g
	next.cursor = cursor
	if !b.isStockOnly() {
		next.version++
		next.columns = &columns{}
	}
	if len(b.stock) > 0 {
		next.stockMoves++
	}
	next.applyStock(b)
	next.applyAttributes(b)
	next.applyRoutes(b)
	next.applyPricing(b)
	if b.store == nil && len(b.categories) == 0 {
		if err := next.applyProducts(b.products); err != nil || next.vocabulary == g.vocabulary {
			return &next, err
		}
		return &next, next.buildText(nil)
	}
	next.applyFrame(b)
	// What a product is listed under may have changed with the store or the tree: work every product out again.
	docs := make(map[int64]stored, len(b.products))
	for id, it := range g.products.all {
		if _, changed := b.products[id]; changed {
			continue
		}
		f, err := it.facts(g.symbols)
		if err != nil {
			return nil, err
		}
		docs[id] = stored{f, it.body, it.sum}
	}
	maps.Copy(docs, b.products)
	next.clearProducts()
	return &next, next.applyProducts(docs)
}

func (g *generation) applyStock(b *batch) {
	if len(b.stock) == 0 {
		return
	}
	edit := g.stock.edit()
	for sku, l := range b.stock {
		if l.doc != nil {
			edit.set(fold(sku), l)
			continue
		}
		// A SKU may have gone only to come back in other letters.
		if held, ok := edit.get(fold(sku)); ok && held.doc.SKU == sku {
			edit.remove(fold(sku))
		}
	}
	g.stock = edit.next
}

func (g *generation) applyAttributes(b *batch) {
	if len(b.attributes) == 0 {
		return
	}
	sums, all := maps.Clone(g.attribSums), []*pos.Attribute{}
	for _, a := range g.attributes {
		if _, changed := b.attributes[a.Code]; !changed {
			all = append(all, a)
		}
	}
	for code, e := range b.attributes {
		delete(sums, code)
		if e.doc != nil {
			all, sums[code] = append(all, e.doc), e.sum
		}
	}
	slices.SortFunc(all, func(a, b *pos.Attribute) int { return cmp.Compare(a.Code, b.Code) })
	g.attributes, g.attribSums, g.attribNow = all, sums, 0
	for _, sum := range sums {
		g.attribNow ^= sum.number()
	}
	if v := newVocabulary(all, g.symbols); !v.equals(g.vocabulary) {
		g.vocabulary = v
	}
}

func (g *generation) applyRoutes(b *batch) {
	if len(b.routes) == 0 {
		return
	}
	edit, targets := g.routes.edit(), g.byTarget.edit()
	for path, e := range b.routes {
		key := fold(path)
		held, ok := edit.get(key)
		// A path may have gone only to come back in other letters.
		if e.doc == nil && (!ok || held.doc.Path != path) {
			continue
		}
		if ok && held.doc.Redirect == 0 {
			without(targets, fold(held.doc.Target), key)
		}
		if e.doc == nil {
			edit.remove(key)
			continue
		}
		edit.set(key, e)
		if e.doc.Redirect == 0 {
			insert(targets, fold(e.doc.Target), key)
		}
	}
	g.routes, g.byTarget = edit.next, targets.next
}

// applyFrame applies changes of the store document and of categories.
func (g *generation) applyFrame(b *batch) {
	if b.store != nil {
		g.store, g.storeSum = *b.store.doc, b.store.sum
	}
	var categories []pos.Category
	sums := map[int64]digest{}
	for id, c := range g.tree.byID {
		if _, changed := b.categories[id]; !changed {
			categories, sums[id] = append(categories, *c), g.tree.sums[id]
		}
	}
	for id, e := range b.categories {
		if e.doc != nil {
			categories, sums[id] = append(categories, *e.doc), e.sum
		}
	}
	g.tree = newTree(g.store.RootCategoryID, categories, sums)
}

// withParents adds the composites that have a changed product as a part, if they are found by what changed of it.
func (g *generation) withParents(docs map[int64]stored) (map[int64]stored, error) {
	missing := map[int64]stored{}
	for id, doc := range docs {
		parents, _ := g.parents.get(id)
		if len(parents) == 0 || g.lendsTheSame(id, doc.facts) {
			continue
		}
		for _, parent := range parents {
			if _, ok := docs[parent]; ok {
				continue
			}
			it, ok := g.products.get(parent)
			if !ok {
				continue
			}
			f, err := it.facts(g.symbols)
			if err != nil {
				return nil, err
			}
			missing[parent] = stored{f, it.body, it.sum}
		}
	}
	if len(missing) == 0 {
		return docs, nil
	}
	maps.Copy(missing, docs)
	return missing, nil
}

// lendsTheSame is whether a part lends to composites (item.merge) what it lent before.
func (g *generation) lendsTheSame(id int64, f *facts) bool {
	old, ok := g.products.get(id)
	return ok && f != nil && old.enabled == f.enabled && old.listed == f.listed(&g.store) && slices.Equal(old.own, f.values)
}

// applyProducts replaces, adds and removes products.
func (g *generation) applyProducts(docs map[int64]stored) error {
	if len(docs) == 0 {
		return nil
	}
	docs, err := g.withParents(docs)
	if err != nil {
		return err
	}
	anew := len(docs) > len(g.text.ids)/8 // the index of texts is built anew, whatever their words are
	products, e := g.products.edit(), g.editIndexes()
	before, linked := map[int64][]word{}, map[int64]bool{}
	gone, added := map[int64][]*item{}, map[int64][]*item{} // by category
	for id := range docs {
		old, ok := g.products.get(id)
		if !ok {
			continue
		}
		f, err := old.facts(g.symbols)
		if err != nil {
			return err
		}
		if is := docs[id].facts; is != nil && is.foundAs(f) {
			linked[id] = true // most changes are of something else, and a changed index is a copied one
		} else {
			e.unlink(f)
		}
		products.remove(id)
		for _, p := range old.places {
			gone[int64(p.category)] = append(gone[int64(p.category)], old)
		}
		if old.listed && !anew {
			before[id] = g.words(f)
		}
	}
	items, words := make([]*item, 0, len(docs)), map[int64][]word{}
	for id, doc := range docs {
		var after []word
		if doc.facts != nil {
			it := newItem(doc.facts, doc.body, doc.sum, &g.store, g.tree)
			items = append(items, it)
			products.set(id, it)
			if !linked[id] {
				e.link(doc.facts)
			}
			for _, p := range it.places {
				added[int64(p.category)] = append(added[int64(p.category)], it)
			}
			if it.listed && !anew {
				after = g.words(doc.facts)
			}
		}
		if !slices.Equal(before[id], after) {
			words[id] = after
		}
	}
	for _, it := range items {
		it.merge(docs[it.id].facts.children, products.get)
	}
	g.products = products.next
	e.store(g)
	g.applyLists(gone, added)
	if anew {
		return g.buildText(docs)
	}
	return g.applyText(words, docs)
}

// applyLists takes what is gone out of the lists of categories, and puts what was added in.
func (g *generation) applyLists(gone, added map[int64][]*item) {
	lists := maps.Clone(g.lists)
	for category, items := range added {
		lists[category] = lists[category].change(category, gone[category], items)
	}
	for category, items := range gone {
		if added[category] == nil {
			lists[category] = lists[category].change(category, items, nil)
		}
	}
	g.lists = lists
}

// applyText puts changed words into the overlay of the index, or builds it anew when there are too many.
func (g *generation) applyText(words map[int64][]word, docs map[int64]stored) error {
	text, outgrown := g.text.touch(words)
	g.text = text
	if !outgrown {
		return nil
	}
	return g.buildText(docs)
}

// buildText builds the index of texts; docs are products whose facts are known already.
func (g *generation) buildText(docs map[int64]stored) error {
	var failed error
	g.text = newTextIndex(g.products.all, func(it *item) []word {
		f := docs[it.id].facts
		if f == nil {
			var err error
			if f, err = it.facts(g.symbols); err != nil {
				failed = err
				return nil
			}
		}
		return g.words(f)
	})
	return failed
}

// sum returns the digest of the document that the generation holds, false if it holds none.
func (g *generation) sum(id docID) (digest, bool) {
	switch id.kind {
	case pos.DocStore:
		return g.storeSum, id.key == g.store.Code
	case pos.DocPricing:
		return g.pricing.sum, g.pricing.doc != nil && id.key == totals.PricingKey
	case pos.DocCategory, pos.DocProduct:
		n, err := strconv.ParseInt(id.key, 10, 64)
		if err != nil {
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
	case pos.DocAttribute:
		s, ok := g.attribSums[id.key]
		return s, ok
	case pos.DocRoute:
		r, ok := g.routes.get(fold(id.key))
		return r.sum, ok && r.doc.Path == id.key
	}
	return digest{}, false
}
