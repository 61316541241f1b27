package order_test

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

func parked() pos.Parked {
	return pos.Parked{ID: uuid.Must(uuid.NewV7()).String(), Label: "table 4", Body: `{"lines":[1]}`}
}

func TestParking(t *testing.T) {
	t.Parallel()
	t.Run("another register of the location goes on with it", func(t *testing.T) {
		t.Parallel()
		f := setup(t)
		other := as(t, pos.Principal{DeviceID: "device-2", RegisterID: "nyc-2", LocationID: "nyc"})
		p, err := f.Park(f.ctx, parked())
		if err != nil {
			t.Fatal(err)
		}
		list, err := f.Parked(other)
		if err != nil || len(list) != 1 || list[0].Label != "table 4" || list[0].RegisterID != "nyc-1" || list[0].Body != "" {
			t.Fatalf("%+v, %v", list, err)
		}
		got, err := f.Recall(other, p.ID)
		if err != nil || got.Body != p.Body || !got.ParkedAt.Equal(ordertest.Start()) {
			t.Errorf("%+v, %v", got, err)
		}
		if list, _ := f.Parked(f.ctx); len(list) != 0 {
			t.Errorf("it is still listed: %+v", list)
		}
		if _, err := f.Recall(other, p.ID); err != nil {
			t.Errorf("the answer may have been lost, so its device may ask again: %v", err)
		}
		if _, err := f.Recall(f.ctx, p.ID); pos.KindOf(err) != pos.KindNotFound {
			t.Errorf("a second device got it too: %v", err)
		}
		if _, err := f.Park(other, p); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Recall(f.ctx, p.ID); err != nil {
			t.Errorf("parked again it is there for all: %v", err)
		}
	})
	t.Run("of many that take it at once one gets it", func(t *testing.T) {
		t.Parallel()
		f := setup(t)
		p, err := f.Park(f.ctx, parked())
		if err != nil {
			t.Fatal(err)
		}
		var got atomic.Int64
		var wg sync.WaitGroup
		for i := range 20 {
			ctx := as(t, pos.Principal{DeviceID: "device-" + strconv.Itoa(i), LocationID: "nyc"})
			wg.Go(func() {
				if _, err := f.Recall(ctx, p.ID); err == nil {
					got.Add(1)
				} else if pos.KindOf(err) != pos.KindNotFound {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got.Load() != 1 {
			t.Errorf("%d devices have the order", got.Load())
		}
	})
	t.Run("stays at its location", func(t *testing.T) {
		t.Parallel()
		f := setup(t)
		la := as(t, pos.Principal{DeviceID: "device-9", RegisterID: "la-1", LocationID: "la"})
		p, err := f.Park(f.ctx, parked())
		if err != nil {
			t.Fatal(err)
		}
		if list, err := f.Parked(la); err != nil || len(list) != 0 {
			t.Errorf("%+v, %v", list, err)
		}
		if _, err := f.Recall(la, p.ID); pos.KindOf(err) != pos.KindNotFound {
			t.Errorf("Recall = %v", err)
		}
		if _, err := f.Park(la, p); pos.KindOf(err) != pos.KindConflict {
			t.Errorf("Park under the same id = %v", err)
		}
	})
	t.Run("has bounds", func(t *testing.T) {
		t.Parallel()
		f := setup(t)
		large := parked()
		large.Body = strings.Repeat("x", pos.MaxParkedBody+1)
		if _, err := f.Park(f.ctx, large); pos.CodeOf(err) != pos.CodeTooLarge {
			t.Errorf("Park = %v", err)
		}
		for range pos.MaxParked {
			if _, err := f.Park(f.ctx, parked()); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := f.Park(f.ctx, parked()); pos.KindOf(err) != pos.KindConflict {
			t.Errorf("one more than there may be: %v", err)
		}
	})
	t.Run("expires", func(t *testing.T) {
		t.Parallel()
		f := setup(t)
		old := parked()
		old.LocationID, old.ParkedAt, old.ExpiresAt = "nyc", ordertest.Start().Add(-2), ordertest.Start()
		if err := f.ledger.Park(t.Context(), old); err != nil {
			t.Fatal(err)
		}
		if list, err := f.Parked(f.ctx); err != nil || len(list) != 0 {
			t.Errorf("%+v, %v", list, err)
		}
		if _, err := f.Recall(f.ctx, old.ID); pos.KindOf(err) != pos.KindNotFound {
			t.Errorf("Recall = %v", err)
		}
	})
}
