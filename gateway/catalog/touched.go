package catalog

import (
	"maps"
	"slices"
	"sync"
)

// touched is what was told to have changed since the last sweep. A digest does not show what changed and then, untold, became what
// it was before: what is held is then as it was in between, and is read again whatever the digests say. Safe for concurrent use.
type touched struct {
	mu       sync.Mutex
	products map[int64]struct{}
	skus     map[string]struct{}
}

func (t *touched) note(b *batch) {
	t.again(slices.Collect(maps.Keys(b.products)), slices.Collect(maps.Keys(b.stock)))
}

// again adds products and SKUs.
func (t *touched) again(products []int64, skus []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.products == nil {
		t.products, t.skus = map[int64]struct{}{}, map[string]struct{}{}
	}
	for _, id := range products {
		t.products[id] = struct{}{}
	}
	for _, sku := range skus {
		t.skus[sku] = struct{}{}
	}
}

// take returns all, in order, and forgets them.
func (t *touched) take() (products []int64, skus []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	products, skus = slices.Sorted(maps.Keys(t.products)), slices.Sorted(maps.Keys(t.skus))
	t.products, t.skus = nil, nil
	return products, skus
}
