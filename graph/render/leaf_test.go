package render

import (
	"bytes"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestNumbersAreWrittenAsTheyPrintThemselves(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		d := decimal.New(rapid.Int64().Draw(rt, "coefficient"), rapid.Int32Range(-22, 5).Draw(rt, "exponent"))
		if rapid.Bool().Draw(rt, "short") {
			d = decimal.New(rapid.Int64Range(-100000, 100000).Draw(rt, "few"), rapid.Int32Range(-8, 2).Draw(rt, "places"))
		}
		if got := string(appendNumber(nil, d)); got != d.String() {
			rt.Errorf("%s is written %s", d, got)
		}
	})
}

func TestTextsAreWrittenAsGqlgenWritesThem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[\x00-\x7f"\\]*`)).Draw(rt, "text")
		var want bytes.Buffer
		graphql.MarshalString(s).MarshalGQL(&want)
		if got := string(appendText(nil, s)); got != want.String() {
			rt.Errorf("%q is written %s, not %s", s, got, want.String())
		}
	})
}
