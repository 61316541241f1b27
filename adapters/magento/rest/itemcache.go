package rest

import (
	"maps"
	"strings"
	"sync"
	"time"
)

// itemCache remembers stock items by lower-case SKU. What is not in it is not known.
type itemCache struct {
	turn  chan struct{} // full while somebody reads; only who filled it touches the names
	names itemSKUs

	mu    sync.Mutex
	times int // how often it was read
	known map[string]stockItem
	until time.Time
	again time.Time // not to be asked for before
}

// itemSKUs are the lower-case SKUs of products by id, and those, in order, that the list of stock items leaves out.
type itemSKUs struct {
	byID   map[int64]string
	absent []string
	asked  int // the place in absent from which to ask next
	until  time.Time
}

// get returns what is remembered of a SKU.
func (i *itemCache) get(now time.Time, sku string) (item stockItem, known bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if !now.Before(i.until) {
		return stockItem{}, false
	}
	item, known = i.known[strings.ToLower(sku)]
	return item, known
}

// readable reports whether it may be asked for now, and how often it was read.
func (i *itemCache) readable(now time.Time) (ok bool, times int) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return !now.Before(i.again), i.times
}

// fresh reports whether asking for all of it again would tell nothing new, or is not to be tried yet.
func (i *itemCache) fresh(now time.Time) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return now.Before(i.until) || now.Before(i.again)
}

// put replaces what is remembered.
func (i *itemCache) put(now time.Time, known map[string]stockItem) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.known, i.until = known, now.Add(itemAge)
	i.times++
}

// add remembers what was asked for singly beside what was read with all.
func (i *itemCache) add(items map[string]stockItem) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.known != nil {
		maps.Copy(i.known, items)
	}
}

// failed leaves what is remembered as it is for a while longer.
func (i *itemCache) failed(now time.Time) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.again = now.Add(itemAgain)
	if i.until.Before(i.again) {
		i.until = i.again
	}
	i.times++
}

// copied is what is remembered, to be changed.
func (i *itemCache) copied() map[string]stockItem {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.known == nil {
		return map[string]stockItem{}
	}
	return maps.Clone(i.known)
}
