package sqldb

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// salesSpan is a part of a series that is read: from a time to before another.
type salesSpan struct {
	series   string
	from, to int64
}

// Sales reads what was sold, cancelled orders left out and archived ones included, as far as CountSales has come; see
// register.OfficeStore.
func (db *DB) Sales(ctx context.Context, q pos.SalesQuery) ([]pos.SalesRow, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	from, to := wholeParts(q)
	var rows []pos.SalesRow
	var err error
	switch q.By {
	case pos.SalesByHour, pos.SalesByDay:
		rows, err = db.salesByTime(ctx, from, to, q.LocationID)
	case pos.SalesByProduct:
		rows, err = db.salesByKey(ctx, "k", []salesSpan{{string(q.By) + quarterPart, from.Unix(), to.Unix()}}, q.LocationID)
	case pos.SalesByLocation: // where somebody works tells for whom
		rows, err = db.salesByKey(ctx, "location_id", spans(string(pos.SalesByStaff), from, to), q.LocationID)
	case pos.SalesByStaff, pos.SalesByTender:
		rows, err = db.salesByKey(ctx, "k", spans(string(q.By), from, to), q.LocationID)
	}
	return rows, db.fail("read sales", err)
}

// wholeParts is the time that a query asks for, in whole quarters of an hour.
func wholeParts(q pos.SalesQuery) (from, to time.Time) {
	return q.From.UTC().Truncate(pos.SalesGrain), q.To.UTC().Add(pos.SalesGrain - 1).Truncate(pos.SalesGrain)
}

// spans are the days within a time, and the quarters before and after them.
func spans(of string, from, to time.Time) []salesSpan {
	first, last := from.Add(day-1).Truncate(day), to.Truncate(day)
	if !first.Before(last) {
		return []salesSpan{{of + quarterPart, from.Unix(), to.Unix()}}
	}
	return []salesSpan{
		{of + quarterPart, from.Unix(), first.Unix()},
		{of + dayPart, first.Unix(), last.Unix()},
		{of + quarterPart, last.Unix(), to.Unix()},
	}
}

const salesColumns = "currency, name, entries, orders, quantity, sales, refunds, discounts, tax FROM sales WHERE series = ? AND at >= ? AND at < ?"

func (db *DB) salesByTime(ctx context.Context, from, to time.Time, locationID string) ([]pos.SalesRow, error) {
	scan := func(rows *sql.Rows) (pos.SalesRow, error) {
		var r salesRow
		var at int64
		err := rows.Scan(append([]any{&at}, r.columns()...)...)
		sum := r.sum()
		sum.At = time.Unix(at, 0).UTC()
		return sum, err
	}
	return queryAll(ctx, db.read, scan, "SELECT at, "+salesColumns+" AND entries > 0 ORDER BY at, currency", timeSeriesOf(locationID), from.Unix(), to.Unix())
}

// salesByKey sums up spans by a column. It is one statement, so that an order which is just being counted is in all of them
// or in none. The rows are added up here: to group by thousands of products takes MariaDB several times as long.
func (db *DB) salesByKey(ctx context.Context, column string, list []salesSpan, locationID string) ([]pos.SalesRow, error) {
	var parts []string
	var args []any
	for _, s := range list {
		text := "SELECT " + column + " AS k, " + salesColumns
		args = append(args, s.series, s.from, s.to)
		if locationID != "" {
			text += " AND location_id = ?"
			args = append(args, locationID)
		}
		parts = append(parts, text)
	}
	sums := map[string]*salesRow{}
	var key sql.RawBytes
	var r salesRow
	var name []byte
	columns := append([]any{&key}, r.columns()...)
	add := func(rows *sql.Rows) (struct{}, error) {
		if err := rows.Scan(columns...); err != nil {
			return struct{}{}, err
		}
		name = append(append(append(name[:0], key...), 0), r.currency...)
		sum := sums[string(name)]
		if sum == nil {
			sum = &salesRow{key: string(key), currency: slices.Clone(r.currency)}
			sums[string(name)] = sum
		}
		sum.add(&r)
		return struct{}{}, nil
	}
	if _, err := queryAll(ctx, db.read, add, strings.Join(parts, " UNION ALL "), args...); err != nil {
		return nil, err
	}
	var rows []pos.SalesRow
	for _, sum := range sums {
		if sum.entries > 0 {
			rows = append(rows, sum.sum())
		}
	}
	slices.SortFunc(rows, func(a, b pos.SalesRow) int {
		return cmp.Or(cmp.Compare(b.Sales, a.Sales), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Currency, b.Currency))
	})
	return rows[:min(len(rows), pos.MaxSalesRows)], nil
}

// salesRow is a row of the table, or a sum of some; its texts are the driver's until the next row is read.
type salesRow struct {
	key                            string
	currency, name                 sql.RawBytes
	entries, orders, quantity      int64
	sales, refunds, discounts, tax int64
}

// columns are where salesColumns go.
func (r *salesRow) columns() []any {
	return []any{&r.currency, &r.name, &r.entries, &r.orders, &r.quantity, &r.sales, &r.refunds, &r.discounts, &r.tax}
}

// add keeps the last of the names in the alphabet.
func (r *salesRow) add(other *salesRow) {
	if bytes.Compare(r.name, other.name) < 0 {
		r.name = slices.Clone(other.name)
	}
	r.entries, r.orders, r.quantity = r.entries+other.entries, r.orders+other.orders, r.quantity+other.quantity
	r.sales, r.refunds, r.discounts, r.tax = r.sales+other.sales, r.refunds+other.refunds, r.discounts+other.discounts, r.tax+other.tax
}

func (r *salesRow) sum() pos.SalesRow {
	return pos.SalesRow{
		Key: r.key, Name: string(r.name), Currency: string(r.currency), Orders: int(r.orders), Quantity: decimal.New(r.quantity, -quantityScale),
		Sales: r.sales, Refunds: r.refunds, Discounts: r.discounts, Tax: r.tax,
	}
}
