package sqldb

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// lateCommit is how long after it was received an order may be committed. Orders that were received so lately are looked at again.
const lateCommit = time.Minute

// NoteReturned looks through up to so many orders for goods that came back with them and that ReturnedWith does not know: orders of before
// it was kept, and orders that a version without it has accepted. It returns how many it looked through: fewer than limit when none is left,
// for now. Killed, it goes on where it was; several replicas may do this at once, and take turns. Errors: unavailable.
func (db *DB) NoteReturned(ctx context.Context, now time.Time, limit int) (int, error) {
	looked := 0
	err := db.inTx(ctx, "look for what came back", func(ctx context.Context, tx *sql.Tx) error {
		p, err := db.readPass(ctx, tx)
		if err != nil {
			return err
		}
		found, err := p.next(ctx, tx, limit)
		if err != nil {
			return err
		}
		looked = len(found)
		orders := make([]*row, len(found))
		for i, f := range found {
			orders[i] = &row{order: pos.Order{OrderInput: pos.OrderInput{ID: f.id, Returns: f.returns}}}
		}
		for _, s := range insertReturned("REPLACE", orders) {
			if _, err := tx.ExecContext(ctx, s.text, s.args...); err != nil {
				return err
			}
		}
		p.goOn(found, looked < limit, now)
		_, err = tx.ExecContext(ctx, "UPDATE returned_pass SET after_id = ?, at_end = ?, looked_at = ? WHERE id = 1", p.afterID, p.atEnd, p.lookedAt)
		return err
	})
	return looked, err
}

// returnedPass is how far the orders were looked through.
type returnedPass struct {
	afterID  string
	atEnd    bool
	lookedAt int64
}

// passed is an order that was looked at, with what came back with it.
type passed struct {
	id         string
	receivedAt int64
	returns    []pos.Return
}

func (db *DB) readPass(ctx context.Context, tx *sql.Tx) (p returnedPass, err error) {
	err = tx.QueryRowContext(ctx, "SELECT after_id, at_end, looked_at FROM returned_pass WHERE id = 1"+db.dialect.forUpdate()).Scan(&p.afterID, &p.atEnd, &p.lookedAt)
	return p, err
}

// next returns the orders to look at next.
func (p *returnedPass) next(ctx context.Context, tx *sql.Tx, limit int) ([]passed, error) {
	scan := func(rows *sql.Rows) (f passed, err error) {
		var body string
		if err := rows.Scan(&f.id, &f.receivedAt, &body); err != nil || body == "" {
			return f, err
		}
		var in struct {
			Returns []pos.Return `json:"returns"`
		}
		if err := json.Unmarshal([]byte(body), &in); err != nil {
			return f, fmt.Errorf("decode order %s: %w", f.id, err)
		}
		f.returns = in.Returns
		return f, nil
	}
	const columns = `SELECT id, received_at, CASE WHEN body LIKE '%"returns":%' THEN body ELSE '' END FROM orders WHERE `
	if !p.atEnd {
		return queryAll(ctx, tx, scan, columns+"id > ? ORDER BY id LIMIT ?", p.afterID, limit)
	}
	states := pos.OrderStates()
	args := append(anys(states), p.lookedAt, limit)
	return queryAll(ctx, tx, scan, columns+"state IN "+placeholders(1, len(states))+" AND received_at >= ? ORDER BY received_at, id LIMIT ?", args...)
}

// goOn notes what was looked at, and whether that was all.
func (p *returnedPass) goOn(found []passed, all bool, now time.Time) {
	switch {
	case !p.atEnd && all:
		p.atEnd = true
	case !p.atEnd:
		p.afterID = found[len(found)-1].id
	case all:
		p.lookedAt = max(p.lookedAt, micros(now.Add(-lateCommit)))
	default: // that many are not received at once: what is looked at twice is the last
		p.lookedAt = max(p.lookedAt+1, found[len(found)-1].receivedAt)
	}
}
