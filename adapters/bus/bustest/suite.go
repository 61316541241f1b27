package bustest

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/bus"
	"github.com/tillway/tillway/gateway/pos"
)

// Faults runs the suite of a transport that misbehaves: it loses, doubles, delays, reorders and poisons messages. Only
// latency may change. newTransport is as Transport's, but the topic is bus.Topic, which no other test may use there.
func Faults(t *testing.T, newTransport func(t *testing.T) bus.Transport) {
	t.Helper()
	const events = 200
	t.Run("what is doubled, late, out of order or beside rubbish reaches each consumer", func(t *testing.T) {
		t.Parallel()
		transport := worsen(newTransport(t), mischief{deny: 10, double: 20, tardy: 30, poison: 20, slow: 20, repeat: 10, mislead: 10}, 1)
		one, two, o := newSeen(), newSeen(), &outbox{}
		ids := o.add(events)
		deliver(t, transport, o, map[string]func(context.Context, pos.Event) error{"one": one.note, "two": two.note})
		one.wait(t, "one", ids, events)
		two.wait(t, "two", ids, events)
		if one.total() == events {
			t.Error("no event came twice: the transport did not misbehave")
		}
		for what, n := range map[string]int64{"denied": transport.denied.Load(), "doubled": transport.doubled.Load(),
			"delayed": transport.delayed.Load(), "poisoned": transport.poisoned.Load(), "repeated": transport.repeated.Load()} {
			if n == 0 {
				t.Errorf("nothing was %s", what)
			}
		}
	})
	t.Run("what is lost is only late for a consumer that also looks for itself", func(t *testing.T) {
		t.Parallel()
		transport := worsen(newTransport(t), mischief{lose: 40, deny: 10, double: 20, tardy: 30, poison: 20, slow: 20, repeat: 10, mislead: 10}, 2)
		w, o := newWorker(), &outbox{}
		deliver(t, transport, o, map[string]func(context.Context, pos.Event) error{"one": w.wakeUp, "two": newSeen().note})
		var selling sync.WaitGroup
		selling.Go(func() {
			for range events {
				w.due(o.add(1)...)
				<-time.After(time.Millisecond)
			}
		})
		w.finish(t, events)
		selling.Wait()
		if transport.lost.Load() == 0 || w.woken == 0 {
			t.Errorf("%d messages were lost, %d woke the worker", transport.lost.Load(), w.woken)
		}
	})
}

// worker does what is due when it is woken, and looks for itself every now and then, as placement does with orders.
type worker struct {
	mu    sync.Mutex
	open  []string
	done  []string
	woken int
	wake  chan struct{}
}

func newWorker() *worker { return &worker{wake: make(chan struct{}, 1)} }

func (w *worker) due(ids ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open = append(w.open, ids...)
}

func (w *worker) wakeUp(context.Context, pos.Event) error {
	select {
	case w.wake <- struct{}{}:
	default:
	}
	return nil
}

// finish works until n things are done, and fails when one was not done exactly once.
func (w *worker) finish(t *testing.T, n int) {
	t.Helper()
	sweep := time.NewTicker(500 * time.Millisecond)
	defer sweep.Stop()
	deadline := time.After(4 * patience)
	for len(w.done) < n {
		select {
		case <-w.wake:
			w.woken++
		case <-sweep.C:
		case <-deadline:
			t.Fatalf("%d of %d things are done", len(w.done), n)
		}
		w.mu.Lock()
		w.done, w.open = append(w.done, w.open...), nil
		w.mu.Unlock()
	}
	slices.Sort(w.done)
	if once := slices.Compact(slices.Clone(w.done)); len(once) != n || len(w.done) != n {
		t.Errorf("%d things were done %d times, want %d", len(once), len(w.done), n)
	}
}
