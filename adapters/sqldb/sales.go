package sqldb

import (
	"context"
	"database/sql"
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

func (db *DB) salesByTime(ctx context.Context, from, to time.Time, locationID string) ([]pos.SalesRow, error) {
	scan := func(rows *sql.Rows) (pos.SalesRow, error) {
		var at int64
		r, err := scanSales(rows, &at)
		r.At = time.Unix(at, 0).UTC()
		return r, err
	}
	return queryAll(ctx, db.read, scan, "SELECT at, currency, name, orders, quantity, sales, refunds, discounts, tax FROM sales "+
		"WHERE series = ? AND at >= ? AND at < ? AND entries > 0 ORDER BY at, currency", timeSeriesOf(locationID), from.Unix(), to.Unix())
}

// salesByKey sums up spans by a column. It is one statement, so that an order which is just being counted is in all of them
// or in none.
func (db *DB) salesByKey(ctx context.Context, column string, list []salesSpan, locationID string) ([]pos.SalesRow, error) {
	const sums = "MAX(name) AS name, SUM(orders) AS orders, SUM(quantity) AS quantity, SUM(sales) AS sales, SUM(refunds) AS refunds, " +
		"SUM(discounts) AS discounts, SUM(tax) AS tax"
	var parts []string
	var args []any
	for _, s := range list {
		text := "SELECT " + column + " AS k, currency, SUM(entries) AS entries, " + sums + " FROM sales WHERE series = ? AND at >= ? AND at < ?"
		args = append(args, s.series, s.from, s.to)
		if locationID != "" {
			text += " AND location_id = ?"
			args = append(args, locationID)
		}
		parts = append(parts, text+" GROUP BY "+column+", currency")
	}
	scan := func(rows *sql.Rows) (pos.SalesRow, error) {
		var key string
		r, err := scanSales(rows, &key)
		r.Key = key
		return r, err
	}
	return queryAll(ctx, db.read, scan, "SELECT k, currency, "+sums+" FROM ("+strings.Join(parts, " UNION ALL ")+") AS parts "+
		"GROUP BY k, currency HAVING SUM(entries) > 0 ORDER BY sales DESC, k, currency LIMIT ?", append(args, pos.MaxSalesRows)...)
}

// scanSales reads what a row is of, its currency and its sums.
func scanSales(rows *sql.Rows, of any) (pos.SalesRow, error) {
	var r pos.SalesRow
	var quantity int64
	err := rows.Scan(of, &r.Currency, &r.Name, &r.Orders, &quantity, &r.Sales, &r.Refunds, &r.Discounts, &r.Tax)
	r.Quantity = decimal.New(quantity, -quantityScale)
	return r, err
}
