package app_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	goredis "github.com/redis/go-redis/v9"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/bus"
	"github.com/tillway/tillway/adapters/bus/bustest"
	"github.com/tillway/tillway/adapters/magento/sandbox"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/pos"
)

// testBroker is a broker of one test, and what a bad day of it looks like.
type testBroker struct {
	bustest.Server
	url string
	// spoil loses, doubles and poisons what is in the broker, and makes it forget who reads.
	spoil func(ctx context.Context) error
}

func brokers() map[string]func(t *testing.T) testBroker {
	return map[string]func(t *testing.T) testBroker{"redis": redisBroker, "nats": natsBroker}
}

func redisBroker(t *testing.T) testBroker {
	t.Helper()
	server := testserver.StartRedis(t)
	client := goredis.NewClient(&goredis.Options{Addr: server.Addr()})
	t.Cleanup(func() { _ = client.Close() })
	turn := 0 // spoil is called by one only
	return testBroker{server, "redis://" + server.Addr(), func(ctx context.Context) error {
		copies, err := client.XRevRangeN(ctx, bus.Topic, "+", "-", 3).Result()
		if err != nil {
			return err
		}
		for _, c := range copies { // again, and in the wrong order
			if err := client.XAdd(ctx, &goredis.XAddArgs{Stream: bus.Topic, Values: c.Values}).Err(); err != nil {
				return err
			}
		}
		if err := client.XAdd(ctx, &goredis.XAddArgs{Stream: bus.Topic, Values: map[string]any{"who": "knows"}}).Err(); err != nil {
			return err
		}
		if turn++; turn%50 == 1 {
			return client.Del(ctx, bus.Topic).Err()
		}
		return client.XTrimMaxLen(ctx, bus.Topic, 1).Err()
	}}
}

func natsBroker(t *testing.T) testBroker {
	t.Helper()
	server := bustest.StartNATS(t)
	conn, err := nats.Connect("nats://"+server.Addr(), nats.MaxReconnects(-1), nats.ReconnectWait(50*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	js, err := jetstream.New(conn)
	if err != nil {
		t.Fatal(err)
	}
	turn := 0 // spoil is called by one only
	return testBroker{server, "nats://" + server.Addr(), func(ctx context.Context) error {
		stream, err := js.Stream(ctx, strings.ReplaceAll(bus.Topic, ".", "-"))
		if err != nil {
			return err
		}
		if last, err := stream.GetLastMsgForSubject(ctx, bus.Topic); err == nil { // none when it was purged
			if _, err := js.PublishMsg(ctx, &nats.Msg{Subject: bus.Topic, Header: last.Header, Data: last.Data}); err != nil {
				return err
			}
		}
		if err := conn.PublishMsg(&nats.Msg{Subject: bus.Topic, Header: nats.Header{"x": {"1", "2"}}, Data: []byte("\x00")}); err != nil {
			return err
		}
		if err := stream.Purge(ctx); err != nil {
			return err
		}
		if turn++; turn%50 == 1 {
			return stream.DeleteConsumer(ctx, "wake-placement")
		}
		return nil
	}}
}

// metric returns the value of a metric with its labels, as /metrics writes them.
func (p *process) metric(t *testing.T, name string) (float64, error) {
	t.Helper()
	for line := range strings.Lines(p.get(t, "/metrics")) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), name+" "); ok {
			return strconv.ParseFloat(value, 64)
		}
	}
	return 0, fmt.Errorf("no metric %s", name)
}

const waitingEvents = `tillway_queue_depth{queue="outbox",state="unpublished"}`

// waitZero waits until a metric is 0.
func (p *process) waitZero(t *testing.T, limit time.Duration, name string) {
	t.Helper()
	eventually(t, name+" is 0", limit, func() error {
		n, err := p.metric(t, name)
		if err == nil && n != 0 {
			err = fmt.Errorf("it is %v", n)
		}
		return err
	})
}

// waitConsumed waits until no event waits in the outbox or, for the gateway's consumers, at the broker.
func (p *process) waitConsumed(t *testing.T, limit time.Duration) {
	t.Helper()
	p.waitZero(t, limit, waitingEvents)
	p.waitZero(t, limit, `tillway_bus_backlog{consumer="wake-placement"}`)
	p.waitZero(t, limit, `tillway_bus_backlog{consumer="tell-registers"}`)
	p.waitZero(t, limit, `tillway_bus_backlog{consumer="tell-tally"}`)
}

// newShop starts a shop with plenty of everything, and returns its address.
func newShop(t *testing.T) (*sandbox.Sandbox, string) {
	t.Helper()
	shop, err := sandbox.New(sandbox.Config{Token: testToken})
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(shop.Handler())
	t.Cleanup(front.Close)
	return shop, front.URL + "/"
}

// stock returns n articles that do not run out.
func (p *process) stock(t *testing.T, shop *sandbox.Sandbox, n int) []article {
	t.Helper()
	all := p.articles(n)
	for _, a := range all {
		if err := shop.SetSource(a.sku, "store_nyc", decimal.NewFromInt(10_000)); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestOrdersOverABroker sells while the broker is well, while somebody loses, doubles and poisons its messages, and while it is
// dead. The broker may only make orders late.
func TestOrdersOverABroker(t *testing.T) {
	t.Parallel()
	for name, start := range brokers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const each = 15
			broker := start(t)
			shop, url := newShop(t)
			p := startProcess(t, url, "TILLWAY_BUS_URL="+broker.url)
			articles, token, sold := p.stock(t, shop, 3), p.enrol("R1"), 0
			sell := func(n int) {
				for range n {
					sold++
					p.submitUntilReceived(t, token, sale(sold, articles[sold%3]))
				}
			}

			sell(each)
			p.waitSettled(t, token, sold, time.Minute)
			p.waitConsumed(t, 30*time.Second)
			woken, err := p.metric(t, `tillway_bus_messages_total{consumer="wake-placement",result="handled"}`)
			if err != nil || woken < each {
				t.Errorf("%v messages came over the broker for %d orders, %v", woken, sold, err)
			}

			ctx, stop := context.WithCancel(t.Context())
			var spoiling sync.WaitGroup
			spoiling.Go(func() {
				for ctx.Err() == nil {
					_ = broker.spoil(ctx) // what it spoilt before may be gone
					select {
					case <-ctx.Done():
					case <-time.After(30 * time.Millisecond):
					}
				}
			})
			sell(each)
			p.waitSettled(t, token, sold, time.Minute)
			eventually(t, "a poisoned message comes", 30*time.Second, func() error {
				_, err := p.metric(t, `tillway_bus_messages_total{consumer="wake-placement",result="undecodable"}`)
				return err
			})
			stop()
			spoiling.Wait()

			sell(each / 3)
			broker.Kill() // in the middle of it
			sell(each)
			p.waitSettled(t, token, sold, time.Minute)
			if waiting, err := p.metric(t, waitingEvents); err != nil || waiting == 0 {
				t.Errorf("%v events wait for a dead broker, %v", waiting, err)
			}
			broker.Start()
			p.waitConsumed(t, 2*time.Minute)
			if placed := shop.Orders(); len(placed) != sold {
				t.Errorf("Magento has %d orders, want %d", len(placed), sold)
			}
		})
	}
}

// TestReplicasShareTheOutbox runs two gateways with one ledger and kills one of them at work. Events must all be published,
// and hardly any twice.
func TestReplicasShareTheOutbox(t *testing.T) {
	t.Parallel()
	const orders = 60
	redis := testserver.StartRedis(t)
	shop, url := newShop(t)
	env := []string{"TILLWAY_DATABASE_URL=" + testserver.MariaDB(t), "TILLWAY_REDIS_URL=redis://" + redis.Addr(),
		"TILLWAY_BUS_URL=redis://" + redis.Addr(), "TILLWAY_TOKEN_KEYS_FILE=" + filepath.Join(t.TempDir(), "keys.pem")}
	one := startProcess(t, url, env...)
	two := startProcess(t, url, env...)
	published := listen(t, "redis://"+redis.Addr())

	articles, token := one.stock(t, shop, 3), one.enrol("R1")
	for n := 1; n <= orders/2; n++ {
		[]*process{one, two}[n%2].submitUntilReceived(t, token, sale(n, articles[n%3]))
	}
	one.waitSettled(t, token, orders/2, time.Minute)
	one.waitConsumed(t, 30*time.Second)
	if all, distinct, _ := published(); all != distinct {
		t.Errorf("%d messages carry %d events: two replicas published the same", all, distinct)
	}
	for n := orders/2 + 1; n <= orders; n++ {
		if n == orders*3/4 {
			one.kill()
		}
		two.submitUntilReceived(t, token, sale(n, articles[n%3]))
	}
	two.waitSettled(t, token, orders, time.Minute)
	two.waitZero(t, 30*time.Second, waitingEvents)
	// Who is killed may have published a batch and not have said so.
	all, distinct, created := published()
	if all-distinct > 100 || created != orders {
		t.Errorf("%d messages carry %d events, and %d of %d orders are told of", all, distinct, created, orders)
	}
}

// listen follows the events from outside. It returns how many messages came, how many different events they carry, and how
// many orders were told of.
func listen(t *testing.T, url string) func() (all, distinct, created int) {
	t.Helper()
	transport, err := bus.Open(bus.Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = transport.Close() })
	sub, err := transport.Subscriber("listener")
	if err != nil {
		t.Fatal(err)
	}
	messages, err := sub.Subscribe(t.Context(), bus.Topic)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	events, orders, n := map[string]bool{}, map[string]bool{}, 0
	note := func(payload []byte) {
		e, err := bus.Decode(payload)
		if err != nil {
			t.Error(err)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		n++
		events[e.ID] = true
		if e.Name == pos.OrderCreated {
			orders[e.OrderID] = true
		}
	}
	go func() {
		for m := range messages {
			note(m.Payload)
			m.Ack()
		}
	}()
	return func() (all, distinct, created int) {
		eventually(t, "the listener has read all", 15*time.Second, func() error {
			backlog, err := transport.Backlog(t.Context())
			if err == nil && backlog["listener"] != 0 {
				err = fmt.Errorf("it has %v to go", backlog)
			}
			return err
		})
		mu.Lock()
		defer mu.Unlock()
		return n, len(events), len(orders)
	}
}
