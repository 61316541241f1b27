package metrics

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/tillway/tillway/gateway/pos"
)

// Ledger tells what waits in it.
type Ledger interface {
	// QueueDepths tells how many orders are in each state. States that it leaves out hold none, or it does not count them.
	QueueDepths(ctx context.Context) ([]pos.QueueDepth, error)
	// OutboxDepth tells how many events are not published, and when the first of them happened; the zero time when none is.
	OutboxDepth(ctx context.Context) (events int, oldest time.Time, err error)
}

// The queues. Events in the outbox have one state that they wait in.
const (
	orders      = "orders"
	outbox      = "outbox"
	unpublished = "unpublished"
)

// queue reads the depth of the queues when it is scraped. All replicas read the same ledger and so show the same.
type queue struct {
	ledger  Ledger
	timeout time.Duration
	now     func() time.Time

	depth, age *prometheus.Desc
	failures   prometheus.Counter

	mu   sync.Mutex
	last *depths // nil before the ledger has answered
}

// depths is one answer of the ledger.
type depths struct {
	orders []pos.QueueDepth
	events int
	oldest time.Time
}

func newQueue(ledger Ledger, timeout time.Duration, now func() time.Time) *queue {
	labels := []string{"queue", "state"}
	return &queue{ledger: ledger, timeout: timeout, now: now,
		depth: prometheus.NewDesc(prefix+"queue_depth", "Orders in a state, and events that are not published, as the ledger has them.", labels, nil),
		age: prometheus.NewDesc(prefix+"queue_oldest_age_seconds",
			"Time since the oldest order in a state that is not final was received, or the oldest event happened; 0 when there is none.", labels, nil),
		failures: prometheus.NewCounter(prometheus.CounterOpts{Name: prefix + "queue_read_failures_total",
			Help: "Scrapes at which the ledger did not tell its queue; the depth shown is then the last known."}),
	}
}

// Describe implements prometheus.Collector.
func (q *queue) Describe(ch chan<- *prometheus.Desc) {
	ch <- q.depth
	ch <- q.age
	q.failures.Describe(ch)
}

// Collect implements prometheus.Collector.
func (q *queue) Collect(ch chan<- prometheus.Metric) {
	defer q.failures.Collect(ch)
	last := q.read()
	if last == nil {
		return
	}
	for _, d := range last.orders {
		ch <- prometheus.MustNewConstMetric(q.depth, prometheus.GaugeValue, float64(d.Count), orders, string(d.State))
		if final(d.State) {
			continue
		}
		ch <- prometheus.MustNewConstMetric(q.age, prometheus.GaugeValue, q.ageOf(d.Count, d.Oldest), orders, string(d.State))
	}
	ch <- prometheus.MustNewConstMetric(q.depth, prometheus.GaugeValue, float64(last.events), outbox, unpublished)
	ch <- prometheus.MustNewConstMetric(q.age, prometheus.GaugeValue, q.ageOf(last.events, last.oldest), outbox, unpublished)
}

func (q *queue) ageOf(count int, oldest time.Time) float64 {
	if count == 0 || oldest.IsZero() {
		return 0
	}
	return max(0, q.now().Sub(oldest).Seconds())
}

// read asks the ledger, and falls back to its last answer. Every state that is not final is there once it has answered,
// so that an alert on a state's depth has a series to look at; a final state only if the ledger counts it.
func (q *queue) read() *depths {
	q.mu.Lock()
	defer q.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), q.timeout)
	defer cancel()
	counted, err := q.ledger.QueueDepths(ctx)
	if err != nil {
		q.failures.Inc()
		return q.last
	}
	var d depths
	if d.events, d.oldest, err = q.ledger.OutboxDepth(ctx); err != nil {
		q.failures.Inc()
		return q.last
	}
	byState := make(map[pos.OrderState]pos.QueueDepth, len(counted))
	for _, c := range counted {
		byState[c.State] = c
	}
	for _, state := range pos.OrderStates() {
		c, counted := byState[state]
		if counted || !final(state) {
			c.State = state
			d.orders = append(d.orders, c)
		}
	}
	q.last = &d
	return q.last
}

func final(s pos.OrderState) bool { return s == pos.StateSettled || s == pos.StateCancelled }
