package catalog

import (
	"cmp"
	"slices"
)

// list is the products that a category shows, in each order that pages are asked in, so that a page is a slice. Immutable.
type list struct {
	category       int64
	byPosition     []*item
	byPositionDesc []*item
	byName         []*item
	byNameDesc     []*item
	byPrice        []*item
	byPriceDesc    []*item
	byID           []*item
	// searchOnly counts the products of the category that only a search shows.
	searchOnly int
}

type order func(a, b *item) int

// Ties go as Magento's answers show them: by entity id in the direction of the key for name and price, descending for
// position whichever way it goes.
func byName(a, b *item) int {
	return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.doc.ID, b.doc.ID))
}

func byPrice(a, b *item) int {
	return cmp.Or(cmp.Compare(a.price, b.price), cmp.Compare(a.doc.ID, b.doc.ID))
}

func newestFirst(a, b *item) int { return cmp.Compare(b.doc.ID, a.doc.ID) }

func byPosition(category int64) order {
	return func(a, b *item) int {
		pa, _ := a.position(category)
		pb, _ := b.position(category)
		return cmp.Or(cmp.Compare(pa, pb), newestFirst(a, b))
	}
}

func byPositionDesc(category int64) order {
	return func(a, b *item) int {
		pa, _ := a.position(category)
		pb, _ := b.position(category)
		return cmp.Or(cmp.Compare(pb, pa), newestFirst(a, b))
	}
}

// change returns the list without the items of the given product ids and with the added ones.
func (l *list) change(category int64, gone map[int64]*item, added []*item) *list {
	if l == nil {
		l = &list{}
	}
	next := &list{category: category, searchOnly: l.searchOnly}
	for _, old := range gone {
		if _, ok := old.position(category); ok && old.listed && !old.inCatalog() {
			next.searchOnly--
		}
	}
	shown := make([]*item, 0, len(added))
	for _, it := range added {
		if it.inCatalog() {
			shown = append(shown, it)
		} else {
			next.searchOnly++
		}
	}
	next.byPosition = merge(l.byPosition, gone, shown, byPosition(category))
	next.byPositionDesc = merge(l.byPositionDesc, gone, shown, byPositionDesc(category))
	next.byName = merge(l.byName, gone, shown, byName)
	next.byPrice = merge(l.byPrice, gone, shown, byPrice)
	// Name and price turn round exactly, ties included.
	next.byNameDesc, next.byPriceDesc = reversed(next.byName), reversed(next.byPrice)
	next.byID = merge(l.byID, gone, shown, newestFirst)
	return next
}

// count is how many products the category shows, the ones that only a search finds included, as Magento's product_count
// (visible in site).
func (l *list) count() int {
	if l == nil {
		return 0
	}
	return len(l.byID) + l.searchOnly
}

// merge returns a sorted copy of sorted without gone and with added.
func merge(sorted []*item, gone map[int64]*item, added []*item, by order) []*item {
	add := slices.Clone(added)
	slices.SortFunc(add, by)
	out := make([]*item, 0, len(sorted)+len(add))
	for _, it := range sorted {
		if _, ok := gone[it.doc.ID]; ok {
			continue
		}
		for len(add) > 0 && by(add[0], it) < 0 {
			out, add = append(out, add[0]), add[1:]
		}
		out = append(out, it)
	}
	return append(out, add...)
}

func reversed(items []*item) []*item {
	out := slices.Clone(items)
	slices.Reverse(out)
	return out
}
