package webhooks

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// The results that Processor reports to its Observe: one for each hint and attempt.
const (
	OutcomeRead     = "read"     // read again from Magento
	OutcomeRefused  = "refused"  // failed for good; logged and done
	OutcomePutOff   = "put_off"  // Magento was unavailable; tried again later
	OutcomeGivenUp  = "given_up" // unavailable for too long; logged as an error and done, sweeps have to find it
	OutcomeUnstored = "unstored" // the inbox did not take the outcome; the hint will be read again
)

const (
	day          = 24 * time.Hour
	giveUpAfter  = 3 * day     // how long an unavailable Magento keeps a hint alive
	firstRetry   = time.Second // the shortest wait of a hint that was put off
	longestRetry = 5 * time.Minute
	batchSize    = 1000
	readMore     = time.Second / 2 // how much longer a read may take for each further thing
	inboxTimeout = 10 * time.Second
	// shopDownAfter is how many reads in a row must find Magento unavailable before a round is given up, so that an
	// outage does not touch every waiting hint.
	shopDownAfter = 5
)

// ProcessorConfig is what a Processor needs. Inbox and Reader are required.
type ProcessorConfig struct {
	Inbox  Inbox
	Reader Reader
	// Debounce is how long a wake-up waits for more hints about the same thing; 200 ms when zero.
	Debounce time.Duration
	// Workers is how many reads run at once; 2 when zero.
	Workers int
	// ReadTimeout bounds the read of one thing; 30 s when zero. Each thing that is read with it adds half a second.
	ReadTimeout time.Duration
	// SweepEvery is how often the inbox is looked at without a wake-up; 5 s when zero.
	SweepEvery time.Duration
	// KeepFor is how long done deliveries are kept, and with them the memory of their ids; 30 days when zero. It must
	// exceed the time that senders go on repeating a delivery.
	KeepFor time.Duration
	Now     func() time.Time
	// Observe is told of each hint's outcome and its age, the time since it was received. Optional.
	Observe func(hint pos.Hint, outcome string, age time.Duration)
	Log     *slog.Logger
}

// Processor reads what hints name again from Magento. Hints about the same thing that wait together are read once, and things of a kind
// in one go where the Reader wants that.
// Several replicas may run one each: they may then read a thing twice, which is harmless.
type Processor struct {
	c    ProcessorConfig
	wake chan struct{}
}

// NewProcessor returns a Processor that does nothing until Run.
func NewProcessor(c ProcessorConfig) *Processor {
	c.Debounce = orDefault(c.Debounce, 200*time.Millisecond)
	c.Workers = orDefault(c.Workers, 2)
	c.ReadTimeout = orDefault(c.ReadTimeout, 30*time.Second)
	c.SweepEvery = orDefault(c.SweepEvery, 5*time.Second)
	c.KeepFor = orDefault(c.KeepFor, 30*day)
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Observe == nil {
		c.Observe = func(pos.Hint, string, time.Duration) {}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Processor{c: c, wake: make(chan struct{}, 1)}
}

// Wake says that hints may be waiting. It never blocks.
func (p *Processor) Wake() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// Run works until ctx ends, and returns nil then, after the reads in hand have ended.
func (p *Processor) Run(ctx context.Context) error {
	var prune time.Time // zero: prune in the first round
	for ctx.Err() == nil {
		p.drain(ctx)
		if now := p.c.Now(); !now.Before(prune) && p.prune(ctx, now) {
			prune = now.Add(day)
		}
		p.pause(ctx)
	}
	return nil
}

// pause waits for a wake-up and then for the burst it belongs to, or for the next sweep.
func (p *Processor) pause(ctx context.Context) {
	// Replicas that were started together should not sweep together.
	sweep := time.NewTimer(p.c.SweepEvery/2 + rand.N(p.c.SweepEvery)) //nolint:gosec // spreads load, guards nothing
	defer sweep.Stop()
	select {
	case <-ctx.Done():
		return
	case <-sweep.C:
		return
	case <-p.wake:
	}
	burst := time.NewTimer(p.c.Debounce)
	defer burst.Stop()
	select {
	case <-ctx.Done():
	case <-burst.C:
	}
	// Wake-ups during the burst are answered by the round that follows it.
	select {
	case <-p.wake:
	default:
	}
}

// drain works off what is due, round by round, until nothing is or a round says to stop.
func (p *Processor) drain(ctx context.Context) {
	for ctx.Err() == nil {
		hints, err := p.waiting(ctx)
		if err != nil {
			p.warn(ctx, "the inbox cannot be read", err)
			return
		}
		if !p.round(ctx, thingsOf(hints)) || len(hints) < batchSize {
			return
		}
	}
}

func (p *Processor) waiting(ctx context.Context) ([]pos.Hint, error) {
	ctx, cancel := context.WithTimeout(ctx, inboxTimeout)
	defer cancel()
	return p.c.Inbox.Waiting(ctx, p.c.Now(), batchSize)
}

// round reads each thing once, Workers reads at a time, and waits for all. It returns false when another round at once would be
// of no use: Magento is down, or the inbox does not take what came out.
func (p *Processor) round(ctx context.Context, things []thing) bool {
	var (
		wg          sync.WaitGroup
		unavailable atomic.Int32 // in a row
		stuck       atomic.Bool
		slots       = make(chan struct{}, p.c.Workers)
	)
	for _, some := range p.gathered(things) {
		slots <- struct{}{}
		if ctx.Err() != nil || unavailable.Load() >= shopDownAfter {
			break
		}
		wg.Go(func() {
			defer func() { <-slots }()
			outcome := p.handle(ctx, some)
			switch outcome {
			case OutcomePutOff:
				unavailable.Add(1)
			case OutcomeUnstored:
				stuck.Store(true)
			default:
				unavailable.Store(0)
			}
		})
	}
	wg.Wait()
	if unavailable.Load() >= shopDownAfter {
		p.c.Log.LogAttrs(ctx, slog.LevelWarn, "Magento is unavailable: hints wait", slog.Int("things", len(things)))
		return false
	}
	return !stuck.Load()
}

// gathered divides things into those that are read at once.
func (p *Processor) gathered(things []thing) [][]thing {
	var out [][]thing
	at := map[pos.HintEntity]int{}
	for _, t := range things {
		entity := t[0].Entity
		if i, ok := at[entity]; ok && p.c.Reader.Together(entity) {
			out[i] = append(out[i], t)
			continue
		}
		at[entity] = len(out)
		out = append(out, []thing{t})
	}
	return out
}

// handle reads things in one go and records the outcome for all hints that named them. When they fail for good, one of them may be to
// blame: each half is then read by itself.
func (p *Processor) handle(ctx context.Context, things []thing) string {
	err := p.read(ctx, things)
	if err != nil && ctx.Err() != nil {
		return OutcomeUnstored // interrupted by the shutdown: the hints stay as they are
	}
	final := err != nil && pos.KindOf(err) != pos.KindUnavailable
	if half := len(things) / 2; final && half > 0 {
		if outcome := p.handle(ctx, things[:half]); outcome == OutcomeUnstored {
			return outcome
		}
		return p.handle(ctx, things[half:])
	}
	now := p.c.Now()
	least := giveUpAfter
	hints := map[string][]pos.Hint{} // by outcome
	for _, t := range things {
		age := now.Sub(t[0].ReceivedAt)
		outcome := OutcomeRead
		switch {
		case err == nil:
		case final:
			outcome = OutcomeRefused
			p.failed(ctx, slog.LevelWarn, "a hint cannot be followed", t[0], err)
		case age >= giveUpAfter:
			outcome = OutcomeGivenUp
			p.failed(ctx, slog.LevelError, "a hint is given up: Magento was unavailable for too long", t[0], err)
		default:
			outcome = OutcomePutOff
			least = min(least, age)
		}
		hints[outcome] = append(hints[outcome], t...)
	}
	if off := hints[OutcomePutOff]; len(off) > 0 {
		p.c.Log.LogAttrs(ctx, slog.LevelInfo, "hints are put off", slog.String("entity", string(off[0].Entity)), slog.Int("hints", len(off)),
			slog.Any("error", err))
	}
	last := ""
	for outcome, some := range hints {
		if last = p.record(ctx, some, outcome, now.Add(retryDelay(least))); last == OutcomeUnstored {
			break
		}
	}
	return last
}

// read reads things by their newest hints, for so long at most. A panic is an error: the hints would be there again when the gateway
// has restarted, and stop it again.
func (p *Processor) read(ctx context.Context, things []thing) (err error) {
	limit := p.c.ReadTimeout + time.Duration(len(things)-1)*readMore
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v\n%s", fault, debug.Stack())
		}
		if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
			err = pos.Unavailable(err, "reading took longer than %s", limit)
		}
	}()
	newest := make([]pos.Hint, len(things))
	for i, t := range things {
		newest[i] = t[len(t)-1]
	}
	return p.c.Reader.Read(ctx, newest)
}

// record stores an outcome of hints, and tells of it. It returns what it told.
func (p *Processor) record(ctx context.Context, hints []pos.Hint, outcome string, at time.Time) string {
	err := p.store(ctx, hints, outcome, at)
	if err != nil {
		outcome = OutcomeUnstored
		p.failed(ctx, slog.LevelWarn, "the inbox did not take what came of hints", hints[0], err)
	}
	for _, hint := range hints {
		p.c.Observe(hint, outcome, p.c.Now().Sub(hint.ReceivedAt))
	}
	return outcome
}

func (p *Processor) store(ctx context.Context, hints []pos.Hint, outcome string, at time.Time) error {
	// What was read stays read although the process stops now.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), inboxTimeout)
	defer cancel()
	if outcome == OutcomePutOff {
		return p.c.Inbox.Retry(ctx, hints, at)
	}
	return p.c.Inbox.Done(ctx, hints)
}

func (p *Processor) prune(ctx context.Context, now time.Time) bool {
	ctx, cancel := context.WithTimeout(ctx, inboxTimeout)
	defer cancel()
	n, err := p.c.Inbox.Prune(ctx, now.Add(-p.c.KeepFor))
	if err != nil {
		p.warn(ctx, "old deliveries cannot be pruned", err)
		return false
	}
	p.c.Log.LogAttrs(ctx, slog.LevelDebug, "old deliveries pruned", slog.Int("count", n))
	return true
}

func (p *Processor) warn(ctx context.Context, message string, err error) {
	if ctx.Err() == nil || !errors.Is(err, context.Canceled) {
		p.c.Log.LogAttrs(ctx, slog.LevelWarn, message, slog.Any("error", err))
	}
}

func (p *Processor) failed(ctx context.Context, level slog.Level, message string, hint pos.Hint, err error) {
	p.c.Log.LogAttrs(ctx, level, message, slog.String("sender", hint.Sender), slog.String("hint", hint.ID),
		slog.String("entity", string(hint.Entity)), slog.String("entity_id", hint.EntityID), slog.Any("error", err))
}

// retryDelay grows with a hint's age: to wait about as long as it has waited already doubles the wait each time, without
// anyone counting attempts. A quarter of it is random, so that hints put off together do not come back together.
func retryDelay(age time.Duration) time.Duration {
	d := min(max(age, firstRetry), longestRetry)
	return d - rand.N(d/4) //nolint:gosec // spreads load, guards nothing
}

// thing is the hints about one thing that wait together, oldest first.
type thing []pos.Hint

// thingsOf gathers hints about the same thing, in the order in which each thing was first named.
func thingsOf(hints []pos.Hint) []thing {
	type name struct {
		entity pos.HintEntity
		id     string
	}
	at := make(map[name]int, len(hints))
	var things []thing
	for _, h := range hints {
		key := name{h.Entity, h.EntityID}
		i, ok := at[key]
		if !ok {
			i = len(things)
			at[key] = i
			things = append(things, nil)
		}
		things[i] = append(things[i], h)
	}
	return things
}
