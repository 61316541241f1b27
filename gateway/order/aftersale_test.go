package order_test

import (
	"context"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

func manager(t *testing.T) context.Context {
	t.Helper()
	return as(t, pos.Principal{DeviceID: "device-1", RegisterID: "nyc-1", LocationID: "nyc", StaffID: "mia", Role: pos.RoleManager})
}

func TestASaleWithoutItsApprovalIsToldNotRefused(t *testing.T) {
	t.Parallel()
	f := setup(t)
	in := ordertest.Input("nyc-1", 1)
	in.StaffID = "ann"
	in.Discount = &pos.ManualDiscount{Amount: 1, Reason: "scratch"}
	in.Exemption = &pos.Exemption{Certificate: "X-1"}
	in.Approvals = []pos.Approval{{Permission: pos.PermitExempt, StaffID: "mia", At: ordertest.Start()}, {Permission: pos.PermitDiscount, StaffID: "ann", At: ordertest.Start()}}
	o, _, err := f.Submit(f.ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := f.Order(f.ctx, o.ID)
	if err != nil || !slices.Equal(stored.Unapproved, []pos.Permission{pos.PermitDiscount}) || stored.State != pos.StateReceived {
		t.Errorf("unapproved %v in state %s, %v", stored.Unapproved, stored.State, err)
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	f := setup(t)
	o, _, err := f.Submit(f.ctx, ordertest.Input("nyc-1", 1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Cancel(as(t, pos.Principal{LocationID: "nyc", StaffID: "ann", Role: pos.RoleCashier}), o.ID, "x"); pos.CodeOf(err) != pos.CodeForbidden {
		t.Errorf("by a cashier: %v", err)
	}
	if _, err := f.Cancel(manager(t), o.ID, " "); pos.KindOf(err) != pos.KindInvalid {
		t.Errorf("without a note: %v", err)
	}
	got, err := f.Cancel(manager(t), o.ID, "rung up twice; no money was taken")
	if err != nil || got.State != pos.StateCancelled || got.Decisions[0].By != "mia" || got.Decisions[0].Note == "" {
		t.Errorf("%+v, %v", got, err)
	}
	if names := f.events(t); !slices.Contains(names, pos.OrderCancelled) {
		t.Errorf("events %v", names)
	}
	if due, _ := f.ledger.Lease(t.Context(), ordertest.Start().Add(1e12), ordertest.Start().Add(2e12), 10); len(due) != 0 {
		t.Error("a cancelled order is still due")
	}
}

func TestCancelOfAnOrderInMagentoIsLeftToAWorker(t *testing.T) {
	t.Parallel()
	f := setup(t)
	o, _, err := f.Submit(f.ctx, ordertest.Input("nyc-1", 1))
	if err != nil {
		t.Fatal(err)
	}
	err = f.ledger.Update(t.Context(), o.ID, func(o *pos.Order) ([]pos.Event, error) {
		o.State, o.Placement.OrderID, o.NextAttemptAt = pos.StatePlaced, "7", ordertest.Start().Add(1e12)
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := f.Cancel(manager(t), o.ID, "not wanted")
	if err != nil || got.State != pos.StatePlaced || got.Placement.Cancelling == nil {
		t.Errorf("%+v, %v", got, err)
	}
	due, err := f.ledger.Lease(t.Context(), ordertest.Start(), ordertest.Start().Add(1e9), 10)
	if err != nil || len(due) != 1 || due[0].Order.Placement.Cancelling == nil || due[0].Order.Placement.Cancelling.Note != "not wanted" {
		t.Errorf("a worker finds %+v, %v", due, err)
	}
}

func TestAPickupIsHandedOverWhereItWaits(t *testing.T) {
	t.Parallel()
	f := setup(t)
	in := ordertest.Input("nyc-1", 1)
	in.Fulfilment = &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "la"}
	o, _, err := f.Submit(f.ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	at := func(location string) context.Context {
		return as(t, pos.Principal{DeviceID: "d", RegisterID: "r", LocationID: location, StaffID: "lou"})
	}
	if _, err := f.HandOver(at("sf"), o.ID, ""); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("at a location that has nothing to do with it: %v", err)
	}
	if shown, err := f.Order(at("la"), o.ID); err != nil || shown.ID != o.ID {
		t.Errorf("where it waits it is not shown: %v", err)
	}
	for location, want := range map[string]int{"la": 1, "nyc": 1, "sf": 0} {
		page, err := f.Orders(at(location), pos.OrderFilter{Receipt: o.Receipt()}, "", 1)
		if err != nil || len(page.Orders) != want {
			t.Errorf("by its receipt at %s: %d orders, %v; want %d", location, len(page.Orders), err, want)
		}
		page, err = f.Orders(at(location), pos.OrderFilter{}, "", 100)
		if sold := location == "nyc"; err != nil || sold != (len(page.Orders) == 1) {
			t.Errorf("in the list of %s: %d orders, %v", location, len(page.Orders), err)
		}
	}
	for range 2 {
		got, err := f.HandOver(at("la"), o.ID, "")
		if err != nil || got.Placement.HandedOver == nil || got.Placement.HandedOver.By != "lou" {
			t.Errorf("%+v, %v", got.Placement.HandedOver, err)
		}
	}
}

func TestWhoHandsOverIsKept(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		signedIn, said, want string
		kind                 pos.Kind
	}{
		"whoever is signed in":                  {"mia", "ann", "mia", ""},
		"whom the device names, when nobody is": {"", "ann", "ann", ""},
		"nobody, when the device names nobody":  {"", "", "", ""},
		"not a stranger":                        {"", "eve", "", pos.KindInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := setup(t)
			in := ordertest.Input("nyc-1", 1)
			in.Fulfilment = &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "nyc"}
			o, _, err := f.Submit(f.ctx, in)
			if err != nil {
				t.Fatal(err)
			}
			got, err := f.HandOver(as(t, pos.Principal{DeviceID: "d", RegisterID: "nyc-1", LocationID: "nyc", StaffID: test.signedIn}), o.ID, test.said)
			if pos.KindOf(err) != test.kind || err == nil && got.Placement.HandedOver.By != test.want {
				t.Errorf("%+v, %v", got.Placement.HandedOver, err)
			}
		})
	}
}

func TestWhatWaitsIsListedWhereItWaits(t *testing.T) {
	t.Parallel()
	f := setup(t)
	in := ordertest.Input("nyc-1", 1)
	in.Fulfilment = &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "la"}
	in.Deferred, in.Tenders, in.Change = 8000, []pos.Tender{{Kind: pos.TenderCash, Amount: 129}}, 0
	if _, _, err := f.Submit(f.ctx, in); err != nil {
		t.Fatal(err)
	}
	for location, want := range map[string]map[pos.Wait]int{"nyc": {pos.WaitPayment: 1}, "la": {pos.WaitHandOver: 1}, "sf": {}} {
		ctx := as(t, pos.Principal{DeviceID: "d", RegisterID: "r", LocationID: location})
		for _, wait := range []pos.Wait{pos.WaitPayment, pos.WaitHandOver} {
			page, err := f.Orders(ctx, pos.OrderFilter{Waits: wait}, "", 10)
			if err != nil || len(page.Orders) != want[wait] {
				t.Errorf("for %s at %s: %d orders, %v", wait, location, len(page.Orders), err)
			}
		}
	}
	if _, err := f.Orders(f.ctx, pos.OrderFilter{Waits: pos.WaitShipment}, "", 10); pos.KindOf(err) != pos.KindInvalid {
		t.Errorf("for the warehouse: %v", err)
	}
}

func TestWhatCameBackIsToldBeforeItIsPlaced(t *testing.T) {
	t.Parallel()
	f := setup(t)
	sold, _, err := f.Submit(f.ctx, ordertest.Input("nyc-1", 1))
	if err != nil {
		t.Fatal(err)
	}
	in := ordertest.Input("nyc-1", 2)
	in.Lines, in.Charged, in.Change = nil, pos.Totals{}, 0
	in.Returns = []pos.Return{{OrderID: sold.ID, SKU: sold.Lines[0].SKU, Name: "Bag", Quantity: decimal.NewFromInt(1), Refund: 100, Reason: "r"}}
	in.Tenders = []pos.Tender{{Kind: pos.TenderCash, Amount: -100}}
	back, _, err := f.Submit(f.ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	one, err := f.Order(f.ctx, sold.ID)
	if err != nil || len(one.Placement.Returned) != 1 || one.Placement.Returned[0].OrderID != back.ID || one.Placement.Returned[0].Refund != 100 {
		t.Errorf("the order tells %+v, %v", one.Placement.Returned, err)
	}
	noted, err := f.Resolve(manager(t), sold.ID, pos.Decision{Action: pos.ResolveNote, Note: "the customer called"})
	if err != nil || len(noted.Placement.Returned) != 1 || noted.Placement.Returned[0].OrderID != back.ID || noted.Placement.Returned[0].State != pos.StateReceived {
		t.Errorf("whoever notes something on it is told %+v, %v", noted.Placement.Returned, err)
	}
	for _, filter := range []pos.OrderFilter{{}, {Receipt: sold.Receipt()}} {
		page, err := f.Orders(f.ctx, filter, "", 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range page.Orders {
			if n := len(o.Placement.Returned); (o.ID == sold.ID) != (n == 1) {
				t.Errorf("%+v: %d returns of %s are told", filter, n, o.Receipt())
			}
		}
	}
}
