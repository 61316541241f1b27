package webhooks_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/webhooks"
)

// reader is a Reader that notes what it is asked for and answers what answer says of the first for which that is an error. It reads
// products together.
type reader struct {
	mu     sync.Mutex
	reads  []string
	calls  int
	at     []time.Time
	most   int // reads at once
	now    int
	answer func(ctx context.Context, hint pos.Hint) error
}

func (r *reader) Together(entity pos.HintEntity) bool { return entity == pos.HintProduct }

func (r *reader) Read(ctx context.Context, hints []pos.Hint) error {
	r.mu.Lock()
	for _, hint := range hints {
		r.reads = append(r.reads, string(hint.Entity)+" "+hint.EntityID)
	}
	r.at = append(r.at, time.Now())
	r.calls++
	r.now++
	r.most = max(r.most, r.now)
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		r.now--
		r.mu.Unlock()
	}()
	if r.answer == nil {
		return nil
	}
	for _, hint := range hints {
		if err := r.answer(ctx, hint); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.reads)
}

func (r *reader) times() []time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.at)
}

// job is a Processor at work with its inbox, and what it said of each hint.
type job struct {
	*testing.T
	*webhooks.Processor
	in       *inbox
	mu       sync.Mutex
	outcomes []string
}

// working runs test beside a Processor in a synctest bubble: its clock is the bubble's.
func working(t *testing.T, r *reader, test func(j *job)) {
	t.Helper()
	workingEvery(t, 5*time.Second, r, test)
}

func workingEvery(t *testing.T, sweep time.Duration, r *reader, test func(j *job)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		j := &job{T: t, in: &inbox{}}
		p := webhooks.NewProcessor(webhooks.ProcessorConfig{Inbox: j.in, Reader: r, SweepEvery: sweep, Workers: 2,
			Observe: func(h pos.Hint, outcome string, _ time.Duration) {
				j.mu.Lock()
				defer j.mu.Unlock()
				j.outcomes = append(j.outcomes, h.ID+" "+outcome)
			}})
		j.Processor = p
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- p.Run(ctx) }()
		synctest.Wait()
		test(j)
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

func (j *job) put(id string, entity pos.HintEntity, entityID string) {
	j.Helper()
	if _, err := j.in.Keep(j.Context(), pos.Hint{ID: id, Sender: "magento", Entity: entity, EntityID: entityID, ReceivedAt: time.Now()}, nil); err != nil {
		j.Fatal(err)
	}
}

// pass lets the bubble's time pass.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func TestProcessor(t *testing.T) {
	t.Parallel()
	t.Run("a wake-up is followed within a quarter of a second", func(t *testing.T) {
		t.Parallel()
		r := &reader{}
		working(t, r, func(j *job) {
			j.put("m1", pos.HintProduct, "42")
			j.Wake()
			pass(250 * time.Millisecond)
			if r.count() != 1 || r.reads[0] != "product 42" || j.in.pending() != 0 {
				j.Errorf("read %v, %d pending", r.reads, j.in.pending())
			}
		})
	})
	t.Run("a hint whose wake-up was lost is found by the sweep", func(t *testing.T) {
		t.Parallel()
		r := &reader{}
		working(t, r, func(j *job) {
			j.put("m1", pos.HintProduct, "42")
			pass(8 * time.Second)
			if r.count() != 1 || j.in.pending() != 0 {
				j.Errorf("read %v, %d pending", r.reads, j.in.pending())
			}
		})
	})
	t.Run("a burst about one thing is one read and every hint is done", func(t *testing.T) {
		t.Parallel()
		r := &reader{}
		working(t, r, func(j *job) {
			for i := range 20 {
				j.put(fmt.Sprintf("m%d", i), pos.HintProduct, "42")
				j.put(fmt.Sprintf("s%d", i), pos.HintStock, "42")
				j.Wake()
				pass(5 * time.Millisecond)
			}
			pass(300 * time.Millisecond)
			slices.Sort(r.reads)
			if !slices.Equal(r.reads, []string{"product 42", "stock 42"}) || j.in.pending() != 0 {
				j.Errorf("read %v, %d pending", r.reads, j.in.pending())
			}
		})
	})
	t.Run("a hint that comes during the read of its thing causes another read", func(t *testing.T) {
		t.Parallel()
		r := &reader{answer: func(context.Context, pos.Hint) error { <-time.After(time.Second); return nil }}
		working(t, r, func(j *job) {
			j.put("m1", pos.HintOrder, "7")
			j.Wake()
			pass(500 * time.Millisecond)
			j.put("m2", pos.HintOrder, "7")
			j.Wake()
			pass(3 * time.Second)
			if r.count() != 2 || j.in.pending() != 0 {
				j.Errorf("%d reads, %d pending, want 2 and 0", r.count(), j.in.pending())
			}
		})
	})
	t.Run("no more reads run at once than there are workers", func(t *testing.T) {
		t.Parallel()
		r := &reader{answer: func(context.Context, pos.Hint) error { <-time.After(time.Second); return nil }}
		working(t, r, func(j *job) {
			for i := range 10 {
				j.put(fmt.Sprint(i), pos.HintOrder, fmt.Sprint(i))
			}
			j.Wake()
			pass(10 * time.Second)
			if r.most != 2 || j.in.pending() != 0 {
				j.Errorf("%d at once, %d pending", r.most, j.in.pending())
			}
		})
	})
	t.Run("things of a kind that are better read together are, beside those of others", func(t *testing.T) {
		t.Parallel()
		r := &reader{}
		working(t, r, func(j *job) {
			for i := range 600 {
				j.put(fmt.Sprint("p", i), pos.HintProduct, fmt.Sprint(i))
				j.put(fmt.Sprint("s", i), pos.HintStock, fmt.Sprint(i%3))
			}
			for i := range 300 {
				j.put(fmt.Sprint("again", i), pos.HintProduct, fmt.Sprint(i))
			}
			j.Wake()
			pass(time.Second)
			products := 0
			for _, name := range r.reads {
				if strings.HasPrefix(name, "product ") {
					products++
				}
			}
			// Two rounds, the first of 500 products; what names 300 of them again comes in the second, with the rest.
			if r.calls != 1+3+1+3 || products != 500+400 || j.in.pending() != 0 {
				j.Errorf("%d calls for %d products, %d pending", r.calls, products, j.in.pending())
			}
		})
	})
	t.Run("more hints than a round holds are all read", func(t *testing.T) {
		t.Parallel()
		r := &reader{}
		working(t, r, func(j *job) {
			for i := range 1234 {
				j.put(fmt.Sprint(i), pos.HintOrder, fmt.Sprint(i))
			}
			j.Wake()
			pass(time.Second)
			if r.count() != 1234 || j.in.pending() != 0 {
				j.Errorf("%d reads, %d pending", r.count(), j.in.pending())
			}
		})
	})
}

func TestProcessorWhenMagentoFails(t *testing.T) {
	t.Parallel()
	down := pos.Unavailable(errors.New("connection refused"), "Magento cannot be reached")
	t.Run("an unavailable Magento puts the hint off, longer and longer, until it answers", func(t *testing.T) {
		t.Parallel()
		var up atomic.Bool
		r := &reader{}
		r.answer = func(context.Context, pos.Hint) error {
			if up.Load() {
				return nil
			}
			return down
		}
		working(t, r, func(j *job) {
			j.put("m1", pos.HintOrder, "7")
			j.Wake()
			pass(30 * time.Minute)
			if n := r.count(); n < 8 || n > 25 {
				j.Errorf("%d attempts in half an hour", n)
			}
			times := r.times()
			for i := 6; i < len(times); i++ {
				if gap := times[i].Sub(times[i-1]); gap < 15*time.Second || gap > 6*time.Minute {
					j.Errorf("attempt %d after %s", i, gap)
				}
			}
			up.Store(true)
			pass(6 * time.Minute)
			if j.in.pending() != 0 || j.outcomes[len(j.outcomes)-1] != "m1 read" {
				j.Errorf("%d pending after Magento came back: %v", j.in.pending(), j.outcomes)
			}
		})
	})
	t.Run("a hint on which the gateway panics is done with, and stops no other", func(t *testing.T) {
		t.Parallel()
		r := &reader{answer: func(_ context.Context, hint pos.Hint) error {
			if hint.EntityID == "42" {
				panic("fault of our own")
			}
			return nil
		}}
		working(t, r, func(j *job) {
			j.put("m1", pos.HintProduct, "42")
			j.put("m2", pos.HintProduct, "43")
			j.Wake()
			pass(time.Minute)
			slices.Sort(j.outcomes)
			if r.calls != 3 || j.in.pending() != 0 || !slices.Equal(j.outcomes, []string{"m1 refused", "m2 read"}) { // both, and each
				j.Errorf("%d reads, %d pending, outcomes %v", r.calls, j.in.pending(), j.outcomes)
			}
		})
	})
	t.Run("among many that are read together, the one that cannot be stops no other", func(t *testing.T) {
		t.Parallel()
		for _, fault := range []error{pos.Invalid("odd"), errors.New("a bug")} {
			r := &reader{answer: func(_ context.Context, hint pos.Hint) error {
				if hint.EntityID == "77" {
					return fault
				}
				return nil
			}}
			working(t, r, func(j *job) {
				for i := range 200 {
					j.put(fmt.Sprint(i), pos.HintProduct, fmt.Sprint(i))
				}
				j.Wake()
				pass(time.Second)
				refused := slices.DeleteFunc(slices.Clone(j.outcomes), func(o string) bool { return strings.HasSuffix(o, " read") })
				if len(j.outcomes) != 200 || !slices.Equal(refused, []string{"77 refused"}) || j.in.pending() != 0 || r.calls > 20 {
					j.Errorf("%d outcomes, %v refused, %d pending, %d calls", len(j.outcomes), refused, j.in.pending(), r.calls)
				}
			})
		}
	})
	t.Run("an outage puts off all that are read together, and asks once", func(t *testing.T) {
		t.Parallel()
		r := &reader{answer: func(context.Context, pos.Hint) error { return down }}
		working(t, r, func(j *job) {
			for i := range 400 {
				j.put(fmt.Sprint(i), pos.HintProduct, fmt.Sprint(i))
			}
			j.Wake()
			pass(900 * time.Millisecond)
			if r.calls != 1 || len(j.outcomes) != 400 || j.outcomes[399] != "399 put_off" || j.in.pending() != 400 {
				j.Errorf("%d calls, outcomes %v, %d pending", r.calls, j.outcomes, j.in.pending())
			}
		})
	})
	t.Run("a refusal that is final is done with", func(t *testing.T) {
		t.Parallel()
		for _, final := range []error{pos.NotFound("no such product"), pos.Invalid("odd"), errors.New("a bug")} {
			r := &reader{answer: func(context.Context, pos.Hint) error { return final }}
			working(t, r, func(j *job) {
				j.put("m1", pos.HintProduct, "42")
				j.Wake()
				pass(time.Minute)
				if r.count() != 1 || j.in.pending() != 0 || !slices.Equal(j.outcomes, []string{"m1 refused"}) {
					j.Errorf("%v: %d reads, %d pending, outcomes %v", final, r.count(), j.in.pending(), j.outcomes)
				}
			})
		}
	})
	t.Run("a read without end is cut off and tried again", func(t *testing.T) {
		t.Parallel()
		r := &reader{answer: func(ctx context.Context, _ pos.Hint) error { <-ctx.Done(); return fmt.Errorf("read: %w", ctx.Err()) }}
		working(t, r, func(j *job) {
			j.put("m1", pos.HintProduct, "42")
			j.Wake()
			pass(31 * time.Second)
			if !slices.Equal(j.outcomes, []string{"m1 put_off"}) || j.in.pending() != 1 {
				j.Errorf("outcomes %v, %d pending", j.outcomes, j.in.pending())
			}
		})
	})
	t.Run("many things that are read together have more time", func(t *testing.T) {
		t.Parallel()
		r := &reader{answer: func(context.Context, pos.Hint) error { <-time.After(400 * time.Millisecond); return nil }}
		working(t, r, func(j *job) {
			for i := range 1000 {
				j.put(fmt.Sprint(i), pos.HintProduct, fmt.Sprint(i))
			}
			j.Wake()
			pass(401 * time.Second)
			if r.calls != 1 || j.in.pending() != 0 {
				j.Errorf("%d calls, %d pending", r.calls, j.in.pending())
			}
		})
	})
	t.Run("an outage does not hammer Magento with every waiting hint", func(t *testing.T) {
		t.Parallel()
		r := &reader{answer: func(context.Context, pos.Hint) error { return down }}
		working(t, r, func(j *job) {
			for i := range 400 {
				j.put(fmt.Sprint(i), pos.HintOrder, fmt.Sprint(i))
			}
			j.Wake()
			pass(time.Second)
			if n := r.count(); n < 5 || n > 7 {
				j.Errorf("%d reads in the first round, want about 5", n)
			}
			if j.in.pending() != 400 {
				j.Errorf("%d pending", j.in.pending())
			}
		})
	})
	t.Run("a hint that found nobody for three days is given up", func(t *testing.T) {
		t.Parallel()
		r := &reader{answer: func(context.Context, pos.Hint) error { return down }}
		working(t, r, func(j *job) {
			j.put("m1", pos.HintOrder, "7")
			j.Wake()
			pass(73 * time.Hour)
			if j.in.pending() != 0 || j.outcomes[len(j.outcomes)-1] != "m1 given_up" {
				j.Errorf("%d pending, last outcome %s", j.in.pending(), j.outcomes[len(j.outcomes)-1])
			}
		})
	})
	t.Run("one thing that always fails does not keep the others waiting", func(t *testing.T) {
		t.Parallel()
		r := &reader{answer: func(_ context.Context, h pos.Hint) error {
			if h.EntityID == "0" {
				return down
			}
			return nil
		}}
		working(t, r, func(j *job) {
			for i := range 50 {
				j.put(fmt.Sprint(i), pos.HintOrder, fmt.Sprint(i))
			}
			j.Wake()
			pass(time.Second)
			if j.in.pending() != 1 {
				j.Errorf("%d pending, want only the one that fails", j.in.pending())
			}
		})
	})
}

func TestProcessorAndItsInbox(t *testing.T) {
	t.Parallel()
	t.Run("an inbox that fails is asked again at the pace of the sweep and nothing is lost", func(t *testing.T) {
		t.Parallel()
		r := &reader{}
		working(t, r, func(j *job) {
			j.put("m1", pos.HintOrder, "7")
			j.in.failWith(pos.Unavailable(nil, "down"))
			j.Wake()
			pass(time.Minute)
			if r.count() != 0 {
				j.Errorf("%d reads", r.count())
			}
			j.in.failWith(nil)
			pass(8 * time.Second)
			if r.count() != 1 || j.in.pending() != 0 {
				j.Errorf("%d reads, %d pending", r.count(), j.in.pending())
			}
		})
	})
	t.Run("an outcome that is not stored does not make a busy loop", func(t *testing.T) {
		t.Parallel()
		r := &reader{}
		working(t, r, func(j *job) {
			j.in.failDone = errors.New("disk full")
			for i := range 500 {
				j.put(fmt.Sprint(i), pos.HintOrder, "7")
			}
			j.Wake()
			pass(time.Second)
			if told := slices.Compact(slices.Clone(j.outcomes)); r.count() != 1 || len(told) != 500 || told[0] != "0 unstored" {
				j.Errorf("%d reads, outcomes %v", r.count(), told)
			}
		})
	})
	t.Run("done deliveries are forgotten after thirty days, looked for once a day", func(t *testing.T) {
		t.Parallel()
		r := &reader{}
		workingEvery(t, time.Hour, r, func(j *job) {
			j.put("m1", pos.HintOrder, "7")
			start := time.Now()
			j.Wake()
			pass(29 * 24 * time.Hour)
			if j.in.held() != 1 {
				j.Error("forgotten too early")
			}
			pass(3 * 24 * time.Hour)
			if j.in.held() != 0 {
				j.Error("never forgotten")
			}
			if n := j.in.prunes(); n < 31 || n > 33 {
				j.Errorf("pruned %d times in %s", n, time.Since(start))
			}
		})
	})
	t.Run("what was read when the process stops is recorded, what was not stays", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			in := &inbox{}
			ctx, cancel := context.WithCancel(t.Context())
			r := &reader{answer: func(ctx context.Context, h pos.Hint) error {
				if h.EntityID == "1" {
					cancel()
					return nil
				}
				<-ctx.Done()
				return ctx.Err()
			}}
			j := &job{T: t, in: in}
			j.put("m2", pos.HintOrder, "2")
			j.put("m1", pos.HintOrder, "1")
			j.put("m3", pos.HintOrder, "3")
			if err := webhooks.NewProcessor(webhooks.ProcessorConfig{Inbox: in, Reader: r}).Run(ctx); err != nil {
				t.Fatal(err)
			}
			if in.pending() != 2 || !in.rows[1].done {
				t.Errorf("%d pending: %+v", in.pending(), in.rows)
			}
		})
	})
}
