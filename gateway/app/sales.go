package app

import (
	"context"
	"log/slog"
	"time"
)

const (
	// salesEvery is how often orders are added to the sales, and so how much later head office sees them there.
	salesEvery = 2 * time.Second
	// salesBatch is how many orders one transaction adds: few enough that nobody waits long for what it locks.
	salesBatch = 500
	// salesTurn is for how long a replica takes the lock, and so how long sales wait when it dies.
	salesTurn = 30 * time.Second
	salesLock = "sales"
)

// counter adds orders to the sums that head office reads as sales.
type counter interface {
	// CountSales adds up to so many orders, each exactly once, and returns how many: fewer than limit when none is left.
	CountSales(ctx context.Context, limit int) (int, error)
}

// locker lets one replica at a time do what would only be in the way of others.
type locker interface {
	TryLock(ctx context.Context, name string, ttl time.Duration) (release func(), ok bool, err error)
}

// sales keeps the sums that head office reads up with the ledger.
type sales struct {
	ledger counter
	lock   locker
	now    func() time.Time
	log    *slog.Logger
}

// run counts until ctx ends.
func (s *sales) run(ctx context.Context) error {
	tick := time.NewTicker(salesEvery)
	defer tick.Stop()
	for {
		if err := s.turn(ctx); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "sales fall behind; they are counted again in a moment", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// turn counts what there is, unless another replica does. Where nobody can say whether one does, it counts: two only hold
// each other up.
func (s *sales) turn(ctx context.Context) error {
	release, ok, err := s.lock.TryLock(ctx, salesLock, salesTurn)
	switch {
	case err != nil:
		s.log.DebugContext(ctx, "sales are counted without a lock", slog.Any("error", err))
	case !ok:
		return nil
	default:
		defer release()
	}
	for ends := s.now().Add(salesTurn); ctx.Err() == nil && s.now().Before(ends); {
		n, err := s.ledger.CountSales(ctx, salesBatch)
		if err != nil || n < salesBatch {
			return err
		}
	}
	return nil
}
