package app

import (
	"context"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/register"
)

// ledgerSales tells the catalog what the ledger knows to be sold.
type ledgerSales struct {
	ledger    *sqldb.DB
	directory *register.Directory
	catalog   *catalog.Catalog
}

// Unreserved adds up what was sold at the locations that sell from the store view's stock: those of this store view, and of
// others that are known by now to sell from the same.
func (s ledgerSales) Unreserved(ctx context.Context, store pos.Store, skus []string) (map[string]decimal.Decimal, error) {
	views := []string{store.Code}
	known, err := s.catalog.Stores(ctx)
	if err != nil {
		return nil, err
	}
	for _, other := range known {
		if other.StockID == store.StockID && other.Code != store.Code {
			views = append(views, other.Code)
		}
	}
	return s.ledger.Unreserved(ctx, s.directory.SellingFrom(views), skus)
}
