package sandbox_test

import (
	"strings"
	"testing"

	"github.com/tillway/tillway/adapters/magento/sandbox"
)

func TestACartBecomesAnOrderAsRecorded(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	all := recorded(t)
	check := func(name, method, path, body string, without ...string) {
		t.Helper()
		checkShape(t, s, all, shapeCase{name, method, path, body, without})
	}
	check("221-cart-create", "POST", "guest-carts", "")
	var cart string
	s.must("POST", "guest-carts", "", &cart)
	at := "guest-carts/" + cart
	check("222-cart-add-simple", "POST", at+"/items", itemBody(tent, 2))
	check("223-cart-add-configurable", "POST", at+"/items", mossTee)
	check("225-cart-add-no-options", "POST", at+"/items", itemBody(tee, 1))
	check("226-cart-add-too-many", "POST", at+"/items", itemBody("CT-103", 99999))
	check("227-cart-add-more-than-salable", "POST", at+"/items", itemBody("CT-103", 900))
	check("228-cart-add-unknown-sku", "POST", at+"/items", itemBody("NO-SUCH", 1))
	check("229-cart-add-fraction", "POST", at+"/items", `{"cartItem":{"sku":"CT-103","qty":1.5}}`)
	check("230-cart-items", "GET", at+"/items", "")
	check("233-cart-coupon-invalid", "PUT", at+"/coupons/NOPE", "")
	check("234-cart-coupon-valid", "PUT", at+"/coupons/ten10", "")
	check("235-cart-coupon-get", "GET", at+"/coupons", "")
	check("236-cart-payment-too-early", "POST", at+"/payment-information", paymentBody)
	check("237-cart-estimate-shipping", "POST", at+"/estimate-shipping-methods", `{"address":`+address+`}`)
	check("239-cart-shipping-unknown", "POST", at+"/shipping-information", shippingBody("nosuch"))
	check("286-pickup-shipping-store-billing", "POST", at+"/shipping-information", shippingBody("flatrate"), "coupon_code")
	check("241-cart-totals", "GET", at+"/totals", "")
	check("242-cart-get", "GET", at, "")
	check("243-cart-payment-unknown", "POST", at+"/payment-information", strings.ReplaceAll(paymentBody, "checkmo", "nosuch"))
	check("244-cart-place", "POST", at+"/payment-information", paymentBody)
	check("245-cart-get-after", "GET", at, "")
	check("246-cart-place-again", "POST", at+"/payment-information", paymentBody)

	order := s.Orders()[0]
	id := text(order.ID)
	check("247-orders-by-quote-id", "GET", "orders?searchCriteria[filterGroups][0][filters][0][field]=quote_id"+
		"&searchCriteria[filterGroups][0][filters][0][value]="+text(order.QuoteID)+
		"&fields=items[entity_id,increment_id,quote_id,grand_total,state,status],total_count", "")
	// The recorded simple product had no weight, its variant row no tax members.
	check("248-order-get", "GET", "orders/"+id, "", "weight")
	check("250-orders-items-by-order", "GET", "orders/items?searchCriteria[filterGroups][0][filters][0][field]=order_id"+
		"&searchCriteria[filterGroups][0][filters][0][value]="+id+"&fields=items[item_id,parent_item_id,sku,product_type,"+
		"qty_ordered,price,row_total,discount_amount,tax_amount],total_count", "")

	check("311-order-invoice", "POST", "order/"+id+"/invoice", `{"capture":true,"notify":false}`)
	check("312-order-invoice-again", "POST", "order/"+id+"/invoice", `{"capture":true}`)
	check("313-invoice-get", "GET", "invoices/"+text(s.Orders()[0].Invoices[0].ID), "")
	check("315-order-ship-unknown-source", "POST", "order/"+id+"/ship", shipBody("nowhere"))
	s.must("POST", "order/"+id+"/ship", `{"items":[{"order_item_id":`+text(order.Items[0].ID)+`,"qty":1}],"tracks":[`+
		`{"track_number":"1Z999","title":"Courier","carrier_code":"custom"}],`+shipBody("store_nyc")[1:], nil)
	s.must("POST", "order/"+id+"/ship", shipBody("warehouse"), nil)
	check("320-order-ship-again", "POST", "order/"+id+"/ship", `{"notify":false}`)
	check("321-shipments-of-order", "GET", "shipments?searchCriteria[filterGroups][0][filters][0][field]=order_id"+
		"&searchCriteria[filterGroups][0][filters][0][value]="+id, "", "weight")
	check("322-order-complete", "GET", "orders/"+id+"?fields=entity_id,increment_id,state,status,grand_total,total_paid,"+
		"total_due,total_invoiced,items[item_id,sku,product_type,qty_ordered,qty_invoiced,qty_shipped]", "")
	check("328-order-comment", "POST", "orders/"+id+"/comments", `{"statusHistory":{"comment":"Receipt R1-17",`+
		`"is_customer_notified":0,"is_visible_on_front":0,"status":"complete","parent_id":`+id+`}}`)
	check("329-order-comments", "GET", "orders/"+id+"/comments", "", "entity_name")
	check("330-order-status", "GET", "orders/"+id+"/statuses", "")
	check("331-order-cancel-complete", "POST", "orders/"+id+"/cancel", "")
}

func TestAnOrderIsHeldAndCancelledAsRecorded(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	all := recorded(t)
	id := s.sell(itemBody(tent, 2))
	check := func(name, path string) {
		t.Helper()
		checkShape(t, s, all, shapeCase{name: name, method: "POST", path: path, body: "{}"})
	}
	check("334-order-hold", "orders/"+id+"/hold")
	check("335-order-ship-on-hold", "order/"+id+"/ship")
	s.refused(400, "POST", "order/"+id+"/invoice", "{}")
	check("336-order-unhold", "orders/"+id+"/unhold")
	check("332-order-cancel", "orders/"+id+"/cancel")
	check("333-order-cancel-again", "orders/"+id+"/cancel")
	if o := s.theOrder(id); o.State != "canceled" || !o.Items[0].Canceled.Equal(dec("2")) {
		t.Errorf("order is %+v", o)
	}
	s.refused(400, "POST", "order/"+id+"/ship", "{}")
}

func TestStatesFollowInvoiceAndShipment(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		item  string
		steps []string
		want  string
	}{
		{"new when nothing happened", itemBody(tent, 1), nil, "new/pending"},
		{"processing when invoiced", itemBody(tent, 1), []string{"invoice"}, "processing/processing"},
		{"processing when shipped", itemBody(tent, 1), []string{"ship"}, "processing/processing"},
		{"complete when both", itemBody(tent, 1), []string{"ship", "invoice"}, "complete/complete"},
		{"complete for a variant by its parent row", mossTee, []string{"invoice", "ship"}, "complete/complete"},
		{"complete for virtual goods when invoiced", itemBody(repair, 1), []string{"invoice"}, "complete/complete"},
	}
	s := start(t, sandbox.Config{})
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			id := s.sell(c.item)
			for _, step := range c.steps {
				s.must("POST", "order/"+id+"/"+step, shipBody("store_nyc"), nil)
			}
			if o := s.theOrder(id); o.State+"/"+o.Status != c.want {
				t.Errorf("order is %s/%s, want %s", o.State, o.Status, c.want)
			}
		})
	}
}

func TestVirtualGoodsNeedNoShippingAddress(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	var cart string
	s.must("POST", "guest-carts", "", &cart)
	s.must("POST", "guest-carts/"+cart+"/items", itemBody(repair, 1), nil)
	o := s.theOrder(s.place(cart))
	equal(t, "tax", o.Tax, "3.77")
	equal(t, "grand total", o.GrandTotal, "48.77")
}

func TestAnOrderIsFoundByItsCart(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	cart := s.cart(itemBody(tent, 1))
	var quote struct {
		ID       int64  `json:"id"`
		Reserved string `json:"reserved_order_id"`
	}
	s.must("GET", "guest-carts/"+cart, "", &quote)
	id := s.place(cart)
	s.must("GET", "guest-carts/"+cart, "", &quote)
	var found struct {
		Items []struct {
			EntityID    int64  `json:"entity_id"`
			IncrementID string `json:"increment_id"`
		}
	}
	s.must("GET", "orders?searchCriteria[filterGroups][0][filters][0][field]=quote_id&searchCriteria[filterGroups][0][filters][0][value]="+
		text(quote.ID), "", &found)
	if len(found.Items) != 1 || text(found.Items[0].EntityID) != id || found.Items[0].IncrementID != quote.Reserved ||
		quote.Reserved != "000000001" {
		t.Errorf("order %s of quote %+v: found %+v", id, quote, found)
	}
}
