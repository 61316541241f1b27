package catalog

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

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
	n, err := p.compare(ctx, s)
	return changed + n, err
}

// compare reads the ranges of products again whose digest is another, and of the others what was told to have changed. Then it shelves
// how far it has come.
func (p *Poller) compare(ctx context.Context, s *polled) (changed int, err error) {
	g, err := p.catalog.generation(s.code)
	if err != nil {
		return changed, err
	}
	told := &p.catalog.stores[s.code].touched // at least all that the generation has
	ids, skus := told.all()
	begun, err := p.cfg.Shelf.Manifest(ctx, s.code)
	if err != nil {
		return changed, fmt.Errorf("manifest: %w", err)
	}
	list, err := p.cfg.Changes.Digests(ctx, g.store, rangeSize)
	if err != nil {
		return changed, fmt.Errorf("ask for digests: %w", err)
	}
	found := digestsByRange(list)
	products, levels := rangesThatDiffer(s.digests, found, pos.DocProduct), rangesThatDiffer(s.digests, found, pos.DocStock)
	if s.digests == nil || len(products) > maxRanges || len(ids) > maxDifference {
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
	for _, step := range []func() (int, error){
		func() (int, error) { return p.indirect(ctx, s, found, len(levels) > 0) },
		func() (int, error) { return p.products(ctx, s, outside(ids, products)) },
		func() (int, error) { return p.skus(ctx, s, skus) },
	} {
		n, err := step()
		changed += n
		failed = append(failed, err)
	}
	if err := errors.Join(failed...); err != nil {
		return changed, err
	}
	s.digests = found
	told.forget(g.cursor)
	if err := p.cfg.Importer.goOn(ctx, begun, sourcePlace{Mark: s.mark, Digests: list, Known: true, Covered: g.cursor}); err != nil {
		return changed, fmt.Errorf("shelve the place of a sweep: %w", err)
	}
	return changed, nil
}

// outside are the ids that are in none of the ranges.
func outside(ids []int64, ranges []pos.RangeDigest) []int64 {
	return slices.DeleteFunc(slices.Clone(ids), func(id int64) bool {
		return slices.ContainsFunc(ranges, func(r pos.RangeDigest) bool { return r.From/rangeSize == id/rangeSize })
	})
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
