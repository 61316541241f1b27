package db

import (
	"cmp"
	"context"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// Store returns the store view with this code. The view "admin", from which nothing may be sold, is not found.
// Errors: not_found.
func (s *Source) Store(ctx context.Context, code string) (pos.Store, error) {
	var store pos.Store
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		var err error
		if store, err = loadStore(ctx, r, code); err != nil {
			return err
		}
		settings, err := loadSettings(ctx, r, store)
		if err != nil {
			return err
		}
		settings.apply(&store)
		if store.StockID, err = loadStockID(ctx, r, store.WebsiteCode); err != nil {
			return err
		}
		if store.TaxRates, err = loadTaxRates(ctx, r); err != nil {
			return err
		}
		if err := loadDirectory(ctx, r, &store, settings); err != nil {
			return err
		}
		store.Siblings, err = loadSiblings(ctx, r, store)
		return err
	})
	if err != nil {
		return pos.Store{}, err
	}
	return store, nil
}

func loadStore(ctx context.Context, r *reader, code string) (pos.Store, error) {
	var store pos.Store
	err := r.each(ctx, "store", `
		SELECT s.store_id, s.code, s.name, s.group_id, g.name, s.website_id, w.code, w.name, g.default_store_id, g.root_category_id,
			g.code, w.default_group_id, s.sort_order
		FROM {store} s
		JOIN {store_group} g ON g.group_id = s.group_id
		JOIN {store_website} w ON w.website_id = s.website_id
		WHERE s.code = ? AND s.store_id <> 0`, []any{code}, func(c *row) {
		if c.text(1) != code { // the column's collation ignores letter case, Magento does not
			return
		}
		store = pos.Store{
			ID: c.integer(0), Code: code, Name: c.text(2), GroupID: c.integer(3), GroupName: c.text(4),
			WebsiteID: c.integer(5), WebsiteCode: c.text(6), WebsiteName: c.text(7),
			Default: c.integer(8) == c.integer(0), RootCategoryID: c.integer(9),
			GroupCode: c.text(10), GroupDefault: c.integer(11) == c.integer(3), SortOrder: int(c.integer(12)),
		}
	})
	if err == nil && store.Code == "" {
		return store, pos.NotFound("no store view has the code %.40q: look it up in Magento under Stores > All Stores", code)
	}
	return store, err
}

// loadSiblings returns the other active store views of a website by id, with their settings and without what the shop's store
// views have in common.
func loadSiblings(ctx context.Context, r *reader, store pos.Store) ([]pos.Store, error) {
	var codes []string
	err := r.each(ctx, "store views", "SELECT code FROM {store} WHERE website_id = ? AND store_id <> ? AND is_active = 1 ORDER BY store_id",
		[]any{store.WebsiteID, store.ID}, func(c *row) { codes = append(codes, c.text(0)) })
	if err != nil {
		return nil, err
	}
	var siblings []pos.Store
	for _, code := range codes {
		sibling, err := loadStore(ctx, r, code)
		if err != nil {
			return nil, err
		}
		settings, err := loadSettings(ctx, r, sibling)
		if err != nil {
			return nil, err
		}
		settings.apply(&sibling)
		siblings = append(siblings, sibling)
	}
	return siblings, nil
}

// loadStockID returns the stock that a website sells from. Without MSI, or without a row, that is the default stock.
func loadStockID(ctx context.Context, r *reader, website string) (int64, error) {
	stock := int64(defaultStock)
	err := r.each(ctx, "stock of the website", `
		SELECT stock_id FROM {inventory_stock_sales_channel} WHERE type = 'website' AND code = ?`, []any{website}, func(c *row) {
		stock = c.integer(0)
	})
	if isMissingTable(err) {
		return defaultStock, nil
	}
	return stock, err
}

// loadTaxRates returns every rate as the rules apply it, by code, customer class and product class.
func loadTaxRates(ctx context.Context, r *reader) ([]pos.TaxRate, error) {
	var rates []pos.TaxRate
	err := r.each(ctx, "tax rates", `
		SELECT r.code, c.customer_tax_class_id, c.product_tax_class_id, r.tax_country_id, r.tax_region_id, r.tax_postcode, r.rate, c.tax_calculation_rule_id
		FROM {tax_calculation} c
		JOIN {tax_calculation_rate} r ON r.tax_calculation_rate_id = c.tax_calculation_rate_id`, nil, func(c *row) {
		rates = append(rates, pos.TaxRate{
			Code: c.text(0), CustomerTaxClass: c.integer(1), ProductTaxClass: c.integer(2),
			Country: c.text(3), RegionID: c.integer(4), Postcode: c.text(5), Percent: parseDecimal(c.bytes(6)), Rule: c.integer(7),
		})
	})
	slices.SortFunc(rates, func(a, b pos.TaxRate) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.CustomerTaxClass, b.CustomerTaxClass),
			cmp.Compare(a.ProductTaxClass, b.ProductTaxClass), cmp.Compare(a.Rule, b.Rule))
	})
	return rates, err
}
