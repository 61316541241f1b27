package app_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	watermill "github.com/ThreeDotsLabs/watermill/message"

	"github.com/tillway/tillway/adapters/bus"
	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

// published counts how often each message was published.
type published struct {
	mu    sync.Mutex
	times map[string]int
}

func (p *published) Publish(_ string, messages ...*watermill.Message) error {
	<-time.After(time.Millisecond) // as long as a broker takes, so that two who publish at once do meet
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range messages {
		p.times[m.UUID]++
	}
	return nil
}

func (p *published) Close() error { return nil }

func (p *published) all() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.times)
}

// TestReplicasPublishInTurns has two replicas that share nothing but a database publish what they both store: each event
// once.
func TestReplicasPublishInTurns(t *testing.T) {
	t.Parallel()
	const replicas, orders = 2, 150
	url := testserver.MariaDB(t)
	to := &published{times: map[string]int{}}
	ctx, cancel := context.WithCancel(t.Context())
	var running, storing sync.WaitGroup
	for replica := range replicas {
		ledger, err := sqldb.Open(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = ledger.Close() })
		if err := ledger.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		locks, ok := ledger.Locks()
		if !ok {
			t.Fatal("the server has no locks")
		}
		f := bus.NewForwarder(bus.ForwarderConfig{Outbox: ledger, Publisher: to, Lock: locks, Every: 20 * time.Millisecond, Log: slog.New(slog.DiscardHandler)})
		running.Go(func() { _ = f.Run(ctx) })
		storing.Go(func() {
			for n := range orders {
				o := ordertest.Received(fmt.Sprint("r", replica), n+1)
				if _, _, err := ledger.Accept(t.Context(), o, []pos.Event{o.Event(pos.OrderCreated, o.ID, o.ReceivedAt)}); err != nil {
					t.Error(err)
				}
				f.Wake()
			}
		})
	}
	storing.Wait()
	eventually(t, "every event is published", 30*time.Second, func() error {
		if n := to.all(); n < replicas*orders {
			return fmt.Errorf("%d of %d", n, replicas*orders)
		}
		return nil
	})
	cancel()
	running.Wait()
	for id, n := range to.times {
		if n != 1 {
			t.Errorf("%s was published %d times", id, n)
		}
	}
}
