package bus_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	goredis "github.com/redis/go-redis/v9"

	"github.com/tillway/tillway/adapters/bus"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/pos"
)

// stream is a Redis stream of one test, and who looks at it from outside.
type stream struct {
	*testing.T
	url, topic string
	client     *goredis.Client
}

func newStream(t *testing.T) *stream {
	t.Helper()
	url, prefix := testserver.Redis(t)
	o, err := goredis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	s := &stream{t, url, prefix + "topic", goredis.NewClient(o)}
	t.Cleanup(func() { _ = s.client.Close() })
	return s
}

// open opens a transport that ends with the test.
func (s *stream) open(c bus.Config) *bus.RedisStream {
	s.Helper()
	c.URL = s.url
	transport, err := bus.Open(c)
	if err != nil {
		s.Fatal(err)
	}
	r, ok := transport.(*bus.RedisStream)
	if !ok {
		s.Fatalf("%T", transport)
	}
	s.Cleanup(func() {
		if err := r.Close(); err != nil {
			s.Error(err)
		}
	})
	return r
}

func (s *stream) add(values map[string]any) {
	s.Helper()
	if err := s.client.XAdd(s.Context(), &goredis.XAddArgs{Stream: s.topic, Values: values}).Err(); err != nil {
		s.Fatal(err)
	}
}

func (s *stream) length() int64 { return s.client.XLen(s.Context(), s.topic).Val() }

// subscribe subscribes until the test or ctx ends.
func subscribe(ctx context.Context, t testing.TB, transport bus.Transport, consumer, topic string) <-chan *message.Message {
	t.Helper()
	sub, err := transport.Subscriber(consumer)
	if err != nil {
		t.Fatal(err)
	}
	c, err := sub.Subscribe(ctx, topic)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// next waits for a message.
func next(t testing.TB, c <-chan *message.Message) *message.Message {
	t.Helper()
	select {
	case m, open := <-c:
		if !open {
			t.Fatal("the subscription ended")
		}
		return m
	case <-time.After(15 * time.Second):
		t.Fatal("no message came")
		return nil
	}
}

// none makes sure that nothing comes for a while.
func none(t testing.TB, c <-chan *message.Message, while time.Duration) {
	t.Helper()
	select {
	case m := <-c:
		t.Errorf("message %q came", m.Payload)
	case <-time.After(while):
	}
}

func publish(t testing.TB, transport bus.Transport, topic string, payloads ...string) {
	t.Helper()
	for _, p := range payloads {
		if err := transport.Publisher().Publish(topic, message.NewMessage("id-"+p, []byte(p))); err != nil {
			t.Fatal(err)
		}
	}
}

// eventually waits until something is so.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	deadline, tick := time.After(15*time.Second), time.NewTicker(10*time.Millisecond)
	defer tick.Stop()
	for !is() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("not yet: %s", what)
		}
	}
}

// holds waits until the backlog of a consumer is so large.
func holds(t testing.TB, transport bus.Transport, consumer string, want int) {
	t.Helper()
	eventually(t, fmt.Sprintf("the backlog of %s is %d", consumer, want), func() bool {
		backlog, err := transport.Backlog(t.Context())
		n, known := backlog[consumer]
		return err == nil && known && n == want
	})
}

func TestRedisStreamKeepsGoing(t *testing.T) {
	t.Parallel()
	t.Run("past entries that are none of ours", func(t *testing.T) {
		t.Parallel()
		s := newStream(t)
		r := s.open(bus.Config{})
		s.add(map[string]any{"x": "y"})
		s.add(map[string]any{"payload": "a stranger's"})
		s.add(map[string]any{"_watermill_message_uuid": "id", "metadata": "\xdf\xff\xff\xff\xff", "payload": "broken metadata"})
		publish(t, r, s.topic, "a")
		c := subscribe(t.Context(), t, r, "one", s.topic)
		for _, want := range []string{"", "a stranger's", "broken metadata", "a"} {
			m := next(t, c)
			if string(m.Payload) != want {
				t.Errorf("got %q, want %q", m.Payload, want)
			}
			m.Ack()
		}
		holds(t, r, "one", 0)
	})
	t.Run("with a consumer that takes its time, and is not given its own message again", func(t *testing.T) {
		t.Parallel()
		s := newStream(t)
		r := s.open(bus.Config{Redeliver: 3 * time.Second})
		publish(t, r, s.topic, "a", "b")
		c := subscribe(t.Context(), t, r, "one", s.topic)
		m := next(t, c)
		none(t, c, 8*time.Second) // more than twice as long as it takes until another's is taken
		m.Ack()
		m = next(t, c)
		if string(m.Payload) != "b" {
			t.Errorf("got %q", m.Payload)
		}
		m.Ack()
		none(t, c, 4*time.Second)
		holds(t, r, "one", 0)
	})
	t.Run("in another replica when one died with messages in hand", func(t *testing.T) {
		t.Parallel()
		s := newStream(t)
		alive := s.open(bus.Config{Redeliver: 500 * time.Millisecond})
		// A replica that died was given a message, and never answers.
		if err := s.client.XGroupCreateMkStream(t.Context(), s.topic, "one", "0").Err(); err != nil {
			t.Fatal(err)
		}
		publish(t, alive, s.topic, "a")
		if err := s.client.XReadGroup(t.Context(), &goredis.XReadGroupArgs{Group: "one", Consumer: "dead", Streams: []string{s.topic, ">"}, Count: 1}).Err(); err != nil {
			t.Fatal(err)
		}
		m := next(t, subscribe(t.Context(), t, alive, "one", s.topic))
		if string(m.Payload) != "a" {
			t.Errorf("got %q", m.Payload)
		}
		m.Ack()
		holds(t, alive, "one", 0)
	})
	t.Run("with what was given to it over a connection that was cut then", func(t *testing.T) {
		t.Parallel()
		s := newStream(t)
		r := s.open(bus.Config{Redeliver: 500 * time.Millisecond})
		c := subscribe(t.Context(), t, r, "one", s.topic)
		publish(t, r, s.topic, "a", "b", "c")
		first := next(t, c)
		// One is in hand and two are fetched ahead, so that the reader asks for no more.
		eventually(t, "three messages are pending", func() bool {
			pending, err := s.client.XPending(t.Context(), s.topic, "one").Result()
			return err == nil && pending.Count == 3
		})
		readers, err := s.client.XInfoConsumers(t.Context(), s.topic, "one").Result()
		if err != nil || len(readers) != 1 {
			t.Fatalf("readers %v, %v", readers, err)
		}
		// Redis gives a message to this reader, and it never arrives.
		publish(t, r, s.topic, "lost")
		err = s.client.XReadGroup(t.Context(), &goredis.XReadGroupArgs{
			Group: "one", Consumer: readers[0].Name, Streams: []string{s.topic, ">"}, Count: 1,
		}).Err()
		if err != nil {
			t.Fatal(err)
		}
		first.Ack()
		for _, want := range []string{"b", "c", "lost"} {
			m := next(t, c)
			if string(m.Payload) != want {
				t.Errorf("got %q, want %q", m.Payload, want)
			}
			m.Ack()
		}
		holds(t, r, "one", 0)
	})
	t.Run("when somebody deletes the stream", func(t *testing.T) {
		t.Parallel()
		s := newStream(t)
		r := s.open(bus.Config{})
		c := subscribe(t.Context(), t, r, "one", s.topic)
		publish(t, r, s.topic, "a")
		next(t, c).Ack()
		if err := s.client.Del(t.Context(), s.topic).Err(); err != nil {
			t.Fatal(err)
		}
		publish(t, r, s.topic, "b")
		m := next(t, c)
		if string(m.Payload) != "b" {
			t.Errorf("got %q", m.Payload)
		}
		m.Ack()
	})
}

func TestRedisStreamTrims(t *testing.T) {
	t.Parallel()
	fill := func(s *stream, r *bus.RedisStream, n int) {
		s.Helper()
		for i := range n {
			publish(s, r, s.topic, strconv.Itoa(i))
		}
	}
	take := func(s *stream, c <-chan *message.Message, n int) {
		s.Helper()
		for range n {
			next(s, c).Ack()
		}
	}
	t.Run("what all groups have done with, and nothing that one has not", func(t *testing.T) {
		t.Parallel()
		s := newStream(t)
		r := s.open(bus.Config{})
		fill(s, r, 1000)
		fast, slow := subscribe(t.Context(), t, r, "fast", s.topic), subscribe(t.Context(), t, r, "slow", s.topic)
		take(s, fast, 1000)
		take(s, slow, 300)
		inHand := next(t, slow)
		holds(t, r, "fast", 0)
		holds(t, r, "slow", 700)
		if err := r.Trim(t.Context()); err != nil {
			t.Fatal(err)
		}
		// Redis trims by nodes of 100 entries.
		if n := s.length(); n < 700 || n > 800 {
			t.Errorf("%d entries are left, 700 are needed", n)
		}
		holds(t, r, "slow", 700)
		if string(inHand.Payload) != "300" {
			t.Errorf("in hand is %q", inHand.Payload)
		}
		inHand.Ack()
		for i := 301; i < 1000; i++ {
			m := next(t, slow)
			if string(m.Payload) != strconv.Itoa(i) {
				t.Fatalf("message %d is %q", i, m.Payload)
			}
			m.Ack()
		}
		holds(t, r, "slow", 0)
		if err := r.Trim(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := s.length(); n > 100 {
			t.Errorf("%d entries are left, none is needed", n)
		}
	})
	t.Run("nothing that was read and not acknowledged", func(t *testing.T) {
		t.Parallel()
		s := newStream(t)
		r := s.open(bus.Config{})
		c := subscribe(t.Context(), t, r, "one", s.topic)
		fill(s, r, 500)
		take(s, c, 500)
		if err := s.client.XGroupCreate(t.Context(), s.topic, "busy", "0").Err(); err != nil {
			t.Fatal(err)
		}
		read := goredis.XReadGroupArgs{Group: "busy", Consumer: "x", Streams: []string{s.topic, ">"}, Count: 500}
		if err := s.client.XReadGroup(t.Context(), &read).Err(); err != nil {
			t.Fatal(err)
		}
		if err := r.Trim(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := s.length(); n != 500 {
			t.Errorf("%d entries are left, 500 are being worked on", n)
		}
	})
	t.Run("what is too old, although a group that nobody reads for has not got it", func(t *testing.T) {
		t.Parallel()
		s := newStream(t)
		now := time.Now()
		r := s.open(bus.Config{Keep: time.Hour, Now: func() time.Time { return now }})
		if err := s.client.XGroupCreateMkStream(t.Context(), s.topic, "gone", "0").Err(); err != nil {
			t.Fatal(err)
		}
		c := subscribe(t.Context(), t, r, "one", s.topic)
		fill(s, r, 500)
		take(s, c, 500)
		if err := r.Trim(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := s.length(); n != 500 {
			t.Errorf("%d entries are left, want 500", n)
		}
		now = now.Add(61 * time.Minute)
		if err := r.Trim(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := s.length(); n > 100 {
			t.Errorf("%d entries are left after their time", n)
		}
	})
}

func TestReplicasShareAConsumer(t *testing.T) {
	t.Parallel()
	for name, broker := range map[string]func(t *testing.T) (a, b bus.Transport, topic string){
		"redis": func(t *testing.T) (a, b bus.Transport, topic string) {
			t.Helper()
			s := newStream(t)
			return s.open(bus.Config{}), s.open(bus.Config{}), s.topic
		},
		"nats": func(t *testing.T) (a, b bus.Transport, topic string) {
			t.Helper()
			n := newJetStream(t)
			return n.open(bus.Config{}), n.open(bus.Config{}), "topic"
		},
	} {
		t.Run(name+" gives each message to one of them", func(t *testing.T) {
			t.Parallel()
			a, b, topic := broker(t)
			one, two := subscribe(t.Context(), t, a, "shared", topic), subscribe(t.Context(), t, b, "shared", topic)
			for i := range 50 {
				publish(t, a, topic, strconv.Itoa(i))
			}
			got := map[string]int{}
			for range 50 {
				select {
				case m := <-one:
					got[string(m.Payload)]++
					m.Ack()
				case m := <-two:
					got[string(m.Payload)]++
					m.Ack()
				case <-time.After(15 * time.Second):
					t.Fatalf("%d messages came", len(got))
				}
			}
			if len(got) != 50 {
				t.Errorf("%d of 50 messages came: %v", len(got), got)
			}
			holds(t, a, "shared", 0)
		})
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "redis://h", "rediss://u:p@h:6379/3", "unix:///run/redis.sock", "redis://a:1?addr=b:2&addr=c:3",
		"nats://h:4222", "tls://u:p@h", "nats://a:4222, nats://b:4222"} {
		if err := bus.CheckURL(address); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
	for _, address := range []string{"redis", "amqp://u:secret@h", "redis://u:secret@h/x", "://secret", "nats://", "nats://a,redis://secret@b", "redis://u:secret@h?addr=:&x=\x7f",
		"redis://secret@h?db=x&addr=b"} {
		err := bus.CheckURL(address)
		if pos.KindOf(err) != pos.KindInvalid {
			t.Errorf("%q: %v", address, err)
		}
		if text := fmt.Sprint(err); strings.Contains(text, "secret") {
			t.Errorf("the error repeats the password: %s", text)
		}
	}
}
