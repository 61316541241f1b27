package sandbox

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// maxSaleQty is Magento's default for the most pieces of a product in a cart.
const maxSaleQty = 10000

// cart is a guest's quote. It stays after it was placed: Magento answers questions about it, and only refuses changes.
type cart struct {
	ID        int64
	MaskedID  string
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

// cartItem is a line: a simple or virtual product, or a configurable one with the variant that was chosen.
type cartItem struct {
	ID        int64
	ChildID   int64 // item id of the variant's own row, 0 unless configurable
	ProductID int64
	VariantID int64 // the product that stock is taken of; equal to ProductID unless configurable
	SKU       string
	Name      string
	ChildName string
	Type      string
	Qty       decimal.Decimal
	Price     decimal.Decimal
	Original  decimal.Decimal
	Weight    decimal.Decimal
	TaxClass  int64
	Options   []chosen `json:",omitempty"`
}

// chosen is an option of a configurable line.
type chosen struct {
	AttributeID, OptionID int64
	Label, Value          string
}

func (c *cart) virtual() bool {
	return len(c.Items) > 0 && !slices.ContainsFunc(c.Items, func(i *cartItem) bool { return i.Type != "virtual" })
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
	if !c.Active {
		return nil, noSuchEntity("cartId", strconv.FormatInt(c.ID, 10))
	}
	return c, nil
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
		if i.Type != "virtual" {
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
	if withOptions && len(i.Options) > 0 {
		o = o.with("product_option", i.optionJSON())
	}
	return o
}

func (i *cartItem) optionJSON() object {
	return pairs("extension_attributes", pairs("configurable_item_options", listOf(i.Options, func(c chosen) any {
		return pairs("option_id", strconv.FormatInt(c.AttributeID, 10), "option_value", c.OptionID)
	})))
}

// json is the cart as guest-carts/{id} tells it. After it was placed it has no items and no shipping assignments.
func (c *cart) json() object {
	quoteID := strconv.FormatInt(c.ID, 10)
	items := func() list { return listOf(c.Items, func(i *cartItem) any { return i.json(quoteID, false) }) }
	o := pairs("id", c.ID, "created_at", c.CreatedAt, "updated_at", c.UpdatedAt, "is_active", c.Active, "is_virtual", c.virtual())
	if c.Active {
		o = o.with("items", items())
	}
	o = o.with("items_count", len(c.Items), "items_qty", c.qty(),
		"customer", pairs("email", nil, "firstname", nil, "lastname", nil), "billing_address", c.Billing.quoteJSON())
	if c.Reserved != "" {
		o = o.with("reserved_order_id", c.Reserved)
	}
	o = o.with("orig_order_id", 0, "currency", pairs("global_currency_code", "USD", "base_currency_code", "USD",
		"store_currency_code", "USD", "quote_currency_code", "USD", "store_to_base_rate", 0, "store_to_quote_rate", 0,
		"base_to_global_rate", 1, "base_to_quote_rate", 1), "customer_is_guest", true, "customer_note_notify", true,
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
