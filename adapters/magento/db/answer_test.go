package db_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/gateway/pos"
)

const (
	longest   = 1<<24 - 1
	anyBuffer = 64
	oldEnd    = "\xfe\x00\x00\x02\x00"         // servers without CLIENT_DEPRECATE_EOF
	newEnd    = "\xfe\x00\x00\x02\x00\x00\x00" // servers with it
)

// said is packets as a server sends them in answer to a query.
func said(packets ...string) []byte {
	var out []byte
	sequence := byte(1)
	for _, p := range packets {
		for {
			n := min(len(p), longest)
			out = append(append(out, byte(n), byte(n>>8), byte(n>>16), sequence), p[:n]...)
			sequence++
			if p = p[n:]; n < longest {
				break
			}
		}
	}
	return out
}

// cellOf is a cell of 2^16 to 2^24 bytes.
func cellOf(n int) string {
	return string([]byte{0xfd, byte(n), byte(n >> 8), byte(n >> 16)}) + strings.Repeat("x", n)
}

func TestAnswersOfServersAreRead(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("d", 300)
	for name, c := range map[string]struct {
		said []byte
		want []string // cells are joined by |
	}{
		"of old":                        {said("\x02", "def", "def", oldEnd, "\x01a\x02bc", "\xfb\x00", oldEnd), []string{"a|bc", "NULL|"}},
		"of today":                      {said("\x02", "def", "def", "\x01a\x02bc", newEnd), []string{"a|bc"}},
		"of today, without rows":        {said("\x01", "def", newEnd), nil},
		"that says what columns follow": {said("\x01\x01", "def", "\x01a", newEnd), []string{"a"}},
		"to what is no question":        {said("\x00\x00\x00\x02\x00\x00\x00"), nil},
		"longer than the buffer":        {said("\x01", "def", "\xfc\x2c\x01"+long, "\x01a", newEnd), []string{long, "a"}},
		"longer than a packet": {said("\x02", "def", "def", cellOf(longest-8)+cellOf(100), "\x01a\x01b", newEnd),
			[]string{strings.Repeat("x", longest-8) + "|" + strings.Repeat("x", 100), "a|b"}},
		"as long as a packet": {said("\x01", "def", cellOf(longest-4), "\x01a", newEnd), []string{strings.Repeat("x", longest-4), "a"}},
	} {
		rows, err := db.ReadAnswer(bytes.NewReader(c.said), anyBuffer)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var got []string
		for _, row := range rows {
			got = append(got, shownRow(row))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %.80q, want %.80q", name, got, c.want)
		}
	}
}

func shownRow(row [][]byte) string {
	var cells []string
	for _, cell := range row {
		if cell == nil {
			cell = []byte("NULL")
		}
		cells = append(cells, string(cell))
	}
	return strings.Join(cells, "|")
}

func TestAnswersThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	gap := said("\x01", "def", "\x01a", newEnd)
	gap[len(gap)-len(newEnd)-1]++
	for name, c := range map[string][]byte{
		"cut in the header":      said("\x01", "def")[:7],
		"cut in a row":           said("\x01", "def", "\x05abcde")[:19],
		"without an end":         said("\x01", "def", "\x01a"),
		"a row with a cell less": said("\x02", "def", "def", "\x01a", newEnd),
		"a row with a cell more": said("\x01", "def", "\x01a\x01b", newEnd),
		"a cell beyond its row":  said("\x01", "def", "\x09a", newEnd),
		"a length cut short":     said("\x01", "def", "\xfc\x01", newEnd),
		"an empty packet":        said("\x01", "def", "", newEnd),
		"a number left out":      gap,
		"a question for a file":  said("\xfb/etc/passwd"),
	} {
		if rows, err := db.ReadAnswer(bytes.NewReader(c), anyBuffer); err == nil {
			t.Errorf("%s: %q, want an error", name, rows)
		}
	}
	for name, c := range map[string][]byte{
		"instead of rows": said("\xff\x7a\x04#42S02No such table"), "among rows": said("\x01", "def", "\x01a", "\xff\x7a\x04#42S02No such table"),
	} {
		_, err := db.ReadAnswer(bytes.NewReader(c), anyBuffer)
		var server *mysql.MySQLError
		if !errors.As(err, &server) || server.Number != 1146 || server.Message != "No such table" || string(server.SQLState[:]) != "42S02" {
			t.Errorf("an error %s: %v", name, err)
		}
	}
}

func FuzzAnswersOfServers(f *testing.F) {
	f.Add(said("\x02", "def", "def", oldEnd, "\x01a\x02bc", "\xfb\x00", oldEnd))
	f.Add(said("\x01", "def", "\xfc\x2c\x01"+strings.Repeat("d", 300), newEnd))
	f.Add(said("\xff\x7a\x04#42S02No such table"))
	f.Fuzz(func(t *testing.T, said []byte) {
		small, smallErr := db.ReadAnswer(bytes.NewReader(said), 16)
		large, largeErr := db.ReadAnswer(io.MultiReader(bytes.NewReader(said), strings.NewReader("")), 1<<16)
		if diff := cmp.Diff(small, large); diff != "" || (smallErr == nil) != (largeErr == nil) {
			t.Errorf("the size of the buffer makes a difference (%v, %v):\n%s", smallErr, largeErr, diff)
		}
	})
}

func TestWhatIsReadIsTheSameThroughTheDriver(t *testing.T) {
	t.Parallel()
	s := excerpt(t)
	cfg, err := mysql.ParseDSN(s.dsn)
	if err == nil {
		err = cfg.Apply(mysql.EnableCompression(true))
	}
	if err != nil {
		t.Fatal(err)
	}
	through, err := db.Open(t.Context(), db.Config{DSN: cfg.FormatDSN()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = through.Close() }()
	other := shop{Source: through, store: s.store}
	if diff := cmp.Diff(s.all(t, 7), other.all(t, 7)); diff != "" {
		t.Errorf("-read directly +through the driver\n%s", diff)
	}
	for _, cell := range []string{"-7", "NULL", "1.50", "''", "0.5e0", "CAST(18446744073709551615 AS UNSIGNED)", "CAST('2026-01-02 03:04:05' AS DATETIME)"} {
		direct, err := s.Each(t.Context(), "SELECT "+cell)
		slow, slowErr := other.Each(t.Context(), "SELECT "+cell)
		if !slices.Equal(direct, slow) || len(direct) != 1 || errors.Join(err, slowErr) != nil {
			t.Errorf("%s: %q and %q (%v, %v)", cell, direct, slow, err, slowErr)
		}
	}
	if diff := cmp.Diff(levels(t, s), levels(t, other)); diff != "" {
		t.Errorf("-read directly +through the driver\n%s", diff)
	}
}

func levels(t *testing.T, s shop) []pos.StockLevel {
	t.Helper()
	all, err := s.Stock(t.Context(), s.store)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAConnectionIsUsedOnAfterWhatWentWrong(t *testing.T) {
	t.Parallel()
	s := excerpt(t)
	works := func(after string) {
		t.Helper()
		if got, err := s.Each(t.Context(), "SELECT ? + ?", 40, int64(2)); err != nil || !slices.Equal(got, []string{"42"}) {
			t.Errorf("after %s: %v, %v", after, got, err)
		}
	}
	if _, err := s.Each(t.Context(), "SELECT ? FROM nowhere", 1); pos.KindOf(err) != pos.KindInvalid {
		t.Errorf("a table that is not there: %v, want invalid", err)
	}
	works("an error of the server")
	if got, err := s.Each(t.Context(), "SELECT REPEAT('x', ?)", 1_000_000); err != nil || len(got) != 1 || len(got[0]) != 1_000_000 {
		t.Errorf("a long value: %d cells, %v", len(got), err)
	}
	works("a long value")

	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { _, err := s.Each(ctx, "SELECT SLEEP(?)", 500); ended <- err }()
	running := "SELECT id FROM information_schema.processlist WHERE info LIKE '%SLEEP(%' AND db = DATABASE() AND id <> CONNECTION_ID()"
	for deadline := time.After(30 * time.Second); len(s.names(t, running)) == 0; {
		select {
		case <-deadline:
			t.Fatal("the query was not begun")
		case <-time.After(10 * time.Millisecond):
		}
	}
	cancel()
	select {
	case err := <-ended:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("a query that was called off: %v", err)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("a query that was called off goes on")
	}
	works("a query that was called off")
}
