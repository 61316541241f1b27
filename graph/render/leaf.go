package render

import (
	"fmt"
	"reflect"
	"strconv"

	"github.com/shopspring/decimal"
)

// leaf writes a number, a text (enum values are texts), or a truth value.
func (w *run) leaf(v reflect.Value) error {
	switch v.Kind() {
	case reflect.String:
		w.buffer = appendText(w.buffer, v.String())
	case reflect.Int, reflect.Int64, reflect.Int32:
		w.buffer = strconv.AppendInt(w.buffer, v.Int(), 10)
	case reflect.Bool:
		w.buffer = strconv.AppendBool(w.buffer, v.Bool())
	case reflect.Struct:
		number, ok := v.Interface().(decimal.Decimal)
		if !ok {
			return fmt.Errorf("%s is no scalar that is known here", v.Type())
		}
		w.buffer = append(w.buffer, number.String()...)
	default:
		return fmt.Errorf("%s is no scalar that is known here", v.Type())
	}
	return nil
}

const hex = "0123456789ABCDEF"

// appendText appends a JSON string, escaped as gqlgen escapes it: what must be, and nothing else.
func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := range len(s) {
		c := s[i]
		if c >= 0x20 && c != '\\' && c != '"' {
			continue
		}
		b = append(b, s[start:i]...)
		start = i + 1
		switch c {
		case '\t':
			b = append(b, '\\', 't')
		case '\r':
			b = append(b, '\\', 'r')
		case '\n':
			b = append(b, '\\', 'n')
		case '\\', '"':
			b = append(b, '\\', c)
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}
