package totals

import (
	"cmp"
	"errors"
	"math"
	"math/big"
	"math/bits"
	"strings"
)

// Number is an exact rational number. The zero value is 0. Numbers are values: no method changes its receiver.
//
// Nearly every number of a basket is a short decimal, so numerator and denominator are machine words, and only what does not fit
// lives in a big.Rat.
type Number struct {
	num int64
	den int64 // 0 means 1, never negative
	big *big.Rat
}

// Int is the whole number n.
func Int(n int64) Number { return Number{num: n, den: 1} }

// Ratio is n/d; d must be positive.
func Ratio(n, d int64) Number { return Number{num: n, den: d} }

// maxDigits limits the length of a parsed number, so that no input makes arithmetic slow.
const maxDigits = 40

// ParseNumber reads a decimal such as "-12.345" or "1e-8". It refuses anything else, and more than 40 characters.
func ParseNumber(text string) (Number, error) {
	s, exponent, err := splitExponent(strings.TrimSpace(text))
	if err != nil || s == "" || len(s) > maxDigits {
		return Number{}, errNotANumber()
	}
	negative := false
	switch s[0] {
	case '-':
		negative, s = true, s[1:]
	case '+':
		s = s[1:]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	digits := whole + fraction
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return Number{}, errNotANumber()
	}
	n := new(big.Int)
	n.SetString(digits, 10)
	if negative {
		n.Neg(n)
	}
	scale := len(fraction) - exponent
	power := func(e int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(e)), nil) }
	if scale < 0 {
		return fromRat(new(big.Rat).SetInt(n.Mul(n, power(-scale)))), nil
	}
	d := power(scale)
	if n.IsInt64() && d.IsInt64() {
		return Number{num: n.Int64(), den: d.Int64()}, nil
	}
	return fromRat(new(big.Rat).SetFrac(n, d)), nil
}

func errNotANumber() error { return errors.New("not a decimal number") }

func splitExponent(s string) (mantissa string, exponent int, err error) {
	at := strings.IndexAny(s, "eE")
	if at < 0 {
		return s, 0, nil
	}
	digits := s[at+1:]
	sign := 1
	if strings.HasPrefix(digits, "-") {
		sign = -1
	}
	digits = strings.TrimLeft(digits, "+-")
	if digits == "" || len(digits) > 2 || strings.Trim(digits, "0123456789") != "" {
		return "", 0, errNotANumber()
	}
	for _, c := range digits {
		exponent = exponent*10 + int(c-'0')
	}
	if exponent > maxDigits {
		return "", 0, errNotANumber()
	}
	return s[:at], sign * exponent, nil
}

func (a Number) d() int64 {
	if a.den == 0 {
		return 1
	}
	return a.den
}

func (a Number) rat() *big.Rat {
	if a.big != nil {
		return a.big
	}
	return big.NewRat(a.num, a.d())
}

func fromRat(r *big.Rat) Number {
	if r.Num().IsInt64() && r.Denom().IsInt64() {
		return Number{num: r.Num().Int64(), den: r.Denom().Int64()}
	}
	return Number{big: r}
}

// mul64 multiplies and says whether the product fits.
func mul64(a, b int64) (int64, bool) {
	const small = 1 << 31
	if a < small && a > -small && b < small && b > -small {
		return a * b, true
	}
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

func magnitude(a int64) uint64 {
	if a < 0 {
		return uint64(-a)
	}
	return uint64(a)
}

func add64(a, b int64) (int64, bool) {
	s := a + b
	return s, (a^s)&(b^s) >= 0
}

// Add is a + b.
func (a Number) Add(b Number) Number {
	if a.big == nil && b.big == nil {
		ad, bd := a.d(), b.d()
		if ad == bd {
			if s, ok := add64(a.num, b.num); ok {
				return Number{num: s, den: ad}
			}
		}
		if n, ok := addSmall(a.num, ad, b.num, bd); ok {
			return n
		}
	}
	return fromRat(new(big.Rat).Add(a.rat(), b.rat()))
}

func addSmall(an, ad, bn, bd int64) (Number, bool) {
	if ad < bd {
		an, ad, bn, bd = bn, bd, an, ad
	}
	if k := ad / bd; k*bd == ad {
		scaled, ok := mul64(bn, k)
		s, fits := add64(an, scaled)
		return Number{num: s, den: ad}, ok && fits
	}
	x, ok1 := mul64(an, bd)
	y, ok2 := mul64(bn, ad)
	d, ok3 := mul64(ad, bd)
	s, ok4 := add64(x, y)
	return Number{num: s, den: d}, ok1 && ok2 && ok3 && ok4
}

// Neg is -a.
func (a Number) Neg() Number {
	if a.big != nil || a.num == math.MinInt64 {
		return fromRat(new(big.Rat).Neg(a.rat()))
	}
	return Number{num: -a.num, den: a.den}
}

// Sub is a - b.
func (a Number) Sub(b Number) Number { return a.Add(b.Neg()) }

// Mul is a * b.
func (a Number) Mul(b Number) Number {
	if a.big == nil && b.big == nil {
		n, ok1 := mul64(a.num, b.num)
		d, ok2 := mul64(a.d(), b.d())
		if ok1 && ok2 {
			return Number{num: n, den: d}
		}
	}
	return fromRat(new(big.Rat).Mul(a.rat(), b.rat()))
}

// Div is a / b; b must not be 0.
func (a Number) Div(b Number) Number {
	if b.big == nil && b.num != math.MinInt64 {
		if b.num < 0 {
			return a.Neg().Mul(Number{num: b.d(), den: -b.num})
		}
		return a.Mul(Number{num: b.d(), den: b.num})
	}
	return fromRat(new(big.Rat).Quo(a.rat(), b.rat()))
}

// Percent is a * p / 100.
func (a Number) Percent(p Number) Number { return a.Mul(p).Mul(Ratio(1, 100)) }

// Sign is -1, 0 or 1.
func (a Number) Sign() int {
	switch {
	case a.big != nil:
		return a.big.Sign()
	case a.num < 0:
		return -1
	case a.num > 0:
		return 1
	}
	return 0
}

// Cmp compares: -1 when a < b, 0 when equal, 1 when a > b.
func (a Number) Cmp(b Number) int {
	if a.big != nil || b.big != nil {
		return a.rat().Cmp(b.rat())
	}
	if a.den == b.den {
		return cmp.Compare(a.num, b.num)
	}
	as, bs := a.Sign(), b.Sign()
	if as != bs {
		if as < bs {
			return -1
		}
		return 1
	}
	ah, al := bits.Mul64(magnitude(a.num), uint64(b.d()))
	bh, bl := bits.Mul64(magnitude(b.num), uint64(a.d()))
	switch {
	case ah == bh && al == bl:
		return 0
	case ah < bh || ah == bh && al < bl:
		return -as
	}
	return as
}

// Min is the smaller of the two.
func (a Number) Min(b Number) Number {
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}

// Max is the greater of the two.
func (a Number) Max(b Number) Number {
	if a.Cmp(b) >= 0 {
		return a
	}
	return b
}

// Floor is the greatest whole number not above a.
func (a Number) Floor() Number {
	if a.big == nil {
		q := a.num / a.d()
		if a.num%a.d() < 0 {
			q--
		}
		return Int(q)
	}
	// Euclidean division equals the floor, because a denominator is positive.
	return fromRat(new(big.Rat).SetInt(new(big.Int).Div(a.big.Num(), a.big.Denom())))
}
