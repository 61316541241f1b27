package app

import (
	"context"
	"log/slog"

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

// ledgerGoods tells the ledger what the catalog knows bundles to be made of.
type ledgerGoods struct {
	directory *register.Directory
	catalog   *catalog.Catalog
	log       *slog.Logger
}

// Parts looks bundles up in the store view that the location sells from.
func (g ledgerGoods) Parts(ctx context.Context, in pos.OrderInput) []pos.Part {
	var parts []pos.Part
	for i, l := range in.Lines {
		if l.Choices == nil || len(l.Choices.Bundle) == 0 {
			continue
		}
		found, err := g.parts(ctx, in.LocationID, i, l)
		if err != nil {
			g.log.WarnContext(ctx, "the parts of a bundle are not known: stock counts them once Magento has the order",
				slog.String("order", in.ID), slog.String("sku", l.SKU), slog.Any("error", err))
		}
		parts = append(parts, found...)
	}
	return parts
}

func (g ledgerGoods) parts(ctx context.Context, location string, index int, l pos.Line) ([]pos.Part, error) {
	at, err := g.directory.Location(ctx, location)
	if err != nil {
		return nil, err
	}
	bundle, err := g.catalog.ProductBySKU(ctx, at.Store, l.SKU)
	if err != nil {
		return nil, err
	}
	return bundle.Parts(index, l), nil
}
