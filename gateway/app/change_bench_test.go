package app_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/app"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/webhooks"
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

// hintsRead is a webhooks.Reader that remembers when it was last asked.
type hintsRead struct {
	*catalog.Refresher
	at time.Time
}

func (r *hintsRead) Together(pos.HintEntity) bool { return true }

func (r *hintsRead) Read(ctx context.Context, hints []pos.Hint) error {
	r.at = time.Now()
	return r.Refresh(ctx, hints...)
}

// BenchmarkChange changes 1,000 products of a generated shop (TILLWAY_BENCH_SKUS, default 100,000), their names in a row and all over
// the catalog, and all over it what they are reduced to and what they cost before that, which the composites show that they are parts
// of, and lets as many hints tell of it, which wait in a ledger in SQLite as webhooks leave them. What either costs is the time from its
// beginning to its end: a change begins when its hints are read and is done when the last of it was announced to subscribers, an import
// is done when it is in force and its digests are kept. s/change is that; xbudget the time from the wake-up of who reads hints, which
// waits for more of them, against 2 s; ximport s/change against a full import of the same shop in the same process, of which 0.05 is
// allowed.
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
	ledger, err := sqldb.Open(b.Context(), "sqlite:"+filepath.Join(b.TempDir(), "ledger.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = ledger.Close() })
	if err := ledger.Migrate(b.Context()); err != nil {
		b.Fatal(err)
	}
	read, outcomes := &hintsRead{Refresher: refresher}, make(chan string, changedAtOnce)
	processor := webhooks.NewProcessor(webhooks.ProcessorConfig{Inbox: ledger, Reader: read, SweepEvery: time.Hour,
		Observe: func(_ pos.Hint, outcome string, _ time.Duration) { outcomes <- outcome }})
	var running sync.WaitGroup
	ctx, stop := context.WithCancel(b.Context())
	running.Go(func() { _ = processor.Run(ctx) })
	b.Cleanup(func() { stop(); running.Wait() })
	const (
		names      = "UPDATE catalog_product_entity_varchar SET value = CONCAT('New %d ', entity_id) WHERE attribute_id = 73"
		reductions = "UPDATE catalog_product_index_price SET final_price = %d %% 100 WHERE TRUE"
		prices     = "UPDATE catalog_product_index_price SET price = %d %% 100, final_price = price WHERE TRUE"
	)
	all, change := skus/changedAtOnce-1, time.Now().UnixNano() // counted, so that no amount is twice the same
	for _, c := range []struct {
		name   string
		step   int
		change string
	}{{"neighbours", 1, names}, {"scattered", all, names}, {"scattered-reductions", all, reductions}, {"scattered-prices", all, prices}} {
		b.Run(c.name, func(b *testing.B) {
			app.TuneThreads()
			var took, reached time.Duration
			for b.Loop() {
				b.StopTimer()
				change++
				execute(b, s.dsn, fmt.Sprintf(c.change+" AND (entity_id - 1) %% %d = 0 AND entity_id <= %d", change, c.step, changedAtOnce*c.step))
				for i := range changedAtOnce {
					hint := pos.Hint{ID: fmt.Sprint(change, i), Sender: "magento", Entity: pos.HintProduct, EntityID: fmt.Sprint(1 + i*c.step), ReceivedAt: time.Now()}
					if _, err := ledger.Keep(b.Context(), hint, nil); err != nil {
						b.Fatal(err)
					}
				}
				b.StartTimer()
				woken := time.Now()
				processor.Wake()
				for range changedAtOnce {
					if outcome := <-outcomes; outcome != webhooks.OutcomeRead {
						b.Fatalf("a hint was %s", outcome)
					}
				}
				if heard.at.Before(read.at) {
					b.Fatal("nothing changed")
				}
				took += heard.at.Sub(read.at)
				reached += heard.at.Sub(woken)
			}
			took /= time.Duration(b.N)
			reached /= time.Duration(b.N)
			b.ReportMetric(took.Seconds(), "s/change")
			b.ReportMetric(reached.Seconds()/changeBudget.Seconds(), "xbudget")
			b.ReportMetric(took.Seconds()/report.Settled.Seconds(), "ximport")
			b.ReportMetric(report.Settled.Seconds(), "s/import")
		})
	}
}
