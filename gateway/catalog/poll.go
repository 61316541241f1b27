package catalog

import (
	"cmp"
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
			f[docID{pos.DocStock, l.doc.SKU}] = nil
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
		f := fresh(c.docs)
		for _, a := range g.attributes {
			if _, ok := f[docID{pos.DocAttribute, a.Code}]; !ok {
				f[docID{pos.DocAttribute, a.Code}] = nil
			}
		}
		for _, r := range g.routes.all {
			if _, ok := f[docID{pos.DocRoute, r.doc.Path}]; !ok {
				f[docID{pos.DocRoute, r.doc.Path}] = nil
			}
		}
		return f, nil
	})
}

// sweep finds what nobody told of: it compares settings, price rules, attributes, routes and categories, and reads the ranges of products
// again whose digest is another.
func (p *Poller) sweep(ctx context.Context, s *polled) (int, error) {
	if err := p.load(ctx, s); err != nil {
		return 0, err
	}
	changed, err := p.metadata(ctx, s)
	if err != nil {
		return changed, err
	}
	for _, compare := range []func(context.Context, *polled) (int, error){p.pricing, p.categories} {
		n, err := compare(ctx, s)
		changed += n
		if err != nil {
			return changed, err
		}
	}
	if p.cfg.Changes == nil {
		return changed, nil
	}
	g, err := p.catalog.generation(s.code)
	if err != nil {
		return changed, err
	}
	list, err := p.cfg.Changes.Digests(ctx, g.store, rangeSize)
	if err != nil {
		return changed, fmt.Errorf("ask for digests: %w", err)
	}
	found := digestsByRange(list)
	products, levels := rangesThatDiffer(s.digests, found, pos.DocProduct), rangesThatDiffer(s.digests, found, pos.DocStock)
	if s.digests == nil || len(products) > maxRanges {
		n, err := p.importAll(ctx, s)
		return changed + n, err
	}
	var failed []error
	for _, d := range products {
		n, err := p.reread(ctx, s, d)
		changed += n
		if failed = append(failed, err); err == nil {
			s.note(found, d)
		}
	}
	n, err := p.indirect(ctx, s, found, len(levels) > 0)
	changed += n
	if err := errors.Join(append(failed, err)...); err != nil {
		return changed, err
	}
	s.digests = found
	return changed, nil
}

// indirect reads again what shows something that no range of ids stands for: configurable products show labels of attributes
// and of their options, levels depend on settings.
func (p *Poller) indirect(ctx context.Context, s *polled, found map[rangeID]pos.RangeDigest, stock bool) (int, error) {
	changed, err := when(stock || len(rangesThatDiffer(s.digests, found, pos.DocStore)) > 0, func() (int, error) { return p.stock(ctx, s) })
	if err != nil || len(rangesThatDiffer(s.digests, found, pos.DocAttribute)) == 0 {
		return changed, err
	}
	g, err := p.catalog.generation(s.code)
	if err != nil {
		return changed, err
	}
	var ids []int64
	for id, it := range g.products.all {
		if it.kind == pos.TypeConfigurable {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	n, err := p.products(ctx, s, ids)
	return changed + n, err
}

// note keeps what was found of a range that was read again.
func (s *polled) note(found map[rangeID]pos.RangeDigest, d pos.RangeDigest) {
	id := rangeID{d.Kind, d.From}
	if now, ok := found[id]; ok {
		s.digests[id] = now
	} else {
		delete(s.digests, id)
	}
}

// rangesThatDiffer returns the ranges of a kind that are new, other or gone, by From.
func rangesThatDiffer(was, is map[rangeID]pos.RangeDigest, kind pos.DocumentKind) []pos.RangeDigest {
	var out []pos.RangeDigest
	for id, d := range is {
		if old, ok := was[id]; id.kind == kind && (!ok || old.Digest != d.Digest || old.Count != d.Count) {
			out = append(out, d)
		}
	}
	for id, d := range was {
		if _, ok := is[id]; id.kind == kind && !ok {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b pos.RangeDigest) int { return cmp.Compare(a.From, b.From) })
	return out
}

// reread compares the products of one range with what the source holds now, those that are gone included.
func (p *Poller) reread(ctx context.Context, s *polled, d pos.RangeDigest) (int, error) {
	g, err := p.catalog.generation(s.code)
	if err != nil {
		return 0, err
	}
	// The bounds of a digest are of what the source held; what we hold may lie beside them in the same range.
	from := d.From / rangeSize * rangeSize
	to := max(d.To, from+rangeSize-1)
	seen := map[int64]bool{}
	for id := range g.products.all {
		if id >= from && id <= to {
			seen[id] = true
		}
	}
	for after := from - 1; ; {
		page, err := p.cfg.Refresher.cfg.Source.Products(ctx, g.store, after, rangeSize)
		unread, err := unreadable(err)
		if err != nil {
			return 0, fmt.Errorf("read products after %d: %w", after, err)
		}
		for _, product := range page {
			if product.ID <= to {
				seen[product.ID] = true
			}
		}
		after = max(after, lastOf(page, unread))
		if len(page)+len(unread) < rangeSize || after >= to {
			break
		}
	}
	ids := make([]int64, 0, len(seen))
	for id := range seen {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return p.products(ctx, s, ids)
}

// repair imports everything when readers cannot follow the shared cache: it is new or was emptied, has lost what
// was read of it, or an import was killed.
func (p *Poller) repair(ctx context.Context, s *polled) (int, error) {
	report, done, err := p.cfg.Importer.repair(ctx, s.code, p.catalog.rewritten(s.code))
	if err != nil || !done {
		return 0, err
	}
	return p.goOnFrom(ctx, s, report)
}

// importAll imports everything.
func (p *Poller) importAll(ctx context.Context, s *polled) (int, error) {
	report, err := p.cfg.Importer.Import(ctx, s.code, nil)
	if err != nil {
		return 0, err
	}
	return p.goOnFrom(ctx, s, report)
}

// goOnFrom takes a new generation and its place in the source's history, and returns how many documents it changed.
func (p *Poller) goOnFrom(ctx context.Context, s *polled, report Report) (int, error) {
	s.loaded = false
	if err := p.load(ctx, s); err != nil {
		return 0, err
	}
	changed := 0
	for _, c := range report.Kinds {
		changed += c.Added + c.Changed + c.Deleted
	}
	return changed, p.catalog.Sync(ctx, s.code)
}
