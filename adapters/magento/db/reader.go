package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/tillway/tillway/gateway/pos"
)

// reader runs queries on the one connection that holds the transaction.
type reader struct {
	source *Source
	conn   *sql.Conn
}

// each runs a query and calls visit for every row. In the text, {name} stands for a table with Magento's prefix, and ? for an
// argument: a whole number or a text. What a row holds is valid during the call only.
func (r *reader) each(ctx context.Context, name, query string, args []any, visit func(*row)) error {
	query = r.source.prefix.Replace(query)
	started := time.Now()
	err := r.conn.Raw(func(c any) error {
		w, ok := c.(*wire)
		if !ok {
			return errors.New("this is no connection of ours")
		}
		if numbers, ok := numbersOf(args); ok && w.line != nil {
			return w.query(ctx, query, numbers, visit)
		}
		return throughDriver(ctx, w, query, args, visit)
	})
	r.source.cfg.Observe(name, time.Since(started))
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return translate(err, "read "+name)
}

// numbersOf returns the arguments; false when some are texts, whose quoting is the driver's business.
func numbersOf(args []any) ([]int64, bool) {
	numbers := make([]int64, len(args))
	for i, arg := range args {
		switch n := arg.(type) {
		case int:
			numbers[i] = int64(n)
		case int64:
			numbers[i] = n
		default:
			return nil, false
		}
	}
	return numbers, true
}

// throughDriver is each without the short way.
func throughDriver(ctx context.Context, conn driver.QueryerContext, query string, args []any, visit func(*row)) error {
	values := make([]driver.NamedValue, len(args))
	for i, a := range args {
		v, err := driver.DefaultParameterConverter.ConvertValue(a)
		if err != nil {
			return fmt.Errorf("argument %d: %w", i, err)
		}
		values[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	rows, err := conn.QueryContext(ctx, query, values)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	made := make([]driver.Value, len(rows.Columns()))
	c := &row{cells: make([][]byte, len(made))}
	for {
		switch err := rows.Next(made); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		for i, v := range made {
			c.cells[i] = cell(v)
		}
		visit(c)
	}
}

// cell returns the text of what the driver made of a cell.
func cell(v driver.Value) []byte {
	switch v := v.(type) {
	case []byte:
		return v
	case int64:
		return strconv.AppendInt(nil, v, 10)
	case uint64:
		return strconv.AppendUint(nil, v, 10)
	case float32:
		return strconv.AppendFloat(nil, float64(v), 'f', -1, 32)
	case float64:
		return strconv.AppendFloat(nil, v, 'f', -1, 64)
	default:
		return nil
	}
}

// Server error numbers (MariaDB and MySQL alike).
const (
	errDBAccessDenied     = 1044
	errAccessDenied       = 1045
	errUnknownDatabase    = 1049
	errUnknownColumn      = 1054
	errTableAccessDenied  = 1142
	errColumnAccessDenied = 1143
	errNoSuchTable        = 1146
)

// translate turns a driver's error into one of the vocabulary.
func translate(err error, doing string) error {
	var server *mysql.MySQLError
	if errors.As(err, &server) {
		switch server.Number {
		case errDBAccessDenied, errAccessDenied, errTableAccessDenied, errColumnAccessDenied:
			return pos.NewError(pos.KindUnauthorized, pos.CodeForbidden,
				"Magento's database refused to let us %s: give the account SELECT on its tables", doing).Because(err)
		case errUnknownDatabase, errNoSuchTable, errUnknownColumn:
			return pos.Invalid("could not %s: this is no Magento 2.4 database, or its table prefix is another", doing).Because(err)
		}
	}
	return pos.Unavailable(err, "could not %s: Magento's database does not answer as it should", doing)
}

// isMissingTable tells whether err means that a table is not there, as when a module was removed.
func isMissingTable(err error) bool {
	var server *mysql.MySQLError
	return errors.As(err, &server) && server.Number == errNoSuchTable
}

// optional forgives that something which not every shop has cannot be read: its module was removed, or the account was not
// granted its tables. It is logged, and documents lack it.
func (r *reader) optional(ctx context.Context, err error) error {
	var server *mysql.MySQLError
	if !errors.As(err, &server) {
		return err
	}
	switch server.Number {
	case errNoSuchTable, errUnknownColumn:
		r.source.cfg.Log.DebugContext(ctx, "Magento lacks a part that documents would show", slog.Any("error", err))
		return nil
	case errTableAccessDenied, errColumnAccessDenied:
		r.source.cfg.Log.WarnContext(ctx, "Magento's database does not let us read a part of the documents: give the account SELECT on all its tables",
			slog.String("server", server.Message))
		return nil
	default:
		return err
	}
}

// among returns "column IN (?,…)" with its arguments. No values match nothing.
func among[T any](column string, values []T) (string, []any) {
	if len(values) == 0 {
		return "FALSE", nil
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	return column + " IN (?" + strings.Repeat(",?", len(values)-1) + ")", args
}
