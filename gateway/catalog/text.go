package catalog

import (
	"maps"
	"slices"
	"strings"
)

const (
	// minSearch is the length below which a search finds nothing, Magento's default catalog/search/min_query_length.
	minSearch = 3
	// maxSearchWords bounds the work of one search.
	maxSearchWords = 16
	// maxOverlay is how many changed products a search goes through one by one before the index is built anew.
	maxOverlay = 1000
)

// textIndex finds the products whose words begin with given prefixes. Immutable: products whose words changed since it was
// built are named in overlay and looked at one by one.
type textIndex struct {
	terms    []string // sorted
	postings [][]int64
	overlay  map[int64]struct{}
}

func newTextIndex(items func(yield func(int64, *item) bool)) *textIndex {
	byTerm := map[string][]int64{}
	for id, it := range items {
		if !it.listed {
			continue
		}
		for _, w := range it.words {
			ids := byTerm[w.text]
			if len(ids) == 0 || ids[len(ids)-1] != id {
				byTerm[w.text] = append(ids, id)
			}
		}
	}
	x := &textIndex{terms: slices.Sorted(maps.Keys(byTerm))}
	x.postings = make([][]int64, len(x.terms))
	for i, term := range x.terms {
		x.postings[i] = byTerm[term]
	}
	return x
}

// touch returns the index with these products in the overlay, and whether the overlay has outgrown its bound.
func (x *textIndex) touch(ids []int64) (*textIndex, bool) {
	if len(ids) == 0 {
		return x, false
	}
	next := &textIndex{terms: x.terms, postings: x.postings, overlay: maps.Clone(x.overlay)}
	if next.overlay == nil {
		next.overlay = map[int64]struct{}{}
	}
	for _, id := range ids {
		next.overlay[id] = struct{}{}
	}
	return next, len(next.overlay) > maxOverlay
}

// span returns the range of terms that begin with prefix, and how many postings they have together.
func (x *textIndex) span(prefix string) (from, to, postings int) {
	from, _ = slices.BinarySearch(x.terms, prefix)
	for to = from; to < len(x.terms) && strings.HasPrefix(x.terms[to], prefix); to++ {
		postings += len(x.postings[to])
	}
	return from, to, postings
}

// candidates returns ids among which is every product with a word that begins with prefix, each once.
func (x *textIndex) candidates(prefixes []string) []int64 {
	var out []int64
	for _, prefix := range prefixes {
		from, to, _ := x.span(prefix)
		for _, ids := range x.postings[from:to] {
			out = append(out, ids...)
		}
	}
	for id := range x.overlay {
		out = append(out, id)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// search is a parsed search text: every term must be found.
type search struct{ terms []searchTerm }

// searchTerm is found as a whole (a SKU with its dashes) or by all of its parts.
type searchTerm struct {
	whole string
	parts []string
}

// parseSearch returns false when the text is too short to find anything.
func parseSearch(text string) (search, bool) {
	if len([]rune(strings.TrimSpace(text))) < minSearch {
		return search{}, false
	}
	var s search
	for field := range strings.FieldsSeq(strings.ToLower(text)) {
		parts := split(field)
		if len(parts) > 0 && len(s.terms) < maxSearchWords {
			s.terms = append(s.terms, searchTerm{field, parts[:min(len(parts), maxSearchWords)]})
		}
	}
	return s, len(s.terms) > 0
}

// narrowest returns the prefixes of the term that the fewest postings answer: any product found has one of them.
func (s search) narrowest(x *textIndex) []string {
	var best []string
	fewest := -1
	for _, t := range s.terms {
		_, _, whole := x.span(t.whole)
		for _, part := range t.parts {
			if _, _, n := x.span(part); fewest < 0 || n+whole < fewest {
				best, fewest = []string{t.whole, part}, n+whole
			}
		}
	}
	return best
}

// score says how well an item matches; false when a term is missing. A whole SKU or barcode beats everything, then words
// of the name, whole before begun, then parts of a SKU.
func (s search) score(it *item) (int, bool) {
	sum := 0
	for _, t := range s.terms {
		best := scoreOf(t.whole, it.words)
		parts, all := 0, true
		for _, part := range t.parts {
			n := scoreOf(part, it.words)
			parts += n
			all = all && n > 0
		}
		if all {
			best = max(best, parts)
		}
		if best == 0 {
			return 0, false
		}
		sum += best
	}
	return sum, true
}

func scoreOf(prefix string, words []word) int {
	best := 0
	for _, w := range words {
		if !strings.HasPrefix(w.text, prefix) {
			continue
		}
		n := w.rank.weight()
		if len(w.text) == len(prefix) {
			n *= 2
			if w.rank == rankCode {
				n = 1000
			}
		}
		best = max(best, n)
	}
	return best
}

func (r rank) weight() int {
	switch r {
	case rankCode:
		return 60
	case rankName:
		return 50
	default:
		return 20
	}
}
