package ordertest

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// returned has goods of two orders come back with later ones, of which one comes before what it takes back is known.
func returned(t probe) {
	l := t.ledger
	back := func(n int, ids ...string) pos.Order {
		o := Received("nyc-2", n)
		o.Lines = nil
		for _, id := range ids {
			o.Returns = append(o.Returns, pos.Return{OrderID: id, SKU: "24-MB01", Name: "Bag", Quantity: decimal.NewFromInt(1), Refund: 100, Reason: "r"})
		}
		o.Hash = o.OrderInput.Hash()
		return o
	}
	a, b := Received("nyc-1", 1), Received("nyc-1", 2)
	early := accept(t, l, back(1, b.ID))
	accept(t, l, a)
	accept(t, l, b)
	both := accept(t, l, back(2, a.ID, b.ID, a.ID, ""))
	if _, again, err := l.Accept(t.Context(), both, nil); err != nil || !again {
		t.Errorf("sent again: duplicate %t, %v", again, err)
	}
	accept(t, l, back(3, ""))
	look := func(ids []string, want ...string) {
		t.Helper()
		found, err := l.ReturnedWith(t.Context(), ids)
		var got []string
		for _, o := range found {
			got = append(got, o.ID)
			if len(o.Returns) == 0 {
				t.Errorf("%s is told without what came back", o.ID)
			}
		}
		if slices.Sort(want); err != nil || !slices.Equal(slices.Sorted(slices.Values(got)), want) {
			t.Errorf("goods of %v came back with %v, %v; want %v", ids, got, err, want)
		}
	}
	look([]string{a.ID}, both.ID)
	look([]string{b.ID}, early.ID, both.ID)
	look([]string{a.ID, b.ID}, early.ID, both.ID)
	look([]string{early.ID, "no such order"})
	look(nil)
	if err := l.Update(t.Context(), both.ID, func(o *pos.Order) ([]pos.Event, error) { o.State = pos.StateCancelled; return nil, nil }); err != nil {
		t.Fatal(err)
	}
	look([]string{a.ID}, both.ID) // it says itself what became of it
}
