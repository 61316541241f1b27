package sqldb

import (
	"context"
	"database/sql"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Unpublished returns the oldest events that were not marked yet; see bus.Outbox.
func (db *DB) Unpublished(ctx context.Context, limit int) ([]pos.Event, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	scan := func(rows *sql.Rows) (pos.Event, error) {
		var e pos.Event
		var at int64
		err := rows.Scan(&e.ID, &e.Name, &e.OrderID, &at, &e.Data)
		e.At = fromMicros(at)
		return e, err
	}
	events, err := queryAll(ctx, db.read, scan,
		"SELECT id, name, order_id, at, data FROM outbox WHERE published = 0 ORDER BY seq LIMIT ?", limit)
	return events, db.fail("read the outbox", err)
}

// MarkPublished marks events as published; unknown ids do nothing.
func (db *DB) MarkPublished(ctx context.Context, ids []string) error {
	for len(ids) > 0 {
		n := min(len(ids), 500)
		err := db.inTx(ctx, "mark events", func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "UPDATE outbox SET published = 1 WHERE id IN "+placeholders(1, n), anys(ids[:n])...)
			return err
		})
		if err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// PruneOutbox deletes published events that are older than a time and returns how many.
func (db *DB) PruneOutbox(ctx context.Context, before time.Time) (int, error) {
	return db.delete(ctx, "prune the outbox", "DELETE FROM outbox WHERE published = 1 AND at < ?", micros(before))
}

func (db *DB) delete(ctx context.Context, doing, statement string, args ...any) (int, error) {
	var deleted int64
	err := db.inTx(ctx, doing, func(ctx context.Context, tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, statement, args...)
		if err != nil {
			return err
		}
		deleted, err = done.RowsAffected()
		return err
	})
	return int(deleted), err
}
