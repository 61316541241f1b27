package db

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// Pricing returns what totals depend on besides products: the active cart price rules with their codes (at most totals.MaxCoupons),
// tax rates and rules, customer groups and settings. Regions are those of the store's countries.
func (s *Source) Pricing(ctx context.Context, store pos.Store) (totals.Pricing, error) {
	p := totals.Pricing{WebsiteID: store.WebsiteID, Currency: store.BaseCurrency, Timezone: store.Timezone}
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		l := &pricingLoad{store: store, into: &p, byID: map[int64]*totals.Rule{}}
		for _, load := range []func(context.Context, *reader) error{
			l.config, l.groups, l.taxes, l.attributes, l.rules, l.ruleWebsites, l.ruleGroups, l.labels, l.coupons,
		} {
			// Without Magento_SalesRule there are no rules, and goods are sold all the same.
			if err := r.optional(ctx, load(ctx, r)); err != nil {
				return err
			}
		}
		for _, id := range slices.Sorted(maps.Keys(l.byID)) {
			if rule := l.byID[id]; len(rule.Websites) > 0 && (!l.asks[id] || rule.Coupon != "" || rule.MoreCoupons) {
				p.Rules = append(p.Rules, *rule)
			}
		}
		p.Tax.AddRegions(store.Countries)
		return nil
	})
	return p, err
}

// pricingLoad is a pricing document while it is read.
type pricingLoad struct {
	store pos.Store
	into  *totals.Pricing
	byID  map[int64]*totals.Rule
	asks  map[int64]bool // rules that ask for a code
	dates []string       // codes of the attributes that hold a time
	// defaultGroup is that of totals.DefaultGroupPath.
	defaultGroup int64
}

func (l *pricingLoad) config(ctx context.Context, r *reader) error {
	l.into.Config = totals.ConfigPaths()
	l.defaultGroup = totals.DefaultGroup
	paths := append(slices.Collect(maps.Keys(l.into.Config)), totals.DefaultGroupPath)
	where, args := among("path", paths)
	return r.each(ctx, "totals settings", `
		SELECT path, value FROM {core_config_data}
		WHERE `+where+` AND ((scope = 'default' AND scope_id = 0) OR (scope = 'websites' AND scope_id = ?) OR (scope = 'stores' AND scope_id = ?))
		ORDER BY FIELD(scope, 'default', 'websites', 'stores')`, append(args, l.store.WebsiteID, l.store.ID), func(c *row) {
		if path := c.text(0); path == totals.DefaultGroupPath {
			l.defaultGroup = c.integer(1)
		} else {
			l.into.Config[path] = c.clean(1)
		}
	})
}

func (l *pricingLoad) groups(ctx context.Context, r *reader) error {
	var store pos.Store
	err := loadGroups(ctx, r, &store, settings{})
	l.into.Groups = store.Groups
	l.into.Tax.DefaultCustomerClass = totals.DefaultCustomerClass // of a group that is gone, in which case Magento fails
	l.into.Tax.DefaultCustomerClass = l.into.Class(l.defaultGroup)
	return err
}

// taxes reads tax_calculation, which spreads a tax rule over its rates and classes.
func (l *pricingLoad) taxes(ctx context.Context, r *reader) error {
	tax := &l.into.Tax
	err := r.each(ctx, "tax rates of totals", `
		SELECT tax_calculation_rate_id, code, tax_country_id, tax_region_id, tax_postcode, rate, zip_is_range, zip_from, zip_to
		FROM {tax_calculation_rate} ORDER BY tax_calculation_rate_id`, nil, func(c *row) {
		rate := totals.TaxRate{ID: c.integer(0), Code: c.clean(1), Country: c.text(2), Region: c.integer(3), Postcode: c.clean(4), Percent: amount(c, 5)}
		if c.integer(6) == 1 {
			rate.ZipFrom, rate.ZipTo = c.text(7), c.text(8)
		}
		tax.Rates = append(tax.Rates, rate)
	})
	if err != nil {
		return err
	}
	return r.each(ctx, "tax rules", `
		SELECT t.tax_calculation_rule_id, t.priority, t.calculate_subtotal, c.customer_tax_class_id, c.product_tax_class_id, c.tax_calculation_rate_id
		FROM {tax_calculation_rule} t JOIN {tax_calculation} c ON c.tax_calculation_rule_id = t.tax_calculation_rule_id
		ORDER BY t.tax_calculation_rule_id, c.customer_tax_class_id, c.product_tax_class_id, c.tax_calculation_rate_id`, nil, func(c *row) {
		n := len(tax.Rules)
		if n == 0 || tax.Rules[n-1].ID != c.integer(0) {
			tax.Rules = append(tax.Rules, totals.TaxRule{ID: c.integer(0), Priority: c.integer(1), CalculateSubtotal: c.integer(2) == 1})
			n++
		}
		rule := &tax.Rules[n-1]
		rule.CustomerClasses = withID(rule.CustomerClasses, c.integer(3))
		rule.ProductClasses = withID(rule.ProductClasses, c.integer(4))
		rule.Rates = withID(rule.Rates, c.integer(5))
	})
}

// withID adds an id to a sorted list that lacks it.
func withID(ids []int64, id int64) []int64 {
	i, found := slices.BinarySearch(ids, id)
	if found {
		return ids
	}
	return slices.Insert(ids, i, id)
}

// attributes finds the product attributes that conditions must treat as lists, or cannot treat as they are.
func (l *pricingLoad) attributes(ctx context.Context, r *reader) error {
	return r.each(ctx, "attributes of totals", `
		SELECT a.attribute_code, a.frontend_input FROM {eav_attribute} a
		JOIN {eav_entity_type} t ON t.entity_type_id = a.entity_type_id AND t.entity_type_code = 'catalog_product'
		WHERE a.frontend_input = 'multiselect' OR a.backend_type = 'datetime' ORDER BY a.attribute_code`, nil, func(c *row) {
		if c.text(1) == "multiselect" {
			l.into.Multiselect = append(l.into.Multiselect, c.text(0))
		} else {
			l.dates = append(l.dates, c.text(0))
		}
	})
}

// noCoupon is salesrule.coupon_type of a rule that needs no code (Magento\SalesRule\Model\Rule::COUPON_TYPE_NO_COUPON).
const noCoupon = 1

func (l *pricingLoad) rules(ctx context.Context, r *reader) error {
	l.asks = map[int64]bool{}
	var failed error
	err := r.each(ctx, "cart price rules", `
		SELECT rule_id, name, description, from_date, to_date, uses_per_customer, stop_rules_processing, sort_order, simple_action, discount_amount,
			discount_qty, discount_step, apply_to_shipping, coupon_type, simple_free_shipping, conditions_serialized, actions_serialized
		FROM {salesrule} WHERE is_active = 1`, nil, func(c *row) {
		rule := &totals.Rule{
			ID: c.integer(0), Name: c.clean(1), Description: c.clean(2), IsActive: true, FromDate: c.text(3), ToDate: c.text(4),
			UsesPerCustomer: c.integer(5), Stop: c.integer(6) == 1, Priority: c.integer(7), Action: c.clean(8), DiscountAmount: amount(c, 9),
			DiscountQty: amount(c, 10), DiscountStep: amount(c, 11), ApplyToShip: c.integer(12) == 1, FreeShipping: totals.FreeShippingOf(c.text(14)),
		}
		var err error
		if rule.Conditions, err = totals.ReadConditions(conditionTree(c.bytes(15)), "combine", l.dates); err != nil {
			failed = err
		}
		if rule.Actions, err = totals.ReadConditions(conditionTree(c.bytes(16)), "product_combine", l.dates); err != nil {
			failed = err
		}
		l.byID[rule.ID], l.asks[rule.ID] = rule, c.integer(13) != noCoupon
	})
	if err != nil {
		return err
	}
	return failed
}

// conditionTree reads a serialised tree; one that is broken becomes a condition that nobody knows, so that only Magento judges the rule.
func conditionTree(raw []byte) (root totals.MagentoCondition) {
	if len(raw) == 0 {
		return root
	}
	if err := json.Unmarshal(raw, &root); err != nil {
		return totals.MagentoCondition{Type: "unreadable"}
	}
	return root
}

// amount is a decimal column, 0 for NULL.
func amount(c *row, i int) totals.Number {
	n, err := totals.ParseNumber(c.text(i))
	if err != nil {
		return totals.Number{}
	}
	return n
}

func (l *pricingLoad) ruleWebsites(ctx context.Context, r *reader) error {
	return r.each(ctx, "websites of rules", "SELECT rule_id, website_id FROM {salesrule_website} ORDER BY rule_id, website_id", nil, func(c *row) {
		if rule := l.byID[c.integer(0)]; rule != nil {
			rule.Websites = append(rule.Websites, c.integer(1))
		}
	})
}

// ruleGroups leaves out groups that the website is closed to (Magento\SalesRule\Model\ResourceModel\Rule\Collection::
// addWebsiteGroupDateFilter).
func (l *pricingLoad) ruleGroups(ctx context.Context, r *reader) error {
	closed := map[int64]bool{}
	err := r.each(ctx, "closed groups", "SELECT customer_group_id FROM {customer_group_excluded_website} WHERE website_id = ?",
		[]any{l.store.WebsiteID}, func(c *row) { closed[c.integer(0)] = true })
	if err = r.optional(ctx, err); err != nil {
		return err
	}
	return r.each(ctx, "groups of rules", "SELECT rule_id, customer_group_id FROM {salesrule_customer_group} ORDER BY rule_id, customer_group_id", nil, func(c *row) {
		if rule := l.byID[c.integer(0)]; rule != nil && !closed[c.integer(1)] {
			rule.CustomerGroups = append(rule.CustomerGroups, c.integer(1))
		}
	})
}

// labels reads what a receipt calls a discount: the store view's label, an empty one too, else that of all store views
// (Magento\SalesRule\Model\Rule::getStoreLabel).
func (l *pricingLoad) labels(ctx context.Context, r *reader) error {
	return r.each(ctx, "labels of rules", "SELECT rule_id, label FROM {salesrule_label} WHERE store_id IN (0, ?) ORDER BY rule_id, store_id",
		[]any{l.store.ID}, func(c *row) {
			if rule := l.byID[c.integer(0)]; rule != nil {
				rule.Label = c.clean(1)
			}
		})
}

// coupons reads the codes by which a rule can be asked for (Magento\SalesRule\Model\ResourceModel\Rule\Collection::
// getCouponCodeSelect), those that people made before generated ones.
func (l *pricingLoad) coupons(ctx context.Context, r *reader) error {
	const from = ` FROM {salesrule_coupon} c JOIN {salesrule} s ON s.rule_id = c.rule_id AND s.is_active = 1 AND c.code <> ''
		AND ((s.coupon_type = 3 AND IFNULL(c.type, 0) = 1) OR (s.coupon_type = 2 AND IFNULL(c.type, 0) = s.use_auto_generation))`
	left := map[int64]int64{}
	err := r.each(ctx, "numbers of coupons", "SELECT c.rule_id, COUNT(*)"+from+" GROUP BY c.rule_id", nil, func(c *row) { left[c.integer(0)] = c.integer(1) })
	if err != nil {
		return err
	}
	err = r.each(ctx, "coupons", "SELECT c.rule_id, c.code, c.usage_limit, c.times_used"+from+" ORDER BY IFNULL(c.type, 0), c.rule_id, c.coupon_id LIMIT ?",
		[]any{totals.MaxCoupons}, func(c *row) {
			if rule := l.byID[c.integer(0)]; rule != nil {
				rule.AddCoupon(c.clean(1), c.integer(2), c.integer(3))
				left[rule.ID]--
			}
		})
	for id, n := range left {
		if rule := l.byID[id]; rule != nil && n > 0 {
			rule.MoreCoupons = true
		}
	}
	return err
}
