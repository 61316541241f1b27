package rest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	routeCarts    = "/V1/guest-carts"
	routeCart     = "/V1/guest-carts/{id}"
	routeItems    = "/V1/guest-carts/{id}/items"
	routeItem     = "/V1/guest-carts/{id}/items/{item}"
	routeShipping = "/V1/guest-carts/{id}/shipping-information"
	routeBilling  = "/V1/guest-carts/{id}/billing-address"
	routeTotals   = "/V1/guest-carts/{id}/totals"
	routePlace    = "/V1/guest-carts/{id}/payment-information"
)

// freshCarts bounds how many opened carts are remembered; a cart that was forgotten is looked at before it is filled.
const freshCarts = 10_000

// OpenCart makes an empty guest cart in a store view and returns both of its ids. A cart that was made although no answer
// came stays empty in Magento and harms nothing, so OpenCart may be repeated.
func (c *Client) OpenCart(ctx context.Context, store string) (pos.CartRef, error) {
	var masked string
	if err := c.do(ctx, call{kind: write, method: http.MethodPost, route: "POST " + routeCarts, store: store, path: "/guest-carts"}, &masked); err != nil {
		return pos.CartRef{}, err
	}
	ref := pos.CartRef{MaskedID: masked}
	var cart struct {
		ID ident `json:"id"`
	}
	look := call{kind: read, method: http.MethodGet, route: "GET " + routeCart, store: store, path: cartPath(ref, ""), refused: closedCart}
	if err := c.do(ctx, look, &cart); err != nil {
		return pos.CartRef{}, err
	}
	ref.QuoteID = cart.ID.String()
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.fresh) < freshCarts {
		c.fresh[ref.MaskedID] = struct{}{}
	}
	return ref, nil
}

// FillCart puts the lines into a cart, sets address and shipping method, and returns what Magento would charge. It may be
// repeated: lines that an earlier attempt left in the cart are taken out first.
// Errors: unavailable; CodeOutcomeUnknown, when the cart is closed, as it is after it was placed; invalid with
// CodeUnknownSKU, CodeOutOfStock, CodeMethodNotOffered or CodeRejectedByShop.
func (c *Client) FillCart(ctx context.Context, cart pos.CartRef, order pos.Order, at pos.Location) (pos.Quote, error) {
	if !c.takeFresh(cart) {
		if err := c.emptyCart(ctx, cart, at.Store); err != nil {
			return pos.Quote{}, err
		}
	}
	shipped, skus := false, map[ident]string{}
	for _, line := range order.Lines {
		added, err := c.addLine(ctx, cart, line, at.Store)
		if err != nil {
			return pos.Quote{}, err
		}
		skus[added.ID] = line.SKU
		shipped = shipped || (added.Type != pos.TypeVirtual && added.Type != pos.TypeDownloadable)
	}
	totals, err := c.setAddress(ctx, cart, order, at, shipped)
	if err != nil {
		return pos.Quote{}, err
	}
	if totals.Currency != order.Currency {
		return pos.Quote{}, pos.NewError(pos.KindInvalid, pos.CodeRejectedByShop, "Magento sells in %s in store view %s, the order is in %s: correct the location's store view", totals.Currency, at.Store, order.Currency)
	}
	return totals.quote(skus), nil
}

// wireTotals are a cart's totals. Tax includes that of the shipping method, which costs nothing.
type wireTotals struct {
	Subtotal number `json:"subtotal"`
	Tax      number `json:"tax_amount"`
	Total    number `json:"grand_total"`
	Currency string `json:"quote_currency_code"`
	Items    []struct {
		ID       ident  `json:"item_id"`
		RowTotal number `json:"row_total"`
		Tax      number `json:"tax_amount"`
		Discount number `json:"discount_amount"`
	} `json:"items"`
}

// quote names the lines by SKU: the totals give their item ids only.
func (t wireTotals) quote(skus map[ident]string) pos.Quote {
	q := pos.Quote{Totals: t.minor()}
	for _, i := range t.Items {
		if sku, ok := skus[i.ID]; ok {
			q.Lines = append(q.Lines, pos.QuoteLine{
				SKU: sku, RowTotal: pos.ToMinor(i.RowTotal.Decimal, t.Currency), Tax: pos.ToMinor(i.Tax.Decimal, t.Currency),
				Discount: pos.ToMinor(i.Discount.Decimal, t.Currency),
			})
		}
	}
	return q
}

func (t wireTotals) minor() pos.Totals {
	return pos.Totals{
		Subtotal: pos.ToMinor(t.Subtotal.Decimal, t.Currency),
		Tax:      pos.ToMinor(t.Tax.Decimal, t.Currency),
		Total:    pos.ToMinor(t.Total.Decimal, t.Currency),
	}
}

func (c *Client) takeFresh(cart pos.CartRef) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, ok := c.fresh[cart.MaskedID]
	delete(c.fresh, cart.MaskedID)
	return ok
}

func (c *Client) emptyCart(ctx context.Context, cart pos.CartRef, store string) error {
	var items []struct {
		ID ident `json:"item_id"`
	}
	if err := c.do(ctx, call{kind: read, method: http.MethodGet, route: "GET " + routeItems, store: store, path: cartPath(cart, "/items"), refused: closedCart}, &items); err != nil {
		return err
	}
	for _, item := range items {
		if err := c.do(ctx, call{kind: write, method: http.MethodDelete, route: "DELETE " + routeItem, store: store, path: cartPath(cart, "/items/"+item.ID.String()), refused: closedCart}, nil); err != nil {
			return err
		}
	}
	return nil
}

// addLine adds a product by its own SKU, a variant too: it becomes a simple line. Magento puts two
// lines of one product together: both have one item id then.
func (c *Client) addLine(ctx context.Context, cart pos.CartRef, line pos.Line, store string) (addedLine, error) {
	type item struct {
		Quote string      `json:"quote_id"`
		SKU   string      `json:"sku"`
		Qty   json.Number `json:"qty"`
	}
	body := map[string]item{"cartItem": {Quote: cart.MaskedID, SKU: line.SKU, Qty: quantity(line.Quantity)}}
	refused := func(status int, text string, p parameters) *pos.Error {
		if e := closedCart(status, text, p); e != nil {
			return e
		}
		switch {
		case status == http.StatusNotFound && strings.Contains(text, "product that was requested"):
			return pos.NewError(pos.KindInvalid, pos.CodeUnknownSKU, "Magento has no product with the SKU %s", line.SKU)
		case outOfStock(text):
			return pos.NewError(pos.KindInvalid, pos.CodeOutOfStock, "Magento has not enough of %s: %s", line.SKU, presentable(text))
		case notSaved(text):
			return pos.Unavailable(nil, "Magento could not save the cart. Try again later")
		case status == http.StatusBadRequest:
			return pos.NewError(pos.KindInvalid, pos.CodeRejectedByShop, "Magento refused %s: %s", line.SKU, presentable(text))
		}
		return nil
	}
	var added addedLine
	err := c.do(ctx, call{kind: write, method: http.MethodPost, route: "POST " + routeItems, store: store, path: cartPath(cart, "/items"), body: body, refused: refused}, &added)
	return added, err
}

type addedLine struct {
	ID   ident           `json:"item_id"`
	Type pos.ProductType `json:"product_type"`
}

// setAddress sets the addresses and, unless everything in the cart is virtual, the shipping method.
func (c *Client) setAddress(ctx context.Context, cart pos.CartRef, order pos.Order, at pos.Location, shipped bool) (wireTotals, error) {
	address := postal(order, at)
	if !shipped {
		// A cart of virtual goods has no shipping step, and Magento refuses one.
		body := map[string]wireAddress{"address": address}
		if err := c.do(ctx, call{kind: write, method: http.MethodPost, route: "POST " + routeBilling, store: at.Store, path: cartPath(cart, "/billing-address"), body: body, refused: closedCart}, nil); err != nil {
			return wireTotals{}, err
		}
		var totals wireTotals
		err := c.do(ctx, call{kind: read, method: http.MethodGet, route: "GET " + routeTotals, store: at.Store, path: cartPath(cart, "/totals"), refused: closedCart}, &totals)
		return totals, err
	}
	carrier, method, ok := strings.Cut(at.ShippingMethod, "_")
	if !ok || carrier == "" || method == "" {
		return wireTotals{}, pos.NewError(pos.KindInvalid, pos.CodeMethodNotOffered, "The location's shipping method %q is not of the form carrier_method", at.ShippingMethod)
	}
	type information struct {
		Shipping wireAddress `json:"shipping_address"`
		Billing  wireAddress `json:"billing_address"`
		Carrier  string      `json:"shipping_carrier_code"`
		Method   string      `json:"shipping_method_code"`
	}
	body := map[string]information{"addressInformation": {Shipping: address, Billing: address, Carrier: carrier, Method: method}}
	refused := func(status int, text string, p parameters) *pos.Error {
		if e := closedCart(status, text, p); e != nil {
			return e
		}
		if strings.Contains(text, "Carrier with such method not found") || strings.Contains(strings.ToLower(text), "shipping method") {
			return pos.NewError(pos.KindInvalid, pos.CodeMethodNotOffered, "Magento does not offer the shipping method %s at this location: %s", at.ShippingMethod, presentable(text))
		}
		if outOfStock(text) {
			return pos.NewError(pos.KindInvalid, pos.CodeOutOfStock, "Magento has not enough stock: %s", presentable(text))
		}
		if notSaved(text) {
			return pos.Unavailable(nil, "Magento could not save the cart. Try again later")
		}
		return rejected(text)
	}
	var answer struct {
		Totals wireTotals `json:"totals"`
	}
	err := c.do(ctx, call{kind: write, method: http.MethodPost, route: "POST " + routeShipping, store: at.Store, path: cartPath(cart, "/shipping-information"), body: body, refused: refused}, &answer)
	return answer.Totals, err
}

// PlaceCart makes an order of the cart and returns its entity id. With the payment method "purchaseorder" the receipt number
// is the purchase order number; other offline methods have no place for it (Magento\Payment\Model\Method\AbstractMethod).
// Errors: as for FillCart. A cart that was placed already is closed: CodeOutcomeUnknown, and OrderByCart finds its order.
func (c *Client) PlaceCart(ctx context.Context, cart pos.CartRef, order pos.Order, at pos.Location) (string, error) {
	type payment struct {
		Method string `json:"method"`
		Number string `json:"po_number,omitempty"`
	}
	pay := payment{Method: at.PaymentMethod}
	if pay.Method == "purchaseorder" {
		pay.Number = order.Receipt()
	}
	body := struct {
		Email   string      `json:"email"`
		Payment payment     `json:"paymentMethod"`
		Billing wireAddress `json:"billingAddress"`
	}{email(order, at), pay, postal(order, at)}
	refused := func(status int, text string, p parameters) *pos.Error {
		if e := closedCart(status, text, p); e != nil {
			return e
		}
		switch {
		case strings.Contains(text, "server error stopped your order"), notSaved(text):
			// Sent by the loser of two placements at once too, though the order exists.
			return pos.OutcomeUnknown(nil, "Magento says that a server error stopped the order, which does not mean that there is none. Look before repeating")
		case strings.Contains(text, "Payment Method is not available"):
			return pos.NewError(pos.KindInvalid, pos.CodeMethodNotOffered, "Magento does not offer the payment method %s at this location", at.PaymentMethod)
		case outOfStock(text):
			return pos.NewError(pos.KindInvalid, pos.CodeOutOfStock, "Magento has not enough stock: %s", presentable(text))
		default:
			return rejected(text)
		}
	}
	var id ident
	err := c.do(ctx, call{kind: once, method: http.MethodPost, route: "POST " + routePlace, store: at.Store, path: cartPath(cart, "/payment-information"), body: body, refused: refused}, &id)
	if err != nil {
		return "", err
	}
	if id <= 0 {
		return "", fmt.Errorf("magento POST %s: %w", routePlace, pos.OutcomeUnknown(nil, "Magento placed the order but gave no id for it. Look before repeating"))
	}
	return id.String(), nil
}

// closedCart recognises the answer for a cart that is no longer open: placed already, purged, or never there.
func closedCart(status int, _ string, p parameters) *pos.Error {
	if status == http.StatusNotFound && p["fieldName"] == "cartId" {
		return pos.OutcomeUnknown(nil, "The cart is closed in Magento, so it may have become an order already. Look before repeating")
	}
	return nil
}

// notSaved recognises what Magento answers, with status 400, for any exception while it saves a cart, a deadlock of two
// carts over one product among them (Magento\Quote\Model\Quote\Item\CartItemPersister,
// Magento\Checkout\Model\ShippingInformationManagement): worth another try, unlike a refusal.
func notSaved(text string) bool {
	text = strings.ToLower(text)
	for _, words := range []string{"couldn't be saved", "can't be saved", "unable to be saved", "deadlock", "lock wait timeout"} {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}

// outOfStock recognises Magento's sentences by their words: the text is the only mark of the kind of error.
func outOfStock(text string) bool {
	text = strings.ToLower(text)
	for _, words := range []string{
		"requested qty is not available", "trying to add is not available", "out of stock", "not enough items", "in stock status",
		"available in the requested quantity", "not salable",
	} {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}

// wireAddress is an address as carts take it; names and e-mail are required.
type wireAddress struct {
	Region     string   `json:"region,omitempty"`
	RegionID   int64    `json:"region_id,omitempty"`
	RegionCode string   `json:"region_code,omitempty"`
	Country    string   `json:"country_id"`
	Street     []string `json:"street"`
	Postcode   string   `json:"postcode"`
	City       string   `json:"city"`
	FirstName  string   `json:"firstname"`
	LastName   string   `json:"lastname"`
	Email      string   `json:"email"`
	Telephone  string   `json:"telephone"`
}

// postal is the location's address: the goods change hands there, and its tax applies.
func postal(order pos.Order, at pos.Location) wireAddress {
	a := at.Address
	return wireAddress{
		Region: a.Region, RegionID: a.RegionID, RegionCode: a.RegionCode, Country: a.Country, Street: a.Street, Postcode: a.Postcode,
		City: a.City, FirstName: "Walk-in", LastName: "Customer", Email: email(order, at), Telephone: a.Telephone,
	}
}

func email(order pos.Order, at pos.Location) string { return orElse(order.Email, at.GuestEmail) }

func quantity(q decimal.Decimal) json.Number { return json.Number(q.String()) }

func cartPath(cart pos.CartRef, rest string) string {
	return "/guest-carts/" + url.PathEscape(cart.MaskedID) + rest
}
