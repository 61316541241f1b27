package bus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill-redisstream/pkg/redisstream"
	"github.com/ThreeDotsLabs/watermill/message"
	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	redisDialTimeout = 2 * time.Second
	redisCallTimeout = 5 * time.Second
	redisBlockTime   = 500 * time.Millisecond // a read of the stream cannot be interrupted
	redisClaimEvery  = 5 * time.Second
	redisNackSleep   = 100 * time.Millisecond
)

// RedisStream is the transport over Redis Streams, Redis 6.2 or newer, alone or as a cluster. A topic is a stream, a consumer
// a consumer group. What every group has read is trimmed away, and so is what is older than Config.Keep.
//
// A Redis that does not write every command to disk forgets messages when it dies, and groups with them; they are made anew
// within seconds.
type RedisStream struct {
	c         Config
	dial      func() goredis.UniversalClient
	client    goredis.UniversalClient // for Backlog and trimming; the library closes those that it was given
	publisher *redisPublisher
	consumers consumers
}

func newRedisStream(c Config, dial func() goredis.UniversalClient) (*RedisStream, error) {
	c.Redeliver = cmp.Or(c.Redeliver, 30*time.Second)
	inner, err := redisstream.NewPublisher(redisstream.PublisherConfig{Client: dial()}, brokerLogger(c.Log))
	if err != nil {
		return nil, fmt.Errorf("make a publisher: %w", err)
	}
	return &RedisStream{c: c, dial: dial, client: dial(), publisher: &redisPublisher{inner}}, nil
}

// redisDialer returns what makes a client of its own for each who needs one. It does not connect.
func redisDialer(address string) (func() goredis.UniversalClient, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, pos.Invalid("the bus's address is no URL")
	}
	// Nothing is repeated here: the forwarder and the library's own loops do it, at their pace. Notices of maintenance, which a
	// few hosted servers send, would cost goroutines for each client that nobody uses yet.
	quiet := &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	if u.Query().Has("addr") {
		o, err := goredis.ParseClusterURL(address)
		if err != nil {
			return nil, pos.Invalid("the address of the bus's Redis cluster at %s is not usable", u.Host)
		}
		o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.ContextTimeoutEnabled = redisDialTimeout, redisCallTimeout, redisCallTimeout, true
		o.MaxRetries, o.DialerRetries, o.MaintNotificationsConfig = -1, 1, quiet
		return func() goredis.UniversalClient { c := *o; return goredis.NewClusterClient(&c) }, nil
	}
	o, err := goredis.ParseURL(address)
	if err != nil {
		return nil, pos.Invalid("the address of the bus's Redis at %s is not usable", u.Host)
	}
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.ContextTimeoutEnabled = redisDialTimeout, redisCallTimeout, redisCallTimeout, true
	o.MaxRetries, o.DialerRetries, o.MaintNotificationsConfig = -1, 1, quiet
	return func() goredis.UniversalClient { c := *o; return goredis.NewClient(&c) }, nil
}

// Publisher returns the publisher. Messages are in Watermill's form: the fields payload, metadata and
// _watermill_message_uuid.
func (r *RedisStream) Publisher() message.Publisher { return r.publisher }

type redisPublisher struct{ *redisstream.Publisher }

func (p *redisPublisher) Publish(topic string, messages ...*message.Message) error {
	if err := p.Publisher.Publish(topic, messages...); err != nil {
		return unavailable(err)
	}
	return nil
}

// Subscriber returns a consumer whose group reads from the oldest message that is left when it is new.
func (r *RedisStream) Subscriber(consumer string) (message.Subscriber, error) {
	return r.consumers.add(consumer, r.c.Now, r.c.Log, r.open)
}

// redisFeed is one subscription of the library's, with a client and a name of its own.
type redisFeed struct {
	group, topic string
	sub          *redisstream.Subscriber
	client       goredis.UniversalClient
	out          <-chan *message.Message
	closing      *atomic.Bool
	end          context.CancelFunc
}

func (r *RedisStream) open(ctx context.Context, group, topic string) (feed, error) {
	client, self, closing := r.dial(), watermill.NewShortUUID(), new(atomic.Bool)
	held := &holdings{ids: map[string]struct{}{}}
	client.AddHook(held)
	sub, err := redisstream.NewSubscriber(redisstream.SubscriberConfig{
		Client: client, Unmarshaller: lenient{}, Consumer: self, ConsumerGroup: group,
		NackResendSleep: redisNackSleep,
		BlockTime:       redisBlockTime, DisableIndefiniteInitialBlock: true,
		ClaimInterval: min(redisClaimEvery, r.c.Redeliver), MaxIdleTime: r.c.Redeliver,
		// Else it would sleep on an error that closing the client causes, and try again.
		ShouldStopOnReadErrors: func(error) bool { return closing.Load() },
		// To delete a consumer loses what it was given a moment ago: only those that are gone for good are deleted.
		ConsumerTimeout: 24 * time.Hour,
		// What a consumer has in hand for long, since it waits for something, is not taken from it by itself; what was given
		// to it over a connection that was cut then is.
		ShouldClaimPendingMessage: func(p goredis.XPendingExt) bool { return p.Consumer != self || !held.has(p.ID) },
	}, brokerLogger(r.c.Log))
	if err != nil {
		return nil, errors.Join(err, client.Close())
	}
	inner, end := context.WithCancel(context.WithoutCancel(ctx))
	out, err := sub.Subscribe(inner, topic)
	if err != nil {
		end()
		return nil, errors.Join(err, client.Close())
	}
	return &redisFeed{group, topic, sub, client, out, closing, end}, nil
}

func (f *redisFeed) messages() <-chan *message.Message { return f.out }

// check looks for the group: a Redis that started empty has none, and the library would ask it for messages in vain for ever.
func (f *redisFeed) check(ctx context.Context) (lost bool, err error) {
	groups, err := streamGroups(ctx, f.client, f.topic)
	if err != nil {
		return false, err
	}
	for _, g := range groups {
		if g.Name == f.group {
			return false, nil
		}
	}
	return true, nil
}

func (f *redisFeed) close() {
	f.closing.Store(true)
	_ = f.sub.Close() // closes the client too, and that cannot fail in a way that matters
	f.end()
}

// streamGroups returns a stream's groups, none when there is no such stream.
func streamGroups(ctx context.Context, client goredis.UniversalClient, stream string) ([]goredis.XInfoGroup, error) {
	groups, err := client.XInfoGroups(ctx, stream).Result()
	if err != nil && strings.Contains(err.Error(), "no such key") {
		return nil, nil
	}
	return groups, err
}

// Backlog counts what groups were not given yet and what they have not acknowledged. Redis before 7.0 does not tell the
// first.
func (r *RedisStream) Backlog(ctx context.Context) (map[string]int, error) {
	backlog := map[string]int{}
	err := r.consumers.each(func(consumer, topic string) error {
		groups, err := streamGroups(ctx, r.client, topic)
		if err != nil {
			return unavailable(err)
		}
		backlog[consumer] += 0
		for _, g := range groups {
			if g.Name != consumer {
				continue
			}
			waiting := g.Lag
			if waiting < 0 { // what it has not read was partly trimmed away
				if waiting, err = r.client.XLen(ctx, topic).Result(); err != nil {
					return unavailable(err)
				}
			}
			backlog[consumer] += int(waiting + g.Pending)
		}
		return nil
	})
	return backlog, err
}

// Close ends the subscriptions and gives the connections back.
func (r *RedisStream) Close() error {
	r.consumers.close()
	return errors.Join(r.publisher.Close(), r.client.Close())
}

// holdings are the entries that a client was given and has not acknowledged, seen in what goes through it: the library does not
// tell.
type holdings struct {
	mu  sync.Mutex
	ids map[string]struct{}
}

func (h *holdings) has(id string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	_, ok := h.ids[id]
	return ok
}

func (h *holdings) note(command goredis.Cmder) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch c := command.(type) {
	case *goredis.XStreamSliceCmd: // read
		for _, s := range c.Val() {
			h.add(s.Messages)
		}
	case *goredis.XMessageSliceCmd: // claimed
		h.add(c.Val())
	case *goredis.IntCmd:
		if args := c.Args(); c.Name() == "xack" && c.Err() == nil && len(args) > 3 {
			for _, id := range args[3:] {
				delete(h.ids, fmt.Sprint(id))
			}
		}
	}
}

func (h *holdings) add(messages []goredis.XMessage) {
	for _, m := range messages {
		h.ids[m.ID] = struct{}{}
	}
}

// ProcessHook notes what a command brought.
func (h *holdings) ProcessHook(next goredis.ProcessHook) goredis.ProcessHook {
	return func(ctx context.Context, command goredis.Cmder) error {
		err := next(ctx, command)
		h.note(command)
		return err
	}
}

// ProcessPipelineHook is of no use: the library has no pipelines.
func (h *holdings) ProcessPipelineHook(next goredis.ProcessPipelineHook) goredis.ProcessPipelineHook {
	return next
}

// DialHook leaves connecting alone.
func (h *holdings) DialHook(next goredis.DialHook) goredis.DialHook { return next }

// lenient decodes what the library's publisher wrote, and anything else as a message that is none of our events: an entry
// that cannot be decoded would end the library's subscription, and again after each restart.
type lenient struct{}

// Unmarshal never fails.
func (lenient) Unmarshal(values map[string]any) (m *message.Message, err error) {
	defer func() {
		if p := recover(); p != nil { // the library expects text in each field, and well-formed msgpack
			m, err = message.NewMessage("", nil), nil
		}
	}()
	if m, err = (redisstream.DefaultMarshallerUnmarshaller{}).Unmarshal(values); err != nil {
		payload, _ := values["payload"].(string)
		m = message.NewMessage("", []byte(payload))
	}
	return m, nil
}
