package catalog

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// encoder writes the documents of products and levels, the very bytes that json.Marshal makes of them: it takes a quarter of
// the time, and an import writes hundreds of thousands. A test holds the two together, field by field. It is for one
// goroutine; the zero value is ready.
type encoder struct {
	block
	before []axisValue // of the variant before
	// registers, if any, is given a copy of what registers read of each product.
	registers *registerCopy
	// amounts are texts of amounts: what is read at once shares most of them.
	amounts      map[decimal.Decimal][]byte
	amountBefore decimal.Decimal // which often comes again at once
	textBefore   []byte
}

// mostAmounts bounds the texts that are kept.
const mostAmounts = 10_000

// product returns the document of a product.
func (e *encoder) product(p *pos.Product) pos.Document {
	e.begin()
	e.registers.begin(len(e.b))
	e.appendProduct(p)
	return pos.Document{Kind: pos.DocProduct, Key: productKey(p.ID), Body: e.end()}
}

// level returns the document of a stock level.
func (e *encoder) level(l *pos.StockLevel) pos.Document {
	e.begin()
	e.open()
	e.text("sku", l.SKU)
	e.amountPointer("salable", l.Salable)
	if !l.Sold.IsZero() {
		e.amount("sold", l.Sold)
	}
	e.truth("inStock", l.InStock)
	e.optionalTruth("whole", l.Whole)
	if r := l.Rules; r != nil {
		e.name("rules")
		e.rules(r)
	}
	e.close()
	return pos.Document{Kind: pos.DocStock, Key: l.SKU, Body: e.end()}
}

func (e *encoder) open() { e.b = append(e.b, '{') }

func (e *encoder) close() { e.b = append(e.b, '}') }

// next separates what comes from what came before it in the same object or list.
func (e *encoder) next() {
	if last := e.b[len(e.b)-1]; last != '{' && last != '[' {
		e.b = append(e.b, ',')
	}
}

// name begins a member. Names are those of the tags in pos: nothing in them needs escaping.
func (e *encoder) name(name string) {
	e.next()
	e.b = append(e.b, '"')
	e.b = append(e.b, name...)
	e.b = append(e.b, '"', ':')
}

func (e *encoder) text(name, value string) {
	e.name(name)
	e.quote(value)
}

func (e *encoder) optionalText(name, value string) {
	if value != "" {
		e.text(name, value)
	}
}

func (e *encoder) textPointer(name string, value *string) {
	if value != nil {
		e.text(name, *value)
	}
}

func (e *encoder) number(name string, n int64) {
	e.name(name)
	e.b = strconv.AppendInt(e.b, n, 10)
}

func (e *encoder) optionalNumber(name string, n *int) {
	if n != nil {
		e.number(name, int64(*n))
	}
}

func (e *encoder) truth(name string, yes bool) {
	e.name(name)
	e.b = strconv.AppendBool(e.b, yes)
}

func (e *encoder) optionalTruth(name string, yes bool) {
	if yes {
		e.truth(name, true)
	}
}

func (e *encoder) amountPointer(name string, d *decimal.Decimal) {
	if d != nil {
		e.amount(name, *d)
	}
}

// amount writes what decimal.Decimal.MarshalJSON does. Equal amounts mostly are one value, pointer and all.
func (e *encoder) amount(name string, d decimal.Decimal) {
	e.name(name)
	if d != e.amountBefore || e.textBefore == nil {
		e.amountBefore, e.textBefore = d, e.textOf(d)
	}
	e.b = append(e.b, e.textBefore...)
}

func (e *encoder) textOf(amount decimal.Decimal) []byte {
	text, ok := e.amounts[amount]
	if !ok {
		text = strconv.AppendQuote(nil, amount.String())
		if e.amounts == nil || len(e.amounts) >= mostAmounts {
			e.amounts = map[decimal.Decimal][]byte{}
		}
		e.amounts[amount] = text
	}
	return text
}

// plain are the ASCII characters that stand for themselves in a text of json.Marshal.
func plain(c byte) bool {
	return c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
}

// plainFor returns how many of the first bytes of a text surely stand for themselves, looking at eight at once.
func plainFor(s string) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	// A byte is zero where it borrows from its highest bit without having had it.
	none := func(x, b uint64) uint64 { x ^= b * ones; return (x - ones) &^ x }
	for i := 0; ; i += 8 {
		if len(s)-i < 8 {
			return i
		}
		x := uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 |
			uint64(s[i+4])<<32 | uint64(s[i+5])<<40 | uint64(s[i+6])<<48 | uint64(s[i+7])<<56
		if (x|(x-' '*ones)&^x|none(x, '"')|none(x, '\\')|none(x, '<')|none(x, '>')|none(x, '&'))&highs != 0 {
			return i
		}
	}
}

// quote writes a text as json.Marshal does: what HTML or JavaScript would misread is escaped.
func (e *encoder) quote(s string) {
	begun := len(e.b)
	e.b = append(e.b, '"')
	from := 0
	for i := plainFor(s); i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf && plain(c) {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if size > 1 && r != '\u2028' && r != '\u2029' {
				i += size
				continue
			}
		}
		escaped := escape(c)
		if escaped == "" {
			e.b = append(e.b[:begun], quotedSlowly(s)...)
			return
		}
		e.b = append(append(e.b, s[from:i]...), escaped...)
		i++
		from = i
		i += plainFor(s[i:])
	}
	e.b = append(append(e.b, s[from:]...), '"')
}

// escape returns how an ASCII character is written that does not stand for itself; empty for those that hardly occur.
func escape(c byte) string {
	switch c {
	case '"':
		return `\"`
	case '\\':
		return `\\`
	case '<':
		return `\u003c`
	case '>':
		return `\u003e`
	case '&':
		return `\u0026`
	case '\n':
		return `\n`
	case '\r':
		return `\r`
	case '\t':
		return `\t`
	}
	return ""
}

func quotedSlowly(s string) []byte {
	b, err := json.Marshal(s)
	if err != nil { // a text
		return []byte(`""`)
	}
	return b
}

// many writes a member that is a list of objects, unless it is empty.
func many[T any](e *encoder, name string, values []T, each func(*T)) {
	if len(values) == 0 {
		return
	}
	e.name(name)
	e.objects(len(values), func(i int) { each(&values[i]) })
}

func (e *encoder) objects(n int, each func(i int)) {
	e.b = append(e.b, '[')
	for i := range n {
		e.next()
		e.open()
		each(i)
		e.close()
	}
	e.b = append(e.b, ']')
}

// axisValue is what a variant has on an axis.
type axisValue struct {
	code   string
	named  []byte // the code as it begins a member of an object
	option int64
}

// onAxes returns what a variant has on its axes in the order in which json.Marshal writes it. The variant before mostly had the same axes.
// Valid until the next call.
func (e *encoder) onAxes(values map[string]int64) []axisValue {
	same := len(e.before) == len(values)
	for i := 0; same && i < len(e.before); i++ {
		e.before[i].option, same = values[e.before[i].code]
	}
	if !same {
		e.before = e.before[:0]
		for code, option := range values {
			e.before = append(e.before, axisValue{code, append(quotedSlowly(code), ':'), option})
		}
		slices.SortFunc(e.before, func(a, b axisValue) int { return cmp.Compare(a.code, b.code) })
	}
	return e.before
}
