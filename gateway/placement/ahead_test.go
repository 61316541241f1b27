package placement_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
)

func TestWhatIsLeasedAhead(t *testing.T) {
	t.Parallel()
	t.Run("is given back when the pool stops", func(t *testing.T) {
		t.Parallel()
		inWorld(t, func(c *placement.Config) { c.Workers = 5 }, func(w *world) {
			w.shop.takes = time.Second
			var ids []string
			for n := range 20 {
				ids = append(ids, w.submit(n+1))
			}
			w.pass(4 * time.Second) // those that were begun first are settled, and there is a backlog
			w.stop()
			free, err := w.Lease(w.Context(), time.Now().Add(time.Minute), time.Now().Add(time.Hour), 100)
			if err != nil {
				w.Fatal(err)
			}
			settled := 0
			for _, id := range ids {
				if o, err := w.Order(w.Context(), id); err == nil && o.State == pos.StateSettled {
					settled++
				}
			}
			if settled == 0 || settled == len(ids) || settled+len(free) != len(ids) {
				w.Errorf("%d orders are settled and %d can be leased, want all %d together and some of each", settled, len(free), len(ids))
			}
		})
	})
	t.Run("is given back when too little of the lease is left", func(t *testing.T) {
		t.Parallel()
		slow := func(c *placement.Config) { c.Workers, c.LeaseFor, c.CallFor = 5, 40*time.Second, 10*time.Second }
		inWorld(t, slow, func(w *world) {
			w.shop.takes = 9 * time.Second // an order takes 27 seconds, and what waits for a worker has 13 left then
			var ids []string
			for n := range 20 {
				ids = append(ids, w.submit(n+1))
			}
			w.pass(30 * time.Minute)
			for _, id := range ids {
				w.wantState(id, pos.StateSettled)
				w.wantOneOrder(id)
			}
			if slices.ContainsFunc(w.steps, func(s string) bool { return strings.HasSuffix(s, "retry") }) {
				w.Errorf("steps %v, want none that was begun with too little time", w.steps)
			}
		})
	})
}
