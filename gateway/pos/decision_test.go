package pos_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

func TestResolve(t *testing.T) {
	t.Parallel()
	begun := func(o *pos.Order) { o.Placement.Step(pos.StepOrder).BegunAt = sold() }
	placed := func(o *pos.Order) { o.Placement.OrderID = "7" }
	free := func(o *pos.Order) {}
	for name, tt := range map[string]struct {
		change   func(*pos.Order)
		reason   pos.HeldReason
		action   pos.Resolution
		note     string
		want     pos.OrderState
		refused  pos.Kind
		strategy pos.Strategy
		accepted bool
	}{
		"retry starts over":                            {free, pos.HeldOutOfStock, pos.ResolveRetry, "", pos.StateReceived, "", "", false},
		"accepting a difference lets it through":       {free, pos.HeldTotalsDiffer, pos.ResolveAccept, "ok", pos.StateReceived, "", "", true},
		"accepting after it was placed goes on":        {placed, pos.HeldTotalsDiffer, pos.ResolveAccept, "ok", pos.StatePlaced, "", "", true},
		"there is no difference to accept":             {free, pos.HeldOutOfStock, pos.ResolveAccept, "ok", pos.StateHeld, pos.KindConflict, "", false},
		"the strategy becomes import":                  {free, pos.HeldTotalsDiffer, pos.ResolveImport, "ok", pos.StateReceived, "", pos.StrategyImport, false},
		"the strategy becomes cart":                    {free, pos.HeldNumberTaken, pos.ResolveCart, "ok", pos.StateReceived, "", pos.StrategyCart, false},
		"a call that may take effect keeps its way":    {begun, pos.HeldTooManyAttempts, pos.ResolveImport, "ok", pos.StateHeld, pos.KindConflict, "", false},
		"an order in Magento keeps its way":            {placed, pos.HeldNoReservation, pos.ResolveCart, "ok", pos.StateHeld, pos.KindConflict, "", false},
		"cancelling ends it":                           {free, pos.HeldProductGone, pos.ResolveCancel, "ok", pos.StateCancelled, "", "", false},
		"what may be in Magento is not cancelled here": {begun, pos.HeldTooManyAttempts, pos.ResolveCancel, "ok", pos.StateHeld, pos.KindConflict, "", false},
		"what is in Magento is not cancelled here":     {placed, pos.HeldRefusedByShop, pos.ResolveCancel, "ok", pos.StateHeld, pos.KindConflict, "", false},
		"a decision needs a note":                      {free, pos.HeldProductGone, pos.ResolveCancel, " ", pos.StateHeld, pos.KindInvalid, "", false},
		"a note has an end":                            {free, pos.HeldProductGone, pos.ResolveRetry, strings.Repeat("x", 1001), pos.StateHeld, pos.KindInvalid, "", false},
		"an unknown action does nothing":               {free, pos.HeldProductGone, "burn", "ok", pos.StateHeld, pos.KindInvalid, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := pos.Order{OrderInput: valid(), State: pos.StateHeld, Held: &pos.Held{Reason: tt.reason}}
			tt.change(&o)
			at := sold().Add(time.Hour)
			err := o.Resolve(pos.Decision{At: at, By: "mia", Action: tt.action, Note: tt.note})
			if pos.KindOf(err) != tt.refused || o.State != tt.want {
				t.Fatalf("Resolve = %v, the order is %s", err, o.State)
			}
			if o.Placement.Strategy != tt.strategy || o.Placement.Accepted != tt.accepted {
				t.Errorf("placement %+v", o.Placement)
			}
			if kept := len(o.Decisions) == 1; kept != (err == nil) || kept && (o.Decisions[0].Reason != tt.reason || o.Decisions[0].By != "mia" || !o.Decisions[0].At.Equal(at)) {
				t.Errorf("decisions %+v", o.Decisions)
			}
		})
	}
	t.Run("what may be in a customer's cart is not forgotten", func(t *testing.T) {
		t.Parallel()
		cart := pos.CartRef{QuoteID: "5"}
		for action, want := range map[pos.Resolution]pos.CartRef{pos.ResolveCancel: cart, pos.ResolveImport: cart, pos.ResolveCart: cart} {
			o := pos.Order{OrderInput: valid(), State: pos.StateHeld, Held: &pos.Held{Reason: pos.HeldTooManyAttempts}}
			o.Placement.Cart = cart
			err := o.Resolve(pos.Decision{At: sold(), By: "mia", Action: action, Note: "ok"})
			if err != nil || o.State != pos.StateReceived || o.Placement.Cart != want || (o.Placement.Cancelling != nil) != (action == pos.ResolveCancel) {
				t.Errorf("%s: %v, the order is %s, placement %+v", action, err, o.State, o.Placement)
			}
		}
	})
	t.Run("only what is held is resolved", func(t *testing.T) {
		t.Parallel()
		o := pos.Order{OrderInput: valid(), State: pos.StatePlaced}
		if err := o.Resolve(pos.Decision{Action: pos.ResolveRetry}); pos.KindOf(err) != pos.KindConflict || o.Decisions != nil {
			t.Errorf("Resolve = %v", err)
		}
	})
}

func TestReopen(t *testing.T) {
	t.Parallel()
	o := pos.Order{OrderInput: valid(), State: pos.StateSettled, SettledAt: sold()}
	for _, step := range o.Pending() {
		o.Placement.Step(step).BegunAt, o.Placement.Step(step).DoneAt = sold(), sold()
	}
	if err := o.Reopen(sold(), pos.StepShipment); err != nil {
		t.Fatal(err)
	}
	if got := o.Pending(); len(got) != 1 || got[0] != pos.StepShipment || o.State != pos.StatePlaced || o.Placement.Step(pos.StepShipment).BegunAt.IsZero() {
		t.Errorf("%s, to do %v: the step must be done again, after a look", o.State, got)
	}
	if err := o.Reopen(sold(), pos.StepShipment); pos.KindOf(err) != pos.KindConflict {
		t.Errorf("Reopen of what is open = %v", err)
	}
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	in := pos.OrderInput{Lines: []pos.Line{{SKU: "A", RowTotal: 100, Tax: 8}, {SKU: "B", RowTotal: 50, Tax: 4}, {SKU: "A", RowTotal: 100, Tax: 8}}}
	if got := in.Differences(pos.Quote{}); got != nil {
		t.Errorf("without lines to compare: %v", got)
	}
	same := pos.Quote{Lines: []pos.QuoteLine{{SKU: "B", RowTotal: 50, Tax: 4}, {SKU: "A", RowTotal: 200, Tax: 16}}}
	if got := in.Differences(same); got != nil {
		t.Errorf("Magento puts lines of one product together: %v", got)
	}
	other := pos.Quote{Lines: []pos.QuoteLine{{SKU: "A", RowTotal: 180, Tax: 16, Discount: 5}}}
	got := in.Differences(other)
	if len(got) != 2 || got[0] != (pos.LineDifference{SKU: "A", Charged: 200, Expected: 180, ChargedTax: 16, ExpectedTax: 16, ExpectedDiscount: 5}) ||
		got[1] != (pos.LineDifference{SKU: "B", Charged: 50, ChargedTax: 4}) {
		t.Errorf("differences %+v", got)
	}
}
