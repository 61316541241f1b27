package catalog

import (
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// indexes is a changed copy of a generation's look-up maps in the making.
type indexes struct {
	bySKU     *shardsEdit[string, []int64]
	byBarcode *shardsEdit[string, []int64]
	byURL     *shardsEdit[string, []int64]
	parents   *shardsEdit[int64, []int64]
}

func (g *generation) editIndexes() *indexes {
	return &indexes{g.bySKU.edit(), g.byBarcode.edit(), g.byURL.edit(), g.parents.edit()}
}

func (e *indexes) store(g *generation) {
	g.bySKU, g.byBarcode, g.byURL, g.parents = e.bySKU.next, e.byBarcode.next, e.byURL.next, e.parents.next
}

func (e *indexes) link(p *pos.Product) {
	insert(e.bySKU, fold(p.SKU), p.ID)
	for _, b := range p.Barcodes {
		insert(e.byBarcode, fold(b), p.ID)
	}
	if p.URLKey != "" {
		insert(e.byURL, p.URLKey, p.ID)
	}
	for _, v := range p.Variants {
		insert(e.parents, v.ID, p.ID)
	}
}

func (e *indexes) unlink(p *pos.Product) {
	without(e.bySKU, fold(p.SKU), p.ID)
	for _, b := range p.Barcodes {
		without(e.byBarcode, fold(b), p.ID)
	}
	if p.URLKey != "" {
		without(e.byURL, p.URLKey, p.ID)
	}
	for _, v := range p.Variants {
		without(e.parents, v.ID, p.ID)
	}
}

// insert adds id to a key's ascending ids; the slice in place is shared with other generations and is not changed.
func insert[K comparable](e *shardsEdit[K, []int64], key K, id int64) {
	ids, _ := e.get(key)
	i, found := slices.BinarySearch(ids, id)
	if !found {
		e.set(key, slices.Insert(slices.Clone(ids), i, id))
	}
}

func without[K comparable](e *shardsEdit[K, []int64], key K, id int64) {
	ids, _ := e.get(key)
	i, found := slices.BinarySearch(ids, id)
	switch {
	case found && len(ids) == 1:
		e.remove(key)
	case found:
		e.set(key, slices.Delete(slices.Clone(ids), i, i+1))
	}
}
