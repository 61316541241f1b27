package model

import (
	"context"
	"sync"

	"github.com/tillway/tillway/gateway/pos"
)

// mostLooks is how many looks at the stock an answer can be held against. One takes some 100 bytes.
const mostLooks = 4096

// Levels is what an answer was told of the stock, which changes with every sale while most answers stay as they are. Safe for
// concurrent use; nil notes nothing.
type Levels struct {
	mu    sync.Mutex
	looks []look
}

// look is what one look at a SKU's stock found: the whole level, or only whether it is in stock.
type look struct {
	sku   string
	whole bool
	level pos.StockLevel
}

// inStock is whether a SKU is; false for what the stock does not know.
func (v *View) inStock(ctx context.Context, sku string) bool {
	level, _ := v.Catalog.Level(ctx, v.Store.Code, sku)
	v.Levels.note(look{sku: sku, level: pos.StockLevel{InStock: level.InStock}})
	return level.InStock
}

// level is a SKU's, empty for what the stock does not know.
func (v *View) level(ctx context.Context, sku string) pos.StockLevel {
	level, _ := v.Catalog.Level(ctx, v.Store.Code, sku)
	v.Levels.note(look{sku: sku, whole: true, level: level})
	return level
}

func (l *Levels) note(looks ...look) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.looks) <= mostLooks {
		l.looks = append(l.looks, looks...)
	}
}

// since returns what was noted after the first n looks, and how many there are.
func (l *Levels) since(n int) ([]look, int) {
	if l == nil {
		return nil, 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.looks[n:len(l.looks):len(l.looks)], len(l.looks)
}

// Len is how many looks were noted.
func (l *Levels) Len() int {
	_, n := l.since(0)
	return n
}

// Hold says whether a store view's stock is as it was told. Of too many looks it says no.
func (l *Levels) Hold(ctx context.Context, catalog Catalog, store string) bool {
	looks, n := l.since(0)
	return n <= mostLooks && hold(ctx, catalog, store, looks)
}

func hold(ctx context.Context, catalog Catalog, store string, looks []look) bool {
	for i := range looks {
		now, _ := catalog.Level(ctx, store, looks[i].sku)
		// Levels are never changed, but replaced: one that holds the same numbers is the same.
		if now.InStock != looks[i].level.InStock || looks[i].whole && now != looks[i].level {
			return false
		}
	}
	return true
}
