package pos

import (
	"slices"
	"strings"
	"time"
)

// Shift is the report of the cash period of a register: what X and Z reports say. Amounts are minor units of Currency.
type Shift struct {
	ID         string
	RegisterID string
	LocationID string
	Currency   string
	// OpenedAt, ClosedAt and CountedAt are by the device's clock, zero while nobody told of it; OpenedBy and ClosedBy are staff.
	OpenedAt, ClosedAt, CountedAt time.Time
	OpenedBy, ClosedBy            string
	Float, PaidIn, PaidOut        int64
	DrawerOpened                  int // without a sale

	// Orders counts what the ledger holds of the shift. Sales are what goods were sold for with tax, Discounts what was taken
	// off them, Refunds what was given back for goods, and Tax the tax on the sales less that on the refunds.
	Orders                           int
	Sales, Discounts, Refunds, Tax   int64
	Rounding, Deferred, Balances     int64
	Cancelled                        int   // of Orders; their money is in the report, and giving it back is a PaidOut
	CancelledAmount                  int64 // what was due for them
	OtherCurrency                    int   // orders in another currency, which are in no amount
	Tenders                          []ShiftTender
	UnsentOrders                     int // that devices told of and the ledger does not hold
	UnsentAmount, UnsentCash         int64
	ExpectedCash                     int64 // unsent orders counted in
	CountedCash, ExpectedWhenCounted int64 // 0 until counted

	Events []ShiftEvent // by time
}

// ShiftTender sums up one kind of tender, less the change.
type ShiftTender struct {
	Kind   TenderKind
	Count  int
	Amount int64
}

// Difference is by how much the cash that was counted last is more than what the drawer should have held at that time. Of a
// closed shift that is all of it: registers count as they close, and a clock that was put right meanwhile tells nothing of
// what came before.
func (s Shift) Difference() int64 {
	if s.ClosedBy != "" {
		return s.CountedCash - s.ExpectedCash
	}
	return s.CountedCash - s.ExpectedWhenCounted
}

// ShiftTally makes the report of a shift out of its events and orders. Their order does not matter, and what is given twice
// counts once.
type ShiftTally struct {
	shift   Shift
	held    map[string]bool // orders in the ledger
	tenders map[TenderKind]ShiftTender
}

// NewShiftTally returns a tally of a shift with these events, at least one.
func NewShiftTally(events []ShiftEvent) *ShiftTally {
	events = slices.Clone(events)
	slices.SortFunc(events, func(a, b ShiftEvent) int {
		if by := a.At.Compare(b.At); by != 0 {
			return by
		}
		return strings.Compare(a.ID, b.ID)
	})
	events = slices.CompactFunc(events, func(a, b ShiftEvent) bool { return a.ID == b.ID })
	first := events[0]
	t := &ShiftTally{held: map[string]bool{}, tenders: map[TenderKind]ShiftTender{}, shift: Shift{
		ID: first.ShiftID, RegisterID: first.RegisterID, LocationID: first.LocationID, Currency: first.Currency, Events: events,
	}}
	closed := slices.IndexFunc(events, func(e ShiftEvent) bool { return e.Kind == ShiftClosed })
	for _, e := range events {
		if e.Kind == ShiftCounted && (closed < 0 || !e.At.After(events[closed].At)) {
			t.shift.CountedAt, t.shift.CountedCash = e.At, e.Amount // the last until the end counts
		}
	}
	for _, e := range events {
		t.event(e)
	}
	return t
}

// event takes in what an event says of the shift. Of those that open or close it the first counts.
func (t *ShiftTally) event(e ShiftEvent) {
	s := &t.shift
	switch e.Kind {
	case ShiftOpened:
		if s.OpenedBy == "" {
			s.OpenedAt, s.OpenedBy, s.Float = e.At, e.StaffID, e.Amount
			t.cash(e.Amount, e.At)
		}
	case ShiftPaidIn:
		s.PaidIn += e.Amount
		t.cash(e.Amount, e.At)
	case ShiftPaidOut:
		s.PaidOut += e.Amount
		t.cash(-e.Amount, e.At)
	case ShiftDrawer:
		s.DrawerOpened++
	case ShiftCounted: // known before any other
	case ShiftClosed:
		if s.ClosedBy == "" {
			s.ClosedAt, s.ClosedBy = e.At, e.StaffID
		}
	}
}

// cash notes that the drawer gained an amount at a time.
func (t *ShiftTally) cash(amount int64, at time.Time) {
	t.shift.ExpectedCash += amount
	if !at.After(t.shift.CountedAt) { // never, until it was counted
		t.shift.ExpectedWhenCounted += amount
	}
}

// Add takes in an order that the ledger holds and that names the shift; one of another register is left out.
func (t *ShiftTally) Add(o Order) {
	s := &t.shift
	if t.held[o.ID] || o.RegisterID != s.RegisterID {
		return
	}
	t.held[o.ID] = true
	s.Orders++
	if o.Currency != s.Currency {
		s.OtherCurrency++
		return
	}
	s.Sales, s.Discounts, s.Tax = s.Sales+o.Charged.Total, s.Discounts+o.Discounts(), s.Tax+o.Charged.Tax
	s.Rounding, s.Deferred = s.Rounding+o.Rounding, s.Deferred+o.Deferred
	for _, r := range o.Returns {
		s.Refunds, s.Tax = s.Refunds+r.Refund, s.Tax-r.Tax
	}
	for _, b := range o.Balances {
		s.Balances += b.Amount
	}
	if o.State == StateCancelled {
		s.Cancelled, s.CancelledAmount = s.Cancelled+1, s.CancelledAmount+o.Due()
	}
	for _, tender := range o.Tenders {
		t.tender(tender.Kind, 1, tender.Amount)
	}
	if o.Change != 0 {
		t.tender(TenderCash, 0, -o.Change)
	}
	t.cash(o.Cash(), o.SoldAt)
}

func (t *ShiftTally) tender(kind TenderKind, count int, amount int64) {
	sum := t.tenders[kind]
	t.tenders[kind] = ShiftTender{Kind: kind, Count: sum.Count + count, Amount: sum.Amount + amount}
}

// Report returns the report of what was taken in. It ends the tally.
func (t *ShiftTally) Report() Shift {
	told := map[string]bool{}
	for _, e := range t.shift.Events {
		for _, u := range e.Unsent {
			if told[u.OrderID] || t.held[u.OrderID] {
				continue
			}
			told[u.OrderID] = true
			t.shift.UnsentOrders++
			t.shift.UnsentAmount, t.shift.UnsentCash = t.shift.UnsentAmount+u.Amount, t.shift.UnsentCash+u.Cash
			t.cash(u.Cash, e.At) // it was sold before it was told of
		}
	}
	for _, kind := range TenderKinds() {
		if sum, ok := t.tenders[kind]; ok {
			t.shift.Tenders = append(t.shift.Tenders, sum)
		}
	}
	return t.shift
}

// Discounts is what rules and staff took off an order, that on single lines included.
func (in OrderInput) Discounts() int64 {
	given := in.Charged.Discount
	for _, l := range in.Lines {
		given += l.MarkedDown
	}
	return given
}

// Cash is what the drawer gained by an order.
func (in OrderInput) Cash() int64 {
	gained := -in.Change
	for _, t := range in.Tenders {
		if t.Kind == TenderCash {
			gained += t.Amount
		}
	}
	return gained
}
