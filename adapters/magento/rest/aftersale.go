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
	routeCreditMemos = "/V1/creditmemos"
	routeRefund      = "/V1/order/{id}/refund"
	routeReady       = "/V1/order/notify-orders-are-ready-for-pickup"
	routeSourceItems = "/V1/inventory/source-items"
)

// Refund makes a credit memo for pieces of an order and returns its entity id. Magento does one refund of an order at a time
// and refuses more pieces than were invoiced (Magento\Sales\Model\RefundOrder); what goes back to stock goes to the source
// that it was shipped from.
// Errors: CodeOutcomeUnknown; CodeRejectedByShop; not_found; unavailable.
func (c *Client) Refund(ctx context.Context, orderID string, r pos.CreditMemo) (string, error) {
	type item struct {
		ID  json.Number `json:"order_item_id"`
		Qty json.Number `json:"qty"`
	}
	items, back := []item{}, []json.Number{}
	for _, i := range r.Items {
		items = append(items, item{json.Number(i.ID), quantity(i.Quantity)})
		if i.Restock {
			back = append(back, json.Number(i.ID))
		}
	}
	amount := pos.FromMinor(r.Adjustment, r.Currency)
	arguments := map[string]any{
		"shipping_amount":     0, // otherwise Magento gives back the shipping of the whole order
		"adjustment_positive": json.Number(decimal.Max(amount, decimal.Zero).String()),
		"adjustment_negative": json.Number(decimal.Max(amount.Neg(), decimal.Zero).String()),
	}
	if len(back) > 0 {
		arguments["extension_attributes"] = map[string]any{"return_to_stock_items": back}
	}
	return c.complete(ctx, routeRefund, orderID, "/refund", map[string]any{
		"items": items, "notify": false, "comment": map[string]any{"comment": r.Comment, "is_visible_on_front": 0}, "arguments": arguments,
	})
}

// CreditMemo finds the credit memo of an order whose comment holds a mark, and returns its entity id. Errors: not_found, and
// those of every read.
func (c *Client) CreditMemo(ctx context.Context, orderID, mark string) (string, error) {
	var list struct {
		Items []struct {
			ID       ident `json:"entity_id"`
			Order    ident `json:"order_id"`
			Comments []struct {
				Comment string `json:"comment"`
			} `json:"comments"`
		} `json:"items"`
	}
	query := newSearch().where("order_id", "eq", orderID).fields("items[entity_id,order_id,comments[comment]],total_count").query()
	if err := c.get(ctx, "", routeCreditMemos, "/creditmemos", query, &list); err != nil {
		return "", err
	}
	for _, i := range list.Items {
		for _, comment := range i.Comments {
			if i.Order.String() == orderID && strings.Contains(comment.Comment, mark) {
				return i.ID.String(), nil
			}
		}
	}
	return "", pos.NotFound("Magento has no such credit memo of order %s", orderID)
}

// Cancel cancels an order and says whether Magento did: it answers false for what cannot be cancelled any more
// (Magento\Sales\Model\Service\OrderService). Errors: CodeOutcomeUnknown; not_found; unavailable.
func (c *Client) Cancel(ctx context.Context, orderID string) (bool, error) {
	var done bool
	err := c.do(ctx, call{kind: once, method: http.MethodPost, route: "POST /V1/orders/{id}/cancel", path: "/orders/" + url.PathEscape(orderID) + "/cancel"}, &done)
	return done, err
}

// HandOver ships an order that was to be picked up: Magento makes the shipment from the pickup location's source when it is
// told that the order is ready, mails the customer, and refuses any other shipment of such an order.
// Errors: CodeOutcomeUnknown; CodeRejectedByShop; unavailable.
func (c *Client) HandOver(ctx context.Context, orderID string) error {
	var answer struct {
		Successful bool     `json:"successful"`
		Errors     []string `json:"errors"`
	}
	body := map[string]any{"orderIds": []json.Number{json.Number(orderID)}}
	err := c.do(ctx, call{kind: once, method: http.MethodPost, route: "POST " + routeReady, path: strings.TrimPrefix(routeReady, "/V1"), body: body}, &answer)
	if err != nil || answer.Successful {
		return err
	}
	// Each error is JSON in a string.
	reason := strings.Join(answer.Errors, " ")
	var told struct {
		Message string `json:"message"`
	}
	if len(answer.Errors) > 0 && json.Unmarshal([]byte(answer.Errors[0]), &told) == nil {
		reason = told.Message
	}
	return fmt.Errorf("magento POST %s: %w", routeReady, rejected(reason))
}

// Parcels returns the numbers of the parcels in which an order was shipped. Errors: those of every read.
func (c *Client) Parcels(ctx context.Context, orderID string) ([]pos.Tracking, error) {
	var list struct {
		Items []struct {
			Tracks []struct {
				Number  text `json:"track_number"`
				Title   text `json:"title"`
				Carrier text `json:"carrier_code"`
			} `json:"tracks"`
		} `json:"items"`
	}
	query := newSearch().where("order_id", "eq", orderID).fields("items[tracks[track_number,title,carrier_code]],total_count").query()
	if err := c.get(ctx, "", "/V1/shipments", "/shipments", query, &list); err != nil {
		return nil, err
	}
	var parcels []pos.Tracking
	for _, shipment := range list.Items {
		for _, t := range shipment.Tracks {
			parcels = append(parcels, pos.Tracking{Carrier: orElse(string(t.Title), string(t.Carrier)), Number: string(t.Number)})
		}
	}
	return parcels, nil
}

// SourceQuantity is how many pieces of a SKU a source holds, by Magento's books; 0 when it is not assigned to it. Errors:
// those of every read.
func (c *Client) SourceQuantity(ctx context.Context, sku, source string) (decimal.Decimal, error) {
	var list struct {
		Items []struct {
			SKU      text   `json:"sku"`
			Source   string `json:"source_code"`
			Quantity number `json:"quantity"`
		} `json:"items"`
	}
	query := newSearch().where("sku", "eq", sku).where("source_code", "eq", source).fields("items[sku,source_code,quantity],total_count").query()
	err := c.do(ctx, call{kind: read, sale: true, method: http.MethodGet, route: "GET " + routeSourceItems, path: strings.TrimPrefix(routeSourceItems, "/V1"), query: query}, &list)
	if err != nil {
		return decimal.Zero, err
	}
	for _, i := range list.Items {
		if strings.EqualFold(string(i.SKU), sku) && i.Source == source {
			return i.Quantity.Decimal, nil
		}
	}
	return decimal.Zero, nil
}

// SetSourceQuantity writes how many pieces of a SKU a source holds. Magento takes no differences, only the new number: two
// who read before either writes undo each other. Errors: CodeOutcomeUnknown; CodeRejectedByShop; unavailable.
func (c *Client) SetSourceQuantity(ctx context.Context, sku, source string, to decimal.Decimal) error {
	type item struct {
		SKU      string      `json:"sku"`
		Source   string      `json:"source_code"`
		Quantity json.Number `json:"quantity"`
		Status   int         `json:"status"`
	}
	body := map[string][]item{"sourceItems": {{sku, source, quantity(to), number01(to.IsPositive())}}}
	return c.do(ctx, call{kind: once, method: http.MethodPost, route: "POST " + routeSourceItems, path: strings.TrimPrefix(routeSourceItems, "/V1"), body: body}, nil)
}
