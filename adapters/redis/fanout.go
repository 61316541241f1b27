package redis

import (
	"context"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

const (
	// listenerBacklog bounds what a listener may be behind before messages are dropped.
	listenerBacklog = 1024
	healthCheck     = 3 * time.Second
)

// Broadcast publishes a message to every replica that listens to the topic now.
func (r *Redis) Broadcast(ctx context.Context, topic string, message []byte) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if err := r.client.Publish(ctx, r.prefix+"topic:"+topic, message).Err(); err != nil {
		return unavailable(err)
	}
	return nil
}

// Listen calls handle for each message of the topic until ctx ends; then it returns nil. When the connection breaks, or is
// silent over a health check, the client subscribes again by itself; what was published meanwhile is lost.
func (r *Redis) Listen(ctx context.Context, topic string, handle func(message []byte)) error {
	subscription := r.client.Subscribe(ctx, r.prefix+"topic:"+topic)
	defer func() { _ = subscription.Close() }()
	messages := subscription.Channel(goredis.WithChannelSize(listenerBacklog), goredis.WithChannelHealthCheckInterval(healthCheck))
	for {
		select {
		case <-ctx.Done():
			return nil
		case m, open := <-messages:
			if !open {
				return unavailable(goredis.ErrClosed)
			}
			handle([]byte(m.Payload))
		}
	}
}
