package placement_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/adapters/magento/sandbox"
	"github.com/tillway/tillway/adapters/metrics"
	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
)

// BenchmarkPlacement places orders of two lines from a real ledger, through the REST client, into the sandbox.
//
// tillway_placement_calls_total/order is the gateway's own metric; the log has the calls by name.
//
// instant: the sandbox takes no time; what is measured is Tillway and the sandbox together, on one machine. orders/s is what
// one replica can place; xrate compares it with as many bare rounds of the same number of calls by as many workers.
//
// working: each call takes the sandbox a while, as a real Magento's do, and one order is placed after the other. xshop is
// the time from lease to lease compared with the time that the calls took: what Tillway adds.
func BenchmarkPlacement(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": sqliteURL, "mariadb": testserver.MariaDB} {
		b.Run("instant/"+name, func(b *testing.B) {
			s := newStage(b, url(b), 32)
			s.shop.Latency = -1
			took := s.place(b, b.N)
			b.ReportMetric(float64(b.N)/took.Seconds(), "orders/s")
			s.reportCalls(b)
			b.ReportMetric(float64(b.N)/took.Seconds()/s.bare(b, max(b.N, 64)), "xrate")
		})
		b.Run("working/"+name, func(b *testing.B) {
			s := newStage(b, url(b), 1)
			s.pause = 30 * time.Millisecond
			s.shop.Latency = 120 * time.Millisecond
			took := s.place(b, b.N)
			s.reportCalls(b)
			b.ReportMetric(float64(took)/float64(s.inCalls.Load()), "xshop")
		})
	}
}

func sqliteURL(tb testing.TB) string {
	tb.Helper()
	return "sqlite:" + filepath.Join(tb.TempDir(), "ledger.db")
}

// stage is everything that placing orders takes.
type stage struct {
	db      *sqldb.DB
	shop    sandbox.Config
	workers int
	pause   time.Duration // before each call

	client  *rest.Client
	metrics *metrics.Metrics
	names   sync.Map // of calls, to how many there were
	calls   atomic.Int64
	inCalls atomic.Int64
	anOrder string // entity id
}

func newStage(b *testing.B, url string, workers int) *stage {
	b.Helper()
	db, err := sqldb.Open(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(b.Context()); err != nil {
		b.Fatal(err)
	}
	return &stage{db: db, workers: workers, metrics: metrics.New(metrics.Config{}), shop: sandbox.Config{Token: "token"}}
}

// place fills the ledger with n orders, then times how long it takes until all are settled.
func (s *stage) place(b *testing.B, n int) time.Duration {
	b.Helper()
	shop, err := sandbox.New(s.shop)
	if err != nil {
		b.Fatal(err)
	}
	for _, sku := range skus() {
		if err := shop.SetSource(sku, "store_nyc", decimal.NewFromInt(int64(4*n))); err != nil {
			b.Fatal(err)
		}
	}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.pause > 0 {
			<-time.After(s.pause)
		}
		shop.Handler().ServeHTTP(w, r)
	}))
	b.Cleanup(front.Close)
	s.client, err = rest.New(rest.Config{BaseURL: front.URL, Token: "token", Concurrency: s.workers, Observe: func(name string, status int, took time.Duration) {
		s.metrics.MagentoRequest(name, status, took)
		count, _ := s.names.LoadOrStore(name, new(atomic.Int64))
		count.(*atomic.Int64).Add(1)
		s.calls.Add(1)
		s.inCalls.Add(int64(took))
	}})
	if err != nil {
		b.Fatal(err)
	}
	s.fill(b, n)

	var left atomic.Int64
	left.Store(int64(n))
	settled := make(chan struct{})
	pool := placement.New(placement.Config{
		Ledger: s.db, Carts: s.client, Imports: s.client, Orders: s.client, Locations: newYork{}, NewID: uuid.NewString, Workers: s.workers,
		ObserveSettled: func(time.Duration) {
			if left.Add(-1) == 0 {
				close(settled)
			}
		},
	})
	ctx, stop := context.WithCancel(b.Context())
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	b.ResetTimer()
	begun := time.Now()
	running.Go(func() { _ = pool.Run(ctx) })
	select {
	case <-settled:
	case <-time.After(2 * time.Minute):
		b.Fatalf("%d of %d orders are not settled", left.Load(), n)
	}
	took := time.Since(begun)
	b.StopTimer()
	placed := shop.Orders()
	if len(placed) != n {
		b.Fatalf("Magento has %d orders, want %d", len(placed), n)
	}
	s.anOrder = fmt.Sprint(placed[0].ID)
	return took
}

// reportCalls prints how many calls an order took, as the gateway's metrics tell it and by name.
func (s *stage) reportCalls(b *testing.B) {
	b.Helper()
	page := httptest.NewRecorder()
	s.metrics.Handler().ServeHTTP(page, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	const name = "tillway_placement_calls_total"
	for line := range strings.Lines(page.Body.String()) {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			calls, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(calls/float64(b.N), name+"/order")
		}
	}
	var lines []string
	s.names.Range(func(name, count any) bool {
		lines = append(lines, fmt.Sprintf("%.2f %s", float64(count.(*atomic.Int64).Load())/float64(b.N), name))
		return true
	})
	slices.Sort(lines)
	b.Log("calls for each order:\n" + strings.Join(lines, "\n"))
}

// skus are a groundsheet and a set of pegs.
func skus() []string { return []string{"CT-104", "CT-105"} }

// fill has n orders accepted that Magento charges just what they were charged.
func (s *stage) fill(b *testing.B, n int) {
	b.Helper()
	var wg sync.WaitGroup
	for worker := range 32 {
		wg.Go(func() {
			for i := worker; i < n; i += 32 {
				o := ordertest.Received("nyc-1", i+1)
				o.ReceivedAt, o.NextAttemptAt = time.Now(), time.Now()
				two, one := &o.Lines[0], &o.Lines[1]
				two.SKU, two.UnitPrice, two.RowTotal, two.Tax = skus()[0], 3200, 6400, 536
				one.SKU, one.UnitPrice, one.RowTotal, one.Tax = skus()[1], 1290, 1290, 108
				o.Charged = pos.Totals{Subtotal: 7690, Tax: 644, Total: 8334}
				o.Change = 10_000 - 8334
				o.Hash = o.OrderInput.Hash()
				if _, _, err := s.db.Accept(b.Context(), o, nil); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

// bare returns how many rounds per second of as many reads of an order as placing one takes calls the same client and
// shop do, with as many workers and no ledger.
func (s *stage) bare(b *testing.B, rounds int) float64 {
	b.Helper()
	calls := int(s.calls.Load()) / b.N
	var wg sync.WaitGroup
	var next atomic.Int64
	begun := time.Now()
	for range s.workers {
		wg.Go(func() {
			for next.Add(1) <= int64(rounds) {
				for range calls {
					if _, err := s.client.ShopOrder(b.Context(), s.anOrder); err != nil {
						b.Error(err)
						return
					}
				}
			}
		})
	}
	wg.Wait()
	return float64(rounds) / time.Since(begun).Seconds()
}

// newYork is where the sandbox charges the tax that the sample orders were charged.
type newYork struct{}

func (newYork) Location(context.Context, string) (pos.Location, error) {
	return pos.Location{
		ID: "nyc", Store: "default", Source: "store_nyc", ShippingMethod: "freeshipping_freeshipping", PaymentMethod: "checkmo", GuestEmail: "walk-in@shop.example",
		Address: pos.Address{Street: []string{"350 5th Ave"}, City: "New York", Postcode: "10001", Country: "US", Region: "New York", RegionCode: "NY", RegionID: 43, Telephone: "5551234"},
	}, nil
}
