package bus

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
)

const (
	checkEvery   = 2 * time.Second
	checkTimeout = 2 * time.Second
	firstReopen  = 100 * time.Millisecond
	longestGap   = 10 * time.Second // between attempts to reach a broker that is away
	handGrace    = time.Second      // for the message in hand when a subscription ends
)

// feed is one consumer's line to a broker, as long as it lasts.
type feed interface {
	// messages has one message at a time: the next follows when the last was acknowledged.
	messages() <-chan *message.Message
	// check says whether the broker has forgotten the consumer, as it does when it lost its memory: the feed is of no use
	// then. Errors: the broker does not answer; the feed goes on by itself when it does.
	check(ctx context.Context) (lost bool, err error)
	// close ends the feed and closes messages. Somebody must receive from messages meanwhile and refuse what comes.
	close()
}

// consumer is the Subscriber of the brokers. The libraries' own end a subscription, or go deaf, when the broker was away at
// the start or forgot them; a consumer opens another feed then, and its subscription lasts as long as its context.
type consumer struct {
	name string
	open func(ctx context.Context, topic string) (feed, error)
	now  func() time.Time
	log  *slog.Logger
	// closed is told when the consumer is closed, once.
	closed func(*consumer)

	mu      sync.Mutex
	ended   bool
	ends    []context.CancelFunc
	topics  map[string]struct{} // ever subscribed to
	running sync.WaitGroup
}

// Subscribe returns at once; the broker need not be there.
func (c *consumer) Subscribe(ctx context.Context, topic string) (<-chan *message.Message, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return nil, errors.New("the subscriber is closed")
	}
	ctx, end := context.WithCancel(ctx)
	c.ends = append(c.ends, end)
	c.topics[topic] = struct{}{}
	out := make(chan *message.Message)
	c.running.Go(func() { c.keep(ctx, topic, out) })
	return out, nil
}

// Close ends the subscriptions and waits for them.
func (c *consumer) Close() error {
	c.mu.Lock()
	c.ended = true
	for _, end := range c.ends {
		end()
	}
	c.mu.Unlock()
	c.running.Wait()
	c.closed(c)
	return nil
}

// keep opens feeds, one after the other, until ctx ends.
func (c *consumer) keep(ctx context.Context, topic string, out chan<- *message.Message) {
	closeOut := sync.OnceFunc(func() { close(out) })
	defer closeOut()
	state := outage{now: c.now, log: c.log, consumer: c.name}
	for failures := 0; ctx.Err() == nil; {
		f, err := c.open(ctx, topic)
		if err != nil {
			failures++
			state.note(ctx, err)
			pauseFor(ctx, backoff(firstReopen, longestGap, failures))
			continue
		}
		failures = 0
		state.note(ctx, nil)
		inHand := pump(ctx, f, out, &state)
		if ctx.Err() != nil {
			closeOut() // the consumer may stop while what it has in hand is settled
			settle(inHand)
		}
		discard(f, inHand)
	}
}

// pump hands messages on until ctx ends or the feed is of no use any more, and returns the last one it handed on.
func pump(ctx context.Context, f feed, out chan<- *message.Message, state *outage) (inHand *message.Message) {
	tick := time.NewTicker(checkEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return inHand
		case m, ok := <-f.messages():
			if !ok {
				return inHand
			}
			// The libraries' contexts outlive ctx, so that what is in hand can still be acknowledged; and what is
			// redelivered in place has none.
			m.SetContext(ctx)
			select {
			case <-ctx.Done():
				m.Nack()
				return inHand
			case out <- m:
				inHand = m
			}
		case <-tick.C:
			check, cancel := context.WithTimeout(ctx, checkTimeout)
			lost, err := f.check(check)
			cancel()
			if ctx.Err() == nil {
				state.note(ctx, err)
			}
			if lost {
				return inHand
			}
		}
	}
}

// settle gives a handler that is just about done the time to acknowledge, which saves a repeat.
func settle(inHand *message.Message) {
	if inHand == nil {
		return
	}
	grace := time.NewTimer(handGrace)
	defer grace.Stop()
	select {
	case <-inHand.Acked():
	case <-inHand.Nacked():
	case <-grace.C:
	}
}

// discard closes a feed and gives back what it holds.
func discard(f feed, inHand *message.Message) {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		f.close()
	}()
	if inHand != nil {
		inHand.Nack() // does nothing to what was acknowledged
	}
	for m := range f.messages() {
		m.Nack()
	}
	<-closed
}

// outage logs once that a broker went away and once that it is back.
type outage struct {
	now      func() time.Time
	log      *slog.Logger
	consumer string
	since    time.Time
}

func (o *outage) note(ctx context.Context, err error) {
	switch {
	case err != nil && o.since.IsZero():
		o.since = o.now()
		o.log.LogAttrs(ctx, slog.LevelWarn, "the message broker is out of reach; no order depends on it, only haste",
			slog.String("consumer", o.consumer), slog.Any("error", err))
	case err == nil && !o.since.IsZero():
		o.log.LogAttrs(ctx, slog.LevelInfo, "the message broker is back", slog.String("consumer", o.consumer),
			slog.Duration("away", o.now().Sub(o.since)))
		o.since = time.Time{}
	}
}

// consumers are those of one transport.
type consumers struct {
	mu     sync.Mutex
	closed bool
	all    map[*consumer]struct{}
}

// add makes a consumer that is closed with the others at the latest.
func (cs *consumers) add(name string, now func() time.Time, log *slog.Logger, open func(ctx context.Context, name, topic string) (feed, error)) (*consumer, error) {
	c := &consumer{name: name, log: log, now: now, topics: map[string]struct{}{}, closed: cs.remove}
	c.open = func(ctx context.Context, topic string) (feed, error) { return open(ctx, name, topic) }
	cs.mu.Lock()
	defer cs.mu.Unlock()
	if cs.closed {
		return nil, errors.New("the transport is closed")
	}
	if cs.all == nil {
		cs.all = map[*consumer]struct{}{}
	}
	cs.all[c] = struct{}{}
	return c, nil
}

func (cs *consumers) remove(c *consumer) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	delete(cs.all, c)
}

// each calls do for every consumer and topic until it fails.
func (cs *consumers) each(do func(consumer, topic string) error) error {
	cs.mu.Lock()
	all := maps.Clone(cs.all)
	cs.mu.Unlock()
	for c := range all {
		c.mu.Lock()
		topics := slices.Collect(maps.Keys(c.topics))
		c.mu.Unlock()
		for _, topic := range topics {
			if err := do(c.name, topic); err != nil {
				return err
			}
		}
	}
	return nil
}

func (cs *consumers) close() {
	cs.mu.Lock()
	cs.closed = true
	all := maps.Clone(cs.all)
	cs.mu.Unlock()
	for c := range all {
		_ = c.Close() // never fails
	}
}
