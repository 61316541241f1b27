package model

import (
	"context"
	"slices"
	"sync"

	"github.com/tillway/tillway/gateway/pos"
)

// mostLooks is how many looks an answer can be held against.
const mostLooks = 4096

// About how many bytes a look at a level takes, a reading, and each document of it.
const (
	lookBytes = 50
	readBytes = 200
	idBytes   = 8
)

// Looks is what an answer was told: of the stock, which changes with every sale, and of the catalog. It is what it was as long
// as every look finds the same again. Safe for concurrent use; nil notes nothing.
type Looks struct {
	mu   sync.Mutex
	seen seen
}

// seen are looks of the two kinds.
type seen struct {
	levels []look
	reads  []Read
	parts  []*seen // that something remembered was found with; they are never changed
	size   int     // how many looks and documents they are, with those of parts
}

// look is what one look at a SKU's stock found: whether it is in stock, and the whole level where that was asked.
type look struct {
	sku     string
	inStock bool
	level   *pos.StockLevel
}

// Read is what reading the catalog found, as a number that is another when anything in it is another. Again reads it again.
type Read struct {
	Documents int // how many were read
	Told      uint64
	Again     func(context.Context) uint64
}

// inStock is whether a SKU is; false for what the stock does not know.
func (v *View) inStock(ctx context.Context, sku string) bool {
	level, _ := v.Catalog.Level(ctx, v.Store.Code, sku)
	v.Looks.note(seen{levels: []look{{sku: sku, inStock: level.InStock}}, size: 1})
	return level.InStock
}

// level is a SKU's, empty for what the stock does not know.
func (v *View) level(ctx context.Context, sku string) pos.StockLevel {
	level, _ := v.Catalog.Level(ctx, v.Store.Code, sku)
	v.Looks.note(seen{levels: []look{{sku, level.InStock, &level}}, size: 1})
	return level
}

// Note adds what was read.
func (l *Looks) Note(r Read) { l.note(seen{reads: []Read{r}, size: 1 + r.Documents}) }

func (l *Looks) note(s seen) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if all := &l.seen; all.size <= mostLooks {
		*all = seen{append(all.levels, s.levels...), append(all.reads, s.reads...), append(all.parts, s.parts...), all.size + s.size}
	}
}

// all returns what was noted so far.
func (l *Looks) all() seen {
	if l == nil {
		return seen{}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return seen{slices.Clip(l.seen.levels), slices.Clip(l.seen.reads), slices.Clip(l.seen.parts), l.seen.size}
}

// since is what was noted after another state; false where not all of it was.
func (l *Looks) since(before seen) (*seen, bool) {
	now := l.all()
	after := &seen{
		slices.Clone(now.levels[len(before.levels):]), slices.Clone(now.reads[len(before.reads):]),
		slices.Clone(now.parts[len(before.parts):]), now.size - before.size,
	}
	return after, l != nil && now.size <= mostLooks
}

func (s *seen) bytes() int {
	sum := len(s.levels)*lookBytes + len(s.reads)*readBytes + s.size*idBytes
	for _, part := range s.parts {
		sum += part.bytes()
	}
	return sum
}

// Bytes is about how much memory the looks take.
func (l *Looks) Bytes() int {
	s := l.all()
	return s.bytes()
}

// HoldStock says whether a store view's stock is as it was told. Of too many looks it says no.
func (l *Looks) HoldStock(ctx context.Context, catalog Catalog, store string) bool {
	s := l.all()
	return s.size <= mostLooks && s.holdStock(ctx, catalog, store)
}

// HoldCatalog is HoldStock of the catalog.
func (l *Looks) HoldCatalog(ctx context.Context) bool {
	s := l.all()
	return s.size <= mostLooks && s.holdCatalog(ctx)
}

func (s *seen) holdStock(ctx context.Context, catalog Catalog, store string) bool {
	for i := range s.levels {
		then := &s.levels[i]
		now, _ := catalog.Level(ctx, store, then.sku)
		// Levels are never changed, but replaced: one that holds the same numbers is the same.
		if now.InStock != then.inStock || then.level != nil && now != *then.level {
			return false
		}
	}
	return !slices.ContainsFunc(s.parts, func(part *seen) bool { return !part.holdStock(ctx, catalog, store) })
}

func (s *seen) holdCatalog(ctx context.Context) bool {
	return !slices.ContainsFunc(s.reads, func(r Read) bool { return r.Again(ctx) != r.Told }) &&
		!slices.ContainsFunc(s.parts, func(part *seen) bool { return !part.holdCatalog(ctx) })
}
