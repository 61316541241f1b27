package db

import (
	"cmp"
	"context"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// loadPrices reads the rows of the price index for the store's website. Products that are disabled, not on the website, or
// out of stock while such products are hidden, have none.
func (p *page) loadPrices(ctx context.Context, r *reader) error {
	where, args := p.where("entity_id")
	prices := make([]pos.GroupPrice, 0, 4*len(p.products))
	return r.each(ctx, "prices", `
		SELECT entity_id, customer_group_id, price, final_price, min_price, max_price FROM {catalog_product_index_price}
		WHERE `+where+` AND website_id = ? ORDER BY entity_id, customer_group_id`, append(args, p.store.WebsiteID), func(c row) {
		product := p.at(c.integer(0))
		if product == nil {
			return
		}
		price := pos.GroupPrice{Group: c.integer(1), Min: p.pool.decimal(c.bytes(4)), Max: p.pool.decimal(c.bytes(5))}
		if composite(product.Type) {
			// What the index holds as the composite's own price means nothing; see pos.GroupPrice.
			price.Regular, price.Final = price.Min, price.Min
		} else {
			price.Regular, price.Final = p.pool.decimal(c.bytes(2)), p.pool.decimal(c.bytes(3))
		}
		// One slice serves the page; each product gets its run of it.
		prices = append(prices, price)
		if n := len(product.Prices); n > 0 {
			product.Prices = prices[len(prices)-n-1 : len(prices) : len(prices)]
			return
		}
		product.Prices = prices[len(prices)-1 : len(prices) : len(prices)]
	})
}

// lowerRegular makes Regular of a configurable's prices the lowest among its variants' prices.
func lowerRegular(configurable []pos.GroupPrice, variants [][]pos.GroupPrice) {
	for i := range configurable {
		own := &configurable[i]
		found := false
		for _, prices := range variants {
			at, ok := slices.BinarySearchFunc(prices, own.Group, func(p pos.GroupPrice, group int64) int { return cmp.Compare(p.Group, group) })
			if ok && (!found || prices[at].Regular.LessThan(own.Regular)) {
				own.Regular, found = prices[at].Regular, true
			}
		}
	}
}
