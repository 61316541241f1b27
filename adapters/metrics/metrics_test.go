package metrics_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tillway/tillway/adapters/metrics"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/pos"
)

// ledger answers with what it is told to.
type ledger struct {
	mu     sync.Mutex
	answer func(ctx context.Context) ([]pos.QueueDepth, error)
}

func (l *ledger) says(f func(ctx context.Context) ([]pos.QueueDepth, error)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answer = f
}

func (l *ledger) QueueDepths(ctx context.Context) ([]pos.QueueDepth, error) {
	l.mu.Lock()
	f := l.answer
	l.mu.Unlock()
	return f(ctx)
}

func scrape(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}

// shows fails unless each line is in the exposition as it is.
func shows(t *testing.T, text string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains("\n"+text, "\n"+line+"\n") {
			name, _, _ := strings.Cut(line, "{")
			t.Errorf("missing %s; there is:\n%s", line, strings.Join(regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(name)+`.*$`).FindAllString(text, -1), "\n"))
		}
	}
}

// full returns metrics in which everything has happened once.
func full(now time.Time) *metrics.Metrics {
	l := &ledger{answer: func(context.Context) ([]pos.QueueDepth, error) {
		return []pos.QueueDepth{
			{State: pos.StateReceived, Count: 3, Oldest: now.Add(-90 * time.Second)},
			{State: pos.StateHeld, Count: 1, Oldest: now.Add(-time.Hour)},
			{State: pos.StateSettled, Count: 5000, Oldest: now.Add(-1000 * time.Hour)},
		}, nil
	}}
	m := metrics.New(metrics.Config{Version: "1.2.3", Ledger: l, Now: func() time.Time { return now }})
	m.GraphQLRequest("Products", 3*time.Millisecond, false)
	m.GraphQLKept("Products")
	m.GraphQLRequest("", time.Millisecond, true)
	m.HTTPRequest("POST /webhooks/{sender}", 202, 2*time.Millisecond)
	m.HTTPRequest("", 404, time.Millisecond)
	m.MagentoRequest("guest-carts", 200, 150*time.Millisecond)
	m.MagentoRequest("guest-carts", 0, 30*time.Second)
	for _, endpoint := range []string{"POST /V1/guest-carts/{id}/items", "GET /V1/orders/{id}", "POST /V1/order/{id}/ship", "GET /V1/products"} {
		m.MagentoRequest(endpoint, 200, time.Millisecond)
	}
	m.PlacementStep(pos.StepOrder, "done", 300*time.Millisecond)
	m.OrderSettled(4 * time.Second)
	m.TotalsDifference(-150, "USD")
	m.TotalsDifference(150, "JPY")
	m.TotalsDifference(0, "USD")
	m.Webhook("magento", "accepted")
	m.CatalogLag("product", 700*time.Millisecond)
	m.Subscribers(1)
	m.Subscribers(1)
	m.Subscribers(-1)
	m.BusMessage("feed", "handled")
	m.Rail("response", "scan", 50*time.Millisecond)
	m.Rail("response", "tender", 101*time.Millisecond)
	m.Rail("animation", "scroll", 10*time.Millisecond)
	m.Rail("load", "first", 5*time.Second)
	m.Rail("load", "repeat", 2*time.Second)
	return m
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC)
	t.Run("what happened shows under the names that dashboards know", func(t *testing.T) {
		t.Parallel()
		shows(t, scrape(t, full(now)),
			`tillway_placement_calls_total 3`,
			`tillway_queue_depth{queue="orders",state="received"} 3`,
			`tillway_queue_depth{queue="orders",state="held"} 1`,
			`tillway_queue_depth{queue="orders",state="placing"} 0`,
			`tillway_queue_depth{queue="orders",state="settled"} 5000`,
			`tillway_queue_oldest_age_seconds{queue="orders",state="received"} 90`,
			`tillway_queue_oldest_age_seconds{queue="orders",state="held"} 3600`,
			`tillway_queue_oldest_age_seconds{queue="orders",state="placing"} 0`,
			`tillway_queue_read_failures_total 0`,
			`tillway_queue_time_seconds_bucket{le="2"} 0`, `tillway_queue_time_seconds_bucket{le="5"} 1`,
			`tillway_placement_step_seconds_count{outcome="done",step="order"} 1`,
			`tillway_magento_request_seconds_count{code="200",endpoint="guest-carts"} 1`,
			`tillway_magento_request_seconds_bucket{code="0",endpoint="guest-carts",le="20"} 0`,
			`tillway_magento_request_seconds_bucket{code="0",endpoint="guest-carts",le="30"} 1`,
			`tillway_graphql_request_seconds_count{operation="Products"} 1`,
			`tillway_graphql_request_seconds_count{operation="anonymous"} 1`,
			`tillway_graphql_failures_total{operation="anonymous"} 1`,
			`tillway_graphql_kept_total{operation="Products"} 1`,
			`tillway_http_request_seconds_count{code="202",pattern="POST /webhooks/{sender}"} 1`,
			`tillway_http_request_seconds_count{code="404",pattern="unmatched"} 1`,
			`tillway_totals_difference_total{currency="USD"} 1`,
			`tillway_totals_difference_amount_sum{currency="USD"} 1.5`,
			`tillway_totals_difference_amount_sum{currency="JPY"} 150`,
			`tillway_webhook_total{result="accepted",sender="magento"} 1`,
			`tillway_catalog_lag_seconds_bucket{entity="product",le="0.5"} 0`,
			`tillway_catalog_lag_seconds_bucket{entity="product",le="1"} 1`,
			`tillway_subscribers 1`,
			`tillway_rail_seconds_bucket{interaction="scan",phase="response",le="0.025"} 0`,
			`tillway_rail_seconds_bucket{interaction="scan",phase="response",le="0.05"} 1`,
			`tillway_rail_seconds_bucket{interaction="tender",phase="response",le="0.1"} 0`,
			`tillway_rail_seconds_bucket{interaction="tender",phase="response",le="0.2"} 1`,
			`tillway_rail_seconds_bucket{interaction="scroll",phase="animation",le="0.005"} 0`,
			`tillway_rail_seconds_bucket{interaction="scroll",phase="animation",le="0.01"} 1`,
			`tillway_rail_seconds_bucket{interaction="first",phase="load",le="5"} 1`,
			`tillway_rail_seconds_bucket{interaction="repeat",phase="load",le="1"} 0`,
			`tillway_rail_seconds_bucket{interaction="repeat",phase="load",le="2"} 1`,
			`tillway_bus_messages_total{consumer="feed",result="handled"} 1`,
		)
	})
	t.Run("an order that is done does not age", func(t *testing.T) {
		t.Parallel()
		if text := scrape(t, full(now)); strings.Contains(text, `age_seconds{queue="orders",state="settled"}`) {
			t.Error("settled orders have an age")
		}
	})
	t.Run("the version shows", func(t *testing.T) {
		t.Parallel()
		if text := scrape(t, full(now)); !regexp.MustCompile(`(?m)^tillway_build_info\{goversion="go1[^"]+",version="1\.2\.3"\} 1$`).MatchString(text) {
			t.Error("tillway_build_info is missing")
		}
	})
	t.Run("without a ledger there is no queue", func(t *testing.T) {
		t.Parallel()
		if text := scrape(t, metrics.New(metrics.Config{})); strings.Contains(text, "tillway_queue_depth") {
			t.Error("there is a queue depth")
		}
	})
	t.Run("promtool finds no fault with the names and help texts", func(t *testing.T) {
		t.Parallel()
		cmd := exec.CommandContext(t.Context(), testserver.Program(t, "prometheus", "promtool"), "check", "metrics")
		cmd.Stdin = strings.NewReader(ours(scrape(t, full(now))))
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Run(); err != nil || out.Len() > 0 {
			t.Errorf("promtool check metrics: %v\n%s", err, out.String())
		}
	})
}

// ours leaves out what the Prometheus library adds by itself.
func ours(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "tillway_") || strings.Contains(line, " tillway_") {
			b.WriteString(line)
		}
	}
	return b.String()
}

func TestNamesAreBounded(t *testing.T) {
	t.Parallel()
	t.Run("operations past the limit are counted together", func(t *testing.T) {
		t.Parallel()
		m := metrics.New(metrics.Config{MaxNames: 3})
		for i := range 1000 {
			m.GraphQLRequest(fmt.Sprintf("Op%d", i), time.Millisecond, true)
			m.MagentoRequest(fmt.Sprintf("path/%d", i), 200, time.Millisecond)
			m.HTTPRequest(fmt.Sprintf("GET /%d", i), 200, time.Millisecond)
		}
		m.GraphQLRequest("Op1", time.Millisecond, false)
		text := scrape(t, m)
		shows(t, text,
			`tillway_graphql_request_seconds_count{operation="Op1"} 2`,
			`tillway_graphql_request_seconds_count{operation="other"} 997`,
			`tillway_graphql_failures_total{operation="other"} 997`,
			`tillway_magento_request_seconds_count{code="200",endpoint="other"} 997`,
			`tillway_http_request_seconds_count{code="200",pattern="other"} 997`)
	})
	t.Run("names that are endless or broken are other, and do not break the exposition", func(t *testing.T) {
		t.Parallel()
		m := metrics.New(metrics.Config{})
		m.GraphQLRequest(strings.Repeat("x", 101), time.Millisecond, false)
		m.GraphQLRequest("\xff", time.Millisecond, false)
		m.GraphQLRequest("a\"b\n{}", time.Millisecond, false)
		m.TotalsDifference(1, "no currency")
		m.MagentoRequest("x", 7777, time.Millisecond)
		shows(t, scrape(t, m),
			`tillway_graphql_request_seconds_count{operation="other"} 2`,
			`tillway_graphql_request_seconds_count{operation="a\"b\n{}"} 1`,
			`tillway_totals_difference_total{currency="other"} 1`,
			`tillway_magento_request_seconds_count{code="other",endpoint="x"} 1`)
	})
}

func TestQueueWhenTheLedgerFails(t *testing.T) {
	t.Parallel()
	depths := func(n int) func(context.Context) ([]pos.QueueDepth, error) {
		oldest := time.Now()
		return func(context.Context) ([]pos.QueueDepth, error) {
			return []pos.QueueDepth{{State: pos.StateReceived, Count: n, Oldest: oldest}}, nil
		}
	}
	t.Run("the last known depth shows, ageing, and the failure is counted", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			l := &ledger{answer: depths(7)}
			m := metrics.New(metrics.Config{Ledger: l})
			scrape(t, m)
			l.says(func(context.Context) ([]pos.QueueDepth, error) { return nil, errors.New("down") })
			<-time.After(time.Minute)
			shows(t, scrape(t, m), `tillway_queue_depth{queue="orders",state="received"} 7`,
				`tillway_queue_oldest_age_seconds{queue="orders",state="received"} 60`, `tillway_queue_read_failures_total 1`)
			l.says(depths(8))
			shows(t, scrape(t, m), `tillway_queue_depth{queue="orders",state="received"} 8`, `tillway_queue_read_failures_total 1`)
		})
	})
	t.Run("a ledger that hangs does not hang the scrape", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			l := &ledger{answer: depths(7)}
			m := metrics.New(metrics.Config{Ledger: l})
			scrape(t, m)
			l.says(func(ctx context.Context) ([]pos.QueueDepth, error) { <-ctx.Done(); return nil, ctx.Err() })
			start := time.Now()
			shows(t, scrape(t, m), `tillway_queue_depth{queue="orders",state="received"} 7`)
			if d := time.Since(start); d != 2*time.Second {
				t.Errorf("the scrape took %s", d)
			}
		})
	})
	t.Run("a ledger that never answered shows no depth rather than a wrong one", func(t *testing.T) {
		t.Parallel()
		l := &ledger{answer: func(context.Context) ([]pos.QueueDepth, error) { return nil, errors.New("down") }}
		text := scrape(t, metrics.New(metrics.Config{Ledger: l}))
		if strings.Contains(text, "tillway_queue_depth{") {
			t.Error("there is a depth")
		}
		shows(t, text, `tillway_queue_read_failures_total 1`)
	})
}

func BenchmarkGraphQLRequest(b *testing.B) {
	m := metrics.New(metrics.Config{})
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			m.GraphQLRequest("Products", time.Millisecond, false)
		}
	})
}
