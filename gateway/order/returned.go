package order

import (
	"context"

	"github.com/tillway/tillway/gateway/pos"
)

// tellReturned notes on orders, to be shown, what came back of them with all orders that were received, placed or not.
func (s *Service) tellReturned(ctx context.Context, orders []pos.Order) error {
	var ids []string
	for _, o := range orders {
		if len(o.Lines) > 0 {
			ids = append(ids, o.ID)
		}
	}
	later, err := s.cfg.Ledger.ReturnedWith(ctx, ids)
	if err != nil {
		return err
	}
	for i := range orders {
		orders[i].Placement.Returned = orders[i].ReturnedBy(later)
	}
	return nil
}
