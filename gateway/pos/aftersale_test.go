package pos_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

func settled(in pos.OrderInput) *pos.Order {
	o := &pos.Order{OrderInput: in, State: pos.StateSettled, SettledAt: sold()}
	for _, step := range []pos.StepName{pos.StepOrder, pos.StepTender} {
		o.Placement.Step(step).DoneAt = sold()
	}
	o.Placement.OrderID = "7"
	return o
}

func TestADeferredOrderIsPaidByLaterOnes(t *testing.T) {
	t.Parallel()
	o := settled(pos.OrderInput{Lines: []pos.Line{{SKU: "A"}}, Deferred: 100})
	for _, p := range []struct {
		id           string
		amount, over int64
		state        pos.OrderState
	}{
		{"b", 40, 0, pos.StateSettled},
		{"b", 40, 0, pos.StateSettled}, // the same payment again
		{"c", 75, 15, pos.StatePlaced},
	} {
		over, err := o.Pay(pos.Payment{OrderID: p.id, Amount: p.amount, At: sold()})
		if err != nil || over != p.over || o.State != p.state {
			t.Errorf("payment of %d by %s: %d too much, %s, %v", p.amount, p.id, over, o.State, err)
		}
	}
	if o.Placement.DeferredPaid != 115 || o.Open() != 0 {
		t.Errorf("paid %d, open %d", o.Placement.DeferredPaid, o.Open())
	}
	if got := o.Pending(); !slices.Equal(got, []pos.StepName{pos.StepInvoice, pos.StepShipment}) {
		t.Errorf("pending %v", got)
	}
}

func TestWhatMagentoHasNotReserved(t *testing.T) {
	t.Parallel()
	sale := pos.OrderInput{Lines: []pos.Line{{SKU: "A", Quantity: decimal.NewFromInt(2)}, {SKU: "B", Quantity: decimal.NewFromInt(1)}, {SKU: "a", Quantity: decimal.NewFromInt(3)}}}
	placed := func(o *pos.Order) { o.Placement.Step(pos.StepOrder).DoneAt = sold() }
	imported := func(o *pos.Order) { placed(o); o.Placement.Strategy = pos.StrategyImport }
	for _, tt := range []struct {
		name   string
		input  pos.OrderInput
		change func(*pos.Order)
		whole  bool
	}{
		{"received", sale, func(*pos.Order) {}, true},
		{"held", sale, func(o *pos.Order) { o.State = pos.StateHeld }, true},
		{"cancelled", sale, func(o *pos.Order) { o.State = pos.StateCancelled }, false},
		{"placed by its cart", sale, placed, false},
		{"imported", sale, imported, true},
		{"imported and reserved", sale, func(o *pos.Order) { imported(o); o.Placement.Step(pos.StepReservation).DoneAt = sold() }, false},
		{"goods that came back", pos.OrderInput{Returns: []pos.Return{{SKU: "A", Quantity: decimal.NewFromInt(1)}}}, func(*pos.Order) {}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := &pos.Order{OrderInput: tt.input, State: pos.StateReceived}
			tt.change(o)
			steps := len(o.Placement.Steps)
			got := o.Unreserved()
			if whole := len(got) == 2 && got["a"].String() == "5" && got["b"].String() == "1"; whole != tt.whole || !whole && got != nil {
				t.Errorf("not reserved: %v", got)
			}
			if len(o.Placement.Steps) != steps {
				t.Error("asking changed the order")
			}
		})
	}
}

func TestAPickupIsHandedOverOnce(t *testing.T) {
	t.Parallel()
	in := pos.OrderInput{Lines: []pos.Line{{SKU: "A"}}, Fulfilment: &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "la"}, Deferred: 10}
	o := settled(in)
	if err := o.HandOver(sold(), "sam"); pos.KindOf(err) != pos.KindConflict {
		t.Errorf("handed over before it was paid: %v", err)
	}
	if _, err := o.Pay(pos.Payment{OrderID: "b", Amount: 10}); err != nil {
		t.Fatal(err)
	}
	o.Placement.Step(pos.StepInvoice).DoneAt = sold()
	o.State = pos.StateSettled
	if err := o.HandOver(sold(), "sam"); err != nil || o.State != pos.StatePlaced {
		t.Errorf("%s, %v", o.State, err)
	}
	if err := o.HandOver(sold().Add(1), "ann"); err != nil || o.Placement.HandedOver.By != "sam" {
		t.Errorf("again: %+v, %v", o.Placement.HandedOver, err)
	}
	in.Fulfilment = nil
	if err := settled(in).HandOver(sold(), "sam"); pos.KindOf(err) != pos.KindConflict {
		t.Errorf("an order that was carried out of the shop: %v", err)
	}
}

func TestNoMoreCanComeBackThanWasSold(t *testing.T) {
	t.Parallel()
	n := decimal.NewFromInt
	o := settled(pos.OrderInput{Lines: []pos.Line{{SKU: "A", Quantity: n(2)}, {SKU: "a", Quantity: n(1)}}})
	o.TakeBack("b", []pos.Returned{{OrderID: "b", SKU: "A", Quantity: n(1)}})
	o.TakeBack("b", []pos.Returned{{OrderID: "b", SKU: "A", Quantity: n(2)}}) // noted again
	if got := o.Returnable("A", "c"); !got.Equal(n(1)) {
		t.Errorf("%s can still come back, want 1", got)
	}
	if got := o.Returnable("A", "b"); !got.Equal(n(3)) {
		t.Errorf("%s can come back with b, want 3", got)
	}
	if got := o.Returnable("B", "c"); got.IsPositive() {
		t.Errorf("%s of what was never sold can come back", got)
	}
}

func TestCancelling(t *testing.T) {
	t.Parallel()
	ask := func(o *pos.Order) (bool, error) {
		return o.AskCancel(pos.Decision{At: sold(), By: "mia", Note: "paid back"})
	}
	line := pos.OrderInput{Lines: []pos.Line{{SKU: "A"}}}

	o := &pos.Order{OrderInput: line, State: pos.StateReceived}
	if done, err := ask(o); !done || err != nil || o.State != pos.StateCancelled || len(o.Decisions) != 1 {
		t.Errorf("not placed yet: %t %s %v", done, o.State, err)
	}
	o = &pos.Order{OrderInput: line, State: pos.StateIndeterminate}
	o.Placement.Step(pos.StepOrder).BegunAt = sold()
	if done, err := ask(o); done || err != nil || o.State != pos.StateIndeterminate || o.Placement.Cancelling == nil {
		t.Errorf("perhaps placed: %t %s %v", done, o.State, err)
	}
	deferred := line
	deferred.Deferred = 5
	o = settled(deferred)
	if done, err := ask(o); done || err != nil || o.State != pos.StatePlaced || o.Placement.Cancelling == nil {
		t.Errorf("to be paid: %t %s %v", done, o.State, err)
	}
	if _, err := ask(o); pos.KindOf(err) != pos.KindConflict {
		t.Errorf("twice: %v", err)
	}
	o = settled(line)
	o.Placement.Step(pos.StepInvoice).Result = "3"
	if _, err := ask(o); pos.KindOf(err) != pos.KindConflict {
		t.Errorf("invoiced: %v", err)
	}
	if _, err := (&pos.Order{State: pos.StateReceived}).AskCancel(pos.Decision{}); pos.KindOf(err) != pos.KindInvalid {
		t.Errorf("without a note: %v", err)
	}
}

func TestACustomerIsCorrectedWhileTheOrderIsHeld(t *testing.T) {
	t.Parallel()
	o := &pos.Order{OrderInput: pos.OrderInput{Lines: []pos.Line{{SKU: "A"}}, Customer: &pos.Buyer{New: &pos.NewCustomer{Email: "x@y", FirstName: "Pat"}}}, State: pos.StatePlacing}
	if err := o.Hold(pos.HeldCustomerRefused, pos.HeldDetail{Text: "no"}); err != nil {
		t.Fatal(err)
	}
	d := pos.Decision{At: sold(), By: "mia", Action: pos.ResolveEditCustomer, Note: "typo"}
	if err := o.Resolve(d); pos.KindOf(err) != pos.KindInvalid {
		t.Errorf("with nothing to change: %v", err)
	}
	d.Contact = &pos.Contact{Email: "pat@example.com"}
	if err := o.Resolve(d); err != nil || o.State != pos.StateReceived {
		t.Errorf("%s, %v", o.State, err)
	}
	if got := o.Contact(); got != (pos.Contact{Email: "pat@example.com", FirstName: "Pat"}) {
		t.Errorf("%+v", got)
	}
}

func TestUnapproved(t *testing.T) {
	t.Parallel()
	staff := []pos.Staff{{ID: "ann"}, {ID: "mia", Permissions: []pos.Permission{pos.PermitDiscount, pos.PermitRefund}}}
	in := pos.OrderInput{StaffID: "ann",
		Discount: &pos.ManualDiscount{Amount: 1, Reason: "scratch"}, Deferred: 5,
		Lines:   []pos.Line{{Override: &pos.Override{}}, {Unlisted: true}},
		Returns: []pos.Return{{OrderID: "x"}, {}}, Exemption: &pos.Exemption{},
		Approvals: []pos.Approval{{Permission: pos.PermitDiscount, StaffID: "mia"}, {Permission: pos.PermitOverride, StaffID: "mia"}, {Permission: pos.PermitRefund, StaffID: "ann"}},
	}
	if got, want := in.Needs(), []pos.Permission{pos.PermitDiscount, pos.PermitOverride, pos.PermitUnlisted, pos.PermitExempt, pos.PermitRefund, pos.PermitRefundNoOrder, pos.PermitDefer}; !slices.Equal(got, want) {
		t.Errorf("needs %v, want %v", got, want)
	}
	if got, want := in.Unapproved(staff), []pos.Permission{pos.PermitOverride, pos.PermitUnlisted, pos.PermitExempt, pos.PermitRefund, pos.PermitRefundNoOrder, pos.PermitDefer}; !slices.Equal(got, want) {
		t.Errorf("unapproved %v, want %v", got, want)
	}
	in.StaffID = "mia"
	if got := in.Unapproved(staff); slices.Contains(got, pos.PermitRefund) {
		t.Errorf("whoever sells gives what they hold: %v", got)
	}
}

func TestWhatCameBackCountsOnceFromWhenItIsReceived(t *testing.T) {
	t.Parallel()
	n := decimal.NewFromInt
	back := func(id string, state pos.OrderState, returns ...pos.Return) pos.Order {
		return pos.Order{OrderInput: pos.OrderInput{ID: id, Returns: returns}, State: state}
	}
	bag := func(pieces, refund int64) pos.Return {
		return pos.Return{OrderID: "o", SKU: "A", Quantity: n(pieces), Refund: refund}
	}
	noted := []pos.Returned{{OrderID: "b", SKU: "A", Quantity: n(1), Refund: 100}}
	for _, tt := range []struct {
		name  string
		noted []pos.Returned
		later []pos.Order
		want  string
	}{
		{"nothing", nil, nil, "[]"},
		{"received and not placed", nil, []pos.Order{back("b", pos.StateReceived, bag(1, 100), bag(2, 200))}, "[b 1 100 received b 2 200 received]"},
		{"held", nil, []pos.Order{back("b", pos.StateHeld, bag(1, 100))}, "[b 1 100 held]"},
		{"noted", noted, []pos.Order{back("b", pos.StatePlacing, bag(1, 100))}, "[b 1 100 placing]"},
		{"less was noted than came back", noted, []pos.Order{back("b", pos.StateSettled, bag(3, 300))}, "[b 1 100 settled]"},
		{"one noted, one not", noted, []pos.Order{back("b", pos.StateSettled, bag(1, 100)), back("c", pos.StateReceived, bag(2, 200))}, "[b 1 100 settled c 2 200 received]"},
		{"cancelled", nil, []pos.Order{back("b", pos.StateCancelled, bag(1, 100))}, "[]"},
		{"cancelled after it was noted", noted, []pos.Order{back("b", pos.StateCancelled, bag(1, 100))}, "[]"},
		{"archived", noted, nil, "[b 1 100]"},
		{"of another order", nil, []pos.Order{back("b", pos.StateReceived, pos.Return{OrderID: "x", SKU: "A", Quantity: n(1)}, pos.Return{SKU: "A", Quantity: n(1)})}, "[]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := pos.Order{OrderInput: pos.OrderInput{ID: "o"}, Placement: pos.Placement{Returned: slices.Clone(tt.noted)}}
			var got []string
			for _, r := range o.ReturnedBy(tt.later) {
				got = append(got, strings.TrimSpace(fmt.Sprint(r.OrderID, " ", r.Quantity, " ", r.Refund, " ", r.State)))
			}
			if fmt.Sprint(got) != tt.want {
				t.Errorf("got %v, want %s", got, tt.want)
			}
			if !slices.EqualFunc(o.Placement.Returned, tt.noted, func(a, b pos.Returned) bool { return a.OrderID == b.OrderID }) {
				t.Errorf("asking changed the order: %v", o.Placement.Returned)
			}
		})
	}
}
