package feedtest

import (
	"context"
	"testing"
	"time"
)

// Messenger is a fan-out: feed.Fanout.
type Messenger interface {
	Broadcast(ctx context.Context, topic string, message []byte) error
	Listen(ctx context.Context, topic string, handle func(message []byte)) error
}

// Fanout checks a fan-out. open returns two replicas' ends of the same one.
func Fanout(t *testing.T, open func(t *testing.T) (here, there Messenger)) {
	t.Helper()
	t.Run("every replica hears a message, the sender included", func(t *testing.T) {
		t.Parallel()
		here, there := open(t)
		a, b := listen(t, here, "orders"), listen(t, there, "orders")
		// Nothing says when a listener is in place, so the first message is repeated until both heard it.
		await(t, here, "orders", "ready", a)
		await(t, here, "orders", "ready", b)
		send(t, here, "orders", "an order")
		for _, heard := range []<-chan string{a, b} {
			if got := next(t, heard, "ready"); got != "an order" {
				t.Errorf("heard %q", got)
			}
		}
	})
	t.Run("messages come in the order they were sent", func(t *testing.T) {
		t.Parallel()
		here, there := open(t)
		heard := listen(t, there, "orders")
		await(t, here, "orders", "ready", heard)
		for _, m := range []string{"1", "2", "3"} {
			send(t, here, "orders", m)
		}
		for _, m := range []string{"1", "2", "3"} {
			if got := next(t, heard, "ready"); got != m {
				t.Fatalf("heard %q, want %q", got, m)
			}
		}
	})
	t.Run("topics do not mix", func(t *testing.T) {
		t.Parallel()
		here, there := open(t)
		heard := listen(t, there, "catalog")
		await(t, here, "catalog", "ready", heard)
		send(t, here, "orders", "not for you")
		send(t, here, "catalog", "for you")
		if got := next(t, heard, "ready"); got != "for you" {
			t.Errorf("heard %q", got)
		}
	})
	t.Run("listening ends with its context, without an error", func(t *testing.T) {
		t.Parallel()
		here, _ := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- here.Listen(ctx, "orders", func([]byte) {}) }()
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("listening ended with %v", err)
			}
		case <-time.After(patience):
			t.Error("still listening")
		}
	})
}

func listen(t *testing.T, m Messenger, topic string) <-chan string {
	t.Helper()
	heard := make(chan string, 4096)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- m.Listen(ctx, topic, func(b []byte) { heard <- string(b) }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("listen: %v", err)
		}
	})
	return heard
}

func send(t *testing.T, m Messenger, topic, message string) {
	t.Helper()
	if err := m.Broadcast(t.Context(), topic, []byte(message)); err != nil {
		t.Fatalf("broadcast: %v", err)
	}
}

// await sends a message until it is heard.
func await(t *testing.T, m Messenger, topic, message string, heard <-chan string) {
	t.Helper()
	deadline := time.After(patience)
	for {
		send(t, m, topic, message)
		select {
		case <-heard:
			return
		case <-time.After(20 * time.Millisecond):
		case <-deadline:
			t.Fatalf("no %q on %s", message, topic)
		}
	}
}

// next returns the next message that is not one of the repeated ones.
func next(t *testing.T, heard <-chan string, but string) string {
	t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case m := <-heard:
			if m != but {
				return m
			}
		case <-deadline:
			t.Fatal("nothing was heard")
		}
	}
}
