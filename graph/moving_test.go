package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph"
)

// moving is a catalog whose one product is renamed again and again, with each store's prices in two currencies.
type moving struct {
	*catalog
	mu    sync.Mutex
	round int
}

func (m *moving) rename(round int) {
	m.mu.Lock()
	m.round = round
	m.mu.Unlock()
	m.version.Add(1)
}

func (m *moving) Store(ctx context.Context, code string) (pos.Store, error) {
	store, err := m.catalog.Store(ctx, "default")
	store.Code = code
	store.Currencies = []pos.CurrencyRate{{Currency: "USD", Rate: decimal.New(1, 0)}, {Currency: "EUR", Rate: decimal.New(2, 0)}}
	return store, err
}

func (m *moving) Products(_ context.Context, q pos.ProductQuery) (pos.ProductPage, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p := m.Everything[0]
	p.Name = fmt.Sprintf("%s %d", q.Store, m.round)
	return pos.ProductPage{Items: []pos.Product{p}, Total: 1, PageSize: 20, Page: 1}, nil
}

// No answer is older than the change that was complete when it was asked for, and none is another store's or currency's.
func TestKeptAnswersUnderChange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		stores := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"default", "german", "french"}), 1, 3, rapid.ID).Draw(rt, "stores")
		changes := rapid.IntRange(1, 40).Draw(rt, "changes")
		readers := rapid.IntRange(1, 6).Draw(rt, "readers")
		var m *moving
		w := setup(t, func(c *graph.Config) {
			known, ok := c.Catalog.(*catalog)
			if !ok {
				t.Fatalf("%T", c.Catalog)
			}
			m = &moving{catalog: known}
			c.Catalog = m
		})
		defer w.Close()
		var complete, answered atomic.Int64
		done := make(chan struct{})
		faults := make(chan string, readers)
		var group sync.WaitGroup
		for i := range readers {
			group.Go(func() {
				for n := 0; ; n++ {
					store, currency := stores[(i+n)%len(stores)], []string{"USD", "EUR"}[n%2]
					floor := complete.Load()
					if fault := askMoving(t, w, store, currency, floor); fault != "" {
						faults <- fault
						answered.Store(1 << 40)
						return
					}
					answered.Add(1)
					select {
					case <-done:
						return
					default:
					}
				}
			})
		}
		for round := 1; round <= changes; round++ {
			for before := answered.Load(); answered.Load() < before+2 && answered.Load() < 1<<40; {
				runtime.Gosched() // answers of this round are to be kept before the next
			}
			m.rename(round)
			complete.Store(int64(round))
		}
		close(done)
		group.Wait()
		if fault := askMoving(t, w, stores[0], "USD", int64(changes)); fault != "" {
			rt.Fatal(fault)
		}
		select {
		case fault := <-faults:
			rt.Fatal(fault)
		default:
		}
	})
}

func askMoving(t *testing.T, w *world, store, currency string, floor int64) string {
	t.Helper()
	a := w.raw(t, `{"query":"{products(search:\"x\"){items{name price_range{minimum_price{final_price{currency value}}}}}}"}`, "", "Store", store, "Content-Currency", currency)
	if a.Status != http.StatusOK || len(a.Errors) > 0 {
		return string(a.Raw)
	}
	_, after, ok := strings.Cut(string(a.Raw), `"name":"`+store+` `)
	number, _, _ := strings.Cut(after, `"`)
	round, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil || round < floor || !strings.Contains(string(a.Raw), `"currency":"`+currency+`"`) {
		return fmt.Sprintf("store %s, currency %s, change %d complete: %s", store, currency, floor, a.Raw)
	}
	return ""
}

// BenchmarkColdOperations asks operations that were never seen before, eight at a time: p99 is that of one answer.
func BenchmarkColdOperations(b *testing.B) {
	w := setup(b)
	fill(w.catalog)
	var (
		n    atomic.Int64
		mu   sync.Mutex
		took []time.Duration
	)
	b.SetParallelism(4) // times two processors
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := n.Add(1)
			question := body(b, strings.Replace(categoryPage, "items{id uid", fmt.Sprintf("items{x%d:id uid", i), 1), map[string]any{"c": "NA==", "n": 20, "p": 1})
			start := time.Now()
			post(b, w.Client(), w.URL, question)
			d := time.Since(start)
			mu.Lock()
			took = append(took, d)
			mu.Unlock()
		}
	})
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
}
