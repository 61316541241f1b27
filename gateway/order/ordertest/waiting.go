package ordertest

import (
	"slices"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// waiting has an order that is picked up at another location, and of which something is left to be paid.
func waiting(t probe) {
	l := t.ledger
	accept(t, l, Received("nyc-1", 1))
	o := Received("nyc-1", 2)
	o.Fulfilment = &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "la"}
	o.Deferred, o.Tenders[0].Amount = 5000, 5000
	o.Hash = o.OrderInput.Hash()
	accept(t, l, o)
	look := func(when string, pickups, owed []string) {
		t.Helper()
		for _, at := range []string{"nyc", "la", "sf"} {
			for wait, want := range map[pos.Wait][]string{pos.WaitHandOver: pickups, pos.WaitPayment: owed} {
				if home := map[pos.Wait]string{pos.WaitHandOver: "la", pos.WaitPayment: "nyc"}; home[wait] != at {
					want = nil
				}
				if got := all(t, l, pos.OrderFilter{LocationID: at, Waits: wait}, 5); !slices.Equal(got, want) {
					t.Errorf("%s, for %s at %s: %v, want %v", when, wait, at, got, want)
				}
			}
		}
	}
	change := func(decide func(*pos.Order) error) {
		t.Helper()
		if err := l.Update(t.Context(), o.ID, func(o *pos.Order) ([]pos.Event, error) { return nil, decide(o) }); err != nil {
			t.Fatal(err)
		}
	}
	look("when it was accepted", []string{o.ID}, []string{o.ID})
	change(func(o *pos.Order) error {
		_, err := o.Pay(pos.Payment{OrderID: "later", Receipt: "nyc-1-3", Amount: 4000, At: Start()})
		return err
	})
	look("when a part was paid", []string{o.ID}, []string{o.ID})
	change(func(o *pos.Order) error {
		_, err := o.Pay(pos.Payment{OrderID: "last", Receipt: "nyc-1-4", Amount: 1000, At: Start()})
		return err
	})
	look("when it was paid", []string{o.ID}, nil)
	change(func(o *pos.Order) error { return o.HandOver(Start().Add(time.Minute), "lou") })
	look("when it was handed over", nil, nil)
}
