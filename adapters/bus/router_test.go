package bus_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"go.uber.org/goleak"

	"github.com/tillway/tillway/adapters/bus"
	"github.com/tillway/tillway/gateway/pos"
)

// notes gathers lines from several goroutines.
type notes struct {
	mu    sync.Mutex
	lines []string
}

func (n *notes) add(line string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.lines = append(n.lines, line)
}

func (n *notes) all() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.lines)
}

// until waits for n lines.
func (n *notes) until(t *testing.T, count int) []string {
	t.Helper()
	deadline := time.After(15 * time.Second)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for len(n.all()) < count {
		select {
		case <-deadline:
			t.Fatalf("waited for %d lines, have %v", count, n.all())
		case <-tick.C:
		}
	}
	return n.all()
}

type routed struct {
	*bus.Router
	transport *bus.GoChannel
	results   *notes
	stop      func() error
}

// route starts a router with the given consumers.
func route(t *testing.T, consumers map[string]func(context.Context, pos.Event) error) *routed {
	t.Helper()
	r := &routed{transport: bus.NewGoChannel(nil), results: &notes{}}
	var err error
	r.Router, err = bus.NewRouter(bus.RouterConfig{Transport: r.transport, Observe: func(consumer, result string) { r.results.add(consumer + " " + result) }})
	if err != nil {
		t.Fatal(err)
	}
	for name, consume := range consumers {
		if err := r.Handle(name, consume); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	r.stop = sync.OnceValue(func() error {
		cancel()
		err := <-ended
		return errors.Join(err, r.transport.Close())
	})
	t.Cleanup(func() {
		if err := r.stop(); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	<-r.Running()
	return r
}

func (r *routed) publish(t *testing.T, events ...pos.Event) {
	t.Helper()
	for _, e := range events {
		b, err := bus.Encode("/test", e)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.transport.Publish(bus.Topic, message.NewMessage(e.ID, b)); err != nil {
			t.Fatal(err)
		}
	}
}

func event(id string) pos.Event {
	return pos.Event{ID: id, Name: pos.OrderChanged, OrderID: "o" + id, At: time.Unix(0, 0).UTC()}
}

func TestRouter(t *testing.T) {
	t.Parallel()
	t.Run("every consumer gets every event in order", func(t *testing.T) {
		t.Parallel()
		one, two := &notes{}, &notes{}
		r := route(t, map[string]func(context.Context, pos.Event) error{
			"one": func(_ context.Context, e pos.Event) error { one.add(e.ID + " " + e.OrderID); return nil },
			"two": func(_ context.Context, e pos.Event) error { two.add(e.ID + " " + e.OrderID); return nil },
		})
		var want []string
		for i := range 50 {
			id := fmt.Sprint(i)
			r.publish(t, event(id))
			want = append(want, id+" o"+id)
		}
		if !slices.Equal(one.all(), want) || !slices.Equal(two.all(), want) {
			t.Errorf("one %v\ntwo %v", one.all(), two.all())
		}
	})
	t.Run("an unavailable consumer gets the event again after a pause, and then those behind it", func(t *testing.T) {
		t.Parallel()
		seen := &notes{}
		var times []time.Time
		r := route(t, map[string]func(context.Context, pos.Event) error{"one": func(_ context.Context, e pos.Event) error {
			times = append(times, time.Now())
			seen.add(e.ID)
			if len(times) < 3 {
				return pos.Unavailable(nil, "not now")
			}
			return nil
		}})
		r.publish(t, event("a"), event("b"))
		if got := seen.all(); !slices.Equal(got, []string{"a", "a", "a", "b"}) {
			t.Errorf("seen %v", got)
		}
		if gap := times[1].Sub(times[0]); gap < 50*time.Millisecond {
			t.Errorf("redelivered after %s", gap)
		}
		if got := r.results.all(); !slices.Equal(got, []string{"one retried", "one retried", "one handled", "one handled"}) {
			t.Errorf("observed %v", got)
		}
	})
	for name, fail := range map[string]func() error{
		"a final error": func() error { return pos.Invalid("odd") },
		"a panic":       func() error { panic("a bug") },
	} {
		t.Run(name+" of a consumer is done with and holds up nothing", func(t *testing.T) {
			t.Parallel()
			r := route(t, map[string]func(context.Context, pos.Event) error{"one": func(_ context.Context, e pos.Event) error {
				if e.ID == "a" {
					return fail()
				}
				return nil
			}})
			r.publish(t, event("a"), event("b"))
			if got := r.results.all(); !slices.Equal(got, []string{"one refused", "one handled"}) {
				t.Errorf("observed %v", got)
			}
		})
	}
	t.Run("a message that is none of our events is counted and done with", func(t *testing.T) {
		t.Parallel()
		r := route(t, map[string]func(context.Context, pos.Event) error{"one": func(context.Context, pos.Event) error { return nil }})
		if err := r.transport.Publish(bus.Topic, message.NewMessage("x", []byte("\x00"))); err != nil {
			t.Fatal(err)
		}
		r.publish(t, event("b"))
		if got := r.results.all(); !slices.Equal(got, []string{"one undecodable", "one handled"}) {
			t.Errorf("observed %v", got)
		}
	})
	t.Run("what was in hand when the router stopped is not called published", func(t *testing.T) {
		t.Parallel()
		in := make(chan struct{})
		r := route(t, map[string]func(context.Context, pos.Event) error{"one": func(ctx context.Context, _ pos.Event) error {
			close(in)
			<-ctx.Done()
			return ctx.Err()
		}})
		b, err := bus.Encode("/test", event("a"))
		if err != nil {
			t.Fatal(err)
		}
		published := make(chan error, 1)
		go func() { published <- r.transport.Publish(bus.Topic, message.NewMessage("a", b)) }()
		<-in
		if err := r.stop(); err != nil {
			t.Error(err)
		}
		if err := <-published; err == nil {
			t.Error("Publish succeeded")
		}
	})
	t.Run("a router whose subscriptions close is a fault", func(t *testing.T) {
		t.Parallel()
		transport := bus.NewGoChannel(nil)
		r, err := bus.NewRouter(bus.RouterConfig{Transport: transport})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Handle("one", func(context.Context, pos.Event) error { return nil }); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- r.Run(t.Context()) }()
		<-r.Running()
		if err := transport.Close(); err != nil {
			t.Fatal(err)
		}
		if err := <-ended; err == nil {
			t.Error("Run returned nil before its context ended")
		}
	})
	t.Run("a router without consumers is refused", func(t *testing.T) {
		t.Parallel()
		r, err := bus.NewRouter(bus.RouterConfig{Transport: bus.NewGoChannel(nil)})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Run(t.Context()); err == nil {
			t.Error("Run succeeded")
		}
	})
}

func TestForwarderAndRouter(t *testing.T) {
	t.Parallel()
	t.Run("an event of the outbox reaches its consumer and leaves the outbox", func(t *testing.T) {
		t.Parallel()
		seen := &notes{}
		o := &outbox{}
		o.add(25)
		r := route(t, map[string]func(context.Context, pos.Event) error{"one": func(_ context.Context, e pos.Event) error { seen.add(e.ID); return nil }})
		f := bus.NewForwarder(bus.ForwarderConfig{Outbox: o, Publisher: r.transport.Publisher(), Ready: r.Running(), Batch: 10})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- f.Run(ctx) }()
		if got := seen.until(t, 25); !slices.Equal(got, numbered(25)) {
			t.Errorf("seen %v", got)
		}
		cancel() // in the middle of the last batch, perhaps: what was published is marked all the same
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if !slices.Equal(o.published(), numbered(25)) {
			t.Errorf("marked %v", o.published())
		}
	})
}

// The real servers outlive the tests, and toxiproxy leaves the pipe of a toxic behind that is added while its link closes.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		goleak.IgnoreAnyFunction("github.com/tillway/tillway/adapters/testserver.start.func1"),
		goleak.IgnoreAnyFunction("github.com/Shopify/toxiproxy/v2/toxics.(*ToxicStub).Run"))
}

func BenchmarkGoChannel(b *testing.B) {
	transport := bus.NewGoChannel(nil)
	defer func() { _ = transport.Close() }()
	sub, err := transport.Subscriber("one")
	if err != nil {
		b.Fatal(err)
	}
	c, err := sub.Subscribe(b.Context(), bus.Topic)
	if err != nil {
		b.Fatal(err)
	}
	go func() {
		for m := range c {
			m.Ack()
		}
	}()
	m := message.NewMessage("x", []byte("{}"))
	for b.Loop() {
		if err := transport.Publish(bus.Topic, m); err != nil {
			b.Fatal(err)
		}
	}
}
