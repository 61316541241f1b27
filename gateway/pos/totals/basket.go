package totals

// Basket is one cart, in the form of the golden vectors (testdata/vectors.jsonl.gz).
type Basket struct {
	ID               string            `json:"id"`
	Date             string            `json:"date"`   // yyyy-mm-dd in the store's time zone
	Config           map[string]string `json:"config"` // settings by Magento's path; see Settings
	CustomerGroup    int64             `json:"customer_group"`
	CustomerTaxClass int64             `json:"customer_tax_class_id"`
	Website          int64             `json:"website_id"` // 0: rules of every website
	Address          Address           `json:"address"`
	BillingAddress   Address           `json:"billing_address"`
	IsVirtual        bool              `json:"is_virtual"`
	Coupon           string            `json:"coupon"`
	Items            []Item            `json:"items"`
	Shipping         *Shipping         `json:"shipping"`
	PaymentMethod    string            `json:"payment_method"`
	// StaffDiscount is what staff took off the whole basket, after all rules: a percentage of what they left, or an amount.
	StaffDiscount *ManualDiscount `json:"staff_discount"`
	// RuleUses is how often this customer used a rule before. A guest has no past. UsesUnknown says that the customer has one which is
	// not known: a rule that limits the uses of each customer, and is not in RuleUses, is then for Magento to judge.
	RuleUses     map[int64]int64 `json:"rule_uses"`
	UsesUnknown  bool            `json:"uses_unknown,omitempty"`
	Currency     string          `json:"currency"`      // "" is USD
	CashRounding Number          `json:"cash_rounding"` // step of what is paid in cash, such as 0.05; 0: none
}

// Address is a place that chooses rates and conditions.
type Address struct {
	Country    string `json:"country"`
	RegionCode string `json:"region_code"`
	Postcode   string `json:"postcode"`
}

// Shipping is the chosen method; nil in a basket without one.
type Shipping struct {
	Method string `json:"method"`
	// CarrierPrice is what the carrier asks, with or without tax as settings say. Nil lets the engine compute Magento's own flat rate,
	// free shipping and pickup; any other method is refused then.
	CarrierPrice *Number `json:"carrier_price"`
}

// Item is one line of the basket. For a configurable product it carries the facts of the chosen variant.
type Item struct {
	SKU              string            `json:"sku"`
	Qty              Number            `json:"qty"`
	Type             string            `json:"type"` // simple, virtual, configurable, bundle, downloadable
	TaxClass         int64             `json:"product_tax_class_id"`
	Price            Number            `json:"unit_price_original"`
	Tiers            []Tier            `json:"tier_prices"`
	Special          *Special          `json:"special_price"`
	CatalogRulePrice *Number           `json:"catalog_rule_price"`
	Options          Options           `json:"options"`
	Weight           Number            `json:"weight"`
	Attributes       map[string]string `json:"attributes"`
	Categories       []int64           `json:"category_ids"` // ancestors included
	ParentSKU        string            `json:"parent_sku"`
	ParentAttributes map[string]string `json:"parent_attributes"`
	ParentCategories []int64           `json:"parent_category_ids"`
	Children         []Part            `json:"children"`
	// OverridePrice replaces every other price of the line; ManualDiscount is taken off the unit price last, before it is rounded.
	OverridePrice   *Number         `json:"override_price"`
	ManualDiscount  *ManualDiscount `json:"manual_discount"`
	FixedProductTax Number          `json:"fixed_product_tax"`
}

// ManualDiscount is what a member of staff takes off one piece: a percentage, or an amount when Percent is nil.
type ManualDiscount struct {
	Percent *Number `json:"percent"`
	Amount  Number  `json:"amount"`
}

// Part is a product inside a bundle.
type Part struct {
	SKU                string            `json:"sku"`
	Qty                Number            `json:"qty_per_bundle"`
	SelectionPrice     Number            `json:"selection_price"`
	SelectionPriceType string            `json:"selection_price_type"` // fixed or percent, in a bundle of fixed price
	TaxClass           int64             `json:"product_tax_class_id"`
	Price              Number            `json:"unit_price_original"`
	Tiers              []Tier            `json:"tier_prices"`
	Special            *Special          `json:"special_price"`
	CatalogRulePrice   *Number           `json:"catalog_rule_price"`
	Weight             Number            `json:"weight"`
	Attributes         map[string]string `json:"attributes"`
	Categories         []int64           `json:"category_ids"`
	FixedProductTax    Number            `json:"fixed_product_tax"`
}

// Tier is a price from a quantity on: an amount, or a percentage off when Percent is not nil.
type Tier struct {
	Group   Operand `json:"group"` // "all" or a customer group number
	Qty     Number  `json:"qty"`
	Price   *Number `json:"price"`
	Percent *Number `json:"percent"`
}

// Special is a dated price; for a bundle the percentage to pay.
type Special struct {
	Price Number `json:"price"`
	From  string `json:"from"` // yyyy-mm-dd..., "" is open
	To    string `json:"to"`
}

// Options are the choices on a line that change its price.
type Options struct {
	PriceType       string         `json:"price_type"` // of a bundle: dynamic or fixed
	ShipsSeparately bool           `json:"ships_separately"`
	CustomOption    *CustomOption  `json:"custom_option"`
	CustomOptions   []CustomOption `json:"custom_options"`
	Links           []Link         `json:"links"`
	LinksSeparately Operand        `json:"links_purchased_separately"` // "1": each link adds its price
}

// CustomOption adds a fixed amount or a percentage of the price before options.
type CustomOption struct {
	Price     Number `json:"price"`
	PriceType string `json:"price_type"` // fixed or percent
}

// Link is a chosen file of a downloadable product.
type Link struct {
	Price Number `json:"price"`
}
