package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Magento prints the same thing as a number in one answer and as a string in another (category_id "3", region_id 43,
// use_config_min_sale_qty 1, others true): these types take either. Null and an empty string are zero.

// number is an exact decimal.
type number struct{ decimal.Decimal }

// A number of more digits or a larger exponent is none that a shop has, and would cost memory without bound.
const (
	maxNumberText = 64
	maxExponent   = 64
)

func (n *number) UnmarshalJSON(raw []byte) error {
	text := scalarText(raw)
	switch {
	case text == "":
		n.Decimal = decimal.Zero
		return nil
	case len(text) > maxNumberText:
		return fmt.Errorf("a number of %d characters", len(text))
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		return fmt.Errorf("%.20q is not a number", text)
	}
	if e := d.Exponent(); e > maxExponent || e < -maxExponent {
		return fmt.Errorf("%.20q is out of range", text)
	}
	n.Decimal = d
	return nil
}

// ident is an entity id, or another whole number.
type ident int64

func (i *ident) UnmarshalJSON(raw []byte) error {
	var n number
	if err := n.UnmarshalJSON(raw); err != nil {
		return err
	}
	if !n.IsInteger() || n.Abs().GreaterThan(decimal.New(1, 18)) {
		return fmt.Errorf("%s is not an id", n)
	}
	*i = ident(n.IntPart())
	return nil
}

// int is nil for a number that was not told.
func (i *ident) int() *int {
	if i == nil {
		return nil
	}
	return new(int(*i))
}

func (i ident) String() string { return strconv.FormatInt(int64(i), 10) }

// flag is a boolean: true, 1, "1", "true".
type flag bool

func (f *flag) UnmarshalJSON(raw []byte) error {
	switch text := scalarText(raw); text {
	case "1", "true":
		*f = true
	case "", "0", "false":
		*f = false
	default:
		return fmt.Errorf("%.20q is not a yes or no", text)
	}
	return nil
}

// scalarText is a JSON value as Magento's attribute tables hold it: strings as they are, booleans as 1 and 0, null empty,
// lists joined by commas. Objects have no such form and are empty.
func scalarText(raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0 || raw[0] == 'n' || raw[0] == '{':
		return ""
	case raw[0] == 't':
		return "1"
	case raw[0] == 'f':
		return "0"
	case raw[0] == '"':
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return ""
		}
		return s
	case raw[0] == '[':
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			return ""
		}
		texts := make([]string, 0, len(list))
		for _, v := range list {
			// One level only: what lies deeper has no place in a comma list.
			if v = bytes.TrimSpace(v); len(v) > 0 && v[0] != '[' && v[0] != '{' {
				texts = append(texts, scalarText(v))
			}
		}
		return strings.Join(texts, ",")
	default:
		return string(raw)
	}
}

// text is a string that Magento may also print as a number; null is empty.
type text string

func (t *text) UnmarshalJSON(raw []byte) error {
	*t = text(scalarText(raw))
	return nil
}
