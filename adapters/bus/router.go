package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"github.com/tillway/tillway/gateway/pos"
)

// The results that Router reports to Observe: one for each delivery of a message to a consumer.
const (
	ResultHandled     = "handled"
	ResultRetried     = "retried"     // unavailable: it is delivered again after a pause
	ResultRefused     = "refused"     // failed for good: logged and acknowledged
	ResultUndecodable = "undecodable" // not one of our events: logged and acknowledged
)

const (
	firstRedelivery   = 100 * time.Millisecond
	longestRedelivery = 30 * time.Second
)

// RouterConfig is what a Router needs. Transport is required.
type RouterConfig struct {
	Transport Transport
	// HandleTimeout bounds one call of a consumer; 30 s when zero.
	HandleTimeout time.Duration
	// CloseTimeout is how long Run waits for consumers when ctx has ended; 10 s when zero.
	CloseTimeout time.Duration
	// Observe is told the result of each delivery: one of the Result constants. Optional.
	Observe func(consumer, result string)
	Log     *slog.Logger
}

// Router hands events to consumers, to each one event at a time in the transport's order.
type Router struct {
	c         RouterConfig
	inner     *message.Router
	consumers int
}

// NewRouter returns a Router without consumers.
func NewRouter(c RouterConfig) (*Router, error) {
	if c.HandleTimeout <= 0 {
		c.HandleTimeout = 30 * time.Second
	}
	if c.CloseTimeout <= 0 {
		c.CloseTimeout = 10 * time.Second
	}
	if c.Observe == nil {
		c.Observe = func(string, string) {}
	}
	inner, err := message.NewRouter(message.RouterConfig{CloseTimeout: c.CloseTimeout}, watermillLogger(c.Log))
	if err != nil {
		return nil, fmt.Errorf("make a router: %w", err)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Router{c: c, inner: inner}, nil
}

// Handle adds a consumer; it must come before Run, and each name once. The name is the consumer's identity at the broker.
// An error of kind unavailable has the event delivered again after a growing pause, and everything behind it waits; any
// other error is logged and the event is done with. The consumer sees events again, and events it knows nothing of.
func (r *Router) Handle(name string, consume func(ctx context.Context, e pos.Event) error) error {
	sub, err := r.c.Transport.Subscriber(name)
	if err != nil {
		return fmt.Errorf("subscribe %s: %w", name, err)
	}
	d := &delivery{Router: r, name: name, consume: consume}
	r.inner.AddConsumerHandler(name, Topic, sub, d.handle)
	r.consumers++
	return nil
}

// Running is closed when all consumers listen.
func (r *Router) Running() <-chan struct{} { return r.inner.Running() }

// Run delivers until ctx ends and returns nil then, after the consumers have returned. To end earlier is an error, since
// Watermill's router stops by itself, without one, when its subscriptions close.
func (r *Router) Run(ctx context.Context) error {
	if r.consumers == 0 {
		return errors.New("the router has no consumers")
	}
	if err := r.inner.Run(ctx); err != nil {
		return fmt.Errorf("run the router: %w", err)
	}
	if ctx.Err() == nil {
		return pos.Unavailable(nil, "the router stopped because its subscriptions closed")
	}
	return nil
}

// delivery is one consumer's side of the router. Messages come to it one at a time.
type delivery struct {
	*Router
	name    string
	consume func(ctx context.Context, e pos.Event) error
	// failures counts the attempts at the message in hand; the transports tell no count.
	failures atomic.Int32
}

// handle returns nil for what is done with, which acknowledges the message unless it was refused before.
func (d *delivery) handle(m *message.Message) error {
	e, err := Decode(m.Payload)
	if err != nil {
		d.c.Observe(d.name, ResultUndecodable)
		d.c.Log.LogAttrs(m.Context(), slog.LevelError, "a message is dropped: it is none of our events",
			slog.String("consumer", d.name), slog.String("message", m.UUID), slog.Any("error", err))
		return nil
	}
	ctx, cancel := context.WithTimeout(m.Context(), d.c.HandleTimeout)
	err = d.call(ctx, e)
	timedOut := errors.Is(ctx.Err(), context.DeadlineExceeded)
	cancel()
	switch {
	case err == nil:
		d.failures.Store(0)
		d.c.Observe(d.name, ResultHandled)
		return nil
	case m.Context().Err() != nil:
		return err // interrupted by the shutdown
	case pos.KindOf(err) == pos.KindUnavailable || timedOut:
		d.c.Observe(d.name, ResultRetried)
		d.log(m.Context(), slog.LevelWarn, "an event is put off", e, err)
		pauseFor(m.Context(), backoff(firstRedelivery, longestRedelivery, int(d.failures.Add(1))))
		// Said here and not by returning the error, which Watermill would log once more.
		m.Nack()
		return nil
	default:
		d.failures.Store(0)
		d.c.Observe(d.name, ResultRefused)
		d.log(m.Context(), slog.LevelError, "an event is dropped: its consumer failed for good", e, err)
		return nil
	}
}

// call turns a panic into an error: Watermill would have the message redelivered at once, for ever.
func (d *delivery) call(ctx context.Context, e pos.Event) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v: %s", p, debug.Stack())
		}
	}()
	return d.consume(ctx, e)
}

func (d *delivery) log(ctx context.Context, level slog.Level, text string, e pos.Event, err error) {
	d.c.Log.LogAttrs(ctx, level, text, slog.String("consumer", d.name), slog.String("event", e.ID),
		slog.String("type", string(e.Name)), slog.String("order", e.OrderID), slog.Any("error", err))
}

// pauseFor stands before a negative acknowledgement: brokers redeliver at once, which would be a busy loop.
func pauseFor(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
