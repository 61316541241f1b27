package order

import (
	"context"

	"github.com/tillway/tillway/gateway/pos"
)

// tellReturned notes on orders, to be shown, what came back of them.
func (s *Service) tellReturned(ctx context.Context, orders []pos.Order) error {
	return pos.TellReturned(orders, func(ids []string) ([]pos.Order, error) { return s.cfg.Ledger.ReturnedWith(ctx, ids) })
}
