package catalog

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
)

// gathering is what hints have named since the last reading of their kind began. The zero value is empty. Safe for concurrent
// use.
type gathering[K cmp.Ordered] struct {
	mu   sync.Mutex
	keys map[K]struct{}
}

func (g *gathering[K]) add(keys ...K) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.keys == nil {
		g.keys = map[K]struct{}{}
	}
	for _, key := range keys {
		g.keys[key] = struct{}{}
	}
}

// take empties the gathering.
func (g *gathering[K]) take() []K {
	g.mu.Lock()
	defer g.mu.Unlock()
	keys := slices.Sorted(maps.Keys(g.keys))
	g.keys = nil
	return keys
}

// readGathered reads again, in every store view, what was gathered. After a failure it waits for the next reading: who hinted
// at it later, and was told that it had been taken, counts on that.
func readGathered[K cmp.Ordered](ctx context.Context, r *Refresher, from *gathering[K], what string,
	read func(context.Context, *generation, []K, fresh) error,
) error {
	keys := from.take()
	for some := range slices.Chunk(keys, rereadPage) {
		err := r.refresh(ctx, what, func(ctx context.Context, g *generation) (fresh, error) {
			f := fresh{}
			return f, read(ctx, g, some, f)
		})
		if err != nil {
			from.add(keys...)
			return err
		}
	}
	return nil
}
