package rest_test

import (
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

func textLog(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

func TestAShipmentAlwaysNamesItsSource(t *testing.T) {
	t.Parallel()
	c, calls := shop(t, answering(t, "315"))
	one := pos.ShopOrder{ID: "11", IncrementID: "000000015", Items: []pos.ShopOrderItem{{ID: "12", SKU: "24-MB02", Ordered: decimal.NewFromInt(1)}}}
	if _, err := c.Ship(t.Context(), one, ""); pos.KindOf(err) != pos.KindInvalid || len(calls.all()) != 0 {
		t.Errorf("without a source Magento takes the goods from source default: %v", err)
	}
	if _, err := c.Ship(t.Context(), one, "nowhere"); pos.CodeOf(err) != pos.CodeRejectedByShop {
		t.Errorf("unknown source: %v", err)
	}
}

func TestOnlyWhatIsLeftIsShipped(t *testing.T) {
	t.Parallel()
	c, calls := shop(t, answering(t, "314"))
	n := decimal.RequireFromString
	o := pos.ShopOrder{ID: "11", Items: []pos.ShopOrderItem{
		{ID: "1", Ordered: n("3"), Shipped: n("1")},
		{ID: "2", Ordered: n("1"), Shipped: n("1")},
		{ID: "3", Ordered: n("1"), Virtual: true},
		{ID: "4", Ordered: n("0.5")},
	}}
	if _, err := c.Ship(t.Context(), o, "store_nyc"); err != nil {
		t.Fatal(err)
	}
	sameJSON(t, calls.all()[0].body, `{"items":[{"order_item_id":1,"qty":2},{"order_item_id":4,"qty":0.5}],"notify":false,
		"arguments":{"extension_attributes":{"source_code":"store_nyc"}}}`)
	o.Items = o.Items[1:3]
	if _, err := c.Ship(t.Context(), o, "store_nyc"); pos.KindOf(err) != pos.KindInvalid || len(calls.all()) != 1 {
		t.Errorf("an order with nothing left to ship was sent: %v", err)
	} else if pos.DetailOf(err).Code != pos.MetNothingToShip {
		t.Errorf("the refusal tells %q", pos.DetailOf(err).Code)
	}
}

func TestInvoicesOfAnOrderAreFound(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, replay(t, "149"))
	if ids, err := c.Invoices(t.Context(), "2"); err != nil || !slices.Equal(ids, []string{"2"}) {
		t.Errorf("%v, %v", ids, err)
	}
}

func TestAnOrderThatIsNotThere(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, replay(t, "023"))
	if _, err := c.ShopOrder(t.Context(), "999999"); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("%v", err)
	}
}

func TestWhatWasCancelledIsNotShipped(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, jsonAnswer(200, `{"entity_id":"5","order_currency_code":"USD","items":[
		{"item_id":1,"sku":"A","qty_ordered":3,"qty_canceled":1,"qty_shipped":"2.0000","is_virtual":"0"},
		{"item_id":2,"sku":"B","qty_ordered":1,"is_virtual":"1"}]}`))
	o, err := c.ShopOrder(t.Context(), "5")
	if err != nil {
		t.Fatal(err)
	}
	if a := o.Items[0]; !a.Ordered.Equal(decimal.NewFromInt(2)) || !a.Shipped.Equal(decimal.NewFromInt(2)) || !o.Items[1].Virtual {
		t.Errorf("%+v", o.Items)
	}
	if o.QuoteID != "" {
		t.Errorf("an order without a cart has the quote id %q", o.QuoteID)
	}
}

func TestRegression_WhatWasCancelledCountedAsPaidForThePiecesThatWereNot(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, jsonAnswer(200, `{"entity_id":"5","order_currency_code":"USD","items":[
		{"item_id":1,"sku":"A","qty_ordered":3,"qty_canceled":2,"qty_invoiced":1,"row_total":"30.0000","tax_amount":3,"discount_tax_compensation_amount":0}]}`))
	o, err := c.ShopOrder(t.Context(), "5")
	if err != nil {
		t.Fatal(err)
	}
	if a := o.Items[0]; !a.Ordered.Equal(decimal.NewFromInt(1)) || a.Paid != 1100 {
		t.Errorf("%+v, want one piece for 11.00", a)
	}
}

func TestACommentThatMeetsAStatusOnTheMoveIsSentOnceMore(t *testing.T) {
	t.Parallel()
	statuses := []string{`"pending"`, `"processing"`}
	c, calls := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch {
		case r.Method == http.MethodGet:
			jsonAnswer(200, statuses[0]).ServeHTTP(w, r)
			statuses = statuses[1:]
		case strings.Contains(string(body), "pending"):
			jsonAnswer(400, `{"message":"Unable to add comment: The status \"%1\" is not part of the order status history.","parameters":["pending"]}`).ServeHTTP(w, r)
		default:
			jsonAnswer(200, "true").ServeHTTP(w, r)
		}
	}))
	if err := c.Comment(t.Context(), "11", "x"); err != nil || len(calls.all()) != 4 {
		t.Errorf("%v after %d calls", err, len(calls.all()))
	}
}

func TestInvoiceCarriesAComment(t *testing.T) {
	t.Parallel()
	c, calls := shop(t, jsonAnswer(200, `"6"`))
	if id, err := c.Invoice(t.Context(), "11", "Paid: cash 10.00 USD."); err != nil || id != "6" {
		t.Fatalf("%q, %v", id, err)
	}
	sameJSON(t, calls.all()[0].body, `{"capture":true,"notify":false,"comment":{"comment":"Paid: cash 10.00 USD.","is_visible_on_front":0}}`)
}
