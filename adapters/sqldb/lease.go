package sqldb

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"github.com/tillway/tillway/gateway/pos"
)

// Lease gives a worker up to limit due orders until the given time, the longest due first; see placement.Ledger.
func (db *DB) Lease(ctx context.Context, now, until time.Time, limit int) ([]pos.Lease, error) {
	return db.leaseBy(ctx, db.dialect.longestDue(), now, until, limit)
}

// LeaseNewest is Lease, the order that was received last first.
func (db *DB) LeaseNewest(ctx context.Context, now, until time.Time, limit int) ([]pos.Lease, error) {
	return db.leaseBy(ctx, db.dialect.newestDue(), now, until, limit)
}

func (db *DB) leaseBy(ctx context.Context, due string, now, until time.Time, limit int) ([]pos.Lease, error) {
	var leases []pos.Lease
	err := db.inTx(ctx, "lease orders", func(ctx context.Context, tx *sql.Tx) error {
		leases = nil
		found, err := queryOrders(ctx, tx, due+db.dialect.skipLocked(), micros(now), limit)
		if err != nil || len(found) == 0 {
			return err
		}
		// One token for the lot: it tells this lease from every other, and the orders apart by their ids.
		token, ids := uuid.NewString(), make([]any, 0, len(found)+3)
		ids = append(ids, token, micros(until), micros(until))
		for _, r := range found {
			ids = append(ids, r.order.ID)
			leases = append(leases, pos.Lease{Order: r.order, Token: token, Until: fromMicros(micros(until))})
		}
		_, err = tx.ExecContext(ctx,
			"UPDATE orders SET lease_token = ?, lease_until = ?, due_at = ? WHERE id IN "+placeholders(1, len(found)), ids...)
		return err
	})
	if err != nil {
		return nil, err
	}
	return leases, nil
}
