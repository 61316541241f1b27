package bustest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/bus"
	"github.com/tillway/tillway/gateway/pos"
)

// outbox is an Outbox in memory.
type outbox struct {
	mu     sync.Mutex
	events []pos.Event
	added  int
}

// add puts n events of orders into the outbox and returns their ids.
func (o *outbox) add(n int) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var ids []string
	for range n {
		id := fmt.Sprintf("e%d", o.added)
		o.added++
		o.events = append(o.events, pos.Event{ID: id, Name: pos.OrderCreated, OrderID: "order of " + id, At: time.Now().UTC(), Data: []byte(`{}`)})
		ids = append(ids, id)
	}
	return ids
}

func (o *outbox) Unpublished(_ context.Context, limit int) ([]pos.Event, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.events[:min(limit, len(o.events))]), nil
}

func (o *outbox) MarkPublished(_ context.Context, ids []string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.events = slices.DeleteFunc(o.events, func(e pos.Event) bool { return slices.Contains(ids, e.ID) })
	return nil
}

// seen counts the events that a consumer got.
type seen struct {
	mu      sync.Mutex
	times   map[string]int
	changed chan struct{} // closed and replaced when an event comes
}

func newSeen() *seen { return &seen{times: map[string]int{}, changed: make(chan struct{})} }

func (s *seen) note(_ context.Context, e pos.Event) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.times[e.ID]++
	close(s.changed)
	s.changed = make(chan struct{})
	return nil
}

// wait waits until n of the ids were seen.
func (s *seen) wait(t *testing.T, what string, ids []string, n int) {
	t.Helper()
	deadline := time.After(4 * patience)
	for {
		s.mu.Lock()
		got, changed := 0, s.changed
		var missing []string
		for _, id := range ids {
			if s.times[id] > 0 {
				got++
			} else {
				missing = append(missing, id)
			}
		}
		s.mu.Unlock()
		if got >= n {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			t.Fatalf("%s: %d of %d events came; missing are %v", what, got, n, missing)
		}
	}
}

func (s *seen) total() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, times := range s.times {
		n += times
	}
	return n
}

// deliver runs a Forwarder and a Router between an outbox and consumers until the test ends. Both must last.
func deliver(t *testing.T, transport bus.Transport, o *outbox, consumers map[string]func(context.Context, pos.Event) error) {
	t.Helper()
	router, err := bus.NewRouter(bus.RouterConfig{Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	for name, consume := range consumers {
		if err := router.Handle(name, consume); err != nil {
			t.Fatal(err)
		}
	}
	forwarder := bus.NewForwarder(bus.ForwarderConfig{
		Outbox: o, Publisher: transport.Publisher(), Ready: router.Running(), Every: 20 * time.Millisecond, Batch: 10,
	})
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for name, run := range map[string]func(context.Context) error{"router": router.Run, "forwarder": forwarder.Run, "transport": transport.Run} {
		wg.Go(func() {
			if err := run(ctx); err != nil || ctx.Err() == nil {
				t.Errorf("the %s ended: %v", name, err)
			}
		})
	}
	t.Cleanup(func() {
		cancel()
		wg.Wait()
		if err := transport.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
}
