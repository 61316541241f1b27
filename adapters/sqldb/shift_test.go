package sqldb_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

func shiftUUID(n int) string { return fmt.Sprintf("01890a5d-ac96-774b-bcce-%012x", n) }

func TestShiftEvents(t *testing.T) {
	t.Parallel()
	now := ordertest.Start()
	event := func(n, shift int, registerID string) pos.ShiftEvent {
		return pos.ShiftEvent{ID: shiftUUID(n), ShiftID: shiftUUID(shift), LocationID: "nyc", RegisterID: registerID, Kind: pos.ShiftPaidIn, StaffID: "ana",
			At: now.Add(time.Duration(n) * time.Minute), Currency: "USD", Amount: int64(n), Denominations: []pos.Denomination{{Value: 1, Count: 2}}}
	}
	onBoth(t, func(on server) {
		on.Run("are stored once, whoever sends them how often", func(t *testing.T) {
			t.Parallel()
			db := on.fresh(t)
			batch := []pos.ShiftEvent{event(1, 90, "nyc-1"), event(2, 90, "nyc-1"), event(1, 90, "nyc-1")}
			var wg sync.WaitGroup
			outcomes := make([][]pos.ShiftEventResult, 4)
			for i := range outcomes {
				wg.Go(func() {
					var err error
					if outcomes[i], err = db.AddShiftEvents(t.Context(), "d", now, batch); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			received := 0
			for _, results := range outcomes {
				for i, r := range results {
					if r.ID != batch[i].ID || (r.Outcome != pos.ShiftEventReceived && r.Outcome != pos.ShiftEventDuplicate) {
						t.Errorf("%+v", r)
					}
					if r.Outcome == pos.ShiftEventReceived {
						received++
					}
				}
			}
			stored, err := db.ShiftEvents(t.Context(), []string{shiftUUID(90), shiftUUID(91)})
			if err != nil || len(stored) != 2 || received != 2 {
				t.Fatalf("%d received, %+v, %v", received, stored, err)
			}
			for _, e := range stored {
				if want := batch[e.Amount-1]; e.Hash() != want.Hash() {
					t.Errorf("%+v instead of %+v", e, want)
				}
			}
		})
		on.Run("never replace another, and a shift stays at its register", func(t *testing.T) {
			t.Parallel()
			db := on.fresh(t)
			changed := event(1, 90, "nyc-1")
			changed.Amount = 77
			results, err := db.AddShiftEvents(t.Context(), "d", now, []pos.ShiftEvent{event(1, 90, "nyc-1"), changed, event(3, 90, "nyc-2")})
			if err != nil || results[0].Outcome != pos.ShiftEventReceived || results[1].Outcome != pos.ShiftEventConflict || results[2].Outcome != pos.ShiftEventConflict {
				t.Fatalf("%+v, %v", results, err)
			}
			results, err = db.AddShiftEvents(t.Context(), "d", now, []pos.ShiftEvent{changed, event(3, 90, "nyc-2")})
			if err != nil || results[0].Outcome != pos.ShiftEventConflict || results[1].Outcome != pos.ShiftEventConflict || results[1].Message == "" {
				t.Fatalf("%+v, %v", results, err)
			}
			if stored, err := db.ShiftEvents(t.Context(), []string{shiftUUID(90)}); err != nil || len(stored) != 1 || stored[0].Amount != 1 {
				t.Errorf("%+v, %v", stored, err)
			}
		})
		on.Run("are found by register and time, the newest shift first", func(t *testing.T) {
			t.Parallel()
			db := on.fresh(t)
			all := []pos.ShiftEvent{event(1, 90, "nyc-1"), event(2, 91, "nyc-1"), event(3, 92, "nyc-1"), event(4, 93, "nyc-2"), event(5, 90, "nyc-1")}
			if _, err := db.AddShiftEvents(t.Context(), "d", now, all); err != nil {
				t.Fatal(err)
			}
			ids, err := db.ShiftIDs(t.Context(), "nyc-1", now.Add(2*time.Minute), now.Add(6*time.Minute), 2)
			if err != nil || fmt.Sprint(ids) != fmt.Sprint([]string{shiftUUID(90), shiftUUID(92)}) {
				t.Errorf("%v, %v", ids, err)
			}
			if ids, err := db.ShiftIDs(t.Context(), "nyc-1", now, now.Add(time.Minute), 9); err != nil || len(ids) != 0 {
				t.Errorf("%v, %v", ids, err)
			}
		})
		on.Run("stand beside the orders of the shift, archived ones too", func(t *testing.T) {
			t.Parallel()
			db := on.fresh(t)
			var want int64
			for i := range 3 {
				o := ordertest.Received("nyc-1", i+1)
				if o.ShiftID = shiftUUID(90); i == 2 {
					o.ShiftID = ""
				} else {
					want += o.Charged.Total
				}
				if o.Hash = o.OrderInput.Hash(); i == 0 {
					o.State, o.SettledAt = pos.StateSettled, o.ReceivedAt
				}
				if _, _, err := db.Accept(t.Context(), o, nil); err != nil {
					t.Fatal(err)
				}
			}
			if n, err := db.Archive(t.Context(), now.Add(365*24*time.Hour)); n != 1 || err != nil {
				t.Fatalf("%d were archived, %v", n, err)
			}
			var n int
			var sum int64
			err := db.ShiftOrders(t.Context(), []string{shiftUUID(90), shiftUUID(91)}, func(o pos.Order) { n, sum = n+1, sum+o.Charged.Total })
			if err != nil || n != 2 || sum != want || want == 0 {
				t.Errorf("%d orders of %d instead of %d, %v", n, sum, want, err)
			}
		})
	})
}
