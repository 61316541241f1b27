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
	err := db.talking(ctx, func(ctx context.Context, t talk) error {
		var found []*row
		keep := func(rows *sql.Rows) error {
			r, err := scanWhole(rows)
			found = append(found, r)
			return err
		}
		query := statement{"SELECT " + allColumns + ", " + filesColumn + " FROM orders " + due + db.dialect.skipLocked(), []any{micros(now), limit}}
		if err := t.say(ctx, part{query, keep}); err != nil {
			return err
		}
		var err error
		leases, err = db.leaseAll(ctx, t, found, until)
		return err
	})
	if err != nil {
		return nil, db.fail("lease orders", err)
	}
	return leases, nil
}

// leaseAll gives all found orders one token: it tells this lease from every other, and the orders apart by their ids.
func (db *DB) leaseAll(ctx context.Context, t talk, found []*row, until time.Time) ([]pos.Lease, error) {
	if len(found) == 0 {
		return nil, t.end(ctx)
	}
	byID, ids := map[string]*row{}, make([]any, len(found))
	for i, r := range found {
		byID[r.order.ID], ids[i] = r, r.order.ID
	}
	token := uuid.NewString()
	in, args := db.dialect.among(ids)
	args = append([]any{token, micros(until), micros(until)}, args...)
	err := t.end(ctx,
		db.stepsOf(ids, func(id string, s pos.Step) { byID[id].steps = append(byID[id].steps, s) }),
		part{statement: statement{"UPDATE orders SET lease_token = ?, lease_until = ?, due_at = ? WHERE id IN " + in, args}})
	if err != nil {
		return nil, err
	}
	leases := make([]pos.Lease, len(found))
	for i, r := range found {
		r.arrange()
		leases[i] = pos.Lease{Order: r.order, Token: token, Until: fromMicros(micros(until))}
	}
	return leases, nil
}
