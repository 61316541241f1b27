package model

import (
	"context"

	"github.com/maypok86/otter/v2"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos/totals"
)

const (
	// maxRangeBytes is how much memory price ranges that are remembered take.
	maxRangeBytes = 32 << 20
	// rangeBytes is what one takes without its looks.
	rangeBytes = 300
)

// Ranges remembers what composites' parts cost: to find it, every part of every product on a page must be looked at. Safe for concurrent
// use.
type Ranges struct {
	known *otter.Cache[rangeKey, remembered]
}

// remembered is a range with what it follows from.
type remembered struct {
	prices any // a regularRange, or shelvedPrices under a key with a shelf
	looks  *seen
}

// rangeKey is everything else that a range follows from, so nothing that is remembered is ever wrong.
type rangeKey struct {
	store   string
	version uint64 // of the catalog, from before anything was looked at
	group   int64
	product int64
	day     int // special prices begin and end with days
	// shelf and currency are those that prices are shown with; none where they are told as they are entered.
	shelf    *totals.Shelf
	currency string
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

// keyOf is the key of a product's prices as they are entered.
func keyOf(v *View, product int64) rangeKey {
	year, month, day := v.Now.In(v.Zone).Date()
	return rangeKey{store: v.Store.Code, version: v.Version, group: v.Group, product: product, day: (year*100+int(month))*100 + day}
}

// remember returns what is remembered under a key, or finds it and remembers it, unless it was looked at the stock too often to know
// of all looks.
func remember[T regularRange | shelvedPrices](ctx context.Context, v *View, key rangeKey, find func() (T, error)) (T, error) {
	if v.Ranges == nil {
		return find()
	}
	if known, ok := v.Ranges.known.GetIfPresent(key); ok && known.looks.holdStock(ctx, v.Catalog, v.Store.Code) {
		if prices, ok := known.prices.(T); ok {
			v.Looks.note(seen{parts: []*seen{known.looks}, size: known.looks.size})
			return prices, nil
		}
	}
	before := v.Looks.all()
	found, err := find()
	if looks, complete := v.Looks.since(before); err == nil && complete {
		v.Ranges.known.Set(key, remembered{found, looks}) // not all that the request has looked at
	}
	return found, err
}
