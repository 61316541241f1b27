package db

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// row is the cells of one row as the server writes them, valid until the next row: nil for NULL, else a text, or what its column says.
type row struct {
	cells   [][]byte
	columns []column // nil: all are texts
	numbers []int64  // of the columns that hold such
	spelt   []byte   // texts that were asked for of other cells
}

// numbered returns a row for an answer with these columns.
func numbered(columns []column) *row {
	return &row{cells: make([][]byte, len(columns)), columns: columns, numbers: make([]int64, len(columns))}
}

func (r *row) null(i int) bool { return r.cells[i] == nil }

// isNumber is whether a cell is a whole number whatever it holds, or NULL.
func (r *row) isNumber(i int) bool { return r.columns != nil && r.columns[i].width > 0 }

// integer returns a whole number, 0 for NULL and for what is none.
func (r *row) integer(i int) int64 {
	if r.isNumber(i) {
		return r.numbers[i]
	}
	return r.parsed(i)
}

func (r *row) parsed(i int) int64 {
	digits, negative := r.bytes(i), false
	if len(digits) > 0 && digits[0] == '-' {
		digits, negative = digits[1:], true
	}
	if len(digits) > 18 {
		n, _ := strconv.ParseInt(r.text(i), 10, 64)
		return n
	}
	n := int64(0)
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0
		}
		n = n*10 + int64(c-'0')
	}
	if negative {
		return -n
	}
	return n
}

// optional is integer, but nil for NULL.
func (r *row) optional(i int) *int {
	if r.null(i) {
		return nil
	}
	return new(int(r.integer(i)))
}

// bytes returns a text, nil for NULL. It is valid until the next row.
func (r *row) bytes(i int) []byte {
	if r.columns == nil || r.columns[i].form == formText || r.cells[i] == nil {
		return r.cells[i]
	}
	from := len(r.spelt)
	r.spelt = r.columns[i].spell(r.spelt, r.cells[i])
	return r.spelt[from:]
}

// beginsAs tells whether the first n columns hold what those of another row do; NULL is NULL. No row is like none.
func (r *row) beginsAs(o *row, n int) bool {
	return r != nil && slices.EqualFunc(r.cells[:n], o.cells[:n], sameCell)
}

// endsAs is beginsAs for the columns from a number on.
func (r *row) endsAs(o *row, from int) bool {
	return r != nil && slices.EqualFunc(r.cells[from:], o.cells[from:], sameCell)
}

func sameCell(a, b []byte) bool { return (a == nil) == (b == nil) && bytes.Equal(a, b) }

func (r *row) text(i int) string { return string(r.bytes(i)) }

// clean returns a text that a person wrote: bytes that are no UTF-8 become U+FFFD, so that the document stays JSON that says
// the same when it is read and written again.
func (r *row) clean(i int) string { return valid(r.bytes(i)) }

func valid(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

// pool keeps what repeats within a run of rows, so that one text or amount that stands in a thousand rows is made once, and other texts
// side by side: they are kept and dropped together.
type pool struct {
	texts    map[string]string
	decimals map[string]decimal.Decimal
	others   strings.Builder
}

func newPool() *pool {
	return &pool{texts: map[string]string{}, decimals: map[string]decimal.Decimal{}}
}

const (
	// longestPooled keeps descriptions and the like out of the pool: they do not repeat.
	longestPooled = 24
	// leastOthers and mostOthers bound the room that is made for other texts, twice as much each time.
	leastOthers, mostOthers = 512, 64 << 10
)

// text returns b as a string.
func (p *pool) text(b []byte) string {
	if len(b) > longestPooled {
		return p.clean(b)
	}
	s, ok := p.texts[string(b)]
	if !ok {
		s = p.clean(b)
		p.texts[s] = s
	}
	return s
}

// clean returns a text that a person wrote, as row.clean does.
func (p *pool) clean(b []byte) string {
	if !utf8.Valid(b) {
		return valid(b)
	}
	if room := p.others.Cap(); room-p.others.Len() < len(b) {
		p.others.Reset() // those that were given out stay
		p.others.Grow(max(len(b), min(max(2*room, leastOthers), mostOthers)))
	}
	from := p.others.Len()
	_, _ = p.others.Write(b)
	return p.others.String()[from:]
}

// again is text where the row before mostly held the same.
func (p *pool) again(before string, b []byte) string {
	if before == string(b) {
		return before
	}
	return p.text(b)
}

// optional is text, nil for NULL.
func (p *pool) optional(b []byte) *string {
	if b == nil {
		return nil
	}
	s := p.text(b)
	return &s
}

// decimal returns the amount that b spells, zero when it spells none.
func (p *pool) decimal(b []byte) decimal.Decimal {
	d, ok := p.decimals[string(b)]
	if !ok {
		d = parseDecimal(b)
		p.decimals[string(b)] = d
	}
	return d
}

// parseDecimal reads a DECIMAL column's text. Equal amounts get equal values: no trailing zeros are kept.
func parseDecimal(b []byte) decimal.Decimal {
	b = trimZeros(b)
	if len(b) == 0 || len(b) > 18 {
		d, err := decimal.NewFromString(string(b))
		if err != nil {
			return decimal.Zero
		}
		return d
	}
	var n int64
	var scale int32
	fraction := false
	for i, c := range b {
		switch {
		case c == '-' && i == 0:
		case c == '.' && !fraction:
			fraction = true
		case c >= '0' && c <= '9':
			n = n*10 + int64(c-'0')
			if fraction {
				scale++
			}
		default:
			return decimal.Zero
		}
	}
	if b[0] == '-' {
		n = -n
	}
	return decimal.New(n, -scale)
}

// trimZeros cuts the zeros that end a decimal fraction, and the point when nothing follows it: "34.500000" → "34.5".
func trimZeros(b []byte) []byte {
	if bytes.IndexByte(b, '.') < 0 {
		return b
	}
	return bytes.TrimSuffix(bytes.TrimRight(b, "0"), []byte("."))
}
