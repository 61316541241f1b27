package catalog

import (
	"slices"
	"strings"
)

// textFilter asks for words of one text of a product: for one of them, or, where it is partial, for all of them one after the
// other, the last of which may go on (Magento\CatalogGraphQl ... SearchCriteriaBuilder: match, match_phrase_prefix).
type textFilter struct {
	of      string // an attribute's code
	words   []string
	partial bool
}

func (t *textFilter) match(it *item) bool {
	if t.of == "name" {
		return t.isIn(split(it.name))
	}
	text, _ := it.attribute(t.of)
	var words []string
	eachWord(text, func(w []byte) { words = append(words, string(w)) })
	return t.isIn(words)
}

func (t *textFilter) isIn(words []string) bool {
	if !t.partial {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(t.words, w) })
	}
	last := len(t.words) - 1
	for i := 0; i+last < len(words); i++ {
		if slices.Equal(words[i:i+last], t.words[:last]) && strings.HasPrefix(words[i+last], t.words[last]) {
			return true
		}
	}
	return false
}

// deep is whether the filter asks for words of texts that are in documents only.
func (f *filter) deep() bool {
	return slices.ContainsFunc(f.texts, func(t textFilter) bool { return t.of != "name" })
}

// textSearch finds all products that such a text may be of: Magento has these filters for searchable texts only.
func (f *filter) textSearch() search {
	i := slices.IndexFunc(f.texts, func(t textFilter) bool { return t.of != "name" })
	var s search
	for _, word := range f.texts[i].words[:min(len(f.texts[i].words), maxSearchWords)] {
		s.terms = append(s.terms, searchTerm{whole: word, parts: []part{{text: word}}})
	}
	return s
}
