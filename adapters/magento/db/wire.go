package db

import (
	"bufio"
	"context"
	"database/sql/driver"
	"errors"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
)

// readAhead is how much of an answer is taken from the socket at once. The driver asks for 4 KB at a time, which for an
// import of a whole catalog means a system call for every twenty rows.
const readAhead = 128 << 10

// bufferedConn reads ahead.
type bufferedConn struct {
	net.Conn
	in *bufio.Reader
}

func (c *bufferedConn) Read(b []byte) (int, error) { return c.in.Read(b) }

// connector opens the driver's connections and keeps hold of what they read from.
type connector struct{ cfg *mysql.Config }

func (c connector) Driver() driver.Driver { return &mysql.MySQLDriver{} }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	cfg, line := c.cfg.Clone(), (*bufferedConn)(nil)
	dial := cfg.DialFunc
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	cfg.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		line = &bufferedConn{conn, bufio.NewReaderSize(conn, readAhead)}
		return line, nil
	}
	inner, err := mysql.NewConnector(cfg)
	if err != nil {
		return nil, err
	}
	conn, err := inner.Connect(ctx)
	if err != nil {
		return nil, err
	}
	full, ok := conn.(driverConn)
	if !ok {
		_ = conn.Close()
		return nil, errors.New("the driver's connections lack something")
	}
	w := &wire{driverConn: full, patience: cfg.ReadTimeout, statements: map[string]*statement{}}
	if !enciphered(cfg) {
		w.line = line
	}
	return w, nil
}

// enciphered tells whether what is read from the socket is not what the server says.
func enciphered(cfg *mysql.Config) bool {
	return cfg.TLS != nil || cfg.TLSConfig != "" && cfg.TLSConfig != "false" || strings.Contains(cfg.FormatDSN(), "compress=true")
}

// driverConn is what database/sql knows a connection of the driver to be able to do.
type driverConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.QueryerContext
	driver.ExecerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
	driver.NamedValueChecker
}

// errArguments says that a question has not as many arguments as it needs.
var errArguments = errors.New("a query has not as many arguments as it needs")

// wire is a connection over which long answers are read without the driver: it makes a value of each cell, and an import reads
// tens of millions of them. The driver connects, signs in and does all else; between two commands neither it nor the server has
// anything left to say, so that whole commands may go past it.
type wire struct {
	driverConn
	line     *bufferedConn // nil: everything goes through the driver
	patience time.Duration // for an answer, where the caller sets no limit
	broken   bool
	// statements are the questions that the server knows on this connection, by text; nil for one that is asked as a text.
	statements map[string]*statement
}

func (w *wire) IsValid() bool { return !w.broken && w.driverConn.IsValid() }

// query has the server execute a text, with a number for each ?, and calls visit for every row, whose cells are valid during the call
// only. Errors: the server's as the driver gives them; after all others the connection is closed.
func (w *wire) query(ctx context.Context, text string, numbers []int64, visit func(*row)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var deadline time.Time // the caller's limit comes by the context, so that it is known which of the two was passed
	if _, limited := ctx.Deadline(); !limited {
		deadline = time.Now().Add(w.patience)
	}
	err := w.line.SetDeadline(deadline)
	stop := context.AfterFunc(ctx, func() { _ = w.line.SetDeadline(time.Unix(1, 0)) })
	if err == nil {
		err = w.ask(&answer{in: w.line.in}, text, numbers, visit)
	}
	cut := !stop()
	if cut && err == nil {
		err = ctx.Err()
	}
	var refused *mysql.MySQLError
	if cut || err != nil && !errors.As(err, &refused) {
		w.broken = true
		_ = w.Close() // the driver knows then that there is nothing left to roll back
		return err
	}
	return errors.Join(err, w.line.SetDeadline(time.Time{}))
}

// ask asks a question that was prepared, if it can be.
func (w *wire) ask(a *answer, text string, numbers []int64, visit func(*row)) error {
	s, known := w.statements[text]
	if !known && 0 < len(numbers) && len(numbers) <= mostArguments && len(w.statements) < mostStatements {
		var err error
		if s, err = a.prepare(w.line, text); err != nil {
			return err
		}
		w.statements[text] = s
	}
	if s != nil {
		if err := a.execute(w.line, s, numbers, visit); !isUnprepared(err) {
			return err
		}
		w.statements[text] = nil
	}
	text, err := withNumbers(text, numbers)
	if err != nil {
		return err
	}
	return a.read(w.line, text, visit)
}

// withNumbers puts numbers into a text.
func withNumbers(text string, numbers []int64) (string, error) {
	out := make([]byte, 0, len(text)+8*len(numbers))
	for _, n := range numbers {
		before, after, ok := strings.Cut(text, "?")
		if !ok {
			return "", errArguments
		}
		out, text = strconv.AppendInt(append(out, before...), n, 10), after
	}
	if strings.Contains(text, "?") {
		return "", errArguments
	}
	return string(append(out, text...)), nil
}
