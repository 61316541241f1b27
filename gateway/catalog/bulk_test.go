package catalog_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

// atOnce reads a shop at once: in runs from several goroutines, the last product first as it was before, and at first only a part.
type atOnce struct {
	*shop
	failures int
}

func (a *atOnce) AllProducts(ctx context.Context, store pos.Store, visit func([]pos.Product) error) error {
	all, err := a.Products(ctx, store, 0, 1000)
	if err != nil {
		return err
	}
	if a.failures > 0 {
		a.failures--
		ghost := all[0]
		ghost.ID = 999_999
		if err := visit([]pos.Product{ghost}); err != nil {
			return err
		}
		return pos.Unavailable(errDown, "lost")
	}
	stale := all[len(all)-1]
	stale.Name = "as it was"
	if err := visit([]pos.Product{stale}); err != nil {
		return err
	}
	var group errgroup.Group
	for some := range slices.Chunk(all, 50) {
		group.Go(func() error { return visit(some) })
	}
	return group.Wait()
}

func TestAllProductsAtOnceAreThoseOfThePages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cache := &atOnce{shop: luma(t), failures: 2}, memory.New()
		var last catalog.Progress
		im := catalog.NewImporter(catalog.ImporterConfig{Source: s, Bulk: s, Shelf: cache, Log: cache, Now: time.Now})
		report, err := im.Import(t.Context(), storeCode, func(p catalog.Progress) {
			if p.Kind == pos.DocProduct {
				last = p
			}
		})
		if err != nil || report.Kinds[pos.DocProduct].Added != 206 || last.Done != 207 {
			t.Fatalf("%+v, %+v, %v", report, last, err)
		}
		im = catalog.NewImporter(catalog.ImporterConfig{Source: s.shop, Shelf: cache, Log: cache, Now: time.Now})
		if report, err = im.Import(t.Context(), storeCode, nil); err != nil || report.Kinds[pos.DocProduct] != (catalog.Counts{Unchanged: 206}) {
			t.Errorf("%+v, %v: the pages tell something else", report, err)
		}
	})
}
