package db

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/tillway/tillway/gateway/pos"
)

// priceTables returns the tables that hold the price index of a website. It may be split by website, by customer group or by
// both (Magento\Catalog\Model\Indexer\Product\Price\DimensionModeConfiguration); the parts' names end with the dimensions by
// name (Magento\Framework\Indexer\ScopeResolver\IndexScopeResolver).
func priceTables(ctx context.Context, r *reader, website int64) ([]string, error) {
	mode := ""
	err := r.each(ctx, "price index mode", "SELECT value FROM {core_config_data} WHERE scope = 'default' AND scope_id = 0 AND path = ?",
		[]any{"indexer/catalog_product_price/dimensions_mode"}, func(c row) { mode = c.text(0) })
	if err != nil {
		return nil, err
	}
	ofWebsite := ""
	if mode == "website" || mode == "website_and_customer_group" {
		ofWebsite = "_ws" + strconv.FormatInt(website, 10)
	}
	name := func(dimensions string) string { return "{catalog_product_index_price" + dimensions + "}" }
	if mode != "customer_group" && mode != "website_and_customer_group" {
		return []string{name(ofWebsite)}, nil
	}
	var tables []string
	err = r.each(ctx, "price groups", "SELECT customer_group_id FROM {customer_group} ORDER BY customer_group_id", nil, func(c row) {
		tables = append(tables, name("_cg"+c.text(0)+ofWebsite))
	})
	return tables, err
}

// loadPrices reads the price index for the store's website. Products that are disabled, not on the website, or out of stock
// while such products are hidden, have no rows. Mostly all customer groups pay the same, so the server is asked for one row of
// each product, and for the others only of those where they differ.
func (p *page) loadPrices(ctx context.Context, r *reader) error {
	if len(p.known.prices) > 1 {
		where, args := p.where("entity_id")
		return p.loadGroupPrices(ctx, r, where, args)
	}
	where, args := p.where("entity_id")
	prices := make([]pos.GroupPrice, 0, len(p.products)) // one slice serves the page
	var differ []int64
	err := r.each(ctx, "prices", `
		SELECT entity_id, MIN(customer_group_id), MIN(price), MIN(final_price), MIN(min_price), MIN(max_price),
			MIN(price) <=> MAX(price) AND MIN(final_price) <=> MAX(final_price) AND MIN(min_price) <=> MAX(min_price) AND MIN(max_price) <=> MAX(max_price)
		FROM `+p.known.prices[0]+` WHERE `+where+` AND website_id = ? GROUP BY entity_id ORDER BY entity_id`, append(args, p.store.WebsiteID), func(c row) {
		product := p.at(c.integer(0))
		switch {
		case product == nil:
		case c.integer(6) == 0:
			differ = append(differ, product.ID)
		default:
			prices = append(prices, p.groupPrice(product, c))
			product.Prices = prices[len(prices)-1 : len(prices) : len(prices)]
		}
	})
	if err != nil || len(differ) == 0 {
		return err
	}
	where, args = among("entity_id", differ)
	return p.loadGroupPrices(ctx, r, where, args)
}

// loadGroupPrices reads each group's row.
func (p *page) loadGroupPrices(ctx context.Context, r *reader, where string, args []any) error {
	for _, table := range p.known.prices {
		err := r.each(ctx, "group prices", `
			SELECT entity_id, customer_group_id, price, final_price, min_price, max_price FROM `+table+`
			WHERE `+where+` AND website_id = ? ORDER BY entity_id, customer_group_id`, append(slices.Clone(args), p.store.WebsiteID), func(c row) {
			if product := p.at(c.integer(0)); product != nil {
				product.Prices = append(product.Prices, p.groupPrice(product, c))
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// groupPrice reads a row: the columns from the second on are group, price, final_price, min_price and max_price.
func (p *page) groupPrice(product *pos.Product, c row) pos.GroupPrice {
	if c.null(4) || !composite(product.Type) && c.null(3) {
		p.faults.add(faultPrice, product.ID)
	}
	price := pos.GroupPrice{Group: c.integer(1), Min: p.pool.decimal(c.bytes(4)), Max: p.pool.decimal(c.bytes(5))}
	if composite(product.Type) {
		// What the index holds as the composite's own price means nothing; see pos.GroupPrice.
		price.Regular, price.Final = price.Min, price.Min
	} else {
		price.Regular, price.Final = p.pool.decimal(c.bytes(2)), p.pool.decimal(c.bytes(3))
	}
	return price
}

// lowerRegular makes Regular of a configurable's prices the lowest among its variants' prices.
func lowerRegular(configurable []pos.GroupPrice, variants [][]pos.GroupPrice) []pos.GroupPrice {
	if len(configurable) == 0 {
		return nil
	}
	var groups []int64 // that some variant or the configurable tells an own price for
	for _, prices := range append(variants, configurable) {
		for _, price := range prices {
			if price.Group >= configurable[0].Group && !slices.Contains(groups, price.Group) {
				groups = append(groups, price.Group)
			}
		}
	}
	slices.Sort(groups)
	out := make([]pos.GroupPrice, 0, len(groups))
	for _, group := range groups {
		own, _ := pos.PriceOf(configurable, group)
		found := false
		for _, prices := range variants {
			if price, ok := pos.PriceOf(prices, group); ok && (!found || price.Regular.LessThan(own.Regular)) {
				own.Regular, found = price.Regular, true
			}
		}
		out = append(out, own)
	}
	return out
}

// distinctPrices leaves out the groups that pay what the first pays.
func distinctPrices(prices []pos.GroupPrice) []pos.GroupPrice {
	if len(prices) < 2 {
		return prices
	}
	slices.SortFunc(prices, func(a, b pos.GroupPrice) int { return cmp.Compare(a.Group, b.Group) })
	return slices.Clip(slices.Concat(prices[:1], slices.DeleteFunc(slices.Clone(prices[1:]), prices[0].SamePrice)))
}
