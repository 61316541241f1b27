package app

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"
)

// maintainEvery is how often old rows are tidied up, by each replica at another minute. Doing it twice at once, or late, harms
// nothing.
const maintainEvery = time.Hour

// keeper tidies up what is done and old, and returns how much that was.
type keeper interface {
	// PruneOutbox deletes published events that are older than a time.
	PruneOutbox(ctx context.Context, before time.Time) (int, error)
	// Archive moves aside the orders that have been done with since before a time, and forgets their customers.
	Archive(ctx context.Context, before time.Time) (int, error)
}

// maintenance keeps the tables that only grow from growing for ever.
type maintenance struct {
	ledger keeper
	cfg    Config
	now    func() time.Time
	log    *slog.Logger
}

func newMaintenance(ledger keeper, cfg Config, now func() time.Time, log *slog.Logger) *maintenance {
	return &maintenance{ledger, cfg, now, log}
}

// run tidies up until ctx ends.
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
	for _, job := range []struct {
		what string
		do   func(ctx context.Context, before time.Time) (int, error)
		keep time.Duration
	}{
		{"delete old events", m.ledger.PruneOutbox, m.cfg.KeepEvents},
		{"archive old orders", m.ledger.Archive, m.cfg.KeepOrders},
	} {
		done, err := job.do(ctx, m.now().Add(-job.keep))
		switch {
		case err != nil && ctx.Err() == nil:
			m.log.WarnContext(ctx, "could not "+job.what+"; it is tried again", slog.Any("error", err))
		case done > 0:
			m.log.InfoContext(ctx, "done: "+job.what, slog.Int("rows", done))
		}
	}
}
