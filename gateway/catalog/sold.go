package catalog

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	// reservedEvery bounds how often Magento is asked for what it has reserved, while one order after the other is placed.
	reservedEvery = time.Second
	// maxSoldBackoff caps the wait after a failure.
	maxSoldBackoff = 30 * time.Second
)

// unreserved asks what was sold of SKUs, or of all when skus is nil. It is asked before Magento is: what Magento reserves in
// between is then counted twice until it is told of, and not forgotten.
func unreserved(ctx context.Context, sales Sales, store pos.Store, skus []string) (map[string]decimal.Decimal, error) {
	if sales == nil {
		return nil, nil //nolint:nilnil // nobody sells here
	}
	var folded []string
	if skus != nil {
		folded = make([]string, len(skus))
		for i, sku := range skus {
			folded[i] = fold(sku)
		}
	}
	pieces, err := sales.Unreserved(ctx, store, folded)
	if err != nil {
		return nil, fmt.Errorf("read what was sold: %w", err)
	}
	return pieces, nil
}

// noteSold writes what was sold into levels. What is not counted needs none.
func noteSold(levels []pos.StockLevel, pieces map[string]decimal.Decimal) {
	for i, l := range levels {
		if l.Salable != nil {
			levels[i].Sold = pieces[fold(l.SKU)]
		}
	}
}

// resold makes the levels of SKUs anew from what is held, with what was sold by now: Magento is not asked. When others wrote
// one of them meanwhile, ours may have undone what they had read: the second time Magento is asked after all.
func (r *Refresher) resold(skus []string) func(context.Context, *generation) (fresh, error) {
	again := false
	return func(ctx context.Context, g *generation) (fresh, error) {
		f := fresh{}
		if again {
			return f, r.readStock(ctx, g, slices.Clone(skus), f)
		}
		again = true
		pieces, err := unreserved(ctx, r.cfg.Sales, g.store, skus)
		if err != nil {
			return nil, err
		}
		var levels []pos.StockLevel
		for _, sku := range skus {
			if l, ok := g.stock.get(fold(sku)); ok {
				levels = append(levels, *l.doc)
			}
		}
		noteSold(levels, pieces)
		f.addLevels(levels)
		return f, nil
	}
}

// sold compares what all levels say was sold with the ledger, for what nobody told of: a gateway that is killed forgets what it
// was about to write. Where less was sold than is written Magento has reserved the rest, so that its number is read again.
func (p *Poller) sold(ctx context.Context, s *polled) (int, error) {
	g, err := p.catalog.generation(s.code)
	if err != nil {
		return 0, err
	}
	pieces, err := unreserved(ctx, p.cfg.Refresher.cfg.Sales, g.store, nil)
	if err != nil {
		return 0, err
	}
	var more, less []string
	for key, l := range g.stock.all {
		if l.doc.Salable == nil {
			continue
		}
		switch pieces[key].Cmp(l.doc.Sold) {
		case 1:
			more = append(more, l.doc.SKU)
		case -1:
			less = append(less, l.doc.SKU)
		}
	}
	changed := 0
	for some := range slices.Chunk(more, rereadPage) {
		n, err := p.cfg.Refresher.update(ctx, s.code, "what was sold", p.cfg.Refresher.resold(some))
		changed += n
		if err != nil {
			return changed, err
		}
	}
	n, err := p.skus(ctx, s, less)
	return changed + n, err
}

// Tally has levels follow what is sold here. What it is told is written together with whatever it is told meanwhile; what is
// lost with the process the poller finds. Safe for concurrent use.
type Tally struct {
	refresher *Refresher
	skus      gathering[string]
	sold      chan struct{}
	reserved  chan struct{}
}

// NewTally returns a tally that writes through a refresher. Its Run does the work.
func NewTally(r *Refresher) *Tally {
	return &Tally{refresher: r, sold: make(chan struct{}, 1), reserved: make(chan struct{}, 1)}
}

// Sold tells that an order of these SKUs was received, or was cancelled before Magento had it: Magento need not be asked.
func (t *Tally) Sold(skus ...string) {
	t.skus.add(skus...)
	wake(t.sold)
}

// Reserved tells that Magento has now reserved what was sold of these SKUs: its number and ours change together.
func (t *Tally) Reserved(skus ...string) {
	t.refresher.skus.add(skus...)
	wake(t.reserved)
}

func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // it has yet to look
	}
}

// Run writes what it is told until ctx ends; then it returns nil. Failures are logged and tried again with growing waits.
func (t *Tally) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	wg.Go(func() { t.follow(ctx, t.sold, 0, t.writeSold) })
	wg.Go(func() {
		t.follow(ctx, t.reserved, reservedEvery, func(ctx context.Context) error {
			return t.refresher.flights.do(ctx, string(pos.HintStock), t.refresher.readSKUs)
		})
	})
	wg.Wait()
	return nil
}

func (t *Tally) follow(ctx context.Context, told <-chan struct{}, rest time.Duration, write func(context.Context) error) {
	for failures := 0; ; {
		if failures == 0 {
			select {
			case <-ctx.Done():
				return
			case <-told:
			}
		}
		err := write(ctx)
		wait := rest
		if failures++; err == nil {
			failures = 0
		} else {
			wait = min(time.Second<<min(failures, 10), maxSoldBackoff)
			t.refresher.cfg.Logger.WarnContext(ctx, "stock does not follow what is sold; it is tried again", slog.Any("error", err))
		}
		if pause(ctx, wait) != nil {
			return
		}
	}
}

// writeSold writes what was sold of the SKUs that were gathered.
func (t *Tally) writeSold(ctx context.Context) error {
	skus := t.skus.take()
	for some := range slices.Chunk(skus, rereadPage) {
		for _, store := range t.refresher.cfg.Catalog.Codes() {
			if !t.refresher.cfg.Catalog.Ready(store) {
				continue // the import tells
			}
			if _, err := t.refresher.update(ctx, store, "what was sold", t.refresher.resold(some)); err != nil {
				t.skus.add(skus...)
				return fmt.Errorf("write what was sold in %s: %w", store, err)
			}
		}
	}
	return nil
}
