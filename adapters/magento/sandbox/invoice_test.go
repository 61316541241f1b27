package sandbox_test

import (
	"testing"

	"github.com/tillway/tillway/adapters/magento/sandbox"
)

func TestAnInvoiceKeepsItsComment(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	order := s.sell(itemBody(tent, 1))
	var id string
	s.must("POST", "order/"+order+"/invoice", `{"capture":true,"comment":{"comment":"Paid: cash","is_visible_on_front":0}}`, &id)
	var invoice struct {
		Comments []struct {
			Comment string
			Visible int `json:"is_visible_on_front"`
			Parent  any `json:"parent_id"`
		}
	}
	s.must("GET", "invoices/"+id, "", &invoice)
	if len(invoice.Comments) != 1 || invoice.Comments[0].Comment != "Paid: cash" || invoice.Comments[0].Visible != 0 {
		t.Errorf("comments %+v", invoice.Comments)
	}
	var history struct{ Items []any }
	s.must("GET", "orders/"+order+"/comments", "", &history)
	if len(history.Items) != 0 {
		t.Errorf("the order has comments %v, want them on the invoice only", history.Items)
	}
	if got := s.Orders()[0].Comments; len(got) != 1 {
		t.Errorf("comments %q, want the invoice's", got)
	}
}
