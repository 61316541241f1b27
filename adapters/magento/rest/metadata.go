package rest

import (
	"context"
	"net/url"
	"strconv"
	"sync"
	"time"
)

// Attributes change when a merchandiser edits them, which is rare, and every product needs them.
const metadataAge = 5 * time.Minute

// A product may carry an option that was added after the options were read; they are read again, but not for each product
// that carries one that was deleted.
const optionsAge = 10 * time.Second

// metadata remembers the attributes of products by store view, since labels differ between them.
type metadata struct {
	mu      sync.Mutex
	byStore map[string]*storeMetadata
}

// storeMetadata is replaced, never changed, but for options, which the mutex of metadata guards.
type storeMetadata struct {
	readAt  time.Time
	backend map[string]string // attribute code → backend type
	codes   map[int64]string  // attribute id → code
	options map[string]optionList
}

type optionList struct {
	readAt time.Time
	// rank is the place of an option in Magento's sort order.
	rank  map[int64]int
	label map[int64]string
}

// attributes returns the attributes of a store view, from the cache if it is young enough. Two callers may read them at the
// same time; that costs one call and needs no waiting for each other.
func (c *Client) attributes(ctx context.Context, store string) (*storeMetadata, error) {
	c.meta.mu.Lock()
	m := c.meta.byStore[store]
	c.meta.mu.Unlock()
	if m != nil && c.now().Sub(m.readAt) < metadataAge {
		return m, nil
	}
	var list struct {
		Items []struct {
			ID      ident  `json:"attribute_id"`
			Code    string `json:"attribute_code"`
			Backend string `json:"backend_type"`
		} `json:"items"`
	}
	query := newSearch().ascending("attribute_id").fields("items[attribute_id,attribute_code,backend_type],total_count").query()
	if err := c.get(ctx, store, "/V1/products/attributes", "/products/attributes", query, &list); err != nil {
		return nil, err
	}
	m = &storeMetadata{readAt: c.now(), backend: map[string]string{}, codes: map[int64]string{}, options: map[string]optionList{}}
	for _, a := range list.Items {
		m.backend[a.Code] = a.Backend
		m.codes[int64(a.ID)] = a.Code
	}
	c.meta.mu.Lock()
	c.meta.byStore[store] = m
	c.meta.mu.Unlock()
	return m, nil
}

// options returns the options of an attribute in Magento's order; those that are needed are in it if Magento has them.
func (c *Client) options(ctx context.Context, store string, m *storeMetadata, code string, needed []int64) (optionList, error) {
	c.meta.mu.Lock()
	known, ok := m.options[code]
	c.meta.mu.Unlock()
	if ok && (known.hasAll(needed) || c.now().Sub(known.readAt) < optionsAge) {
		return known, nil
	}
	var answer struct {
		Options []struct {
			Value text `json:"value"`
			Label text `json:"label"`
		} `json:"options"`
	}
	query := url.Values{"fields": {"attribute_id,attribute_code,options"}}
	if err := c.get(ctx, store, "/V1/products/attributes/{code}", "/products/attributes/"+url.PathEscape(code), query, &answer); err != nil {
		return optionList{}, err
	}
	list := optionList{readAt: c.now(), rank: map[int64]int{}, label: map[int64]string{}}
	for i, o := range answer.Options {
		// The first option of a select is an empty one, for "please choose".
		if id, err := strconv.ParseInt(string(o.Value), 10, 64); err == nil {
			list.rank[id], list.label[id] = i, string(o.Label)
		}
	}
	c.meta.mu.Lock()
	m.options[code] = list
	c.meta.mu.Unlock()
	return list, nil
}

func (l optionList) hasAll(ids []int64) bool {
	for _, id := range ids {
		if _, ok := l.rank[id]; !ok {
			return false
		}
	}
	return true
}
