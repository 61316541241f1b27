package bus_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/tillway/tillway/adapters/bus"
	"github.com/tillway/tillway/adapters/bus/bustest"
)

// natsServer is a NATS of one test, and who looks at it from outside.
type natsServer struct {
	*testing.T
	*bustest.NATS
	conn *nats.Conn
	js   jetstream.JetStream
}

func newJetStream(t *testing.T) *natsServer {
	t.Helper()
	n := &natsServer{T: t, NATS: bustest.StartNATS(t)}
	var err error
	if n.conn, err = nats.Connect("nats://" + n.Addr()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.conn.Close)
	if n.js, err = jetstream.New(n.conn); err != nil {
		t.Fatal(err)
	}
	return n
}

func (n *natsServer) open(c bus.Config) bus.Transport {
	n.Helper()
	c.URL = "nats://" + n.Addr()
	transport, err := bus.Open(c)
	if err != nil {
		n.Fatal(err)
	}
	n.Cleanup(func() {
		if err := transport.Close(); err != nil {
			n.Error(err)
		}
	})
	return transport
}

func TestJetStreamKeepsGoing(t *testing.T) {
	t.Parallel()
	t.Run("past messages that are none of ours", func(t *testing.T) {
		t.Parallel()
		n := newJetStream(t)
		transport := n.open(bus.Config{})
		publish(t, transport, "some.topic", "a")
		if err := n.conn.PublishMsg(&nats.Msg{Subject: "some.topic", Header: nats.Header{"x": {"1", "2"}, "empty": {}}, Data: []byte("a stranger's")}); err != nil {
			t.Fatal(err)
		}
		if err := n.conn.Publish("some.topic", nil); err != nil {
			t.Fatal(err)
		}
		if err := n.conn.Flush(); err != nil {
			t.Fatal(err)
		}
		publish(t, transport, "some.topic", "b")
		c := subscribe(t.Context(), t, transport, "one", "some.topic")
		for _, want := range []string{"a", "a stranger's", "", "b"} {
			m := next(t, c)
			if string(m.Payload) != want {
				t.Errorf("got %q, want %q", m.Payload, want)
			}
			m.Ack()
		}
		holds(t, transport, "one", 0)
	})
	t.Run("with a consumer that takes its time, and is not given its own message again", func(t *testing.T) {
		t.Parallel()
		n := newJetStream(t)
		transport := n.open(bus.Config{Redeliver: 3 * time.Second})
		publish(t, transport, "topic", "a", "b")
		c := subscribe(t.Context(), t, transport, "one", "topic")
		m := next(t, c)
		none(t, c, 8*time.Second)
		m.Ack()
		m = next(t, c)
		if string(m.Payload) != "b" {
			t.Errorf("got %q", m.Payload)
		}
		m.Ack()
		none(t, c, 4*time.Second)
		holds(t, transport, "one", 0)
	})
	t.Run("in another replica when one died with a message in hand", func(t *testing.T) {
		t.Parallel()
		n := newJetStream(t)
		alive := n.open(bus.Config{Redeliver: 500 * time.Millisecond})
		ctx, cancel := context.WithCancel(t.Context())
		publish(t, alive, "topic", "a", "b")
		c := subscribe(ctx, t, alive, "one", "topic") // makes the durable consumer
		next(t, c).Ack()
		holds(t, alive, "one", 1)
		cancel()
		for range c {
		}
		// A replica that died was given a message, and never answers.
		durable, err := n.js.Consumer(t.Context(), "topic", "one")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := durable.Next(jetstream.FetchMaxWait(10 * time.Second)); err != nil {
			t.Fatal(err)
		}
		m := next(t, subscribe(t.Context(), t, alive, "one", "topic"))
		if string(m.Payload) != "b" {
			t.Errorf("got %q", m.Payload)
		}
		m.Ack()
		holds(t, alive, "one", 0)
	})
	t.Run("when somebody deletes the consumer or the stream", func(t *testing.T) {
		t.Parallel()
		n := newJetStream(t)
		transport := n.open(bus.Config{})
		c := subscribe(t.Context(), t, transport, "one", "topic")
		publish(t, transport, "topic", "a")
		next(t, c).Ack()
		holds(t, transport, "one", 0)
		if err := n.js.DeleteConsumer(t.Context(), "topic", "one"); err != nil {
			t.Fatal(err)
		}
		publish(t, transport, "topic", "b")
		for got := ""; got != "b"; { // a new consumer starts with what is left, and that is a and b
			m := next(t, c)
			got = string(m.Payload)
			m.Ack()
		}
		if err := n.js.DeleteStream(t.Context(), "topic"); err != nil {
			t.Fatal(err)
		}
		publish(t, transport, "topic", "c")
		m := next(t, c)
		if string(m.Payload) != "c" {
			t.Errorf("got %q", m.Payload)
		}
		m.Ack()
	})
	t.Run("through the end of a subscription under load", func(t *testing.T) {
		t.Parallel()
		n := newJetStream(t)
		transport := n.open(bus.Config{})
		for i := range 200 {
			publish(t, transport, "topic", strconv.Itoa(i))
		}
		for range 25 {
			ctx, cancel := context.WithCancel(t.Context())
			c := subscribe(ctx, t, transport, "one", "topic")
			next(t, c).Ack()
			cancel() // the next is on its way
			for m := range c {
				m.Nack()
			}
		}
	})
}

func TestJetStreamLeavesAStreamAsItIs(t *testing.T) {
	t.Parallel()
	n := newJetStream(t)
	made, err := n.js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "a-topic", Subjects: []string{"a.topic"}, MaxAge: 5 * time.Hour, MaxMsgs: 77})
	if err != nil {
		t.Fatal(err)
	}
	transport := n.open(bus.Config{})
	c := subscribe(t.Context(), t, transport, "one", "a.topic")
	publish(t, transport, "a.topic", "a")
	next(t, c).Ack()
	info, err := made.Info(t.Context())
	if err != nil || info.Config.MaxAge != 5*time.Hour || info.Config.MaxMsgs != 77 || info.State.Msgs != 1 {
		t.Errorf("the stream is %+v, %v", info, err)
	}
}
