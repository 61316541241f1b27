package rest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

const orderFields = "entity_id,increment_id,quote_id,ext_order_id,state,status,subtotal,discount_amount,shipping_amount,tax_amount,grand_total," +
	"total_refunded,order_currency_code,items[item_id,parent_item_id,sku,is_virtual,qty_ordered,qty_invoiced,qty_shipped,qty_canceled," +
	"qty_refunded,row_total,tax_amount,discount_tax_compensation_amount,additional_data]"

type wireOrder struct {
	ID        ident           `json:"entity_id"`
	Increment text            `json:"increment_id"`
	Quote     ident           `json:"quote_id"`
	External  text            `json:"ext_order_id"`
	State     string          `json:"state"`
	Status    string          `json:"status"`
	Subtotal  number          `json:"subtotal"`
	Discount  number          `json:"discount_amount"` // negative
	Shipping  number          `json:"shipping_amount"`
	Tax       number          `json:"tax_amount"`
	Total     number          `json:"grand_total"`
	Refunded  number          `json:"total_refunded"`
	Currency  string          `json:"order_currency_code"`
	Items     []wireOrderItem `json:"items"`
}

type wireOrderItem struct {
	ID       ident  `json:"item_id"`
	Parent   ident  `json:"parent_item_id"`
	SKU      text   `json:"sku"`
	Virtual  flag   `json:"is_virtual"`
	Ordered  number `json:"qty_ordered"`
	Invoiced number `json:"qty_invoiced"`
	Shipped  number `json:"qty_shipped"`
	Canceled number `json:"qty_canceled"`
	Refunded number `json:"qty_refunded"`
	// RowTotal is net of the discount here (as read from a Magento 2.4.7; in its database it is not).
	RowTotal     number `json:"row_total"`
	Tax          number `json:"tax_amount"`
	Compensation number `json:"discount_tax_compensation_amount"`
	Additional   text   `json:"additional_data"`
}

// paid is what the pieces that were not cancelled come to: the amounts of an item stay those of all that was ordered
// (Magento\Sales\Model\Order\Item::cancel).
func (i wireOrderItem) paid() decimal.Decimal {
	all := i.RowTotal.Add(i.Tax.Decimal).Add(i.Compensation.Decimal)
	if i.Canceled.IsZero() || !i.Ordered.IsPositive() {
		return all
	}
	return all.Mul(i.Ordered.Sub(i.Canceled.Decimal)).Div(i.Ordered.Decimal)
}

// shopOrder leaves out the children of composites: Magento invoices and ships by the parent, whose quantities count, while
// qty_shipped of the child stays 0.
func (w wireOrder) shopOrder() pos.ShopOrder {
	o := pos.ShopOrder{
		ID: w.ID.String(), IncrementID: string(w.Increment), ExternalID: string(w.External), State: w.State, Status: w.Status,
		Totals: minorTotals(w.Currency, w.Subtotal.Decimal, w.Discount.Decimal, w.Shipping.Decimal, w.Tax.Decimal, w.Total.Decimal),
	}
	o.Refunded = pos.ToMinor(w.Refunded.Decimal, w.Currency)
	if w.Quote != 0 {
		o.QuoteID = w.Quote.String()
	}
	for _, i := range w.Items {
		if i.Parent != 0 {
			continue
		}
		bundle, part := strings.CutPrefix(string(i.Additional), bundleMark)
		if !part {
			bundle = ""
		}
		o.Items = append(o.Items, pos.ShopOrderItem{
			ID: i.ID.String(), SKU: string(i.SKU), Bundle: bundle, Virtual: bool(i.Virtual),
			// What was cancelled will be neither invoiced nor shipped.
			Ordered: i.Ordered.Sub(i.Canceled.Decimal), Invoiced: i.Invoiced.Decimal, Shipped: i.Shipped.Decimal,
			Refunded: i.Refunded.Decimal, Paid: pos.ToMinor(i.paid(), w.Currency),
		})
	}
	return o
}

// ShopOrder returns an order by entity id. Errors: not_found, and those of every read.
func (c *Client) ShopOrder(ctx context.Context, id string) (pos.ShopOrder, error) {
	var w wireOrder
	if err := c.get(ctx, "", "/V1/orders/{id}", "/orders/"+url.PathEscape(id), url.Values{"fields": {orderFields}}, &w); err != nil {
		return pos.ShopOrder{}, err
	}
	return w.shopOrder(), nil
}

// OrderByCart finds the order that was made of a cart, by its quote id, which is asked for when only the masked id is known. If the cart was placed twice it is the first, and the
// log says so. Errors: not_found, and those of every read.
func (c *Client) OrderByCart(ctx context.Context, cart pos.CartRef) (pos.ShopOrder, error) {
	if cart == (pos.CartRef{}) {
		return pos.ShopOrder{}, pos.Invalid("There is no cart whose order could be looked up")
	}
	if cart.QuoteID == "" {
		// A cart can be read after it was placed too.
		var known struct {
			ID ident `json:"id"`
		}
		if err := c.do(ctx, cartCall(read, http.MethodGet, cart, "", "", "", nil), &known); err != nil {
			return pos.ShopOrder{}, err
		}
		cart.QuoteID = known.ID.String()
	}
	var list struct {
		Items []wireOrder `json:"items"`
	}
	query := newSearch().where("quote_id", "eq", cart.QuoteID).fields("items[" + orderFields + "],total_count").query()
	if err := c.get(ctx, "", "/V1/orders", "/orders", query, &list); err != nil {
		return pos.ShopOrder{}, err
	}
	// Trust no filter where the price of a wrong answer is an order taken for another.
	mine := slices.DeleteFunc(list.Items, func(w wireOrder) bool { return w.Quote.String() != cart.QuoteID })
	if len(mine) == 0 {
		return pos.ShopOrder{}, pos.NotFound("Magento has no order that was made of cart %s", cart.QuoteID)
	}
	first := slices.MinFunc(mine, func(a, b wireOrder) int { return cmp.Compare(a.ID, b.ID) })
	if len(mine) > 1 {
		c.log.LogAttrs(ctx, slog.LevelError, "one cart became several orders", slog.String("quote", cart.QuoteID), slog.Int("orders", len(mine)), slog.String("taken", first.ID.String()))
	}
	return first.shopOrder(), nil
}

// Invoice invoices and captures everything that is not invoiced yet and returns the invoice id. Magento marks it paid at once
// when the payment method is an offline one.
// The comment, unless it is empty, is saved with the invoice in one transaction (Magento\Sales\Model\InvoiceOrder,
// Magento\Sales\Model\ResourceModel\Order\Invoice\Relation) and shown among the comments of the order in Magento's admin.
// Errors: CodeOutcomeUnknown; CodeRejectedByShop, also when nothing is left to invoice; not_found; unavailable.
func (c *Client) Invoice(ctx context.Context, orderID, comment string) (string, error) {
	type remark struct {
		Text    string `json:"comment"`
		Visible int    `json:"is_visible_on_front"`
	}
	body := struct {
		Capture bool    `json:"capture"`
		Notify  bool    `json:"notify"`
		Comment *remark `json:"comment,omitempty"`
	}{Capture: true}
	if comment != "" {
		body.Comment = &remark{Text: comment}
	}
	return c.complete(ctx, "/V1/order/{id}/invoice", orderID, "/invoice", body)
}

// Ship ships everything that is not shipped yet from a source and returns the shipment id. The source is always named:
// without one Magento takes the goods from source "default".
// Errors: as Invoice; invalid when no source is given or nothing is left to ship.
func (c *Client) Ship(ctx context.Context, order pos.ShopOrder, source string) (string, error) {
	if source == "" {
		return "", pos.Invalid("Order %s cannot be shipped without a source to take the goods from", order.IncrementID)
	}
	type item struct {
		ID  json.Number `json:"order_item_id"`
		Qty json.Number `json:"qty"`
	}
	var items []item
	for _, i := range order.Items {
		if left := i.Ordered.Sub(i.Shipped); !i.Virtual && left.IsPositive() {
			items = append(items, item{ID: json.Number(i.ID), Qty: quantity(left)})
		}
	}
	if len(items) == 0 {
		return "", pos.NewError(pos.KindInvalid, pos.CodeRejectedByShop, "Order %s has nothing left to ship", order.IncrementID).
			About(pos.MetNothingToShip, pos.Figures{"order": order.IncrementID})
	}
	body := map[string]any{
		"items": items, "notify": false,
		"arguments": map[string]any{"extension_attributes": map[string]string{"source_code": source}},
	}
	return c.complete(ctx, "/V1/order/{id}/ship", order.ID, "/ship", body)
}

// complete makes an invoice or a shipment; both answer the new id as a string.
func (c *Client) complete(ctx context.Context, route, orderID, path string, body any) (string, error) {
	var id ident
	err := c.do(ctx, call{kind: once, method: http.MethodPost, route: "POST " + route, path: "/order/" + url.PathEscape(orderID) + path, body: body}, &id)
	if err != nil {
		return "", err
	}
	if id <= 0 {
		return "", fmt.Errorf("magento POST %s: %w", route, pos.OutcomeUnknown(nil, "Magento gave no id for what it made. Look before repeating"))
	}
	return id.String(), nil
}

// Comment records a text on the order, not shown to the customer and not mailed.
// Errors: CodeOutcomeUnknown, CodeRejectedByShop, not_found, unavailable.
func (c *Client) Comment(ctx context.Context, orderID, text string) error {
	// A comment carries the order's status and sets it: without one the status would be lost. If it moves between the look
	// and the comment Magento refuses, so one more look is worth it.
	for attempt := 1; ; attempt++ {
		var status string
		if err := c.get(ctx, "", "/V1/orders/{id}/statuses", "/orders/"+url.PathEscape(orderID)+"/statuses", nil, &status); err != nil {
			return err
		}
		body := map[string]any{"statusHistory": map[string]any{
			"comment": text, "is_customer_notified": 0, "is_visible_on_front": 0, "status": status, "parent_id": json.Number(orderID),
		}}
		err := c.do(ctx, call{kind: once, method: http.MethodPost, route: "POST /V1/orders/{id}/comments", path: "/orders/" + url.PathEscape(orderID) + "/comments", body: body}, nil)
		if attempt == 2 || pos.CodeOf(err) != pos.CodeRejectedByShop || !strings.Contains(pos.MessageOf(err), "status") {
			return err
		}
	}
}

// Invoices returns the ids of the invoices of an order, ascending.
func (c *Client) Invoices(ctx context.Context, orderID string) ([]string, error) {
	return c.documentsOf(ctx, "/invoices", orderID)
}

// Shipments returns the ids of the shipments of an order, ascending.
func (c *Client) Shipments(ctx context.Context, orderID string) ([]string, error) {
	return c.documentsOf(ctx, "/shipments", orderID)
}

func (c *Client) documentsOf(ctx context.Context, path, orderID string) ([]string, error) {
	var list struct {
		Items []struct {
			ID    ident `json:"entity_id"`
			Order ident `json:"order_id"`
		} `json:"items"`
	}
	query := newSearch().where("order_id", "eq", orderID).fields("items[entity_id,order_id],total_count").query()
	if err := c.get(ctx, "", "/V1"+path, path, query, &list); err != nil {
		return nil, err
	}
	var found []ident
	for _, i := range list.Items {
		if i.Order.String() == orderID {
			found = append(found, i.ID)
		}
	}
	slices.Sort(found)
	ids := make([]string, 0, len(found))
	for _, id := range found {
		ids = append(ids, id.String())
	}
	return ids, nil
}
