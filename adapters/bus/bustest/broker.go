package bustest

import (
	"context"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/bus"
	"github.com/tillway/tillway/gateway/pos"
)

// Server is a broker of one test alone.
type Server interface {
	// Addr is where it listens, also after a restart.
	Addr() string
	// Kill ends it at once and Start starts it again; it knows then what it knew before, unless it was wiped in between.
	Kill()
	Start()
	Wipe()
}

// Broker runs the suite of a transport whose broker goes away and comes back, and whose connections are cut. start starts a
// broker for one test; open opens a transport to an address, at which a message stays with a consumer that died for about a
// second.
func Broker(t *testing.T, start func(t *testing.T) Server, open func(t testing.TB, addr string) bus.Transport) {
	t.Helper()
	const events = 200
	run := func(t *testing.T, transport bus.Transport) (*outbox, *seen) {
		t.Helper()
		o, s := &outbox{}, newSeen()
		deliver(t, transport, o, map[string]func(context.Context, pos.Event) error{"one": s.note, "two": newSeen().note})
		return o, s
	}
	t.Run("a broker that is killed and started again delivers everything, later", func(t *testing.T) {
		t.Parallel()
		server := start(t)
		o, s := run(t, open(t, server.Addr()))
		ids := o.add(events)
		for i := 1; i <= 2; i++ {
			s.wait(t, "before a kill", ids, i*events/4)
			server.Kill()
			server.Start()
		}
		s.wait(t, "after the last start", ids, events)
	})
	t.Run("a broker that was away when the transport was opened serves when it comes", func(t *testing.T) {
		t.Parallel()
		server := start(t)
		server.Kill()
		o, s := run(t, open(t, server.Addr()))
		ids := o.add(events)
		<-time.After(500 * time.Millisecond) // attempts are made, in vain
		server.Start()
		s.wait(t, "after the start", ids, events)
	})
	t.Run("a broker that has forgotten everything delivers what is published from then on", func(t *testing.T) {
		t.Parallel()
		server := start(t)
		o, s := run(t, open(t, server.Addr()))
		s.wait(t, "at first", o.add(20), 20)
		for range 2 {
			server.Kill()
			server.Wipe()
			server.Start()
			s.wait(t, "after the broker forgot", o.add(20), 20)
		}
	})
	for name, disturb := range map[string]func(p *Proxy){
		"that are cut time and again": func(p *Proxy) {
			for range 5 {
				p.Cut()
				<-time.After(50 * time.Millisecond)
				p.Mend()
				<-time.After(200 * time.Millisecond)
			}
		},
		"that stand still and end then": func(p *Proxy) {
			p.Stall()
			<-time.After(time.Second)
			p.Flow()
		},
		"that are slow": func(p *Proxy) { p.Delay() },
	} {
		t.Run("connections "+name+" deliver everything", func(t *testing.T) {
			t.Parallel()
			p := StartProxy(t, start(t).Addr())
			o, s := run(t, open(t, p.Addr()))
			ids := o.add(events)
			s.wait(t, "before", ids, events/10)
			disturb(p)
			s.wait(t, "after", ids, events)
		})
	}
	t.Run("connections that are half open are given up and made anew", func(t *testing.T) {
		t.Parallel()
		link := startLink(t, start(t).Addr())
		o, s := run(t, open(t, link.addr()))
		ids := o.add(events)
		s.wait(t, "before", ids, events/10)
		link.freeze()
		s.wait(t, "after", ids, events)
	})
}
