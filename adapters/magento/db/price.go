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
		[]any{"indexer/catalog_product_price/dimensions_mode"}, func(c *row) { mode = c.text(0) })
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
	err = r.each(ctx, "price groups", "SELECT customer_group_id FROM {customer_group} ORDER BY customer_group_id", nil, func(c *row) {
		tables = append(tables, name("_cg"+c.text(0)+ofWebsite))
	})
	return tables, err
}

// loadPrices reads the price index for the store's website. Products that are disabled, not on the website, or out of stock
// while such products are hidden, have no rows. Mostly all customer groups pay the same, which is seen by the bytes of their rows:
// having the server find it, with the lowest and the highest of each product, costs it more than saying all.
func (p *page) loadPrices(ctx context.Context, r *reader) error {
	prices := make([]pos.GroupPrice, 0, len(p.products)) // one slice serves the page
	for _, table := range p.known.prices {
		where, args := p.where("entity_id")
		var first *row // of its product
		err := r.each(ctx, "prices", `
			SELECT entity_id, customer_group_id, price, final_price, min_price, max_price FROM `+table+`
			WHERE `+where+` AND website_id = ? ORDER BY entity_id, customer_group_id`, append(args, p.store.WebsiteID), func(c *row) {
			if first.beginsAs(c, 1) && first.endsAs(c, 2) {
				return
			}
			product := p.at(c.integer(0))
			if product == nil {
				return
			}
			price, ok := p.groupPrice(product, c)
			if !ok {
				return
			}
			if len(product.Prices) > 0 {
				product.Prices = append(product.Prices, price)
				return
			}
			first = c.cloneInto(first)
			prices = append(prices, price)
			product.Prices = prices[len(prices)-1 : len(prices) : len(prices)]
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// groupPrice reads a row: the columns from the second on are group, price, final_price, min_price and max_price. Where Magento's
// index has no price, goods must not go for nothing: a product has its own price then, as on Magento's product page, and false means
// that there is none.
func (p *page) groupPrice(product *pos.Product, c *row) (pos.GroupPrice, bool) {
	if c.null(4) || !composite(product.Type) && c.null(3) {
		p.faults.add(faultPrice, product.ID)
		if composite(product.Type) || product.Price == nil {
			return pos.GroupPrice{}, false
		}
		own := *product.Price
		return pos.GroupPrice{Group: c.integer(1), Regular: own, Final: own, Min: own, Max: own}, true
	}
	price := pos.GroupPrice{Group: c.integer(1), Min: p.pool.decimal(c.bytes(4)), Max: p.pool.decimal(c.bytes(5))}
	if composite(product.Type) {
		// What the index holds as the composite's own price means nothing; see pos.GroupPrice.
		price.Regular, price.Final = price.Min, price.Min
	} else {
		price.Regular, price.Final = p.pool.decimal(c.bytes(2)), p.pool.decimal(c.bytes(3))
	}
	return price, true
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
