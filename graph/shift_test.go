package graph_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph"
)

// shifts keeps what it is sent, and reports on one shift.
type shifts struct {
	got      []pos.ShiftEvent
	register string
	from     time.Time
	first    int
}

func (s *shifts) Submit(_ context.Context, events []pos.ShiftEvent) ([]pos.ShiftEventResult, error) {
	s.got = events
	return []pos.ShiftEventResult{{ID: "e1", Outcome: pos.ShiftEventDuplicate}, {ID: "e2", Outcome: pos.ShiftEventRefused, Message: "why"}}, nil
}

func (s *shifts) Shift(_ context.Context, id string) (pos.Shift, error) {
	if id != "s1" {
		return pos.Shift{}, pos.NotFound("unknown")
	}
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	return pos.Shift{
		ID: "s1", RegisterID: "NYC1", LocationID: "nyc", Currency: "USD", OpenedAt: at, OpenedBy: "ann", Float: 1, PaidIn: 2, PaidOut: 3, DrawerOpened: 4,
		Orders: 5, Sales: 6, Discounts: 7, Refunds: 8, Tax: 9, Rounding: 10, Deferred: 11, Balances: 12, Cancelled: 13, CancelledAmount: 14, OtherCurrency: 15,
		UnsentOrders: 16, UnsentAmount: 17, UnsentCash: 18, ExpectedCash: 19, CountedAt: at, CountedCash: 20, ExpectedWhenCounted: 23,
		Tenders: []pos.ShiftTender{{Kind: pos.TenderGiftCard, Count: 1, Amount: -2}},
		Events: []pos.ShiftEvent{{ID: "e1", Kind: pos.ShiftPaidOut, StaffID: "ann", ApprovedBy: "mia", At: at, Amount: 3, Reason: "milk",
			Denominations: []pos.Denomination{{Value: 1, Count: 3}}}},
	}, nil
}

func (s *shifts) Shifts(_ context.Context, registerID string, from, _ time.Time, first int) ([]pos.Shift, error) {
	s.register, s.from, s.first = registerID, from, first
	return []pos.Shift{{ID: "s2", Currency: "USD"}}, nil
}

func TestShiftsOverGraphQL(t *testing.T) {
	t.Parallel()
	kept := &shifts{}
	w := setup(t, func(c *graph.Config) { c.Shifts = kept })
	t.Run("events come in whole, and each is told of", func(t *testing.T) {
		a := w.ask(t, `mutation{submitShiftEvents(events:[{id:"e1",shiftId:"s1",kind:COUNTED,staffId:"ann",approvedBy:"mia",at:"2026-03-01T09:00:00Z",
			currency:"USD",amount:300,reason:"r",denominations:[{value:100,count:3}],unsent:[{orderId:"o1",amount:7,cash:-5}]},
			{id:"e2",shiftId:"s1",kind:DRAWER_OPENED,staffId:"ann",at:"2026-03-01T09:00:00Z",currency:"USD"}]){id outcome message}}`, nil, "device")
		want := []any{map[string]any{"id": "e1", "outcome": "DUPLICATE", "message": nil}, map[string]any{"id": "e2", "outcome": "REFUSED", "message": "why"}}
		if diff := cmp.Diff(want, a.at("submitShiftEvents")); diff != "" {
			t.Error(diff, string(a.Raw))
		}
		at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
		if diff := cmp.Diff([]pos.ShiftEvent{
			{ID: "e1", ShiftID: "s1", Kind: pos.ShiftCounted, StaffID: "ann", ApprovedBy: "mia", At: at, Currency: "USD", Amount: 300, Reason: "r",
				Denominations: []pos.Denomination{{Value: 100, Count: 3}}, Unsent: []pos.UnsentOrder{{OrderID: "o1", Amount: 7, Cash: -5}}},
			{ID: "e2", ShiftID: "s1", Kind: pos.ShiftDrawer, StaffID: "ann", At: at, Currency: "USD"},
		}, kept.got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a report says everything", func(t *testing.T) {
		a := w.ask(t, `{shift(id:"s1"){id registerId locationId currency openedAt openedBy closedAt closedBy float paidIn paidOut drawerOpened orders sales
			discounts refunds tax rounding deferred balances cancelled cancelledAmount otherCurrency unsentOrders unsentAmount unsentCash expectedCash
			countedAt countedCash difference tenders{kind count amount} events{id kind staffId approvedBy at amount reason denominations{value count}}}}`, nil, "manager")
		const at = "2026-03-01T09:00:00Z"
		want := map[string]any{
			"id": "s1", "registerId": "NYC1", "locationId": "nyc", "currency": "USD", "openedAt": at, "openedBy": "ann", "closedAt": nil, "closedBy": nil,
			"float": 1.0, "paidIn": 2.0, "paidOut": 3.0, "drawerOpened": 4.0, "orders": 5.0, "sales": 6.0, "discounts": 7.0, "refunds": 8.0, "tax": 9.0,
			"rounding": 10.0, "deferred": 11.0, "balances": 12.0, "cancelled": 13.0, "cancelledAmount": 14.0, "otherCurrency": 15.0,
			"unsentOrders": 16.0, "unsentAmount": 17.0, "unsentCash": 18.0, "expectedCash": 19.0, "countedAt": at, "countedCash": 20.0, "difference": -3.0,
			"tenders": []any{map[string]any{"kind": "GIFT_CARD", "count": 1.0, "amount": -2.0}},
			"events": []any{map[string]any{"id": "e1", "kind": "PAID_OUT", "staffId": "ann", "approvedBy": "mia", "at": at, "amount": 3.0, "reason": "milk",
				"denominations": []any{map[string]any{"value": 1.0, "count": 3.0}}}},
		}
		if diff := cmp.Diff(want, a.at("shift")); diff != "" {
			t.Error(diff, string(a.Raw))
		}
		if a := w.ask(t, `{shift(id:"s9"){id}}`, nil, "manager"); string(a.Raw) != `{"data":{"shift":null}}` {
			t.Errorf("%s", a.Raw)
		}
	})
	t.Run("a list says what was not counted", func(t *testing.T) {
		a := w.ask(t, `{shifts(registerId:"NYC1",from:"2026-03-01T00:00:00Z",to:"2026-03-02T00:00:00Z"){id countedCash difference}}`, nil, "manager")
		want := []any{map[string]any{"id": "s2", "countedCash": nil, "difference": nil}}
		if diff := cmp.Diff(want, a.at("shifts")); diff != "" || kept.register != "NYC1" || kept.first != 20 || kept.from.Day() != 1 {
			t.Error(diff, string(a.Raw), kept.register, kept.first)
		}
	})
	t.Run("they need a device", func(t *testing.T) {
		for _, query := range []string{`mutation{submitShiftEvents(events:[]){id}}`, `{shift(id:"s1"){id}}`} {
			if a := w.ask(t, query, nil, ""); a.code() != "UNAUTHENTICATED" {
				t.Errorf("%s", a.Raw)
			}
		}
	})
}
