package db

import (
	"context"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// loadCustomOptions reads the customisable options of the page's products. Titles and prices fall back to all stores where
// the store view has none, price and price type each on its own (Magento\Catalog\Model\ResourceModel\Product\Option\
// Collection). An option or value without a title for all stores is not shown by Magento, and left out.
func (p *page) loadCustomOptions(ctx context.Context, r *reader) error {
	where, args := p.where("o.product_id")
	places := map[int64]place{}
	var ids []int64
	err := r.each(ctx, "custom options", `
		SELECT o.product_id, o.option_id, o.type, o.is_require, o.sku, o.max_characters, o.file_extension, o.image_size_x,
			o.image_size_y, o.sort_order, COALESCE(ts.title, t.title), COALESCE(ps.price, p.price), COALESCE(ps.price_type, p.price_type)
		FROM {catalog_product_option} o
		JOIN {catalog_product_option_title} t ON t.option_id = o.option_id AND t.store_id = 0
		LEFT JOIN {catalog_product_option_title} ts ON ts.option_id = o.option_id AND ts.store_id = ?
		LEFT JOIN {catalog_product_option_price} p ON p.option_id = o.option_id AND p.store_id = 0
		LEFT JOIN {catalog_product_option_price} ps ON ps.option_id = o.option_id AND ps.store_id = ?
		WHERE `+where+` ORDER BY o.product_id, o.sort_order, o.option_id`,
		append([]any{p.store.ID, p.store.ID}, args...), func(c *row) {
			product := p.at(c.integer(0))
			if product == nil {
				return
			}
			option := pos.CustomOption{
				ID: c.integer(1), Title: c.clean(10), Type: c.clean(2), Required: c.integer(3) == 1, SortOrder: int(c.integer(9)),
				SKU: c.clean(4), MaxCharacters: c.optional(5), FileExtensions: c.clean(6), ImageWidth: c.optional(7), ImageHeight: c.optional(8),
			}
			if !hasValues(option.Type) {
				option.Price = &pos.OptionPrice{Amount: p.pool.decimal(c.bytes(11)), Percent: c.text(12) == "percent"}
			}
			places[option.ID] = place{product, len(product.CustomOptions)}
			ids = append(ids, option.ID)
			product.CustomOptions = append(product.CustomOptions, option)
		})
	if err != nil {
		return r.optional(ctx, err)
	}
	for some := range slices.Chunk(ids, maxPage) {
		if err := p.loadCustomValues(ctx, r, some, places); err != nil {
			return r.optional(ctx, err)
		}
	}
	return nil
}

// hasValues tells whether the customer picks one of the option's values
// (Magento\Catalog\Api\Data\ProductCustomOptionInterface::OPTION_GROUP_SELECT).
func hasValues(kind string) bool {
	return kind == "drop_down" || kind == "radio" || kind == "checkbox" || kind == "multiple"
}

func (p *page) loadCustomValues(ctx context.Context, r *reader, options []int64, places map[int64]place) error {
	where, args := among("v.option_id", options)
	return r.each(ctx, "custom option values", `
		SELECT v.option_id, v.option_type_id, v.sku, v.sort_order, COALESCE(ts.title, t.title), COALESCE(ps.price, p.price),
			COALESCE(ps.price_type, p.price_type)
		FROM {catalog_product_option_type_value} v
		JOIN {catalog_product_option_type_title} t ON t.option_type_id = v.option_type_id AND t.store_id = 0
		LEFT JOIN {catalog_product_option_type_title} ts ON ts.option_type_id = v.option_type_id AND ts.store_id = ?
		LEFT JOIN {catalog_product_option_type_price} p ON p.option_type_id = v.option_type_id AND p.store_id = 0
		LEFT JOIN {catalog_product_option_type_price} ps ON ps.option_type_id = v.option_type_id AND ps.store_id = ?
		WHERE `+where+` ORDER BY v.option_id, v.sort_order, v.option_type_id`,
		append([]any{p.store.ID, p.store.ID}, args...), func(c *row) {
			at := places[c.integer(0)]
			option := &at.product.CustomOptions[at.index]
			option.Values = append(option.Values, pos.CustomValue{
				ID: c.integer(1), Title: c.clean(4), SKU: c.clean(2), SortOrder: int(c.integer(3)),
				Price: pos.OptionPrice{Amount: p.pool.decimal(c.bytes(5)), Percent: c.text(6) == "percent"},
			})
		})
}

// loadDownloads reads the links and samples of the page's downloadable products.
func (p *page) loadDownloads(ctx context.Context, r *reader) error {
	if !p.has(pos.TypeDownloadable) {
		return nil
	}
	where, args := p.whereType("l.product_id", pos.TypeDownloadable)
	err := r.each(ctx, "download links", `
		SELECT l.product_id, l.link_id, l.sort_order, l.sample_type, l.sample_url, l.sample_file,
			IF(COALESCE(ts.title, '') = '', t.title, ts.title), COALESCE(pw.price, p.price)
		FROM {downloadable_link} l
		LEFT JOIN {downloadable_link_title} t ON t.link_id = l.link_id AND t.store_id = 0
		LEFT JOIN {downloadable_link_title} ts ON ts.link_id = l.link_id AND ts.store_id = ?
		LEFT JOIN {downloadable_link_price} p ON p.link_id = l.link_id AND p.website_id = 0
		LEFT JOIN {downloadable_link_price} pw ON pw.link_id = l.link_id AND pw.website_id = ?
		WHERE `+where+` ORDER BY l.product_id, l.sort_order, l.link_id`,
		append([]any{p.store.ID, p.store.WebsiteID}, args...), func(c *row) {
			if product := p.at(c.integer(0)); product != nil && product.Type == pos.TypeDownloadable {
				product.Downloads = append(product.Downloads, pos.Download{
					ID: c.integer(1), Title: c.clean(6), Price: p.pool.decimal(c.bytes(7)), SortOrder: int(c.integer(2)), Sample: sample(c),
				})
			}
		})
	if err != nil {
		return r.optional(ctx, err)
	}
	where, args = p.whereType("l.product_id", pos.TypeDownloadable)
	err = r.each(ctx, "download samples", `
		SELECT l.product_id, l.sample_id, l.sort_order, l.sample_type, l.sample_url, l.sample_file,
			IF(COALESCE(ts.title, '') = '', t.title, ts.title)
		FROM {downloadable_sample} l
		LEFT JOIN {downloadable_sample_title} t ON t.sample_id = l.sample_id AND t.store_id = 0
		LEFT JOIN {downloadable_sample_title} ts ON ts.sample_id = l.sample_id AND ts.store_id = ?
		WHERE `+where+` ORDER BY l.product_id, l.sort_order, l.sample_id`,
		append([]any{p.store.ID}, args...), func(c *row) {
			if product := p.at(c.integer(0)); product != nil && product.Type == pos.TypeDownloadable {
				product.Samples = append(product.Samples, pos.Download{
					ID: c.integer(1), Title: c.clean(6), SortOrder: int(c.integer(2)), Sample: sample(c),
				})
			}
		})
	return r.optional(ctx, err)
}

// sample is where a sample lies: sample_type, sample_url and sample_file are the columns 3 to 5.
func sample(c *row) string {
	if c.text(3) == "url" {
		return c.clean(4)
	}
	return c.clean(5)
}
