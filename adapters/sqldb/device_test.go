package sqldb_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

func TestDevices(t *testing.T) {
	t.Parallel()
	now := ordertest.Start()
	device := func(id string) pos.Device {
		return pos.Device{ID: id, Label: "counter 1", EnrolledAt: now.Format(time.RFC3339)}
	}
	onBoth(t, func(on server) {
		on.Run("a code enrols one device, once", func(t *testing.T) {
			t.Parallel()
			db := on.fresh(t)
			if err := db.PutCode(t.Context(), "h1", "nyc-1", now.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			var wg sync.WaitGroup
			var enrolled atomic.Int64
			for _, id := range []string{"a", "b", "c", "d", "e"} {
				wg.Go(func() {
					got, err := db.UseCode(t.Context(), "h1", now, device(id))
					if err == nil && got.RegisterID == "nyc-1" {
						enrolled.Add(1)
					} else if pos.KindOf(err) != pos.KindNotFound {
						t.Errorf("UseCode = %+v, %v", got, err)
					}
				})
			}
			wg.Wait()
			if enrolled.Load() != 1 {
				t.Errorf("%d devices were enrolled with one code", enrolled.Load())
			}
		})
		on.Run("a code that is unknown, expired or replaced enrols nobody", func(t *testing.T) {
			t.Parallel()
			db := on.fresh(t)
			for _, hash := range []string{"old", "new"} {
				if err := db.PutCode(t.Context(), hash, "nyc-1", now.Add(time.Hour)); err != nil {
					t.Fatal(err)
				}
			}
			if err := db.PutCode(t.Context(), "other", "nyc-2", now.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			for hash, at := range map[string]time.Time{"unknown": now, "old": now, "new": now.Add(time.Hour)} {
				if _, err := db.UseCode(t.Context(), hash, at, device(hash)); pos.KindOf(err) != pos.KindNotFound {
					t.Errorf("UseCode(%s) = %v", hash, err)
				}
				if _, err := db.Device(t.Context(), hash); pos.KindOf(err) != pos.KindNotFound {
					t.Errorf("Device(%s) = %v", hash, err)
				}
			}
			if got, err := db.UseCode(t.Context(), "other", now, device("x")); err != nil || got.RegisterID != "nyc-2" {
				t.Errorf("UseCode(other) = %+v, %v", got, err)
			}
		})
		on.Run("a device is read back, and revoked for good", func(t *testing.T) {
			t.Parallel()
			db := on.fresh(t)
			if err := db.PutCode(t.Context(), "h", "nyc-1", now.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			want, err := db.UseCode(t.Context(), "h", now, device("a"))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := db.Device(t.Context(), "a"); err != nil || got != want {
				t.Errorf("Device = %+v, %v, want %+v", got, err, want)
			}
			for _, at := range []time.Time{now, now.Add(time.Hour)} {
				if err := db.Revoke(t.Context(), "a", at); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := db.Device(t.Context(), "a"); err != nil || got.RevokedAt != "2026-03-14T10:00:00Z" {
				t.Errorf("Device = %+v, %v", got, err)
			}
			if err := db.Revoke(t.Context(), "b", now); pos.KindOf(err) != pos.KindNotFound {
				t.Errorf("Revoke = %v", err)
			}
		})
		on.Run("the last counter is the register's own", func(t *testing.T) {
			t.Parallel()
			db := on.fresh(t)
			for _, n := range []int{3, 12, 7} {
				accept(t, db, ordertest.Received("nyc-1", n))
			}
			for register, want := range map[string]int64{"nyc-1": 12, "nyc-2": 0} {
				if got, err := db.LastCounter(t.Context(), register); err != nil || got != want {
					t.Errorf("LastCounter(%s) = %d, %v", register, got, err)
				}
			}
		})
	})
}
