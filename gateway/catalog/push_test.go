package catalog_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

// pushing runs a pusher over a small shop, whose pages take a second, until the returned function is called. Pushes counts
// those that ended.
func pushing(t *testing.T) (r *polling, p *catalog.Pusher, pushes *int, stop func()) {
	t.Helper()
	r, pushes = newPolling(t, small()), new(int)
	r.onPage = func(int64) { time.Sleep(time.Second) }
	r.seen = func(job string, _ int, _ error) {
		if job == "push" {
			*pushes++
		}
	}
	p = catalog.NewPusher(r.poller, time.Now)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := p.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	return r, p, pushes, func() { cancel(); wg.Wait() }
}

func TestAPushIsForAllWhoAskedBeforeItBegan(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, p, pushes, stop := pushing(t)
		var wg sync.WaitGroup
		ask := func() {
			wg.Go(func() {
				if done, err := p.Push(t.Context(), storeCode); err != nil || !done.Finished || done.Store != storeCode || done.Took < time.Second {
					t.Errorf("push ended with %+v, %v", done, err)
				}
			})
		}
		ask()
		time.Sleep(time.Millisecond)
		// The first push is reading: what changes from here on may be for the next only, whoever asks for it.
		r.change(t, "SKU-3", func(p *pos.Product) { p.Price = price("72") })
		ask()
		ask()
		if err := p.Ask(storeCode); err != nil {
			t.Error(err)
		}
		wg.Wait()
		if *pushes != 2 {
			t.Errorf("%d pushes for 4 who asked, want 2", *pushes)
		}
		if got, err := r.catalog.ProductBySKU(t.Context(), storeCode, "SKU-3"); err != nil || !got.Price.Equal(*price("72")) {
			t.Errorf("the price is %v, %v", got.Price, err)
		}
		stop()
	})
}

func TestAPushTellsHowMuchChanged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, p, _, stop := pushing(t)
		r.change(t, "SKU-3", func(p *pos.Product) { p.Name = "Another" })
		for _, want := range []int{1, 0} {
			if done, err := p.Push(t.Context(), storeCode); err != nil || done.Changed != want {
				t.Errorf("%+v, %v; want %d changed", done, err, want)
			}
		}
		stop()
	})
}

func TestAPushGoesOnWhenNobodyWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, p, _, stop := pushing(t)
		r.change(t, "SKU-3", func(p *pos.Product) { p.Name = "Another" })
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if done, err := p.Push(ctx, storeCode); err != nil || done.Finished || done.Store != storeCode {
			t.Errorf("a push that nobody waited for: %+v, %v", done, err)
		}
		time.Sleep(time.Minute)
		if got, err := r.catalog.ProductBySKU(t.Context(), storeCode, "SKU-3"); err != nil || got.Name != "Another" {
			t.Errorf("the name is %q, %v", got.Name, err)
		}
		stop()
	})
}

func TestAPushThatFailsSaysSo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, p, _, stop := pushing(t)
		r.shop.mu.Lock()
		r.fail = pos.Unavailable(errDown, "Magento does not answer")
		r.shop.mu.Unlock()
		if done, err := p.Push(t.Context(), storeCode); pos.KindOf(err) != pos.KindUnavailable || done.Finished {
			t.Errorf("%+v, %v; want unavailable", done, err)
		}
		if _, err := p.Push(t.Context(), "nowhere"); pos.KindOf(err) != pos.KindNotFound {
			t.Errorf("an unknown store view: %v", err)
		}
		if err := p.Ask("nowhere"); pos.KindOf(err) != pos.KindNotFound {
			t.Errorf("an unknown store view: %v", err)
		}
		stop()
	})
}
