package sqldb

import (
	"context"
	"database/sql"
	"strings"
	"sync"

	"github.com/tillway/tillway/gateway/pos"
)

// One transaction takes as many waiting orders as these bounds allow; bytes stay far below a server's packet limit.
const (
	maxBatch      = 128
	maxBatchBytes = 2 << 20
)

// acceptance is one order that waits to be stored.
type acceptance struct {
	order     pos.Order
	events    []pos.Event
	size      int
	done      chan struct{} // closed when the fields below are set
	stored    pos.Order
	duplicate bool
	err       error
}

func (a *acceptance) finish(stored pos.Order, duplicate bool, err error) {
	a.stored, a.duplicate, a.err = stored, duplicate, err
	close(a.done)
}

// acceptQueue lets orders that arrive while the disk is busy share the next commit: whoever gets the turn stores all that
// wait by then. Nobody waits for others to arrive.
type acceptQueue struct {
	turn    chan struct{}
	mu      sync.Mutex
	waiting []*acceptance
}

func (q *acceptQueue) add(a *acceptance) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, a)
}

// remove takes an acceptance out; false when somebody is storing it.
func (q *acceptQueue) remove(a *acceptance) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, w := range q.waiting {
		if w == a {
			q.waiting = append(q.waiting[:i], q.waiting[i+1:]...)
			return true
		}
	}
	return false
}

func (q *acceptQueue) take() []*acceptance {
	q.mu.Lock()
	defer q.mu.Unlock()
	n, bytes := 0, 0
	for n < len(q.waiting) && n < maxBatch && (n == 0 || bytes+q.waiting[n].size <= maxBatchBytes) {
		bytes += q.waiting[n].size
		n++
	}
	batch := q.waiting[:n:n]
	q.waiting = q.waiting[n:]
	return batch
}

// Accept stores a new order and its events in one durable transaction; see order.Ledger. When the caller gives up while
// its order is being stored, the order may be in the ledger all the same: sending it again tells.
func (db *DB) Accept(ctx context.Context, o pos.Order, events []pos.Event) (stored pos.Order, duplicate bool, err error) {
	a := &acceptance{order: o, events: events, size: approximateSize(o), done: make(chan struct{})}
	q := &db.accepting
	q.add(a)
	for {
		select {
		case <-a.done:
			return a.stored, a.duplicate, a.err
		case q.turn <- struct{}{}:
			db.storeWaiting(ctx)
			<-q.turn
		case <-ctx.Done():
			if q.remove(a) {
				return pos.Order{}, false, db.fail("accept order "+o.ID, context.Cause(ctx))
			}
			<-a.done // being stored: that is bounded by callTimeout, and the answer is known then
			return a.stored, a.duplicate, a.err
		}
	}
}

func approximateSize(o pos.Order) int {
	size := 1000 + len(o.Note)
	for _, l := range o.Lines {
		size += 150 + len(l.SKU) + len(l.Name)
	}
	return size + 400*len(o.Tenders)
}

// storeWaiting stores what waits. The batch belongs to many callers, so one of them leaving does not stop it.
func (db *DB) storeWaiting(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	batch := db.accepting.take()
	if len(batch) == 0 {
		return
	}
	outcomes, err := db.store(ctx, batch, false)
	if db.dialect.duplicate(err) {
		outcomes, err = db.store(ctx, batch, true)
	}
	if err == nil {
		for i, a := range batch {
			a.finish(outcomes[i].stored, outcomes[i].duplicate, outcomes[i].err)
		}
		return
	}
	if !db.dialect.duplicate(err) {
		for _, a := range batch {
			a.finish(pos.Order{}, false, db.fail("accept order "+a.order.ID, err))
		}
		return
	}
	// Another replica stored one of them meanwhile. Each alone, and its conflict is its own.
	for i := range batch {
		outcomes, err := db.store(ctx, batch[i:i+1], true)
		if db.dialect.duplicate(err) {
			outcomes, err = db.store(ctx, batch[i:i+1], true) // now it is seen
		}
		if err != nil {
			batch[i].finish(pos.Order{}, false, db.fail("accept order "+batch[i].order.ID, err))
			continue
		}
		batch[i].finish(outcomes[0].stored, outcomes[0].duplicate, outcomes[0].err)
	}
}

type outcome struct {
	stored    pos.Order
	duplicate bool
	err       error
}

// store decides on each order of a batch and inserts the new ones, in one transaction. Orders are mostly new, so it is
// called without a look into the table first; the unique keys refuse what is not new, and then it has to look.
func (db *DB) store(ctx context.Context, batch []*acceptance, look bool) ([]outcome, error) {
	var outcomes []outcome
	err := db.inTx(ctx, "accept orders", func(ctx context.Context, tx *sql.Tx) error {
		byID, byReceipt := map[string]*pos.Order{}, map[string]string{}
		if look {
			var err error
			if byID, byReceipt, err = existing(ctx, tx, batch); err != nil {
				return err
			}
		}
		outcomes = make([]outcome, len(batch))
		var fresh []*row
		var events []pos.Event
		for i, a := range batch {
			receipt := a.order.Receipt()
			switch held := byID[a.order.ID]; {
			case held != nil && held.Hash == a.order.Hash:
				outcomes[i] = outcome{stored: *held, duplicate: true}
			case held != nil:
				outcomes[i].err = pos.Conflict("Another order was received under this id, with other contents; nothing was changed. Show both receipts to head office")
			case byReceipt[receipt] != "":
				outcomes[i].err = pos.Conflict("Receipt number %s belongs to another order; nothing was changed. Enrol the device again so that it counts on correctly", receipt)
			default:
				stored := a.order
				byID[stored.ID], byReceipt[receipt] = &stored, stored.ID
				outcomes[i].stored = stored
				fresh = append(fresh, &row{order: stored})
				events = append(events, a.events...)
			}
		}
		if len(fresh) == 0 {
			return nil
		}
		if err := insertOrders(ctx, tx, fresh); err != nil {
			return err
		}
		return insertEvents(ctx, tx, events)
	})
	return outcomes, err
}

// existing finds the stored orders that have an id of the batch, and whose its receipt numbers are. Receipts are read
// first: another replica may store an order of the batch between the two reads, and then it must show up as that order and
// not only as the owner of its receipt number.
func existing(ctx context.Context, tx *sql.Tx, batch []*acceptance) (byID map[string]*pos.Order, byReceipt map[string]string, err error) {
	var ids, receipts []any
	taken := ""
	for _, a := range batch {
		ids = append(ids, a.order.ID)
		taken += " OR (register_id = ? AND counter = ?)"
		receipts = append(receipts, a.order.RegisterID, a.order.Counter)
	}
	byID, byReceipt = map[string]*pos.Order{}, map[string]string{}
	scan := func(rows *sql.Rows) (struct{}, error) {
		var id, register string
		var counter int64
		err := rows.Scan(&id, &register, &counter)
		byReceipt[pos.ReceiptNumber(register, counter)] = id
		return struct{}{}, err
	}
	_, err = queryAll(ctx, tx, scan, "SELECT id, register_id, counter FROM orders WHERE"+strings.TrimPrefix(taken, " OR"), receipts...)
	if err != nil {
		return nil, nil, err
	}
	found, err := queryOrders(ctx, tx, "WHERE id IN "+placeholders(1, len(ids)), ids...)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range found {
		byID[r.order.ID] = &r.order
	}
	return byID, byReceipt, nil
}

func insertOrders(ctx context.Context, tx *sql.Tx, fresh []*row) error {
	var args []any
	columns := 0
	for _, r := range fresh {
		fixed, err := r.fixed()
		if err != nil {
			return err
		}
		moving, err := r.moving()
		if err != nil {
			return err
		}
		args = append(append(args, fixed...), moving...)
		columns = len(fixed) + len(moving)
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO orders ("+allColumns+") VALUES "+placeholders(len(fresh), columns), args...)
	return err
}

func insertEvents(ctx context.Context, tx *sql.Tx, events []pos.Event) error {
	if len(events) == 0 {
		return nil
	}
	args := make([]any, 0, 5*len(events))
	for _, e := range events {
		data := e.Data
		if data == nil {
			data = []byte{}
		}
		args = append(args, e.ID, string(e.Name), e.OrderID, micros(e.At), data)
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO outbox (id, name, order_id, at, data) VALUES "+placeholders(len(events), 5), args...)
	return err
}
