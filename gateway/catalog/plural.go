package catalog

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// minPlural is the length of a word from which an s at its end may stand for several.
const minPlural = 4

// singular returns the words that a word may be the plural of, as English makes them and, mostly, French and Spanish: people ask
// for pants, and products are called "Yoga Pant". What is no word finds nothing. The other way needs no help: names are found by
// how their words begin.
func singular(word string) []string {
	stem, ok := strings.CutSuffix(word, "s")
	if !ok || utf8.RuneCountInString(word) < minPlural || !lettersOnly(word) || slices.ContainsFunc([]string{"s", "u", "i"}, func(end string) bool {
		return strings.HasSuffix(stem, end) // dress, bonus, tennis
	}) {
		return nil
	}
	forms := []string{stem}
	if root, ok := strings.CutSuffix(stem, "ie"); ok {
		forms = append(forms, root+"y")
	} else if root, ok := strings.CutSuffix(stem, "e"); ok && slices.ContainsFunc([]string{"s", "x", "z", "ch", "sh"}, func(end string) bool {
		return strings.HasSuffix(root, end)
	}) {
		forms = append(forms, root)
	}
	return forms
}
