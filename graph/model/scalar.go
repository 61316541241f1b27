package model

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// maxDecimalLength bounds a decimal given as text. Exponents are refused: "1e999999999" is short and huge.
const maxDecimalLength = 32

// MarshalNumber writes an exact decimal as a JSON number without trailing zeros, as Magento prints money.
func MarshalNumber(d decimal.Decimal) graphql.Marshaler {
	return raw(d.String())
}

// UnmarshalNumber reads a JSON number.
func UnmarshalNumber(v any) (decimal.Decimal, error) {
	n, ok := v.(json.Number)
	if !ok {
		return decimal.Decimal{}, pos.Invalid("must be a number")
	}
	return parseDecimal(n.String())
}

// MarshalDecimal writes a decimal as text.
func MarshalDecimal(d decimal.Decimal) graphql.Marshaler { return graphql.MarshalString(d.String()) }

// UnmarshalDecimal reads a decimal given as text, such as "0.350".
func UnmarshalDecimal(v any) (decimal.Decimal, error) {
	s, ok := v.(string)
	if !ok {
		return decimal.Decimal{}, pos.Invalid(`must be a decimal number in quotes, such as "1" or "0.350"`)
	}
	return parseDecimal(s)
}

func parseDecimal(s string) (decimal.Decimal, error) {
	d, err := decimal.NewFromString(s)
	if err != nil || len(s) > maxDecimalLength || strings.ContainsAny(s, "eE+_ ") {
		return decimal.Decimal{}, pos.Invalid(`must be a decimal number, such as "1" or "0.350"`)
	}
	return d, nil
}

// MarshalMinorUnits writes an amount as a JSON number.
func MarshalMinorUnits(n int64) graphql.Marshaler { return raw(strconv.FormatInt(n, 10)) }

// UnmarshalMinorUnits reads a whole JSON number.
func UnmarshalMinorUnits(v any) (int64, error) {
	switch v := v.(type) {
	case json.Number:
		if n, err := strconv.ParseInt(v.String(), 10, 64); err == nil {
			return n, nil
		}
	case int64:
		return v, nil
	}
	return 0, pos.Invalid("must be a whole number of minor units (cents)")
}

// MarshalTime writes a moment in RFC 3339 form, UTC.
func MarshalTime(t time.Time) graphql.Marshaler {
	return graphql.MarshalString(t.UTC().Format(time.RFC3339Nano))
}

// UnmarshalTime reads a moment in RFC 3339 form.
func UnmarshalTime(v any) (time.Time, error) {
	s, ok := v.(string)
	if !ok {
		return time.Time{}, pos.Invalid("must be a moment in RFC 3339 form, such as 2026-01-31T12:00:00Z")
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}, pos.Invalid("must be a moment in RFC 3339 form, such as 2026-01-31T12:00:00Z")
	}
	return t.UTC(), nil
}

// MarshalJSON writes a document as it is stored; it must be valid JSON.
func MarshalJSON(doc json.RawMessage) graphql.Marshaler { return raw(doc) }

// UnmarshalJSON is not used: nothing takes a document.
func UnmarshalJSON(any) (json.RawMessage, error) {
	return nil, pos.Invalid("documents are not taken")
}

func raw[T string | json.RawMessage](b T) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = w.Write([]byte(b)) }) // the writer is a buffer and cannot fail
}
