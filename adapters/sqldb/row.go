package sqldb

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tillway/tillway/gateway/pos"
)

// maxText bounds what is kept of an error's text.
const maxText = 4000

// row is an order as its table holds it, with the lease that pos.Order does not show.
type row struct {
	order      pos.Order
	leaseToken string
	leaseUntil int64
	inSales    salesMark
	steps      []pos.Step // as stored; order.Placement.Steps is what the caller changes
	unreserved bool       // whether the table of that name holds the order
}

// fixedColumns never change after an order was accepted; movingColumns do.
const (
	fixedColumns  = "id, register_id, counter, location_id, device_id, hash, body, received_at"
	movingColumns = "state, held_reason, held_message, held_detail, attempts, next_attempt_at, settled_at, cart_masked_id, " +
		"cart_quote_id, shop_order_id, increment_id, shop_status, expected, lease_token, lease_until, due_at, details, in_sales"
	allColumns = fixedColumns + ", " + movingColumns
	// waitColumns name the locations where an order waits, so that it is found there; they are written and never read.
	waitColumns = "pickup_at, owed_at"
	// filesColumn holds the contents of pictures, which the body is without: only who reads one order needs them. It never changes.
	filesColumn = "files"
	// leanColumns are allColumns without what was sold.
	leanColumns = "id, register_id, counter, location_id, device_id, hash, '', received_at, " + movingColumns
)

// placeholders returns "(?, ?), (?, ?)" for rows of columns.
func placeholders(rows, columns int) string {
	one := "(" + strings.TrimSuffix(strings.Repeat("?, ", columns), ", ") + ")"
	return strings.TrimSuffix(strings.Repeat(one+", ", rows), ", ")
}

func anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}

func (r *row) fixed() ([]any, error) {
	o := &r.order
	bare, _ := o.WithoutFiles()
	body, err := json.Marshal(bare)
	if err != nil {
		return nil, fmt.Errorf("encode order %s: %w", o.ID, err)
	}
	return []any{o.ID, o.RegisterID, o.Counter, o.LocationID, o.DeviceID, o.Hash, string(body), micros(o.ReceivedAt)}, nil
}

func (r *row) moving() ([]any, error) {
	o, p := &r.order, &r.order.Placement
	held := pos.Held{}
	if o.Held != nil {
		held = *o.Held
	}
	var expected []byte
	if p.Expected != nil {
		var err error
		if expected, err = json.Marshal(p.Expected); err != nil {
			return nil, err
		}
	}
	details, err := encodeDetails(*o)
	if err != nil {
		return nil, fmt.Errorf("encode what is known of order %s: %w", o.ID, err)
	}
	return []any{string(o.State), string(held.Reason), held.Message, cut(held.Detail.Text), o.Attempts, micros(o.NextAttemptAt),
		micros(o.SettledAt), p.Cart.MaskedID, p.Cart.QuoteID, sql.NullString{String: p.OrderID, Valid: p.OrderID != ""},
		p.IncrementID, p.ShopStatus, string(expected), r.leaseToken, r.leaseUntil, r.dueAt(), details, int(r.inSales.follow(o.State))}, nil
}

// waits are the values of waitColumns.
func (r *row) waits() []any {
	at := func(what pos.Wait) sql.NullString {
		location := r.order.WaitsAt(what)
		return sql.NullString{String: location, Valid: location != ""}
	}
	return []any{at(pos.WaitHandOver), at(pos.WaitPayment)}
}

// all are the values of allColumns.
func (r *row) all() ([]any, error) {
	fixed, err := r.fixed()
	if err != nil {
		return nil, err
	}
	moving, err := r.moving()
	return append(fixed, moving...), err
}

// files is the value of filesColumn.
func (r *row) files() (sql.NullString, error) {
	_, contents := r.order.WithoutFiles()
	if contents == nil {
		return sql.NullString{}, nil
	}
	text, err := json.Marshal(contents)
	return sql.NullString{String: string(text), Valid: true}, err
}

// dueAt is when a worker may lease the order, none when there is nothing to do.
func (r *row) dueAt() sql.NullInt64 {
	switch r.order.State {
	case pos.StateReceived, pos.StatePlacing, pos.StateIndeterminate, pos.StatePlaced:
		return sql.NullInt64{Int64: max(micros(r.order.NextAttemptAt), r.leaseUntil), Valid: true}
	default:
		return sql.NullInt64{}
	}
}

// scanRow reads allColumns, and more columns that follow them.
func scanRow(rows *sql.Rows, more ...any) (*row, error) {
	var (
		r                                  row
		o                                  = &r.order
		p                                  = &r.order.Placement
		body, expected, extra              []byte
		held                               pos.Held
		receivedAt, nextAttempt, settledAt int64
		shopOrder                          sql.NullString
		dueAt                              sql.NullInt64
	)
	err := rows.Scan(append([]any{&o.ID, &o.RegisterID, &o.Counter, &o.LocationID, &o.DeviceID, &o.Hash, &body, &receivedAt,
		&o.State, &held.Reason, &held.Message, &held.Detail.Text, &o.Attempts, &nextAttempt, &settledAt, &p.Cart.MaskedID,
		&p.Cart.QuoteID, &shopOrder, &p.IncrementID, &p.ShopStatus, &expected, &r.leaseToken, &r.leaseUntil, &dueAt, &extra, &r.inSales}, more...)...)
	if err != nil {
		return nil, err
	}
	id := o.ID
	if len(body) > 0 { // else it was not asked for
		if err := json.Unmarshal(body, &o.OrderInput); err != nil {
			return nil, fmt.Errorf("decode order %s: %w", id, err)
		}
	}
	if len(expected) > 0 {
		if err := json.Unmarshal(expected, &p.Expected); err != nil {
			return nil, fmt.Errorf("decode expected totals of order %s: %w", id, err)
		}
	}
	if held.Reason != "" {
		o.Held = &held
	}
	if err := decodeDetails(extra, o); err != nil {
		return nil, fmt.Errorf("decode what is known of order %s: %w", id, err)
	}
	o.ReceivedAt, o.NextAttemptAt, o.SettledAt = fromMicros(receivedAt), fromMicros(nextAttempt), fromMicros(settledAt)
	p.OrderID = shopOrder.String
	return &r, nil
}

// scanWhole reads allColumns and filesColumn.
func scanWhole(rows *sql.Rows) (*row, error) {
	var files []byte
	r, err := scanRow(rows, &files)
	if err != nil || len(files) == 0 {
		return r, err
	}
	var contents []string
	if err := json.Unmarshal(files, &contents); err != nil {
		return nil, fmt.Errorf("decode the files of order %s: %w", r.order.ID, err)
	}
	r.order.PutFiles(contents)
	return r, nil
}

// querier is a pool or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// queryAll reads all rows of a query.
func queryAll[T any](ctx context.Context, q querier, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// queryOrders reads orders with their steps and without their files, and nothing of what was archived. Tail is what follows
// FROM orders.
func queryOrders(ctx context.Context, q querier, tail string, args ...any) ([]*row, error) {
	found, err := queryAll(ctx, q, func(rows *sql.Rows) (*row, error) { return scanRow(rows) }, "SELECT "+allColumns+" FROM orders "+tail, args...)
	if err != nil {
		return nil, err
	}
	return withSteps(ctx, q, found)
}

// queryWhole is queryOrders with files.
func queryWhole(ctx context.Context, q querier, tail string, args ...any) ([]*row, error) {
	found, err := queryAll(ctx, q, scanWhole, "SELECT "+allColumns+", "+filesColumn+" FROM orders "+tail, args...)
	if err != nil {
		return nil, err
	}
	return withSteps(ctx, q, found)
}

// withSteps reads the steps of orders, and leaves out what was archived.
func withSteps(ctx context.Context, q querier, found []*row) ([]*row, error) {
	found = slices.DeleteFunc(found, func(r *row) bool { return r.order.State == stateArchived })
	if len(found) == 0 {
		return nil, nil
	}
	byID, ids := make(map[string]*row, len(found)), make([]any, len(found))
	for i, r := range found {
		byID[r.order.ID], ids[i] = r, r.order.ID
	}
	steps := selectSteps(placeholders(1, len(ids)), ids, func(id string, s pos.Step) { byID[id].steps = append(byID[id].steps, s) })
	_, err := queryAll(ctx, q, func(rows *sql.Rows) (struct{}, error) { return struct{}{}, steps.scan(rows) }, steps.text, steps.args...)
	if err != nil {
		return nil, err
	}
	for _, r := range found {
		r.arrange()
	}
	return found, nil
}

// stepsOf reads the steps of orders.
func (db *DB) stepsOf(ids []any, keep func(id string, s pos.Step)) part {
	in, args := db.dialect.among(ids)
	return selectSteps(in, args, keep)
}

func selectSteps(in string, args []any, keep func(id string, s pos.Step)) part {
	scan := func(rows *sql.Rows) error {
		var id string
		var s pos.Step
		var begun, done int64
		if err := rows.Scan(&id, &s.Name, &begun, &done, &s.Attempts, &s.Result, &s.Error); err != nil {
			return err
		}
		s.BegunAt, s.DoneAt = fromMicros(begun), fromMicros(done)
		keep(id, s)
		return nil
	}
	return part{statement{"SELECT order_id, name, begun_at, done_at, attempts, result, error FROM order_steps WHERE order_id IN " + in, args}, scan}
}

// arrange brings the steps that were read into the order in which they run, and gives the order a copy to change.
func (r *row) arrange() {
	slices.SortFunc(r.steps, func(a, b pos.Step) int {
		return cmp.Compare(slices.Index(pos.Steps(), a.Name), slices.Index(pos.Steps(), b.Name))
	})
	r.order.Placement.Steps = slices.Clone(r.steps)
}

func cut(s string) string {
	if len(s) > maxText {
		s = s[:maxText]
	}
	for !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "")
	}
	return s
}
