package app_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"

	"github.com/tillway/tillway/adapters/magento/sandbox"
	"github.com/tillway/tillway/adapters/testserver"
)

// link is the network between two parts.
type link struct {
	name  string
	proxy *toxiproxy.Proxy
}

// newLink starts a proxy before an address.
func newLink(t *testing.T, server *toxiproxy.ApiServer, name, upstream string) *link {
	t.Helper()
	l := &link{name, toxiproxy.NewProxy(server, name, "127.0.0.1:0", upstream)}
	if err := l.proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.proxy.Stop)
	return l
}

func (l *link) addr() string { return l.proxy.Listen }

// spoil adds a toxic and returns what takes it out again.
func (l *link) spoil(t *testing.T, kind, direction, attributes string) func() {
	t.Helper()
	name := kind + direction
	_, err := l.proxy.Toxics.AddToxicJson(strings.NewReader(
		fmt.Sprintf(`{"name":%q,"type":%q,"stream":%q,"attributes":%s}`, name, kind, direction, attributes)))
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return func() {}
	}
	return func() {
		if err := l.proxy.Toxics.RemoveToxic(context.Background(), name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// newToxiproxy returns a server that says nothing and listens nowhere.
func newToxiproxy() *toxiproxy.ApiServer {
	s := &toxiproxy.ApiServer{Collection: toxiproxy.NewProxyCollection(), Metrics: toxiproxy.NewMetricsContainer(nil)}
	s.Logger = silent(s.Logger)
	return s
}

// silent returns a zero logger, which writes nowhere, without naming its package.
func silent[T any](*T) *T { return new(T) }

// chaos is a gateway between registers, a ledger, a cache and a shop, all of which fail.
type chaos struct {
	*testing.T
	dice *rand.Rand

	gateway                        *process
	shop                           *sandbox.Sandbox
	database                       *testserver.OwnMariaDB
	cache                          *testserver.OwnRedis
	registers, ledger, redis, http *link

	rounds []chan struct{} // closed when the round begins
	twice  atomic.Int64    // how many calls the shop is still to get twice

	mu     sync.Mutex
	counts map[string]int
}

// fault begins something that goes wrong and returns what makes it good again.
type fault struct {
	name  string
	begin func() (heal func())
}

// some draws one of the faults and its strength. All dice are thrown by one goroutine, so that a seed gives one story.
func (c *chaos) some() fault {
	l := []*link{c.registers, c.ledger, c.redis, c.http}[c.dice.IntN(4)]
	direction := []string{"upstream", "downstream"}[c.dice.IntN(2)]
	spoil := func(kind, attributes string) fault {
		return fault{kind + " of " + l.name, func() func() { return l.spoil(c.T, kind, direction, attributes) }}
	}
	switch c.dice.IntN(13) {
	case 0, 1:
		return spoil("latency", fmt.Sprintf(`{"latency":%d,"jitter":%d}`, 50+c.dice.IntN(150), c.dice.IntN(100)))
	case 2:
		return spoil("timeout", `{"timeout":0}`) // half-open: what is sent goes nowhere, and nobody is told
	case 3:
		return spoil("slow_close", `{"delay":1000}`)
	case 4:
		return spoil("reset_peer", fmt.Sprintf(`{"timeout":%d}`, c.dice.IntN(50)))
	case 5:
		return fault{"cut of " + l.name, func() func() {
			l.proxy.Stop()
			return func() {
				if err := l.proxy.Start(); err != nil {
					c.Errorf("mend %s: %v", l.name, err)
				}
			}
		}}
	case 6:
		return fault{"kill of the gateway", func() func() { c.gateway.kill(); return func() {} }}
	case 7:
		return fault{"kill of the database", func() func() { c.database.Kill(); return c.database.Start }}
	case 8:
		return fault{"kill of Redis", func() func() {
			c.cache.Kill()
			return func() { c.cache.Wipe(); c.cache.Start() }
		}}
	case 9:
		calls := 1 + c.dice.Int64N(3)
		return fault{"call made twice", func() func() {
			c.twice.Store(calls)
			return func() { c.twice.Store(0) }
		}}
	default:
		return c.shopFault()
	}
}

// repeating lets some calls reach the shop twice, one after the other, as proxies do that lost an answer and ask again. The
// gateway gets the second answer.
func (c *chaos) repeating(shop http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch lastPart(r.URL.Path) {
		case "payment-information", "invoice", "ship":
			if r.Method != http.MethodPost || c.twice.Add(-1) < 0 {
				break
			}
			body, err := io.ReadAll(r.Body)
			if err != nil {
				break
			}
			first := r.Clone(context.WithoutCancel(r.Context()))
			first.Body, r.Body = io.NopCloser(bytes.NewReader(body)), io.NopCloser(bytes.NewReader(body))
			shop.ServeHTTP(httptest.NewRecorder(), first)
		}
		shop.ServeHTTP(w, r)
	})
}

// shopFault is one that Magento makes, to some calls of one kind.
func (c *chaos) shopFault() fault {
	calls := []struct{ method, path string }{
		{"POST", "guest-carts"}, {"GET", "guest-carts/*"}, {"POST", "guest-carts/*/items"}, {"POST", "guest-carts/*/shipping-information"},
		{"POST", "guest-carts/*/payment-information"}, {"POST", "guest-carts/*/payment-information"}, {"GET", "orders/*"}, {"GET", "orders"},
		{"POST", "order/*/invoice"}, {"POST", "orders/*/comments"}, {"POST", "order/*/ship"},
	}
	call := calls[c.dice.IntN(len(calls))]
	kinds := []sandbox.Fault{sandbox.Status(500), sandbox.HTML(503), sandbox.HTML(502), sandbox.CutBefore(), sandbox.CutAfter(), sandbox.CutAfter(),
		sandbox.Slow(300 * time.Millisecond), sandbox.Slow(1500 * time.Millisecond), sandbox.RateLimit(time.Second)}
	if strings.HasSuffix(call.path, "payment-information") {
		kinds = append(kinds, sandbox.ErrorAfter(), sandbox.ErrorAfter())
	}
	f := kinds[c.dice.IntN(len(kinds))].On(call.method, call.path).Times(1 + c.dice.IntN(4))
	return fault{fmt.Sprintf("%s on %s %s", f.Kind, f.Method, f.Path), func() func() {
		id := c.shop.Faults().Add(f)
		return func() { c.shop.Faults().Remove(id) }
	}}
}

// rage lets things go wrong, one or two at a time: in every round, and after them until it is told to stop. Then all is good
// again.
func (c *chaos) rage(stop <-chan struct{}) {
	for round := 0; ; round++ {
		faults := []fault{c.some()}
		if second := c.some(); c.dice.IntN(3) == 0 && second.name != faults[0].name && !bothOn(second.name, faults[0].name) {
			faults = append(faults, second)
		}
		lasts := time.Duration(100+c.dice.IntN(900)) * time.Millisecond
		calm := time.Duration(c.dice.IntN(400)) * time.Millisecond
		select {
		case <-stop:
			return
		default:
		}
		var heal []func()
		for _, f := range faults {
			c.count(f.name)
			heal = append(heal, f.begin())
		}
		if round < len(c.rounds) {
			close(c.rounds[round])
		}
		<-time.After(lasts)
		for _, h := range heal {
			h()
		}
		<-time.After(calm)
	}
}

// bothOn says that two faults are of one link, of which one is cut: a proxy that is stopped has no toxics to take out.
func bothOn(a, b string) bool {
	_, linkA, _ := strings.Cut(a, " of ")
	_, linkB, _ := strings.Cut(b, " of ")
	return linkA != "" && linkA == linkB
}

func (c *chaos) count(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.counts[name]++
}

// supervise starts the gateway again whenever it ends, as an orchestrator does.
func (c *chaos) supervise() {
	c.gateway.mu.Lock()
	exited := (<-chan struct{})(c.gateway.exited)
	c.gateway.mu.Unlock()
	for exited != nil {
		<-exited
		select {
		case <-time.After(100 * time.Millisecond):
		case <-c.Context().Done():
			return
		}
		c.count("start of the gateway")
		exited = c.gateway.spawn()
	}
}
