package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// QueueDepths counts the orders in each state that waits for something, 0 included; settled and cancelled orders wait for
// nothing and are left out.
func (db *DB) QueueDepths(ctx context.Context) ([]pos.QueueDepth, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var depths []pos.QueueDepth
	at, args := map[pos.OrderState]int{}, []any{}
	for _, s := range pos.OrderStates() {
		if s == pos.StateSettled || s == pos.StateCancelled {
			continue
		}
		at[s] = len(depths)
		depths, args = append(depths, pos.QueueDepth{State: s}), append(args, string(s))
	}
	scan := func(rows *sql.Rows) (struct{}, error) {
		var state pos.OrderState
		var count int
		var oldest int64
		if err := rows.Scan(&state, &count, &oldest); err != nil {
			return struct{}{}, err
		}
		depths[at[state]].Count, depths[at[state]].Oldest = count, fromMicros(oldest)
		return struct{}{}, nil
	}
	_, err := queryAll(ctx, db.read, scan,
		"SELECT state, COUNT(*), MIN(received_at) FROM orders WHERE state IN "+placeholders(1, len(args))+" GROUP BY state", args...)
	if err != nil {
		return nil, db.fail("count orders", err)
	}
	return depths, nil
}

// OutboxDepth counts the events that are not published and says when the first of them happened; the zero time when none is.
func (db *DB) OutboxDepth(ctx context.Context) (events int, oldest time.Time, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var at int64
	// Two questions that the index answers, instead of one that reads every row.
	err = db.read.QueryRowContext(ctx, "SELECT COUNT(*) FROM outbox WHERE published = 0").Scan(&events)
	if err == nil && events > 0 {
		err = db.read.QueryRowContext(ctx, "SELECT at FROM outbox WHERE published = 0 ORDER BY seq LIMIT 1").Scan(&at)
	}
	if errors.Is(err, sql.ErrNoRows) { // published in between
		return 0, time.Time{}, nil
	}
	return events, fromMicros(at), db.fail("count events", err)
}
