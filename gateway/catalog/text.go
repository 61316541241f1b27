package catalog

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

const (
	// minSearch is the length below which a search finds nothing, Magento's default catalog/search/min_query_length.
	minSearch = 3
	// maxSearchWords bounds the work of one search.
	maxSearchWords = 16
	// maxOverlay is how many changed products a search goes through one by one before the index is built anew in the background;
	// beyond an eighth of the catalog it is built at once.
	maxOverlay = 1000
)

// textIndex finds the products whose words begin with given prefixes. Immutable: products whose words changed since it was
// built are in overlay and looked at one by one.
type textIndex struct {
	ids      []int64  // descending: among equals the newest comes first
	terms    []string // sorted
	postings [][]posting
	names    []nameTerm // the terms that are words of names, for searches with typing errors
	overlay  map[int64][]word
}

// posting is a product, by its place in ids, with the rank that a term has for it. There are dozens for each product, so they
// are packed: the place above the lowest 8 bits.
type posting uint32

func newPosting(at int, r rank) posting { return posting(at)<<8 | posting(r) } //nolint:gosec // 16 million products fit

func (p posting) at() uint32 { return uint32(p) >> 8 }
func (p posting) rank() rank { return rank(p & 0xff) }

// newTextIndex builds the index of the listed products; words returns those of one.
func newTextIndex(items func(yield func(int64, *item) bool), words func(*item) []word) *textIndex {
	x := &textIndex{}
	listed := map[int64]*item{}
	for id, it := range items {
		if it.listed {
			listed[id] = it
			x.ids = append(x.ids, id)
		}
	}
	slices.SortFunc(x.ids, func(a, b int64) int { return cmp.Compare(b, a) })
	byTerm := map[string][]posting{}
	for at, id := range x.ids {
		for _, w := range words(listed[id]) {
			list := byTerm[w.text]
			p := newPosting(at, w.rank)
			if n := len(list); n > 0 && list[n-1].at() == p.at() {
				list[n-1] = max(list[n-1], p)
			} else {
				byTerm[w.text] = append(list, p)
			}
		}
	}
	x.terms = slices.Sorted(maps.Keys(byTerm))
	x.postings = make([][]posting, len(x.terms))
	for i, term := range x.terms {
		x.postings[i] = slices.Clip(byTerm[term])
		if slices.ContainsFunc(x.postings[i], func(p posting) bool { return p.rank() == rankName }) {
			x.names = append(x.names, newNameTerm(term))
		}
	}
	return x
}

// touch returns the index with these products' words in the overlay (none: not listed), and whether the overlay has
// outgrown its bound.
func (x *textIndex) touch(words map[int64][]word) (*textIndex, bool) {
	if len(words) == 0 {
		return x, false
	}
	next := *x
	next.overlay = maps.Clone(x.overlay)
	if next.overlay == nil {
		next.overlay = map[int64][]word{}
	}
	maps.Copy(next.overlay, words)
	return &next, len(next.overlay) > len(x.ids)/8
}

// span returns the range of terms that begin with prefix.
func (x *textIndex) span(prefix string) (from, to int) {
	from, _ = slices.BinarySearch(x.terms, prefix)
	for to = from; to < len(x.terms) && strings.HasPrefix(x.terms[to], prefix); {
		to++
	}
	return from, to
}

// search is a parsed search text: one of its terms must be found, as in Magento's (Magento\Elasticsearch\SearchAdapter\Query\
// Builder\MatchQuery, whose matches are alternatives), and every one that is found adds to the score.
type search struct{ terms []searchTerm }

// searchTerm is found as a whole (a SKU with its dashes) or by all of its parts.
type searchTerm struct {
	whole string
	parts []part
}

// part is a word that was asked for, with its singular forms, which count as if they were asked for, and the words of names that
// it may have been meant to be.
type part struct {
	text  string
	forms []string
	meant []string
	// exact is whether some product has just this word. Then it finds words that are longer in names and codes only.
	exact bool
}

// least is the rank that longer words must have.
func (p *part) least() rank {
	if p.exact {
		return rankPart
	}
	return 0
}

// parseSearch returns false when the text is too short to find anything.
func parseSearch(text string) (search, bool) {
	if len([]rune(strings.TrimSpace(text))) < minSearch {
		return search{}, false
	}
	var s search
	for field := range strings.FieldsSeq(strings.ToLower(text)) {
		words := split(field)
		if len(words) == 0 || len(s.terms) == maxSearchWords {
			continue
		}
		t := searchTerm{whole: field}
		for _, w := range words[:min(len(words), maxSearchWords)] {
			t.parts = append(t.parts, part{text: w, forms: singular(w)})
		}
		s.terms = append(s.terms, t)
	}
	return s, len(s.terms) > 0
}

// hits is the products that terms were found for: score by place in the index, and the places that have one.
type hits struct {
	score []uint16
	at    []uint32
}

// settle finds out which words of a search are words of some product.
func (x *textIndex) settle(s search) search {
	for i := range s.terms {
		for j := range s.terms[i].parts {
			p := &s.terms[i].parts[j]
			p.exact = x.has(p.text)
		}
	}
	return s
}

// has is whether some product has a word.
func (x *textIndex) has(text string) bool {
	if i, ok := slices.BinarySearch(x.terms, text); ok && slices.ContainsFunc(x.postings[i], func(p posting) bool {
		_, changed := x.overlay[x.ids[p.at()]]
		return !changed
	}) {
		return true
	}
	for _, words := range x.overlay {
		if slices.ContainsFunc(words, func(w word) bool { return w.text == text }) {
			return true
		}
	}
	return false
}

// find returns every product that has a term of a settled search, with its score, in no order.
func (x *textIndex) find(s search) []scored {
	all := x.term(&s.terms[0])
	for i := range s.terms[1:] {
		all.or(x.term(&s.terms[i+1]))
	}
	out := make([]scored, 0, len(all.at)+len(x.overlay))
	for _, at := range all.at {
		id := x.ids[at]
		if _, changed := x.overlay[id]; !changed {
			out = append(out, scored{score: int(all.score[at]), id: id})
		}
	}
	for id, words := range x.overlay {
		if n := s.score(words); n > 0 {
			out = append(out, scored{score: n, id: id})
		}
	}
	return out
}

func (x *textIndex) term(t *searchTerm) *hits {
	if len(t.parts) == 1 && t.parts[0].text == t.whole {
		return x.part(&t.parts[0])
	}
	parts := x.part(&t.parts[0])
	for i := range t.parts[1:] {
		parts.and(x.part(&t.parts[i+1]))
	}
	x.prefix(parts, t.whole, 0, 0)
	return parts
}

func (x *textIndex) part(p *part) *hits {
	h := &hits{score: make([]uint16, len(x.ids))}
	x.prefix(h, p.text, p.least(), 0)
	for _, form := range p.forms {
		x.whole(h, form)
	}
	for _, word := range p.meant {
		x.prefix(h, word, 0, meantPenalty)
	}
	return h
}

// prefix adds the products with a term that begins with prefix and, when it is longer, has a rank of at least least; the best
// score counts.
func (x *textIndex) prefix(h *hits, prefix string, least rank, penalty int) {
	from, to := x.span(prefix)
	for i := from; i < to; i++ {
		whole := len(x.terms[i]) == len(prefix)
		for _, p := range x.postings[i] {
			if whole || p.rank() >= least {
				h.take(p, p.rank().score(whole)>>penalty)
			}
		}
	}
}

// whole adds the products that have a word.
func (x *textIndex) whole(h *hits, text string) {
	if i, ok := slices.BinarySearch(x.terms, text); ok {
		for _, p := range x.postings[i] {
			h.take(p, p.rank().score(true))
		}
	}
}

// take adds a product, or raises its score.
func (h *hits) take(p posting, score int) {
	n, at := uint16(score), p.at() //nolint:gosec // at most a thousand
	if h.score[at] == 0 {
		h.at = append(h.at, at)
	}
	h.score[at] = max(h.score[at], n)
}

// or keeps what either has and adds their scores.
func (h *hits) or(o *hits) {
	for _, at := range o.at {
		if h.score[at] == 0 {
			h.at = append(h.at, at)
		}
		h.score[at] += o.score[at]
	}
}

// and keeps what both have and adds their scores.
func (h *hits) and(o *hits) {
	kept := h.at[:0]
	for _, at := range h.at {
		if o.score[at] == 0 {
			h.score[at] = 0
			continue
		}
		h.score[at] += o.score[at]
		kept = append(kept, at)
	}
	h.at = kept
}

// score says how well words match, 0 when no term does. A whole SKU or barcode beats everything, then words of the name, whole
// before begun, then parts of a SKU and what attributes say by their weight.
func (s search) score(words []word) int {
	sum := 0
	for _, t := range s.terms {
		best, parts, all := scoreOf(t.whole, 0, words), 0, true
		for i := range t.parts {
			p := &t.parts[i]
			n := scoreOf(p.text, p.least(), words)
			for _, form := range p.forms {
				n = max(n, scoreOfWhole(form, words))
			}
			for _, meant := range p.meant {
				n = max(n, scoreOf(meant, 0, words)>>meantPenalty)
			}
			parts += n
			all = all && n > 0
		}
		if len(t.parts) == 1 && t.parts[0].text == t.whole {
			best = 0 // the part is the whole
		}
		if all {
			best = max(best, parts)
		}
		sum += best
	}
	return sum
}

func scoreOf(prefix string, least rank, words []word) int {
	best := 0
	for _, w := range words {
		if whole := len(w.text) == len(prefix); strings.HasPrefix(w.text, prefix) && (whole || w.rank >= least) {
			best = max(best, w.rank.score(whole))
		}
	}
	return best
}

func scoreOfWhole(text string, words []word) int {
	best := 0
	for _, w := range words {
		if w.text == text {
			best = max(best, w.rank.score(true))
		}
	}
	return best
}

// score is what a word of this rank is worth, found whole or only begun.
func (r rank) score(whole bool) int {
	n := 2 * int(r) // an attribute's weight
	switch r {
	case rankPart:
		n = 20
	case rankCode:
		n = 60
		if whole {
			return 1000
		}
	case rankName:
		n = 50
	}
	if whole {
		return 2 * n
	}
	return n
}
