package render

import (
	"fmt"
	"reflect"
	"strconv"

	"github.com/shopspring/decimal"
)

// leaf writes a number, a text (enum values are texts), or a truth value.
func (w *run) leaf(v reflect.Value) error {
	if v.Kind() == reflect.Pointer {
		if number, ok := v.Interface().(*decimal.Decimal); ok {
			w.buffer = appendNumber(w.buffer, *number)
			return nil
		}
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.String:
		w.buffer = appendText(w.buffer, v.String())
	case reflect.Int, reflect.Int64, reflect.Int32:
		w.buffer = strconv.AppendInt(w.buffer, v.Int(), 10)
	case reflect.Bool:
		w.buffer = strconv.AppendBool(w.buffer, v.Bool())
	case reflect.Struct:
		number, ok := addressOf(v).Interface().(*decimal.Decimal)
		if !ok {
			return fmt.Errorf("%s is no scalar that is known here", v.Type())
		}
		w.buffer = appendNumber(w.buffer, *number)
	default:
		return fmt.Errorf("%s is no scalar that is known here", v.Type())
	}
	return nil
}

// mostDigits is how many digits an int64 surely holds.
const mostDigits = 18

// appendNumber appends a decimal as its String method writes it, without trailing zeros.
func appendNumber(b []byte, d decimal.Decimal) []byte {
	places := -int(d.Exponent())
	if places < 0 || places > mostDigits || d.NumDigits() > mostDigits {
		return append(b, d.String()...)
	}
	n := d.CoefficientInt64()
	if n == 0 {
		return append(b, '0')
	}
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	for places > 0 && n%10 == 0 {
		n, places = n/10, places-1
	}
	var room [2 * mostDigits]byte
	digits := strconv.AppendInt(room[:0], n, 10)
	if len(digits) <= places {
		b = append(b, '0')
	} else {
		b = append(b, digits[:len(digits)-places]...)
		digits = digits[len(digits)-places:]
	}
	if places == 0 {
		return b
	}
	b = append(b, '.')
	for range places - len(digits) {
		b = append(b, '0')
	}
	return append(b, digits...)
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
