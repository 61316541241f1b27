package rest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

const routeOrders = "/V1/orders"

// maxNumber is what sales_order.increment_id holds, maxDescription what discount_description does.
const (
	maxNumber      = 50
	maxDescription = 255
)

// ImportOrder writes an order as it was charged: Magento\Sales\Model\OrderRepository stores what it is given, without
// prices, rules, stock or a reservation of its own. The receipt number becomes the increment id, which is unique in a store
// (sales_order, SALES_ORDER_INCREMENT_ID_STORE_ID), and the order's own id the ext_order_id, which tells it from another
// that has the number. Returns the entity id.
// Errors: CodeOutcomeUnknown; conflict, when the number is in use; invalid with CodeUnknownSKU or CodeRejectedByShop;
// unavailable.
func (c *Client) ImportOrder(ctx context.Context, order pos.Order, at pos.Location, comment string) (string, error) {
	if len(order.Receipt()) > maxNumber {
		return "", pos.NewError(pos.KindInvalid, pos.CodeRejectedByShop, "Receipt number %s is longer than the %d characters of a Magento order number", order.Receipt(), maxNumber).
			About(pos.MetLongNumber, pos.Figures{"order": order.Receipt(), "most": strconv.Itoa(maxNumber)})
	}
	store, err := c.salesStore(ctx, at.Store)
	if err != nil {
		return "", err
	}
	if store.BaseCurrency != order.Currency {
		return "", pos.NewError(pos.KindInvalid, pos.CodeRejectedByShop, "The order is in %s and the shop keeps its books in %s: only the cart strategy can convert", order.Currency, store.BaseCurrency).
			About(pos.MetBookCurrency, pos.Figures{"currency": store.BaseCurrency, "sold_in": order.Currency})
	}
	products, err := c.soldProducts(ctx, at.Store, order.Lines)
	if err != nil {
		return "", err
	}
	refused := func(_ int, text string, _ parameters) *pos.Error {
		switch {
		case strings.Contains(text, "Unique constraint violation"):
			return pos.Conflict("Magento has an order %s already. Look whether it is this one", order.Receipt()).
				About(pos.MetNumberTaken, pos.Figures{"order": order.Receipt()})
		case notSaved(text):
			return pos.OutcomeUnknown(nil, "Magento could not save the order. Look before repeating")
		}
		return rejected(text)
	}
	var made struct {
		ID ident `json:"entity_id"`
	}
	lines, err := soldLines(order.Lines, products)
	if err != nil {
		return "", err
	}
	body := map[string]any{"entity": newImport(order, at, store, lines, products, comment).entity()}
	if err := c.do(ctx, call{kind: once, method: http.MethodPost, route: "POST " + routeOrders, path: "/orders", body: body, refused: refused}, &made); err != nil {
		return "", err
	}
	if made.ID <= 0 {
		return "", fmt.Errorf("magento POST %s: %w", routeOrders, pos.OutcomeUnknown(nil, "Magento gave no id for the order. Look before repeating"))
	}
	return made.ID.String(), nil
}

// ImportedOrder finds an order that ImportOrder wrote. Errors: not_found; conflict, when the number belongs to an order
// that was written by somebody else; those of every read.
func (c *Client) ImportedOrder(ctx context.Context, order pos.Order, at pos.Location) (pos.ShopOrder, error) {
	store, err := c.salesStore(ctx, at.Store)
	if err != nil {
		return pos.ShopOrder{}, err
	}
	found, err := c.searchOrders(ctx, newSearch().where("increment_id", "eq", order.Receipt()).where("store_id", "eq", ident(store.ID).String()))
	if err != nil {
		return pos.ShopOrder{}, err
	}
	found = slices.DeleteFunc(found, func(o pos.ShopOrder) bool { return o.IncrementID != order.Receipt() })
	switch {
	case len(found) == 0:
		return pos.ShopOrder{}, pos.NotFound("Magento has no order %s", order.Receipt())
	case found[0].ExternalID != order.ExternalID():
		return pos.ShopOrder{}, pos.Conflict("Magento's order %s (entity id %s) was not written for this sale", order.Receipt(), found[0].ID).
			About(pos.MetNumberTaken, pos.Figures{"order": order.Receipt()})
	}
	return found[0], nil
}

func (c *Client) searchOrders(ctx context.Context, by *search) ([]pos.ShopOrder, error) {
	var list struct {
		Items []wireOrder `json:"items"`
	}
	if err := c.get(ctx, "", routeOrders, "/orders", by.fields("items["+orderFields+"],total_count").query(), &list); err != nil {
		return nil, err
	}
	orders := make([]pos.ShopOrder, len(list.Items))
	for i, w := range list.Items {
		orders[i] = w.shopOrder()
	}
	return orders, nil
}

// importing is an order on its way to becoming an entity of Magento\Sales\Api\Data\OrderInterface.
type importing struct {
	order    pos.Order
	lines    []soldLine
	at       pos.Location
	store    pos.Store
	products map[string]soldProduct // by lower-case SKU
	comment  string
	to       delivery
	virtual  bool
	// taxes are the sums by rate, in the order in which the rates were met.
	taxes []appliedTax
}

type appliedTax struct {
	rate   pos.TaxRate
	amount int64
}

func newImport(order pos.Order, at pos.Location, store pos.Store, lines []soldLine, products map[string]soldProduct, comment string) *importing {
	i := &importing{order: order, lines: lines, at: at, store: store, products: products, comment: comment, to: deliveryOf(order, at), virtual: true}
	for _, l := range lines {
		i.virtual = i.virtual && i.product(l).virtual()
	}
	return i
}

func (i *importing) product(l soldLine) soldProduct { return i.products[strings.ToLower(l.SKU)] }

// money sets an amount in the order's currency and in the base currency, which are the same.
func (i *importing) money(into map[string]any, name string, minor int64) {
	amount := json.Number(pos.FromMinor(minor, i.order.Currency).String())
	into[name], into["base_"+name] = amount, amount
}

func (i *importing) entity() map[string]any {
	o := i.order
	quantity := decimal.Zero
	for _, l := range i.lines {
		quantity = quantity.Add(l.Quantity)
	}
	items, itemTaxes := i.items()
	who, status := o.Contact(), "pending"
	entity := map[string]any{
		"increment_id": o.Receipt(), "ext_order_id": o.ExternalID(), "state": "new", "status": status, "store_id": i.store.ID,
		"base_currency_code": o.Currency, "order_currency_code": o.Currency, "store_currency_code": o.Currency,
		"global_currency_code": o.Currency, "base_to_global_rate": 1, "base_to_order_rate": 1, "store_to_base_rate": 0,
		"store_to_order_rate": 0, "total_qty_ordered": json.Number(quantity.String()), "total_item_count": len(i.lines),
		"customer_email": email(o, i.at), "customer_firstname": orElse(who.FirstName, "Walk-in"), "customer_lastname": orElse(who.LastName, "Customer"),
		"customer_is_guest": 1, "customer_group_id": 0, "is_virtual": number01(i.virtual),
		"email_sent":      1, // so that Magento sends none
		"items":           items,
		"billing_address": addressOf(i.to.billing, "billing"), "payment": i.payment(),
		"status_histories": []any{map[string]any{"comment": i.comment, "is_customer_notified": 0, "is_visible_on_front": 0, "parent_id": 0, "status": status}},
	}
	if id := o.Placement.CustomerID; id != 0 {
		entity["customer_id"], entity["customer_is_guest"] = id, 0
		entity["customer_group_id"] = o.Customer.Group
	}
	if text := discountText(o); text != "" {
		entity["discount_description"] = text
	}
	i.totals(entity)
	// converting_from_quote makes Magento store the tax breakdown (Magento\Tax\Model\Plugin\OrderSave).
	extension := map[string]any{"converting_from_quote": true, "applied_taxes": i.appliedTaxes(), "item_applied_taxes": itemTaxes}
	if !i.virtual {
		entity["shipping_description"] = i.described()
		extension["shipping_assignments"] = []any{map[string]any{"shipping": map[string]any{"address": addressOf(i.to.shipping, "shipping"), "method": i.to.method}}}
		if pickedUp(o) {
			extension["pickup_location_code"] = i.at.Source
		}
	}
	entity["extension_attributes"] = extension
	return entity
}

// shares of shipping in amounts that its lines do not come to.
func (i *importing) ofShipping() (tax, discount, compensation int64) {
	t := i.order.Charged
	tax, discount, compensation = t.Tax, t.Discount, t.Compensation
	for _, l := range i.order.Lines {
		tax, discount, compensation = tax-l.Tax, discount-l.Discount, compensation-l.Compensation
	}
	return tax, discount, compensation
}

// totals: an order's discount is negative, a line's positive.
func (i *importing) totals(entity map[string]any) {
	t := i.order.Charged
	tax, discount, compensation := i.ofShipping()
	for name, minor := range map[string]int64{
		"grand_total": t.Total, "total_due": t.Total, "subtotal": t.Subtotal, "subtotal_incl_tax": t.Subtotal + t.Tax - tax,
		"tax_amount": t.Tax, "discount_amount": -t.Discount, "shipping_amount": t.Shipping, "shipping_incl_tax": t.Shipping + tax,
		"shipping_tax_amount": tax, "shipping_discount_amount": discount, "discount_tax_compensation_amount": t.Compensation - compensation,
	} {
		i.money(entity, name, minor)
	}
	if compensation != 0 {
		amount := json.Number(pos.FromMinor(compensation, i.order.Currency).String())
		// The column's name is cut short (sales_order).
		entity["shipping_discount_tax_compensation_amount"], entity["base_shipping_discount_tax_compensation_amnt"] = amount, amount
	}
}

// described says how the goods reached the customer.
func (i *importing) described() string {
	switch f := i.order.Fulfilment; {
	case f == nil:
		return "Sold at " + orElse(i.at.Name, i.at.ID)
	case f.Kind == pos.FulfilPickup:
		return "In-store pickup, sold at " + orElse(i.at.Name, i.at.ID)
	default:
		return "To be shipped, sold at " + orElse(i.at.Name, i.at.ID)
	}
}

// discountText names what took something off. Neither the coupon nor the rules are told apart from it: Magento would take
// back uses of them that it never counted when such an order is cancelled
// (Magento\SalesRule\Plugin\CouponUsagesDecrement).
func discountText(o pos.Order) string {
	var parts []string
	if o.Coupon != "" {
		parts = append(parts, o.Coupon)
	}
	if o.Discount != nil {
		parts = append(parts, o.Discount.Reason)
	}
	if o.Charged.Discount > 0 && len(parts) == 0 {
		parts = append(parts, "As charged")
	}
	text := []rune(strings.Join(parts, ", "))
	return string(text[:min(len(text), maxDescription)])
}

// items are the lines with their taxes by rate. quote_item_id joins the two: any number that is used once in the order.
func (i *importing) items() (items, taxes []any) {
	for n, l := range i.lines {
		p := i.product(l)
		rates := i.rates(p)
		percent := decimal.Zero
		for _, r := range rates {
			percent = percent.Add(r.Percent)
		}
		if l.Tax == 0 {
			percent, rates = decimal.Zero, nil
		}
		item := map[string]any{
			"sku": l.SKU, "name": cmp.Or(l.Name, p.Name), "product_id": p.ID, "product_type": p.Type, "store_id": i.store.ID,
			"qty_ordered": quantity(l.Quantity), "is_qty_decimal": number01(!l.Quantity.IsInteger()), "is_virtual": number01(p.virtual()),
			"tax_percent": json.Number(percent.String()), "weight": json.Number(p.Weight.String()),
			"discount_percent": json.Number(percentOff(l.Line).String()), "quote_item_id": n + 1,
		}
		original := l.UnitPrice
		if l.Override != nil {
			original = l.Override.Regular
		}
		perPiece := decimal.NewFromInt(l.RowTotal + l.Tax).Div(l.Quantity).Round(0).IntPart()
		for name, minor := range map[string]int64{
			"price": l.UnitPrice, "original_price": original, "row_total": l.RowTotal, "tax_amount": l.Tax, "discount_amount": l.Discount,
			"price_incl_tax": perPiece, "row_total_incl_tax": l.RowTotal + l.Tax, "discount_tax_compensation_amount": l.Compensation,
		} {
			i.money(item, name, minor)
		}
		if l.bundle != "" { // a share of the bundle's price is no whole number of cents; the column has four decimals
			each := json.Number(pos.FromMinor(l.RowTotal, i.order.Currency).Div(l.Quantity).Round(4).String())
			item["price"], item["base_price"], item["original_price"] = each, each, each
			item["additional_data"] = bundleMark + l.bundle
		}
		item["base_original_price"] = item["original_price"]
		if files := filesOf(l.Choices); files != nil {
			item["product_option"] = files
		}
		items = append(items, item)
		if applied := i.apply(l.Tax, percent, rates); applied != nil {
			taxes = append(taxes, map[string]any{"type": "product", "item_id": n + 1, "applied_taxes": applied})
		}
	}
	if tax, _, _ := i.ofShipping(); tax > 0 {
		for _, l := range i.lines { // which class shipping has, only Magento knows: the rates of the first taxed line
			if rates := i.rates(i.product(l)); l.Tax > 0 && len(rates) > 0 {
				percent := decimal.Zero
				for _, r := range rates {
					percent = percent.Add(r.Percent)
				}
				taxes = append(taxes, map[string]any{"type": "shipping", "applied_taxes": i.apply(tax, percent, rates)})
				break
			}
		}
	}
	return items, taxes
}

// percentOff is what part of a row was taken off, to two decimals.
func percentOff(l pos.Line) decimal.Decimal {
	if l.RowTotal == 0 {
		return decimal.Zero
	}
	return decimal.NewFromInt(l.Discount * 100).Div(decimal.NewFromInt(l.RowTotal)).Round(2)
}

// rates are those that apply to a product at the location.
func (i *importing) rates(p soldProduct) []pos.TaxRate {
	return slices.DeleteFunc(pos.RatesFor(i.store.TaxRates, p.taxClass(), i.taxedAt()), func(r pos.TaxRate) bool { return r.Percent.IsZero() })
}

// apply spreads a line's tax over its rates; the last takes what rounding leaves.
func (i *importing) apply(tax int64, percent decimal.Decimal, rates []pos.TaxRate) []any {
	var applied []any
	left := tax
	for n, r := range rates {
		share := left
		if n < len(rates)-1 {
			share = decimal.NewFromInt(tax).Mul(r.Percent).Div(percent).Round(0).IntPart()
		}
		left -= share
		applied = append(applied, i.appliedTax(r, share))
		if at := slices.IndexFunc(i.taxes, func(t appliedTax) bool { return t.rate.Code == r.Code }); at >= 0 {
			i.taxes[at].amount += share
		} else {
			i.taxes = append(i.taxes, appliedTax{r, share})
		}
	}
	return applied
}

func (i *importing) appliedTaxes() []any {
	applied := []any{}
	for _, t := range i.taxes {
		applied = append(applied, i.appliedTax(t.rate, t.amount))
	}
	return applied
}

func (i *importing) appliedTax(r pos.TaxRate, amount int64) map[string]any {
	percent := json.Number(r.Percent.String())
	tax := map[string]any{"code": r.Code, "title": r.Code, "percent": percent, "extension_attributes": map[string]any{
		"rates": []any{map[string]any{"code": r.Code, "title": r.Code, "percent": percent}},
	}}
	i.money(tax, "amount", amount)
	return tax
}

// taxedAt is where the goods go.
func (i *importing) taxedAt() pos.Address {
	if f := i.order.Fulfilment; f != nil && f.Address != nil {
		return *f.Address
	}
	return i.at.Address
}

func addressOf(a wireAddress, kind string) any {
	return struct {
		wireAddress
		Kind string `json:"address_type"`
	}{a, kind}
}

func (i *importing) payment() map[string]any {
	p := map[string]any{"method": i.at.PaymentMethod, "additional_information": []string{"Paid at register " + i.order.RegisterID}}
	if i.at.PaymentMethod == "purchaseorder" {
		p["po_number"] = i.order.Receipt()
	}
	i.money(p, "amount_ordered", i.order.Charged.Total)
	return p
}

func number01(b bool) int {
	if b {
		return 1
	}
	return 0
}
