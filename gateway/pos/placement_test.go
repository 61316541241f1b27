package pos_test

import (
	"slices"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
)

func TestStepsOfAnOrder(t *testing.T) {
	t.Parallel()
	lines := []pos.Line{{SKU: "A"}}
	back := []pos.Return{{OrderID: "x", SKU: "B", Restock: true}}
	pickup := &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "la"}
	for name, c := range map[string]struct {
		order pos.Order
		want  []pos.StepName
		waits []pos.Wait
	}{
		"carried out of the shop": {pos.Order{OrderInput: pos.OrderInput{Lines: lines}},
			[]pos.StepName{pos.StepOrder, pos.StepInvoice, pos.StepTender, pos.StepShipment}, nil},
		"imported, for a customer": {pos.Order{OrderInput: pos.OrderInput{Lines: lines, Customer: &pos.Buyer{ID: 1}}, Placement: pos.Placement{Strategy: pos.StrategyImport}},
			[]pos.StepName{pos.StepCustomer, pos.StepOrder, pos.StepReservation, pos.StepInvoice, pos.StepTender, pos.StepShipment}, nil},
		"paid later": {pos.Order{OrderInput: pos.OrderInput{Lines: lines, Deferred: 100}},
			[]pos.StepName{pos.StepOrder, pos.StepTender}, []pos.Wait{pos.WaitPayment}},
		"paid later, by now": {pos.Order{OrderInput: pos.OrderInput{Lines: lines, Deferred: 100}, Placement: pos.Placement{DeferredPaid: 100}},
			[]pos.StepName{pos.StepOrder, pos.StepInvoice, pos.StepTender, pos.StepShipment}, nil},
		"picked up later": {pos.Order{OrderInput: pos.OrderInput{Lines: lines, Fulfilment: pickup}},
			[]pos.StepName{pos.StepOrder, pos.StepInvoice, pos.StepTender}, []pos.Wait{pos.WaitHandOver}},
		"picked up": {pos.Order{OrderInput: pos.OrderInput{Lines: lines, Fulfilment: pickup}, Placement: pos.Placement{HandedOver: &pos.HandOver{}}},
			[]pos.StepName{pos.StepOrder, pos.StepInvoice, pos.StepTender, pos.StepShipment}, nil},
		"shipped by the warehouse": {pos.Order{OrderInput: pos.OrderInput{Lines: lines, Fulfilment: &pos.Fulfilment{Kind: pos.FulfilShip}}},
			[]pos.StepName{pos.StepOrder, pos.StepInvoice, pos.StepTender}, []pos.Wait{pos.WaitShipment}},
		"an exchange": {pos.Order{OrderInput: pos.OrderInput{Lines: lines, Returns: back}},
			[]pos.StepName{pos.StepOrder, pos.StepInvoice, pos.StepTender, pos.StepShipment, pos.StepRefund, pos.StepRestock}, nil},
		"a return without a receipt, not to be sold again": {pos.Order{OrderInput: pos.OrderInput{Returns: []pos.Return{{SKU: "B"}}}}, nil, nil},
		"a payment of what was left":                       {pos.Order{OrderInput: pos.OrderInput{Balances: []pos.Balance{{}}}}, []pos.StepName{pos.StepBalance}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := c.order.Pending(); !slices.Equal(got, c.want) {
				t.Errorf("pending %v, want %v", got, c.want)
			}
			if got := c.order.Waits(); !slices.Equal(got, c.waits) {
				t.Errorf("waits for %v, want %v", got, c.waits)
			}
			o := c.order
			for range c.want {
				step, _ := o.NextStep()
				o.Placement.Step(step).DoneAt = sold()
			}
			if step, more := o.NextStep(); more {
				t.Errorf("after all steps were done comes %s", step)
			}
		})
	}
}

func TestRegression_AnOlderAnswerOfMagentoUndidANewerOne(t *testing.T) {
	t.Parallel()
	fresh := pos.ShopOrder{State: "processing", Status: "processing"}
	for name, newer := range map[string]pos.ShopOrder{
		"money given back": {State: "closed", Status: "closed", Refunded: 500},
		"a cancellation":   {State: pos.ShopStateCancelled, Status: "canceled"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var p pos.Placement
			p.SeenInShop(fresh)
			first := p.SeenInShop(newer)
			if len(first) < 2 {
				t.Fatalf("told %v", first)
			}
			for _, again := range []pos.ShopOrder{fresh, newer} { // asked before the newer, and answered after it
				if told := p.SeenInShop(again); len(told) != 0 || p.ShopState != newer.State || p.Refunded != newer.Refunded {
					t.Errorf("told %v once more, and knows %s, %d", told, p.ShopState, p.Refunded)
				}
			}
		})
	}
}
