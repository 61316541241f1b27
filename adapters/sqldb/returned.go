package sqldb

import (
	"context"
	"database/sql"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// maxReturned is how many rows one statement writes, see maxUnreserved.
const maxReturned = 500

// ReturnedWith returns the orders with which goods of some orders came back, oldest first, whatever became of them; those that
// were archived are left out. Errors: unavailable.
func (db *DB) ReturnedWith(ctx context.Context, ids []string) ([]pos.Order, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	in, args := db.dialect.among(anys(ids))
	scan := func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) }
	later, err := queryAll(ctx, db.read, scan, "SELECT DISTINCT by_order_id FROM returned_with WHERE order_id IN "+in, args...)
	if err != nil || len(later) == 0 {
		return nil, db.fail("read what came back", err)
	}
	in, args = db.dialect.among(anys(later))
	found, err := queryOrders(ctx, db.read, "WHERE id IN "+in+" ORDER BY received_at, id", args...)
	orders := make([]pos.Order, len(found))
	for i, r := range found {
		orders[i] = r.order
	}
	return orders, db.fail("read what came back", err)
}

// insertReturned returns no statement when nothing of an order came back with these. The verb is INSERT for new orders, and REPLACE where
// some may be known.
func insertReturned(verb string, orders []*row) []statement {
	var rows [][]any
	for _, r := range orders {
		var known []string
		for _, back := range r.order.Returns {
			if back.OrderID != "" && !slices.Contains(known, back.OrderID) {
				known = append(known, back.OrderID)
				rows = append(rows, []any{back.OrderID, r.order.ID})
			}
		}
	}
	var list []statement
	for some := range slices.Chunk(rows, maxReturned) {
		list = append(list, statement{verb + " INTO returned_with (order_id, by_order_id) VALUES " + placeholders(len(some), 2), slices.Concat(some...)})
	}
	return list
}
