package model

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestADiscountOfCentsIsThatOfBigNumbers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		amount := func(name string) decimal.Decimal {
			n := rapid.OneOf(rapid.Int64Range(-100, 20_000), rapid.Int64Range(0, 1e15)).Draw(t, name)
			return decimal.New(n, rapid.Int32Range(-6, 1).Draw(t, name+" exponent"))
		}
		regular, final := amount("regular"), amount("final")
		if regular.IsZero() {
			return // nothing is no part of it
		}
		off, percent := decimal.Zero, decimal.Zero
		if diff := regular.Sub(final); diff.GreaterThan(leastDiscount) {
			off = diff.Round(2)
			percent = off.Mul(decimal.New(100, 0)).DivRound(regular, 2)
		}
		told := discount(regular, final)
		if !told.AmountOff.Equal(off) || !told.PercentOff.Equal(percent) {
			t.Errorf("%s instead of %s is %s off and %s %%, not %s and %s %%", final, regular, told.AmountOff, told.PercentOff, off, percent)
		}
	})
}
