package metrics

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

const backlogTimeout = 2 * time.Second

// backlog asks the message broker when it is scraped. Nothing is shown when it does not answer: how long it does not is seen
// in the outbox.
type backlog struct {
	read func(ctx context.Context) (map[string]int, error)
	desc *prometheus.Desc
}

// ShowBusBacklog shows at each scrape what read tells: how many messages the broker keeps for each consumer. It must be called
// once at most.
func (m *Metrics) ShowBusBacklog(read func(ctx context.Context) (map[string]int, error)) {
	m.registry.MustRegister(&backlog{read: read, desc: prometheus.NewDesc(prefix+"bus_backlog",
		"Messages that the broker keeps for a consumer and that it has not acknowledged, by consumer.", []string{"consumer"}, nil)})
}

// Describe implements prometheus.Collector.
func (b *backlog) Describe(ch chan<- *prometheus.Desc) { ch <- b.desc }

// Collect implements prometheus.Collector.
func (b *backlog) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), backlogTimeout)
	defer cancel()
	messages, err := b.read(ctx)
	if err != nil {
		return
	}
	for consumer, n := range messages {
		ch <- prometheus.MustNewConstMetric(b.desc, prometheus.GaugeValue, float64(n), consumer)
	}
}
