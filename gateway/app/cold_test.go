package app_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/magento/db/dbgen"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/app"
)

// coldClients ask at the same time, each the next question as soon as it has an answer.
const coldClients = 8

// BenchmarkColdQueries asks a running gateway on the recorded shop, and on a generated one of TILLWAY_BENCH_SKUS products
// (default 100,000), what it was never asked before: every document is another. It prints how long the answers take,
// how much processor time each costs the gateway, and (bare-…) how long the same clients wait for a handler that writes the
// same bytes and does nothing else. The clients are in a process of their own, on the same processors: half of their longest waits
// are those of a thread whose place another has taken, which the system gives back at its next tick, 4 ms later. (alone-…) is the
// same where the gateway goes before them, as it does where clients are elsewhere: see ahead.
func BenchmarkColdQueries(b *testing.B) {
	b.Run("recorded", func(b *testing.B) {
		coldQueries(b, gatewayOnDump(b, filepath.Join(testserver.Recordings(b), "dump.sql.gz")))
	})
	skus := benchSKUs(100_000)
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
	asked := 0
	for _, kind := range []struct {
		name, question string
		subjects       []string
	}{
		{"product", `{products(filter:{sku:{eq:%q}}){items{a%d:id uid sku name url_key stock_status description{html} small_image{url label}
			price_range{minimum_price{regular_price{value currency} final_price{value currency}}}}}}`, skus},
		{"category", `{products(filter:{category_uid:{eq:%q}},sort:{position:ASC},pageSize:20,currentPage:1){total_count page_info{current_page total_pages}
			items{a%d:id uid name sku url_key stock_status small_image{url} price_range{maximum_price{final_price{currency value}
			regular_price{currency value} discount{amount_off}}}}}}`, categories},
	} {
		b.Run(kind.name, func(b *testing.B) {
			app.TuneThreads()
			questions := func(root string, n int) job {
				asked += n
				return job{Root: root, Question: kind.question, Subjects: kind.subjects, First: asked - n, Count: n}
			}
			first := questions(root, 1)
			one := ask(b, root, first.question(first.First+1))
			bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				w.Header().Set("Content-Type", "application/json")
				w.Header().Set("Content-Length", strconv.Itoa(len(one)))
				_, _ = w.Write(one)
			}))
			b.Cleanup(bare.Close)
			clients(b, questions(root, 500)) // the code is in the caches then, though no answer is
			b.ResetTimer()
			before := processorTime(b)
			ours := clients(b, questions(root, b.N))
			between := processorTime(b)
			b.StopTimer()
			rounds := max(b.N, 2000)
			theirs := clients(b, questions(bare.URL, rounds))
			bareTook := processorTime(b) - between
			if back, ok := ahead(); ok {
				alone := clients(b, questions(root, rounds))
				back()
				b.ReportMetric(alone.P50, "alone-p50-µs")
				b.ReportMetric(alone.P99, "alone-p99-µs")
			}
			b.ReportMetric(float64((between-before).Microseconds())/float64(b.N), "cpu-µs")
			b.ReportMetric(float64(bareTook.Microseconds())/float64(rounds), "bare-cpu-µs")
			b.ReportMetric(ours.P50, "p50-µs")
			b.ReportMetric(ours.P99, "p99-µs")
			b.ReportMetric(theirs.P50, "bare-p50-µs")
			b.ReportMetric(theirs.P99, "bare-p99-µs")
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
