package catalog

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/tillway/tillway/gateway/pos"
)

// facts are what the indexes take from a product document. The document itself stays as it was stored.
type facts struct {
	id         int64
	sku        string
	kind       pos.ProductType
	name       string
	urlKey     string
	enabled    bool
	visibility pos.Visibility
	barcodes   []string
	websites   []int64
	prices     []groupPrice
	links      []pos.CategoryLink
	values     []value
	children   []child // of composites: variants, members and selections
	urls       []string
	dated      bool   // a special price or a catalog rule begins or ends
	terms      []term // of texts, sorted, each once
}

// child is a product that a composite sells. Values are what a configurable product says of its variant.
type child struct {
	id     int64
	sku    string
	values []value
}

// groupPrice is the cheapest way for a customer group to buy a product, and what it costs before reductions, in millionths.
type groupPrice struct {
	group   int64
	min     int64
	regular int64
}

const (
	regularUnknown int64 = -1 // or another for some customer group
	regularNone    int64 = -2 // no customer group has a price
)

// regular is what the product costs before reductions for every customer group.
func (f *facts) regular() int64 {
	return regularOf(f.prices, func(p *groupPrice) int64 { return p.regular })
}

// regularOf is what a product with these prices costs before reductions for every customer group, each as of says.
func regularOf[T any](prices []T, of func(*T) int64) int64 {
	if len(prices) == 0 {
		return regularNone
	}
	regular := of(&prices[0])
	for i := range prices {
		if of(&prices[i]) != regular {
			return regularUnknown
		}
	}
	return max(regular, regularUnknown)
}

// value is one option that a product has in an attribute: the attribute's symbol and the option's number.
type value struct {
	attribute uint16
	option    uint32
}

func compareValues(a, b value) int {
	if a.attribute != b.attribute {
		return int(a.attribute) - int(b.attribute)
	}
	switch {
	case a.option < b.option:
		return -1
	case a.option > b.option:
		return 1
	}
	return 0
}

// symbols numbers attribute codes and words. It only grows, and generations share it. Safe for concurrent use.
type symbols struct {
	mu    sync.RWMutex
	codes map[string]uint16

	spelling sync.RWMutex
	numbers  map[string]uint32 // of words
	spelled  []string          // words by number
}

func newSymbols() *symbols { return &symbols{codes: map[string]uint16{}, numbers: map[string]uint32{}} }

// word returns the number of a word.
func (s *symbols) word(w []byte) uint32 {
	s.spelling.RLock()
	n, ok := s.numbers[string(w)]
	s.spelling.RUnlock()
	if ok {
		return n
	}
	s.spelling.Lock()
	defer s.spelling.Unlock()
	if n, ok := s.numbers[string(w)]; ok {
		return n
	}
	n = uint32(len(s.spelled)) //nolint:gosec // words are far fewer
	text := string(w)
	s.spelled = append(s.spelled, text)
	s.numbers[text] = n
	return n
}

// text returns the word with a number that word gave.
func (s *symbols) text(n uint32) string {
	s.spelling.RLock()
	defer s.spelling.RUnlock()
	return s.spelled[n]
}

// lookup returns the number of a code, false if no document has named it.
func (s *symbols) lookup(code string) (uint16, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	n, ok := s.codes[code]
	return n, ok
}

// intern returns the number of a code; false when there are too many (a catalog has some hundreds).
func (s *symbols) intern(code []byte) (uint16, bool) {
	s.mu.RLock()
	n, ok := s.codes[string(code)]
	s.mu.RUnlock()
	if ok {
		return n, true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if n, ok := s.codes[string(code)]; ok {
		return n, true
	}
	if len(s.codes) > 1<<16-2 {
		return 0, false
	}
	n = uint16(len(s.codes)) //nolint:gosec // bounded above
	s.codes[string(code)] = n
	return n, true
}

// scanFacts reads a product document. Errors: internal, when the body is no product.
func scanFacts(body []byte, sym *symbols) (*facts, error) {
	f, s := &facts{}, &scanner{b: body}
	s.object(func(name []byte) {
		switch string(name) {
		case "id":
			f.id = s.number()
		case "sku":
			f.sku = s.text()
		case "type":
			f.kind = productType(s.text())
		case "name":
			f.name = s.text()
		case "urlKey":
			f.urlKey = s.text()
		case "enabled":
			f.enabled = s.truth()
		case "visibility":
			f.visibility = pos.Visibility(s.number())
		case "barcodes":
			s.array(func() { f.barcodes = append(f.barcodes, s.text()) })
		case "websites":
			s.array(func() { f.websites = append(f.websites, s.number()) })
		case "urls":
			s.array(func() { f.urls = append(f.urls, s.text()) })
		case "prices":
			s.array(func() { f.prices = append(f.prices, s.price()) })
		case "special":
			s.object(func(name []byte) {
				f.dated = f.dated || string(name) != "price"
				s.skip()
			})
		case "ruleChanges":
			f.dated = true
			s.skip()
		case "categories":
			s.array(func() { f.links = append(f.links, s.link()) })
		case "attributes":
			s.object(func(code []byte) { f.attribute(s, code, sym) })
		case "variants":
			s.array(func() { f.variant(s, sym) })
		case "members":
			s.array(func() { f.member(s) })
		case "bundle":
			f.bundle(s)
		default:
			s.skip()
		}
	})
	if s.bad || s.peek() != 0 || f.id <= 0 {
		return nil, fmt.Errorf("product document %.40q: %w", body, errScan)
	}
	slices.SortFunc(f.values, compareValues)
	f.values = slices.Compact(f.values)
	slices.SortFunc(f.terms, func(a, b term) int { return cmp.Or(int(a.attribute)-int(b.attribute), cmp.Compare(a.word, b.word)) })
	f.terms = slices.Clip(slices.Compact(f.terms))
	return f, nil
}

// productType returns one of Magento's types without keeping a copy of its name for each product.
func productType(t string) pos.ProductType {
	for _, known := range []pos.ProductType{pos.TypeSimple, pos.TypeVirtual, pos.TypeDownloadable, pos.TypeConfigurable, pos.TypeBundle, pos.TypeGrouped} {
		if t == string(known) {
			return known
		}
	}
	return pos.ProductType(t)
}

func (s *scanner) price() groupPrice {
	var p groupPrice
	s.object(func(name []byte) {
		switch string(name) {
		case "group":
			p.group = s.number()
		case "regular":
			p.regular = s.amount()
		case "min":
			p.min = s.amount()
		default:
			s.skip()
		}
	})
	return p
}

func (s *scanner) link() pos.CategoryLink {
	var l pos.CategoryLink
	s.object(func(name []byte) {
		switch string(name) {
		case "id":
			l.ID = s.number()
		case "position":
			l.Position = int(s.number())
		default:
			s.skip()
		}
	})
	return l
}

// attribute keeps option numbers, one or several joined by commas, and the words of texts. Other values are looked up in the
// document.
func (f *facts) attribute(s *scanner, code []byte, sym *symbols) {
	if s.peek() != '"' {
		s.skip()
		return
	}
	from := s.at
	raw := s.raw()
	isNumbers := isOptions(raw)
	if !isNumbers && !hasLetters(raw) {
		return
	}
	n, ok := sym.intern(code)
	if !ok {
		return
	}
	if !isNumbers {
		text := string(raw)
		if bytes.IndexByte(raw, '\\') >= 0 {
			text = s.unquote(s.b[from:s.at])
		}
		f.text(n, text, sym)
		return
	}
	for part := range strings.SplitSeq(string(raw), ",") {
		option, err := strconv.ParseUint(part, 10, 32)
		if err == nil {
			f.values = append(f.values, value{n, uint32(option)})
		}
	}
}

// hasLetters tells texts from amounts and dates.
func hasLetters(raw []byte) bool {
	return slices.ContainsFunc(raw, func(c byte) bool { return c >= 'A' })
}

// isOptions says whether a raw value is numbers joined by commas, as selects and multiselects have it.
func isOptions(raw []byte) bool {
	digits := false
	for _, c := range raw {
		switch {
		case c >= '0' && c <= '9':
			digits = true
		case c == ',' && digits:
			digits = false
		default:
			return false
		}
	}
	return digits
}

func (f *facts) variant(s *scanner, sym *symbols) {
	var c child
	s.object(func(name []byte) {
		switch string(name) {
		case "id":
			c.id = s.number()
		case "sku":
			c.sku = s.text()
		case "values":
			s.object(func(code []byte) {
				option := s.number()
				if n, ok := sym.intern(code); ok && option >= 0 && option < 1<<32 {
					c.values = append(c.values, value{n, uint32(option)}) //nolint:gosec // bounded
				}
			})
		default:
			s.skip()
		}
	})
	f.children = append(f.children, c)
}

// member reads a member of a group or a selection of a bundle.
func (f *facts) member(s *scanner) {
	var c child
	s.object(func(name []byte) {
		if string(name) == "productId" {
			c.id = s.number()
		} else {
			s.skip()
		}
	})
	f.children = append(f.children, c)
}

func (f *facts) bundle(s *scanner) {
	s.object(func(name []byte) {
		if string(name) != "options" {
			s.skip()
			return
		}
		s.array(func() {
			s.object(func(name []byte) {
				if string(name) != "selections" {
					s.skip()
					return
				}
				s.array(func() { f.member(s) })
			})
		})
	})
}

// listed is whether the store view shows the product by itself somewhere.
func (f *facts) listed(store *pos.Store) bool {
	return len(f.prices) > 0 && f.enabled && f.visibility > pos.VisibleNotAlone && slices.Contains(f.websites, store.WebsiteID)
}
