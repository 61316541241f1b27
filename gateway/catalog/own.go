package catalog

import (
	"cmp"
	"strconv"
	"strings"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// columns are the values of attributes that indexes do not hold, as they were read from documents: to read those of a whole catalog
// takes a second. Safe for concurrent use.
type columns struct{ read sync.Map } // *string, nil where there is none, by cell

type cell struct {
	of   *item
	code string
}

func (c *columns) value(it *item, code string) (string, bool) {
	known, ok := c.read.Load(cell{it, code})
	if !ok {
		var value *string
		if text, has := it.attribute(code); has {
			value = &text
		}
		known = value
		c.read.Store(cell{it, code}, value)
	}
	value, _ := known.(*string)
	if value == nil {
		return "", false
	}
	return *value, true
}

// inRange is whether a product's own value is within bounds. What is no number where the bounds are is compared by its letters,
// as far as the bound goes.
func (c *columns) inRange(it *item, r pos.Range) bool {
	value, ok := c.value(it, r.Attribute)
	return ok && (r.From == "" || compareBound(value, r.From) >= 0) && (r.To == "" || compareBound(value, r.To) <= 0)
}

func compareBound(value, bound string) int {
	number, ok := plainNumber(value)
	limit, isNumber := plainNumber(bound)
	if ok && isNumber {
		return number.Cmp(limit)
	}
	return cmp.Compare(value[:min(len(value), len(bound))], bound)
}

// maxNumber is the length of a number that is read as one: longer than any that a column of Magento's holds.
const maxNumber = 64

// plainNumber reads a number without an exponent: numbers of which one has a huge exponent take all memory to be compared.
func plainNumber(text string) (decimal.Decimal, bool) {
	if len(text) > maxNumber || strings.ContainsAny(text, "eE") {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(text)
	return d, err == nil
}

// standing is where an item stands by an attribute: by a number, or by a text.
type standing struct {
	number float64
	text   string
}

// byAttribute orders items by an attribute of the shop's own: those that are chosen by their labels, numbers by their size, all
// others by their letters, whatever their case. What is made of parts stands where its first, or its last, does. Those without
// a value come last, whichever way is asked, as search engines have it.
func (g *generation) byAttribute(k pos.SortKey, items []*item) order {
	a, ok := g.attribute(k.Field)
	if !ok {
		return func(_, _ *item) int { return 0 }
	}
	symbol, _ := g.symbols.lookup(a.Code)
	labels := make(map[uint32]string, len(a.Options))
	for _, o := range a.Options {
		if n, err := strconv.ParseUint(o.Value, 10, 32); err == nil {
			labels[uint32(n)] = strings.ToUpper(o.Label)
		}
	}
	standings := make(map[*item]standing, len(items))
	for _, it := range items {
		var s standing
		found := false
		if len(labels) > 0 {
			s.text, found = it.label(symbol, labels, k.Descending)
		} else if s.text, found = g.columns.value(it, a.Code); a.Backend == "decimal" || a.Backend == "int" {
			n, err := strconv.ParseFloat(s.text, 64)
			s, found = standing{number: n}, err == nil
		}
		if found {
			s.text = strings.ToUpper(s.text)
			standings[it] = s
		}
	}
	return func(a, b *item) int {
		x, known := standings[a]
		y, other := standings[b]
		switch {
		case known != other && known:
			return -1
		case known != other:
			return 1
		case k.Descending:
			x, y = y, x
		}
		return cmp.Or(cmp.Compare(x.number, y.number), cmp.Compare(x.text, y.text))
	}
}

// label is the first of the labels of what is chosen for the item in an attribute, or the last one.
func (it *item) label(attribute uint16, labels map[uint32]string, last bool) (string, bool) {
	found, ok := "", false
	for _, v := range it.values {
		if label, has := labels[v.option]; v.attribute == attribute && has && (!ok || label < found != last) {
			found, ok = label, true
		}
	}
	return found, ok
}
