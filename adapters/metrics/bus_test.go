package metrics_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tillway/tillway/adapters/metrics"
	"github.com/tillway/tillway/gateway/pos"
)

// OutboxDepth tells of no events; eventLedger tells of some.
func (l *ledger) OutboxDepth(context.Context) (events int, oldest time.Time, err error) {
	return 0, time.Time{}, nil
}

type eventLedger struct {
	ledger
	events int
	oldest time.Time
	err    error
}

func (l *eventLedger) OutboxDepth(context.Context) (events int, oldest time.Time, err error) {
	return l.events, l.oldest, l.err
}

func TestOutboxDepth(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &eventLedger{ledger: ledger{answer: func(context.Context) ([]pos.QueueDepth, error) { return nil, nil }}}
		m := metrics.New(metrics.Config{Ledger: l})
		shows(t, scrape(t, m), `tillway_queue_depth{queue="outbox",state="unpublished"} 0`, `tillway_queue_oldest_age_seconds{queue="outbox",state="unpublished"} 0`)
		l.events, l.oldest = 12, time.Now().Add(-30*time.Second)
		shows(t, scrape(t, m), `tillway_queue_depth{queue="outbox",state="unpublished"} 12`, `tillway_queue_oldest_age_seconds{queue="outbox",state="unpublished"} 30`)
		l.err, l.events = errors.New("down"), 99
		<-time.After(time.Minute)
		shows(t, scrape(t, m), `tillway_queue_depth{queue="outbox",state="unpublished"} 12`,
			`tillway_queue_oldest_age_seconds{queue="outbox",state="unpublished"} 90`, `tillway_queue_read_failures_total 1`)
	})
}

func TestBusBacklog(t *testing.T) {
	t.Parallel()
	t.Run("shows what the broker keeps for each consumer", func(t *testing.T) {
		t.Parallel()
		m := metrics.New(metrics.Config{})
		m.ShowBusBacklog(func(context.Context) (map[string]int, error) { return map[string]int{"one": 3, "two": 0}, nil })
		shows(t, scrape(t, m), `tillway_bus_backlog{consumer="one"} 3`, `tillway_bus_backlog{consumer="two"} 0`)
	})
	t.Run("shows nothing rather than something old, and does not hang with the broker", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			m := metrics.New(metrics.Config{})
			m.ShowBusBacklog(func(ctx context.Context) (map[string]int, error) {
				<-ctx.Done()
				return map[string]int{"one": 3}, ctx.Err()
			})
			start := time.Now()
			if text := scrape(t, m); strings.Contains(text, "tillway_bus_backlog{") {
				t.Error("there is a backlog")
			}
			if d := time.Since(start); d != 2*time.Second {
				t.Errorf("the scrape took %s", d)
			}
		})
	})
}
