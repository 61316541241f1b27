package totals

import (
	"encoding/json"
	"math/big"
	"strings"
)

// Round is a rounded to two decimals, halves away from zero, as Magento rounds prices in every currency
// (Magento\Directory\Model\PriceCurrency::DEFAULT_PRECISION).
func (a Number) Round() Number { return a.scaled(100) }

// RoundTo is the multiple of step nearest to a, halves away from zero; step must be positive.
func (a Number) RoundTo(step Number) Number { return a.Div(step).scaled(1).Mul(step) }

// scaled rounds to a whole number of 1/unit.
func (a Number) scaled(unit int64) Number {
	if a.big == nil {
		d := a.d()
		if d == unit || d == 1 {
			return a
		}
		if n, ok := mul64(a.num, unit); ok {
			q, rest := n/d, n%d
			if m := magnitude(rest); m >= uint64(d)-m {
				if n < 0 {
					q--
				} else {
					q++
				}
			}
			return Number{num: q, den: unit}
		}
	}
	return scaledBig(a.rat(), unit)
}

func scaledBig(r *big.Rat, unit int64) Number {
	n := new(big.Int).Mul(r.Num(), big.NewInt(2*unit))
	d := new(big.Int).Mul(r.Denom(), big.NewInt(2))
	negative := n.Sign() < 0
	n.Abs(n).Add(n, r.Denom())
	n.Quo(n, d)
	if negative {
		n.Neg(n)
	}
	return fromRat(new(big.Rat).SetFrac(n, big.NewInt(unit)))
}

// float is the double nearest to a.
func (a Number) float() float64 {
	if a.big == nil {
		return float64(a.num) / float64(a.d())
	}
	f, _ := a.big.Float64()
	return f
}

// Units is how many whole 10^-places there are in a, rounded half away from zero; ok is false when that does not fit in an int64.
func (a Number) Units(places int32) (units int64, ok bool) {
	scale := int64(1)
	for range places {
		scale *= 10
	}
	n := a.Mul(Int(scale)).scaled(1)
	if n.big != nil {
		return 0, false
	}
	return n.num / n.d(), true
}

// String is a as a decimal of at most four places, rounded half away from zero, without trailing zeros: the precision Magento stores.
func (a Number) String() string {
	s := a.scaled(10000).rat().FloatString(4)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// MarshalJSON writes String as a JSON string: a double cannot hold every amount.
func (a Number) MarshalJSON() ([]byte, error) { return json.Marshal(a.String()) }

// UnmarshalJSON reads a JSON number or a string holding one, exactly.
func (a *Number) UnmarshalJSON(data []byte) error {
	text := string(data)
	if text == "null" {
		return nil
	}
	n, err := ParseNumber(strings.Trim(text, `"`))
	if err != nil {
		return err
	}
	*a = n
	return nil
}
