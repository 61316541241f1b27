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

// noteBatch is how many orders one transaction looks through: few enough that nobody waits long for what it locks.
const noteBatch = 500

// keeper tidies up what is done and old, and returns how much that was.
type keeper interface {
	// PruneOutbox deletes published events that are older than a time.
	PruneOutbox(ctx context.Context, before time.Time) (int, error)
	// Archive moves aside the orders that have been done with since before a time, and forgets their customers.
	Archive(ctx context.Context, before time.Time) (int, error)
	// NoteReturned looks through up to so many orders of other versions for what came back with them, and returns how many:
	// fewer than limit when none is left, for now.
	NoteReturned(ctx context.Context, now time.Time, limit int) (int, error)
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

// run tidies up until ctx ends. What an upgrade has left to do is begun at once.
func (m *maintenance) run(ctx context.Context) error {
	m.noteReturned(ctx)
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

// noteReturned looks through what there is, pausing as long as that takes: registers are served meanwhile.
func (m *maintenance) noteReturned(ctx context.Context) {
	for ctx.Err() == nil {
		begun := m.now()
		n, err := m.ledger.NoteReturned(ctx, begun, noteBatch)
		switch {
		case err != nil && ctx.Err() == nil:
			m.log.WarnContext(ctx, "could not look for what came back with older orders; it is tried again", slog.Any("error", err))
			return
		case err != nil || n < noteBatch:
			return
		}
		rest := time.NewTimer(m.now().Sub(begun))
		select {
		case <-ctx.Done():
		case <-rest.C:
		}
		rest.Stop()
	}
}

func (m *maintenance) once(ctx context.Context) {
	m.noteReturned(ctx)
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
