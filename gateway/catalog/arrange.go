package catalog

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// any returns the products of the list in some order.
func (l *list) any() []*item {
	if l == nil {
		return nil
	}
	return l.byID
}

// sorted returns the list in the order of the keys if it is kept in it. An empty category is in any order.
func (l *list) sorted(keys []pos.SortKey) ([]*item, bool) {
	if l == nil {
		return nil, true
	}
	if len(keys) == 0 {
		return l.byID, true
	}
	if len(keys) > 1 {
		return nil, false
	}
	switch k := keys[0]; {
	case k.Field == sortPosition && k.Descending:
		return l.byPositionDesc, true
	case k.Field == sortPosition:
		return l.byPosition, true
	case k.Field == sortName && k.Descending:
		return l.byNameDesc, true
	case k.Field == sortName:
		return l.byName, true
	case k.Field == sortPrice && k.Descending:
		return l.byPriceDesc, true
	case k.Field == sortPrice:
		return l.byPrice, true
	}
	return nil, false
}

// arrange sorts items of its own making. Ties go by entity id: in the direction of the last key for name, price and other
// attributes, descending otherwise. Products outside the category come last by position.
func (g *generation) arrange(items []*item, keys []pos.SortKey, category, group int64, scores map[int64]int) []*item {
	orders := make([]order, 0, len(keys)+1)
	tie := order(newestFirst)
	for _, k := range keys {
		by, down := order(nil), k.Descending
		switch k.Field {
		case sortName:
			by = func(a, b *item) int { return cmp.Compare(a.name, b.name) }
		case sortPrice:
			by = func(a, b *item) int { return cmp.Compare(a.priceOf(group), b.priceOf(group)) }
		case sortPosition:
			by = func(a, b *item) int { return comparePosition(a, b, category) }
		case sortRelevance:
			// The best match first whichever way it is asked: no register wants the worst.
			by, down = func(a, b *item) int { return cmp.Compare(scores[b.id], scores[a.id]) }, false
		default:
			by, down = g.byAttribute(k, items), false
		}
		orders = append(orders, directed(by, down))
		tie = newestFirst
		if k.Field != sortPosition && k.Field != sortRelevance {
			tie = directed(func(a, b *item) int { return cmp.Compare(a.id, b.id) }, k.Descending)
		}
	}
	orders = append(orders, tie)
	slices.SortFunc(items, func(a, b *item) int {
		for _, by := range orders {
			if n := by(a, b); n != 0 {
				return n
			}
		}
		return 0
	})
	return items
}

// longestName is the number of words up to which a name's length counts.
const longestName = 15

// ranked orders by relevance, the best first whichever way it was asked for; of those that match as well, first the ones with
// fewer words in their names, where it is the name that matches, then those with less text, as search engines do, then the newest.
func ranked(found []scored) []*item {
	for i := range found {
		words := 0
		if found[i].score >= rankName.score(false) {
			words = min(strings.Count(found[i].it.name, " "), longestName)
		}
		found[i].score = found[i].score*(longestName+1) - words
	}
	slices.SortFunc(found, func(a, b scored) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return cmp.Or(cmp.Compare(a.it.length, b.it.length), cmp.Compare(b.id, a.id))
	})
	out := make([]*item, len(found))
	for i, s := range found {
		out[i] = s.it
	}
	return out
}

func directed(by order, down bool) order {
	if !down {
		return by
	}
	return func(a, b *item) int { return by(b, a) }
}

func comparePosition(a, b *item, category int64) int {
	pa, inA := a.position(category)
	pb, inB := b.position(category)
	switch {
	case inA && inB:
		return cmp.Compare(pa, pb)
	case inA:
		return -1
	case inB:
		return 1
	}
	return 0
}
