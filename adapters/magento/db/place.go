package db

import (
	"context"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// SourcesOf returns the codes of the sources that have a row for every SKU, whether or not anything is left there, as
// Magento\InventoryInStorePickup\Model\ResourceModel\GetPickupLocationIntersectionForSkus does. Without MSI there are none.
func (s *Source) SourcesOf(ctx context.Context, skus []string) ([]string, error) {
	codes := []string{}
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		where, args := among("sku", skus)
		return r.optional(ctx, r.each(ctx, "sources of products", "SELECT source_code FROM {inventory_source_item} WHERE "+where+
			" GROUP BY source_code HAVING COUNT(sku) = ? ORDER BY source_code", append(args, len(skus)), func(c *row) { codes = append(codes, c.text(0)) }))
	})
	return codes, err
}

// Places returns where Magento's table of places (inventory_geoname) has a postcode, else the cities whose names begin so. A
// country without such a place has all its places without a region (Magento\InventoryDistanceBasedSourceSelection ...
// GetGeoNamesDataByAddress).
func (s *Source) Places(ctx context.Context, country, postcode, city string) ([]pos.Place, error) {
	var found []pos.Place
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		for _, q := range []struct {
			ask   bool
			where string
			arg   string
		}{
			{true, "postcode = ? LIMIT 1", postcode},
			{city != "", "city LIKE ?", escapeLike(city) + "%"},
			{true, "region = ?", ""},
		} {
			if !q.ask {
				continue
			}
			err := r.each(ctx, "places", "SELECT latitude, longitude FROM {inventory_geoname} WHERE country_code = ? AND "+q.where, []any{country, q.arg}, func(c *row) {
				found = append(found, pos.Place{Latitude: parseDecimal(c.bytes(0)).InexactFloat64(), Longitude: parseDecimal(c.bytes(1)).InexactFloat64()})
			})
			if err != nil || len(found) > 0 {
				return r.optional(ctx, err)
			}
		}
		return nil
	})
	return found, err
}

// escapeLike keeps what a person typed from being a pattern.
func escapeLike(text string) string {
	return strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text)
}
