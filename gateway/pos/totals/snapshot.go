package totals

import "encoding/json"

// Snapshot is everything about rules and taxes that a register needs offline. Its JSON is the form of testdata/rules.json (key rules)
// and testdata/tax.json (key tax).
type Snapshot struct {
	Rules []Rule `json:"rules"`
	Tax   Tax    `json:"tax"`
	// Multiselect lists product attributes that hold several options; without it a value containing a comma is taken for several.
	Multiselect []string `json:"multiselect,omitempty"`
}

// Rule is a cart price rule. Rules apply by ascending priority, then id.
type Rule struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Label string `json:"label"`
	// Description stands for a missing label when the rule has a coupon.
	Description    string `json:"description"`
	IsActive       bool   `json:"is_active"`
	Priority       int64  `json:"priority"`
	Stop           bool   `json:"stop"`
	Action         string `json:"action"` // by_percent, by_fixed, cart_fixed or buy_x_get_y
	DiscountAmount Number `json:"discount_amount"`
	DiscountQty    Number `json:"discount_qty"`  // most pieces of a line that count; 0: all
	DiscountStep   Number `json:"discount_step"` // 0: none
	ApplyToShip    bool   `json:"apply_to_shipping"`
	FreeShipping   string `json:"free_shipping"` // "", items or shipment
	Coupon         string `json:"coupon"`        // "", without Coupons and MoreCoupons: applies without a code
	// Coupons are further codes. With MoreCoupons there are others that are not listed: whether a code that nobody knows is one of
	// them only Magento can judge.
	Coupons        []Coupon `json:"coupons,omitempty"`
	MoreCoupons    bool     `json:"more_coupons,omitempty"`
	CustomerGroups []int64  `json:"customer_groups"`
	Websites       []int64  `json:"website_ids"` // empty: all
	FromDate       string   `json:"from_date"`   // yyyy-mm-dd in the store's time zone, both ends included; "" is open
	ToDate         string   `json:"to_date"`
	// UsesPerCoupon with TimesUsed, and UsesPerCustomer with Basket.RuleUses, are the limits of a code or rule; 0 is unlimited.
	UsesPerCoupon   int64           `json:"uses_per_coupon"`
	TimesUsed       int64           `json:"times_used"`
	UsesPerCustomer int64           `json:"uses_per_customer"`
	Conditions      json.RawMessage `json:"conditions"` // a Condition: decides for the cart
	Actions         json.RawMessage `json:"actions"`    // a Condition: picks the lines
}

// Coupon is one of several codes of a rule.
type Coupon struct {
	Code string `json:"code"`
	// UsesPerCoupon and TimesUsed are the limit of the code, as Rule's are of Rule.Coupon.
	UsesPerCoupon int64 `json:"uses_per_coupon,omitempty"`
	TimesUsed     int64 `json:"times_used,omitempty"`
}

// Condition is a node of a rule's tree: combine, found, subselect and product_combine hold nodes; product and address are leaves.
type Condition struct {
	Type       string      `json:"type"`
	Aggregator string      `json:"aggregator,omitempty"` // all or any
	Expect     *bool       `json:"expect,omitempty"`     // what the nodes below must come to; nil is true
	Attribute  string      `json:"attribute,omitempty"`
	Scope      string      `json:"attribute_scope,omitempty"` // "", parent or children
	Operator   string      `json:"operator,omitempty"`
	Value      Operand     `json:"value,omitempty"`
	Conditions []Condition `json:"conditions,omitempty"`
}

// Operand is the value of a leaf as text; lists are joined by commas.
type Operand string

// UnmarshalJSON reads a string, a number, a boolean (as 1 and 0) or a list of those.
func (o *Operand) UnmarshalJSON(data []byte) error {
	var list []Operand
	if len(data) > 0 && data[0] == '[' {
		if err := json.Unmarshal(data, &list); err != nil {
			return err
		}
		*o = joinOperands(list)
		return nil
	}
	switch text := string(data); text {
	case "null", "false":
		*o = ""
	case "true":
		*o = "1"
	default:
		if len(data) > 0 && data[0] == '"' {
			var s string
			if err := json.Unmarshal(data, &s); err != nil {
				return err
			}
			text = s
		} else if text != "" && text[0] == '{' {
			return errNotANumber()
		}
		*o = Operand(text)
	}
	return nil
}

func joinOperands(list []Operand) Operand {
	var all Operand
	for i, o := range list {
		if i > 0 {
			all += ","
		}
		all += o
	}
	return all
}

// Tax is the retailer's tax set-up.
type Tax struct {
	Regions map[string]int64 `json:"regions"` // "US-NY" to Magento's region number
	// DefaultCustomerClass is the class of the shop's default customer group: prices that are entered with tax hold its tax at the origin
	// (Magento\Tax\Model\Calculation::getDefaultCustomerTaxClass). Carts of guests have their own group's, as all have
	// (Magento\Quote\Model\Quote::getCustomerTaxClassId). The setting tax/classes/default_customer_tax_class is no more than what
	// Magento's admin proposes for a new group.
	DefaultCustomerClass int64     `json:"default_customer_tax_class_id"`
	Rates                []TaxRate `json:"rates"`
	Rules                []TaxRule `json:"rules"`
}

// TaxRate is one percentage for one place.
type TaxRate struct {
	ID       int64  `json:"id"`
	Code     string `json:"code"`
	Country  string `json:"country"`
	Region   int64  `json:"region_id"` // 0: the whole country
	Postcode string `json:"postcode"`  // exact, a prefix ending in *, or * for all
	ZipFrom  string `json:"zip_from"`  // with ZipTo: a numeric range in place of Postcode
	ZipTo    string `json:"zip_to"`
	Percent  Number `json:"percent"`
}

// TaxRule says which rates hold for which classes. Rules of one priority add up; a later priority compounds unless CalculateSubtotal.
type TaxRule struct {
	ID                int64   `json:"id"`
	Priority          int64   `json:"priority"`
	CalculateSubtotal bool    `json:"calculate_subtotal"`
	CustomerClasses   []int64 `json:"customer_tax_class_ids"`
	ProductClasses    []int64 `json:"product_tax_class_ids"`
	Rates             []int64 `json:"tax_rate_ids"`
}
