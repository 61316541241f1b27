package catalog

import "strings"

// like is a pattern of SQL's LIKE in lower case: letters, anyRun and anyOne.
type like []rune

const (
	anyRun rune = -1 // %
	anyOne rune = -2 // _
)

// newLike reads a pattern. A backslash takes what follows as it is.
func newLike(pattern string) like {
	var l like
	escaped := false
	for _, letter := range strings.ToLower(pattern) {
		switch {
		case escaped:
			escaped = false
			l = append(l, letter)
		case letter == '\\':
			escaped = true
		case letter == '%':
			l = append(l, anyRun)
		case letter == '_':
			l = append(l, anyOne)
		default:
			l = append(l, letter)
		}
	}
	return l
}

// matches is whether the pattern is that of a whole text, whatever its letter case. It takes time by the text's length, not by the
// pattern's.
func (l like) matches(text string) bool {
	letters := []rune(strings.ToLower(text))
	at, run, from := 0, -1, 0 // the last run is at run in the pattern, and ends at from in the text
	for i := 0; i < len(letters); {
		switch {
		case at < len(l) && l[at] == anyRun:
			run, from = at, i
			at++
		case at < len(l) && (l[at] == anyOne || l[at] == letters[i]):
			at++
			i++
		case run >= 0: // the run is longer by a letter
			from++
			at, i = run+1, from
		default:
			return false
		}
	}
	for at < len(l) && l[at] == anyRun {
		at++
	}
	return at == len(l)
}
