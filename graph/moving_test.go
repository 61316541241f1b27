package graph_test

import (
	"context"
	"encoding/json"
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

// moving is a catalog whose one product is renamed again and again, while the price of its one variant rises by one for
// guests and for a group that pays a thousand more. Each store has two currencies.
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

func (m *moving) Revision(string, pos.DocumentKind, int64) uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return uint64(m.round) + 1
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
	p.Type, p.Name, p.Prices, p.Variants = pos.TypeConfigurable, fmt.Sprintf("%s %d", q.Store, m.round), m.prices(), []pos.Variant{{ID: 77}}
	return pos.ProductPage{Items: []*pos.Product{&p}, Total: 1, PageSize: 20, Page: 1}, nil
}

func (m *moving) ProductsByID(_ context.Context, _ string, _ []int64) ([]pos.Product, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return []pos.Product{{ID: 77, SKU: "variant", Type: pos.TypeSimple, Enabled: true, Prices: m.prices()}}, nil
}

func (m *moving) prices() []pos.GroupPrice {
	rows := make([]pos.GroupPrice, 2)
	for i, group := range []int64{0, 2} {
		price := decimal.NewFromInt(int64(m.round) + 1000*int64(i))
		rows[i] = pos.GroupPrice{Group: group, Regular: price, Final: price, Min: price, Max: price}
	}
	return rows
}

// No answer is older than the change that was complete when it was asked for, nor is any price in it, and none is another
// store's, currency's or customer group's.
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
			c.Catalog, c.Groups = m, &shoppers{}
		})
		defer w.Close()
		var complete, answered atomic.Int64
		done := make(chan struct{})
		faults := make(chan string, readers)
		var group sync.WaitGroup
		for i := range readers {
			group.Go(func() {
				for n := 0; ; n++ {
					store, currency, token := stores[(i+n)%len(stores)], []string{"USD", "EUR"}[n%2], []string{"", "wholesaler", "stranger"}[n%3]
					floor := complete.Load()
					if fault := askMoving(t, w, store, currency, token, floor); fault != "" {
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
		if fault := askMoving(t, w, stores[0], "USD", "wholesaler", int64(changes)); fault != "" {
			rt.Fatal(fault)
		}
		select {
		case fault := <-faults:
			rt.Fatal(fault)
		default:
		}
	})
}

func askMoving(t *testing.T, w *world, store, currency, token string, floor int64) string {
	t.Helper()
	a := w.raw(t, `{"query":"{products(search:\"x\"){items{name price_range{minimum_price{regular_price{currency value} final_price{value}}}}}}"}`,
		token, "Store", store, "Content-Currency", currency)
	var told struct {
		Data struct {
			Products struct {
				Items []struct {
					Name  string
					Range struct {
						Minimum struct {
							Regular struct {
								Currency string
								Value    int64
							} `json:"regular_price"`
							Final struct{ Value int64 } `json:"final_price"`
						} `json:"minimum_price"`
					} `json:"price_range"`
				}
			}
		}
	}
	if err := json.Unmarshal(a.Raw, &told); err != nil || a.Status != http.StatusOK || len(a.Errors) > 0 || len(told.Data.Products.Items) != 1 {
		return string(a.Raw)
	}
	item := told.Data.Products.Items[0]
	number, ok := strings.CutPrefix(item.Name, store+" ")
	round, err := strconv.ParseInt(number, 10, 64)
	rate, more := map[string]int64{"USD": 1, "EUR": 2}[currency], map[string]int64{"wholesaler": 1000}[token]
	regular, final := item.Range.Minimum.Regular.Value/rate-more, item.Range.Minimum.Final.Value/rate-more
	if !ok || err != nil || round < floor || final != round || regular < floor || regular > round+1000 || item.Range.Minimum.Regular.Currency != currency {
		return fmt.Sprintf("store %s, currency %s, token %q, change %d complete: %s", store, currency, token, floor, a.Raw)
	}
	return ""
}

// BenchmarkColdOperations asks operations that were never seen before, eight at a time: p99 is that of one answer.
func BenchmarkColdOperations(b *testing.B) {
	w := setup(b, unchanging)
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
