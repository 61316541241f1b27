package app_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/magento/db/dbgen"
	"github.com/tillway/tillway/adapters/testserver"
)

// coldClients ask at the same time, each the next question as soon as it has an answer.
const coldClients = 8

// BenchmarkColdQueries asks a running gateway on the recorded shop, and on a generated one of TILLWAY_BENCH_SKUS products
// (default 100,000), what it was never asked before: every document is another. It prints how long the answers take,
// how much processor time each costs, and (bare-…) how long the same clients wait for a handler that writes the same bytes and does nothing else, so what is theirs
// of the time can be told: they, the gateway and the bare handler share this process and its processors.
func BenchmarkColdQueries(b *testing.B) {
	b.Run("recorded", func(b *testing.B) {
		coldQueries(b, gatewayOnDump(b, filepath.Join(testserver.Recordings(b), "dump.sql.gz")))
	})
	skus := 100_000
	if n, err := strconv.Atoi(os.Getenv("TILLWAY_BENCH_SKUS")); err == nil {
		skus = n
	}
	b.Run(strconv.Itoa(skus), func(b *testing.B) {
		dsn := testserver.MariaDB(b)
		if err := dbgen.Generate(b.Context(), dsn, dbgen.Options{SKUs: skus, Seed: 1}); err != nil {
			b.Fatal(err)
		}
		coldQueries(b, gatewayOn(b, dsn))
	})
}

func coldQueries(b *testing.B, root string) {
	b.Helper()
	skus, categories := subjects(b, root)
	var asked atomic.Int64
	for _, kind := range []struct {
		name     string
		question func(n int64) string
	}{
		{"product", func(n int64) string {
			return fmt.Sprintf(`{products(filter:{sku:{eq:%q}}){items{a%d:id uid sku name url_key stock_status description{html} small_image{url label}
				price_range{minimum_price{regular_price{value currency} final_price{value currency}}}}}}`, skus[int(n)%len(skus)], n)
		}},
		{"category", func(n int64) string {
			return fmt.Sprintf(`{products(filter:{category_uid:{eq:%q}},sort:{position:ASC},pageSize:20,currentPage:1){total_count page_info{current_page total_pages}
				items{a%d:id uid name sku url_key stock_status small_image{url} price_range{maximum_price{final_price{currency value}
				regular_price{currency value} discount{amount_off}}}}}}`, categories[int(n)%len(categories)], n)
		}},
	} {
		b.Run(kind.name, func(b *testing.B) {
			next := func() []byte { return message(kind.question(asked.Add(1))) }
			one := ask(b, root, next())
			bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				w.Header().Set("Content-Type", "application/json")
				w.Header().Set("Content-Length", strconv.Itoa(len(one)))
				_, _ = w.Write(one)
			}))
			b.Cleanup(bare.Close)
			together(b, root, 500, next) // the code is in the caches then, though no answer is
			b.ResetTimer()
			before := processorTime(b)
			ours := together(b, root, b.N, next)
			between := processorTime(b)
			b.StopTimer()
			rounds := max(b.N, 2000)
			theirs := together(b, bare.URL, rounds, next)
			b.ReportMetric(float64((between-before).Microseconds())/float64(b.N), "cpu-µs")
			b.ReportMetric(float64((processorTime(b)-between).Microseconds())/float64(rounds), "bare-cpu-µs")
			b.ReportMetric(percentile(ours, 50), "p50-µs")
			b.ReportMetric(percentile(ours, 99), "p99-µs")
			b.ReportMetric(percentile(theirs, 50), "bare-p50-µs")
			b.ReportMetric(percentile(theirs, 99), "bare-p99-µs")
			b.ReportMetric(float64(len(one)), "bytes")
		})
	}
}

// processorTime is what this process has used of the processors: unlike the time that passes, it does not depend on who else
// is busy on this machine.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// subjects are SKUs that are for sale, and categories with a full page.
func subjects(b *testing.B, root string) (skus, categories []string) {
	b.Helper()
	var found struct {
		Data struct {
			Products   struct{ Items []struct{ SKU string } }
			Categories struct {
				Items []struct {
					UID   string
					Count int `json:"product_count"`
				}
			}
		}
	}
	query := `{products(filter:{},pageSize:1000){items{sku}} categories(filters:{},pageSize:1000){items{uid product_count}}}`
	if err := json.Unmarshal(ask(b, root, message(query)), &found); err != nil {
		b.Fatal(err)
	}
	for _, p := range found.Data.Products.Items {
		skus = append(skus, p.SKU)
	}
	for _, c := range found.Data.Categories.Items {
		if c.Count >= 20 {
			categories = append(categories, c.UID)
		}
	}
	if len(skus) < 100 || len(categories) < 5 {
		b.Fatalf("%d products and %d categories are too few", len(skus), len(categories))
	}
	return skus, categories
}

// message is a whole HTTP request.
func message(query string) []byte {
	body, _ := json.Marshal(map[string]string{"query": query}) // a text cannot fail
	return fmt.Appendf(nil, "POST /graphql HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// connection is a client that does as little as can be, so that little of what is measured is its own.
type connection struct {
	conn net.Conn
	in   *bufio.Reader
	body []byte
}

func dial(root string) (*connection, error) {
	u, err := url.Parse(root)
	if err != nil {
		return nil, err
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		return nil, err
	}
	return &connection{conn: conn, in: bufio.NewReaderSize(conn, 64<<10)}, nil
}

var errNotAnswered = errors.New("not answered with data")

// exchange sends a request and reads the answer's body, which is good until the next one.
func (c *connection) exchange(request []byte) ([]byte, error) {
	if _, err := c.conn.Write(request); err != nil {
		return nil, err
	}
	length := 0
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return nil, err
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return nil, err
			}
		}
		if len(line) == 2 {
			break
		}
	}
	c.body = slices.Grow(c.body[:0], length)[:length]
	_, err := io.ReadFull(c.in, c.body)
	if err == nil && !bytes.HasPrefix(c.body, []byte(`{"data":`)) {
		err = fmt.Errorf("%w: %s", errNotAnswered, c.body)
	}
	return c.body, err
}

func ask(b *testing.B, root string, request []byte) []byte {
	b.Helper()
	c, err := dial(root)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = c.conn.Close() }()
	body, err := c.exchange(request)
	if err != nil || strings.Contains(string(body), `"errors"`) {
		b.Fatalf("%s %v", body, err)
	}
	return bytes.Clone(body)
}

// together has all clients ask n questions, and returns how long each answer took, the shortest first.
func together(b *testing.B, root string, n int, next func() []byte) []time.Duration {
	b.Helper()
	var (
		left   atomic.Int64
		mu     sync.Mutex
		took   []time.Duration
		wg     sync.WaitGroup
		failed error
	)
	left.Store(int64(n))
	for range coldClients {
		c, err := dial(root)
		if err != nil {
			b.Fatal(err)
		}
		wg.Go(func() {
			defer func() { _ = c.conn.Close() }()
			var own []time.Duration
			var err error
			for left.Add(-1) >= 0 && err == nil {
				request := next()
				start := time.Now()
				_, err = c.exchange(request)
				own = append(own, time.Since(start))
			}
			mu.Lock()
			defer mu.Unlock()
			took, failed = append(took, own...), errors.Join(failed, err)
		})
	}
	wg.Wait()
	if failed != nil {
		b.Fatal(failed)
	}
	slices.Sort(took)
	return took
}

func percentile(sorted []time.Duration, p int) float64 {
	return float64(sorted[min(len(sorted)*p/100, len(sorted)-1)].Nanoseconds()) / 1e3
}
