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
	longestWait   = 10 * time.Second // between attempts while publishing or the outbox fails
	// turnFor is how long one replica forwards before another may, and how long its events wait for another when it died.
	turnFor     = 10 * time.Second
	lockName    = "outbox forwarder"
	lockTimeout = time.Second
	lockRetry   = 20 * time.Millisecond // the first pause while another replica forwards
)

// ForwarderConfig is what a Forwarder needs. Outbox and Publisher are required.
type ForwarderConfig struct {
	Outbox    Outbox
	Publisher message.Publisher
	// Lock, if set, is shared by the replicas that share the outbox.
	Lock Locker
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
//
// Replicas run one each and take turns by a lock: who is woken first publishes what there is. When one dies in its turn, or
// is held up for longer than a turn lasts, another goes on, and a few events are published twice.
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
	failures, misses := 0, 0
	for ctx.Err() == nil {
		turn, published, err := f.turn(ctx)
		if turn {
			misses = 0
		}
		if published > 0 {
			failures = 0 // a broker that fails now and then is not one that is down
		}
		switch {
		case err == nil && turn:
			failures = 0
			f.pause(ctx, f.c.Every)
		case err == nil: // who has the turn may have looked before the event was there that woke us
			misses++
			f.sleep(ctx, backoff(lockRetry, f.c.Every, misses))
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

// turn publishes what there is, unless it is another replica's turn, and says how many events that were.
func (f *Forwarder) turn(ctx context.Context) (ok bool, published int, err error) {
	release, ok := f.lock(ctx)
	if !ok {
		return false, 0, nil
	}
	defer release()
	ends, more := f.c.Now().Add(turnFor), true
	for more && ctx.Err() == nil && f.c.Now().Before(ends) {
		var n int
		n, more, err = f.forward(ctx, ends)
		published += n
		if err != nil {
			return true, published, err
		}
	}
	if more {
		f.Wake() // for the next turn
	}
	return true, published, nil
}

// lock takes the turn. Where nobody can say whose turn it is, it is ours: better twice than never.
func (f *Forwarder) lock(ctx context.Context) (release func(), ok bool) {
	if f.c.Lock == nil {
		return func() {}, true
	}
	// Not interrupted by the end of ctx: a lock that was taken and not answered would keep the others waiting.
	call, cancel := context.WithTimeout(context.WithoutCancel(ctx), lockTimeout)
	defer cancel()
	release, ok, err := f.c.Lock.TryLock(call, lockName, turnFor)
	if err != nil {
		f.c.Log.LogAttrs(ctx, slog.LevelDebug, "the outbox is forwarded without a lock", slog.Any("error", err))
		return func() {}, true
	}
	return release, ok
}

// forward publishes one batch, or what can be before the turn ends. more says that another one is likely to wait.
func (f *Forwarder) forward(ctx context.Context, ends time.Time) (published int, more bool, err error) {
	// First of all: else the same events would be read and published again.
	if err := f.mark(ctx); err != nil {
		return 0, false, err
	}
	events, err := f.unpublished(ctx)
	if err != nil {
		return 0, false, err
	}
	for _, e := range events {
		if ctx.Err() != nil || !f.c.Now().Before(ends) {
			break
		}
		if err = f.publish(e); err != nil {
			break
		}
		published++
		f.unmarked = append(f.unmarked, e.ID)
		f.c.Observe(e, f.c.Now().Sub(e.At))
	}
	if markErr := f.mark(ctx); err == nil {
		err = markErr
	}
	return published, len(events) == f.c.Batch, err
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
