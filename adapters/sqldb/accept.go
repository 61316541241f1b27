package sqldb

import (
	"context"
	"database/sql"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// One transaction takes as many waiting orders as these bounds allow; bytes stay far below a server's packet limit.
const (
	maxBatch      = 128
	maxBatchBytes = 2 << 20
)

// acceptance is one order that waits to be stored.
type acceptance struct {
	order  pos.Order
	events []pos.Event
	size   int
	outcome
}

type outcome struct {
	stored    pos.Order
	duplicate bool
	err       error
}

// acceptable says whether an order may be stored together with others.
func acceptable(batch []*acceptance, next *acceptance) bool {
	bytes := next.size
	for _, a := range batch {
		bytes += a.size
	}
	return len(batch) < maxBatch && bytes <= maxBatchBytes
}

// Accept stores a new order and its events in one durable transaction; see order.Ledger. When the caller gives up while
// its order is being stored, the order may be in the ledger all the same: sending it again tells.
func (db *DB) Accept(ctx context.Context, o pos.Order, events []pos.Event) (stored pos.Order, duplicate bool, err error) {
	a := &acceptance{order: o, events: events, size: approximateSize(o)}
	if err := db.accepting.do(ctx, a); err != nil {
		return pos.Order{}, false, db.fail("accept order "+o.ID, err)
	}
	return a.stored, a.duplicate, a.err
}

func approximateSize(o pos.Order) int {
	size := 1000 + len(o.Note)
	for _, l := range o.Lines {
		size += 150 + len(l.SKU) + len(l.Name)
	}
	_, files := o.WithoutFiles()
	for _, content := range files {
		size += len(content)
	}
	return size + 400*len(o.Tenders)
}

// accept stores a batch. Orders are mostly new, so they are inserted without a look into the table first; the unique keys
// refuse what is not new, and then it has to look.
func (db *DB) accept(ctx context.Context, batch []*acceptance) {
	err := db.insertAll(ctx, batch)
	if db.dialect.duplicate(err) {
		err = db.insertNew(ctx, batch)
	}
	if !db.dialect.duplicate(err) {
		for _, a := range batch {
			if err != nil {
				a.outcome = outcome{err: db.fail("accept order "+a.order.ID, err)}
			}
		}
		return
	}
	// Another replica stored one of them meanwhile. Each alone, and its conflict is its own.
	for i, a := range batch {
		err := db.insertNew(ctx, batch[i:i+1])
		if db.dialect.duplicate(err) {
			err = db.insertNew(ctx, batch[i:i+1]) // now it is seen
		}
		if err != nil {
			a.outcome = outcome{err: db.fail("accept order "+a.order.ID, err)}
		}
	}
}

// insertAll stores a batch of which every order must be new.
func (db *DB) insertAll(ctx context.Context, batch []*acceptance) error {
	var fresh []*row
	var events []pos.Event
	for _, a := range batch {
		a.outcome = outcome{stored: a.order}
		fresh, events = append(fresh, &row{order: a.order}), append(events, a.events...)
	}
	list, err := insertions(fresh, events)
	if err != nil {
		return err
	}
	return db.commit(ctx, list)
}

// insertNew decides on each order of a batch by what the table holds, and inserts the new ones, in one transaction.
func (db *DB) insertNew(ctx context.Context, batch []*acceptance) error {
	return db.inBatch(ctx, func(ctx context.Context, tx *sql.Tx) error {
		byID, byReceipt, err := existing(ctx, tx, batch)
		if err != nil {
			return err
		}
		var fresh []*row
		var events []pos.Event
		for _, a := range batch {
			receipt := a.order.Receipt()
			switch held := byID[a.order.ID]; {
			case held != nil && held.Hash == a.order.Hash:
				a.outcome = outcome{stored: *held, duplicate: true}
			case held != nil:
				a.outcome = outcome{err: pos.Conflict("Another order was received under this id, with other contents; nothing was changed. Show both receipts to head office")}
			case byReceipt[receipt] != "":
				a.outcome = outcome{err: pos.Conflict("Receipt number %s belongs to another order; nothing was changed. Enrol the device again so that it counts on correctly", receipt)}
			default:
				stored := a.order
				byID[stored.ID], byReceipt[receipt] = &stored, stored.ID
				a.outcome = outcome{stored: stored}
				fresh, events = append(fresh, &row{order: stored}), append(events, a.events...)
			}
		}
		if len(fresh) == 0 {
			return nil
		}
		list, err := insertions(fresh, events)
		if err != nil {
			return err
		}
		return db.dialect.run(ctx, tx, list)
	})
}

// existing finds the stored orders that have an id of the batch, archived ones too, and whose its receipt numbers are.
// Receipts are read first: another replica may store an order of the batch between the reads, and then it must show up as
// that order and not only as the owner of its receipt number. The archive is read last, since orders move into it.
func existing(ctx context.Context, tx *sql.Tx, batch []*acceptance) (byID map[string]*pos.Order, byReceipt map[string]string, err error) {
	var ids, receipts []any
	for _, a := range batch {
		ids, receipts = append(ids, a.order.ID), append(receipts, a.order.RegisterID, a.order.Counter)
	}
	byID, byReceipt = map[string]*pos.Order{}, map[string]string{}
	scan := func(rows *sql.Rows) (struct{}, error) {
		var id, register string
		var counter int64
		err := rows.Scan(&id, &register, &counter)
		byReceipt[pos.ReceiptNumber(register, counter)] = id
		return struct{}{}, err
	}
	_, err = queryAll(ctx, tx, scan, "SELECT id, register_id, counter FROM orders WHERE "+anyReceipt(len(batch)), receipts...)
	if err != nil {
		return nil, nil, err
	}
	found, err := queryOrders(ctx, tx, "WHERE id IN "+placeholders(1, len(ids)), ids...)
	if err != nil {
		return nil, nil, err
	}
	archived, err := queryArchived(ctx, tx, "WHERE id IN "+placeholders(1, len(ids)), ids...)
	for _, r := range append(archived, found...) {
		byID[r.order.ID] = &r.order
	}
	return byID, byReceipt, err
}

// anyReceipt is the condition that a row has one of some receipt numbers, given as pairs of register and counter.
func anyReceipt(n int) string {
	return strings.TrimPrefix(strings.Repeat(" OR (register_id = ? AND counter = ?)", n), " OR ")
}

// insertions are the statements that store new orders and their events.
func insertions(fresh []*row, events []pos.Event) ([]statement, error) {
	var args []any
	columns := 0
	for _, r := range fresh {
		values, err := r.all()
		if err != nil {
			return nil, err
		}
		files, err := r.files()
		if err != nil {
			return nil, err
		}
		values = append(append(values, r.waits()...), files)
		args, columns = append(args, values...), len(values)
	}
	list := []statement{{"INSERT INTO orders (" + allColumns + ", " + waitColumns + ", " + filesColumn + ") VALUES " + placeholders(len(fresh), columns), args}}
	list = append(list, insertUnreserved(fresh)...)
	list = append(list, insertReturned("INSERT", fresh)...)
	return append(list, insertEvents(events)...), nil
}

// insertEvents returns no statement when there are no events.
func insertEvents(events []pos.Event) []statement {
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
	return []statement{{"INSERT INTO outbox (id, name, order_id, at, data) VALUES " + placeholders(len(events), 5), args}}
}
