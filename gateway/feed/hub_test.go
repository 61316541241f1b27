package feed_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/feed"
	"github.com/tillway/tillway/gateway/pos"
)

// replicas starts hubs that share a fan-out, in a synctest bubble, and stops them when the test ends.
func replicas(t *testing.T, n int, cfg feed.HubConfig) []*feed.Hub {
	t.Helper()
	cache := memory.New()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, n)
	hubs := make([]*feed.Hub, n)
	for i := range hubs {
		c := cfg
		c.Fanout = cache
		hubs[i] = feed.NewHub(c)
		go func() { ended <- hubs[i].Run(ctx) }()
	}
	synctest.Wait()
	t.Cleanup(func() {
		cancel()
		for range hubs {
			if err := <-ended; err != nil {
				t.Errorf("run ended with %v", err)
			}
		}
	})
	return hubs
}

func TestSubscribersOfEveryReplicaHear(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hubs := replicas(t, 2, feed.HubConfig{})
		var orders []<-chan string
		var heads []<-chan pos.Cursor
		for _, h := range hubs {
			o, err := h.SubscribeOrders(t.Context(), "nyc")
			if err != nil {
				t.Fatal(err)
			}
			c, err := h.SubscribeCatalog(t.Context(), "default")
			if err != nil {
				t.Fatal(err)
			}
			orders, heads = append(orders, o), append(heads, c)
		}
		other, err := hubs[1].SubscribeOrders(t.Context(), "la")
		if err != nil {
			t.Fatal(err)
		}
		head := pos.Cursor{Epoch: "e", Seq: 42}
		if err := errors.Join(hubs[0].OrderChanged(t.Context(), "nyc", "order-1"), hubs[0].AnnounceCatalog(t.Context(), "default", head),
			hubs[0].AnnounceCatalog(t.Context(), "other", head)); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		for i := range hubs {
			if got := <-orders[i]; got != "order-1" {
				t.Errorf("replica %d heard order %q", i, got)
			}
			if got := <-heads[i]; got != head {
				t.Errorf("replica %d heard cursor %v", i, got)
			}
		}
		if len(other) != 0 || len(heads[1]) != 0 {
			t.Error("someone heard what was not for them")
		}
	})
}

func TestASubscriptionEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var live atomic.Int64
		h := replicas(t, 1, feed.HubConfig{Observe: func(d int) { live.Add(int64(d)) }})[0]
		ctx, cancel := context.WithCancel(t.Context())
		orders, err := h.SubscribeOrders(ctx, "nyc")
		if err != nil || live.Load() != 1 {
			t.Fatalf("%d live, %v", live.Load(), err)
		}
		cancel()
		synctest.Wait()
		if _, open := <-orders; open || live.Load() != 0 {
			t.Errorf("open %v, %d live", open, live.Load())
		}
		if err := h.OrderChanged(t.Context(), "nyc", "late"); err != nil {
			t.Error(err)
		}
		synctest.Wait()
	})
}

func TestASlowSubscriberIsDroppedAndNobodyWaitsForIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var live atomic.Int64
		h := replicas(t, 1, feed.HubConfig{Observe: func(d int) { live.Add(int64(d)) }})[0]
		ctx, cancel := context.WithCancel(t.Context())
		slow, _ := h.SubscribeOrders(ctx, "nyc")
		quick, _ := h.SubscribeOrders(t.Context(), "nyc")
		heard := 0
		for range 200 {
			if err := h.OrderChanged(t.Context(), "nyc", "x"); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			<-quick
			heard++
		}
		read := 0
		for range slow {
			read++
		}
		if heard != 200 || read == 0 || read >= 200 || live.Load() != 1 {
			t.Errorf("the quick one heard %d, the slow one %d, %d live", heard, read, live.Load())
		}
		cancel() // ending what was dropped already does no harm
		synctest.Wait()
		if live.Load() != 1 {
			t.Errorf("%d live", live.Load())
		}
	})
}

func TestSubscriptionsAreBounded(t *testing.T) {
	t.Parallel()
	h := feed.NewHub(feed.HubConfig{Fanout: memory.New(), MaxSubscribers: 2})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for range 2 {
		if _, err := h.SubscribeOrders(ctx, "nyc"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.SubscribeCatalog(ctx, "default"); pos.KindOf(err) != pos.KindUnavailable || pos.CodeOf(err) != pos.CodeRateLimited {
		t.Errorf("error is %v", err)
	}
}

// broken is a fan-out that cannot be listened to.
type broken struct{ feed.Fanout }

func (broken) Listen(context.Context, string, func([]byte)) error { return errDown }

func TestAFanoutThatFailsEndsRun(t *testing.T) {
	t.Parallel()
	h := feed.NewHub(feed.HubConfig{Fanout: broken{memory.New()}})
	if err := h.Run(t.Context()); !errors.Is(err, errDown) {
		t.Errorf("run ended with %v", err)
	}
}

func TestAnnouncementsThatCannotBeReadAreSkipped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cache := memory.New()
		h := feed.NewHub(feed.HubConfig{Fanout: cache})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- h.Run(ctx) }()
		synctest.Wait()
		heads, err := h.SubscribeCatalog(t.Context(), "default")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range []string{"", "{", `{"store":"default","head":"nonsense"}`, `{"store":"default","head":"e.7"}`} {
			if err := cache.Broadcast(t.Context(), "catalog", []byte(m)); err != nil {
				t.Fatal(err)
			}
		}
		if got := <-heads; got != (pos.Cursor{Epoch: "e", Seq: 7}) {
			t.Errorf("heard %v", got)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
