package db

import (
	"encoding/binary"
	"math"
	"strconv"
)

// column is how the cells of a column are written in the binary protocol.
type column struct {
	form     form
	width    byte // of a number in bytes
	decimals byte // of a second
}

type form byte

const (
	formText form = iota
	formSigned
	formUnsigned
	formDate // year, month, day
	formTime // and the time of day
)

// columnOf reads what a server says of a column; false for one whose cells are read as texts only.
func columnOf(p []byte) (column, bool) {
	for range 6 { // catalogue, schema, table, column, and what the last two are called really
		n, rest, ok := length(p)
		if !ok || n > uint64(len(rest)) {
			return column{}, false
		}
		p = rest[n:]
	}
	if len(p) < 11 { // how much follows; character set, width, type, flags, decimals
		return column{}, false
	}
	kind, flags, decimals := p[7], binary.LittleEndian.Uint16(p[8:]), p[10]
	switch kind {
	case 0x01: // TINY
		return number(1, flags)
	case 0x02: // SHORT
		return number(2, flags)
	case 0x03, 0x09: // LONG, INT24
		return number(4, flags)
	case 0x08: // LONGLONG
		return number(8, flags)
	case 0x07, 0x0c: // TIMESTAMP, DATETIME
		return column{form: formTime, decimals: decimals}, decimals <= 6
	case 0x0a: // DATE
		return column{form: formDate}, true
	case 0x00, 0x0f, 0xf6, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe: // decimals and texts
		return column{form: formText}, true
	default:
		return column{}, false
	}
}

func number(width byte, flags uint16) (column, bool) {
	const unsigned, filled = 0x20, 0x40 // with zeros, in its text
	if flags&unsigned != 0 {
		return column{form: formUnsigned, width: width}, flags&filled == 0
	}
	return column{form: formSigned, width: width}, flags&filled == 0
}

// fits tells whether a cell is as long as it can be.
func (c column) fits(cell []byte) bool {
	switch n := len(cell); c.form {
	case formDate:
		return n == 0 || n == 4
	case formTime:
		return n == 0 || n == 4 || n == 7 || n == 11
	default:
		return true
	}
}

// integer returns the number that a cell is, the highest where it is higher.
func (c column) integer(cell []byte) int64 {
	switch c.width {
	case 1:
		if c.form == formUnsigned {
			return int64(cell[0])
		}
		return int64(int8(cell[0])) //nolint:gosec // its bits
	case 2:
		if n := binary.LittleEndian.Uint16(cell); c.form == formUnsigned {
			return int64(n)
		}
		return int64(int16(binary.LittleEndian.Uint16(cell))) //nolint:gosec // its bits
	case 4:
		if n := binary.LittleEndian.Uint32(cell); c.form == formUnsigned {
			return int64(n)
		}
		return int64(int32(binary.LittleEndian.Uint32(cell))) //nolint:gosec // its bits
	default:
		n := binary.LittleEndian.Uint64(cell)
		if c.form == formUnsigned {
			n = min(n, math.MaxInt64)
		}
		return int64(n) //nolint:gosec // its bits
	}
}

// spell appends the text that the server would have written.
func (c column) spell(b, cell []byte) []byte {
	switch {
	case c.form == formSigned:
		return strconv.AppendInt(b, c.integer(cell), 10)
	case c.form == formUnsigned && c.width == 8:
		return strconv.AppendUint(b, binary.LittleEndian.Uint64(cell), 10)
	case c.form == formUnsigned:
		return strconv.AppendInt(b, c.integer(cell), 10)
	}
	var full [11]byte // year (2 bytes), month, day, hour, minute, second, microsecond (4 bytes); what is left out at the end is zero
	copy(full[:], cell)
	year := int(binary.LittleEndian.Uint16(full[:]))
	b = append(twoDigits(twoDigits(b, year/100), year%100), '-')
	b = append(twoDigits(b, int(full[2])), '-')
	b = twoDigits(b, int(full[3]))
	if c.form == formDate {
		return b
	}
	b = append(twoDigits(append(b, ' '), int(full[4])), ':')
	b = append(twoDigits(b, int(full[5])), ':')
	b = twoDigits(b, int(full[6]))
	if c.decimals == 0 {
		return b
	}
	micro := int(binary.LittleEndian.Uint32(full[7:]))
	b = twoDigits(twoDigits(twoDigits(append(b, '.'), micro/10_000), micro/100%100), micro%100)
	return b[:len(b)-6+int(c.decimals)]
}

func twoDigits(b []byte, n int) []byte { return append(b, byte('0'+n/10%10), byte('0'+n%10)) } //nolint:gosec // digits
