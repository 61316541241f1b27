package bustest

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"github.com/tillway/tillway/adapters/bus"
)

// mischief is in how many of a hundred cases a faulty transport does each thing.
type mischief struct {
	lose    int // publishes nothing and says it did
	deny    int // publishes and says that it failed
	double  int // publishes twice
	tardy   int // publishes later than what follows, and says at once that it did
	poison  int // publishes something first that nobody can decode
	slow    int // takes its time to publish, and to deliver
	repeat  int // delivers again what was acknowledged
	mislead int // delivers something that nobody can decode first
}

// faulty is a transport that is worse than the one it wraps. What it does is drawn from a seed.
type faulty struct {
	bus.Transport
	mischief
	counts

	mu   sync.Mutex
	rand *rand.Rand
	// pending are the late messages.
	pending sync.WaitGroup
}

// counts says what was done.
type counts struct{ lost, denied, doubled, delayed, poisoned, repeated atomic.Int64 }

func worsen(inner bus.Transport, m mischief, seed uint64) *faulty {
	return &faulty{Transport: inner, mischief: m, rand: rand.New(rand.NewPCG(seed, seed))} //nolint:gosec // a repeatable test
}

// happens says whether something that happens in so many of a hundred cases does.
func (f *faulty) happens(percent int, count *atomic.Int64) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.rand.IntN(100) >= percent {
		return false
	}
	if count != nil {
		count.Add(1)
	}
	return true
}

func (f *faulty) moment(longest time.Duration) time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	return time.Duration(f.rand.Int64N(int64(longest)))
}

// Close waits for what is late.
func (f *faulty) Close() error {
	f.pending.Wait()
	return f.Transport.Close()
}

func (f *faulty) Publisher() message.Publisher { return faultyPublisher{f} }

type faultyPublisher struct{ *faulty }

func (p faultyPublisher) Publish(topic string, messages ...*message.Message) error {
	for _, m := range messages {
		if err := p.one(topic, m); err != nil {
			return err
		}
	}
	return nil
}

func (p faultyPublisher) one(topic string, m *message.Message) error {
	inner := p.Transport.Publisher()
	if p.happens(p.lose, &p.lost) {
		return nil
	}
	if p.happens(p.slow, nil) {
		<-time.After(p.moment(20 * time.Millisecond))
	}
	if p.happens(p.poison, &p.poisoned) {
		if err := inner.Publish(topic, message.NewMessage("", []byte("\x00{"))); err != nil {
			return err
		}
	}
	if p.happens(p.tardy, &p.delayed) {
		p.pending.Go(func() {
			<-time.After(p.moment(100 * time.Millisecond))
			for inner.Publish(topic, m) != nil {
				<-time.After(50 * time.Millisecond)
			}
		})
		return nil
	}
	if err := inner.Publish(topic, m); err != nil {
		return err
	}
	if p.happens(p.double, &p.doubled) {
		if err := inner.Publish(topic, m.Copy()); err != nil {
			return err
		}
	}
	if p.happens(p.deny, &p.denied) {
		return errors.New("the answer was lost")
	}
	return nil
}

// Close leaves closing to the transport.
func (p faultyPublisher) Close() error { return nil }

func (f *faulty) Subscriber(consumer string) (message.Subscriber, error) {
	inner, err := f.Transport.Subscriber(consumer)
	return faultySubscriber{inner, f}, err
}

type faultySubscriber struct {
	message.Subscriber
	*faulty
}

func (s faultySubscriber) Close() error { return s.Subscriber.Close() }

func (s faultySubscriber) Subscribe(ctx context.Context, topic string) (<-chan *message.Message, error) {
	in, err := s.Subscriber.Subscribe(ctx, topic)
	if err != nil {
		return nil, err
	}
	out := make(chan *message.Message)
	go func() {
		defer close(out)
		for m := range in {
			if !s.deliver(ctx, m, out) {
				m.Nack()
			}
		}
	}()
	return out, nil
}

// deliver hands a copy of m on and answers m as the consumer answered the copy, or not. False when ctx ended.
func (s faultySubscriber) deliver(ctx context.Context, m *message.Message, out chan<- *message.Message) bool {
	if s.happens(s.slow, nil) {
		<-time.After(s.moment(10 * time.Millisecond))
	}
	if s.happens(s.mislead, &s.poisoned) && !hand(ctx, message.NewMessage("", []byte("\xff")), out) {
		return false
	}
	c := m.Copy()
	if !hand(ctx, c, out) {
		return false
	}
	select {
	case <-c.Nacked():
		m.Nack()
	default:
		if s.happens(s.repeat, &s.repeated) {
			m.Nack()
		} else {
			m.Ack()
		}
	}
	return true
}

// hand gives m to the consumer and waits for its answer. False when ctx ended.
func hand(ctx context.Context, m *message.Message, out chan<- *message.Message) bool {
	m.SetContext(ctx)
	select {
	case <-ctx.Done():
		return false
	case out <- m:
	}
	select {
	case <-ctx.Done():
		return false
	case <-m.Acked():
	case <-m.Nacked():
	}
	return true
}
