package bus

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	outboxTimeout = 10 * time.Second
	longestWait   = 30 * time.Second // between attempts while publishing or the outbox fails
)

// ForwarderConfig is what a Forwarder needs. Outbox and Publisher are required.
type ForwarderConfig struct {
	Outbox    Outbox
	Publisher message.Publisher
	// Ready, if set, is waited for first: Router.Running, so that nothing is published before its consumers listen.
	Ready <-chan struct{}
	// Every is how often the outbox is looked at without a wake-up; 1 s when zero.
	Every time.Duration
	// Batch is how many events are read and marked at once; 100 when zero.
	Batch int
	// Source is the CloudEvents source; "/tillway" when empty.
	Source string
	// Observe is told of each event that was published and its age then. Optional.
	Observe func(e pos.Event, age time.Duration)
	Now     func() time.Time
	Log     *slog.Logger
}

// Forwarder publishes what stands in the outbox, oldest first, and marks it published afterwards: at least once. An event
// that cannot be published holds up those behind it, so that their order is kept.
// Several replicas may run one each; an event may then be published more than once.
type Forwarder struct {
	c    ForwarderConfig
	wake chan struct{}
	// unmarked were published, but the outbox does not know it yet.
	unmarked []string
}

// NewForwarder returns a Forwarder that does nothing until Run.
func NewForwarder(c ForwarderConfig) *Forwarder {
	if c.Every <= 0 {
		c.Every = time.Second
	}
	if c.Batch <= 0 {
		c.Batch = 100
	}
	if c.Source == "" {
		c.Source = "/tillway"
	}
	if c.Observe == nil {
		c.Observe = func(pos.Event, time.Duration) {}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Forwarder{c: c, wake: make(chan struct{}, 1)}
}

// Wake says that events may be waiting. It never blocks.
func (f *Forwarder) Wake() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// Run forwards until ctx ends and returns nil then. It must run once only.
func (f *Forwarder) Run(ctx context.Context) error {
	if f.c.Ready != nil {
		select {
		case <-ctx.Done():
			return nil
		case <-f.c.Ready:
		}
	}
	failures := 0
	for ctx.Err() == nil {
		more, err := f.forward(ctx)
		switch {
		case err == nil:
			failures = 0
			if !more {
				f.pause(ctx, f.c.Every)
			}
		case ctx.Err() != nil:
		default:
			failures++
			wait := backoff(f.c.Every, longestWait, failures)
			f.c.Log.LogAttrs(ctx, slog.LevelWarn, "events wait in the outbox", slog.Any("error", err), slog.Duration("retry_in", wait))
			f.sleep(ctx, wait)
		}
	}
	return nil
}

// forward publishes one batch. more says that another one is likely to wait.
func (f *Forwarder) forward(ctx context.Context) (more bool, err error) {
	// First of all: else the same events would be read and published again.
	if err := f.mark(ctx); err != nil {
		return false, err
	}
	events, err := f.unpublished(ctx)
	if err != nil {
		return false, err
	}
	for _, e := range events {
		if err = f.publish(e); err != nil || ctx.Err() != nil {
			break
		}
		f.unmarked = append(f.unmarked, e.ID)
		f.c.Observe(e, f.c.Now().Sub(e.At))
	}
	if markErr := f.mark(ctx); err == nil {
		err = markErr
	}
	return len(events) == f.c.Batch, err
}

func (f *Forwarder) unpublished(ctx context.Context) ([]pos.Event, error) {
	ctx, cancel := context.WithTimeout(ctx, outboxTimeout)
	defer cancel()
	events, err := f.c.Outbox.Unpublished(ctx, f.c.Batch)
	if err != nil {
		return nil, fmt.Errorf("read the outbox: %w", err)
	}
	return events, nil
}

func (f *Forwarder) publish(e pos.Event) error {
	body, err := Encode(f.c.Source, e)
	if err != nil {
		return err
	}
	m := message.NewMessage(e.ID, body)
	m.Metadata.Set("content-type", contentType)
	if err := f.c.Publisher.Publish(Topic, m); err != nil {
		return fmt.Errorf("publish %s %s: %w", e.Name, e.ID, err)
	}
	return nil
}

// mark tells the outbox what was published, also when the process is stopping: otherwise it would be published again.
func (f *Forwarder) mark(ctx context.Context) error {
	if len(f.unmarked) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), outboxTimeout)
	defer cancel()
	if err := f.c.Outbox.MarkPublished(ctx, f.unmarked); err != nil {
		return fmt.Errorf("mark %d events as published: %w", len(f.unmarked), err)
	}
	f.unmarked = nil
	return nil
}

func (f *Forwarder) pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	case <-f.wake:
	}
}

// sleep is pause without the wake-up: new events do not make a failing broker well.
func (f *Forwarder) sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// backoff doubles with each attempt from the first, up to the longest, and takes off up to half at random so that those
// who failed together do not come back together.
func backoff(first, longest time.Duration, attempt int) time.Duration {
	d := min(first, longest)
	for i := 1; i < attempt && d < longest; i++ {
		d = min(2*d, longest)
	}
	return d - rand.N(d/2+1) //nolint:gosec // spreads load, guards nothing
}
