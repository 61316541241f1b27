package totals

import (
	"cmp"
	"slices"
	"strings"
)

// rateGroup is the rates of one priority, applied together. percent is what they add to the price, compounding included.
type rateGroup struct {
	key     string // codes joined by +
	percent Number
	parts   []RatePart
	alone   bool // not compounding
	slot    int  // its place among all groups of a basket, where carries are kept
}

// plain is the sum of the rates themselves, without compounding, as documents show it.
func (g *rateGroup) plain() Number {
	var sum Number
	for _, part := range g.parts {
		sum = sum.Add(part.Percent)
	}
	return sum
}

// taxation is what one product class means for one place and customer.
type taxation struct {
	groups []*rateGroup
	total  Number
}

// ratePick chooses rates as Magento\Tax\Model\ResourceModel\Calculation does.
type ratePick struct {
	tax     *Tax
	byID    map[int64]*TaxRate
	ordered []*TaxRule // by priority, then id
}

func newRatePick(tax *Tax) *ratePick {
	p := &ratePick{tax: tax, byID: make(map[int64]*TaxRate, len(tax.Rates))}
	for i := range tax.Rates {
		p.byID[tax.Rates[i].ID] = &tax.Rates[i]
	}
	for i := range tax.Rules {
		p.ordered = append(p.ordered, &tax.Rules[i])
	}
	slices.SortStableFunc(p.ordered, func(a, b *TaxRule) int {
		return cmp.Or(cmp.Compare(a.Priority, b.Priority), cmp.Compare(a.ID, b.ID))
	})
	return p
}

// place turns an address into a place of tax.
func (p *ratePick) place(a Address) place {
	return place{a.Country, p.tax.Regions[a.Country+"-"+a.RegionCode], a.Postcode}
}

// taxation is the groups of rates for a customer class and a product class; class 0 is never taxed.
func (p *ratePick) taxation(at place, customerClass, productClass int64) taxation {
	var t taxation
	if productClass == 0 || customerClass == 0 {
		return t
	}
	chosen := p.choose(at, customerClass, productClass)
	for i := 0; i < len(chosen); {
		g := &rateGroup{}
		last := i
		for ; i < len(chosen) && chosen[i].rule.Priority == chosen[last].rule.Priority; i++ {
			last = i
			rate := chosen[i].rate
			g.parts = append(g.parts, RatePart{rate.Code, rate.Percent})
			g.percent = g.percent.Add(rate.Percent)
			if g.key != "" {
				g.key += "+"
			}
			g.key += rate.Code
		}
		if g.alone = chosen[last].rule.CalculateSubtotal; !g.alone {
			g.percent = Int(100).Add(t.total).Percent(g.percent)
		}
		t.total = t.total.Add(g.percent)
		t.groups = append(t.groups, g)
	}
	return t
}

type ruleRate struct {
	rule *TaxRule
	rate *TaxRate
}

// choose is the rate of each matching rule. A rate that two rules name counts for the first only.
func (p *ratePick) choose(at place, customerClass, productClass int64) []ruleRate {
	var chosen []ruleRate
	seen := map[int64]bool{}
	for _, rule := range p.ordered {
		if !slices.Contains(rule.CustomerClasses, customerClass) || !slices.Contains(rule.ProductClasses, productClass) {
			continue
		}
		var best *TaxRate
		for _, id := range rule.Rates {
			rate := p.byID[id]
			if rate == nil || seen[id] || !rate.holds(at) {
				continue
			}
			seen[id] = true
			if best == nil || rate.before(best) {
				best = rate
			}
		}
		if best != nil {
			chosen = append(chosen, ruleRate{rule, best})
		}
	}
	return chosen
}

// before says whether r counts in place of o: the region's own, then the postcode text descending, then the higher percentage.
func (r *TaxRate) before(o *TaxRate) bool {
	order := cmp.Or(cmp.Compare(o.Region, r.Region), strings.Compare(strings.ToUpper(o.Postcode), strings.ToUpper(r.Postcode)), o.Percent.Cmp(r.Percent))
	return order < 0
}

// holds follows Magento\Tax\Model\ResourceModel\Calculation::_getRates. Magento's database compares without regard to letter case.
func (r *TaxRate) holds(at place) bool {
	if r.Country != at.country || r.Region != 0 && r.Region != at.region {
		return false
	}
	begin, end, span := dashed(at.postcode)
	short := at.postcode
	// A span is what Magento reads as a range of postcodes, such as the Polish 00-950: it has no beginnings, and holds ranges.
	extended := span && isDigits(end) && (at.country == "US" && len(end) == 4 || at.country == "PT" && len(end) == 3)
	if extended {
		short, span = begin, false
	}
	if r.ZipFrom != "" || r.ZipTo != "" {
		if span {
			return leading(r.ZipFrom) >= leading(begin) && leading(r.ZipTo) <= leading(end)
		}
		return isDigits(short) && betweenZips(short, r.ZipFrom, r.ZipTo)
	}
	if r.Postcode == "" || r.Postcode == "*" || at.postcode == "*" {
		return true
	}
	if span {
		return strings.EqualFold(r.Postcode, at.postcode)
	}
	whole, short := searched(at.postcode), searched(short)
	prefix, star := strings.CutSuffix(strings.ToLower(r.Postcode), "*")
	if !star {
		return prefix == whole || prefix == short
	}
	return prefix != "" && strings.HasPrefix(whole, prefix) && (!extended || len(prefix) < len(whole))
}

// searched is a postcode as rates are searched by it (Magento\Tax\Helper\Data::getPostCodeSubStringLength).
func searched(code string) string {
	runes := []rune(strings.ToLower(code))
	return string(runes[:min(len(runes), 10)])
}

// dashed cuts a postcode at its last dash with something before and after it.
func dashed(code string) (begin, end string, ok bool) {
	at := strings.LastIndexByte(code[:max(0, len(code)-1)], '-')
	if at < 1 {
		return code, "", false
	}
	return code[:at], code[at+1:], true
}

// leading is the number that a text begins with, 0 without one.
func leading(text string) int64 {
	return whole(text[:len(text)-len(strings.TrimLeft(text, "0123456789"))])
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// betweenZips compares as numbers: the columns zip_from and zip_to are integers.
func betweenZips(code, from, to string) bool {
	c, a, b := whole(code), whole(from), whole(to)
	return a <= c && c <= b
}
