package catalog

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	maxPageSize = 10_000
	maxValues   = 1000 // of one filter
)

// The sort fields of pos.SortKey.
const (
	sortRelevance = "relevance"
	sortPosition  = "position"
	sortName      = "name"
	sortPrice     = "price"
)

// Products returns a page of products as Magento's products() shows it: enabled, on the website and for sale there; with
// visibility catalog or both for filters, search or both for a search, and any of the three for a search in a category
// (Magento\CatalogGraphQl\DataProvider\Product\SearchCriteriaBuilder). Variants are not listed on their own.
//
// Order, when none is asked for: by relevance for a search, by position for a filter of one category, newest first otherwise.
// Several keys count in the order relevance, position, name, price and other attributes by id, however they are given (Magento
// does the same).
//
// A search finds products that have one of its words in the name, SKU, barcodes, or an attribute that is searchable in Magento,
// or a longer one in the name or a code; those with more of them and in weightier places come first, which is not Magento's
// relevance. A word that no product has stands for all that begin with it, else for similar words of names. Stock does not
// hide a product. Errors: invalid, for a page past the end or bounds that are exceeded; as Store.
func (c *Catalog) Products(_ context.Context, q pos.ProductQuery) (pos.ProductPage, error) {
	g, err := c.generation(q.Store)
	if err != nil {
		return pos.ProductPage{}, err
	}
	if err := checkPage(q.PageSize, q.Page); err != nil {
		return pos.ProductPage{}, err
	}
	if n := max(len(q.SKUs), len(q.URLKeys), len(q.CategoryIDs), len(q.Attributes)); n > maxValues {
		return pos.ProductPage{}, pos.NewError(pos.KindInvalid, pos.CodeTooLarge, "A filter takes at most %d values", maxValues)
	}
	f, ok := g.filterOf(&q)
	if !ok {
		return page(nil, 0, q.PageSize, q.Page)
	}
	items := g.find(&q, f)
	from := min((q.Page-1)*q.PageSize, len(items))
	docs, err := c.documents(items[from:min(from+q.PageSize, len(items))])
	if err != nil {
		return pos.ProductPage{}, err
	}
	out, err := page(docs, len(items), q.PageSize, q.Page)
	if err == nil && q.Facets {
		out.Facets = g.facets(items, q.Group, q.OwnOptions)
	}
	return out, err
}

func checkPage(size, number int) error {
	switch {
	case size <= 0:
		return pos.Invalid("pageSize value must be greater than 0.")
	case number <= 0:
		return pos.Invalid("currentPage value must be greater than 0.")
	case size > maxPageSize:
		return pos.NewError(pos.KindInvalid, pos.CodeTooLarge, "pageSize value %d is greater than %d", size, maxPageSize)
	case number > math.MaxInt32:
		return pos.NewError(pos.KindInvalid, pos.CodeTooLarge, "currentPage value %d is too large", number)
	}
	return nil
}

// pastEnd is Magento's refusal of a page after the last; an empty result has a first page.
func pastEnd(total, size, number int) error {
	if pages := (total + size - 1) / size; total > 0 && number > pages {
		return pos.Invalid("currentPage value %d specified is greater than the %d page(s) available.", number, pages)
	}
	return nil
}

func page(items []*pos.Product, total, size, number int) (pos.ProductPage, error) {
	if err := pastEnd(total, size, number); err != nil {
		return pos.ProductPage{}, err
	}
	return pos.ProductPage{Items: items, Total: total, PageSize: size, Page: number}, nil
}

// filter is what a product must fulfil.
type filter struct {
	categories [][]int64 // one of each
	skus       []string  // folded
	urlKeys    []string
	texts      []textFilter
	from, to   *int64
	attributes []attributeFilter
	ranges     []pos.Range
	columns    *columns
	group      int64
	search     *search
	visible    func(*item) bool
}

// filterOf works out the filter of a query; false when nothing can match.
func (g *generation) filterOf(q *pos.ProductQuery) (*filter, bool) {
	f := &filter{urlKeys: q.URLKeys, group: q.Group, ranges: q.Ranges, columns: g.columns, visible: (*item).inCatalog}
	for code, values := range q.Attributes {
		f.attributes = append(f.attributes, g.attributeFilter(code, values))
	}
	for _, sku := range q.SKUs {
		f.skus = append(f.skus, fold(sku))
	}
	if len(q.CategoryIDs) > 0 {
		f.categories = append(f.categories, q.CategoryIDs)
	}
	for _, m := range q.Texts {
		t := textFilter{of: m.Attribute, words: split(m.Match), partial: m.Partial}
		if len(t.words) == 0 {
			return nil, false
		}
		f.texts = append(f.texts, t)
	}
	if q.PriceFrom != nil {
		from := millionths(*q.PriceFrom)
		f.from = &from
	}
	if q.PriceTo != nil {
		to := millionths(*q.PriceTo)
		f.to = &to
	}
	if q.Search != "" {
		s, ok := parseSearch(q.Search)
		if !ok {
			return nil, false
		}
		f.search, f.visible = &s, (*item).inSearch
		if len(f.categories) > 0 {
			f.visible = func(it *item) bool { return it.listed }
		}
	}
	return f, true
}

// onlyCategory returns the category whose list holds exactly what the filter lets through.
func (g *generation) onlyCategory(f *filter) (int64, bool) {
	if f.search != nil || len(f.skus) > 0 || len(f.urlKeys) > 0 || len(f.attributes) > 0 || len(f.ranges) > 0 || len(f.texts) > 0 || f.from != nil || f.to != nil {
		return 0, false
	}
	if len(f.categories) == 0 {
		return g.tree.root, true
	}
	if len(f.categories) == 1 && len(f.categories[0]) == 1 {
		return f.categories[0][0], true
	}
	return 0, false
}

func (f *filter) match(it *item) bool {
	if !f.visible(it) {
		return false
	}
	for _, anyOf := range f.categories {
		if !slices.ContainsFunc(anyOf, func(id int64) bool { _, ok := it.position(id); return ok }) {
			return false
		}
	}
	if price := it.priceOf(f.group); f.from != nil && price < *f.from || f.to != nil && price > *f.to {
		return false
	}
	if len(f.skus) > 0 && !slices.Contains(f.skus, fold(it.sku)) ||
		len(f.urlKeys) > 0 && !slices.Contains(f.urlKeys, it.urlKey) {
		return false
	}
	for i := range f.attributes {
		if !f.attributes[i].match(it) {
			return false
		}
	}
	for i := range f.texts {
		if !f.texts[i].match(it) {
			return false
		}
	}
	for _, r := range f.ranges {
		if !f.columns.inRange(it, r) {
			return false
		}
	}
	return true
}

// find returns the matching items in order. The slice may be shared: it is not changed by anyone.
func (g *generation) find(q *pos.ProductQuery, f *filter) []*item {
	keys := g.sortKeys(q.Sort, len(f.categories) == 1 && len(f.categories[0]) == 1, f.search != nil)
	category := g.tree.root
	if len(f.categories) > 0 {
		category = f.categories[0][0]
	}
	// Lists are kept by the prices of guests.
	listed := q.Group == 0 || !slices.ContainsFunc(keys, func(k pos.SortKey) bool { return k.Field == sortPrice })
	if id, ok := g.onlyCategory(f); ok && listed {
		if sorted, ok := g.lists[id].sorted(keys); ok {
			return sorted
		}
	}
	if f.search == nil && len(f.skus) == 0 && len(f.urlKeys) == 0 && !f.deep() {
		// Whoever narrows a category or everything goes through a list that is in order already.
		from := g.tree.root
		if len(f.categories) == 1 && len(f.categories[0]) == 1 {
			from = category
		}
		if within, ok := g.lists[from].priced(f); ok {
			return g.arrange(keep(within, f), keys, category, f.group, nil)
		}
		if sorted, ok := g.lists[from].sorted(keys); ok && listed && (from == category || len(keys) == 0 || keys[0].Field != sortPosition) {
			return keep(sorted, f)
		}
		return g.arrange(keep(g.lists[from].any(), f), keys, category, f.group, nil)
	}
	found := g.candidates(f)
	if len(keys) == 1 && keys[0].Field == sortRelevance {
		return ranked(found)
	}
	items, scores := make([]*item, len(found)), make(map[int64]int, len(found))
	for i, s := range found {
		items[i], scores[s.id] = s.it, s.score
	}
	return g.arrange(items, keys, category, f.group, scores)
}

func keep(items []*item, f *filter) []*item {
	var out []*item
	for _, it := range items {
		if f.match(it) {
			out = append(out, it)
		}
	}
	return out
}

// scored is an item with how well it matches a search.
type scored struct {
	score int
	id    int64
	it    *item
}

// candidates looks products up by search text, SKU or URL key and returns those that match.
func (g *generation) candidates(f *filter) []scored {
	if f.search != nil {
		asked := g.text.settle(*f.search)
		found := g.matching(g.text.find(asked), f)
		if g.text.suffices(asked, found) {
			return found
		}
		if tolerant, ok := g.text.tolerant(asked); ok {
			return g.matching(g.text.find(tolerant), f)
		}
		return found
	}
	if len(f.skus) == 0 && len(f.urlKeys) == 0 {
		return g.matching(g.text.find(f.textSearch()), f)
	}
	var ids []int64
	for _, sku := range f.skus {
		found, _ := g.bySKU.get(sku)
		ids = append(ids, found...)
	}
	if len(f.skus) == 0 {
		for _, key := range f.urlKeys {
			found, _ := g.byURL.get(key)
			ids = append(ids, found...)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	out := make([]scored, len(ids))
	for i, id := range ids {
		out[i] = scored{id: id}
	}
	return g.matching(out, f)
}

func (g *generation) matching(found []scored, f *filter) []scored {
	out := found[:0]
	for _, s := range found {
		if it, ok := g.products.get(s.id); ok && f.match(it) {
			s.it = it
			out = append(out, s)
		}
	}
	return out
}

// sortKeys returns the keys in the order that they count in; empty means newest first.
func (g *generation) sortKeys(asked []pos.SortKey, inOneCategory, searching bool) []pos.SortKey {
	var keys []pos.SortKey
	for _, k := range asked {
		if g.rank(k.Field) > 0 && (k.Field != sortRelevance || searching) {
			keys = append(keys, k)
		}
	}
	slices.SortStableFunc(keys, func(a, b pos.SortKey) int { return cmp.Compare(g.rank(a.Field), g.rank(b.Field)) })
	switch {
	case len(keys) > 0:
		return keys
	case searching:
		return []pos.SortKey{{Field: sortRelevance, Descending: true}}
	case inOneCategory:
		return []pos.SortKey{{Field: sortPosition}}
	}
	return nil
}

// rank is where a sort field counts among others; 0 is none that there is.
func (g *generation) rank(field string) int64 {
	if i := slices.Index([]string{sortRelevance, sortPosition, sortName, sortPrice}, field); i >= 0 {
		return int64(i) + 1
	}
	if a, ok := g.attribute(field); ok {
		return a.ID + sortPriceRank
	}
	return 0
}

// sortPriceRank is the rank of the last field that every shop sorts by.
const sortPriceRank = 4
