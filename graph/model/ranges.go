package model

import (
	"context"

	"github.com/maypok86/otter/v2"
	"github.com/shopspring/decimal"
)

// maxRanges is how many price ranges are remembered; one takes some 200 bytes.
const maxRanges = 50_000

// Ranges remembers the regular prices of composites' parts: to find them, every part of every product on a page must be looked at. Safe
// for concurrent use.
type Ranges struct {
	known *otter.Cache[rangeKey, remembered]
}

// remembered is a range with what it follows from of the stock.
type remembered struct {
	regularRange
	looks []look
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
	return &Ranges{known: otter.Must(&otter.Options[rangeKey, remembered]{MaximumSize: maxRanges})}
}

// of returns what is remembered for a product, or finds it and remembers it.
func (r *Ranges) of(ctx context.Context, v *View, product int64, find func() (regularRange, error)) (regularRange, error) {
	if r == nil {
		return find()
	}
	year, month, day := v.Now.In(v.Zone).Date()
	key := rangeKey{v.Store.Code, v.Version, v.Group, product, (year*100+int(month))*100 + day}
	if known, ok := r.known.GetIfPresent(key); ok && hold(ctx, v.Catalog, v.Store.Code, known.looks) {
		v.Levels.note(known.looks...)
		return known.regularRange, nil
	}
	_, before := v.Levels.since(0)
	found, err := find()
	if looks, _ := v.Levels.since(before); err == nil && v.Levels != nil {
		r.known.Set(key, remembered{found, looks})
	}
	return found, err
}
