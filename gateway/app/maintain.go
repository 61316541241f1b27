package app

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"
)

// maintainEvery is how often old rows are deleted, by each replica at another minute. They are of no use to anybody: doing it
// twice, or late, harms nothing.
const maintainEvery = time.Hour

// pruner deletes what is done and old, and returns how much that was.
type pruner interface {
	// PruneOutbox deletes published events that are older than a time.
	PruneOutbox(ctx context.Context, before time.Time) (int, error)
}

// maintenance keeps the tables that only grow from growing for ever.
type maintenance struct {
	ledger     pruner
	keepEvents time.Duration
	now        func() time.Time
	log        *slog.Logger
}

func newMaintenance(ledger pruner, keepEvents time.Duration, now func() time.Time, log *slog.Logger) *maintenance {
	return &maintenance{ledger, keepEvents, now, log}
}

// run prunes until ctx ends.
func (m *maintenance) run(ctx context.Context) error {
	timer := time.NewTimer(rand.N(maintainEvery))
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
			m.once(ctx)
			timer.Reset(maintainEvery)
		}
	}
}

func (m *maintenance) once(ctx context.Context) {
	events, err := m.ledger.PruneOutbox(ctx, m.now().Add(-m.keepEvents))
	switch {
	case err != nil:
		m.log.WarnContext(ctx, "old events could not be deleted; it is tried again", slog.Any("error", err))
	case events > 0:
		m.log.InfoContext(ctx, "old events deleted", slog.Int("events", events))
	}
}
