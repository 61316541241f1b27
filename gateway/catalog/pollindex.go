package catalog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// indexRange is how many ids a digest of Magento's indexes is of: all of them are read again when one has changed.
const indexRange = 100

// indexJob is the job's name.
const indexJob = "index"

// index reads prices and levels again that Magento's indexes have otherwise than a minute ago. Most were told by the source's history
// and read already. What came before the first look is left to the sweep.
func (p *Poller) index(ctx context.Context, s *polled) (int, error) {
	g, err := p.catalog.generation(s.code)
	if err != nil {
		return 0, err
	}
	list, err := p.cfg.Indexes.IndexDigests(ctx, g.store, indexRange)
	if err != nil {
		return 0, fmt.Errorf("ask for digests of the indexes: %w", err)
	}
	was := s.indexes
	found := digestsByRange(list)
	if was == nil {
		s.indexes = found
		return 0, nil
	}
	prices, levels := rangesThatDiffer(was, found, pos.DocProduct), rangesThatDiffer(was, found, pos.DocStock)
	if (len(prices)+len(levels))*indexRange > maxDifference {
		p.cfg.Logger.InfoContext(ctx, "an index was rebuilt and much is other; the catalog is imported", slog.String("store", s.code))
		n, err := p.importAll(ctx, s)
		if err == nil {
			s.indexes = found
		}
		return n, err
	}
	ids, _ := g.within(prices)
	changed, failed := p.products(ctx, s, ids)
	_, skus := g.within(levels)
	n, err := p.skus(ctx, s, skus)
	if err = errors.Join(failed, err); err == nil {
		s.indexes = found
	}
	return changed + n, err
}

// within returns the ids and the SKUs of the products that are held in these ranges, ascending.
func (g *generation) within(ranges []pos.RangeDigest) ([]int64, []string) {
	if len(ranges) == 0 {
		return nil, nil
	}
	skus := map[int64]string{}
	for id, it := range g.products.all {
		if i, found := slices.BinarySearchFunc(ranges, id, func(d pos.RangeDigest, id int64) int {
			switch {
			case d.To < id:
				return -1
			case d.From > id:
				return 1
			}
			return 0
		}); found && i < len(ranges) {
			skus[id] = it.sku
		}
	}
	return slices.Sorted(maps.Keys(skus)), slices.Sorted(maps.Values(skus))
}
