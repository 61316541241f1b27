package pos_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tillway/tillway/gateway/pos"
)

const shiftID = "01890a5d-ac96-774b-bcce-00000000aaaa"

func eventID(n int) string { return fmt.Sprintf("01890a5d-ac96-774b-bcce-%012x", n) }

func minute(n int) time.Time { return sold().Add(time.Duration(n) * time.Minute) }

func shiftEvent(n int, kind pos.ShiftEventKind, amount int64) pos.ShiftEvent {
	return pos.ShiftEvent{
		ID: eventID(n), ShiftID: shiftID, LocationID: "nyc", RegisterID: "nyc-1", Kind: kind, StaffID: "ana", At: minute(n), Currency: "USD",
		Amount: amount, Reason: "why",
	}
}

// shiftOrder is a sale of 75.04 in cash, of which 5.80 is tax.
func shiftOrder(n int) pos.Order {
	in := valid()
	in.ID, in.ShiftID, in.SoldAt = eventID(n), shiftID, minute(n)
	return pos.Order{OrderInput: in, State: pos.StateSettled}
}

func report(events []pos.ShiftEvent, orders ...pos.Order) pos.Shift {
	tally := pos.NewShiftTally(events)
	for _, o := range orders {
		tally.Add(o)
	}
	return tally.Report()
}

func TestShiftReport(t *testing.T) {
	t.Parallel()
	refund := shiftOrder(4)
	refund.Lines, refund.Charged, refund.Change = nil, pos.Totals{}, 0
	refund.Returns = []pos.Return{{SKU: "24-MB01", Refund: 1085, Tax: 85}}
	refund.Tenders = []pos.Tender{{Kind: pos.TenderCash, Amount: -1085}}
	card := shiftOrder(5)
	card.Charged, card.Tenders, card.Change = pos.Totals{Subtotal: 1000, Discount: 100, Tax: 90, Total: 990}, []pos.Tender{{Kind: pos.TenderCard, Amount: 990, Reference: "x"}}, 0
	card.State = pos.StateCancelled
	late := shiftOrder(9)
	euros, elsewhere := shiftOrder(6), shiftOrder(7)
	euros.Currency, elsewhere.RegisterID = "EUR", "nyc-2"
	counted := shiftEvent(8, pos.ShiftCounted, 15_000)
	counted.Unsent = []pos.UnsentOrder{{OrderID: eventID(50), Amount: 700, Cash: 500}, {OrderID: eventID(3), Amount: 7504, Cash: 7504}}
	closed := shiftEvent(10, pos.ShiftClosed, 0)
	closed.Unsent = counted.Unsent
	got := report([]pos.ShiftEvent{
		shiftEvent(1, pos.ShiftOpened, 10_000), shiftEvent(2, pos.ShiftPaidIn, 300), shiftEvent(6, pos.ShiftPaidOut, 2_000), shiftEvent(7, pos.ShiftDrawer, 0),
		counted, closed, shiftEvent(11, pos.ShiftOpened, 999),
	}, shiftOrder(3), refund, card, euros, elsewhere, late)
	want := pos.Shift{
		ID: shiftID, RegisterID: "nyc-1", LocationID: "nyc", Currency: "USD", OpenedAt: minute(1), OpenedBy: "ana", ClosedAt: minute(10), ClosedBy: "ana",
		CountedAt: minute(8), Float: 10_000, PaidIn: 300, PaidOut: 2_000, DrawerOpened: 1,
		Orders: 5, OtherCurrency: 1, Sales: 2*7504 + 990, Discounts: 100, Refunds: 1085, Tax: 2*580 + 90 - 85, Cancelled: 1, CancelledAmount: 990,
		Tenders:      []pos.ShiftTender{{Kind: pos.TenderCash, Count: 3, Amount: 2*7504 - 1085}, {Kind: pos.TenderCard, Count: 1, Amount: 990}},
		UnsentOrders: 1, UnsentAmount: 700, UnsentCash: 500,
		ExpectedCash: 10_000 + 300 - 2_000 + 2*7504 - 1085 + 500, CountedCash: 15_000, ExpectedWhenCounted: 10_000 + 300 - 2_000 + 7504 - 1085 + 500,
	}
	events := got.Events
	got.Events = nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(events) != 7 || events[0].Kind != pos.ShiftOpened || got.Difference() != 15_000-22_723 {
		t.Errorf("%d events, difference %d", len(events), got.Difference())
	}
}

func TestShiftReportIsOneWhateverTheOrderAndTheRepeats(t *testing.T) {
	t.Parallel()
	kinds := []pos.ShiftEventKind{pos.ShiftOpened, pos.ShiftPaidIn, pos.ShiftPaidOut, pos.ShiftDrawer, pos.ShiftCounted, pos.ShiftClosed}
	rapid.Check(t, func(t *rapid.T) {
		var events []pos.ShiftEvent
		var orders []pos.Order
		for i := range rapid.IntRange(1, 12).Draw(t, "events") {
			e := shiftEvent(i, rapid.SampledFrom(kinds).Draw(t, "kind"), rapid.Int64Range(0, 500).Draw(t, "amount"))
			e.At = minute(rapid.IntRange(0, 4).Draw(t, "at")) // some at the same time
			for range rapid.IntRange(0, 3).Draw(t, "unsent") {
				// A device tells the same of an order each time.
				id := rapid.IntRange(100, 106).Draw(t, "told")
				e.Unsent = append(e.Unsent, pos.UnsentOrder{OrderID: eventID(id), Amount: int64(id), Cash: int64(id)})
			}
			events = append(events, e)
		}
		for i := range rapid.IntRange(0, 5).Draw(t, "orders") {
			in := drawOrder(t)
			in.ID, in.RegisterID, in.SoldAt = eventID(100+i), "nyc-1", minute(rapid.IntRange(0, 4).Draw(t, "sold"))
			orders = append(orders, pos.Order{OrderInput: in})
		}
		want := report(events, orders...)
		again := rapid.Permutation(append(events, rapid.SliceOf(rapid.SampledFrom(events)).Draw(t, "repeated events")...)).Draw(t, "events in order")
		mixed := orders
		if len(orders) > 0 {
			mixed = rapid.Permutation(append(orders, rapid.SliceOf(rapid.SampledFrom(orders)).Draw(t, "repeated orders")...)).Draw(t, "orders in order")
		}
		if diff := cmp.Diff(want, report(again, mixed...)); diff != "" {
			t.Fatal(diff)
		}
		var tenders int64
		for _, sum := range want.Tenders {
			tenders += sum.Amount
		}
		if due := want.Sales + want.Rounding - want.Deferred + want.Balances - want.Refunds; tenders != due {
			t.Fatalf("tenders of %d for %d", tenders, due)
		}
	})
}

func TestShiftEventValidate(t *testing.T) {
	t.Parallel()
	good := shiftEvent(1, pos.ShiftCounted, 250)
	good.Denominations = []pos.Denomination{{Value: 100, Count: 2}, {Value: 25, Count: 2}}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*pos.ShiftEvent){
		"an id that is no UUIDv7":     func(e *pos.ShiftEvent) { e.ID = "1" },
		"a shift that is no UUIDv7":   func(e *pos.ShiftEvent) { e.ShiftID = "" },
		"nobody":                      func(e *pos.ShiftEvent) { e.StaffID = "" },
		"a strange person":            func(e *pos.ShiftEvent) { e.ApprovedBy = "a\nb" },
		"no currency":                 func(e *pos.ShiftEvent) { e.Currency = "usd" },
		"the first year":              func(e *pos.ShiftEvent) { e.At = time.Time{} },
		"negative cash":               func(e *pos.ShiftEvent) { e.Amount = -1 },
		"too much cash":               func(e *pos.ShiftEvent) { e.Amount = pos.MaxAmount + 1 },
		"a long reason":               func(e *pos.ShiftEvent) { e.Reason = strings.Repeat("x", 256) },
		"coins that do not add up":    func(e *pos.ShiftEvent) { e.Amount = 251 },
		"a negative coin":             func(e *pos.ShiftEvent) { e.Denominations[0].Value = -100 },
		"coins when closing":          func(e *pos.ShiftEvent) { e.Kind = pos.ShiftClosed },
		"paying out for no reason":    func(e *pos.ShiftEvent) { e.Kind, e.Denominations, e.Reason = pos.ShiftPaidOut, nil, "" },
		"paying in nothing":           func(e *pos.ShiftEvent) { e.Kind, e.Denominations, e.Amount = pos.ShiftPaidIn, nil, 0 },
		"another kind":                func(e *pos.ShiftEvent) { e.Kind = "burnt" },
		"unsent orders without an id": func(e *pos.ShiftEvent) { e.Unsent = []pos.UnsentOrder{{Amount: 1}} },
		"too many unsent orders":      func(e *pos.ShiftEvent) { e.Unsent = make([]pos.UnsentOrder, 1001) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := good
			e.Denominations = append([]pos.Denomination{}, good.Denominations...)
			if spoil(&e); pos.KindOf(e.Validate()) != pos.KindInvalid {
				t.Errorf("accepted: %v", e.Validate())
			}
		})
	}
}
