package sandbox_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/sandbox"
)

func TestMoneyIsGivenBackAsMagentoDoes(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	id := s.sell(itemBody(tent, 3))
	item := text(s.theOrder(id).Items[0].ID)
	refund := func(qty, more string) string {
		return `{"items":[{"order_item_id":` + item + `,"qty":` + qty + `}],"comment":{"comment":"mark o9"},"arguments":{"shipping_amount":0` + more + `}}`
	}
	if m := s.refused(400, "POST", "order/"+id+"/refund", refund("1", "")); !strings.Contains(m, "invalid quantity") {
		t.Errorf("before it is invoiced: %s", m)
	}
	s.must("POST", "order/"+id+"/invoice", `{"capture":true}`, nil)
	s.must("POST", "order/"+id+"/ship", shipBody("store_nyc"), nil)
	before := s.SourceQuantity(tent, "store_nyc")

	var memo string
	s.must("POST", "order/"+id+"/refund", refund("1", `,"extension_attributes":{"return_to_stock_items":[`+item+`]}`), &memo)
	if got := s.SourceQuantity(tent, "store_nyc"); !got.Equal(before.Add(decimal.NewFromInt(1))) {
		t.Errorf("source store_nyc holds %s, want one more than %s", got, before)
	}
	s.must("POST", "order/"+id+"/refund", refund("1", `,"adjustment_negative":49`), nil)
	if got := s.SourceQuantity(tent, "store_nyc"); !got.Equal(before.Add(decimal.NewFromInt(1))) {
		t.Errorf("goods that do not go back to stock did: %s", got)
	}
	var o struct {
		State    string
		Refunded decimal.Decimal `json:"total_refunded"`
		Items    []struct {
			Refunded decimal.Decimal `json:"qty_refunded"`
		}
	}
	s.must("GET", "orders/"+id, "", &o)
	// 249 and 8.375 %, twice, less 49.
	equal(t, "refunded", o.Refunded, "490.71")
	equal(t, "pieces refunded", o.Items[0].Refunded, "2")
	if m := s.refused(400, "POST", "order/"+id+"/refund", refund("2", "")); !strings.Contains(m, "invalid quantity") {
		t.Errorf("more than is left: %s", m)
	}
	s.must("POST", "order/"+id+"/refund", refund("1", `,"adjustment_positive":49`), nil)
	s.must("GET", "orders/"+id, "", &o)
	if o.State != "closed" {
		t.Errorf("an order that is given back entirely is %s", o.State)
	}
	var found struct {
		Items []struct {
			ID       decimal.Decimal `json:"entity_id"`
			Comments []struct{ Comment string }
		}
	}
	s.must("GET", "creditmemos?searchCriteria[filterGroups][0][filters][0][field]=order_id&searchCriteria[filterGroups][0][filters][0][value]="+id, "", &found)
	if len(found.Items) != 3 || found.Items[0].ID.String() != memo || found.Items[0].Comments[0].Comment != "mark o9" {
		t.Errorf("%+v", found.Items)
	}
}

func TestAPickupIsShippedWhenItIsReady(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	var cart, id string
	s.must("POST", "guest-carts", "", &cart)
	s.must("POST", "guest-carts/"+cart+"/items", itemBody(tent, 1), nil)
	at := strings.Replace(shippingBody("x"), `"shipping_carrier_code":"x","shipping_method_code":"x"`, `"shipping_carrier_code":"instore","shipping_method_code":"pickup"`, 1)
	at = strings.Replace(at, `"telephone":"5551234"}`, `"telephone":"5551234","extension_attributes":{"pickup_location_code":"store_nyc"}}`, 1)
	s.must("POST", "guest-carts/"+cart+"/shipping-information", at, nil)
	if m := s.refused(400, "POST", "guest-carts/"+cart+"/payment-information", paymentBody); !strings.Contains(m, "Pickup Location Address") {
		t.Errorf("equal addresses: %s", m)
	}
	s.must("POST", "guest-carts/"+cart+"/payment-information", strings.Replace(paymentBody, `"350 5th Ave"`, `"350 5th Ave","Receipt 1"`, 1), &id)
	s.refused(400, "POST", "order/"+id+"/ship", shipBody("store_nyc"))
	before := s.SourceQuantity(tent, "store_nyc")
	var answer struct {
		Successful bool
		Errors     []string
	}
	s.must("POST", "order/notify-orders-are-ready-for-pickup", `{"orderIds":[`+id+`]}`, &answer)
	if !answer.Successful || !s.SourceQuantity(tent, "store_nyc").Equal(before.Sub(decimal.NewFromInt(1))) {
		t.Errorf("%+v; the source holds %s, before %s", answer, s.SourceQuantity(tent, "store_nyc"), before)
	}
	s.must("POST", "order/notify-orders-are-ready-for-pickup", `{"orderIds":[999999]}`, &answer)
	if answer.Successful || len(answer.Errors) != 1 || !strings.Contains(answer.Errors[0], `"id":999999`) {
		t.Errorf("%+v", answer)
	}
}
