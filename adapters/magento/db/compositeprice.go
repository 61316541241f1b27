package db

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

// CompositePrices gives composites, which ascend by id, the prices that ProductsByID would give them now. Of each it needs the id, the
// type, and the ids of variants as they were read before. The regular prices of those that come with some stay as they are.
func (s *Source) CompositePrices(ctx context.Context, store pos.Store, composites []pos.Product) error {
	group, ctx := errgroup.WithContext(ctx)
	for part := range slices.Chunk(composites, max(smallPart, (len(composites)+s.cfg.Parallel-1)/s.cfg.Parallel)) {
		group.Go(func() error {
			return s.read(ctx, func(ctx context.Context, r *reader) error {
				known, _, err := s.known(ctx, r, store, false)
				if err != nil {
					return err
				}
				p := newPage(store, known, s.cfg.BarcodeAttribute)
				p.products, p.scattered = part, true
				were := make([][]pos.GroupPrice, len(part))
				for i := range part {
					were[i], part[i].Prices = part[i].Prices, nil
					p.ids = append(p.ids, part[i].ID)
				}
				if err := p.loadPrices(ctx, r); err != nil {
					return err
				}
				defer s.tell(ctx, store, &p.faults)
				return p.loadCompositePrices(ctx, r, were)
			})
		})
	}
	return group.Wait()
}

// loadCompositePrices takes the regular prices of configurable products from their variants, unless they were some that stay.
func (p *page) loadCompositePrices(ctx context.Context, r *reader, were [][]pos.GroupPrice) error {
	children := map[int64]*child{}
	var ids []int64
	for i := range p.products {
		if were[i] != nil {
			continue
		}
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
			prices := [][]pos.GroupPrice{were[i]}
			for _, v := range product.Variants {
				if were[i] == nil {
					prices = append(prices, children[v.ID].prices)
				}
			}
			product.Prices = lowerRegular(product.Prices, prices)
		}
		product.Prices = distinctPrices(product.Prices)
	}
	return nil
}
