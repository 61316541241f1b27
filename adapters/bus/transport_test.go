package bus_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/bus"
	"github.com/tillway/tillway/adapters/bus/bustest"
	"github.com/tillway/tillway/adapters/testserver"
)

func TestGoChannel(t *testing.T) {
	t.Parallel()
	bustest.Transport(t, func(*testing.T) (bus.Transport, string) { return bus.NewGoChannel(nil), "topic" })
	bustest.Faults(t, func(*testing.T) bus.Transport { return bus.NewGoChannel(nil) })
}

// openBus opens the transport at a broker's address. A message stays with a consumer that died for a second.
func openBus(t testing.TB, address string) bus.Transport {
	t.Helper()
	transport, err := bus.Open(bus.Config{URL: address, Redeliver: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return transport
}

func TestRedisStream(t *testing.T) {
	t.Parallel()
	bustest.Transport(t, func(t *testing.T) (bus.Transport, string) {
		t.Helper()
		url, prefix := testserver.Redis(t)
		return openBus(t, url), prefix + "topic"
	})
	start := func(t *testing.T) bustest.Server { t.Helper(); return testserver.StartRedis(t) }
	open := func(t testing.TB, addr string) bus.Transport { t.Helper(); return openBus(t, "redis://"+addr) }
	bustest.Faults(t, func(t *testing.T) bus.Transport { t.Helper(); return open(t, start(t).Addr()) })
	bustest.Broker(t, start, open)
}

func TestJetStream(t *testing.T) {
	t.Parallel()
	server := bustest.StartNATS(t)
	var topics atomic.Int64
	bustest.Transport(t, func(t *testing.T) (bus.Transport, string) {
		t.Helper()
		return openBus(t, "nats://"+server.Addr()), fmt.Sprintf("test.%d", topics.Add(1))
	})
	start := func(t *testing.T) bustest.Server { t.Helper(); return bustest.StartNATS(t) }
	open := func(t testing.TB, addr string) bus.Transport { t.Helper(); return openBus(t, "nats://"+addr) }
	bustest.Faults(t, func(t *testing.T) bus.Transport { t.Helper(); return open(t, start(t).Addr()) })
	bustest.Broker(t, start, open)
}
