package sqldb

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// salesMark says whether the table sales holds an order, and whether it should:
//
//	salesAdd --counted--> salesIn --cancelled--> salesTake --counted--> salesOut
//
// It moves in the transactions that change the order or the sums, so that each order is in them exactly once, whichever
// transaction commits first. An order that is cancelled before it was counted is out at once.
type salesMark int

const (
	salesAdd salesMark = iota
	salesIn
	salesTake
	salesOut
)

// follow is the mark of an order that came into a state.
func (m salesMark) follow(state pos.OrderState) salesMark {
	held := m == salesIn || m == salesTake
	switch {
	case state == pos.StateCancelled && held:
		return salesTake
	case state == pos.StateCancelled:
		return salesOut
	case held:
		return salesIn
	default:
		return salesAdd
	}
}

// salesToDo is the condition that the sums do not follow an order yet. SQLite's index has it too, in these words.
const salesToDo = "in_sales IN (0, 2)"

// The series that sales are kept in, see seriesOf. Days are whole days in UTC.
const (
	timeSeries  = "time"
	quarterPart = "/quarter"
	dayPart     = "/day"
	day         = 24 * time.Hour
)

// maxSums is how many rows of sums one statement writes.
const maxSums = 500

func salesKeys() []string { return []string{"series", "at", "location_id", "k", "currency"} }

func salesSums() []string {
	return []string{"entries", "orders", "quantity", "sales", "refunds", "discounts", "tax"}
}

type salesKey struct {
	series        string
	at            int64
	location, key string
	currency      string
}

// salesSum is what is added to a row of the table; a negative entries takes out.
type salesSum struct {
	name             string
	entries          int
	orders           int
	quantity         decimal.Decimal
	sales, refunds   int64
	discounts, taxes int64
}

// CountSales adds up to so many orders to the sums that Sales reads, or takes them out when they were cancelled, and returns
// how many those were: fewer than limit when none is left. Each order is counted once, also when several callers do this at
// once; they only hold each other up.
func (db *DB) CountSales(ctx context.Context, limit int) (int, error) {
	counted := 0
	for _, table := range []string{"orders", "archived_orders"} {
		n := 0
		err := db.inTx(ctx, "count sales", func(ctx context.Context, tx *sql.Tx) (err error) {
			n, err = db.countSales(ctx, tx, table, limit-counted)
			return err
		})
		if err != nil {
			return counted, err
		}
		if counted += n; counted >= limit {
			break
		}
	}
	return counted, nil
}

func (db *DB) countSales(ctx context.Context, tx *sql.Tx, table string, limit int) (int, error) {
	sums := map[salesKey]*salesSum{}
	scan := func(rows *sql.Rows) (string, error) {
		var id string
		var mark salesMark
		var body []byte
		if err := rows.Scan(&id, &mark, &body); err != nil {
			return "", err
		}
		var o pos.OrderInput
		if err := json.Unmarshal(body, &o); err != nil {
			return "", fmt.Errorf("decode order %s: %w", id, err)
		}
		sign := 1
		if mark == salesTake {
			sign = -1
		}
		addSales(sums, o, sign)
		return id, nil
	}
	ids, err := queryAll(ctx, tx, scan, "SELECT id, in_sales, body FROM "+table+" "+db.dialect.by(table+"_in_sales")+
		" WHERE "+salesToDo+" ORDER BY in_sales, id LIMIT ?"+db.dialect.skipLocked(), limit)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	if err := db.writeSales(ctx, tx, sums); err != nil {
		return 0, err
	}
	_, err = tx.ExecContext(ctx, "UPDATE "+table+" SET in_sales = in_sales + 1 WHERE id IN "+placeholders(1, len(ids)), anys(ids)...)
	return len(ids), err
}

// addSales adds what an order was sold for to the parts of every series that it is in.
func addSales(sums map[salesKey]*salesSum, o pos.OrderInput, sign int) {
	quarter, days := o.SoldAt.UTC().Truncate(pos.SalesGrain).Unix(), o.SoldAt.UTC().Truncate(day).Unix()
	add := func(series string, at int64, location string, by pos.SalesBy) {
		for _, r := range o.Sales(by) {
			k := salesKey{series, at, location, r.Key, r.Currency}
			s := sums[k]
			if s == nil {
				s = &salesSum{}
				sums[k] = s
			}
			s.add(r, sign)
		}
	}
	add(timeSeries, quarter, "", pos.SalesByHour)
	add(timeSeriesOf(o.LocationID), quarter, o.LocationID, pos.SalesByHour)
	for _, by := range []pos.SalesBy{pos.SalesByStaff, pos.SalesByTender, pos.SalesByProduct} {
		add(string(by)+quarterPart, quarter, o.LocationID, by)
		if by != pos.SalesByProduct { // few products are sold twice in a place and day
			add(string(by)+dayPart, days, o.LocationID, by)
		}
	}
}

func timeSeriesOf(locationID string) string {
	if locationID == "" {
		return timeSeries
	}
	return timeSeries + "/" + locationID
}

func (s *salesSum) add(r pos.SalesRow, sign int) {
	n := int64(sign)
	s.name = cmp.Or(r.Name, s.name)
	s.entries, s.orders = s.entries+sign, s.orders+sign*r.Orders
	s.quantity = s.quantity.Add(r.Quantity.Mul(decimal.NewFromInt(n)))
	s.sales, s.refunds = s.sales+n*r.Sales, s.refunds+n*r.Refunds
	s.discounts, s.taxes = s.discounts+n*r.Discounts, s.taxes+n*r.Tax
}

// quantityScale is how many decimals of quantities are kept: as many as an order may have.
const quantityScale = 4

// writeSales adds sums to the table, always in the same order, so that two who do it wait for each other and do not
// deadlock.
func (db *DB) writeSales(ctx context.Context, tx *sql.Tx, sums map[salesKey]*salesSum) error {
	keys := slices.SortedFunc(maps.Keys(sums), func(a, b salesKey) int {
		return cmp.Or(cmp.Compare(a.series, b.series), cmp.Compare(a.at, b.at), cmp.Compare(a.location, b.location), cmp.Compare(a.key, b.key), cmp.Compare(a.currency, b.currency))
	})
	columns := slices.Concat(salesKeys(), []string{"name"}, salesSums())
	for chunk := range slices.Chunk(keys, maxSums) {
		args := make([]any, 0, len(chunk)*len(columns))
		for _, k := range chunk {
			s := sums[k]
			args = append(args, k.series, k.at, k.location, k.key, k.currency, s.name, s.entries, s.orders,
				s.quantity.Shift(quantityScale).IntPart(), s.sales, s.refunds, s.discounts, s.taxes)
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO sales ("+strings.Join(columns, ", ")+") VALUES "+placeholders(len(chunk), len(columns))+
			db.dialect.adding(salesKeys(), salesSums()), args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// UncountedSales counts the orders that CountSales has yet to look at, up to a limit.
func (db *DB) UncountedSales(ctx context.Context, limit int) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	total := 0
	for _, table := range []string{"orders", "archived_orders"} {
		var n int
		err := db.read.QueryRowContext(ctx, "SELECT COUNT(*) FROM (SELECT 1 FROM "+table+" "+db.dialect.by(table+"_in_sales")+
			" WHERE "+salesToDo+" LIMIT ?) AS some", limit-total).Scan(&n)
		if err != nil {
			return 0, db.fail("count orders that are not in the sales", err)
		}
		total += n
	}
	return total, nil
}
