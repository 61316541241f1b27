package app_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/app"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

const (
	changedAtOnce = 1000
	changeBudget  = 2 * time.Second // from the hint to the subscriber
)

// announced is an announcer that remembers when it last announced.
type announced struct {
	mu sync.Mutex
	at time.Time
}

func (a *announced) AnnounceCatalog(context.Context, string, pos.Cursor) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.at = time.Now()
	return nil
}

// BenchmarkChange changes 1,000 products of a generated shop (TILLWAY_BENCH_SKUS, default 100,000), their names in a row and all over
// the catalog, and all over it what they are reduced to and what they cost before that, which the composites show that they are parts
// of, and lets as many hints tell of it. What either costs is the time from its beginning to its end: a change is done when the last of
// it was announced to subscribers, an import when it is in force and its digests are kept. s/change is from the first hint on; xbudget is
// that against 2 s, ximport against a full import of the same shop in the same process, of which 0.05 is allowed.
func BenchmarkChange(b *testing.B) {
	skus := benchSKUs(100_000)
	s := generated(b, skus)
	cache := memory.New()
	importer := catalog.NewImporter(catalog.ImporterConfig{Source: s, Bulk: s, Changes: s, Holder: s, Shelf: cache, Log: cache, Now: time.Now})
	report, err := importer.Import(b.Context(), s.store.Code, nil)
	if err != nil {
		b.Fatal(err)
	}
	held := catalog.New(catalog.Config{Stores: []string{s.store.Code}, Shelf: cache, Log: cache})
	if err := held.Sync(b.Context(), s.store.Code); err != nil {
		b.Fatal(err)
	}
	var heard announced
	refresher := catalog.NewRefresher(catalog.RefresherConfig{Catalog: held, Source: s, Prices: s, Log: cache, Announcer: &heard, Now: time.Now})
	const (
		names      = "UPDATE catalog_product_entity_varchar SET value = CONCAT('New %d ', entity_id) WHERE attribute_id = 73"
		reductions = "UPDATE catalog_product_index_price SET final_price = %d %% 100 WHERE TRUE"
		prices     = "UPDATE catalog_product_index_price SET price = %d %% 100, final_price = price WHERE TRUE"
	)
	all := skus/changedAtOnce - 1
	for _, c := range []struct {
		name   string
		step   int
		change string
	}{{"neighbours", 1, names}, {"scattered", all, names}, {"scattered-reductions", all, reductions}, {"scattered-prices", all, prices}} {
		b.Run(c.name, func(b *testing.B) {
			app.TuneThreads()
			var took time.Duration
			for b.Loop() {
				b.StopTimer()
				ids := make([]string, changedAtOnce)
				for i := range ids {
					ids[i] = fmt.Sprint(1 + i*c.step)
				}
				execute(b, s.dsn, fmt.Sprintf(c.change+" AND (entity_id - 1) %% %d = 0 AND entity_id <= %d",
					time.Now().UnixNano(), c.step, changedAtOnce*c.step))
				b.StartTimer()
				begun := time.Now()
				var hints sync.WaitGroup
				for _, id := range ids {
					hints.Go(func() {
						if err := refresher.Refresh(b.Context(), pos.Hint{Entity: pos.HintProduct, EntityID: id}); err != nil {
							b.Error(err)
						}
					})
				}
				hints.Wait()
				took += heard.at.Sub(begun)
			}
			took /= time.Duration(b.N)
			b.ReportMetric(took.Seconds(), "s/change")
			b.ReportMetric(took.Seconds()/changeBudget.Seconds(), "xbudget")
			b.ReportMetric(took.Seconds()/report.Settled.Seconds(), "ximport")
			b.ReportMetric(report.Settled.Seconds(), "s/import")
		})
	}
}
