package sandbox

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// object is a JSON object whose members keep their order. A member that is not added is absent, one with a nil value is
// null: Magento means different things by the two.
type object []member

type member struct {
	key   string
	value any
}

// list is a JSON array.
type list = []any

// pairs makes an object of alternating keys and values.
func pairs(kv ...any) object { return object{}.with(kv...) }

// with returns o with more members.
func (o object) with(kv ...any) object {
	o = slices.Grow(o, len(kv)/2)
	for i := 0; i+1 < len(kv); i += 2 {
		key, _ := kv[i].(string)
		o = append(o, member{key, kv[i+1]})
	}
	return o
}

// get returns a member's value, nil when there is none.
func (o object) get(key string) any {
	for _, m := range o {
		if m.key == key {
			return m.value
		}
	}
	return nil
}

// listOf makes a JSON array, never null, of what fn makes of each element.
func listOf[T any](from []T, fn func(T) any) list {
	l := make(list, 0, len(from))
	for _, v := range from {
		l = append(l, fn(v))
	}
	return l
}

// encode returns the JSON text of a value built of object, list, decimals and what encoding/json knows.
func encode(v any) ([]byte, error) { return appendJSON(make([]byte, 0, 1024), v) }

func appendJSON(dst []byte, v any) ([]byte, error) {
	var err error
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...), nil
	case object:
		dst = append(dst, '{')
		for i, m := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(appendPlain(dst, m.key), ':')
			if dst, err = appendJSON(dst, m.value); err != nil {
				return nil, err
			}
		}
		return append(dst, '}'), nil
	case list:
		dst = append(dst, '[')
		for i, e := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			if dst, err = appendJSON(dst, e); err != nil {
				return nil, err
			}
		}
		return append(dst, ']'), nil
	case decimal.Decimal:
		return append(dst, v.String()...), nil // a JSON number without trailing zeros
	case int:
		return strconv.AppendInt(dst, int64(v), 10), nil
	case int64:
		return strconv.AppendInt(dst, v, 10), nil
	case bool:
		return strconv.AppendBool(dst, v), nil
	case string:
		return appendPlain(dst, v), nil
	default:
		text, err := json.Marshal(v)
		return append(dst, text...), err
	}
}

// appendPlain appends a string; encoding/json does not fail on strings.
func appendPlain(dst []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			text, _ := json.Marshal(s)
			return append(dst, text...)
		}
	}
	dst = append(dst, '"')
	dst = append(dst, s...)
	return append(dst, '"')
}

// text is a JSON string, number or boolean of a request as a string: Magento takes "93" for 93 and the reverse.
type text string

// UnmarshalJSON takes any scalar.
func (t *text) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		*t = text(s)
		return nil
	}
	if string(b) != "null" {
		*t = text(b)
	}
	return nil
}

// int64 is the number the text starts with, 0 if it is none, as PHP casts.
func (t text) int64() int64 {
	n, err := strconv.ParseInt(string(t), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
