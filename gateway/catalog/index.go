package catalog

import (
	"cmp"
	"slices"
)

// indexes is a changed copy of a generation's look-up maps in the making.
type indexes struct {
	bySKU   *shardsEdit[string, []int64]
	byURL   *shardsEdit[string, []int64]
	byPath  *shardsEdit[string, []int64]
	parents *shardsEdit[int64, []int64]
}

func (g *generation) editIndexes() *indexes {
	return &indexes{g.bySKU.edit(), g.byURL.edit(), g.byPath.edit(), g.parents.edit()}
}

func (e *indexes) store(g *generation) {
	g.bySKU, g.byURL, g.byPath, g.parents = e.bySKU.next, e.byURL.next, e.byPath.next, e.parents.next
}

// foundAs is whether two documents of a product are found by the same.
func (f *facts) foundAs(o *facts) bool {
	return f.sku == o.sku && f.urlKey == o.urlKey && slices.Equal(f.urls, o.urls) &&
		slices.EqualFunc(f.children, o.children, func(a, b child) bool { return a.id == b.id })
}

func (e *indexes) link(f *facts) {
	insert(e.bySKU, fold(f.sku), f.id)
	if f.urlKey != "" {
		insert(e.byURL, f.urlKey, f.id)
	}
	for _, path := range f.urls {
		insert(e.byPath, fold(path), f.id)
	}
	for _, c := range f.children {
		insert(e.parents, c.id, f.id)
	}
}

func (e *indexes) unlink(f *facts) {
	without(e.bySKU, fold(f.sku), f.id)
	if f.urlKey != "" {
		without(e.byURL, f.urlKey, f.id)
	}
	for _, path := range f.urls {
		without(e.byPath, fold(path), f.id)
	}
	for _, c := range f.children {
		without(e.parents, c.id, f.id)
	}
}

// insert adds id to a key's ascending ids; the slice in place is shared with other generations and is not changed.
func insert[K comparable, ID cmp.Ordered](e *shardsEdit[K, []ID], key K, id ID) {
	ids, _ := e.get(key)
	i, found := slices.BinarySearch(ids, id)
	if !found {
		e.set(key, slices.Insert(slices.Clone(ids), i, id))
	}
}

func without[K comparable, ID cmp.Ordered](e *shardsEdit[K, []ID], key K, id ID) {
	ids, _ := e.get(key)
	i, found := slices.BinarySearch(ids, id)
	switch {
	case found && len(ids) == 1:
		e.remove(key)
	case found:
		e.set(key, slices.Delete(slices.Clone(ids), i, i+1))
	}
}
