package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

func TestACreditMemoAsRecorded(t *testing.T) {
	t.Parallel()
	c, calls := shop(t, answering(t, "323"))
	id, err := c.Refund(t.Context(), "11", pos.CreditMemo{
		Currency: "USD", Adjustment: -250, Comment: "Taken back with receipt R1-9 (o9).",
		Items: []pos.CreditItem{{ID: "12", Quantity: decimal.NewFromInt(1), Restock: true}, {ID: "15", Quantity: decimal.NewFromInt(1)}},
	})
	if err != nil || id != "4" {
		t.Fatalf("%q, %v", id, err)
	}
	sameJSON(t, calls.all()[0].body, `{"items":[{"order_item_id":12,"qty":1},{"order_item_id":15,"qty":1}],"notify":false,
		"comment":{"comment":"Taken back with receipt R1-9 (o9).","is_visible_on_front":0},
		"arguments":{"shipping_amount":0,"adjustment_positive":0,"adjustment_negative":2.5,"extension_attributes":{"return_to_stock_items":[12]}}}`)
	c, _ = shop(t, answering(t, "325"))
	if _, err := c.Refund(t.Context(), "11", pos.CreditMemo{Currency: "USD"}); pos.CodeOf(err) != pos.CodeRejectedByShop || !strings.Contains(pos.MessageOf(err), "Fusion Backpack") {
		t.Errorf("more than was bought: %v", err)
	}
}

func TestACreditMemoIsFoundByItsMark(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, jsonAnswer(200, `{"items":[{"entity_id":4,"order_id":11,"comments":[]},{"entity_id":5,"order_id":11,"comments":[{"comment":"Taken back with receipt R1-9 (o9)."}]},
		{"entity_id":6,"order_id":12,"comments":[{"comment":"Taken back with receipt R1-8 (o8)."}]}],"total_count":3}`))
	if id, err := c.CreditMemo(t.Context(), "11", "o9"); err != nil || id != "5" {
		t.Errorf("%q, %v", id, err)
	}
	if _, err := c.CreditMemo(t.Context(), "11", "o8"); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("the memo of another order was taken: %v", err)
	}
}

func TestCancellingAsRecorded(t *testing.T) {
	t.Parallel()
	for recording, want := range map[string]bool{"332": true, "333": false} {
		c, _ := shop(t, replay(t, recording))
		if done, err := c.Cancel(t.Context(), "16"); err != nil || done != want {
			t.Errorf("%s: %t, %v", recording, done, err)
		}
	}
}

func TestAPickupIsHandedOverAsRecorded(t *testing.T) {
	t.Parallel()
	c, calls := shop(t, answering(t, "291"))
	if err := c.HandOver(t.Context(), "14"); err != nil {
		t.Error(err)
	}
	sameJSON(t, calls.all()[0].body, `{"orderIds":[14]}`)
	c, _ = shop(t, answering(t, "292")) // errors come as JSON in strings, with status 200
	if err := c.HandOver(t.Context(), "999999"); pos.CodeOf(err) != pos.CodeRejectedByShop || !strings.Contains(pos.MessageOf(err), "doesn't exist") {
		t.Errorf("%v", err)
	}
}

func TestParcelsAsRecorded(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, replay(t, "321"))
	got, err := c.Parcels(t.Context(), "11")
	if diff := cmp.Diff([]pos.Tracking{{Carrier: "UPS", Number: "1Z999"}}, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestStockOfASourceAsRecorded(t *testing.T) {
	t.Parallel()
	found := recorded(t, "097")
	saved := recorded(t, "174")
	c, calls := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			found.write(w)
			return
		}
		saved.write(w)
	}))
	if n, err := c.SourceQuantity(t.Context(), "24-mb01", "store_nyc"); err != nil || !n.Equal(decimal.NewFromInt(24)) {
		t.Errorf("%s, %v", n, err)
	}
	if n, err := c.SourceQuantity(t.Context(), "24-MB01", "store_sf"); err != nil || !n.IsZero() {
		t.Errorf("a source that does not have it: %s, %v", n, err)
	}
	if err := c.SetSourceQuantity(t.Context(), "24-MB01", "store_nyc", decimal.NewFromInt(25)); err != nil {
		t.Error(err)
	}
	sameJSON(t, calls.all()[2].body, `{"sourceItems":[{"sku":"24-MB01","source_code":"store_nyc","quantity":25,"status":1}]}`)
}
