package pos_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tillway/tillway/gateway/pos"
)

func TestOrderMove(t *testing.T) {
	t.Parallel()
	allowed := map[pos.OrderState][]pos.OrderState{
		pos.StateReceived:      {pos.StatePlacing, pos.StateHeld, pos.StateCancelled},
		pos.StatePlacing:       {pos.StateReceived, pos.StateIndeterminate, pos.StatePlaced, pos.StateHeld, pos.StateCancelled},
		pos.StateIndeterminate: {pos.StatePlacing, pos.StateReceived, pos.StatePlaced, pos.StateHeld, pos.StateCancelled},
		pos.StatePlaced:        {pos.StateSettled, pos.StateHeld, pos.StateCancelled},
		pos.StateHeld:          {pos.StateReceived, pos.StatePlaced, pos.StateCancelled},
	}
	for _, from := range pos.OrderStates() {
		for _, to := range pos.OrderStates() {
			o := pos.Order{OrderInput: valid(), State: from, Held: &pos.Held{}}
			err := o.Move(to)
			if want := from == to || slices.Contains(allowed[from], to); (err == nil) != want {
				t.Errorf("%s to %s: %v, want allowed %t", from, to, err, want)
			}
			if err != nil && (pos.KindOf(err) != pos.KindConflict || o.State != from) {
				t.Errorf("%s to %s: %v left it %s", from, to, err, o.State)
			}
			if err == nil && from != to && (o.Held != nil) != (to == pos.StateHeld) {
				t.Errorf("%s to %s: held is %v", from, to, o.Held)
			}
		}
	}
	t.Run("a settled or cancelled order never moves again", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			o := pos.Order{State: pos.StateReceived}
			var end pos.OrderState
			for _, to := range rapid.SliceOfN(rapid.SampledFrom(pos.OrderStates()), 1, 30).Draw(t, "moves") {
				_ = o.Move(to)
				if end != "" && o.State != end {
					t.Fatalf("%s became %s", end, o.State)
				}
				if o.State == pos.StateSettled || o.State == pos.StateCancelled {
					end = o.State
				}
			}
		})
	})
}

func TestOrderRetry(t *testing.T) {
	t.Parallel()
	now := sold().Add(time.Hour)
	held := func() pos.Order {
		o := pos.Order{OrderInput: valid(), State: pos.StatePlacing, Attempts: 3}
		o.Placement.Cart = pos.CartRef{MaskedID: "m", QuoteID: "1"}
		o.Placement.Step(pos.StepOrder).Attempts = 3
		if err := o.Hold(pos.HeldOutOfStock, pos.HeldDetail{Text: "d"}); err != nil {
			t.Fatal(err)
		}
		return o
	}
	t.Run("starts over with a new cart when nothing was placed", func(t *testing.T) {
		t.Parallel()
		o := held()
		if err := o.Retry(now); err != nil {
			t.Fatal(err)
		}
		if o.State != pos.StateReceived || o.Held != nil || o.Placement.Cart != (pos.CartRef{}) || o.Attempts != 0 ||
			!o.NextAttemptAt.Equal(now) || o.Placement.Step(pos.StepOrder).Attempts != 0 {
			t.Errorf("after Retry: %+v", o)
		}
	})
	t.Run("keeps a cart that may have been placed", func(t *testing.T) {
		t.Parallel()
		o := held()
		o.Placement.Step(pos.StepOrder).BegunAt = now
		if err := o.Retry(now); err != nil || o.Placement.Cart.QuoteID != "1" || o.State != pos.StateReceived {
			t.Errorf("Retry() = %v, order %+v", err, o)
		}
	})
	t.Run("goes on after the Magento order when it exists", func(t *testing.T) {
		t.Parallel()
		o := held()
		o.Placement.OrderID = "9"
		if err := o.Retry(now); err != nil || o.State != pos.StatePlaced {
			t.Errorf("Retry() = %v, state %s", err, o.State)
		}
	})
	t.Run("refuses an order that is not held", func(t *testing.T) {
		t.Parallel()
		for _, s := range pos.OrderStates() {
			o := pos.Order{OrderInput: valid(), State: s}
			if err := o.Retry(now); s != pos.StateHeld && (pos.KindOf(err) != pos.KindConflict || o.State != s) {
				t.Errorf("%s: Retry() = %v, now %s", s, err, o.State)
			}
		}
	})
}

func TestHeldMessages(t *testing.T) {
	t.Parallel()
	seen := map[string]pos.HeldReason{}
	for _, r := range []pos.HeldReason{pos.HeldTotalsDiffer, pos.HeldProductGone, pos.HeldOutOfStock, pos.HeldMethodMissing,
		pos.HeldRefusedByShop, pos.HeldOrderNotInStore, pos.HeldTooManyAttempts} {
		o := pos.Order{State: pos.StatePlacing}
		if err := o.Hold(r, pos.HeldDetail{}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(o.Held.Message, "The sale is safe") {
			t.Errorf("%s does not say that the sale is safe: %s", r, o.Held.Message)
		}
		if other, ok := seen[o.Held.Message]; ok {
			t.Errorf("%s and %s say the same", r, other)
		}
		seen[o.Held.Message] = r
	}
}

func TestOrderEvent(t *testing.T) {
	t.Parallel()
	in := valid()
	in.Email, in.Note = "ana@example.com", "call 555-0100"
	o := pos.Order{OrderInput: in, State: pos.StateReceived}
	e := o.Event(pos.OrderCreated, "e1", sold())
	if e.ID != "e1" || e.Name != "OrderCreated" || e.OrderID != in.ID || !e.At.Equal(sold()) {
		t.Errorf("event %+v", e)
	}
	var data map[string]any
	if err := json.Unmarshal(e.Data, &data); err != nil {
		t.Fatal(err)
	}
	if data["receiptNumber"] != "nyc-1-7" || data["registerId"] != "nyc-1" || data["locationId"] != "nyc" || data["state"] != "received" {
		t.Errorf("payload %s", e.Data)
	}
	for _, private := range []string{in.Email, in.Note, in.StaffID} {
		if strings.Contains(string(e.Data), private) {
			t.Errorf("payload %s tells %q", e.Data, private)
		}
	}
}
