package catalog

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tillway/tillway/gateway/pos"
)

// word is a search term that finds a product. Whole codes (SKU, barcode) weigh most, then names, then parts of a SKU, then
// what other attributes say.
type word struct {
	text string
	rank rank
}

// rank is what a word counts: 1 to maxWeight is the weight of the attribute that says it.
type rank uint8

const (
	maxWeight      = 10 // Magento offers 1 to 10
	rankPart  rank = maxWeight + iota
	rankName
	rankCode
)

// term is a word of an attribute's text, by the numbers of both.
type term struct {
	attribute uint16
	word      uint32
}

const (
	maxTerms    = 1000 // of one product
	longestWord = 40   // bytes
)

// vocabulary says which attributes a search looks into: the searchable ones (is_searchable), by their search_weight. Name and
// SKU have ranks of their own. Immutable.
type vocabulary struct {
	weights map[uint16]rank    // by the attribute's number
	labels  map[value][]string // words of options
}

func newVocabulary(attributes []*pos.Attribute, sym *symbols) *vocabulary {
	v := &vocabulary{weights: map[uint16]rank{}, labels: map[value][]string{}}
	for _, a := range attributes {
		if !a.Searchable || a.Code == "name" || a.Code == "sku" || a.Input == "price" || a.Input == inputBoolean {
			continue
		}
		n, ok := sym.intern([]byte(a.Code))
		if !ok {
			continue
		}
		v.weights[n] = rank(min(max(a.SearchWeight, 1), maxWeight)) //nolint:gosec // bounded
		for _, o := range a.Options {
			if option, ok := optionNumber(o.Value); ok {
				v.labels[value{n, option}] = split(o.Label)
			}
		}
	}
	return v
}

// equals is whether products have the same words by both.
func (v *vocabulary) equals(o *vocabulary) bool {
	if v == nil || o == nil || len(v.weights) != len(o.weights) || len(v.labels) != len(o.labels) {
		return v == o
	}
	for n, weight := range v.weights {
		if o.weights[n] != weight {
			return false
		}
	}
	for option, words := range v.labels {
		if !slices.Equal(o.labels[option], words) {
			return false
		}
	}
	return true
}

// words returns what finds a product: the words of its name, its SKU whole and in parts, its barcodes, the SKUs of its
// variants, which are not listed themselves, and what its searchable attributes say, those of its variants included.
func (g *generation) words(f *facts) []word {
	out := wordsOf(f)
	if g.vocabulary == nil {
		return out
	}
	for _, t := range f.terms {
		if weight := g.vocabulary.weights[t.attribute]; weight > 0 {
			out = append(out, word{g.symbols.text(t.word), weight})
		}
	}
	label := func(values []value) {
		for _, v := range values {
			for _, text := range g.vocabulary.labels[v] {
				if w := (word{text, g.vocabulary.weights[v.attribute]}); !slices.Contains(out, w) {
					out = append(out, w)
				}
			}
		}
	}
	label(f.values)
	for _, c := range f.children {
		label(c.values)
	}
	return out
}

func wordsOf(f *facts) []word {
	var out []word
	add := func(text string, r rank) {
		if text != "" && !slices.ContainsFunc(out, func(w word) bool { return w.text == text && w.rank >= r }) {
			out = append(out, word{text, r})
		}
	}
	add(fold(f.sku), rankCode)
	for _, b := range f.barcodes {
		add(fold(b), rankCode)
	}
	for _, part := range split(f.name) {
		add(part, rankName)
	}
	for _, part := range split(f.sku) {
		add(part, rankPart)
	}
	for _, c := range f.children {
		add(fold(c.sku), rankPart)
	}
	return out
}

// text takes the words of an attribute's text, numbered, each once. Their number is all that is kept of it.
func (f *facts) text(attribute uint16, text string, sym *symbols) {
	eachWord(text, func(w []byte) {
		if len(f.terms) < maxTerms {
			f.terms = append(f.terms, term{attribute, sym.word(w)})
		}
	})
}

// eachWord calls visit with the words of a text, which may be HTML, in lower case: runs of letters and digits, two or more of
// them. Tags are no text. A word is valid during the call.
func eachWord(text string, visit func(word []byte)) {
	if strings.Contains(text, "&") {
		text = html.UnescapeString(text)
	}
	var room [longestWord + utf8.UTFMax]byte
	w, inTag := room[:0], false
	flush := func() {
		if utf8.RuneCount(w) > 1 {
			visit(w)
		}
		w = room[:0]
	}
	for i, r := range text {
		switch {
		case inTag:
			inTag = r != '>'
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if len(w) < longestWord {
				w = utf8.AppendRune(w, unicode.ToLower(r))
			}
		default:
			flush()
			inTag = r == '<' && opensTag(text[i+1:])
		}
	}
	flush()
}

// opensTag tells a tag from a comparison.
func opensTag(rest string) bool {
	return rest != "" && (rest[0] == '/' || rest[0] == '!' || unicode.IsLetter(rune(rest[0])))
}

func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// split returns the runs of letters and digits of a text, in lower case.
func split(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// optionNumber reads an option's value; false for one that is no number.
func optionNumber(s string) (uint32, bool) {
	n, err := strconv.ParseUint(s, 10, 32)
	return uint32(n), err == nil
}
