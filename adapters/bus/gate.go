package bus

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// gate stands between a JetStream consumer and Watermill's subscriber. The subscriber closes its channel while it may be
// sending on it, which panics; so the gate closes first. And it does what the subscriber leaves out: it tells the server that
// a message is still being worked on, and repeats an acknowledgement that did not arrive.
type gate struct {
	every   time.Duration // between signs of work
	closing chan struct{}
	passing sync.Mutex // held while a message is inside
	// stream is what comes to the gate; nil before Consume.
	stream jetstream.ConsumeContext
}

func newGate(every time.Duration) *gate {
	return &gate{every: every, closing: make(chan struct{})}
}

// close lets nothing more in and returns when nothing is inside; who has received the message inside must answer it. What the
// server sends before it knows is given back, since it would be taken for being worked on.
func (g *gate) close() {
	close(g.closing)
	if g.stream != nil {
		g.stream.Drain()
		drained := time.NewTimer(natsFlush)
		defer drained.Stop()
		select {
		case <-g.stream.Closed():
		case <-drained.C: // the server is away
		}
	}
	g.passing.Lock()
	defer g.passing.Unlock()
}

func (g *gate) isClosing() bool {
	select {
	case <-g.closing:
		return true
	default:
		return false
	}
}

func (g *gate) pass(m jetstream.Msg, deliver jetstream.MessageHandler) {
	g.passing.Lock()
	defer g.passing.Unlock()
	if g.isClosing() {
		_ = m.Nak() // comes again by itself if that is lost
		return
	}
	done := make(chan struct{})
	var signs sync.WaitGroup
	signs.Go(func() {
		tick := time.NewTicker(g.every)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				_ = m.InProgress() // the next one may arrive
			}
		}
	})
	deliver(insistent{m, g})
	close(done)
	signs.Wait()
}

// gated is a consumer behind a gate.
type gated struct {
	jetstream.Consumer
	gate *gate
}

// Consume passes messages through the gate, one at a time.
func (c gated) Consume(deliver jetstream.MessageHandler, options ...jetstream.PullConsumeOpt) (jetstream.ConsumeContext, error) {
	stream, err := c.Consumer.Consume(func(m jetstream.Msg) { c.gate.pass(m, deliver) }, options...)
	if err == nil {
		c.gate.stream = stream
	}
	return stream, err
}

// insistent is a message whose answer is repeated until the server has it: else the server would wait for the whole time that
// a dead consumer is given, and so would all that is behind the message.
type insistent struct {
	jetstream.Msg
	gate *gate
}

// DoubleAck acknowledges and waits for the server to say so.
func (m insistent) DoubleAck(ctx context.Context) error {
	for failures := 1; ; failures++ {
		err := m.Msg.DoubleAck(ctx)
		// Without responders there is no such stream any more.
		if err == nil || ctx.Err() != nil || m.gate.isClosing() || errors.Is(err, jetstream.ErrMsgAlreadyAckd) || errors.Is(err, nats.ErrNoResponders) {
			return err
		}
		pauseFor(ctx, backoff(firstReopen, time.Second, failures))
	}
}
