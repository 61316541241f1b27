package bus

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"

	"github.com/tillway/tillway/gateway/pos"
)

// Transport is a broker, or what stands in for one. Delivery is at least once to each consumer by name; a message that a
// consumer did not acknowledge comes again. When the context of a subscription ends, its channel closes; while the broker
// is away it stays open, and messages come when the broker is back. bustest holds the suites that every transport must pass.
type Transport interface {
	// Publisher returns the one publisher. Publish returns nil only when the messages are in the broker's keeping, or,
	// where the broker keeps nothing, acknowledged by every consumer. It gives up within seconds: errors are unavailable,
	// and the message may have been published nevertheless.
	Publisher() message.Publisher
	// Subscriber returns a subscriber for a consumer. Consumers of different names each get every message; a broker that
	// reaches several processes gives a message to one of those with the same name. Closing it ends its subscriptions and
	// nothing else.
	Subscriber(consumer string) (message.Subscriber, error)
	// Backlog tells how many messages the broker keeps for each consumer that subscribed here, in whatever process, and
	// that it has not acknowledged. A broker that keeps nothing tells of none. Errors: unavailable.
	Backlog(ctx context.Context) (map[string]int, error)
	// Run does what the broker needs done from time to time, until ctx ends, and returns nil then.
	Run(ctx context.Context) error
	// Close ends everything. Publishing afterwards is an error.
	Close() error
}

// Config says which transport Open makes. All of it is optional.
type Config struct {
	// URL is the broker's address; see CheckURL. Empty: GoChannel.
	URL string
	// Redeliver is how long a message stays with a replica that has died before another gets it. 30 s with Redis, which cannot
	// tell a dead replica from a busy one, and 10 s with NATS, which is told of the busy ones.
	Redeliver time.Duration
	// Keep is the longest that a broker keeps a message, read or not; 24 h when zero.
	Keep time.Duration
	Now  func() time.Time
	Log  *slog.Logger
}

// CheckURL says what is wrong with a broker's address. Redis has redis://, rediss:// or unix://, with more addr parameters
// for a cluster; NATS has nats:// or tls://, several of them separated by commas. Errors: invalid. They do not repeat the
// address, which may hold a password.
func CheckURL(address string) error {
	_, err := opener(address)
	return err
}

// Open returns the transport that a URL names. It does not connect: a broker that is away when the gateway starts is only
// late. Errors: invalid.
func Open(c Config) (Transport, error) {
	if c.Keep <= 0 {
		c.Keep = 24 * time.Hour
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	open, err := opener(c.URL)
	if err != nil {
		return nil, err
	}
	return open(c)
}

// opener returns what opens the transport of an address.
func opener(address string) (func(Config) (Transport, error), error) {
	if address == "" {
		return func(c Config) (Transport, error) { return NewGoChannel(c.Log), nil }, nil
	}
	scheme, _, _ := strings.Cut(address, "://")
	switch scheme {
	case "redis", "rediss", "unix":
		dial, err := redisDialer(address)
		if err != nil {
			return nil, err
		}
		return func(c Config) (Transport, error) { return newRedisStream(c, dial) }, nil
	case "nats", "tls":
		if err := checkNATS(address); err != nil {
			return nil, err
		}
		return func(c Config) (Transport, error) { return newJetStream(c), nil }, nil
	}
	return nil, pos.Invalid("the bus's address begins with none of redis://, rediss://, unix://, nats:// and tls://")
}

// unavailable is the error of a broker that did not do what it was asked.
func unavailable(err error) error {
	return pos.Unavailable(err, "The message broker does not answer; events wait in the outbox")
}

// watermillLogger passes Watermill's errors on and lowers its chatter, which it logs as information, to debug.
func watermillLogger(log *slog.Logger) watermill.LoggerAdapter {
	if log == nil {
		return watermill.NopLogger{}
	}
	return watermill.NewSlogLoggerWithLevelMapping(log, map[slog.Level]slog.Level{slog.LevelInfo: slog.LevelDebug})
}

// brokerLogger lowers all that the brokers' libraries say to debug: they log an error at every attempt while the broker is
// away, and consumer tells once that it went and once that it is back.
func brokerLogger(log *slog.Logger) watermill.LoggerAdapter {
	return watermill.NewSlogLoggerWithLevelMapping(log, map[slog.Level]slog.Level{
		slog.LevelInfo: slog.LevelDebug, slog.LevelWarn: slog.LevelDebug, slog.LevelError: slog.LevelDebug,
	})
}
