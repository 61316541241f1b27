package totals

import (
	"cmp"
	"slices"
	"strings"
)

// The actions of a rule.
const (
	byPercent = "by_percent"
	byFixed   = "by_fixed"
	cartFixed = "cart_fixed"
	buyXGetY  = "buy_x_get_y"
)

// rule is a compiled Rule. unknown means that only Magento can judge it.
type rule struct {
	*Rule
	percent    Number // the discount of by_percent, at most 100
	factor     Number // percent / 100
	limits     bool   // whether fewer pieces than the line has may count
	conditions *node
	actions    *node
	unknown    bool
}

// ruleBook is all compiled rules in the order they apply.
type ruleBook struct {
	rules []*rule
	index leafIndex
	trees int
}

func compileRules(snapshot *Snapshot) *ruleBook {
	c := &compiler{multiselect: snapshot.Multiselect, known: map[leafKey]int{}, trees: map[treeKey]*node{}}
	book := &ruleBook{}
	for i := range snapshot.Rules {
		r := &rule{Rule: &snapshot.Rules[i]}
		r.percent = r.DiscountAmount.Min(Int(100))
		r.factor = r.percent.Mul(Ratio(1, 100))
		r.limits = r.DiscountQty.Sign() > 0 || r.DiscountStep.Sign() > 0
		var err1, err2 error
		r.conditions, err1 = c.tree(r.Conditions, combine)
		r.actions, err2 = c.tree(r.Actions, products)
		r.unknown = err1 != nil || err2 != nil || !r.sane()
		book.rules = append(book.rules, r)
	}
	slices.SortStableFunc(book.rules, func(a, b *rule) int {
		return cmp.Or(cmp.Compare(a.Priority, b.Priority), cmp.Compare(a.ID, b.ID))
	})
	book.index, book.trees = newLeafIndex(c.leaves), len(c.trees)
	return book
}

// sane refuses what no administrator can enter, and actions Magento keeps for old rules only.
func (r *rule) sane() bool {
	switch r.Action {
	case byPercent, byFixed, cartFixed, buyXGetY:
	default:
		return false
	}
	switch r.FreeShipping {
	case "", "items", "shipment":
	default:
		return false
	}
	return r.DiscountAmount.Sign() >= 0 && r.DiscountQty.Sign() >= 0 && r.DiscountStep.Sign() >= 0
}

// available says whether a rule may apply to the basket at all, before its conditions are judged.
func (r *rule) available(b *Basket) bool {
	if !r.IsActive || !slices.Contains(r.CustomerGroups, b.CustomerGroup) {
		return false
	}
	if b.Website != 0 && len(r.Websites) > 0 && !slices.Contains(r.Websites, b.Website) {
		return false
	}
	if r.FromDate != "" && day(r.FromDate) > b.Date || r.ToDate != "" && day(r.ToDate) < b.Date {
		return false
	}
	return !r.asksForCode() || r.accepts(b.Coupon) || r.mayKnow(b.Coupon)
}

// usedUp says whether this customer has used the rule as often as it allows: then it stays in the list, and does not apply
// (Magento\SalesRule\Model\Utility::canProcessRule). A guest has no past.
func (r *rule) usedUp(b *Basket) bool {
	return r.UsesPerCustomer > 0 && b.RuleUses[r.ID] >= r.UsesPerCustomer
}

// usesUnknown says whether only Magento knows how often this customer used the rule.
func (r *rule) usesUnknown(b *Basket) bool {
	if r.UsesPerCustomer <= 0 || !b.UsesUnknown {
		return false
	}
	_, told := b.RuleUses[r.ID]
	return !told
}

func (r *rule) asksForCode() bool { return r.Coupon != "" || r.MoreCoupons || len(r.Coupons) > 0 }

// accepts says whether a code is one of the rule's that is not used up.
func (r *rule) accepts(code string) bool {
	if code == "" {
		return false
	}
	if strings.EqualFold(r.Coupon, code) {
		return r.UsesPerCoupon <= 0 || r.TimesUsed < r.UsesPerCoupon
	}
	for _, c := range r.Coupons {
		if strings.EqualFold(c.Code, code) {
			return c.UsesPerCoupon <= 0 || c.TimesUsed < c.UsesPerCoupon
		}
	}
	return false
}

// mayKnow says whether a code may be one of those that are not listed.
func (r *rule) mayKnow(code string) bool {
	return r.MoreCoupons && code != "" && !strings.EqualFold(r.Coupon, code) &&
		!slices.ContainsFunc(r.Coupons, func(c Coupon) bool { return strings.EqualFold(c.Code, code) })
}

// candidate is a rule that is available for the basket. matched are the subjects its actions pick.
type candidate struct {
	*rule
	valid   bool
	matched set
	applied bool // to a line
	fixed   fixedRule
}

// candidates are the available rules in order, judged. unknown are the rules left out because only Magento can judge them.
func (e *Engine) candidates(b *Basket, j *judge, list []candidate, log *trace) (_ []candidate, unknown []*rule) {
	for _, r := range e.rules.rules {
		if !r.available(b) {
			continue
		}
		used := r.usedUp(b)
		if r.unknown || r.mayKnow(b.Coupon) || r.usesUnknown(b) {
			if !used {
				unknown = append(unknown, r)
				log.named(RuleUnknown, r.title(), Number{})
			}
			continue
		}
		c := candidate{rule: r, valid: !used && j.holds(r.conditions), matched: j.picks(r.actions)}
		if log != nil {
			verdict := RuleFails
			switch {
			case used:
				verdict = RuleUsed
			case c.valid:
				verdict = RuleHolds
			}
			log.named(verdict, r.title(), r.DiscountAmount)
		}
		list = append(list, c)
	}
	return list, unknown
}

// refusesCoupon says whether Magento takes the code away again: when no rule of it took effect on a line
// (Magento\Quote\Model\Quote\TotalsCollector::_validateCouponCode). A rule that only Magento can judge leaves the question open.
func (c *calculation) refusesCoupon(unknown []*rule) bool {
	if c.basket.Coupon == "" {
		return false
	}
	for _, r := range unknown {
		if r.asksForCode() {
			return false
		}
	}
	for i := range c.rules {
		if r := c.rules[i].rule; r.asksForCode() {
			for _, l := range c.lines {
				if slices.Contains(l.rules, r.ID) {
					return false
				}
			}
		}
	}
	return true
}

// title is what a person knows the rule by.
func (r *rule) title() string { return cmp.Or(r.Label, r.Name) }
