package totals

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// MagentoCondition is a node of a cart price rule's tree as Magento holds it (salesrule.conditions_serialized and actions_serialized);
// over REST the same members have other names.
type MagentoCondition struct {
	Type       string             `json:"type"`
	Attribute  Operand            `json:"attribute"`
	Scope      Operand            `json:"attribute_scope"`
	Operator   Operand            `json:"operator"`
	Value      Operand            `json:"value"`
	Aggregator Operand            `json:"aggregator"`
	Conditions []MagentoCondition `json:"conditions"`
}

// conditionClasses are what rules of Magento Open Source are made of (Magento\SalesRule\Model\Rule\Condition).
func conditionClasses() map[string]string {
	const space = `Magento\SalesRule\Model\Rule\Condition\`
	return map[string]string{
		space + "Combine": "combine", space + "Address": "address", space + "Product": "product",
		space + `Product\Found`: "found", space + `Product\Subselect`: "subselect", space + `Product\Combine`: "product_combine",
	}
}

// untold are product attributes that documents hold in another form or not at all, and dates that are not kept by themselves: only
// Magento can judge a condition on them.
func untold() []string {
	return []string{"url_key", "url_path", "image", "small_image", "thumbnail", "swatch_image", "media_gallery", "gallery", "created_at", "updated_at",
		"special_from_date", "special_to_date", "tier_price", "quantity_and_stock_status", "type_id", "price_type", "weight_type", "sku_type"}
}

// ReadConditions turns a tree of Magento's into the form of Rule.Conditions and Rule.Actions; of an empty one remains what Magento
// makes of it, a combination of nothing, of the given class (combine or product_combine). Dates are the codes of product attributes
// that hold a time. What the engine could not judge rightly keeps Magento's name in place of a type, so that it says so.
func ReadConditions(root MagentoCondition, empty string, dates []string) (json.RawMessage, error) {
	if root.Type == "" {
		return json.Marshal(Condition{Type: empty, Aggregator: "all"})
	}
	return json.Marshal(root.condition(conditionClasses(), append(untold(), dates...)))
}

func (m MagentoCondition) condition(classes map[string]string, untold []string) Condition {
	class := strings.TrimPrefix(m.Type, `\`)
	c := Condition{Type: classes[class]}
	switch c.Type {
	case "":
		return Condition{Type: class}
	case "product", "address":
		c.Attribute, c.Scope, c.Operator, c.Value = string(m.Attribute), string(m.Scope), string(m.Operator), m.Value
		if _, field := c.scopeAndField(); c.Type == "product" && slices.Contains(untold, field) {
			c.Type += " " + field
		}
		return c
	}
	// Magento\Rule\Model\Condition\Combine::loadArray: old rules keep the aggregator and the value under other names.
	c.Aggregator = string(first(m.Aggregator, m.Attribute))
	expect := first(m.Value, m.Operator)
	if c.Type == "subselect" {
		// Its value is what the sum is compared with, and Magento takes the same value for what the lines must come to.
		c.Aggregator, c.Attribute, c.Operator, c.Value, expect = string(m.Aggregator), string(m.Attribute), string(m.Operator), m.Value, m.Value
	}
	if expect == "" || expect == "0" {
		no := false
		c.Expect = &no
	}
	for _, child := range m.Conditions {
		c.Conditions = append(c.Conditions, child.condition(classes, untold))
	}
	return c
}

func first(a, b Operand) Operand {
	if a != "" {
		return a
	}
	return b
}

// FreeShippingOf is Rule.FreeShipping for salesrule.simple_free_shipping (Magento\OfflineShipping\Model\SalesRule\Rule).
func FreeShippingOf(simple string) string {
	switch simple {
	case "", "0":
		return ""
	case "1":
		return "items"
	case "2":
		return "shipment"
	}
	return simple
}

// AddCoupon gives a rule one more code. How often a code without limit was used makes no difference, and is left out: the document
// would change with every order.
func (r *Rule) AddCoupon(code string, limit, used int64) {
	if limit <= 0 {
		limit, used = 0, 0
	}
	if r.Coupon == "" {
		r.Coupon, r.UsesPerCoupon, r.TimesUsed = code, limit, used
		return
	}
	r.Coupons = append(r.Coupons, Coupon{Code: code, UsesPerCoupon: limit, TimesUsed: used})
}

// AddRegions notes the numbers of the regions that a store's customers may live in.
func (t *Tax) AddRegions(countries []pos.Country) {
	if t.Regions == nil {
		t.Regions = map[string]int64{}
	}
	for _, country := range countries {
		for _, r := range country.Regions {
			t.Regions[country.ID+"-"+r.Code] = r.ID
		}
	}
}
