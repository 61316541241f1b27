package rest

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// pricingPage is how many rules, rates or coupons one call asks for.
const pricingPage = 200

type wireCondition struct {
	Type       string          `json:"condition_type"`
	Attribute  totals.Operand  `json:"attribute_name"`
	Operator   totals.Operand  `json:"operator"`
	Value      totals.Operand  `json:"value"`
	Aggregator totals.Operand  `json:"aggregator_type"`
	Conditions []wireCondition `json:"conditions"`
}

type wireRule struct {
	ID          ident  `json:"rule_id"`
	Name        text   `json:"name"`
	Description text   `json:"description"`
	Active      flag   `json:"is_active"`
	From        text   `json:"from_date"`
	To          text   `json:"to_date"`
	Stop        flag   `json:"stop_rules_processing"`
	Order       ident  `json:"sort_order"`
	Action      string `json:"simple_action"`
	Amount      text   `json:"discount_amount"`
	Qty         text   `json:"discount_qty"`
	Step        text   `json:"discount_step"`
	ToShipping  flag   `json:"apply_to_shipping"`
	PerCustomer ident  `json:"uses_per_customer"`
	CouponType  string `json:"coupon_type"`
	Generated   flag   `json:"use_auto_generation"`
	Free        text   `json:"simple_free_shipping"`
	Labels      []struct {
		Store ident `json:"store_id"`
		Label text  `json:"store_label"`
	} `json:"store_labels"`
	WebsiteIDs []ident        `json:"website_ids"`
	GroupIDs   []ident        `json:"customer_group_ids"`
	Conditions *wireCondition `json:"condition"`
	Actions    *wireCondition `json:"action_condition"`
}

type wireCoupon struct {
	ID    ident `json:"coupon_id"`
	Rule  ident `json:"rule_id"`
	Code  text  `json:"code"`
	Limit ident `json:"usage_limit"`
	Used  ident `json:"times_used"`
	Type  ident `json:"type"` // 0 made by a person, 1 generated
}

type wireTaxRate struct {
	ID       ident `json:"id"`
	Code     text  `json:"code"`
	Country  text  `json:"tax_country_id"`
	Region   ident `json:"tax_region_id"`
	Postcode text  `json:"tax_postcode"`
	Rate     text  `json:"rate"`
	Range    flag  `json:"zip_is_range"`
	From     text  `json:"zip_from"`
	To       text  `json:"zip_to"`
}

type wireTaxRule struct {
	ID        ident   `json:"id"`
	Priority  ident   `json:"priority"`
	Subtotal  flag    `json:"calculate_subtotal"`
	Customers []ident `json:"customer_tax_class_ids"`
	Products  []ident `json:"product_tax_class_ids"`
	Rates     []ident `json:"tax_rate_ids"`
}

// Pricing returns what totals depend on besides products. REST tells no settings, which are taken for Magento's own; nor which rows of
// a composite a condition looks at (attribute_scope); nor websites that a customer group is kept from.
func (c *Client) Pricing(ctx context.Context, store pos.Store) (totals.Pricing, error) {
	p := totals.Pricing{WebsiteID: store.WebsiteID, Currency: store.BaseCurrency, Timezone: store.Timezone, Groups: store.Groups, Config: totals.ConfigPaths()}
	p.Tax.DefaultCustomerClass = totals.DefaultCustomerClass // where no groups are told
	p.Tax.DefaultCustomerClass = p.Class(totals.DefaultGroup)
	p.Tax.AddRegions(store.Countries)
	var rules []wireRule
	var coupons couponList
	g, gctx := errgroup.WithContext(ctx)
	part := func(what string, load func() error) {
		g.Go(func() error { return c.toldOf(ctx, what, load()) })
	}
	part("cart price rules", func() (err error) {
		rules, err = pages(gctx, c, "salesRules", "rule_id", func(r wireRule) ident { return r.ID })
		return err
	})
	part("coupons", func() (err error) { coupons, err = c.coupons(gctx); return err })
	part("taxes", func() error { return c.taxes(gctx, &p.Tax) })
	if err := g.Wait(); err != nil {
		return p, err
	}
	rules = slices.DeleteFunc(rules, func(r wireRule) bool {
		return !bool(r.Active) || !slices.Contains(r.WebsiteIDs, ident(store.WebsiteID))
	})
	dates, err := c.ruleAttributes(ctx, rules, &p)
	if err != nil {
		return p, err
	}
	for _, w := range rules {
		rule, err := w.rule(store, dates)
		if err != nil {
			return p, err
		}
		if w.CouponType != "NO_COUPON" && !coupons.give(w, &rule) {
			continue
		}
		p.Rules = append(p.Rules, rule)
	}
	return p, nil
}

// toldOf lets a part be empty that the token may not read, or whose module was removed: goods are sold all the same, and Magento's own
// totals then differ from what was charged.
func (c *Client) toldOf(ctx context.Context, what string, err error) error {
	switch pos.KindOf(err) {
	case pos.KindNotFound, pos.KindUnauthorized, pos.KindInvalid:
		if err != nil {
			c.log.WarnContext(ctx, "Magento does not tell a part of what totals depend on: allow the integration to read it", slog.String("part", what), slog.Any("error", err))
		}
		return nil
	default:
		return err
	}
}

// pages reads a whole list by ascending id.
func pages[T any](ctx context.Context, c *Client, route, key string, id func(T) ident) ([]T, error) {
	var all []T
	for after := ident(0); ; {
		var page struct {
			Items []T `json:"items"`
		}
		query := newSearch().where(key, "gt", after.String()).ascending(key).limit(pricingPage).query()
		if err := c.get(ctx, "", "/V1/"+route+"/search", "/"+route+"/search", query, &page); err != nil {
			return nil, err
		}
		for _, item := range page.Items {
			if id(item) > after {
				all, after = append(all, item), id(item)
			}
		}
		if len(page.Items) < pricingPage {
			return all, nil
		}
	}
}

func (c *Client) taxes(ctx context.Context, tax *totals.Tax) error {
	rates, err := pages(ctx, c, "taxRates", "tax_calculation_rate_id", func(r wireTaxRate) ident { return r.ID })
	if err != nil {
		return err
	}
	rules, err := pages(ctx, c, "taxRules", "tax_calculation_rule_id", func(r wireTaxRule) ident { return r.ID })
	if err != nil {
		return err
	}
	for _, w := range rates {
		rate := totals.TaxRate{ID: int64(w.ID), Code: string(w.Code), Country: string(w.Country), Region: int64(w.Region), Postcode: string(w.Postcode), Percent: amount(w.Rate)}
		if w.Range || w.From != "" && w.To != "" {
			rate.ZipFrom, rate.ZipTo = string(w.From), string(w.To)
		}
		tax.Rates = append(tax.Rates, rate)
	}
	for _, w := range rules {
		tax.Rules = append(tax.Rules, totals.TaxRule{ID: int64(w.ID), Priority: int64(w.Priority), CalculateSubtotal: bool(w.Subtotal),
			CustomerClasses: sortedIDs(w.Customers), ProductClasses: sortedIDs(w.Products), Rates: sortedIDs(w.Rates)})
	}
	return nil
}

func sortedIDs(list []ident) []int64 {
	var ids []int64
	for _, id := range list {
		ids = append(ids, int64(id))
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// amount is a decimal that may be absent.
func amount(t text) totals.Number {
	n, err := totals.ParseNumber(string(t))
	if err != nil {
		return totals.Number{}
	}
	return n
}

// ruleAttributes notes which attributes of the conditions hold several options, and returns those that hold a time.
func (c *Client) ruleAttributes(ctx context.Context, rules []wireRule, p *totals.Pricing) ([]string, error) {
	codes := map[string]bool{}
	for _, r := range rules {
		r.Conditions.attributes(codes)
		r.Actions.attributes(codes)
	}
	if len(codes) == 0 {
		return nil, nil
	}
	var list struct {
		Items []struct {
			Code    string `json:"attribute_code"`
			Input   text   `json:"frontend_input"`
			Backend text   `json:"backend_type"`
		} `json:"items"`
	}
	query := newSearch().among("attribute_code", slices.Sorted(maps.Keys(codes))).limit(len(codes)).
		fields("items[attribute_code,frontend_input,backend_type]").query()
	if err := c.toldOf(ctx, "attributes of rules", c.get(ctx, "", "/V1/products/attributes", "/products/attributes", query, &list)); err != nil {
		return nil, err
	}
	var dates []string
	for _, a := range list.Items {
		switch {
		case a.Input == "multiselect":
			p.Multiselect = append(p.Multiselect, a.Code)
		case a.Backend == "datetime":
			dates = append(dates, a.Code)
		}
	}
	slices.Sort(p.Multiselect)
	return dates, nil
}

func (w *wireCondition) attributes(codes map[string]bool) {
	if w == nil {
		return
	}
	// Only a condition on a product has a product's attribute; the others' codes are no attributes, and asking costs nothing.
	if w.Attribute != "" {
		codes[string(w.Attribute)] = true
	}
	for i := range w.Conditions {
		w.Conditions[i].attributes(codes)
	}
}

func (w *wireCondition) condition() totals.MagentoCondition {
	if w == nil {
		return totals.MagentoCondition{}
	}
	m := totals.MagentoCondition{Type: w.Type, Attribute: w.Attribute, Operator: w.Operator, Value: w.Value, Aggregator: w.Aggregator}
	for i := range w.Conditions {
		m.Conditions = append(m.Conditions, w.Conditions[i].condition())
	}
	return m
}

func (w *wireRule) rule(store pos.Store, dates []string) (totals.Rule, error) {
	r := totals.Rule{
		ID: int64(w.ID), Name: string(w.Name), Description: string(w.Description), IsActive: bool(w.Active), FromDate: string(w.From), ToDate: string(w.To),
		UsesPerCustomer: int64(w.PerCustomer), Stop: bool(w.Stop), Priority: int64(w.Order), Action: w.Action, DiscountAmount: amount(w.Amount),
		DiscountQty: amount(w.Qty), DiscountStep: amount(w.Step), ApplyToShip: bool(w.ToShipping), FreeShipping: totals.FreeShippingOf(string(w.Free)),
		Websites: sortedIDs(w.WebsiteIDs), CustomerGroups: sortedIDs(w.GroupIDs),
	}
	own := false
	for _, l := range w.Labels {
		switch {
		case int64(l.Store) == store.ID:
			r.Label, own = string(l.Label), true
		case l.Store == 0 && !own:
			r.Label = string(l.Label)
		}
	}
	var err error
	if r.Conditions, err = totals.ReadConditions(w.Conditions.condition(), "combine", dates); err != nil {
		return r, err
	}
	r.Actions, err = totals.ReadConditions(w.Actions.condition(), "product_combine", dates)
	return r, err
}

// couponList is the codes of all rules. Cut says that there are more generated ones than were read.
type couponList struct {
	codes []wireCoupon
	cut   bool
}

// coupons reads the codes that people made, then generated ones, as many as a document holds.
func (c *Client) coupons(ctx context.Context) (couponList, error) {
	var list couponList
	for kind := range 2 {
		for after := ident(0); ; {
			var page struct {
				Items []wireCoupon `json:"items"`
			}
			query := newSearch().where("type", "eq", strconv.Itoa(kind)).where("coupon_id", "gt", after.String()).ascending("coupon_id").limit(pricingPage).query()
			if err := c.get(ctx, "", "/V1/coupons/search", "/coupons/search", query, &page); err != nil {
				return list, err
			}
			for _, coupon := range page.Items {
				if coupon.ID <= after {
					continue
				}
				after = coupon.ID
				if coupon.Type != ident(kind) {
					continue
				}
				if len(list.codes) == totals.MaxCoupons {
					list.cut = true
					break
				}
				list.codes = append(list.codes, coupon)
			}
			if list.cut || len(page.Items) < pricingPage {
				break
			}
		}
	}
	slices.SortStableFunc(list.codes, func(a, b wireCoupon) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// give gives a rule its codes (Magento\SalesRule\Model\ResourceModel\Rule\Collection::getCouponCodeSelect), and tells whether there
// are any.
func (l couponList) give(w wireRule, rule *totals.Rule) bool {
	kind := ident(0)
	if w.CouponType == "AUTO" || bool(w.Generated) {
		kind = 1
	}
	for _, coupon := range l.codes {
		if coupon.Rule == w.ID && coupon.Type == kind && coupon.Code != "" {
			rule.AddCoupon(string(coupon.Code), int64(coupon.Limit), int64(coupon.Used))
		}
	}
	rule.MoreCoupons = l.cut && kind == 1
	return rule.Coupon != "" || rule.MoreCoupons
}
