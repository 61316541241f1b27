package app_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

// TestAnOrderWithRulesSettlesAtTheTotalThatTheRegisterCharged sells three candles with the demo's coupon: one of them is free, and a
// tenth comes off the rest. The shop has a rule engine of its own, so that three have to agree: it, the gateway, and these figures.
func TestAnOrderWithRulesSettlesAtTheTotalThatTheRegisterCharged(t *testing.T) {
	t.Parallel()
	shop := startShop(t)
	p := startProcess(t, shop.URL())
	device := p.enrol("R1")
	input := map[string]any{
		"id": uuid.Must(uuid.NewV7()).String(), "counter": 1, "staffId": "sam", "currency": "USD", "soldAt": time.Now().UTC().Format(time.RFC3339Nano),
		"lines": []map[string]any{
			{"sku": "HC-231", "name": "Beeswax Candle", "quantity": "3", "unitPrice": 1250, "rowTotal": 3750, "discount": 1500, "tax": 188},
		},
		"charged": map[string]any{"subtotal": 3750, "discount": 1500, "tax": 188, "total": int64(2438)},
		"tenders": []map[string]any{{"kind": "CASH", "amount": 2438}}, "change": 0, "coupon": "TEN10", "rules": []int{1, 2},
	}
	p.submitUntilReceived(t, device, input)
	p.waitSettled(t, device, 1, 30*time.Second)
	orders := shop.Orders()
	if len(orders) != 1 {
		t.Fatalf("the shop has %d orders", len(orders))
	}
	if o := orders[0]; !o.GrandTotal.Equal(decimal.New(2438, -2)) || !o.Tax.Equal(decimal.New(188, -2)) {
		t.Errorf("the shop's order is %+v", o)
	}
	var out explanation
	if err := p.query(t.Context(), p.signIn(device, "sam"), explainQuery, map[string]any{"id": input["id"]}, &out); err != nil {
		t.Fatal(err)
	}
	if e := out.ExplainTotals; e.Refused != nil || e.FromRules != nil || e.FromMagento != nil || e.Payable == nil || *e.Payable != 2438 {
		t.Errorf("the gateway's own total: %+v", e)
	}
}
