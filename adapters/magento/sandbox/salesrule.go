package sandbox

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// salesRule is a cart price rule of the invented shop, for everybody in its one website: per cent off, with a coupon or
// without, or pieces of a line for nothing. It applies to lines of some categories, or to all.
type salesRule struct {
	id          int64
	name        string
	description string
	action      string // by_percent or buy_x_get_y
	amount      int64  // per cent, or pieces that are free
	step        int64  // of buy_x_get_y: pieces that are paid before
	coupon      string // empty: it needs none
	label       string // what carts call it; without one the description of a rule with a coupon, otherwise nothing
	categories  []int64
}

func (s *shop) seedRules() []salesRule {
	candles := []int64{}
	for _, c := range s.categories {
		if c.Name == "Candles" {
			candles = append(candles, c.ID)
		}
	}
	return []salesRule{
		{id: 1, name: "Two candles, the third is free", description: "Of every three candles of a kind one costs nothing", action: "buy_x_get_y",
			amount: 1, step: 2, label: "Third candle free", categories: candles},
		{id: 2, name: "Ten per cent with TEN10", description: "10 % off with TEN10", action: "by_percent", amount: 10, coupon: "TEN10"},
	}
}

// json is the rule as salesRules/search tells it.
func (v salesRule) json(used int64) object {
	const kinds = `Magento\SalesRule\Model\Rule\Condition\`
	all := func(kind string, conditions ...any) object {
		o := pairs("condition_type", kinds+kind)
		if len(conditions) > 0 {
			o = o.with("conditions", append(list{}, conditions...))
		}
		return o.with("aggregator_type", "all", "operator", nil, "value", "1")
	}
	actions := all(`Product\Combine`)
	if len(v.categories) > 0 {
		actions = all(`Product\Combine`, pairs("condition_type", kinds+"Product", "operator", "()", "attribute_name", "category_ids",
			"value", joinIDs(v.categories)))
	}
	labels := list{}
	if v.label != "" {
		labels = append(labels, pairs("store_id", 0, "store_label", v.label))
	}
	kind := "NO_COUPON"
	if v.coupon != "" {
		kind = "SPECIFIC_COUPON"
	}
	return pairs("rule_id", v.id, "name", v.name, "store_labels", labels, "description", v.description, "website_ids", list{1},
		"customer_group_ids", list{0, 1, 2, 3}, "uses_per_customer", 0, "is_active", true, "condition", all("Combine"), "action_condition", actions,
		"stop_rules_processing", false, "is_advanced", true, "sort_order", 0, "simple_action", v.action, "discount_amount", v.amount,
		"discount_step", v.step, "apply_to_shipping", false, "times_used", used, "is_rss", true, "coupon_type", kind,
		"use_auto_generation", false, "uses_per_coupon", 0, "simple_free_shipping", "0")
}

func (v salesRule) couponJSON(used int64) object {
	return pairs("coupon_id", v.id, "rule_id", v.id, "code", v.coupon, "usage_limit", 0, "usage_per_customer", 0, "times_used", used,
		"is_primary", true, "created_at", seedTime, "type", 0)
}

// coupon is the rule of a code, whatever the case of its letters.
func (s *shop) couponRule(code string) (salesRule, bool) {
	i := slices.IndexFunc(s.rules, func(v salesRule) bool { return v.coupon != "" && strings.EqualFold(v.coupon, code) })
	if i < 0 {
		return salesRule{}, false
	}
	return s.rules[i], true
}

// ruleUses is how many orders a rule was applied to.
func (s *shop) ruleUses(id int64) int64 {
	n := int64(0)
	for _, o := range s.orders {
		if slices.Contains(o.Totals.Rules, id) {
			n++
		}
	}
	return n
}

// discounts are what rules take off the lines of a cart, by line, and which rules were met.
type discounts struct {
	amounts  []decimal.Decimal
	percents []decimal.Decimal
	byLine   [][]int64 // the rules that each line met
	rules    []int64
	labels   []string
}

// discount applies the rules in their order. What rounding a percentage of one line leaves over is carried into the next line
// with the same percentage, as Magento's discount calculators do.
func (s *shop) discount(c *cart) discounts {
	d := discounts{amounts: make([]decimal.Decimal, len(c.Items)), percents: make([]decimal.Decimal, len(c.Items)),
		byLine: make([][]int64, len(c.Items))}
	left := map[string]decimal.Decimal{}
	for _, rule := range s.rules {
		if rule.coupon != "" && !strings.EqualFold(rule.coupon, c.Coupon) {
			continue
		}
		met := len(rule.categories) == 0
		for n, item := range c.Items {
			if !s.ruleMeets(rule, item) {
				continue
			}
			met, d.byLine[n] = true, append(d.byLine[n], rule.id)
			row := item.Price.Mul(item.Qty)
			if rule.action == "by_percent" {
				percent := decimal.Min(d.percents[n].Add(decimal.NewFromInt(rule.amount)), decimal.NewFromInt(100))
				exact := row.Sub(d.amounts[n]).Mul(decimal.NewFromInt(rule.amount)).Div(decimal.NewFromInt(100)).Add(left[percent.String()])
				left[percent.String()] = exact.Sub(exact.Round(2))
				d.percents[n], d.amounts[n] = percent, decimal.Min(d.amounts[n].Add(exact.Round(2)), row)
				continue
			}
			d.amounts[n] = decimal.Min(d.amounts[n].Add(item.Price.Mul(rule.free(item.Qty)).Round(2)), row)
		}
		if met {
			d.rules = append(d.rules, rule.id)
			if label := rule.called(); label != "" {
				d.labels = append(d.labels, label)
			}
		}
	}
	return d
}

func (v salesRule) called() string {
	if v.label == "" && v.coupon != "" {
		return v.description
	}
	return v.label
}

// free is how many of some pieces of a line cost nothing (Magento\SalesRule\Model\Rule\Action\Discount\BuyXGetY).
func (v salesRule) free(qty decimal.Decimal) decimal.Decimal {
	step, amount := decimal.NewFromInt(v.step), decimal.NewFromInt(v.amount)
	round := step.Add(amount)
	rounds := qty.Div(round).Floor()
	free := rounds.Mul(amount)
	if rest := qty.Sub(rounds.Mul(round)); rest.GreaterThan(step) {
		free = free.Add(rest.Sub(step))
	}
	return free
}

// ruleMeets says whether a line is one of those that a rule discounts.
func (s *shop) ruleMeets(rule salesRule, item *cartItem) bool {
	if len(rule.categories) == 0 {
		return true
	}
	p := s.byID[item.ProductID]
	return p != nil && slices.ContainsFunc(p.Categories, func(l categoryLink) bool { return slices.Contains(rule.categories, l.ID) })
}

func (s *Sandbox) searchSalesRules(r *request) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	var rows []object
	for _, v := range s.shop.rules {
		rows = append(rows, v.json(s.shop.ruleUses(v.id)))
	}
	return objects(nil, unknownColumn, "rule_id", "name", "is_active", "coupon_type", "simple_action", "sort_order").search(rows, r)
}

func (s *Sandbox) getSalesRule(r *request) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	id := text(r.vars[0]).int64()
	if i := slices.IndexFunc(s.shop.rules, func(v salesRule) bool { return v.id == id }); i >= 0 {
		return s.shop.rules[i].json(s.shop.ruleUses(id)), nil
	}
	return nil, noSuchEntity("rule_id", id)
}

func (s *Sandbox) searchCoupons(r *request) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	var rows []object
	for _, v := range s.shop.rules {
		if v.coupon != "" {
			rows = append(rows, v.couponJSON(s.shop.ruleUses(v.id)))
		}
	}
	return objects(nil, unknownColumn, "coupon_id", "rule_id", "code", "type", "usage_limit", "times_used", "is_primary").search(rows, r)
}

func (s *Sandbox) cartCoupon(r *request) (any, error) {
	return s.withOpenCart(r, func(c *cart) any {
		if c.Coupon == "" {
			return nil
		}
		return c.Coupon
	})
}

func (s *Sandbox) setCoupon(r *request) (any, error) {
	return true, s.shop.changeCart(r.vars[0], func(c *cart) error {
		if len(c.Items) == 0 {
			return &refusal{status: 404, message: `The "%1" Cart doesn't contain products.`, params: list{c.ID}}
		}
		rule, ok := s.shop.couponRule(r.vars[1])
		if !ok {
			return refuse(404, "The coupon code isn't valid. Verify the code and try again.")
		}
		c.Coupon = rule.coupon
		return nil
	})
}

func (s *Sandbox) dropCoupon(r *request) (any, error) {
	return true, s.shop.changeCart(r.vars[0], func(c *cart) error { c.Coupon = ""; return nil })
}
