package bus_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"github.com/tillway/tillway/adapters/bus"
	"github.com/tillway/tillway/gateway/pos"
)

// outbox is an Outbox in memory that can be told to fail.
type outbox struct {
	mu       sync.Mutex
	events   []pos.Event
	marked   []string
	reads    int
	failRead error
	failMark error
}

func (o *outbox) add(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for range n {
		o.events = append(o.events, pos.Event{ID: fmt.Sprintf("e%d", len(o.events)), Name: pos.OrderCreated, OrderID: "o", At: time.Now()})
	}
}

func (o *outbox) Unpublished(_ context.Context, limit int) ([]pos.Event, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.reads++
	var out []pos.Event
	for _, e := range o.events {
		if len(out) < limit && !slices.Contains(o.marked, e.ID) {
			out = append(out, e)
		}
	}
	return out, o.failRead
}

func (o *outbox) MarkPublished(ctx context.Context, ids []string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.failMark != nil {
		return o.failMark
	}
	o.marked = append(o.marked, ids...)
	return ctx.Err()
}

// recovers lets the outbox take marks again.
func (o *outbox) recovers() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.failMark = nil
}

func (o *outbox) asked() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.reads
}

func (o *outbox) published() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.marked)
}

// broker is a Publisher that notes what it gets and can be told to fail.
type broker struct {
	mu     sync.Mutex
	got    []string
	topics map[string]bool
	tries  int
	fail   func(id string) error
	slow   time.Duration
}

func (b *broker) Publish(topic string, messages ...*message.Message) error {
	<-time.After(b.slow)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range messages {
		b.tries++
		if b.fail != nil {
			if err := b.fail(m.UUID); err != nil {
				return err
			}
		}
		e, err := bus.Decode(m.Payload)
		if err != nil || e.ID != m.UUID {
			return fmt.Errorf("message %s: %w", m.UUID, err)
		}
		b.got = append(b.got, m.UUID)
		if b.topics == nil {
			b.topics = map[string]bool{}
		}
		b.topics[topic] = true
	}
	return nil
}

func (b *broker) all() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.got)
}

func (b *broker) attempts() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.tries
}

func (b *broker) Close() error { return nil }

func numbered(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("e%d", i)
	}
	return out
}

func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func TestForwarder(t *testing.T) {
	t.Parallel()
	// forwarding runs test beside a Forwarder in a synctest bubble.
	forwarding := func(t *testing.T, o *outbox, b *broker, test func(f *bus.Forwarder)) {
		t.Helper()
		synctest.Test(t, func(t *testing.T) {
			f := bus.NewForwarder(bus.ForwarderConfig{Outbox: o, Publisher: b, Batch: 10})
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() { ended <- f.Run(ctx) }()
			synctest.Wait()
			test(f)
			cancel()
			if err := <-ended; err != nil {
				t.Errorf("Run: %v", err)
			}
		})
	}
	t.Run("what stands in the outbox is published once, in order, and marked", func(t *testing.T) {
		t.Parallel()
		o, b := &outbox{}, &broker{}
		o.add(35)
		forwarding(t, o, b, func(*bus.Forwarder) {
			pass(10 * time.Second)
			if !slices.Equal(b.all(), numbered(35)) || !slices.Equal(o.published(), numbered(35)) {
				t.Errorf("published %v, marked %v", b.all(), o.published())
			}
			if !b.topics[bus.Topic] || len(b.topics) != 1 {
				t.Errorf("topics %v", b.topics)
			}
		})
	})
	t.Run("a wake-up is followed at once and without one the outbox is looked at every second", func(t *testing.T) {
		t.Parallel()
		o, b := &outbox{}, &broker{}
		forwarding(t, o, b, func(f *bus.Forwarder) {
			o.add(1)
			f.Wake()
			synctest.Wait()
			if len(b.all()) != 1 {
				t.Errorf("%d published after the wake-up", len(b.all()))
			}
			o.add(1)
			pass(time.Second)
			if len(b.all()) != 2 {
				t.Errorf("%d published after a second", len(b.all()))
			}
		})
	})
	t.Run("an event that cannot be published holds up those behind it, and is tried ever more rarely", func(t *testing.T) {
		t.Parallel()
		o, b := &outbox{}, &broker{}
		var up atomic.Bool
		b.fail = func(id string) error {
			if id == "e3" && !up.Load() {
				return errors.New("broker down")
			}
			return nil
		}
		o.add(6)
		forwarding(t, o, b, func(*bus.Forwarder) {
			pass(10 * time.Minute)
			if !slices.Equal(b.all(), numbered(3)) || !slices.Equal(o.published(), numbered(3)) {
				t.Errorf("published %v, marked %v, want e0 to e2 each once", b.all(), o.published())
			}
			if b.attempts() > 125 {
				t.Errorf("%d attempts in ten minutes", b.attempts())
			}
			up.Store(true)
			pass(30 * time.Second)
			if !slices.Equal(b.all(), numbered(6)) {
				t.Errorf("published %v after the broker came back", b.all())
			}
		})
	})
	t.Run("an outbox that does not take the mark causes no second publishing", func(t *testing.T) {
		t.Parallel()
		o, b := &outbox{failMark: errors.New("database down")}, &broker{}
		o.add(3)
		forwarding(t, o, b, func(*bus.Forwarder) {
			pass(5 * time.Minute)
			if !slices.Equal(b.all(), numbered(3)) {
				t.Errorf("published %v", b.all())
			}
			o.recovers()
			pass(time.Minute)
			if !slices.Equal(b.all(), numbered(3)) || !slices.Equal(o.published(), numbered(3)) {
				t.Errorf("published %v, marked %v", b.all(), o.published())
			}
		})
	})
	t.Run("an outbox that cannot be read is not asked in a busy loop", func(t *testing.T) {
		t.Parallel()
		o, b := &outbox{failRead: errors.New("database down")}, &broker{}
		o.add(1)
		forwarding(t, o, b, func(f *bus.Forwarder) {
			for range 60 {
				f.Wake()
				pass(time.Second)
			}
			if o.asked() > 12 || len(b.all()) != 0 {
				t.Errorf("%d reads in a minute, published %v", o.asked(), b.all())
			}
		})
	})
	t.Run("nothing is published before the consumers are ready", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			o, b, ready := &outbox{}, &broker{}, make(chan struct{})
			o.add(1)
			f := bus.NewForwarder(bus.ForwarderConfig{Outbox: o, Publisher: b, Ready: ready})
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() { ended <- f.Run(ctx) }()
			pass(time.Minute)
			if len(b.all()) != 0 {
				t.Errorf("published %v", b.all())
			}
			close(ready)
			synctest.Wait()
			if len(b.all()) != 1 {
				t.Errorf("published %v", b.all())
			}
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	})
}

// turns is a Locker in memory; as the real ones do, it forgets a holder whose time is over.
type turns struct {
	mu     sync.Mutex
	holder *int
	ends   time.Time
	fail   error
	taken  int
}

func (l *turns) TryLock(_ context.Context, _ string, ttl time.Duration) (release func(), ok bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail != nil {
		return nil, false, l.fail
	}
	if l.holder != nil && time.Now().Before(l.ends) {
		return nil, false, nil
	}
	me := new(int)
	l.taken++
	l.holder, l.ends = me, time.Now().Add(ttl)
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.holder == me {
			l.holder = nil
		}
	}, true, nil
}

func TestForwardersOfReplicas(t *testing.T) {
	t.Parallel()
	// replicas runs forwarders of one outbox and one broker in a synctest bubble; stop ends one.
	replicas := func(t *testing.T, n int, o *outbox, lock bus.Locker, publisher func(i int) message.Publisher, test func(all []*bus.Forwarder)) {
		t.Helper()
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			var wg sync.WaitGroup
			var all []*bus.Forwarder
			for i := range n {
				f := bus.NewForwarder(bus.ForwarderConfig{Outbox: o, Publisher: publisher(i), Lock: lock, Batch: 10})
				all = append(all, f)
				wg.Go(func() {
					if err := f.Run(ctx); err != nil {
						t.Errorf("Run: %v", err)
					}
				})
			}
			synctest.Wait()
			test(all)
			cancel()
			wg.Wait()
		})
	}
	t.Run("publish each event once, in order, whoever is woken", func(t *testing.T) {
		t.Parallel()
		o, b := &outbox{}, &broker{slow: 5 * time.Millisecond}
		replicas(t, 3, o, &turns{}, func(int) message.Publisher { return b }, func(all []*bus.Forwarder) {
			for i := range 60 {
				o.add(5)
				all[i%3].Wake()
				all[(i+1)%3].Wake()
				pass(time.Duration(i%7) * 10 * time.Millisecond)
			}
			pass(10 * time.Second)
			if !slices.Equal(b.all(), numbered(300)) {
				t.Errorf("%d published for 300: %v", len(b.all()), b.all())
			}
		})
	})
	t.Run("follow a wake-up within moments although it was another's turn", func(t *testing.T) {
		t.Parallel()
		o, b, l := &outbox{}, &broker{}, &turns{}
		replicas(t, 1, o, l, func(int) message.Publisher { return b }, func(all []*bus.Forwarder) {
			pass(500 * time.Millisecond)
			release, _, _ := l.TryLock(t.Context(), "", time.Minute) // free: the forwarder waits
			o.add(1)
			all[0].Wake()
			pass(15 * time.Millisecond)
			release()
			pass(100 * time.Millisecond)
			if len(b.all()) != 1 {
				t.Error("the event still waits")
			}
		})
	})
	t.Run("go on within a turn's time when one dies in its turn", func(t *testing.T) {
		t.Parallel()
		o, b, l := &outbox{}, &broker{}, &turns{}
		o.add(25)
		replicas(t, 1, o, l, func(int) message.Publisher { return b }, func(all []*bus.Forwarder) {
			pass(time.Second)
			if _, ok, _ := l.TryLock(t.Context(), "", 10*time.Second); !ok { // by one that never gives it back
				t.Fatal("the lock is taken")
			}
			o.add(1)
			all[0].Wake()
			pass(9 * time.Second)
			if len(b.all()) != 25 {
				t.Errorf("%d published during another's turn", len(b.all()))
			}
			pass(3 * time.Second)
			if !slices.Equal(b.all(), numbered(26)) {
				t.Errorf("published %v", b.all())
			}
		})
	})
	t.Run("pass one that hangs at the broker when its turn is over", func(t *testing.T) {
		t.Parallel()
		o, b, stuck := &outbox{}, &broker{}, &broker{slow: time.Hour}
		replicas(t, 2, o, &turns{}, func(i int) message.Publisher { return []message.Publisher{stuck, b}[i] }, func(all []*bus.Forwarder) {
			pass(500 * time.Millisecond) // both wait
			o.add(25)
			all[0].Wake()
			pass(9 * time.Second)
			if len(b.all()) != 0 {
				t.Errorf("published %v in another's turn", b.all())
			}
			pass(3 * time.Second)
			if !slices.Equal(b.all(), numbered(25)) {
				t.Errorf("published %v", b.all())
			}
			pass(2 * time.Hour)
		})
	})
	t.Run("forward without the lock when nobody can tell whose turn it is", func(t *testing.T) {
		t.Parallel()
		o, b := &outbox{}, &broker{}
		o.add(25)
		replicas(t, 1, o, &turns{fail: errors.New("down")}, func(int) message.Publisher { return b }, func([]*bus.Forwarder) {
			pass(time.Second)
			if !slices.Equal(b.all(), numbered(25)) {
				t.Errorf("published %v", b.all())
			}
		})
	})
	t.Run("let others in between the turns of a long queue", func(t *testing.T) {
		t.Parallel()
		o, b, l := &outbox{}, &broker{slow: 100 * time.Millisecond}, &turns{}
		o.add(250) // 25 s
		replicas(t, 1, o, l, func(int) message.Publisher { return b }, func([]*bus.Forwarder) {
			pass(30 * time.Second)
			if !slices.Equal(b.all(), numbered(250)) || l.taken < 3 {
				t.Errorf("%d published in %d turns", len(b.all()), l.taken)
			}
		})
	})
}

func TestForwarderAtABrokerThatFailsNowAndThen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tries := 0
		o, b := &outbox{}, &broker{}
		b.fail = func(string) error {
			if tries++; tries%3 == 0 {
				return errors.New("not this time")
			}
			return nil
		}
		o.add(100)
		f := bus.NewForwarder(bus.ForwarderConfig{Outbox: o, Publisher: b})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- f.Run(ctx) }()
		pass(time.Minute)
		if !slices.Equal(b.all(), numbered(100)) {
			t.Errorf("%d of 100 events are published after a minute", len(b.all()))
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
