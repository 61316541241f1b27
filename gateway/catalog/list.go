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
	return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
}

func byPrice(a, b *item) int {
	return cmp.Or(cmp.Compare(a.price, b.price), cmp.Compare(a.id, b.id))
}

func newestFirst(a, b *item) int { return cmp.Compare(b.id, a.id) }

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

// change returns the list without the gone items, which were in it, and with the added ones.
func (l *list) change(category int64, gone, added []*item) *list {
	if l == nil {
		l = &list{}
	}
	next := &list{category: category, searchOnly: l.searchOnly}
	for _, old := range gone {
		if !old.inCatalog() {
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

// merge returns a sorted copy of sorted without gone and with added. A few changes to a long list cost a few searches and
// one copy.
func merge(sorted, gone, added []*item, by order) []*item {
	type edit struct {
		at  int
		put *item // nil: take out what is there
	}
	edits := make([]edit, 0, len(gone)+len(added))
	for _, it := range gone {
		if at, found := slices.BinarySearchFunc(sorted, it, by); found {
			edits = append(edits, edit{at: at})
		}
	}
	removed := len(edits)
	for _, it := range added {
		at, _ := slices.BinarySearchFunc(sorted, it, by)
		edits = append(edits, edit{at, it})
	}
	slices.SortFunc(edits, func(a, b edit) int {
		switch {
		case a.at != b.at:
			return cmp.Compare(a.at, b.at)
		case a.put == nil:
			return 1
		case b.put == nil:
			return -1
		}
		return by(a.put, b.put)
	})
	out := make([]*item, 0, len(sorted)-removed+len(added))
	from := 0
	for _, e := range edits {
		out = append(out, sorted[from:e.at]...)
		from = e.at
		if e.put != nil {
			out = append(out, e.put)
		} else {
			from++
		}
	}
	return append(out, sorted[from:]...)
}

func reversed(items []*item) []*item {
	out := slices.Clone(items)
	slices.Reverse(out)
	return out
}

// priced returns the part of the list, by ascending price, that is within the filter's bounds; false when sorting it again
// would cost more than going through the whole list, or when the prices of others than guests are asked for.
func (l *list) priced(f *filter) ([]*item, bool) {
	if l == nil || f.group != 0 || f.from == nil && f.to == nil {
		return nil, false
	}
	from, to := 0, len(l.byPrice)
	if f.from != nil {
		from, _ = slices.BinarySearchFunc(l.byPrice, *f.from, func(it *item, bound int64) int { return cmp.Compare(it.price, bound) })
	}
	if f.to != nil {
		to, _ = slices.BinarySearchFunc(l.byPrice, *f.to, func(it *item, bound int64) int {
			if it.price <= bound {
				return -1
			}
			return 1
		})
	}
	within := l.byPrice[from:max(from, to)]
	return within, len(within) < len(l.byPrice)/8
}
