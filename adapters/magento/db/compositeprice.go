package db

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

// CompositePrices gives composites, which ascend by id, the prices that ProductsByID would give them now. Of each it needs the id, the
// type, and the ids of variants as they were read before.
func (s *Source) CompositePrices(ctx context.Context, store pos.Store, composites []pos.Product) error {
	group, ctx := errgroup.WithContext(ctx)
	for part := range slices.Chunk(composites, max(smallScattered, (len(composites)+s.cfg.Parallel-1)/s.cfg.Parallel)) {
		group.Go(func() error {
			return s.read(ctx, func(ctx context.Context, r *reader) error {
				known, _, err := s.known(ctx, r, store, false)
				if err != nil {
					return err
				}
				p := newPage(store, known, s.cfg.BarcodeAttribute)
				p.products, p.scattered = part, true
				for i := range part {
					part[i].Prices = nil
					p.ids = append(p.ids, part[i].ID)
				}
				if err := p.loadPrices(ctx, r); err != nil {
					return err
				}
				defer s.tell(ctx, store, &p.faults)
				return p.loadCompositePrices(ctx, r)
			})
		})
	}
	return group.Wait()
}

// loadCompositePrices takes the regular prices of configurable products from their variants.
func (p *page) loadCompositePrices(ctx context.Context, r *reader) error {
	children := map[int64]*child{}
	var ids []int64
	for i := range p.products {
		for _, v := range p.products[i].Variants {
			if children[v.ID] == nil {
				children[v.ID] = &child{}
				ids = append(ids, v.ID)
			}
		}
	}
	slices.Sort(ids)
	for some := range slices.Chunk(ids, maxPage) {
		if err := p.loadOutsidePrices(ctx, r, some, children); err != nil {
			return err
		}
	}
	for i := range p.products {
		product := &p.products[i]
		if product.Type == pos.TypeConfigurable {
			prices := make([][]pos.GroupPrice, len(product.Variants))
			for j, v := range product.Variants {
				prices[j] = children[v.ID].prices
			}
			product.Prices = lowerRegular(product.Prices, prices)
		}
		product.Prices = distinctPrices(product.Prices)
	}
	return nil
}
