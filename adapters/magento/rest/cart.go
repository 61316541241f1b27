package rest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

const routeCarts = "/V1" + guestCarts

// freshCarts bounds how many opened carts are remembered; a cart that was forgotten is looked at before it is filled.
const freshCarts = 10_000

// OpenCart makes an empty guest cart in a store view and returns its masked id. A cart that was made although no answer came
// stays empty in Magento and harms nothing, so OpenCart may be repeated.
func (c *Client) OpenCart(ctx context.Context, store string) (pos.CartRef, error) {
	var masked string
	if err := c.do(ctx, call{kind: write, method: http.MethodPost, route: "POST " + routeCarts, store: store, path: guestCarts}, &masked); err != nil {
		return pos.CartRef{}, err
	}
	if masked == "" {
		return pos.CartRef{}, pos.Unavailable(nil, "Magento gave no id for the cart. Try again later")
	}
	ref := pos.CartRef{MaskedID: masked}
	c.remember(ref)
	return ref, nil
}

// remember notes that a cart is empty.
func (c *Client) remember(cart pos.CartRef) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.fresh) < freshCarts {
		c.fresh[name(cart)] = struct{}{}
	}
}

// OpenCustomerCart returns the cart of a customer in a store view. Magento gives a customer one open cart, which they share
// with the web shop: unless it is the one that the order's journal names as ours, it must be empty. Errors: also not_found,
// when there is no such customer; conflict with CodeCartInUse, when they have put goods of their own into it.
func (c *Client) OpenCustomerCart(ctx context.Context, store string, customerID int64, ours pos.CartRef) (pos.CartRef, error) {
	var id ident
	err := c.do(ctx, call{
		kind: write, method: http.MethodPost, route: "POST /V1/customers/{id}/carts", store: store,
		path: "/customers/" + strconv.FormatInt(customerID, 10) + carts,
	}, &id)
	if err != nil {
		return pos.CartRef{}, err
	}
	if id <= 0 {
		return pos.CartRef{}, pos.Unavailable(nil, "Magento gave no id for the customer's cart. Try again later")
	}
	cart := pos.CartRef{QuoteID: id.String()}
	if cart == ours {
		return cart, nil
	}
	items, err := c.cartItems(ctx, cart, store)
	if err != nil {
		return pos.CartRef{}, err
	}
	if len(items) > 0 {
		return pos.CartRef{}, cartInUse()
	}
	c.remember(cart)
	return cart, nil
}

// EmptyCart takes everything out of a cart that was not placed.
func (c *Client) EmptyCart(ctx context.Context, cart pos.CartRef, store string) error {
	items, err := c.cartItems(ctx, cart, store)
	if err != nil {
		return err
	}
	for _, item := range items {
		if err := c.do(ctx, cartCall(write, http.MethodDelete, cart, "/items/{item}", "/items/"+item.String(), store, nil), nil); err != nil {
			return err
		}
	}
	return nil
}

func (c *Client) cartItems(ctx context.Context, cart pos.CartRef, store string) ([]ident, error) {
	var items []struct {
		ID ident `json:"item_id"`
	}
	if err := c.do(ctx, cartCall(read, http.MethodGet, cart, "/items", "", store, nil), &items); err != nil {
		return nil, err
	}
	ids := make([]ident, len(items))
	for i, item := range items {
		ids[i] = item.ID
	}
	return ids, nil
}

// FillCart puts the lines into a cart with their options, sets coupon, address and shipping method, and returns what Magento
// would charge. It may be repeated: lines that an earlier attempt left in the cart are taken out first.
// Errors: unavailable; CodeOutcomeUnknown, when the cart is closed, as it is after it was placed; conflict with CodeCartInUse,
// when the customer has put goods of their own into it, and then nothing of ours is left there; invalid with CodeUnknownSKU,
// CodeOutOfStock, CodeMethodNotOffered, CodeCouponRefused or CodeRejectedByShop.
func (c *Client) FillCart(ctx context.Context, cart pos.CartRef, order pos.Order, at pos.Location) (pos.Quote, error) {
	if !c.takeFresh(cart) {
		if err := c.EmptyCart(ctx, cart, at.Store); err != nil {
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
	if order.Coupon != "" {
		if err := c.setCoupon(ctx, cart, order.Coupon, at.Store); err != nil {
			return pos.Quote{}, err
		}
	}
	totals, err := c.setAddress(ctx, cart, order, at, shipped)
	if err != nil {
		return pos.Quote{}, err
	}
	if totals.Currency != order.Currency {
		return pos.Quote{}, pos.NewError(pos.KindInvalid, pos.CodeRejectedByShop, "Magento sells in %s in store view %s, the order is in %s: correct the location's store view", totals.Currency, at.Store, order.Currency).
			About(pos.MetShopCurrency, pos.Figures{"currency": totals.Currency, "store": at.Store, "sold_in": order.Currency})
	}
	if cart.MaskedID == "" && !totals.only(skus) {
		for id := range skus {
			if err := c.do(ctx, cartCall(write, http.MethodDelete, cart, "/items/{item}", "/items/"+id.String(), at.Store, nil), nil); err != nil {
				return pos.Quote{}, err
			}
		}
		return pos.Quote{}, cartInUse()
	}
	return totals.quote(skus), nil
}

func cartInUse() error {
	return pos.NewError(pos.KindConflict, pos.CodeCartInUse, "The customer has goods of their own in their cart: it must neither be sold nor emptied")
}

// wireTotals are a cart's totals. Tax includes that of the shipping method.
type wireTotals struct {
	Subtotal number `json:"subtotal"`
	Discount number `json:"discount_amount"` // negative
	Shipping number `json:"shipping_amount"`
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

// only says that the cart holds these lines and no others.
func (t wireTotals) only(skus map[ident]string) bool {
	for _, i := range t.Items {
		if skus[i.ID] == "" {
			return false
		}
	}
	return true
}

func (t wireTotals) minor() pos.Totals {
	return minorTotals(t.Currency, t.Subtotal.Decimal, t.Discount.Decimal, t.Shipping.Decimal, t.Tax.Decimal, t.Total.Decimal)
}

// minorTotals are totals as Magento tells them of carts and orders, with the discount negative. It does not tell the tax that
// was inside the discounts of a cart: that is what the other amounts leave of the total.
func minorTotals(currency string, subtotal, discount, shipping, tax, total decimal.Decimal) pos.Totals {
	t := pos.Totals{
		Subtotal: pos.ToMinor(subtotal, currency), Discount: pos.ToMinor(discount.Abs(), currency), Shipping: pos.ToMinor(shipping, currency),
		Tax: pos.ToMinor(tax, currency), Total: pos.ToMinor(total, currency),
	}
	t.Compensation = t.Total - (t.Subtotal - t.Discount + t.Shipping + t.Tax)
	return t
}

func (c *Client) takeFresh(cart pos.CartRef) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, ok := c.fresh[name(cart)]
	delete(c.fresh, name(cart))
	return ok
}

// setCoupon gives a cart a coupon code. Magento answers 404 for a code that is unknown, used up or does not apply to what is
// in the cart (Magento\Quote\Model\CouponManagement).
func (c *Client) setCoupon(ctx context.Context, cart pos.CartRef, code, store string) error {
	set := cartCall(write, http.MethodPut, cart, "/coupons/{code}", "/coupons/"+url.PathEscape(code), store, nil)
	set.refused = func(status int, text string, p parameters) *pos.Error {
		if e := closedCart(status, text, p); e != nil {
			return e
		}
		return pos.NewError(pos.KindInvalid, pos.CodeCouponRefused, "Magento does not take the coupon of this order: %s", presentable(text)).About(pos.MetRefusedCoupon, said(text))
	}
	return c.do(ctx, set, nil)
}

// setAddress sets the addresses and, unless everything in the cart is virtual, the shipping method.
func (c *Client) setAddress(ctx context.Context, cart pos.CartRef, order pos.Order, at pos.Location, shipped bool) (wireTotals, error) {
	to := deliveryOf(order, at)
	if !shipped {
		// A cart of virtual goods has no shipping step, and Magento refuses one.
		body := map[string]wireAddress{"address": to.billing}
		if err := c.do(ctx, cartCall(write, http.MethodPost, cart, "/billing-address", "", at.Store, body), nil); err != nil {
			return wireTotals{}, err
		}
		var totals wireTotals
		err := c.do(ctx, cartCall(read, http.MethodGet, cart, "/totals", "", at.Store, nil), &totals)
		return totals, err
	}
	carrier, method, err := to.carrier()
	if err != nil {
		return wireTotals{}, err
	}
	if pickedUp(order) {
		to.shipping.Extension = &wirePickupAt{at.Source}
	}
	type information struct {
		Shipping wireAddress `json:"shipping_address"`
		Billing  wireAddress `json:"billing_address"`
		Carrier  string      `json:"shipping_carrier_code"`
		Method   string      `json:"shipping_method_code"`
	}
	set := cartCall(write, http.MethodPost, cart, "/shipping-information", "", at.Store,
		map[string]information{"addressInformation": {Shipping: to.shipping, Billing: to.billing, Carrier: carrier, Method: method}})
	set.refused = func(status int, text string, p parameters) *pos.Error {
		if e := closedCart(status, text, p); e != nil {
			return e
		}
		if strings.Contains(text, "Carrier with such method not found") || strings.Contains(strings.ToLower(text), "shipping method") {
			return pos.NewError(pos.KindInvalid, pos.CodeMethodNotOffered, "Magento does not offer the shipping method %s at this location: %s", to.method, presentable(text)).
				About(pos.MetNoShipping, pos.Figures{"method": to.method, "said": presentable(text)})
		}
		if outOfStock(text) {
			return pos.NewError(pos.KindInvalid, pos.CodeOutOfStock, "Magento has not enough stock: %s", presentable(text)).About(pos.MetTooLittleStock, said(text))
		}
		if notSaved(text) {
			return pos.Unavailable(nil, "Magento could not save the cart. Try again later")
		}
		return rejected(text)
	}
	var answer struct {
		Totals wireTotals `json:"totals"`
	}
	err = c.do(ctx, set, &answer)
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
	place := cartCall(once, http.MethodPost, cart, "/payment-information", "", at.Store, struct {
		Email   string      `json:"email"`
		Payment payment     `json:"paymentMethod"`
		Billing wireAddress `json:"billingAddress"`
	}{email(order, at), pay, deliveryOf(order, at).billing})
	if cart.MaskedID == "" {
		// payment-information is for guests and for customers themselves.
		place = cartCall(once, http.MethodPut, cart, "/order", "", at.Store, map[string]payment{"paymentMethod": pay})
	}
	place.refused = func(status int, text string, p parameters) *pos.Error {
		if e := closedCart(status, text, p); e != nil {
			return e
		}
		switch {
		case strings.Contains(text, "server error stopped your order"), notSaved(text):
			// Sent by the loser of two placements at once too, though the order exists.
			return pos.OutcomeUnknown(nil, "Magento says that a server error stopped the order, which does not mean that there is none. Look before repeating")
		case strings.Contains(text, "Payment Method is not available"):
			return pos.NewError(pos.KindInvalid, pos.CodeMethodNotOffered, "Magento does not offer the payment method %s at this location", at.PaymentMethod).
				About(pos.MetNoPayment, pos.Figures{"method": at.PaymentMethod})
		case outOfStock(text):
			return pos.NewError(pos.KindInvalid, pos.CodeOutOfStock, "Magento has not enough stock: %s", presentable(text)).About(pos.MetTooLittleStock, said(text))
		default:
			return rejected(text)
		}
	}
	var id ident
	if err := c.do(ctx, place, &id); err != nil {
		return "", err
	}
	if id <= 0 {
		return "", fmt.Errorf("magento %s: %w", place.route, pos.OutcomeUnknown(nil, "Magento placed the order but gave no id for it. Look before repeating"))
	}
	return id.String(), nil
}

func quantity(q decimal.Decimal) json.Number { return json.Number(q.String()) }
