package bustest

import (
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// Proxy is a connection to a broker that can be disturbed.
type Proxy struct {
	t     testing.TB
	inner *toxiproxy.Proxy
}

// StartProxy starts a proxy to an address that ends with the test.
func StartProxy(t testing.TB, upstream string) *Proxy {
	t.Helper()
	p := &Proxy{t, toxiproxy.NewProxy(toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop()), t.Name(), "127.0.0.1:0", upstream)}
	p.Mend()
	t.Cleanup(p.Cut)
	return p
}

// Addr is where the proxy listens, also after it was mended.
func (p *Proxy) Addr() string { return p.inner.Listen }

// Cut cuts all connections and lets in no new ones.
func (p *Proxy) Cut() { p.inner.Stop() }

// Mend lets connections in again.
func (p *Proxy) Mend() {
	p.t.Helper()
	if err := p.inner.Start(); err != nil {
		p.t.Fatalf("start a proxy: %v", err)
	}
}

// Stall lets connections stand while nothing arrives any more in either direction, until Flow. New ones are no better.
func (p *Proxy) Stall() {
	p.toxic(`{"name":"down","type":"timeout","stream":"downstream","attributes":{"timeout":0}}`)
	p.toxic(`{"name":"up","type":"timeout","stream":"upstream","attributes":{"timeout":0}}`)
}

// Flow ends what Stall and Delay began. Connections that were stalled end.
func (p *Proxy) Flow() { p.inner.Toxics.ResetToxics(p.t.Context()) }

// Delay makes answers late, some more than others, until Flow.
func (p *Proxy) Delay() {
	p.toxic(`{"name":"late","type":"latency","stream":"downstream","attributes":{"latency":8,"jitter":8}}`)
}

func (p *Proxy) toxic(json string) {
	p.t.Helper()
	if _, err := p.inner.Toxics.AddToxicJson(strings.NewReader(json)); err != nil {
		p.t.Fatalf("add a toxic: %v", err)
	}
}

// link passes connections on, and can forget those that there are: they stay open and nothing arrives any more, while new ones
// are well. A firewall that lost its table does that.
type link struct {
	listener net.Listener
	upstream string
	// era counts how often the connections were forgotten.
	era atomic.Int64

	mu      sync.Mutex
	conns   []net.Conn
	copying sync.WaitGroup
}

func startLink(t *testing.T, upstream string) *link {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &link{listener: listener, upstream: upstream}
	l.copying.Go(l.accept)
	t.Cleanup(func() {
		_ = listener.Close()
		l.mu.Lock()
		for _, c := range l.conns {
			_ = c.Close()
		}
		l.mu.Unlock()
		l.copying.Wait()
	})
	return l
}

func (l *link) addr() string { return l.listener.Addr().String() }

func (l *link) freeze() { l.era.Add(1) }

func (l *link) accept() {
	for {
		down, err := l.listener.Accept()
		if err != nil {
			return
		}
		up, err := net.Dial("tcp", l.upstream) //nolint:noctx // loopback
		if err != nil {
			_ = down.Close()
			continue
		}
		l.mu.Lock()
		l.conns = append(l.conns, up, down)
		l.mu.Unlock()
		era := l.era.Load()
		l.copying.Go(func() { l.copy(up, down, era) })
		l.copying.Go(func() { l.copy(down, up, era) })
	}
}

func (l *link) copy(to, from net.Conn, era int64) {
	buffer := make([]byte, 4096)
	for {
		n, err := from.Read(buffer)
		frozen := l.era.Load() != era
		if err != nil {
			if !frozen {
				_ = to.Close()
			}
			return
		}
		if frozen {
			continue
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			_ = from.Close()
			return
		}
	}
}
