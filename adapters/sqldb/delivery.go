package sqldb

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Keep stores a webhook delivery; see webhooks.Inbox. Errors: invalid, for ids that are too long to be told apart.
func (db *DB) Keep(ctx context.Context, hint pos.Hint, body []byte) (fresh bool, err error) {
	if len(hint.ID) == 0 || len(hint.ID) > 255 || len(hint.EntityID) > 255 || len(hint.Sender) > 64 {
		return false, pos.Invalid("The ids of a webhook message may have 1 to 255 characters")
	}
	if body == nil {
		body = []byte{}
	}
	err = db.inTx(ctx, "keep a webhook delivery", func(ctx context.Context, tx *sql.Tx) error {
		fresh = true
		_, err := tx.ExecContext(ctx, "INSERT INTO webhook_deliveries (sender, message_id, entity, entity_id, body, received_at, due_at) "+
			"VALUES (?, ?, ?, ?, ?, ?, ?)", hint.Sender, hint.ID, string(hint.Entity), hint.EntityID, body, micros(hint.ReceivedAt), micros(hint.ReceivedAt))
		if err != nil && db.dialect.duplicate(err) {
			fresh = false
			return nil
		}
		return err
	})
	return fresh && err == nil, err
}

// Waiting returns hints that were not done yet and are due, oldest first.
func (db *DB) Waiting(ctx context.Context, now time.Time, limit int) ([]pos.Hint, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	scan := func(rows *sql.Rows) (pos.Hint, error) {
		var h pos.Hint
		var received int64
		err := rows.Scan(&h.ID, &h.Sender, &h.Entity, &h.EntityID, &received)
		h.ReceivedAt = fromMicros(received)
		return h, err
	}
	hints, err := queryAll(ctx, db.read, scan, "SELECT message_id, sender, entity, entity_id, received_at FROM webhook_deliveries "+
		"WHERE due_at <= ? ORDER BY received_at, message_id LIMIT ?", micros(now), limit)
	return hints, db.fail("read webhook deliveries", err)
}

// Done marks hints as acted on. An unknown hint is no error: it was pruned.
func (db *DB) Done(ctx context.Context, hints []pos.Hint) error {
	return db.setDue(ctx, hints, sql.NullInt64{})
}

// Retry puts hints off to a later time.
func (db *DB) Retry(ctx context.Context, hints []pos.Hint, at time.Time) error {
	return db.setDue(ctx, hints, sql.NullInt64{Int64: micros(at), Valid: true})
}

// deliveriesAtOnce bounds the ids in one statement.
const deliveriesAtOnce = 500

func (db *DB) setDue(ctx context.Context, hints []pos.Hint, due sql.NullInt64) error {
	ids := map[string][]any{} // by sender
	for _, h := range hints {
		ids[h.Sender] = append(ids[h.Sender], h.ID)
	}
	return db.inTx(ctx, "update webhook deliveries", func(ctx context.Context, tx *sql.Tx) error {
		for sender, all := range ids {
			for some := range slices.Chunk(all, deliveriesAtOnce) {
				_, err := tx.ExecContext(ctx, "UPDATE webhook_deliveries SET due_at = ? WHERE sender = ? AND due_at IS NOT NULL AND message_id IN "+
					placeholders(1, len(some)), slices.Concat([]any{due, sender}, some)...)
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Prune deletes done deliveries received before a time and returns how many.
func (db *DB) Prune(ctx context.Context, before time.Time) (int, error) {
	return db.delete(ctx, "prune webhook deliveries", "DELETE FROM webhook_deliveries WHERE due_at IS NULL AND received_at < ?", micros(before))
}
