package ordertest

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/tillway/tillway/gateway/order"
	"github.com/tillway/tillway/gateway/pos"
)

// Ledger checks that a ledger keeps the contract of order.Ledger. Each test gets an empty one.
func Ledger(t *testing.T, newLedger func(t *testing.T) order.Ledger) {
	t.Helper()
	for name, test := range map[string]func(probe){
		"an accepted order is read back as it was":                      acceptAndRead,
		"the same order again is a duplicate with the stored state":     acceptAgain,
		"the same id with other contents is a conflict":                 acceptOtherContents,
		"a receipt counter that another order has is a conflict":        acceptOtherCounter,
		"of a hundred that send one order at once one stores it":        acceptAtOnce,
		"of many orders with one receipt counter at once one is stored": acceptCounterAtOnce,
		"many registers at once lose nothing":                           acceptManyAtOnce,
		"a conflict does not harm the orders beside it":                 acceptConflictAmongOthers,
		"an order that is not there is not found":                       readMissing,
		"pages go from the newest to the oldest without gap or repeat":  pages,
		"a page can be narrowed":                                        filters,
		"a cursor that is not ours is invalid":                          foreignCursor,
		"what waits is found where it waits, until it waits no more":    waiting,
		"an update saves all that may change":                           updateSaves,
		"what came back of orders is known from when it is received":    returned,
		"an update that refuses saves nothing":                          updateRefuses,
		"updates at once lose none":                                     updatesAtOnce,
		"pictures are read with their order, and not listed":            files,
		"many orders with pictures at once are accepted":                filesAtOnce,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(probe{t, newLedger(t)})
		})
	}
}

// probe is one test of the suite with its own ledger.
type probe struct {
	*testing.T
	ledger order.Ledger
}

// Diff compares two orders by what they mean: times by instant, quantities by value, nil lists as empty.
func Diff(want, got pos.Order) string {
	return cmp.Diff(want, got, cmpopts.EquateEmpty(),
		cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) }))
}

func events(o pos.Order) []pos.Event {
	return []pos.Event{o.Event(pos.OrderCreated, "created-"+o.ID, o.ReceivedAt)}
}

func accept(tb testing.TB, l order.Ledger, o pos.Order) pos.Order {
	tb.Helper()
	stored, duplicate, err := l.Accept(tb.Context(), o, events(o))
	if err != nil || duplicate {
		tb.Fatalf("Accept(%s) = duplicate %t, %v", o.Receipt(), duplicate, err)
	}
	return stored
}

func acceptAndRead(t probe) {
	l := t.ledger
	want := Received("nyc-1", 1)
	if diff := Diff(want, accept(t, l, want)); diff != "" {
		t.Errorf("Accept returned another order (-want +got):\n%s", diff)
	}
	got, err := l.Order(t.Context(), want.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := Diff(want, got); diff != "" {
		t.Errorf("Order differs (-want +got):\n%s", diff)
	}
	if got.OrderInput.Hash() != want.Hash {
		t.Error("the order read back has another hash")
	}
}

func acceptAgain(t probe) {
	l := t.ledger
	o := Received("nyc-1", 1)
	accept(t, l, o)
	err := l.Update(t.Context(), o.ID, func(o *pos.Order) ([]pos.Event, error) { return nil, o.Move(pos.StatePlacing) })
	if err != nil {
		t.Fatal(err)
	}
	again := o
	again.ReceivedAt = again.ReceivedAt.Add(time.Hour)
	again.DeviceID = "device-2"
	got, duplicate, err := l.Accept(t.Context(), again, events(again))
	if err != nil || !duplicate {
		t.Fatalf("Accept again = duplicate %t, %v", duplicate, err)
	}
	o.State = pos.StatePlacing
	if diff := Diff(o, got); diff != "" {
		t.Errorf("Accept again returned another order (-want +got):\n%s", diff)
	}
}

func acceptOtherContents(t probe) {
	l := t.ledger
	o := Received("nyc-1", 1)
	accept(t, l, o)
	other := o
	other.Note = "other"
	other.Hash = other.OrderInput.Hash()
	wantConflict(t, l, other)
	got, err := l.Order(t.Context(), o.ID)
	if err != nil || Diff(o, got) != "" {
		t.Errorf("the stored order changed: %v\n%s", err, Diff(o, got))
	}
}

func acceptOtherCounter(t probe) {
	l := t.ledger
	o := Received("nyc-1", 1)
	accept(t, l, o)
	other := Received("nyc-1", 2)
	other.Counter = 1
	other.Hash = other.OrderInput.Hash()
	wantConflict(t, l, other)
	if _, err := l.Order(t.Context(), other.ID); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("the refused order is there: %v", err)
	}
	accept(t, l, Received("nyc-2", 1))
}

func wantConflict(tb testing.TB, l order.Ledger, o pos.Order) {
	tb.Helper()
	_, _, err := l.Accept(tb.Context(), o, events(o))
	if pos.KindOf(err) != pos.KindConflict || pos.CodeOf(err) != pos.CodeConflict {
		tb.Errorf("Accept = %v, want a conflict", err)
	}
}

// atOnce runs n calls that start together and returns what each of them returned.
func atOnce(n int, call func(i int) error) []error {
	var wg sync.WaitGroup
	start, errs := make(chan struct{}), make([]error, n)
	for i := range n {
		wg.Go(func() {
			<-start
			errs[i] = call(i)
		})
	}
	close(start)
	wg.Wait()
	return errs
}

func acceptAtOnce(t probe) {
	l := t.ledger
	o := Received("nyc-1", 1)
	var stored atomic.Int64
	for _, err := range atOnce(100, func(i int) error {
		mine := o
		mine.DeviceID = "device-" + strconv.Itoa(i)
		e := mine.Event(pos.OrderCreated, "created-"+strconv.Itoa(i), mine.ReceivedAt)
		got, duplicate, err := l.Accept(t.Context(), mine, []pos.Event{e})
		if err == nil && got.ID != o.ID {
			err = errors.New("got order " + got.ID)
		}
		if err == nil && !duplicate {
			stored.Add(1)
		}
		return err
	}) {
		if err != nil {
			t.Error(err)
		}
	}
	if n := stored.Load(); n != 1 {
		t.Errorf("%d callers were told that they stored it", n)
	}
}

func acceptCounterAtOnce(t probe) {
	l := t.ledger
	var stored atomic.Int64
	for _, err := range atOnce(30, func(i int) error {
		o := Received("nyc-1", i+1)
		o.Counter = 7
		o.Hash = o.OrderInput.Hash()
		_, _, err := l.Accept(t.Context(), o, events(o))
		if err == nil {
			stored.Add(1)
		}
		if pos.KindOf(err) == pos.KindConflict {
			return nil
		}
		return err
	}) {
		if err != nil {
			t.Error(err)
		}
	}
	if n := stored.Load(); n != 1 {
		t.Errorf("%d orders share one receipt number", n)
	}
}

func acceptManyAtOnce(t probe) {
	l := t.ledger
	const registers, each = 20, 10
	for _, err := range atOnce(registers, func(i int) error {
		for n := 1; n <= each; n++ {
			o := Received("r"+strconv.Itoa(i), n)
			if _, duplicate, err := l.Accept(t.Context(), o, events(o)); err != nil || duplicate {
				return errors.Join(err, errors.New("order "+o.Receipt()+" is no new order"))
			}
		}
		return nil
	}) {
		if err != nil {
			t.Error(err)
		}
	}
	if ids := all(t, l, pos.OrderFilter{}, 7); len(ids) != registers*each {
		t.Errorf("the ledger holds %d orders, want %d", len(ids), registers*each)
	}
}

func acceptConflictAmongOthers(t probe) {
	l := t.ledger
	first := Received("nyc-1", 1)
	accept(t, l, first)
	errs := atOnce(30, func(i int) error {
		o := Received("nyc-1", i+1)
		if i%3 == 0 { // the receipt counter of the first, under an id of its own
			o.ID, o.Counter = Input("other", i+1).ID, 1
			o.Hash = o.OrderInput.Hash()
		}
		_, _, err := l.Accept(t.Context(), o, events(o))
		return err
	})
	for i, err := range errs {
		if got, want := pos.KindOf(err) == pos.KindConflict, i%3 == 0; got != want || (!want && err != nil) {
			t.Errorf("order %d: %v, want conflict %t", i+1, err, want)
		}
	}
}

func readMissing(t probe) {
	l := t.ledger
	if _, err := l.Order(t.Context(), "01890a5d-ac96-774b-8000-000000000000"); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("Order = %v", err)
	}
	err := l.Update(t.Context(), "01890a5d-ac96-774b-8000-000000000000", func(*pos.Order) ([]pos.Event, error) {
		t.Error("decide was called without an order")
		return nil, nil
	})
	if pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("Update = %v", err)
	}
}

// all reads every page of a list and returns the ids in the order they came.
func all(tb testing.TB, l order.Ledger, filter pos.OrderFilter, first int) []string {
	tb.Helper()
	var ids []string
	for after := ""; ; {
		page, err := l.Orders(tb.Context(), filter, after, first)
		if err != nil {
			tb.Fatal(err)
		}
		if len(page.Orders) > first {
			tb.Fatalf("a page of %d has %d orders", first, len(page.Orders))
		}
		for _, o := range page.Orders {
			ids = append(ids, o.ID)
		}
		if page.Next == "" {
			return ids
		}
		after = page.Next
	}
}

func pages(t probe) {
	l := t.ledger
	received := map[string]int{}
	for n := 1; n <= 10; n++ {
		o := Received("nyc-1", n)
		o.ReceivedAt = Start().Add(time.Duration(n/3) * time.Second) // several in one instant
		received[accept(t, l, o).ID] = n / 3
	}
	for _, first := range []int{1, 3, 5, 10, 11} {
		got := all(t, l, pos.OrderFilter{}, first)
		if !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(maps.Keys(received))) {
			t.Errorf("pages of %d hold %v, want each of %v once", first, got, received)
		}
		if !slices.IsSortedFunc(got, func(a, b string) int { return received[b] - received[a] }) {
			t.Errorf("pages of %d are not in the order of arrival: %v", first, got)
		}
	}
	page, err := l.Orders(t.Context(), pos.OrderFilter{}, "", 4)
	if err != nil {
		t.Fatal(err)
	}
	late := Received("nyc-1", 11)
	late.ReceivedAt = Start().Add(time.Hour)
	accept(t, l, late)
	rest, err := l.Orders(t.Context(), pos.OrderFilter{}, page.Next, 10)
	if err != nil || len(rest.Orders) != 6 || rest.Next != "" {
		t.Errorf("after a new order came in the next page has %d orders, next %q, %v", len(rest.Orders), rest.Next, err)
	}
}

func filters(t probe) {
	l := t.ledger
	a, b, c := Received("nyc-1", 1), Received("nyc-2", 12), Received("la-1", 1)
	c.LocationID = "la"
	c.Hash = c.OrderInput.Hash()
	for _, o := range []pos.Order{a, b, c} {
		accept(t, l, o)
	}
	err := l.Update(t.Context(), b.ID, func(o *pos.Order) ([]pos.Event, error) {
		return nil, o.Hold(pos.HeldOutOfStock, pos.HeldDetail{Text: "d"})
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		filter pos.OrderFilter
		want   []string
	}{
		"by nothing":              {pos.OrderFilter{}, []string{a.ID, b.ID, c.ID}},
		"by location":             {pos.OrderFilter{LocationID: "nyc"}, []string{a.ID, b.ID}},
		"by register":             {pos.OrderFilter{RegisterID: "nyc-2"}, []string{b.ID}},
		"by state":                {pos.OrderFilter{States: []pos.OrderState{pos.StateHeld, pos.StateSettled}}, []string{b.ID}},
		"by receipt":              {pos.OrderFilter{Receipt: "nyc-2-12"}, []string{b.ID}},
		"by receipt elsewhere":    {pos.OrderFilter{Receipt: "la-1-1", LocationID: "nyc"}, nil},
		"by no receipt number":    {pos.OrderFilter{Receipt: "nonsense"}, nil},
		"by receipt and register": {pos.OrderFilter{Receipt: "nyc-1-1", RegisterID: "nyc-2"}, nil},
	} {
		got := all(t, l, test.filter, 10)
		if !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(test.want))) {
			t.Errorf("%s: got %v, want %v", name, got, test.want)
		}
	}
}

func foreignCursor(t probe) {
	l := t.ledger
	for _, after := range []string{"x", "!!", "MTIz", "'; DROP TABLE orders"} {
		if _, err := l.Orders(t.Context(), pos.OrderFilter{}, after, 1); pos.KindOf(err) != pos.KindInvalid {
			t.Errorf("Orders after %q = %v", after, err)
		}
	}
}
