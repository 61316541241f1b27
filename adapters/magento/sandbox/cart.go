package sandbox

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// maxSaleQty is Magento's default for the most pieces of a product in a cart.
const maxSaleQty = 10000

// cart is a quote: a guest's, who names it by its masked id, or a customer's, named by its number. It stays after it was
// placed: Magento answers questions about it, and only refuses changes.
type cart struct {
	ID        int64
	MaskedID  string
	Customer  int64  `json:",omitempty"` // 0: a guest
	Group     int64  `json:",omitempty"` // of the customer
	Coupon    string `json:",omitempty"`
	CreatedAt string
	UpdatedAt string
	Active    bool
	Items     []*cartItem
	Shipping  *address `json:",omitempty"`
	Billing   *address `json:",omitempty"`
	Method    string   // <carrier>_<method>
	Payment   string   // chosen beforehand by set-payment-information
	Reserved  string   // the increment id of the last order made of it
}

// name is what requests call the cart.
func (c *cart) name() string {
	if c.Customer != 0 {
		return strconv.FormatInt(c.ID, 10)
	}
	return c.MaskedID
}

// cartItem is a line: a product with what was chosen of it. Of a configurable one that is a variant, of a bundle its parts; a
// grouped product is as many lines as members.
type cartItem struct {
	ID        int64
	ChildID   int64 // item id of the variant's own row, 0 unless configurable
	ProductID int64
	VariantID int64  // the product that stock is taken of; equal to ProductID unless configurable
	SKU       string // options add theirs to it
	Stock     string `json:",omitempty"` // the product's own, where that differs
	Name      string
	ChildName string
	Type      string
	Qty       decimal.Decimal
	Price     decimal.Decimal
	Original  decimal.Decimal
	Weight    decimal.Decimal
	TaxClass  int64
	Options   []chosen `json:",omitempty"`
	Choice    choice   `json:",omitzero"`
	Shown     []chosen `json:",omitempty"` // choices other than a variant's, as totals show them
	Parts     []part   `json:",omitempty"` // of a bundle
}

// part is a product of a bundle: what stock is taken of.
type part struct {
	ItemID    int64 // id of the part's own row
	ProductID int64
	SKU, Name string
	Qty       decimal.Decimal // of a piece of the bundle
	Price     decimal.Decimal
}

// goods are the SKUs that stock is taken of, each with its quantity for a piece of the line.
func (i *cartItem) goods() []goods {
	if len(i.Parts) == 0 {
		return []goods{{orElse(i.Stock, i.SKU), decimal.NewFromInt(1)}}
	}
	var all []goods
	for _, p := range i.Parts {
		all = append(all, goods{p.SKU, p.Qty})
	}
	return all
}

type goods struct {
	SKU string
	Qty decimal.Decimal
}

// chosen is an option of a configurable line.
type chosen struct {
	AttributeID, OptionID int64
	Label, Value          string
}

func (c *cart) virtual() bool {
	return len(c.Items) > 0 && !slices.ContainsFunc(c.Items, func(i *cartItem) bool { return !intangible(i.Type) })
}

func (c *cart) qty() decimal.Decimal {
	sum := decimal.Zero
	for _, i := range c.Items {
		sum = sum.Add(i.Qty)
	}
	return sum
}

func (c *cart) item(id int64) *cartItem {
	for _, i := range c.Items {
		if i.ID == id {
			return i
		}
	}
	return nil
}

// clone is a copy whose items can be changed freely.
func (c *cart) clone() *cart {
	d := *c
	d.Items = make([]*cartItem, len(c.Items))
	for i, item := range c.Items {
		copied := *item
		d.Items[i] = &copied
	}
	return &d
}

// cart finds a cart by masked id. Errors: Magento's 404 with the masked id unresolved to null.
func (s *shop) cart(masked string) (*cart, error) {
	if c, ok := s.carts[masked]; ok {
		return c, nil
	}
	return nil, noSuchEntity("cartId", nil)
}

// openCart is cart for changes: a cart that was placed is as good as gone, and named by its number.
func (s *shop) openCart(masked string) (*cart, error) {
	c, err := s.cart(masked)
	if err != nil {
		return nil, err
	}
	switch {
	case c.Active:
		return c, nil
	case c.Customer != 0:
		return nil, noSuchEntity("cartId", c.ID)
	default:
		return nil, noSuchEntity("cartId", strconv.FormatInt(c.ID, 10))
	}
}

// shippingRate is a way of shipping that is offered.
type shippingRate struct {
	carrier, method, carrierTitle, methodTitle string
	each                                       int64 // price of a piece
}

func shippingRates() []shippingRate {
	return []shippingRate{
		{"freeshipping", "freeshipping", "Free Shipping", "Free", 0},
		{"flatrate", "flatrate", "Flat Rate", "Fixed", 5},
	}
}

func (r shippingRate) code() string { return r.carrier + "_" + r.method }

func (r shippingRate) description() string { return r.carrierTitle + " - " + r.methodTitle }

// price is what the carrier asks for the pieces of a cart; virtual goods are not carried.
func (r shippingRate) price(c *cart) decimal.Decimal {
	sum := decimal.Zero
	for _, i := range c.Items {
		if !intangible(i.Type) {
			sum = sum.Add(i.Qty)
		}
	}
	return sum.Mul(decimal.NewFromInt(r.each))
}

func shippingMethod(code string) (shippingRate, bool) {
	if code == pickupMethod {
		return pickupRate(), true
	}
	for _, r := range shippingRates() {
		if r.code() == code {
			return r, true
		}
	}
	return shippingRate{}, false
}

func (c *cart) shippingPrice() decimal.Decimal {
	if r, ok := shippingMethod(c.Method); ok {
		return r.price(c)
	}
	return decimal.Zero
}

// paymentTitle is the title of an offered payment method.
func paymentTitle(code string) (string, bool) {
	switch code {
	case "checkmo":
		return "Check / Money order", true
	case "cashondelivery":
		return "Cash On Delivery", true
	default:
		return "", false
	}
}

func paymentMethods() list {
	l := list{}
	for _, code := range []string{"checkmo", "cashondelivery"} {
		title, _ := paymentTitle(code)
		l = append(l, pairs("code", code, "title", title))
	}
	return l
}

// json is a line as guest-carts/{id}/items tells it; the quote id is the masked one in lists, the number elsewhere.
func (i *cartItem) json(quoteID string, withOptions bool) object {
	o := pairs("item_id", i.ID, "sku", i.SKU, "qty", i.Qty, "name", i.Name, "price", i.Price, "product_type", i.Type,
		"quote_id", quoteID)
	if option := i.optionJSON(); withOptions && option != nil {
		o = o.with("product_option", option)
	}
	return o
}

// optionJSON is what was chosen, nil when there was nothing to choose.
func (i *cartItem) optionJSON() object {
	ext := i.Choice.json()
	if len(i.Options) > 0 {
		ext = append(ext, pairs("configurable_item_options", listOf(i.Options, func(c chosen) any {
			return pairs("option_id", strconv.FormatInt(c.AttributeID, 10), "option_value", c.OptionID)
		}))...)
	}
	if len(ext) == 0 {
		return nil
	}
	return pairs("extension_attributes", ext)
}

// json is the cart as guest-carts/{id} tells it. After it was placed it has no items and no shipping assignments.
func (c *cart) json() object {
	quoteID := strconv.FormatInt(c.ID, 10)
	items := func() list { return listOf(c.Items, func(i *cartItem) any { return i.json(quoteID, false) }) }
	o := pairs("id", c.ID, "created_at", c.CreatedAt, "updated_at", c.UpdatedAt, "is_active", c.Active, "is_virtual", c.virtual())
	if c.Active {
		o = o.with("items", items())
	}
	customer := pairs("email", nil, "firstname", nil, "lastname", nil)
	if c.Customer != 0 {
		customer = pairs("id", c.Customer, "group_id", c.Group)
	}
	o = o.with("items_count", len(c.Items), "items_qty", c.qty(), "customer", customer, "billing_address", c.Billing.quoteJSON())
	if c.Reserved != "" {
		o = o.with("reserved_order_id", c.Reserved)
	}
	o = o.with("orig_order_id", 0, "currency", pairs("global_currency_code", "USD", "base_currency_code", "USD",
		"store_currency_code", "USD", "quote_currency_code", "USD", "store_to_base_rate", 0, "store_to_quote_rate", 0,
		"base_to_global_rate", 1, "base_to_quote_rate", 1), "customer_is_guest", c.Customer == 0, "customer_note_notify", true,
		"customer_tax_class_id", 3, "store_id", 1)
	if !c.Active {
		return o
	}
	assignments := list{}
	if len(c.Items) > 0 && !c.virtual() {
		method := any(nil)
		if c.Method != "" {
			method = c.Method
		}
		assignments = append(assignments, pairs("shipping", pairs("address", c.Shipping.quoteJSON(), "method", method),
			"items", items()))
	}
	return o.with("extension_attributes", pairs("shipping_assignments", assignments))
}
