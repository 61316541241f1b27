package sqldb

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// salesTimeout bounds summing up sales: more is read than in any other call.
const salesTimeout = 60 * time.Second

// soldForm is how the database holds when something was sold, in UTC.
const soldForm = "2006-01-02T15:04:05"

// salesOf is one thing that is added up: from orders, or from the elements of a list in them, whose fields are written in
// braces.
type salesOf struct {
	list   string // the list in the body; empty for the order itself
	fields []string
	key    string
	sums   string
	only   string // a condition
}

// Sales sums up what was sold, cancelled orders left out and archived ones included; see register.OfficeStore. By hour and
// day the rows are of quarters of an hour.
func (db *DB) Sales(ctx context.Context, q pos.SalesQuery) ([]pos.SalesRow, error) {
	ctx, cancel := context.WithTimeout(ctx, salesTimeout)
	defer cancel()
	var parts []string
	var args []any
	for _, table := range []string{"orders", "archived_orders"} {
		for _, of := range db.salesParts(q.By) {
			columns, join := of.key+" AS k, currency, "+of.sums, ""
			if of.list != "" {
				var column func(string) string
				join, column = db.dialect.elements(of.list, of.fields)
				for _, f := range of.fields {
					columns = strings.ReplaceAll(columns, "{"+f+"}", column(f))
				}
			}
			text := "SELECT " + columns + " FROM " + table + " AS o " + db.dialect.by(table+"_sold") + join + " WHERE sold_at >= ? AND sold_at < ? AND state <> ?" + of.only
			args = append(args, q.From.UTC().Format(soldForm), q.To.UTC().Format(soldForm), string(pos.StateCancelled))
			if q.LocationID != "" {
				text += " AND location_id = ?"
				args = append(args, q.LocationID)
			}
			parts = append(parts, text+" GROUP BY k, currency")
		}
	}
	byTime := q.By == pos.SalesByHour || q.By == pos.SalesByDay
	order := "SUM(sales) DESC, k"
	limit := pos.MaxSalesRows
	if byTime {
		order, limit = "k", 366*24*4+1 // of one currency, and half of that of two
	}
	scan := func(rows *sql.Rows) (pos.SalesRow, error) {
		var r pos.SalesRow
		var quantity string
		var seconds int64
		key := any(&r.Key)
		if byTime {
			key = &seconds
		}
		err := rows.Scan(key, &r.Currency, &r.Name, &r.Orders, &quantity, &r.Sales, &r.Refunds, &r.Discounts, &r.Tax)
		if err != nil {
			return r, err
		}
		if byTime {
			r.At = time.Unix(seconds, 0).UTC()
		}
		r.Quantity, err = decimal.NewFromString(quantity)
		return r, err
	}
	found, err := queryAll(ctx, db.read, scan, "SELECT k, currency, MAX(name), SUM(n), SUM(quantity), SUM(sales), SUM(refunds), SUM(discounts), SUM(tax) FROM ("+
		strings.Join(parts, " UNION ALL ")+") AS parts GROUP BY k, currency ORDER BY "+order+" LIMIT ?", append(args, limit)...)
	return found, db.fail("sum up sales", err)
}

// salesParts are what is added up. Refunds are a part of their own: few orders have any, and only their bodies are read.
func (db *DB) salesParts(by pos.SalesBy) []salesOf {
	const charged = "'' AS name, COUNT(*) AS n, 0 AS quantity, SUM(charged_total) AS sales, 0 AS refunds, SUM(charged_discount) AS discounts, SUM(charged_tax) AS tax"
	const returned = "'' AS name, 0 AS n, 0 AS quantity, 0 AS sales, SUM({refund}) AS refunds, 0 AS discounts, -SUM({tax}) AS tax"
	returns := func(key string) salesOf {
		return salesOf{"returns", []string{"sku", "refund", "tax"}, key, returned, " AND has_returns = 1"}
	}
	key := map[pos.SalesBy]string{
		pos.SalesByHour: db.dialect.quarter(), pos.SalesByDay: db.dialect.quarter(), pos.SalesByLocation: "location_id", pos.SalesByStaff: "sold_by",
	}[by]
	switch by {
	case pos.SalesByProduct:
		return []salesOf{
			{"lines", []string{"sku", "name", "quantity", "rowTotal", "discount", "tax", "compensation"}, "{sku}",
				"MAX({name}) AS name, COUNT(DISTINCT o.id) AS n, SUM({quantity}) AS quantity, " +
					"SUM({rowTotal} - {discount} + {tax} + {compensation}) AS sales, 0 AS refunds, SUM({discount}) AS discounts, SUM({tax}) AS tax", ""},
			returns("{sku}"),
		}
	case pos.SalesByTender:
		const change = "'' AS name, 0 AS n, 0 AS quantity, -SUM(CAST(JSON_EXTRACT(o.body, '$.change') AS SIGNED)) AS sales, 0 AS refunds, 0 AS discounts, 0 AS tax"
		return []salesOf{
			{"tenders", []string{"kind", "amount"}, "{kind}", "'' AS name, COUNT(*) AS n, 0 AS quantity, SUM({amount}) AS sales, 0 AS refunds, 0 AS discounts, 0 AS tax", ""},
			{"", nil, "'" + string(pos.TenderCash) + "'", change, " AND JSON_EXTRACT(o.body, '$.change') <> 0"},
		}
	case pos.SalesByHour, pos.SalesByDay, pos.SalesByLocation, pos.SalesByStaff:
	}
	return []salesOf{{"", nil, key, charged, ""}, returns(key)}
}

// elementType is the MySQL type of a field of an element: what is summed up is an amount but for a quantity.
func elementType(field string) string {
	switch field {
	case "sku", "kind":
		return "VARCHAR(64)"
	case "name":
		return "VARCHAR(255)"
	case "quantity":
		return "DECIMAL(20, 4)"
	default:
		return "BIGINT"
	}
}

func (mysqlDialect) by(index string) string { return "FORCE INDEX (" + index + ")" }

func (sqliteDialect) by(index string) string { return "INDEXED BY " + index }

func (mysqlDialect) quarter() string {
	const year1970 = "62167219200" // in the seconds of TO_SECONDS
	return "(TO_SECONDS(CAST(REPLACE(sold_at, 'T', ' ') AS DATETIME)) - " + year1970 + ") DIV 900 * 900"
}

func (sqliteDialect) quarter() string { return "CAST(strftime('%s', sold_at) AS INTEGER) / 900 * 900" }

func (mysqlDialect) elements(list string, fields []string) (join string, column func(field string) string) {
	columns := make([]string, len(fields))
	for i, f := range fields {
		columns[i] = f + " " + elementType(f) + " PATH '$." + f + "' DEFAULT '0' ON EMPTY"
	}
	return ", JSON_TABLE(o.body, '$." + list + "[*]' COLUMNS (" + strings.Join(columns, ", ") + ")) AS j", func(field string) string { return "j." + field }
}

func (sqliteDialect) elements(list string, _ []string) (join string, column func(field string) string) {
	return " JOIN json_each(o.body, '$." + list + "') AS j ON j.type = 'object'", func(field string) string { return "COALESCE(j.value ->> '$." + field + "', 0)" }
}
