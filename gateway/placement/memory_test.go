package placement_test

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/placement/placementtest"
	"github.com/tillway/tillway/gateway/pos"
)

// memory is a ledger without a disk, so that thousands of histories can be tried. It passes the same suite as the real one.
type memory struct {
	mu     sync.Mutex
	rows   map[string]*memoryRow
	events []pos.Event
	tokens int
}

type memoryRow struct {
	order pos.Order
	token string
	until time.Time
}

func newMemory() *memory { return &memory{rows: map[string]*memoryRow{}} }

func clone(o pos.Order) pos.Order {
	o.Placement.Steps = slices.Clone(o.Placement.Steps)
	if o.Held != nil {
		held := *o.Held
		o.Held = &held
	}
	if o.Placement.Expected != nil {
		expected := *o.Placement.Expected
		o.Placement.Expected = &expected
	}
	return o
}

func (m *memory) Accept(_ context.Context, o pos.Order, events []pos.Event) (pos.Order, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rows[o.ID] = &memoryRow{order: clone(o)}
	m.events = append(m.events, events...)
	return o, false, nil
}

func (m *memory) Order(_ context.Context, id string) (pos.Order, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.rows[id]; r != nil {
		return clone(r.order), nil
	}
	return pos.Order{}, pos.NotFound("no such order")
}

func (m *memory) OrderByShopID(_ context.Context, id string) (pos.Order, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.rows {
		if id != "" && r.order.Placement.OrderID == id {
			return clone(r.order), nil
		}
	}
	return pos.Order{}, pos.NotFound("no such order")
}

func (m *memory) Lease(_ context.Context, now, until time.Time, limit int) ([]pos.Lease, error) {
	return m.leaseBy(now, until, limit, func(a, b *memoryRow) int {
		return cmp.Or(a.order.NextAttemptAt.Compare(b.order.NextAttemptAt), cmp.Compare(a.order.ID, b.order.ID))
	})
}

func (m *memory) LeaseNewest(_ context.Context, now, until time.Time, limit int) ([]pos.Lease, error) {
	return m.leaseBy(now, until, limit, func(a, b *memoryRow) int { return b.order.ReceivedAt.Compare(a.order.ReceivedAt) })
}

func (m *memory) leaseBy(now, until time.Time, limit int, before func(a, b *memoryRow) int) ([]pos.Lease, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var due []*memoryRow
	for _, r := range m.rows {
		switch r.order.State {
		case pos.StateSettled, pos.StateHeld, pos.StateCancelled:
			continue
		}
		if !r.order.NextAttemptAt.After(now) && !r.until.After(now) {
			due = append(due, r)
		}
	}
	slices.SortFunc(due, before)
	var leases []pos.Lease
	for _, r := range due[:min(limit, len(due))] {
		m.tokens++
		r.token, r.until = strconv.Itoa(m.tokens), until
		leases = append(leases, pos.Lease{Order: clone(r.order), Token: r.token, Until: until})
	}
	return leases, nil
}

func lost() error { return pos.NewError(pos.KindConflict, pos.CodeLeaseLost, "lost") }

func (m *memory) UpdateLeased(_ context.Context, l pos.Lease, decide func(*pos.Order) ([]pos.Event, error)) (pos.Order, error) {
	return m.update(l.Order.ID, &l, decide)
}

func (m *memory) Update(_ context.Context, id string, decide func(*pos.Order) ([]pos.Event, error)) error {
	_, err := m.update(id, nil, decide)
	return err
}

func (m *memory) update(id string, l *pos.Lease, decide func(*pos.Order) ([]pos.Event, error)) (pos.Order, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.rows[id]
	if r == nil {
		return pos.Order{}, pos.NotFound("no such order")
	}
	if l != nil && (l.Token == "" || l.Token != r.token) {
		return pos.Order{}, lost()
	}
	o := clone(r.order)
	events, err := decide(&o)
	if err != nil {
		return pos.Order{}, err
	}
	o.Placement.Steps = slices.DeleteFunc(o.Placement.Steps, func(s pos.Step) bool { return s == pos.Step{Name: s.Name} })
	r.order = clone(o)
	switch o.State {
	case pos.StateSettled, pos.StateHeld, pos.StateCancelled:
		r.token, r.until = "", time.Time{}
	}
	m.events = append(m.events, events...)
	return o, nil
}

func (m *memory) Release(_ context.Context, l pos.Lease) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.rows[l.Order.ID]
	if r == nil || l.Token == "" || r.token != l.Token {
		return lost()
	}
	r.token, r.until = "", time.Time{}
	return nil
}

// names returns the events of an order, in the order they were stored.
func (m *memory) names(id string) []pos.EventName {
	m.mu.Lock()
	defer m.mu.Unlock()
	var names []pos.EventName
	for _, e := range m.events {
		if e.OrderID == id {
			names = append(names, e.Name)
		}
	}
	return names
}

func TestMemoryLedger(t *testing.T) {
	t.Parallel()
	placementtest.Ledger(t, func(*testing.T) placementtest.Store { return newMemory() })
}
