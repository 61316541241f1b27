package db

import (
	"cmp"
	"context"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// loadTiers reads tier prices. With global prices (catalog/price/scope 0) those of all websites hold; else the website's own
// replace those of the same group and quantity (Magento\Catalog\Model\Product\Attribute\Backend\GroupPrice).
func (p *page) loadTiers(ctx context.Context, r *reader) error {
	website := p.store.WebsiteID
	if p.known.globalPrices {
		website = 0
	}
	return p.rows(ctx, r, table{
		name: "tier prices", table: "{catalog_product_entity_tier_price}", number: "value_id", product: "entity_id",
		columns: "entity_id, all_groups, customer_group_id, qty, value, percentage_value, website_id",
		filter:  "website_id IN (0, ?)", args: []any{website},
	}, func(c *row) {
		product := p.at(c.integer(0))
		if product == nil {
			return
		}
		tier := pos.TierPrice{Group: c.integer(2), Quantity: p.pool.decimal(c.bytes(3)), Price: p.pool.decimal(c.bytes(4))}
		if c.integer(1) == 1 {
			tier.Group = pos.AllGroups
		}
		if !c.null(5) {
			tier.Percent, tier.Price = true, p.pool.decimal(c.bytes(5))
		}
		i := slices.IndexFunc(product.Tiers, func(t pos.TierPrice) bool { return t.Group == tier.Group && t.Quantity.Equal(tier.Quantity) })
		switch {
		case i < 0:
			product.Tiers = append(product.Tiers, tier)
		case c.integer(6) != 0:
			product.Tiers[i] = tier
		}
	})
}

// compareTiers orders tier prices as documents do: by quantity, all groups first.
func compareTiers(a, b pos.TierPrice) int {
	group := func(t pos.TierPrice) int64 {
		if t.Group == pos.AllGroups {
			return -1
		}
		return t.Group
	}
	return cmp.Or(a.Quantity.Cmp(b.Quantity), cmp.Compare(group(a), group(b)))
}

// loadURLs reads the paths that lead straight to a product.
func (p *page) loadURLs(ctx context.Context, r *reader) error {
	err := p.rows(ctx, r, table{
		name: "urls", table: "{url_rewrite}", number: "url_rewrite_id", product: "entity_id",
		columns: "entity_id, request_path",
		filter:  "store_id = ? AND entity_type = 'product' AND redirect_type = 0 AND request_path IS NOT NULL", args: []any{p.store.ID},
	}, func(c *row) {
		if product := p.at(c.integer(0)); product != nil {
			product.URLs = append(product.URLs, p.pool.clean(c.bytes(1)))
		}
	})
	return r.optional(ctx, err)
}

// loadRatings reads the summaries of approved reviews in the store view.
func (p *page) loadRatings(ctx context.Context, r *reader) error {
	where, args := p.where("entity_pk_value")
	err := r.each(ctx, "ratings", `
		SELECT entity_pk_value, rating_summary, reviews_count FROM {review_entity_summary}
		WHERE `+where+` AND store_id = ? AND entity_type = (SELECT entity_id FROM {review_entity} WHERE entity_code = 'product')
			AND reviews_count > 0`, append(args, p.store.ID), func(c *row) {
		if product := p.at(c.integer(0)); product != nil {
			product.Rating = &pos.Rating{Summary: int(c.integer(1)), Count: int(c.integer(2))}
		}
	})
	return r.optional(ctx, err)
}
