package ordertest

import (
	"errors"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/order"
	"github.com/tillway/tillway/gateway/pos"
)

func updateSaves(t probe) {
	l := t.ledger
	want := accept(t, l, Received("nyc-1", 1))
	at := Start().Add(time.Minute)
	change := func(o *pos.Order) ([]pos.Event, error) {
		o.State = pos.StatePlaced
		o.Attempts, o.NextAttemptAt, o.SettledAt = 4, at, at.Add(time.Second)
		o.Placement.Cart = pos.CartRef{MaskedID: "masked", QuoteID: "42"}
		o.Placement.OrderID, o.Placement.IncrementID, o.Placement.ShopStatus = "7", "000000007", "processing"
		o.Placement.Expected = &pos.Totals{Subtotal: 1, Tax: 2, Total: 3}
		*o.Placement.Step(pos.StepOrder) = pos.Step{Name: pos.StepOrder, BegunAt: at, DoneAt: at.Add(time.Second), Attempts: 2, Result: "7"}
		*o.Placement.Step(pos.StepInvoice) = pos.Step{Name: pos.StepInvoice, BegunAt: at, Error: "timed out"}
		return nil, nil
	}
	if err := l.Update(t.Context(), want.ID, change); err != nil {
		t.Fatal(err)
	}
	_, _ = change(&want)
	wantStored(t, l, want)

	hold := func(o *pos.Order) ([]pos.Event, error) {
		o.Placement.Cart, o.Placement.Expected = pos.CartRef{}, nil
		o.Placement.Step(pos.StepInvoice).BegunAt = time.Time{}
		o.NextAttemptAt, o.SettledAt = time.Time{}, time.Time{}
		return []pos.Event{o.Event(pos.OrderChanged, "e2", at)}, o.Hold(pos.HeldTotalsDiffer, pos.Met(pos.MetOverpayment, pos.Figures{"order": "NYC1-1", "amount": "1.29", "currency": "USD"}))
	}
	if err := l.Update(t.Context(), want.ID, hold); err != nil {
		t.Fatal(err)
	}
	_, _ = hold(&want)
	wantStored(t, l, want)
}

func updateRefuses(t probe) {
	l := t.ledger
	want := accept(t, l, Received("nyc-1", 1))
	refused := errors.New("refused")
	err := l.Update(t.Context(), want.ID, func(o *pos.Order) ([]pos.Event, error) {
		o.State, o.Attempts = pos.StateHeld, 9
		o.Placement.Step(pos.StepOrder).Error = "x"
		return []pos.Event{o.Event(pos.OrderChanged, "e3", Start())}, refused
	})
	if !errors.Is(err, refused) {
		t.Errorf("Update = %v, want the error of decide", err)
	}
	wantStored(t, l, want)
}

func updatesAtOnce(t probe) {
	l := t.ledger
	want := accept(t, l, Received("nyc-1", 1))
	for _, err := range atOnce(25, func(int) error {
		return l.Update(t.Context(), want.ID, func(o *pos.Order) ([]pos.Event, error) {
			o.Attempts++
			o.Placement.Step(pos.StepOrder).Attempts++
			return nil, nil
		})
	}) {
		if err != nil {
			t.Error(err)
		}
	}
	want.Attempts = 25
	want.Placement.Step(pos.StepOrder).Attempts = 25
	wantStored(t, l, want)
}

func wantStored(tb testing.TB, l order.Ledger, want pos.Order) {
	tb.Helper()
	got, err := l.Order(tb.Context(), want.ID)
	if err != nil {
		tb.Fatal(err)
	}
	if diff := Diff(want, got); diff != "" {
		tb.Errorf("the stored order differs (-want +got):\n%s", diff)
	}
}
