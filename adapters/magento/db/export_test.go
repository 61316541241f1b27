package db

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"strings"
	"time"
)

// ReadAnswer reads what a server says to a query, as much at a time as a buffer of the given size holds, and returns copies of the rows.
func ReadAnswer(said io.Reader, size int) ([][][]byte, error) {
	var rows [][][]byte
	err := (&answer{in: bufio.NewReaderSize(said, size)}).read(io.Discard, "SELECT", func(c *row) { rows = append(rows, c.clone().cells) })
	return rows, err
}

// ReadStatement reads what a server says to a question that is prepared and asked, and returns the rows as texts, "NULL" for NULL; false
// when it is to be asked as a text.
func ReadStatement(said io.Reader, size int) (rows []string, prepared bool, err error) {
	a := &answer{in: bufio.NewReaderSize(said, size)}
	s, err := a.prepare(io.Discard, "SELECT ?")
	if s == nil || err != nil {
		return nil, false, err
	}
	err = a.execute(io.Discard, s, []int64{-1}, func(c *row) {
		var cells []string
		for i := range c.cells {
			cell := "NULL"
			if !c.null(i) {
				cell = c.text(i)
			}
			cells = append(cells, cell)
		}
		rows = append(rows, strings.Join(cells, "|"))
	})
	return rows, true, err
}

// deaf is a connection to a server that is not listening.
type deaf struct{ net.Conn }

func (deaf) Write(b []byte) (int, error) { return len(b), nil }

// Ask asks one question so many times and returns the first column of all answers that a server has said.
func Ask(said io.Reader, times int) (cells []string, err error) {
	in := bufio.NewReader(said)
	w := &wire{line: &bufferedConn{deaf{}, in}, statements: map[string]*statement{}}
	for range times {
		if err = w.ask(&answer{in: in}, "SELECT ?", []int64{-1}, func(c *row) { cells = append(cells, c.text(0)) }); err != nil {
			return cells, err
		}
	}
	return cells, nil
}

// Each runs one query as all are run and returns the first column.
func (s *Source) Each(ctx context.Context, query string, args ...any) ([]string, error) {
	var cells []string
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		return r.each(ctx, "test", query, args, func(c *row) { cells = append(cells, string(bytes.Clone(c.bytes(0)))) })
	})
	return cells, err
}

// TrustDatesAfter is how old the date of a table's last change must be to be believed.
func (s *Source) TrustDatesAfter(d time.Duration) { s.index.settled = d }
