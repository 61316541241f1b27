package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
)

// dice draws values. Awkward ones (ties, tiny, huge, fractional) are likely on purpose.
type dice struct{ *rand.Rand }

func pick[T any](d dice, of ...T) T { return of[d.IntN(len(of))] }

func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

// decimal is a number from 0 below limit with at most the given places.
func (d dice) decimal(limit, places int) json.Number {
	text := fmt.Sprint(d.IntN(limit))
	if n := d.IntN(places + 1); n > 0 {
		var digits strings.Builder
		for range n {
			digits.WriteByte(byte('0' + d.IntN(10)))
		}
		text += "." + digits.String()
	}
	return json.Number(text)
}

func (d dice) price() json.Number {
	switch d.IntN(12) {
	case 0:
		return pick[json.Number](d, "0.005", "0.015", "1.005", "2.675", "0.01", "0", "0.3333")
	case 1:
		return d.decimal(20000, 4)
	case 2:
		return pick[json.Number](d, "1000000000", "999999.99", "123456.789")
	}
	return d.decimal(120, 3)
}

func (d dice) qty() json.Number {
	switch d.IntN(20) {
	case 0:
		return pick[json.Number](d, "0.333", "1.5", "0.755", "2.25", "0.00000001", "1.23456789")
	case 1:
		return d.decimal(50, 4)
	}
	return json.Number(fmt.Sprint(1 + d.IntN(12)))
}

// percent is a percentage; above says that it may pass 100.
func (d dice) percent(above bool) json.Number {
	if above && d.chance(3) {
		return "125.5"
	}
	return pick(d, d.decimal(100, 3), d.decimal(30, 2), json.Number(fmt.Sprint(5*d.IntN(21))))
}

// ids draws some of the numbers, at least one.
func (d dice) ids(of ...int) []int {
	some := []int{pick(d, of...)}
	for _, id := range of {
		if id != some[0] && d.chance(40) {
			some = append(some, id)
		}
	}
	return some
}

func (d dice) flag() string { return pick(d, "0", "1") }

func (d dice) categories() []int { return d.ids(2, 3, 4, 5, 6, 11, 16, 25) }

func (d dice) attributes() map[string]string {
	drawn := map[string]string{}
	draw := func(code string, values ...string) {
		if d.chance(50) {
			drawn[code] = pick(d, values...)
		}
	}
	draw("color", "49", "50", "52")
	draw("material", "33", "31,33", "44,45,33")
	draw("sale", "0", "1")
	draw("erin_recommends", "1")
	return drawn
}
