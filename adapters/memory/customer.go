package memory

import (
	"bytes"
	"context"
	"sync"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// The most records and searches that are kept. What comes later takes the place of something else.
const (
	maxCustomers        = 10_000
	maxCustomerSearches = 1000
)

// Customers is the cache of customers for a gateway that runs alone. It fits customer.Cache. Safe for concurrent use.
type Customers struct {
	now func() time.Time

	mu       sync.Mutex
	records  map[string]sealed
	searches map[string][]byte
	ends     time.Time // of all searches
}

type sealed struct {
	body []byte // nil: the name is shut
	ends time.Time
}

// NewCustomers returns an empty cache that goes by a clock.
func NewCustomers(now func() time.Time) *Customers {
	return &Customers{now: now, records: map[string]sealed{}, searches: map[string][]byte{}}
}

// PutCustomers keeps records under their names, unless they are shut.
func (c *Customers) PutCustomers(_ context.Context, records map[string][]byte, keep time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	for name, body := range records {
		if r, ok := c.records[name]; ok && r.body == nil && now.Before(r.ends) {
			continue
		}
		c.records[name] = sealed{bytes.Clone(body), now.Add(keep)}
	}
	if len(c.records) > maxCustomers {
		c.shrink()
	}
	return nil
}

// shrink drops what is over, and then anything, until a tenth is free.
func (c *Customers) shrink() {
	now := c.now()
	for name, r := range c.records {
		if !now.Before(r.ends) {
			delete(c.records, name)
		}
	}
	for name := range c.records {
		if len(c.records) <= maxCustomers*9/10 {
			return
		}
		delete(c.records, name)
	}
}

// Customers returns those of the named records that are kept.
func (c *Customers) Customers(_ context.Context, names []string) (map[string][]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now, found := c.now(), map[string][]byte{}
	for _, name := range names {
		if r, ok := c.records[name]; ok && r.body != nil && now.Before(r.ends) {
			found[name] = bytes.Clone(r.body)
		}
	}
	return found, nil
}

// PutCustomerSearch keeps the result of a search until all results go, keep after the first of them.
func (c *Customers) PutCustomerSearch(_ context.Context, name string, body []byte, keep time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if !now.Before(c.ends) || len(c.searches) >= maxCustomerSearches {
		clear(c.searches)
		c.ends = now.Add(keep)
	}
	c.searches[name] = bytes.Clone(body)
	return nil
}

// CustomerSearch returns the result of a search. Errors: not_found.
func (c *Customers) CustomerSearch(_ context.Context, name string) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	body, ok := c.searches[name]
	if !ok || !c.now().Before(c.ends) {
		return nil, pos.NotFound("The result of this search is not kept")
	}
	return bytes.Clone(body), nil
}

// DropCustomers deletes the named records and the results of all searches, and shuts the names for a time.
func (c *Customers) DropCustomers(_ context.Context, names []string, shut time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, name := range names {
		c.records[name] = sealed{ends: c.now().Add(shut)}
	}
	if len(c.records) > maxCustomers {
		c.shrink()
	}
	clear(c.searches)
	return nil
}
