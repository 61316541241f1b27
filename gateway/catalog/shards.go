package catalog

import (
	"hash/maphash"
	"maps"
)

// shardCount bounds what one change copies: a 512th of a map.
const shardCount = 512

// shards is an immutable map that is cheap to change a little: a changed copy shares all parts without a change.
type shards[K comparable, V any] struct {
	seed  maphash.Seed
	parts []map[K]V
}

func newShards[K comparable, V any]() shards[K, V] {
	return shards[K, V]{seed: maphash.MakeSeed(), parts: make([]map[K]V, shardCount)}
}

func (s shards[K, V]) part(key K) int {
	return int(maphash.Comparable(s.seed, key) % shardCount) //nolint:gosec // below shardCount
}

func (s shards[K, V]) get(key K) (V, bool) {
	v, ok := s.parts[s.part(key)][key]
	return v, ok
}

// all calls yield for each entry, in no order.
func (s shards[K, V]) all(yield func(K, V) bool) {
	for _, p := range s.parts {
		for k, v := range p {
			if !yield(k, v) {
				return
			}
		}
	}
}

// edit begins a changed copy.
func (s shards[K, V]) edit() *shardsEdit[K, V] {
	parts := make([]map[K]V, shardCount)
	copy(parts, s.parts)
	return &shardsEdit[K, V]{next: shards[K, V]{seed: s.seed, parts: parts}}
}

// shardsEdit builds a changed copy of a shards. It is for one goroutine, and done once next is handed out.
type shardsEdit[K comparable, V any] struct {
	next  shards[K, V]
	owned [shardCount]bool
}

func (e *shardsEdit[K, V]) own(i int) map[K]V {
	if !e.owned[i] {
		e.owned[i] = true
		if e.next.parts[i] == nil {
			e.next.parts[i] = map[K]V{}
		} else {
			e.next.parts[i] = maps.Clone(e.next.parts[i])
		}
	}
	return e.next.parts[i]
}

func (e *shardsEdit[K, V]) get(key K) (V, bool) { return e.next.get(key) }

func (e *shardsEdit[K, V]) set(key K, v V) { e.own(e.next.part(key))[key] = v }

func (e *shardsEdit[K, V]) remove(key K) {
	i := e.next.part(key)
	if _, ok := e.next.parts[i][key]; ok {
		delete(e.own(i), key)
	}
}
