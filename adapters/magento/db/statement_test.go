package db_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/adapters/magento/db"
)

const (
	tiny, short, long, longLong, float, timestamp, date, dateTime, varString = 0x01, 0x02, 0x03, 0x08, 0x04, 0x07, 0x0a, 0x0c, 0xfd

	unsigned, filled = 0x20, 0x40
)

// described is how a server describes a column.
func described(kind, flags, decimals byte) string {
	return "\x03def\x00\x00\x00\x01c\x00\x0c\x21\x00\x0b\x00\x00\x00" + string([]byte{kind, flags, 0, decimals, 0, 0})
}

// learnt is what a server says that has learnt a question with one argument and so many columns.
func learnt(columns byte) string {
	return "\x00\x07\x00\x00\x00" + string([]byte{columns}) + "\x00\x01\x00\x00\x00\x00"
}

func TestAnswersToPreparedQuestionsAreRead(t *testing.T) {
	t.Parallel()
	argument, number, text := described(longLong, 0, 0), described(long, 0, 0), described(varString, 0, 0)
	one := func(kind, flags, decimals byte, cell string) []byte {
		c := described(kind, flags, decimals)
		return slices.Concat(said(learnt(1), argument, c), said("\x01", c, "\x00\x00"+cell, newEnd))
	}
	for name, c := range map[string]struct {
		said []byte
		want []string
	}{
		"of old": {slices.Concat(said(learnt(2), argument, oldEnd, number, text, oldEnd),
			said("\x02", number, text, oldEnd, "\x00\x00\xfe\xff\xff\xff\x02ab", "\x00\x08\x07\x00\x00\x00", oldEnd)), []string{"-2|ab", "7|NULL"}},
		"of today": {slices.Concat(said(learnt(2), argument, number, text),
			said("\x02", number, text, "\x00\x04\x00", newEnd)), []string{"NULL|"}},
		"of old, without rows":                           {slices.Concat(said(learnt(1), argument, oldEnd, text, oldEnd), said("\x01", text, oldEnd, oldEnd)), nil},
		"that says that it described the columns before": {slices.Concat(said(learnt(1), argument, text), said("\x01\x00", "\x00\x00\x01a", newEnd)), []string{"a"}},
		"of a table that was altered": {slices.Concat(said(learnt(1), argument, number),
			said("\x01\x01", described(longLong, unsigned, 0), "\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff", newEnd)), []string{"18446744073709551615"}},
		"a byte":                                 {one(tiny, 0, 0, "\xff"), []string{"-1"}},
		"a byte without a sign":                  {one(tiny, unsigned, 0, "\xff"), []string{"255"}},
		"two bytes":                              {one(short, 0, 0, "\x00\x80"), []string{"-32768"}},
		"two bytes without a sign":               {one(short, unsigned, 0, "\x00\x80"), []string{"32768"}},
		"four bytes without a sign":              {one(long, unsigned, 0, "\xff\xff\xff\xff"), []string{"4294967295"}},
		"a day":                                  {one(date, 0, 0, "\x04\xea\x07\x02\x03"), []string{"2026-02-03"}},
		"no day":                                 {one(date, 0, 0, "\x00"), []string{"0000-00-00"}},
		"a time":                                 {one(dateTime, 0, 0, "\x07\xea\x07\x0c\x1f\x17\x3b\x08"), []string{"2026-12-31 23:59:08"}},
		"a time at midnight":                     {one(timestamp, 0, 0, "\x04\xea\x07\x0c\x1f"), []string{"2026-12-31 00:00:00"}},
		"no time":                                {one(dateTime, 0, 0, "\x00"), []string{"0000-00-00 00:00:00"}},
		"a time with parts of a second":          {one(dateTime, 0, 3, "\x0b\xea\x07\x0c\x1f\x17\x3b\x08\x40\xe2\x01\x00"), []string{"2026-12-31 23:59:08.123"}},
		"a time that has some, in whole seconds": {one(dateTime, 0, 6, "\x07\xea\x07\x0c\x1f\x17\x3b\x08"), []string{"2026-12-31 23:59:08.000000"}},
	} {
		got, prepared, err := db.ReadStatement(bytes.NewReader(c.said), anyBuffer)
		if err != nil || !prepared || !slices.Equal(got, c.want) {
			t.Errorf("%s: %q (%v, %v), want %q", name, got, prepared, err, c.want)
		}
	}
	for name, said := range map[string][]byte{
		"where the server learns no more":            said("\xff\xb5\x05#42000Can't create more"),
		"that the server does not learn":             said("\xff\x0f\x05#HY000This command is not supported"),
		"for a number that is written with a point":  said(learnt(1), argument, described(float, 0, 0)),
		"for a number that is written with zeros":    said(learnt(1), argument, described(long, filled, 0)),
		"for what old servers describe, of one such": said(learnt(2), argument, oldEnd, described(float, 0, 0), text, oldEnd),
	} {
		if _, prepared, err := db.ReadStatement(bytes.NewReader(said), anyBuffer); prepared || err != nil {
			t.Errorf("a question %s: %v, %v, want it asked as a text", name, prepared, err)
		}
	}
}

func TestAnswersToPreparedQuestionsThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	argument, number, text, day := described(longLong, 0, 0), described(long, 0, 0), described(varString, 0, 0), described(date, 0, 0)
	for name, said := range map[string][]byte{
		"no yes":                        said("\x01\x07\x00\x00\x00\x01\x00\x01\x00\x00\x00\x00"),
		"a yes cut short":               said("\x00\x07\x00"),
		"no arguments":                  said("\x00\x07\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00", number),
		"no columns":                    said(learnt(0), argument),
		"a column less":                 said(learnt(2), argument, number),
		"another number of columns":     slices.Concat(said(learnt(1), argument, number), said("\x02", number, number, newEnd)),
		"a description cut short":       slices.Concat(said(learnt(1), argument, number), said("\x01", "\x03def", newEnd)),
		"a column that is read as text": slices.Concat(said(learnt(1), argument, number), said("\x01", described(float, 0, 0), newEnd)),
		"a row cut short":               slices.Concat(said(learnt(1), argument, number), said("\x01", number, "\x00\x00\x01\x02\x03", newEnd)),
		"a row that goes on":            slices.Concat(said(learnt(1), argument, number), said("\x01", number, "\x00\x00\x01\x02\x03\x04\x05", newEnd)),
		"a row without its head":        slices.Concat(said(learnt(1), argument, text), said("\x01", text, "\x01a", newEnd)),
		"a text beyond its row":         slices.Concat(said(learnt(1), argument, text), said("\x01", text, "\x00\x00\x09a", newEnd)),
		"a day of three bytes":          slices.Concat(said(learnt(1), argument, day), said("\x01", day, "\x00\x00\x03\xea\x07\x02", newEnd)),
		"without an end":                slices.Concat(said(learnt(1), argument, text), said("\x01", text, "\x00\x00\x01a")),
	} {
		if rows, prepared, err := db.ReadStatement(bytes.NewReader(said), anyBuffer); err == nil {
			t.Errorf("%s: %q (%v), want an error", name, rows, prepared)
		}
	}
	for name, said := range map[string][]byte{
		"when it is prepared": said("\xff\x7a\x04#42S02No such table"),
		"when it is asked":    slices.Concat(said(learnt(1), argument, text), said("\xff\x7a\x04#42S02No such table")),
	} {
		_, _, err := db.ReadStatement(bytes.NewReader(said), anyBuffer)
		var server *mysql.MySQLError
		if !errors.As(err, &server) || server.Number != 1146 {
			t.Errorf("an error %s: %v", name, err)
		}
	}
}

func TestQuestionsAreAskedAsTextsWhereTheyAreNotKnown(t *testing.T) {
	t.Parallel()
	text := described(varString, 0, 0)
	learns := said(learnt(1), described(longLong, 0, 0), text)
	answers := func(cell string) []byte { return said("\x01", text, "\x00\x00\x01"+cell, newEnd) }
	says := func(cell string) []byte { return said("\x01", text, "\x01"+cell, newEnd) }
	forgot := said("\xff\xdb\x04#HY000Unknown prepared statement handler")
	full := said("\xff\xb5\x05#42000Can't create more")
	for name, said := range map[string][]byte{
		"one that is known":                   slices.Concat(learns, answers("1"), answers("2"), answers("3")),
		"one that the server does not learn":  slices.Concat(full, says("1"), says("2"), says("3")),
		"one that a server behind has not":    slices.Concat(learns, forgot, says("1"), says("2"), says("3")),
		"one that a server has not any more":  slices.Concat(learns, answers("1"), forgot, says("2"), says("3")),
		"one that is read as a text at first": slices.Concat(said(learnt(1), described(longLong, 0, 0), described(float, 0, 0)), says("1"), says("2"), says("3")),
	} {
		if got, err := db.Ask(bytes.NewReader(said), 3); err != nil || !slices.Equal(got, []string{"1", "2", "3"}) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func FuzzAnswersToPreparedQuestions(f *testing.F) {
	argument, number, text := described(longLong, 0, 0), described(long, 0, 0), described(varString, 0, 0)
	f.Add(slices.Concat(said(learnt(2), argument, oldEnd, number, text, oldEnd), said("\x02", number, text, oldEnd, "\x00\x00\xfe\xff\xff\xff\x02ab", oldEnd)))
	f.Add(slices.Concat(said(learnt(1), argument, described(dateTime, 0, 3)),
		said("\x01\x00", "\x00\x00\x0b\xea\x07\x0c\x1f\x17\x3b\x08\x40\xe2\x01\x00", newEnd)))
	f.Fuzz(func(t *testing.T, said []byte) {
		small, _, smallErr := db.ReadStatement(bytes.NewReader(said), 16)
		large, _, largeErr := db.ReadStatement(io.MultiReader(bytes.NewReader(said), strings.NewReader("")), 1<<16)
		if diff := cmp.Diff(small, large); diff != "" || (smallErr == nil) != (largeErr == nil) {
			t.Errorf("the size of the buffer makes a difference (%v, %v):\n%s", smallErr, largeErr, diff)
		}
	})
}

// Cells of every type say the same whether the question is prepared or asked as a text.
func TestCellsOfAllTypesAreReadTheSame(t *testing.T) {
	t.Parallel()
	s := excerpt(t,
		`CREATE TABLE every_type (id INT PRIMARY KEY, a TINYINT, b TINYINT UNSIGNED, c SMALLINT, d SMALLINT UNSIGNED, e MEDIUMINT, f INT UNSIGNED, g BIGINT,
			h BIGINT UNSIGNED, i DECIMAL(20,6), j VARCHAR(20), k TEXT, l BLOB, m DATE, n DATETIME, o DATETIME(6), p TIMESTAMP NULL, q DOUBLE, r FLOAT, s YEAR,
			t INT(6) UNSIGNED ZEROFILL, u TIME, v ENUM('x', 'y'), w CHAR(3), x BIT(4))`,
		`INSERT INTO every_type VALUES
			(1, -128, 255, -32768, 65535, -8388608, 4294967295, -9223372036854775808, 18446744073709551615, -12345678901234.500000, 'äö', REPEAT('k', 300),
			 x'00ff', '2026-11-23', '2026-11-23 00:00:00', '2026-11-23 01:02:03.000004', '2026-11-23 04:05:06', 1e30, 0.1, 2026, 7, '-01:02:03', 'y', 'w', b'1010'),
			(2, 0, 0, 0, 0, 0, 0, 0, 0, 0, '', '', '', '0000-00-00', '0000-00-00 00:00:00', '0000-00-00 00:00:00', '1970-01-02 00:00:00', 0, 0, 0, 0, '00:00:00', '', '', 0)`,
		`INSERT INTO every_type (id) VALUES (3)`)
	for column := 'a'; column <= 'x'; column++ {
		question := "SELECT " + string(column) + " FROM every_type WHERE id "
		prepared, err := s.Each(t.Context(), question+"> ? ORDER BY id", 0)
		text, textErr := s.Each(t.Context(), question+"> 0 ORDER BY id")
		if errors.Join(err, textErr) != nil || len(prepared) != 3 || !slices.Equal(prepared, text) {
			t.Errorf("column %c: prepared %q, as a text %q (%v, %v)", column, prepared, text, err, textErr)
		}
	}
}
