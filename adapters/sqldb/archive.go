package sqldb

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// archiveBatch is how many orders one transaction looks at: few enough that nobody waits long for what it locks.
const archiveBatch = 200

// Archive moves the orders that have been done with since before a time into the archive, without what tells who the
// customers are, and returns how many. An archived order is found by its id and its receipt number and answers those who
// send it again, for ever; it is in no list, and cannot be changed any more. Several replicas may do this at once.
func (db *DB) Archive(ctx context.Context, before time.Time) (int, error) {
	moved := 0
	for _, state := range []pos.OrderState{pos.StateSettled, pos.StateCancelled} {
		from := pos.Order{}
		for more := true; more; {
			var n int
			var err error
			n, from, more, err = db.archiveSome(ctx, state, before, from)
			moved += n
			if err != nil {
				return moved, err
			}
		}
	}
	return moved, nil
}

// archiveSome moves some of the orders that came in after another, and returns the last that it looked at.
func (db *DB) archiveSome(ctx context.Context, state pos.OrderState, before time.Time, from pos.Order) (moved int, last pos.Order, more bool, err error) {
	err = db.inTx(ctx, "archive orders", func(ctx context.Context, tx *sql.Tx) error {
		moved = 0
		after := micros(from.ReceivedAt)
		found, err := queryOrders(ctx, tx, "WHERE state = ? AND received_at < ? AND (received_at > ? OR (received_at = ? AND id > ?)) "+
			"ORDER BY received_at, id LIMIT ?"+db.dialect.skipLocked(), string(state), micros(before), after, after, from.ID, archiveBatch)
		if err != nil {
			return err
		}
		more = len(found) > 0
		for _, r := range found {
			last = r.order
			if !r.order.MayBeArchived(before) {
				continue
			}
			if err := r.archive(ctx, tx); err != nil {
				return err
			}
			moved++
		}
		return nil
	})
	if err != nil {
		moved = 0
	}
	return moved, last, more, err
}

// stateArchived is what orders says of an order that has been archived. Nothing but the row's id and receipt number is left
// there, so that the keys of orders keep them taken: accepting an order need not look into the archive.
const stateArchived = "archived"

// emptied sets the columns of such a row. Without a time and a place it is in no list.
const emptied = "location_id = '', device_id = '', hash = '', state = ?, body = '{}', held_reason = '', held_message = '', held_detail = '', " +
	"attempts = 0, received_at = 0, next_attempt_at = 0, settled_at = 0, cart_masked_id = '', cart_quote_id = '', shop_order_id = NULL, " +
	"increment_id = '', shop_status = '', expected = '', lease_token = '', lease_until = 0, due_at = NULL, details = NULL, in_sales = ?, " +
	"pickup_at = NULL, owed_at = NULL, files = NULL"

func (r *row) archive(ctx context.Context, tx *sql.Tx) error {
	id := r.order.ID
	kept := &row{order: r.order.WithoutPerson(), inSales: r.inSales}
	values, err := kept.all()
	if err != nil {
		return err
	}
	steps, err := encodeSteps(r.steps)
	if err != nil {
		return err
	}
	for _, s := range []statement{
		{"INSERT INTO archived_orders (" + allColumns + ", steps) VALUES " + placeholders(1, len(values)+1), append(values, steps)},
		{"DELETE FROM order_steps WHERE order_id = ?", []any{id}},
		{"DELETE FROM unreserved WHERE order_id = ?", []any{id}},
		{"DELETE FROM returned_with WHERE order_id = ?", []any{id}},
		{"DELETE FROM returned_with WHERE by_order_id = ?", []any{id}},
		{"UPDATE orders SET " + emptied + " WHERE id = ?", []any{stateArchived, salesOut, id}},
	} {
		if _, err := tx.ExecContext(ctx, s.text, s.args...); err != nil {
			return err
		}
	}
	return nil
}

// archivedStep is a step as the archive holds it: fields may be added, and must keep their names.
type archivedStep struct {
	Name     pos.StepName `json:"name"`
	BegunAt  int64        `json:"begunAt,omitempty"`
	DoneAt   int64        `json:"doneAt,omitempty"`
	Attempts int          `json:"attempts,omitempty"`
	Result   string       `json:"result,omitempty"`
	Error    string       `json:"error,omitempty"`
}

func encodeSteps(steps []pos.Step) (string, error) {
	list := make([]archivedStep, len(steps))
	for i, s := range steps {
		list[i] = archivedStep{s.Name, micros(s.BegunAt), micros(s.DoneAt), s.Attempts, s.Result, s.Error}
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// queryArchived reads archived orders. Tail is what follows FROM archived_orders.
func queryArchived(ctx context.Context, q querier, tail string, args ...any) ([]*row, error) {
	scan := func(rows *sql.Rows) (*row, error) {
		var text []byte
		r, err := scanRow(rows, &text)
		if err != nil {
			return nil, err
		}
		var list []archivedStep
		if err := json.Unmarshal(text, &list); err != nil {
			return nil, fmt.Errorf("decode the steps of archived order %s: %w", r.order.ID, err)
		}
		for _, s := range list {
			r.steps = append(r.steps, pos.Step{Name: s.Name, BegunAt: fromMicros(s.BegunAt), DoneAt: fromMicros(s.DoneAt), Attempts: s.Attempts, Result: s.Result, Error: s.Error})
		}
		r.order.Placement.Steps = r.steps
		return r, nil
	}
	return queryAll(ctx, q, scan, "SELECT "+allColumns+", steps FROM archived_orders "+tail, args...)
}

// ArchivedReceipts counts the archived orders of a register whose counters are in a range, both ends included.
func (db *DB) ArchivedReceipts(ctx context.Context, registerID string, from, to int64) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var n int
	err := db.read.QueryRowContext(ctx, "SELECT COUNT(*) FROM archived_orders WHERE register_id = ? AND counter BETWEEN ? AND ?", registerID, from, to).Scan(&n)
	return n, db.fail("count archived orders", err)
}
