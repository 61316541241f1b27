package pos

import (
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Attributes are raw values of attributes, in the order of their codes, no code twice and no value empty; in JSON they are an object. They
// are no map because an import makes a hundred thousand of them, and writes each of them once, in this order.
type Attributes []AttributeValue

// AttributeValue is the raw value of one attribute.
type AttributeValue struct{ Code, Value string }

// NewAttributes returns the values that a map has by code.
func NewAttributes(values map[string]string) Attributes {
	out := make(Attributes, 0, len(values))
	for _, code := range slices.Sorted(maps.Keys(values)) {
		out.Set(code, values[code])
	}
	return out
}

// Of returns an attribute's value, none is empty.
func (a Attributes) Of(code string) string {
	if i, ok := a.find(code); ok {
		return a[i].Value
	}
	return ""
}

// Set gives an attribute a value, or takes it away when the value is empty.
func (a *Attributes) Set(code, value string) {
	i, found := a.find(code)
	switch {
	case found && value == "":
		*a = slices.Delete(*a, i, i+1)
	case found:
		(*a)[i].Value = value
	case value != "":
		*a = slices.Insert(*a, i, AttributeValue{code, value})
	}
}

func (a Attributes) find(code string) (int, bool) {
	if n := len(a); n > 0 && a[n-1].Code < code { // they often come in order
		return n, false
	}
	return slices.BinarySearchFunc(a, code, func(v AttributeValue, code string) int { return cmp.Compare(v.Code, code) })
}

// MarshalJSON writes an object.
func (a Attributes) MarshalJSON() ([]byte, error) {
	values := make(map[string]string, len(a))
	for _, v := range a {
		values[v.Code] = v.Value
	}
	return json.Marshal(values)
}

// UnmarshalJSON reads an object of texts, several times faster than a map is read.
func (a *Attributes) UnmarshalJSON(object []byte) error {
	rest, ok := strings.CutPrefix(string(object), "{")
	switch {
	case string(object) == "null":
		return nil
	case !ok:
		return errAttributes
	}
	for *a = (*a)[:0]; ; {
		if rest = strings.TrimLeft(rest, ", \t\r\n"); strings.HasPrefix(rest, "}") {
			return nil
		}
		code, after, err := quoted(rest)
		if err != nil {
			return err
		}
		value, after, err := quoted(strings.TrimLeft(after, ": \t\r\n"))
		if err != nil {
			return err
		}
		a.Set(code, value)
		rest = after
	}
}

var errAttributes = errors.New("attributes are no object of texts")

// quoted reads the text that JSON begins with; encoding/json, which calls us, has seen that it is JSON.
func quoted(s string) (text, rest string, err error) {
	if !strings.HasPrefix(s, `"`) {
		return "", "", errAttributes
	}
	escaped := false
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			escaped = true
			i++
		case s[i] != '"':
		case escaped || !utf8.ValidString(s[1:i]):
			err = json.Unmarshal([]byte(s[:i+1]), &text)
			return text, s[i+1:], err
		default:
			return s[1:i], s[i+1:], nil
		}
	}
	return "", "", errAttributes
}
