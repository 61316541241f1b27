package catalog_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

// asking is a source that knows which products it was asked for by id.
type asking struct {
	*historic
	mu  sync.Mutex
	ids []int64
}

func (a *asking) ProductsByID(ctx context.Context, store pos.Store, ids []int64) ([]pos.Product, error) {
	a.mu.Lock()
	a.ids = append(a.ids, ids...)
	a.mu.Unlock()
	return a.historic.ProductsByID(ctx, store, ids)
}

// All that was told since a replica's start was read again by its first sweep after it took over, or all was imported, and what the sweeps
// before it had found was not known.
func TestRegression_AReplicaThatTookOverKnewNothingOfTheSweepsBefore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newPolling(t, small())
		stopFirst := start(t, r.poller)
		follower, source := replica(r.cache), &asking{historic: r.historic}
		ctx, stopFollowing := context.WithCancel(t.Context())
		var following sync.WaitGroup
		following.Go(func() { _ = follower.Run(ctx) })
		rename := func(id int64, name string, told ...string) (was pos.Product) {
			r.shop.mu.Lock()
			was = r.products[id]
			is := was
			is.Name = name
			r.products[id] = is
			r.shop.mu.Unlock()
			for _, what := range told {
				r.note(what)
			}
			return was
		}
		rename(3, "Renamed", "product 3")
		was := rename(1030, "Renamed", "product 1030")
		time.Sleep(12 * time.Minute) // both are read, and a sweep has looked
		rename(1030, was.Name)
		rename(2100, "Later", "product 2100")
		time.Sleep(30 * time.Second)
		stopFirst()
		second := catalog.NewPoller(catalog.PollerConfig{
			Importer: r.importer(r.cache), Shelf: r.cache, Locker: r.cache, Changes: r, Now: time.Now, Every: catalog.Schedule{Import: -1},
			Refresher: catalog.NewRefresher(catalog.RefresherConfig{Catalog: follower, Source: source, Log: r.cache, Now: time.Now}),
		})
		stopSecond := start(t, second)
		time.Sleep(2 * time.Minute)
		stopSecond()
		stopFollowing()
		following.Wait()
		name := func(sku string) string {
			return products(t, follower, pos.ProductQuery{SKUs: []string{sku}}).Items[0].Name
		}
		if name("SKU-3") != "Renamed" || name("SKU-1030") != was.Name || name("SKU-2100") != "Later" {
			t.Errorf("they are called %q, %q and %q", name("SKU-3"), name("SKU-1030"), name("SKU-2100"))
		}
		if asked := source.ids; slices.Contains(asked, 3) || !slices.Contains(asked, 1030) || !slices.Contains(asked, 2100) {
			t.Errorf("it read %v again, want 1030, which became what it was, and 2100, which no sweep has seen, but not 3", asked)
		}
	})
}
