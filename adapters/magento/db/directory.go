package db

import (
	"cmp"
	"context"
	_ "embed"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// countryNames are the English names of countries in Unicode's CLDR, which Magento takes from ICU and its database lacks: an
// ISO code and a name a line.
//
//go:embed countries.txt
var countryNames string

// loadDirectory reads what a store's customers may choose from: countries, currencies, customer groups, websites and places to
// fetch orders from.
func loadDirectory(ctx context.Context, r *reader, store *pos.Store, s settings) error {
	for _, load := range []func(context.Context, *reader, *pos.Store, settings) error{
		loadCountries, loadCurrencies, loadGroups, loadWebsites, loadPickups,
	} {
		if err := r.optional(ctx, load(ctx, r, store, s)); err != nil {
			return err
		}
	}
	return nil
}

// loadCountries reads the allowed countries (Magento\Directory\Model\ResourceModel\Country\Collection::loadByStore) with
// their regions in the store's language.
func loadCountries(ctx context.Context, r *reader, store *pos.Store, s settings) error {
	allowed := set(s.effective[pathCountries])
	names := map[string]string{}
	for line := range strings.Lines(countryNames) {
		id, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		names[id] = name
	}
	index := map[string]int{}
	err := r.each(ctx, "countries", "SELECT country_id, iso3_code FROM {directory_country} ORDER BY country_id", nil, func(c *row) {
		if id := c.text(0); allowed[id] {
			index[id] = len(store.Countries)
			store.Countries = append(store.Countries, pos.Country{ID: id, ThreeLetter: c.text(1), Name: names[id]})
		}
	})
	if err != nil {
		return err
	}
	err = r.each(ctx, "regions", `
		SELECT r.country_id, r.region_id, r.code, COALESCE(n.name, r.default_name)
		FROM {directory_country_region} r
		LEFT JOIN {directory_country_region_name} n ON n.region_id = r.region_id AND n.locale = ?`, []any{store.Locale}, func(c *row) {
		if i, ok := index[c.text(0)]; ok {
			store.Countries[i].Regions = append(store.Countries[i].Regions, pos.Region{ID: c.integer(1), Code: c.clean(2), Name: c.clean(3)})
		}
	})
	for i := range store.Countries {
		slices.SortFunc(store.Countries[i].Regions, func(a, b pos.Region) int {
			return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
		})
	}
	return err
}

// loadCurrencies reads the rates of the allowed currencies. The base currency is worth itself, rate or not.
func loadCurrencies(ctx context.Context, r *reader, store *pos.Store, s settings) error {
	allowed := set(s.effective[pathCurrencies])
	err := r.each(ctx, "currency rates", `
		SELECT currency_to, rate FROM {directory_currency_rate} WHERE currency_from = ? AND rate > 0 ORDER BY currency_to`,
		[]any{store.BaseCurrency}, func(c *row) {
			if allowed[c.text(0)] {
				store.Currencies = append(store.Currencies, pos.CurrencyRate{Currency: c.text(0), Rate: parseDecimal(c.bytes(1))})
			}
		})
	if allowed[store.BaseCurrency] && !slices.ContainsFunc(store.Currencies, func(c pos.CurrencyRate) bool { return c.Currency == store.BaseCurrency }) {
		store.Currencies = append(store.Currencies, pos.CurrencyRate{Currency: store.BaseCurrency, Rate: decimal.NewFromInt(1)})
		slices.SortFunc(store.Currencies, func(a, b pos.CurrencyRate) int { return cmp.Compare(a.Currency, b.Currency) })
	}
	return err
}

func loadGroups(ctx context.Context, r *reader, store *pos.Store, _ settings) error {
	return r.each(ctx, "customer groups", `
		SELECT customer_group_id, customer_group_code, tax_class_id FROM {customer_group} ORDER BY customer_group_id`, nil, func(c *row) {
		store.Groups = append(store.Groups, pos.CustomerGroup{ID: c.integer(0), Code: c.clean(1), TaxClass: c.integer(2)})
	})
}

func loadWebsites(ctx context.Context, r *reader, store *pos.Store, _ settings) error {
	return r.each(ctx, "websites", `
		SELECT website_id, code, name, default_group_id, sort_order, is_default FROM {store_website} WHERE website_id <> 0 ORDER BY website_id`, nil, func(c *row) {
		order, isDefault := int(c.integer(4)), c.integer(5) == 1
		store.Websites = append(store.Websites, pos.Website{
			ID: c.integer(0), Code: c.clean(1), Name: c.clean(2), DefaultGroup: c.integer(3), SortOrder: &order, Default: &isDefault,
		})
	})
}

// loadPickups reads the enabled sources of the store's stock that goods may be fetched from
// (Magento_InventoryInStorePickup).
func loadPickups(ctx context.Context, r *reader, store *pos.Store, _ settings) error {
	return r.each(ctx, "pickup locations", `
		SELECT s.source_code, s.frontend_name, s.frontend_description, s.contact_name, s.email, s.phone, s.latitude, s.longitude,
			s.country_id, s.region_id, s.region, s.city, s.street, s.postcode, g.code, s.name, s.fax
		FROM {inventory_source} s
		JOIN {inventory_source_stock_link} l ON l.source_code = s.source_code AND l.stock_id = ?
		LEFT JOIN {directory_country_region} g ON g.region_id = s.region_id
		WHERE s.enabled = 1 AND s.is_pickup_location_active = 1 ORDER BY s.source_code`, []any{store.StockID}, func(c *row) {
		place := pos.PickupLocation{
			Source: c.clean(0), Name: cmp.Or(c.clean(1), c.clean(15)), Description: c.clean(2), Contact: c.clean(3), Email: c.clean(4), Phone: c.clean(5), Fax: c.clean(16),
			Latitude: decimalOrNil(c, 6), Longitude: decimalOrNil(c, 7),
			Address: pos.Address{City: c.clean(11), Postcode: c.clean(13), Country: c.clean(8), Region: c.clean(10), RegionCode: c.clean(14),
				RegionID: c.integer(9), Telephone: c.clean(5)},
		}
		if street := c.clean(12); street != "" {
			place.Address.Street = strings.Split(street, "\n")
		}
		store.Pickups = append(store.Pickups, place)
	})
}

func decimalOrNil(c *row, i int) *decimal.Decimal {
	if c.null(i) {
		return nil
	}
	d := parseDecimal(c.bytes(i))
	return &d
}

// set holds the parts of a comma list.
func set(list string) map[string]bool {
	parts := map[string]bool{}
	for _, part := range strings.Split(list, ",") {
		parts[strings.TrimSpace(part)] = true
	}
	return parts
}
