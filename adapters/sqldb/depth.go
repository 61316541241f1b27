package sqldb

import (
	"context"
	"database/sql"

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
