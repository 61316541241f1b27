package catalog

import (
	"maps"
	"slices"
	"sync"

	"github.com/tillway/tillway/gateway/pos"
)

// touched is what was told to have changed and no sweep has covered yet. A digest does not show what changed and then, untold, became
// what it was before: what is held is then as it was in between, and is read again whatever the digests say. Safe for concurrent use.
type touched struct {
	mu       sync.Mutex
	products map[int64]pos.Cursor // where in the feed it was told last, or a little later
	skus     map[string]pos.Cursor
}

// note adds what a batch changes that ends at a place in the feed.
func (t *touched) note(b *batch, at pos.Cursor) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.products == nil {
		t.products, t.skus = map[int64]pos.Cursor{}, map[string]pos.Cursor{}
	}
	for id := range b.products {
		t.products[id] = at
	}
	for sku := range b.stock {
		t.skus[sku] = at
	}
}

// all returns all, in order.
func (t *touched) all() (products []int64, skus []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Sorted(maps.Keys(t.products)), slices.Sorted(maps.Keys(t.skus))
}

// forget leaves out what was told up to a place in the feed, which a sweep has covered: here, or at the replica that polled before.
func (t *touched) forget(covered pos.Cursor) {
	t.mu.Lock()
	defer t.mu.Unlock()
	told := func(at pos.Cursor) bool { return at.Epoch == covered.Epoch && at.Seq <= covered.Seq }
	maps.DeleteFunc(t.products, func(_ int64, at pos.Cursor) bool { return told(at) })
	maps.DeleteFunc(t.skus, func(_ string, at pos.Cursor) bool { return told(at) })
}

// clear leaves out all.
func (t *touched) clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.products, t.skus = nil, nil
}
