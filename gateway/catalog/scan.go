package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

var errScan = errors.New("the document is not the JSON that it should be")

// scanner reads the parts of a JSON document that indexes need, in one pass and nearly without allocating: decoding the
// whole document costs ten times as much, and most documents are never asked for. The first fault sticks in bad.
type scanner struct {
	b   []byte
	at  int
	bad bool
}

func (s *scanner) fail() { s.bad = true; s.at = len(s.b) }

// peek skips blanks and returns the next byte, 0 at the end.
func (s *scanner) peek() byte {
	for s.at < len(s.b) {
		switch c := s.b[s.at]; c {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return c
		}
	}
	return 0
}

func (s *scanner) take(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.at++
	return true
}

// object calls field for each member; field must read or skip the value. null is an object without members.
func (s *scanner) object(field func(name []byte)) {
	if s.null() {
		return
	}
	if !s.take('{') {
		s.fail()
		return
	}
	for first := true; !s.bad && !s.take('}'); first = false {
		if !first && !s.take(',') {
			s.fail()
			return
		}
		name := s.raw()
		if !s.take(':') {
			s.fail()
			return
		}
		field(name)
	}
}

// array calls each before each element; each must read or skip it. null is an array without elements.
func (s *scanner) array(each func()) {
	if s.null() {
		return
	}
	if !s.take('[') {
		s.fail()
		return
	}
	for first := true; !s.bad && !s.take(']'); first = false {
		if !first && !s.take(',') {
			s.fail()
			return
		}
		each()
	}
}

// null consumes a null, if there is one.
func (s *scanner) null() bool {
	if s.peek() == 'n' {
		s.skip()
		return true
	}
	return false
}

// raw reads a string and returns what is between its quotes, escapes and all.
func (s *scanner) raw() []byte {
	if !s.take('"') {
		s.fail()
		return nil
	}
	from := s.at
	for {
		end := bytes.IndexByte(s.b[s.at:], '"')
		if end < 0 {
			s.fail()
			return nil
		}
		escape := bytes.IndexByte(s.b[s.at:s.at+end], '\\')
		if escape < 0 {
			s.at += end + 1
			return s.b[from : s.at-1]
		}
		s.at += escape + 2
	}
}

// text reads a string; null is empty.
func (s *scanner) text() string {
	if s.null() {
		return ""
	}
	from := s.at
	raw := s.raw()
	if s.bad {
		return ""
	}
	for _, c := range raw {
		if c == '\\' || c >= utf8.RuneSelf {
			return s.unquote(s.b[from:s.at])
		}
	}
	return string(raw)
}

func (s *scanner) unquote(quoted []byte) string {
	var out string
	if json.Unmarshal(quoted, &out) != nil {
		s.fail()
	}
	return out
}

// number reads an integer.
func (s *scanner) number() int64 {
	s.peek()
	from := s.at
	for s.at < len(s.b) && (s.b[s.at] == '-' || s.b[s.at] >= '0' && s.b[s.at] <= '9') {
		s.at++
	}
	n, err := strconv.ParseInt(string(s.b[from:s.at]), 10, 64)
	if err != nil {
		s.fail()
	}
	return n
}

func (s *scanner) truth() bool {
	yes := s.peek() == 't'
	s.skip()
	return yes
}

// amount reads a decimal in quotes, or bare, and returns millionths, cut.
func (s *scanner) amount() int64 {
	s.peek()
	from := s.at
	s.skip()
	if s.bad {
		return 0
	}
	var d decimal.Decimal
	text := s.b[from:s.at]
	if n, ok := fastMillionths(text); ok {
		return n
	}
	if err := d.UnmarshalJSON(text); err != nil {
		s.fail()
		return 0
	}
	return millionths(d)
}

// fastMillionths reads "12.34" without going through big numbers; false for anything unusual.
func fastMillionths(quoted []byte) (int64, bool) {
	if len(quoted) < 3 || len(quoted) > 16 || quoted[0] != '"' {
		return 0, false
	}
	n, decimals := int64(0), -1
	for _, c := range quoted[1 : len(quoted)-1] {
		switch {
		case c == '.' && decimals < 0:
			decimals = 0
		case c >= '0' && c <= '9':
			n = n*10 + int64(c-'0')
			if decimals >= 0 {
				decimals++
			}
		default:
			return 0, false
		}
	}
	if decimals > 6 {
		return 0, false
	}
	for range 6 - max(decimals, 0) {
		n *= 10
	}
	return n, true
}

// skip passes over a value.
func (s *scanner) skip() {
	switch s.peek() {
	case '"':
		s.raw()
	case '{', '[':
		s.nested()
	case 0:
		s.fail()
	default:
		for s.at < len(s.b) {
			switch s.b[s.at] {
			case ',', '}', ']', ' ', '\t', '\n', '\r':
				return
			}
			s.at++
		}
	}
}

func (s *scanner) nested() {
	depth := 0
	for s.at < len(s.b) {
		switch s.b[s.at] {
		case '"':
			s.raw()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		s.at++
		if depth == 0 {
			return
		}
	}
	s.fail()
}
