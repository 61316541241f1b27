package placement_test

import (
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
)

// throttled is what the shop's client makes of Retry-After.
type throttled struct{ after time.Duration }

func (t throttled) Error() string             { return "too many requests" }
func (t throttled) RetryAfter() time.Duration { return t.after }

func TestPace(t *testing.T) {
	t.Parallel()
	t.Run("leaves the shop alone for as long as it asked, whatever else is due", func(t *testing.T) {
		t.Parallel()
		inWorld(t, nil, func(w *world) {
			w.shop.set("open", pos.Unavailable(throttled{time.Minute}, "later"))
			first := w.submit(1)
			w.pass(time.Second)
			asked := w.shop.count("open")
			second := w.submit(2)
			w.pass(50 * time.Second)
			if got := w.shop.count("open"); asked != 1 || got != asked {
				t.Errorf("the shop was asked %d times, and %d after it had asked for a minute", asked, got)
			}
			w.shop.set("open", nil)
			w.pass(time.Minute)
			w.wantState(first, pos.StateSettled)
			w.wantState(second, pos.StateSettled)
		})
	})
	t.Run("calls a failing shop less at once, and as much as before when it has recovered", func(t *testing.T) {
		t.Parallel()
		inWorld(t, func(c *placement.Config) { c.Workers = 8 }, func(w *world) {
			w.shop.set("open", pos.Unavailable(nil, "down"))
			var ids []string
			for n := range 60 {
				ids = append(ids, w.submit(n+1))
			}
			w.pass(20 * time.Second)
			before := w.shop.count("open")
			w.pass(10 * time.Second)
			if got := w.shop.count("open") - before; got > 200 {
				t.Errorf("a shop that is down was called %d times in ten seconds", got)
			}
			w.shop.set("open", nil)
			w.pass(10 * time.Minute)
			for _, id := range ids {
				w.wantState(id, pos.StateSettled)
			}
		})
	})
	t.Run("places the newest first when asked to", func(t *testing.T) {
		t.Parallel()
		inWorld(t, func(c *placement.Config) { c.Workers, c.NewestFirst = 1, true }, func(w *world) {
			w.shop.set("open", pos.Unavailable(throttled{time.Minute}, "later"))
			old := w.submit(1)
			w.pass(30 * time.Second)
			fresh := w.submit(2)
			w.shop.set("open", nil)
			w.pass(31 * time.Second)
			w.pass(time.Minute)
			if a, b := w.get(old), w.get(fresh); a.SettledAt.IsZero() || !b.SettledAt.Before(a.SettledAt) {
				t.Errorf("the old order settled at %s, the fresh one at %s", a.SettledAt, b.SettledAt)
			}
		})
	})
}
