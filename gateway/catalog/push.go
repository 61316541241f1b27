package catalog

import (
	"context"
	"sync"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Pusher pushes store views when somebody asks: "push now". However many ask, one push of a store view runs at a time, and it
// is for all who asked before it began. Safe for concurrent use.
type Pusher struct {
	poller *Poller
	now    func() time.Time
	stores map[string]*pushed
}

// pushed is one store view's queue.
type pushed struct {
	wake chan struct{}

	mu      sync.Mutex
	waiting []chan outcome // of those who asked since the last push began
}

type outcome struct {
	push pos.CatalogPush
	err  error
}

// NewPusher returns a pusher for the store views of a poller. Now is the clock.
func NewPusher(poller *Poller, now func() time.Time) *Pusher {
	p := &Pusher{poller: poller, now: now, stores: map[string]*pushed{}}
	for code := range poller.stores {
		p.stores[code] = &pushed{wake: make(chan struct{}, 1)}
	}
	return p
}

// Run does what is asked for until ctx ends; then it returns nil.
func (p *Pusher) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	for code, s := range p.stores {
		wg.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case <-s.wake:
					p.push(ctx, code, s)
				}
			}
		})
	}
	wg.Wait()
	return nil
}

func (p *Pusher) push(ctx context.Context, code string, s *pushed) {
	s.mu.Lock()
	waiting := s.waiting
	s.waiting = nil
	s.mu.Unlock()
	begun := p.now()
	changed, err := p.poller.Push(ctx, code)
	done := outcome{pos.CatalogPush{Store: code, Finished: err == nil, Changed: changed, Took: p.now().Sub(begun)}, err}
	for _, w := range waiting {
		w <- done // has room for it
	}
}

// Ask has a store view pushed soon and does not wait for it; how that ended is logged and observed as the poller's jobs are.
// Errors: not_found, for a store view that is not served.
func (p *Pusher) Ask(store string) error {
	_, err := p.ask(store)
	return err
}

// Push has a store view pushed and waits for the push, which goes on when ctx ends before it; then Finished is false.
// Errors: not_found, for a store view that is not served; those of the source; unavailable.
func (p *Pusher) Push(ctx context.Context, store string) (pos.CatalogPush, error) {
	done, err := p.ask(store)
	if err != nil {
		return pos.CatalogPush{}, err
	}
	select {
	case <-ctx.Done():
		return pos.CatalogPush{Store: store}, nil
	case o := <-done:
		return o.push, o.err
	}
}

func (p *Pusher) ask(store string) (<-chan outcome, error) {
	s, ok := p.stores[store]
	if !ok {
		return nil, noStore(store)
	}
	done := make(chan outcome, 1)
	s.mu.Lock()
	s.waiting = append(s.waiting, done)
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default: // the push that was asked for already has not begun: it is ours too
	}
	return done, nil
}
