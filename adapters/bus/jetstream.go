package bus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	wmjetstream "github.com/ThreeDotsLabs/watermill-nats/v2/pkg/jetstream"
	wmnats "github.com/ThreeDotsLabs/watermill-nats/v2/pkg/nats"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	natsDialTimeout = 2 * time.Second
	natsReconnect   = 250 * time.Millisecond
	natsPing        = 5 * time.Second // a connection that is half open is noticed after three
	natsPull        = 10 * time.Second
	// natsAhead is how many messages are asked for at once; the consumer's MaxAckPending has them sent one at a time all the
	// same. When the client asks for single ones it forgets to ask again if an answer is handled faster than its asking
	// goroutine goes on (its fetchInProgress), and stands still until it misses the heartbeat.
	natsAhead    = 100
	natsFlush    = 500 * time.Millisecond
	natsNakDelay = 100 * time.Millisecond
)

// JetStream is the transport over NATS JetStream. A topic is a subject with a stream of its own, named like it with dashes
// for dots; a consumer is a durable consumer. A stream that an operator made before is used as it is; one that is missing is
// made, with one copy on disk, and keeps messages for Config.Keep, read or not.
type JetStream struct {
	c         Config
	publisher *natsPublisher
	consumers consumers
}

func newJetStream(c Config) *JetStream {
	c.Redeliver = cmp.Or(c.Redeliver, 10*time.Second)
	return &JetStream{c: c, publisher: &natsPublisher{c: c}}
}

func checkNATS(address string) error {
	for server := range strings.SplitSeq(address, ",") {
		if u, err := url.Parse(strings.TrimSpace(server)); err != nil || u.Host == "" || u.Scheme != "nats" && u.Scheme != "tls" {
			return pos.Invalid("the bus's address is a list of NATS servers, nats://host:port or tls://host:port, and one of them is neither")
		}
	}
	return nil
}

// connect opens a connection of its own for each who needs one, since the library closes those that it was given. It keeps
// itself connected afterwards. buffer is how many bytes may wait while it is not.
func connect(c Config, buffer int) (*nats.Conn, error) {
	logged := func(text string) func(error) {
		return func(err error) { c.Log.Debug(text, slog.Any("error", err)) }
	}
	disconnected, failed := logged("NATS went away"), logged("NATS complains")
	return nats.Connect(c.URL, nats.Name("tillway"), nats.Timeout(natsDialTimeout), nats.MaxReconnects(-1),
		nats.ReconnectWait(natsReconnect), nats.ReconnectJitter(natsReconnect, natsReconnect), nats.ReconnectBufSize(buffer),
		nats.PingInterval(natsPing), nats.MaxPingsOutstanding(2),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) { disconnected(err) }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { failed(err) }))
}

// ensureStream makes the topic's stream if there is none.
func ensureStream(ctx context.Context, js jetstream.JetStream, topic string, keep time.Duration) (jetstream.Stream, error) {
	stream, err := js.Stream(ctx, streamName(topic))
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		stream, err = js.CreateStream(ctx, jetstream.StreamConfig{Name: streamName(topic), Subjects: []string{topic}, MaxAge: keep})
	}
	if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) { // another replica was faster
		stream, err = js.Stream(ctx, streamName(topic))
	}
	return stream, err
}

// streamName is the topic without the dots that JetStream does not allow in it.
func streamName(topic string) string { return strings.ReplaceAll(topic, ".", "-") }

// Publisher returns the publisher. It connects when it is first needed.
func (j *JetStream) Publisher() message.Publisher { return j.publisher }

// natsPublisher publishes over one connection, which also serves for questions. Nothing waits in that connection while the
// server is away: what the caller was told has failed must not be sent later.
type natsPublisher struct {
	c Config

	mu     sync.Mutex
	closed bool
	conn   *nats.Conn
	js     jetstream.JetStream
	inner  *wmjetstream.Publisher
}

func (p *natsPublisher) Publish(topic string, messages ...*message.Message) error {
	js, inner, err := p.connected()
	if err != nil {
		return err
	}
	err = inner.Publish(topic, messages...)
	if errors.Is(err, jetstream.ErrNoStreamResponse) {
		ctx, cancel := context.WithTimeout(context.Background(), checkTimeout)
		defer cancel()
		if _, err = ensureStream(ctx, js, topic, p.c.Keep); err == nil {
			err = inner.Publish(topic, messages...)
		}
	}
	if err != nil {
		return unavailable(err)
	}
	return nil
}

// connected returns the connection, made anew when NATS gave it up, as it does when it refuses our password.
func (p *natsPublisher) connected() (jetstream.JetStream, *wmjetstream.Publisher, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, nil, errors.New("the transport is closed")
	}
	if p.conn != nil && !p.conn.IsClosed() {
		return p.js, p.inner, nil
	}
	conn, err := connect(p.c, -1)
	if err != nil {
		return nil, nil, unavailable(err)
	}
	js, err := jetstream.New(conn)
	if err != nil {
		conn.Close()
		return nil, nil, err
	}
	inner, err := wmjetstream.NewPublisher(wmjetstream.PublisherConfig{
		Conn: conn, Logger: brokerLogger(p.c.Log),
		// The library takes the stream's name for the subject.
		ConfigureStream: func(topic string) jetstream.StreamConfig { return jetstream.StreamConfig{Name: topic} },
	})
	if err != nil {
		conn.Close()
		return nil, nil, err
	}
	p.conn, p.js, p.inner = conn, js, inner
	return js, inner, nil
}

// Close closes the connection.
func (p *natsPublisher) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	if p.conn != nil {
		p.conn.Close()
	}
	return nil
}

// Subscriber returns a consumer that starts with the oldest message that is left when it is new.
func (j *JetStream) Subscriber(consumer string) (message.Subscriber, error) {
	return j.consumers.add(consumer, j.c.Now, j.c.Log, j.open)
}

// natsFeed is one subscription of the library's, with a connection of its own.
type natsFeed struct {
	name, topic string
	conn        *nats.Conn
	js          jetstream.JetStream
	sub         *wmjetstream.Subscriber
	gate        *gate
	out         <-chan *message.Message
	end         context.CancelFunc
}

func (j *JetStream) open(ctx context.Context, name, topic string) (feed, error) {
	conn, err := connect(j.c, 0)
	if err != nil {
		return nil, err
	}
	f := &natsFeed{name: name, topic: topic, conn: conn, gate: newGate(j.c.Redeliver / 3)}
	if f.js, err = jetstream.New(conn); err != nil {
		conn.Close()
		return nil, err
	}
	f.sub, err = wmjetstream.NewSubscriber(wmjetstream.SubscriberConfig{
		Conn: conn, Logger: brokerLogger(j.c.Log), Unmarshaler: tolerant{},
		// The library gives up waiting for the consumer then, and acknowledges nothing any more; the server need not: the
		// gate tells it that the consumer is at work.
		AckWaitTimeout:      365 * 24 * time.Hour,
		NakDelay:            wmjetstream.NewStaticDelay(natsNakDelay),
		ConsumeOptions:      []jetstream.PullConsumeOpt{jetstream.PullMaxMessages(natsAhead), jetstream.PullExpiry(natsPull)},
		ResourceInitializer: j.initializer(name, f.gate),
	})
	if err != nil {
		conn.Close()
		return nil, err
	}
	var inner context.Context
	inner, f.end = context.WithCancel(context.WithoutCancel(ctx))
	if f.out, err = f.sub.Subscribe(inner, topic); err != nil {
		f.end()
		conn.Close()
		return nil, fmt.Errorf("subscribe %s: %w", name, err)
	}
	return f, nil
}

// initializer makes the stream and the durable consumer. Only one message is on its way at a time, in whatever replica: what
// is refused comes again before the next.
func (j *JetStream) initializer(name string, g *gate) wmjetstream.ResourceInitializer {
	return func(ctx context.Context, js jetstream.JetStream, topic string) (jetstream.Consumer, func(context.Context, watermill.LoggerAdapter), error) {
		ctx, cancel := context.WithTimeout(ctx, checkTimeout)
		defer cancel()
		stream, err := ensureStream(ctx, js, topic, j.c.Keep)
		if err != nil {
			return nil, nil, err
		}
		c, err := stream.CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{
			Durable: name, AckPolicy: jetstream.AckExplicitPolicy, AckWait: j.c.Redeliver, MaxAckPending: 1, FilterSubject: topic,
		})
		if err != nil {
			return nil, nil, err
		}
		return gated{c, g}, nil, nil
	}
}

func (f *natsFeed) messages() <-chan *message.Message { return f.out }

// check asks for the durable consumer: a server that started empty has none.
func (f *natsFeed) check(ctx context.Context) (lost bool, err error) {
	if f.conn.IsClosed() {
		return true, nil
	}
	_, err = f.js.Consumer(ctx, streamName(f.topic), f.name)
	if errors.Is(err, jetstream.ErrConsumerNotFound) || errors.Is(err, jetstream.ErrStreamNotFound) {
		return true, nil
	}
	return false, err
}

func (f *natsFeed) close() {
	f.gate.close()
	// The library would leave the connection to drain in the background, for half a minute. All there is to send are refusals.
	_ = f.conn.FlushTimeout(natsFlush)
	f.conn.Close()
	_ = f.sub.Close() // complains that there is nothing to drain
	f.end()
}

// Backlog counts what consumers were not given yet and what they have not acknowledged.
func (j *JetStream) Backlog(ctx context.Context) (map[string]int, error) {
	backlog := map[string]int{}
	err := j.consumers.each(func(consumer, topic string) error {
		js, _, err := j.publisher.connected()
		if err != nil {
			return err
		}
		backlog[consumer] += 0
		c, err := js.Consumer(ctx, streamName(topic), consumer)
		switch {
		case errors.Is(err, jetstream.ErrConsumerNotFound) || errors.Is(err, jetstream.ErrStreamNotFound):
		case err != nil:
			return unavailable(err)
		default:
			info := c.CachedInfo()                                         // asked for just now
			backlog[consumer] += int(info.NumPending) + info.NumAckPending //nolint:gosec // far from overflowing
		}
		return nil
	})
	return backlog, err
}

// Run waits: the server deletes what is too old by itself.
func (j *JetStream) Run(ctx context.Context) error {
	<-ctx.Done()
	return nil
}

// Close ends the subscriptions and gives the connections back.
func (j *JetStream) Close() error {
	j.consumers.close()
	return j.publisher.Close()
}

// tolerant decodes what the library's publisher wrote and anything else: the library's own fails on a header with several
// values, and the library then uses the message that it did not get.
type tolerant struct{}

// Unmarshal never fails.
func (tolerant) Unmarshal(m jetstream.Msg) (*message.Message, error) {
	out := message.NewMessage(m.Headers().Get(wmnats.WatermillUUIDHdr), m.Data())
	for name, values := range m.Headers() {
		if name != wmnats.WatermillUUIDHdr && len(values) > 0 {
			out.Metadata.Set(name, values[0])
		}
	}
	return out, nil
}
