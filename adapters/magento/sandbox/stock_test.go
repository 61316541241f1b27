package sandbox_test

import (
	"strings"
	"testing"

	"github.com/tillway/tillway/adapters/magento/sandbox"
)

func TestReservationsAndSources(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	salable, nyc, def := s.Salable(tent), s.SourceQuantity(tent, "store_nyc"), s.SourceQuantity(tent, "default")

	id := s.sell(itemBody(tent, 3))
	equal(t, "salable after the order", s.Salable(tent), salable.Sub(dec("3")).String())
	equal(t, "store after the order", s.SourceQuantity(tent, "store_nyc"), nyc.String())
	rows := s.Reservations(tent)
	if len(rows) != 1 || rows[0].Metadata !=
		`{"event_type":"order_placed","object_type":"order","object_id":"","object_increment_id":"000000001"}` {
		t.Errorf("reservations %+v", rows)
	}

	item := text(s.theOrder(id).Items[0].ID)
	s.must("POST", "order/"+id+"/ship", `{"items":[{"order_item_id":`+item+`,"qty":2}],`+shipBody("store_nyc")[1:], nil)
	equal(t, "store after the shipment", s.SourceQuantity(tent, "store_nyc"), nyc.Sub(dec("2")).String())
	equal(t, "salable after the shipment", s.Salable(tent), salable.Sub(dec("3")).String())
	if rows = s.Reservations(tent); len(rows) != 2 || !strings.Contains(rows[1].Metadata,
		`"event_type":"shipment_created","object_type":"order","object_id":"`+id+`"`) {
		t.Errorf("reservations %+v", rows)
	}

	s.must("POST", "order/"+id+"/ship", `{"notify":false}`, nil)
	equal(t, "default source after a shipment without a source", s.SourceQuantity(tent, "default"), def.Sub(dec("1")).String())
	equal(t, "salable after it", s.Salable(tent), salable.Sub(dec("2")).String())
	sum := dec("0")
	for _, r := range s.Reservations(tent) {
		sum = sum.Add(r.Quantity)
	}
	equal(t, "sum of the reservations", sum, "0")
}

func TestCancellingFreesTheReservation(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	before := s.Salable(teeMoss)
	id := s.sell(mossTee)
	equal(t, "salable after the order", s.Salable(teeMoss), before.Sub(dec("1")).String())
	s.must("POST", "orders/"+id+"/cancel", "", nil)
	equal(t, "salable after cancelling", s.Salable(teeMoss), before.String())
}

func TestShipmentsThatASourceCannotGiveAreRefused(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	id := s.sell(itemBody(tent, 30))
	quantity := s.SourceQuantity(tent, "store_la")
	cases := []struct{ name, body string }{
		{"from a source that does not exist", shipBody("nowhere")},
		{"of more than the source holds", shipBody("store_la")},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if m := s.refused(400, "POST", "order/"+id+"/ship", c.body); m != "Could not save a shipment, see error log for details" {
				t.Errorf("refused with %q", m)
			}
			equal(t, "source", s.SourceQuantity(tent, "store_la"), quantity.String())
		})
	}
	s.refused(404, "POST", "order/"+id+"/ship", `{"items":[{"order_item_id":1,"qty":1}]}`)
	s.refused(400, "POST", "order/"+id+"/ship", `{"items":[{"order_item_id":`+text(s.theOrder(id).Items[0].ID)+`,"qty":31}]}`)
}

func TestAPartialInvoiceAddsUp(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	id := s.sell(itemBody("CT-105", 3))
	o := s.theOrder(id)
	s.must("POST", "order/"+id+"/invoice", `{"items":[{"order_item_id":`+text(o.Items[0].ID)+`,"qty":2}]}`, nil)
	s.must("POST", "order/"+id+"/invoice", `{}`, nil)
	o = s.theOrder(id)
	sum := dec("0")
	for _, v := range o.Invoices {
		sum = sum.Add(v.GrandTotal)
	}
	if len(o.Invoices) != 2 {
		t.Fatalf("invoices %+v", o.Invoices)
	}
	equal(t, "invoiced", sum, o.GrandTotal.String())
}

func TestSoldOutProductsAreRefused(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	for _, source := range []string{"warehouse", "store_nyc", "store_la"} {
		if err := s.SetSource(tent, source, dec("0")); err != nil {
			t.Fatal(err)
		}
	}
	var cart string
	s.must("POST", "guest-carts", "", &cart)
	if m := s.refused(400, "POST", "guest-carts/"+cart+"/items", itemBody(tent, 1)); m != "Product that you are trying to add is not available." {
		t.Errorf("refused with %q", m)
	}
	var salable bool
	s.must("GET", "inventory/is-product-salable/"+tent+"/2", "", &salable)
	if salable {
		t.Error("still salable")
	}
}
