package model

import (
	"context"

	"github.com/maypok86/otter/v2"
	"github.com/shopspring/decimal"
)

const (
	// maxRangeBytes is how much memory price ranges that are remembered take.
	maxRangeBytes = 32 << 20
	// rangeBytes is what one takes without its looks.
	rangeBytes = 200
)

// Ranges remembers the regular prices of composites' parts: to find them, every part of every product on a page must be looked at. Safe
// for concurrent use.
type Ranges struct {
	known *otter.Cache[rangeKey, remembered]
}

// remembered is a range with what it follows from.
type remembered struct {
	regularRange
	looks seen
}

// rangeKey is everything else that a range follows from, so nothing that is remembered is ever wrong.
type rangeKey struct {
	store   string
	version uint64 // of the catalog, from before anything was looked at
	group   int64
	product int64
	day     int // special prices begin and end with days
}

type regularRange struct{ low, high decimal.Decimal }

// with is the range widened to hold a price.
func (r regularRange) with(price decimal.Decimal) regularRange {
	return regularRange{decimal.Min(r.low, price), decimal.Max(r.high, price)}
}

// NewRanges returns a memory without anything in it.
func NewRanges() *Ranges {
	return &Ranges{known: otter.Must(&otter.Options[rangeKey, remembered]{
		MaximumWeight: maxRangeBytes,
		Weigher:       func(_ rangeKey, known remembered) uint32 { return uint32(rangeBytes + known.looks.bytes()) }, //nolint:gosec // at most a few thousand
	})}
}

// of returns what is remembered for a product, or finds it and remembers it, unless it was looked at the stock too often to know
// of all looks.
func (r *Ranges) of(ctx context.Context, v *View, product int64, find func() (regularRange, error)) (regularRange, error) {
	if r == nil {
		return find()
	}
	year, month, day := v.Now.In(v.Zone).Date()
	key := rangeKey{v.Store.Code, v.Version, v.Group, product, (year*100+int(month))*100 + day}
	if known, ok := r.known.GetIfPresent(key); ok && known.looks.holdStock(ctx, v.Catalog, v.Store.Code) {
		v.Looks.note(known.looks)
		return known.regularRange, nil
	}
	before := v.Looks.all()
	found, err := find()
	if looks, complete := v.Looks.since(before); err == nil && complete {
		r.known.Set(key, remembered{found, looks}) // not all that the request has looked at
	}
	return found, err
}
