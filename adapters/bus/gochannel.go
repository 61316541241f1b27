package bus

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/pubsub/gochannel"
)

// GoChannel is the transport within one process, for a gateway without a broker. It keeps nothing: Publish waits until
// every consumer has acknowledged, so the outbox is the only memory, and the order of messages is kept.
type GoChannel struct {
	inner *gochannel.GoChannel

	mu     sync.Mutex
	closed bool
	subs   []*subscription
}

type subscription struct {
	topic string
	ended func() bool
}

func (s *subscription) hasEnded() bool { return s.ended() }

// NewGoChannel returns an empty transport.
func NewGoChannel(log *slog.Logger) *GoChannel {
	return &GoChannel{inner: gochannel.NewGoChannel(gochannel.Config{BlockPublishUntilSubscriberAck: true}, watermillLogger(log))}
}

// Publisher returns the transport itself.
func (g *GoChannel) Publisher() message.Publisher { return g }

// Publish delivers messages one after the other and returns when every consumer that had subscribed has acknowledged.
// Without consumers it returns at once. When a subscription ended meanwhile it returns an error, since what that consumer
// had not acknowledged is gone.
func (g *GoChannel) Publish(topic string, messages ...*message.Message) error {
	for _, m := range messages {
		g.mu.Lock()
		g.subs = slices.DeleteFunc(g.subs, (*subscription).hasEnded)
		subs := slices.Clone(g.subs)
		g.mu.Unlock()
		if err := g.inner.Publish(topic, m); err != nil {
			return err
		}
		// The library counts a message that was discarded because its subscriber closed as delivered.
		if g.isClosed() {
			return errors.New("the transport was closed before the message was acknowledged")
		}
		if slices.ContainsFunc(subs, func(s *subscription) bool { return s.topic == topic && s.ended() }) {
			return errors.New("a consumer stopped before the message was acknowledged")
		}
	}
	return nil
}

func (g *GoChannel) isClosed() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.closed
}

// Subscriber returns a subscriber; within one process each one is a consumer of its own.
func (g *GoChannel) Subscriber(string) (message.Subscriber, error) { return &subscriber{g: g}, nil }

// Backlog tells of none: nothing is kept.
func (g *GoChannel) Backlog(context.Context) (map[string]int, error) { return map[string]int{}, nil }

// Run waits: there is nothing to be done.
func (g *GoChannel) Run(ctx context.Context) error {
	<-ctx.Done()
	return nil
}

// Close ends all subscriptions.
func (g *GoChannel) Close() error {
	g.mu.Lock()
	g.closed = true
	g.mu.Unlock()
	return g.inner.Close()
}

// subscriber gives each consumer a Close of its own: the router closes the subscribers it was given, and the library's
// would close the whole transport.
type subscriber struct {
	g *GoChannel

	mu   sync.Mutex
	ends []context.CancelFunc
}

func (s *subscriber) Subscribe(ctx context.Context, topic string) (<-chan *message.Message, error) {
	ctx, end := context.WithCancel(ctx)
	sub := &subscription{topic: topic, ended: func() bool { return ctx.Err() != nil }}
	// Registered first, so that no message can reach a subscription that Publish does not watch.
	s.g.mu.Lock()
	s.g.subs = append(slices.DeleteFunc(s.g.subs, (*subscription).hasEnded), sub)
	s.g.mu.Unlock()
	messages, err := s.g.inner.Subscribe(ctx, topic)
	if err != nil {
		end()
		return nil, err
	}
	s.mu.Lock()
	s.ends = append(s.ends, end)
	s.mu.Unlock()
	return messages, nil
}

func (s *subscriber) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, end := range s.ends {
		end()
	}
	s.ends = nil
	return nil
}
