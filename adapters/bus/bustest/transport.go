// Package bustest holds the suite that every bus.Transport must pass.
package bustest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"github.com/tillway/tillway/adapters/bus"
)

// patience is how long the suite waits for a message that must come.
const patience = 15 * time.Second

// Transport runs the suite. newTransport returns a transport of its own for each test, and a topic that no other test uses.
func Transport(t *testing.T, newTransport func(t *testing.T) (transport bus.Transport, topic string)) {
	t.Helper()
	start := func(t *testing.T) *bench {
		t.Helper()
		transport, topic := newTransport(t)
		b := &bench{T: t, Transport: transport, topic: topic, published: make(chan error, 1)}
		t.Cleanup(func() { _ = transport.Close() })
		return b
	}
	t.Run("each consumer gets each message whole and in order", func(t *testing.T) {
		t.Parallel()
		b := start(t)
		one, two := b.consumer("one"), b.consumer("two")
		var want []string
		var sent []*message.Message
		for i := range 20 {
			m := message.NewMessage(fmt.Sprintf("id-%d", i), fmt.Appendf(nil, "{\"n\":%d,\"b\":\"\x00\xff\"}", i))
			m.Metadata.Set("content-type", "application/cloudevents+json")
			want = append(want, describe(m))
			sent = append(sent, m)
		}
		b.publish(sent...)
		for i := range want {
			for name, c := range map[string]<-chan *message.Message{"one": one, "two": two} {
				m := b.next(c)
				if got := describe(m); got != want[i] {
					t.Errorf("message %d of %s is %s, want %s", i, name, got, want[i])
				}
				m.Ack()
			}
		}
		b.mustBePublished()
	})
	t.Run("a message that was not acknowledged comes again, one that was does not", func(t *testing.T) {
		t.Parallel()
		b := start(t)
		c := b.consumer("one")
		b.publish(text("a"), text("b"))
		for range 3 {
			m := b.next(c)
			b.is(m, "a")
			m.Nack()
		}
		m := b.next(c)
		b.is(m, "a")
		m.Ack()
		m = b.next(c)
		b.is(m, "b")
		m.Ack()
		b.mustBePublished()
	})
	t.Run("a refusal by one consumer does not trouble another with a repeat", func(t *testing.T) {
		t.Parallel()
		b := start(t)
		one, two := b.consumer("one"), b.consumer("two")
		b.publish(text("a"), text("b"))
		m := b.next(one)
		m.Nack()
		first := b.next(two)
		b.is(first, "a")
		first.Ack()
		m = b.next(one)
		b.is(m, "a")
		m.Ack()
		for _, c := range []<-chan *message.Message{one, two} {
			m := b.next(c)
			b.is(m, "b")
			m.Ack()
		}
		b.mustBePublished()
	})
	t.Run("a message published twice comes twice", func(t *testing.T) {
		t.Parallel()
		b := start(t)
		c := b.consumer("one")
		b.publish(text("a"), text("a"))
		for range 2 {
			m := b.next(c)
			b.is(m, "a")
			m.Ack()
		}
		b.mustBePublished()
	})
	t.Run("what a consumer had in hand when it stopped is not lost", func(t *testing.T) {
		t.Parallel()
		b := start(t)
		ctx, stop := context.WithCancel(t.Context())
		c := b.subscribe(ctx, "one")
		b.publish(text("a"))
		b.is(b.next(c), "a")
		stop()
		b.mustClose(c)
		// Either the broker still has it, or the publisher was told and publishes it again, as the forwarder does.
		c = b.consumer("one")
		if err := b.wait(b.published); err != nil {
			b.publish(text("a"))
		}
		m := b.next(c)
		b.is(m, "a")
		m.Ack()
	})
	t.Run("a consumer that stopped holds up nobody", func(t *testing.T) {
		t.Parallel()
		b := start(t)
		ctx, stop := context.WithCancel(t.Context())
		gone := b.subscribe(ctx, "gone")
		stop()
		b.mustClose(gone)
		c := b.consumer("one")
		b.publish(text("a"))
		m := b.next(c)
		b.is(m, "a")
		m.Ack()
		b.mustBePublished()
	})
	t.Run("closing a subscriber ends its subscription and no other", func(t *testing.T) {
		t.Parallel()
		b := start(t)
		sub, err := b.Subscriber("one")
		if err != nil {
			t.Fatal(err)
		}
		c, err := sub.Subscribe(t.Context(), b.topic)
		if err != nil {
			t.Fatal(err)
		}
		other := b.consumer("two")
		if err := sub.Close(); err != nil {
			t.Fatal(err)
		}
		b.mustClose(c)
		b.publish(text("a"))
		m := b.next(other)
		b.is(m, "a")
		m.Ack()
		b.mustBePublished()
	})
	t.Run("after Close nothing can be published", func(t *testing.T) {
		t.Parallel()
		b := start(t)
		c := b.consumer("one")
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		b.mustClose(c)
		if err := b.Publisher().Publish(b.topic, text("a")); err == nil {
			t.Error("Publish succeeded")
		}
	})
}

type bench struct {
	*testing.T
	bus.Transport
	topic     string
	published chan error
}

func text(s string) *message.Message { return message.NewMessage("id-"+s, []byte(s)) }

func describe(m *message.Message) string {
	return fmt.Sprintf("%s %q %s", m.UUID, m.Payload, m.Metadata.Get("content-type"))
}

func (b *bench) consumer(name string) <-chan *message.Message { return b.subscribe(b.Context(), name) }

func (b *bench) subscribe(ctx context.Context, name string) <-chan *message.Message {
	b.Helper()
	sub, err := b.Subscriber(name)
	if err != nil {
		b.Fatal(err)
	}
	c, err := sub.Subscribe(ctx, b.topic)
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// publish publishes beside the test, since a transport may wait for its consumers; mustBePublished waits for the outcome.
func (b *bench) publish(messages ...*message.Message) {
	messages = slices.Clone(messages)
	go func() { b.published <- b.Publisher().Publish(b.topic, messages...) }()
}

func (b *bench) mustBePublished() {
	b.Helper()
	if err := b.wait(b.published); err != nil {
		b.Errorf("Publish: %v", err)
	}
}

func (b *bench) wait(c <-chan error) error {
	b.Helper()
	select {
	case err := <-c:
		return err
	case <-time.After(patience):
		b.Fatal("Publish does not return")
		return nil
	}
}

func (b *bench) next(c <-chan *message.Message) *message.Message {
	b.Helper()
	select {
	case m, ok := <-c:
		if !ok {
			b.Fatal("the subscription closed")
		}
		return m
	case <-time.After(patience):
		b.Fatal("no message came")
	}
	return nil
}

func (b *bench) is(m *message.Message, want string) {
	b.Helper()
	if string(m.Payload) != want || m.UUID != "id-"+want {
		b.Errorf("got message %s %q, want %q", m.UUID, m.Payload, want)
	}
}

func (b *bench) mustClose(c <-chan *message.Message) {
	b.Helper()
	deadline := time.After(patience)
	for {
		select {
		case _, open := <-c:
			if !open {
				return
			}
		case <-deadline:
			b.Fatal("the subscription does not close")
		}
	}
}
