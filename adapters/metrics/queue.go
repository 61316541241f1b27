package metrics

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/tillway/tillway/gateway/pos"
)

// Ledger tells how many orders are in each state. States that it leaves out hold none, or it does not count them.
type Ledger interface {
	QueueDepths(ctx context.Context) ([]pos.QueueDepth, error)
}

// orders is the only queue there is so far.
const orders = "orders"

// queue reads the depth of the order queue when it is scraped. All replicas read the same ledger and so show the same.
type queue struct {
	ledger  Ledger
	timeout time.Duration
	now     func() time.Time

	depth, age *prometheus.Desc
	failures   prometheus.Counter

	mu   sync.Mutex
	last []pos.QueueDepth
}

func newQueue(ledger Ledger, timeout time.Duration, now func() time.Time) *queue {
	labels := []string{"queue", "state"}
	return &queue{ledger: ledger, timeout: timeout, now: now,
		depth: prometheus.NewDesc(prefix+"queue_depth", "Orders in a state, as the ledger has them.", labels, nil),
		age: prometheus.NewDesc(prefix+"queue_oldest_age_seconds",
			"Time since the oldest order in a state that is not final was received; 0 when there is none.", labels, nil),
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
	for _, d := range q.read() {
		ch <- prometheus.MustNewConstMetric(q.depth, prometheus.GaugeValue, float64(d.Count), orders, string(d.State))
		if final(d.State) {
			continue
		}
		age := 0.0
		if d.Count > 0 && !d.Oldest.IsZero() {
			age = max(0, q.now().Sub(d.Oldest).Seconds())
		}
		ch <- prometheus.MustNewConstMetric(q.age, prometheus.GaugeValue, age, orders, string(d.State))
	}
	q.failures.Collect(ch)
}

// read asks the ledger, and falls back to its last answer. Every state that is not final is there once it has answered,
// so that an alert on a state's depth has a series to look at; a final state only if the ledger counts it.
func (q *queue) read() []pos.QueueDepth {
	q.mu.Lock()
	defer q.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), q.timeout)
	defer cancel()
	depths, err := q.ledger.QueueDepths(ctx)
	if err != nil {
		q.failures.Inc()
		return q.last
	}
	byState := make(map[pos.OrderState]pos.QueueDepth, len(depths))
	for _, d := range depths {
		byState[d.State] = d
	}
	q.last = nil
	for _, state := range pos.OrderStates() {
		d, counted := byState[state]
		if counted || !final(state) {
			d.State = state
			q.last = append(q.last, d)
		}
	}
	return q.last
}

func final(s pos.OrderState) bool { return s == pos.StateSettled || s == pos.StateCancelled }
