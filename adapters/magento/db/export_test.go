package db

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"time"
)

// ReadAnswer reads what a server says to a query, as much at a time as a buffer of the given size holds, and returns copies of the rows.
func ReadAnswer(said io.Reader, size int) ([][][]byte, error) {
	var rows [][][]byte
	err := (&answer{in: bufio.NewReaderSize(said, size)}).read(io.Discard, "SELECT", func(c *row) { rows = append(rows, c.clone().cells) })
	return rows, err
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
