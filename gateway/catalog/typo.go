package catalog

import (
	"maps"
	"math/bits"
	"slices"
	"unicode/utf8"
)

const (
	// few is the number of products below which a search is tried again with allowance for typing errors.
	few = 3
	// minTypo is the length of a word from which one error is allowed, twoTypos from which two are.
	minTypo, twoTypos = 4, 8
	// maxMeant bounds how many words a mistyped one may stand for.
	maxMeant = 24
	// meantPenalty halves the score of what was not asked for by the letter.
	meantPenalty = 1
)

// nameTerm is a word of some product's name. Mask has a bit for each of its letters, to pass over most words without
// comparing them.
type nameTerm struct {
	text []rune
	mask uint64
}

func newNameTerm(text string) nameTerm {
	t := nameTerm{text: []rune(text)}
	t.mask = maskOf(t.text)
	return t
}

func maskOf(text []rune) uint64 {
	mask := uint64(0)
	for _, r := range text {
		mask |= 1 << (uint32(r) % 64) //nolint:gosec // letters are positive
	}
	return mask
}

// tolerant returns a settled search with, for each of its words, the words of names that it may have been meant to be: an
// error is a letter too many, too few or wrong, or two that changed places. Codes are not guessed, nor are words that some
// product has. False when nothing is gained.
func (x *textIndex) tolerant(s search) (search, bool) {
	anyUnknown := s.has(x.unknown)
	out, gained := search{}, false
	for _, t := range s.terms {
		t.parts = slices.Clone(t.parts)
		for i, p := range t.parts {
			// Words that some product begins with are right, as long as others are not.
			if !p.exact && (!anyUnknown || x.unknown(p)) {
				t.parts[i].meant = x.meant(p.text)
				for _, form := range p.forms {
					if len(t.parts[i].meant) == 0 {
						t.parts[i].meant = x.meant(form)
					}
				}
				gained = gained || len(t.parts[i].meant) > 0
			}
		}
		out.terms = append(out.terms, t)
	}
	return out, gained
}

// unknown is whether no product has a word, nor a name or a code one that begins with it.
func (x *textIndex) unknown(p part) bool { return !p.exact && !x.named(p.text) }

func (s search) has(wanted func(part) bool) bool {
	return slices.ContainsFunc(s.terms, func(t searchTerm) bool { return slices.ContainsFunc(t.parts, wanted) })
}

// suffices is whether enough products were found by their names or codes: what is only in the texts of some may have been
// meant to be in the names of others. Words that products have are what was meant.
func (x *textIndex) suffices(s search, found []scored) bool {
	if !s.has(func(p part) bool { return !p.exact }) {
		return true
	}
	if len(s.terms) > 1 && s.has(x.unknown) {
		return false // others of its words find something
	}
	named := 0
	for _, f := range found {
		if f.score >= len(s.terms)*rankName.score(true) {
			return true
		}
		if f.score >= len(s.terms)*rankName.score(false) {
			named++
		}
	}
	return named >= few
}

// named is whether a name or a code has a word that begins with prefix.
func (x *textIndex) named(prefix string) bool {
	from, to := x.span(prefix)
	for i := from; i < to; i++ {
		if slices.ContainsFunc(x.postings[i], func(p posting) bool { return p.rank() >= rankPart }) {
			return true
		}
	}
	return false
}

// meant returns the words of names within the allowed distance, the nearest only, in alphabetical order.
func (x *textIndex) meant(asked string) []string {
	n := utf8.RuneCountInString(asked)
	if n < minTypo || n > 32 || !lettersOnly(asked) {
		return nil
	}
	allowed := 1
	if n >= twoTypos {
		allowed = 2
	}
	letters := []rune(asked)
	mask := maskOf(letters)
	var out []string
	for t := range x.allNames {
		if len(t.text)+allowed < n || bits.OnesCount64(mask&^t.mask) > allowed {
			continue
		}
		switch d := prefixDistance(letters, t.text, allowed); {
		case d > allowed || d == 0 || slices.Contains(out, string(t.text)):
		case d < allowed:
			allowed, out = d, append(out[:0], string(t.text))
		case len(out) < maxMeant:
			out = append(out, string(t.text))
		}
	}
	return out
}

// allNames yields the words of names, those of recent changes last.
func (x *textIndex) allNames(yield func(*nameTerm) bool) {
	for i := range x.names {
		if !yield(&x.names[i]) {
			return
		}
	}
	seen := map[string]bool{}
	for _, words := range x.overlay {
		for _, w := range words {
			if w.rank == rankName {
				seen[w.text] = true
			}
		}
	}
	for _, text := range slices.Sorted(maps.Keys(seen)) {
		if t := newNameTerm(text); !yield(&t) {
			return
		}
	}
}

func lettersOnly(s string) bool {
	for _, r := range s {
		if r >= '0' && r <= '9' {
			return false
		}
	}
	return true
}

// prefixDistance is the smallest number of errors between asked and a beginning of word, more than limit when it is more.
func prefixDistance(asked, word []rune, limit int) int {
	word = word[:min(len(word), len(asked)+limit)]
	var rows [3][72]int
	for j := range len(word) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(asked); i++ {
		row, above, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		smallest := i
		for j := 1; j <= len(word); j++ {
			cost := 1
			if asked[i-1] == word[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && asked[i-1] == word[j-2] && asked[i-2] == word[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			smallest = min(smallest, row[j])
		}
		if smallest > limit {
			return limit + 1
		}
	}
	best := limit + 1
	for j := max(0, len(asked)-limit); j <= len(word); j++ {
		best = min(best, rows[len(asked)%3][j])
	}
	return best
}
