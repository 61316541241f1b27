package metrics

import (
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/tillway/tillway/gateway/pos"
)

// Config is what New needs. All of it is optional.
type Config struct {
	// Version is the gateway's, for tillway_build_info.
	Version string
	// Ledger is asked for the depth of the order queue at each scrape; without one there are no tillway_queue_depth.
	Ledger Ledger
	// LedgerTimeout bounds that question; 2 s when zero. When it fails, the last known answer is shown again.
	LedgerTimeout time.Duration
	// MaxNames is how many distinct values a label that clients or Magento choose may have; the rest is "other". 100 when
	// zero.
	MaxNames int
	Now      func() time.Time
}

// Metrics is the set of the gateway's metrics.
type Metrics struct {
	registry *prometheus.Registry

	operations, endpoints, patterns *names

	graphqlSeconds    *prometheus.HistogramVec
	graphqlFailures   *prometheus.CounterVec
	graphqlKept       *prometheus.CounterVec
	httpSeconds       *prometheus.HistogramVec
	magentoSeconds    *prometheus.HistogramVec
	placementCalls    prometheus.Counter
	stepSeconds       *prometheus.HistogramVec
	queueTime         prometheus.Histogram
	differences       *prometheus.CounterVec
	differenceAmounts *prometheus.HistogramVec
	webhooks          *prometheus.CounterVec
	catalogLag        *prometheus.HistogramVec
	catalogJobs       *prometheus.HistogramVec
	catalogChanges    *prometheus.CounterVec
	catalogBroken     *prometheus.CounterVec
	subscribers       prometheus.Gauge
	busMessages       *prometheus.CounterVec
	railSeconds       *prometheus.HistogramVec
}

// New registers all metrics.
func New(c Config) *Metrics {
	if c.LedgerTimeout <= 0 {
		c.LedgerTimeout = 2 * time.Second
	}
	if c.MaxNames <= 0 {
		c.MaxNames = 100
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	m := &Metrics{
		registry:   prometheus.NewRegistry(),
		operations: newNames(c.MaxNames), endpoints: newNames(c.MaxNames), patterns: newNames(c.MaxNames),

		graphqlSeconds: histogram("graphql_request_seconds", "Time to answer a GraphQL operation, by operation name.",
			answerBuckets(), "operation"),
		graphqlFailures: counter("graphql_failures_total", "GraphQL operations whose answer holds errors, by operation name.", "operation"),
		graphqlKept:     counter("graphql_kept_total", "GraphQL operations whose answer was kept from before, by operation name.", "operation"),
		httpSeconds: histogram("http_request_seconds", "Time to answer an HTTP request, by route pattern and status code.",
			answerBuckets(), "pattern", "code"),
		magentoSeconds: histogram("magento_request_seconds", "Time of a call to Magento, by endpoint and status code; code 0 is a call without an answer.",
			magentoBuckets(), "endpoint", "code"),
		stepSeconds: histogram("placement_step_seconds", "Time of one attempt at a step of placing an order, by step and outcome.",
			magentoBuckets(), "step", "outcome"),
		placementCalls: prometheus.NewCounter(prometheus.CounterOpts{Name: prefix + "placement_calls_total",
			Help: "Calls to Magento about carts and orders. Divided by tillway_queue_time_seconds_count: calls for each settled order."}),
		queueTime: prometheus.NewHistogram(prometheus.HistogramOpts{Name: prefix + "queue_time_seconds",
			Help: "Time from receiving an order until it was settled.", Buckets: queueBuckets()}),
		differences: counter("totals_difference_total", "Orders whose charged total differs from what Magento expects, by currency.", "currency"),
		differenceAmounts: histogram("totals_difference_amount", "Size of such differences without sign, in units of the currency.",
			amountBuckets(), "currency"),
		webhooks:       counter("webhook_total", "Webhook deliveries received, by sender and result.", "sender", "result"),
		catalogLag:     histogram("catalog_lag_seconds", "Time from the word of a change in Magento until it could be read here, by entity.", lagBuckets(), "entity"),
		catalogJobs:    histogram("catalog_job_seconds", "Time that a job took that keeps the catalog equal to Magento, by job and result.", magentoBuckets(), "store", "job", "result"),
		catalogChanges: counter("catalog_changes_total", "Documents that such a job found changed.", "store", "job"),
		catalogBroken:  counter("catalog_broken_total", "Rows of Magento's tables, and products that its REST cannot load, that were found broken while reading the catalog, by entity; everything else is read.", "entity"),
		subscribers: prometheus.NewGauge(prometheus.GaugeOpts{Name: prefix + "subscribers",
			Help: "Live subscriptions that are open now."}),
		busMessages: counter("bus_messages_total", "Events handed to consumers of the bus, by consumer and result.", "consumer", "result"),
	}
	m.railSeconds = histogram("rail_seconds", "What registers measured: time to answer an input, of a frame, of other work, and to open, by phase and interaction.",
		railBuckets(), "phase", "interaction")
	for _, entity := range []string{"attribute_value", "text", "price", "category", "product", "date", "orphan", "url_key"} {
		m.catalogBroken.WithLabelValues(entity) // from zero on: a counter that begins with its first fault has not risen
	}
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: prefix + "build_info",
		Help: "Always 1; says what runs."}, []string{"version", "goversion"})
	build.WithLabelValues(c.Version, runtime.Version()).Set(1)
	m.registry.MustRegister(m.graphqlSeconds, m.graphqlFailures, m.graphqlKept, m.httpSeconds, m.magentoSeconds, m.placementCalls, m.stepSeconds, m.queueTime, m.differences,
		m.differenceAmounts, m.webhooks, m.catalogLag, m.catalogJobs, m.catalogChanges, m.catalogBroken, m.subscribers, m.busMessages, m.railSeconds, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if c.Ledger != nil {
		m.registry.MustRegister(newQueue(c.Ledger, c.LedgerTimeout, c.Now))
	}
	return m
}

// Handler serves the metrics in the format that the scraper asks for.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		Registry: m.registry, ErrorHandling: promhttp.ContinueOnError, MaxRequestsInFlight: 8, Timeout: 10 * time.Second, CoalesceGather: true,
	})
}

// GraphQLRequest times an answered operation. failed says that the answer held errors. An operation without a name is
// "anonymous".
func (m *Metrics) GraphQLRequest(operation string, d time.Duration, failed bool) {
	operation = m.operation(operation)
	m.graphqlSeconds.WithLabelValues(operation).Observe(d.Seconds())
	if failed {
		m.graphqlFailures.WithLabelValues(operation).Inc()
	}
}

// GraphQLKept counts an operation, timed by GraphQLRequest too, that was answered as before.
func (m *Metrics) GraphQLKept(operation string) {
	m.graphqlKept.WithLabelValues(m.operation(operation)).Inc()
}

func (m *Metrics) operation(name string) string {
	if name == "" {
		name = "anonymous"
	}
	return m.operations.bound(name)
}

// HTTPRequest times an answered HTTP request. pattern is the route's (http.Request.Pattern), never the path; without one
// it is "unmatched".
func (m *Metrics) HTTPRequest(pattern string, code int, d time.Duration) {
	if pattern == "" {
		pattern = "unmatched"
	}
	m.httpSeconds.WithLabelValues(m.patterns.bound(pattern), status(code)).Observe(d.Seconds())
}

// MagentoRequest times a call to Magento. endpoint is the path with its ids left out; code is 0 when no answer came.
func (m *Metrics) MagentoRequest(endpoint string, code int, d time.Duration) {
	m.magentoSeconds.WithLabelValues(m.endpoints.bound(endpoint), status(code)).Observe(d.Seconds())
	if placesOrders(endpoint) {
		m.placementCalls.Inc()
	}
}

// placesOrders says whether calls of an endpoint, "POST /V1/guest-carts/{id}/items", serve to get an order into Magento and
// to follow it there.
func placesOrders(endpoint string) bool {
	_, path, _ := strings.Cut(endpoint, "/V1/")
	resource, _, _ := strings.Cut(path, "/")
	switch resource {
	case "guest-carts", "carts", "order", "orders", "invoices", "shipments", "shipment":
		return true
	default:
		return false
	}
}

// PlacementStep times one attempt at a step. outcome is a word of a closed list: done, waiting, retry, held, fault.
func (m *Metrics) PlacementStep(step pos.StepName, outcome string, d time.Duration) {
	m.stepSeconds.WithLabelValues(string(step), outcome).Observe(d.Seconds())
}

// OrderSettled notes how long an order took from being received until it was settled.
func (m *Metrics) OrderSettled(wait time.Duration) { m.queueTime.Observe(wait.Seconds()) }

// TotalsDifference notes an order whose charged total differs from the expected one by an amount in minor units, of either
// sign. Zero is no difference and is not counted.
func (m *Metrics) TotalsDifference(amountMinor int64, currency string) {
	if amountMinor == 0 {
		return
	}
	if !isCurrency(currency) {
		currency = "other"
	}
	m.differences.WithLabelValues(currency).Inc()
	m.differenceAmounts.WithLabelValues(currency).Observe(pos.FromMinor(amountMinor, currency).Abs().InexactFloat64())
}

// Webhook counts a delivery. Both words come from configuration and closed lists.
func (m *Metrics) Webhook(sender, result string) { m.webhooks.WithLabelValues(sender, result).Inc() }

// CatalogLag notes how long after the word of a change the changed document could be read here.
func (m *Metrics) CatalogLag(entity string, lag time.Duration) {
	m.catalogLag.WithLabelValues(entity).Observe(lag.Seconds())
}

// CatalogJob notes a job of the catalog's poller: how many documents it changed, how long it took, and whether it failed.
func (m *Metrics) CatalogJob(store, job string, changed int, took time.Duration, err error) {
	result := "done"
	if err != nil {
		result = "failed"
	}
	m.catalogJobs.WithLabelValues(store, job, result).Observe(took.Seconds())
	m.catalogChanges.WithLabelValues(store, job).Add(float64(changed))
}

// CatalogBroken counts rows of Magento's tables, or products, that were found broken. The entity is a word of a closed list.
func (m *Metrics) CatalogBroken(entity string, rows int) {
	m.catalogBroken.WithLabelValues(entity).Add(float64(rows))
}

// Subscribers adds to the number of open subscriptions: 1 when one opens, -1 when it closes.
func (m *Metrics) Subscribers(delta int) { m.subscribers.Add(float64(delta)) }

// BusMessage counts an event that was handed to a consumer of the bus.
func (m *Metrics) BusMessage(consumer, result string) {
	m.busMessages.WithLabelValues(consumer, result).Inc()
}

// Rail notes what a register measured. Both words come from a closed list: the edge refuses others.
func (m *Metrics) Rail(phase, interaction string, d time.Duration) {
	m.railSeconds.WithLabelValues(phase, interaction).Observe(d.Seconds())
}

const prefix = "tillway_"

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + name, Help: help}, labels)
}

func histogram(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: prefix + name, Help: help, Buckets: buckets}, labels)
}

// status keeps codes that HTTP does not have, and which a broken server may send, to one label.
func status(code int) string {
	if code != 0 && (code < 100 || code > 599) {
		return "other"
	}
	return strconv.Itoa(code)
}

func isCurrency(s string) bool {
	if len(s) != 3 {
		return false
	}
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

// The buckets, in seconds. Answers from memory take well under a millisecond; 50 ms is what a register's 100 ms leave for
// the server.
func answerBuckets() []float64 {
	return []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
}

// A recorded Magento places an order in 150 to 340 ms, and stores in the field take 3 to 30 s.
func magentoBuckets() []float64 {
	return []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 20, 30, 60, 120}
}

// An order settles within seconds, or after an outage that may last a night.
func queueBuckets() []float64 {
	return []float64{.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14400, 43200, 86400, 259200}
}

// 2 s is the target with a hint, 60 s without.
func lagBuckets() []float64 {
	return []float64{.05, .1, .25, .5, 1, 2, 5, 10, 30, 60, 120, 300, 900, 3600, 14400}
}

// Each budget of a register is an edge: 10 ms of work in a frame, 50 ms for a scan and for any other task, 100 ms to answer
// an input, 2 s to open again, 5 s to open the first time.
func railBuckets() []float64 {
	return []float64{.002, .005, .01, .016, .025, .05, .1, .2, .3, .5, 1, 2, 5, 10, 30, 60}
}

func amountBuckets() []float64 {
	return []float64{.01, .02, .05, .1, .25, .5, 1, 5, 10, 50, 100, 1000}
}
