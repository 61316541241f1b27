package db

import (
	"context"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// loadGallery reads the page's media as Magento\Catalog\Model\ResourceModel\Product\Gallery does: label, position and
// disabled fall back to store 0 one by one where the store view's is NULL.
func (p *page) loadGallery(ctx context.Context, r *reader) error {
	where, args := p.where("e.entity_id")
	args = append([]any{p.store.ID}, args...)
	return r.each(ctx, "gallery", `
		SELECT e.entity_id, g.value_id, g.media_type, g.value,
			COALESCE(s.label, d.label), COALESCE(s.position, d.position), COALESCE(s.disabled, d.disabled)
		FROM {catalog_product_entity_media_gallery_value_to_entity} e
		JOIN {catalog_product_entity_media_gallery} g ON g.value_id = e.value_id
		LEFT JOIN {catalog_product_entity_media_gallery_value} d
			ON d.entity_id = e.entity_id AND d.value_id = e.value_id AND d.store_id = 0
		LEFT JOIN {catalog_product_entity_media_gallery_value} s
			ON s.entity_id = e.entity_id AND s.value_id = e.value_id AND s.store_id = ? AND s.store_id <> 0
		WHERE `+where+` AND g.attribute_id = ? AND g.disabled = 0`, append(args, p.known.gallery), func(c row) {
		product := p.at(c.integer(0))
		if product == nil {
			return
		}
		media := pos.Media{
			ID: c.integer(1), Type: p.pool.text(c.bytes(2)), File: c.text(3), Label: p.pool.text(c.bytes(4)),
			Position: int(c.integer(5)), Disabled: c.integer(6) == 1,
		}
		// Nothing in the tables keeps a value from having two rows for one store.
		if !slices.ContainsFunc(product.Gallery, func(m pos.Media) bool { return m.ID == media.ID }) {
			product.Gallery = append(product.Gallery, media)
		}
	})
}
