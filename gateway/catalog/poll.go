package catalog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	// rereadPage is how many products are read again at once.
	rereadPage = 1000
	// maxRanges is how many changed ranges are read one by one; beyond it everything is imported.
	maxRanges = maxDifference / rangeSize
)

// jittered is d, ± a tenth so that replicas and store views do not ask in step.
func jittered(d time.Duration) time.Duration {
	return d - d/10 + rand.N(d/5+1) //nolint:gosec // a jitter, no secret
}

// load takes mark and digests from the generation that is shelved, unless they are known.
func (p *Poller) load(ctx context.Context, s *polled) error {
	if s.loaded {
		return nil
	}
	place, err := readPlace(ctx, p.cfg.Shelf, s.code)
	if err != nil {
		return err
	}
	p.catalog.stores[s.code].touched.forget(place.Covered)
	s.mark, s.digests, s.loaded = place.Mark, nil, true
	if place.Known {
		s.digests = digestsByRange(place.Digests)
	}
	return nil
}

// rangeID names a range of ids of one kind.
type rangeID struct {
	kind pos.DocumentKind
	from int64
}

func digestsByRange(list []pos.RangeDigest) map[rangeID]pos.RangeDigest {
	out := make(map[rangeID]pos.RangeDigest, len(list))
	for _, d := range list {
		out[rangeID{d.Kind, d.From}] = d
	}
	return out
}

// reprice appends what a new day changed.
func (p *Poller) reprice(ctx context.Context, s *polled) (int, error) {
	return p.cfg.Refresher.update(ctx, s.code, "prices of the day", func(ctx context.Context, g *generation) (fresh, error) {
		return g.reprice(ctx, p.cfg.Now())
	})
}

// changes reads again what the source's history names.
func (p *Poller) changes(ctx context.Context, s *polled) (int, error) {
	if err := p.load(ctx, s); err != nil {
		return 0, err
	}
	g, err := p.catalog.generation(s.code)
	if err != nil {
		return 0, err
	}
	told, err := p.cfg.Changes.Changes(ctx, g.store, s.mark)
	if err != nil {
		return 0, fmt.Errorf("ask what changed: %w", err)
	}
	s.blind = told.Blind
	if len(told.Lost) > 0 {
		p.cfg.Logger.InfoContext(ctx, "the source no longer tells all that changed; digests are compared", slog.String("store", s.code))
		changed, err := p.sweep(ctx, s)
		if err != nil {
			return changed, err
		}
		n, err := p.named(ctx, s, told)
		return changed + n, err
	}
	return p.named(ctx, s, told)
}

// named reads again what the source names, and then goes on from its next mark. What cannot be read keeps nothing else from being read.
func (p *Poller) named(ctx context.Context, s *polled, told pos.SourceChanges) (int, error) {
	changed := 0
	var failed []error
	for _, step := range []func() (int, error){
		func() (int, error) { return p.products(ctx, s, told.Products) },
		func() (int, error) { return p.skus(ctx, s, told.SKUs) },
		func() (int, error) { return when(told.Categories, func() (int, error) { return p.categories(ctx, s) }) },
		func() (int, error) { return when(told.Pricing, func() (int, error) { return p.pricing(ctx, s) }) },
	} {
		n, err := step()
		changed += n
		failed = append(failed, err)
	}
	if err := errors.Join(failed...); err != nil {
		return changed, err
	}
	s.mark = told.Next
	return changed, nil
}

func when(needed bool, run func() (int, error)) (int, error) {
	if !needed {
		return 0, nil
	}
	return run()
}

func (p *Poller) products(ctx context.Context, s *polled, ids []int64) (int, error) {
	changed := 0
	var failed []error
	for page := range slices.Chunk(ids, rereadPage) {
		n, err := p.cfg.Refresher.update(ctx, s.code, "products that changed", func(ctx context.Context, g *generation) (fresh, error) {
			f := fresh{}
			return f, p.cfg.Refresher.readProducts(ctx, g, page, f)
		})
		changed += n
		failed = append(failed, err)
	}
	return changed, errors.Join(failed...)
}

func (p *Poller) skus(ctx context.Context, s *polled, skus []string) (int, error) {
	changed := 0
	var failed []error
	for page := range slices.Chunk(skus, rereadPage) {
		n, err := p.cfg.Refresher.update(ctx, s.code, "stock that changed", func(ctx context.Context, g *generation) (fresh, error) {
			f := fresh{}
			return f, p.cfg.Refresher.readStock(ctx, g, g.withParentSKUs(page), f)
		})
		changed += n
		failed = append(failed, err)
	}
	return changed, errors.Join(failed...)
}

// stockUntold compares every level, unless the source tells of changed stock.
func (p *Poller) stockUntold(ctx context.Context, s *polled) (int, error) {
	if p.cfg.Changes != nil && s.loaded && !slices.Contains(s.blind, pos.DocStock) {
		return 0, nil
	}
	return p.stock(ctx, s)
}

// stock compares every level.
func (p *Poller) stock(ctx context.Context, s *polled) (int, error) {
	return p.cfg.Refresher.update(ctx, s.code, "all stock", func(ctx context.Context, g *generation) (fresh, error) {
		f := fresh{}
		pieces, err := unreserved(ctx, p.cfg.Refresher.cfg.Sales, g.store, nil)
		if err != nil {
			return nil, err
		}
		levels, err := p.cfg.Refresher.cfg.Source.Stock(ctx, g.store)
		if err != nil {
			return nil, fmt.Errorf("read stock: %w", err)
		}
		noteSold(levels, pieces)
		for _, l := range g.stock.all {
			f.gone(pos.DocStock, l.doc.SKU)
		}
		f.addLevels(levels)
		return f, nil
	})
}

func (p *Poller) categories(ctx context.Context, s *polled) (int, error) {
	return p.cfg.Refresher.update(ctx, s.code, "categories", func(ctx context.Context, g *generation) (fresh, error) {
		f := fresh{}
		return f, p.cfg.Refresher.readCategories(ctx, g, f)
	})
}

// metadata compares attributes and routes; a changed setting of the store view alters what documents mean, so that
// everything is imported.
func (p *Poller) metadata(ctx context.Context, s *polled) (int, error) {
	source := p.cfg.Refresher.cfg.Source
	store, err := source.Store(ctx, s.code)
	if err != nil {
		return 0, fmt.Errorf("read the store: %w", err)
	}
	d, err := encodeStore(store)
	if err != nil {
		return 0, err
	}
	g, err := p.catalog.generation(s.code)
	if err != nil {
		return 0, err
	}
	if fingerprintOf(d.Body, g.ruleAttributes(), p.cfg.Importer.cfg.Settings) != g.fingerprint {
		p.cfg.Logger.InfoContext(ctx, "settings changed; the catalog is made anew", slog.String("store", s.code))
		return p.importAll(ctx, s)
	}
	return p.cfg.Refresher.update(ctx, s.code, "attributes and routes", func(ctx context.Context, g *generation) (fresh, error) {
		c := &collection{docs: documents{}}
		if err := p.cfg.Importer.readMetadata(ctx, g.store, c); err != nil {
			return nil, err
		}
		f := fresh{}
		for _, list := range c.docs {
			for _, d := range list {
				f.add(d.Document)
			}
		}
		for _, a := range g.attributes {
			if _, ok := f[docID{pos.DocAttribute, a.Code}]; !ok {
				f.gone(pos.DocAttribute, a.Code)
			}
		}
		for _, r := range g.routes.all {
			if _, ok := f[docID{pos.DocRoute, r.doc.Path}]; !ok {
				f.gone(pos.DocRoute, r.doc.Path)
			}
		}
		return f, nil
	})
}
