package graph_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph"
)

// office notes what it is asked.
type office struct {
	report  pos.DeviceReport
	filter  pos.OrderFilter
	after   string
	revoked string
	sales   pos.SalesQuery
	zone    string
}

func officeTime() time.Time { return time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC) }

func (o *office) Heartbeat(_ context.Context, report pos.DeviceReport) (time.Time, error) {
	o.report = report
	return officeTime(), nil
}

func (o *office) Orders(_ context.Context, filter pos.OrderFilter, after string, _ int) (pos.OrderPage, error) {
	o.filter, o.after = filter, after
	return pos.OrderPage{Orders: []pos.Order{{OrderInput: pos.OrderInput{ID: "o1", LocationID: "la"}}}, Next: "more"}, nil
}

func (o *office) Registers(context.Context) ([]pos.OfficeRegister, error) {
	return []pos.OfficeRegister{{Register: pos.Register{ID: "NYC1", Name: "Front", LocationID: "nyc"}, Location: pos.Location{Name: "New York"}, Devices: []pos.KnownDevice{
		{Device: pos.Device{ID: "d1", Label: "old", EnrolledAt: "2026-03-01T08:00:00Z", RevokedAt: "2026-03-01T09:00:00Z"}},
		{Device: pos.Device{ID: "d2", EnrolledAt: "2026-03-01T08:00:00Z"}, Report: &pos.DeviceReport{SeenAt: officeTime(), OrdersWaiting: 3, CatalogAt: officeTime(), AppVersion: "1"}},
	}}}, nil
}

func (o *office) Staff(context.Context) ([]pos.Staff, error) {
	return []pos.Staff{{ID: "ann", Name: "Ann", LocationID: "nyc", Role: pos.RoleManager, PINHash: "secret", Permissions: []pos.Permission{pos.PermitRefund}}}, nil
}

func (o *office) NewCode(_ context.Context, registerID string) (pos.EnrolmentCode, error) {
	return pos.EnrolmentCode{Code: "K7QM-4XPD", RegisterID: registerID, ExpiresAt: officeTime()}, nil
}

func (o *office) Revoke(_ context.Context, id string) error {
	if o.revoked = id; id == "unknown" {
		return pos.NotFound("There is no such device")
	}
	return nil
}

func (o *office) Sales(_ context.Context, q pos.SalesQuery, zone string) ([]pos.SalesRow, error) {
	o.sales, o.zone = q, zone
	return []pos.SalesRow{
		{Key: "BAG", Name: "Bag", Currency: "USD", Orders: 1, Quantity: decimal.RequireFromString("2.5"), Sales: 2, Refunds: 3, Discounts: 4, Tax: -5},
		{At: officeTime(), Currency: "USD"},
	}, nil
}

func (o *office) SalesBehind(context.Context) (int, error) { return 42, nil }

func TestOfficeOverGraphQL(t *testing.T) {
	t.Parallel()
	kept := &office{}
	w := setup(t, func(c *graph.Config) { c.Office = kept })
	const at = "2026-03-01T09:00:00Z"
	same := func(t *testing.T, query, field string, want any) {
		t.Helper()
		a := w.ask(t, query, nil, "manager")
		if diff := cmp.Diff(want, a.at(field)); diff != "" {
			t.Error(diff, string(a.Raw))
		}
	}
	t.Run("heartbeat", func(t *testing.T) {
		same(t, `mutation{heartbeat(input:{ordersWaiting:2,oldestWaitingAt:"2026-03-01T09:00:00Z",catalogAt:"2026-03-01T09:00:00Z",appVersion:"1.2"}){now}}`,
			"heartbeat", map[string]any{"now": at})
		want := pos.DeviceReport{OrdersWaiting: 2, OldestWaitingAt: officeTime(), CatalogAt: officeTime(), AppVersion: "1.2"}
		if diff := cmp.Diff(want, kept.report); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("orders", func(t *testing.T) {
		same(t, `{officeOrders(filter:{locations:["la"],registers:["LA1"],states:[HELD],from:"2026-03-01T09:00:00Z",to:"2026-03-01T09:00:00Z",
			receiptNumber:"LA1-1",text:"bag"},after:"x"){orders{id} next}}`, "officeOrders", map[string]any{"orders": []any{map[string]any{"id": "o1"}}, "next": "more"})
		want := pos.OrderFilter{Locations: []string{"la"}, Registers: []string{"LA1"}, States: []pos.OrderState{pos.StateHeld}, From: officeTime(), To: officeTime(), Receipt: "LA1-1", Text: "bag"}
		if diff := cmp.Diff(want, kept.filter); diff != "" || kept.after != "x" {
			t.Error(diff, kept.after)
		}
	})
	t.Run("registers and devices", func(t *testing.T) {
		same(t, `{registers{id name locationId locationName devices{id label enrolledAt revokedAt seenAt ordersWaiting oldestWaitingAt catalogAt appVersion}}}`, "registers", []any{map[string]any{
			"id": "NYC1", "name": "Front", "locationId": "nyc", "locationName": "New York", "devices": []any{
				map[string]any{"id": "d1", "label": "old", "enrolledAt": "2026-03-01T08:00:00Z", "revokedAt": at, "seenAt": nil, "ordersWaiting": nil, "oldestWaitingAt": nil, "catalogAt": nil, "appVersion": nil},
				map[string]any{"id": "d2", "label": "", "enrolledAt": "2026-03-01T08:00:00Z", "revokedAt": nil, "seenAt": at, "ordersWaiting": 3.0, "oldestWaitingAt": nil, "catalogAt": at, "appVersion": "1"},
			}}})
		same(t, `mutation{createEnrolmentCode(registerId:"NYC1"){code registerId expiresAt}}`, "createEnrolmentCode",
			map[string]any{"code": "K7QM-4XPD", "registerId": "NYC1", "expiresAt": at})
		same(t, `mutation{revokeDevice(id:"d2")}`, "revokeDevice", true)
		if kept.revoked != "d2" {
			t.Error(kept.revoked)
		}
		if a := w.ask(t, `mutation{revokeDevice(id:"unknown")}`, nil, "manager"); a.code() != "NOT_FOUND" {
			t.Errorf("%s", a.Raw)
		}
	})
	t.Run("staff", func(t *testing.T) {
		same(t, `{staff{id name role locationId permissions}}`, "staff", []any{map[string]any{
			"id": "ann", "name": "Ann", "role": "MANAGER", "locationId": "nyc", "permissions": []any{"REFUND"}}})
	})
	t.Run("sales", func(t *testing.T) {
		same(t, `{sales(from:"2026-03-01T09:00:00Z",to:"2026-03-02T09:00:00Z",by:PRODUCT,locationId:"nyc"){key name currency orders quantity sales refunds discounts tax}}`, "sales", []any{
			map[string]any{"key": "BAG", "name": "Bag", "currency": "USD", "orders": 1.0, "quantity": "2.5", "sales": 2.0, "refunds": 3.0, "discounts": 4.0, "tax": -5.0},
			map[string]any{"key": at, "name": nil, "currency": "USD", "orders": 0.0, "quantity": "0", "sales": 0.0, "refunds": 0.0, "discounts": 0.0, "tax": 0.0},
		})
		want := pos.SalesQuery{From: officeTime(), To: officeTime().Add(24 * time.Hour), By: pos.SalesByProduct, LocationID: "nyc"}
		if diff := cmp.Diff(want, kept.sales); diff != "" || kept.zone != "UTC" {
			t.Error(diff, kept.zone)
		}
	})
	t.Run("how far behind the sales are", func(t *testing.T) {
		same(t, `{salesBehind}`, "salesBehind", 42.0)
	})
	t.Run("they need a device", func(t *testing.T) {
		for _, query := range []string{`{registers{id}}`, `{staff{id}}`, `{salesBehind}`, `{officeOrders{next}}`, `mutation{revokeDevice(id:"d")}`, `mutation{heartbeat(input:{ordersWaiting:0,appVersion:""}){now}}`} {
			if a := w.ask(t, query, nil, ""); a.code() != "UNAUTHENTICATED" {
				t.Errorf("%s", a.Raw)
			}
		}
	})
}
