package sqldb

import (
	"context"
	"database/sql"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// change is a change to one order that waits to be made: decide is given the stored order and returns the events that become
// true by what it did to it.
type change struct {
	id     string
	decide func(*row) ([]pos.Event, error)
	input  *pos.OrderInput // what was sold, when the caller knows it
	saved  pos.Order
	// unknown says that there is no such order, or no longer.
	unknown bool
	err     error
}

// changeable says whether a change may be made together with others: of one order one at a time, since the second has to
// see the first.
func changeable(batch []*change, next *change) bool {
	return len(batch) < maxBatch && !slices.ContainsFunc(batch, func(c *change) bool { return c.id == next.id })
}

// Update loads an order, lets decide change it, and saves it with the events, in one transaction; see order.Ledger.
func (db *DB) Update(ctx context.Context, id string, decide func(*pos.Order) ([]pos.Event, error)) error {
	_, err := db.change(ctx, change{id: id, decide: func(r *row) ([]pos.Event, error) { return decide(&r.order) }})
	return err
}

// UpdateLeased is Update for the holder of a lease; see placement.Ledger.
func (db *DB) UpdateLeased(ctx context.Context, lease pos.Lease, decide func(*pos.Order) ([]pos.Event, error)) (pos.Order, error) {
	return db.change(ctx, change{id: lease.Order.ID, input: &lease.Order.OrderInput, decide: func(r *row) ([]pos.Event, error) {
		if !r.leasedBy(lease) {
			return nil, leaseLost()
		}
		return decide(&r.order)
	}})
}

// Release gives a lease back; see placement.Ledger. Errors: conflict with CodeLeaseLost, when another worker took over;
// not_found; unavailable, then the lease runs out by itself.
func (db *DB) Release(ctx context.Context, lease pos.Lease) error {
	_, err := db.change(ctx, change{id: lease.Order.ID, input: &lease.Order.OrderInput, decide: func(r *row) ([]pos.Event, error) {
		if !r.leasedBy(lease) {
			return nil, leaseLost()
		}
		r.leaseToken, r.leaseUntil = "", 0
		return nil, nil
	}})
	return err
}

func (r *row) leasedBy(lease pos.Lease) bool { return lease.Token != "" && r.leaseToken == lease.Token }

func leaseLost() error {
	return pos.NewError(pos.KindConflict, pos.CodeLeaseLost, "Another worker took this order over")
}

func (db *DB) change(ctx context.Context, c change) (pos.Order, error) {
	if err := db.changing.do(ctx, &c); err != nil {
		return pos.Order{}, db.fail("update order "+c.id, err)
	}
	return c.saved, c.err
}

// changeAll makes a batch of changes in one transaction. When that fails for another reason than a database that does not
// answer, the fault may be in one of them: each is then made alone.
func (db *DB) changeAll(ctx context.Context, batch []*change) {
	err := db.talking(ctx, func(ctx context.Context, t talk) error { return db.changeIn(ctx, t, batch) })
	if err == nil {
		for _, c := range batch {
			if c.unknown {
				c.err = db.missing(ctx, c.id)
			}
		}
		return
	}
	if len(batch) > 1 && pos.KindOf(db.fail("", err)) != pos.KindUnavailable {
		for i := range batch {
			db.changeAll(ctx, batch[i:i+1])
		}
		return
	}
	for _, c := range batch {
		c.saved, c.err = pos.Order{}, db.fail("update order "+c.id, err)
	}
}

func (db *DB) changeIn(ctx context.Context, t talk, batch []*change) error {
	stored, err := db.lockAll(ctx, t, batch)
	if err != nil {
		return err
	}
	var changed []*row
	var events []pos.Event
	for _, c := range batch {
		r := stored[c.id]
		if c.unknown = r == nil; c.unknown {
			continue
		}
		more, err := c.decided(r)
		if c.err = err; err != nil {
			continue
		}
		if !r.dueAt().Valid {
			r.leaseToken, r.leaseUntil = "", 0 // nothing is left to hold it for
		}
		c.saved = r.order
		changed, events = append(changed, r), append(events, more...)
	}
	list, err := saves(changed)
	if err != nil {
		return err
	}
	return t.end(ctx, writes(append(list, insertEvents(events)...))...)
}

// lockAll reads the orders of a batch, with their steps, and keeps others from changing them. What was sold never changes:
// it is not read again for those who have it.
func (db *DB) lockAll(ctx context.Context, t talk, batch []*change) (map[string]*row, error) {
	stored := map[string]*row{}
	var all, whole, lean []any
	known := map[string]*pos.OrderInput{}
	for _, c := range batch {
		all = append(all, c.id)
		if c.input == nil {
			whole = append(whole, c.id)
			continue
		}
		lean = append(lean, c.id)
		known[c.id] = c.input
	}
	keep := func(rows *sql.Rows) error {
		r, err := scanRow(rows)
		if err != nil || r.order.State == stateArchived {
			return err
		}
		if input := known[r.order.ID]; input != nil {
			r.order.OrderInput = *input
		}
		stored[r.order.ID] = r
		return nil
	}
	var parts []part
	for columns, ids := range map[string][]any{allColumns: whole, leanColumns: lean} {
		if len(ids) > 0 {
			in, args := db.dialect.among(ids)
			parts = append(parts, part{statement{"SELECT " + columns + " FROM orders " + db.dialect.withID() + in + db.dialect.forUpdate(), args}, keep})
		}
	}
	parts = append(parts, db.stepsOf(all, func(id string, s pos.Step) {
		if r := stored[id]; r != nil {
			r.steps = append(r.steps, s)
		}
	}))
	if err := t.say(ctx, parts...); err != nil {
		return nil, err
	}
	for _, r := range stored {
		r.arrange()
		r.unreserved = r.order.Unreserved() != nil
	}
	return stored, nil
}

// missing says why an order cannot be changed: there is none, or it was archived.
func (db *DB) missing(ctx context.Context, id string) error {
	archived, err := db.one(ctx, queryArchived, "WHERE id = ?", id)
	if err != nil {
		return err
	}
	return pos.Conflict("Order %s was archived and cannot be changed any more; correct it in Magento", archived.Receipt()).
		About(pos.MetArchivedOrder, pos.Figures{"order": archived.Receipt()})
}

// decided calls decide. When that panics, the change is not made, and its caller alone gets an error: the goroutine belongs to
// whoever has the turn, and the others of the batch wait for it.
func (c *change) decided(r *row) (events []pos.Event, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("change order %s: panic: %v\n%s", c.id, fault, debug.Stack())
		}
	}()
	return c.decide(r)
}

// saves are the statements that write what of orders may change.
func saves(changed []*row) ([]statement, error) {
	update := "UPDATE orders SET " + strings.ReplaceAll(movingColumns+", "+waitColumns, ",", " = ?,") + " = ? WHERE id = ?"
	var list []statement
	var steps []any
	n := 0
	for _, r := range changed {
		values, err := r.moving()
		if err != nil {
			return nil, err
		}
		list = append(list, statement{update, append(append(values, r.waits()...), r.order.ID)})
		for _, s := range r.changedSteps() {
			steps = append(steps, r.order.ID, string(s.Name), micros(s.BegunAt), micros(s.DoneAt), s.Attempts, s.Result, cut(s.Error))
			n++
		}
	}
	if n > 0 {
		list = append(list, statement{"REPLACE INTO order_steps (order_id, name, begun_at, done_at, attempts, result, error) VALUES " + placeholders(n, 7), steps})
	}
	return append(list, moveUnreserved(changed)...), nil
}

// changedSteps are the steps that differ from what is stored, without those that were only looked at.
func (r *row) changedSteps() []pos.Step {
	var list []pos.Step
	for _, s := range r.order.Placement.Steps {
		i := slices.IndexFunc(r.steps, func(old pos.Step) bool { return old.Name == s.Name })
		if i < 0 && s != (pos.Step{Name: s.Name}) || i >= 0 && !sameStep(r.steps[i], s) {
			list = append(list, s)
		}
	}
	return list
}

func sameStep(a, b pos.Step) bool {
	return a.Name == b.Name && micros(a.BegunAt) == micros(b.BegunAt) && micros(a.DoneAt) == micros(b.DoneAt) &&
		a.Attempts == b.Attempts && a.Result == b.Result && a.Error == b.Error
}
