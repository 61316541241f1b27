package db

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

// digested is a table whose rows belong to products: key is the column with the product's id, columns what documents show.
type digested struct {
	name, from, key, columns, where string
	args                            []any
	optional                        bool
	sums                            []tableSum // once it was summed
}

// Digests computes the digests in the database: each row is hashed there, only sums come over. What is hashed is what
// documents are made of: entities, values, prices, websites, categories, media, parts, links, options, URLs, stock, and
// whole tables of categories, attributes and settings. Labels of attributes and options, which many documents show, are in the
// digest of the attributes; what was known of attributes is forgotten, so that products read next show what was digested.
func (s *Source) Digests(ctx context.Context, store pos.Store, size int) ([]pos.RangeDigest, error) {
	if size < 1 {
		return nil, wrongSize(size)
	}
	var kinds []digestKind
	err := s.read(ctx, func(ctx context.Context, r *reader) (err error) {
		kinds, err = s.digestKinds(ctx, r, store, size)
		return err
	})
	if err != nil {
		return nil, err
	}
	// Each table may be read at a moment of its own: what changes after it was summed is told by the next digest, and whoever
	// reads documents does so afterwards.
	group, gctx := errgroup.WithContext(ctx)
	group.SetLimit(s.cfg.Parallel)
	for sum := range sums(kinds) {
		group.Go(func() error { return s.read(gctx, sum) })
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return allDigests(kinds), nil
}

// IndexDigests is Digests of what Magento's indexers of prices and stock wrote, in ranges of products: they are rebuilt whole without an
// entry in any changelog. It reads a few tables, and of MariaDB only those that have changed, so that it can be asked every minute.
func (s *Source) IndexDigests(ctx context.Context, store pos.Store, size int) ([]pos.RangeDigest, error) {
	if size < 1 {
		return nil, wrongSize(size)
	}
	kinds, stamps, err := s.indexes(ctx, store, size)
	if err != nil {
		return nil, err
	}
	// The tables are read on a later snapshot than their dates: what is committed in between has another date next time.
	err = s.read(ctx, func(ctx context.Context, r *reader) error {
		for _, kind := range kinds {
			for i := range kind.tables {
				if err := s.index.sum(ctx, r, &kind.tables[i], kind.size, stamps); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return allDigests(kinds), nil
}

// indexes returns what is to be summed of the indexes, and the dates of its tables.
func (s *Source) indexes(ctx context.Context, store pos.Store, size int) (kinds []digestKind, stamps map[string]string, err error) {
	err = s.read(ctx, func(ctx context.Context, r *reader) error {
		prices, err := priceTables(ctx, r, store.WebsiteID)
		if err != nil {
			return err
		}
		kinds = []digestKind{{pos.DocProduct, size, priceIndex(store, prices)}, {pos.DocStock, size, stockIndex(store)}}
		var names []string
		for _, kind := range kinds {
			for i := range kind.tables {
				names = append(names, kind.tables[i].tables()...)
			}
		}
		stamps, err = s.index.readStamps(ctx, r, names)
		return err
	})
	return kinds, stamps, err
}

func wrongSize(size int) error { return pos.Invalid("ranges of %d ids: ask for at least 1", size) }

// digestKinds returns what is to be summed.
func (s *Source) digestKinds(ctx context.Context, r *reader, store pos.Store, size int) ([]digestKind, error) {
	known, _, err := s.known(ctx, r, store, true)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	delete(s.metadata, store.ID)
	s.mu.Unlock()
	return []digestKind{
		{pos.DocProduct, size, slices.Concat(productTables(store, known), partTables(store))}, {pos.DocStock, size, stockTables(store)},
		{pos.DocCategory, 0, categoryTables(store)}, {pos.DocAttribute, 0, attributeTables()}, {pos.DocStore, 0, storeTables()},
	}, nil
}

// sums yields what sums one table each.
func sums(kinds []digestKind) iter.Seq[func(context.Context, *reader) error] {
	return func(yield func(func(context.Context, *reader) error) bool) {
		for _, kind := range kinds {
			for i := range kind.tables {
				if !yield(func(ctx context.Context, r *reader) error { return kind.tables[i].sum(ctx, r, kind.size) }) {
					return
				}
			}
		}
	}
}

// allDigests folds the sums of all tables.
func allDigests(kinds []digestKind) []pos.RangeDigest {
	var digests []pos.RangeDigest
	for _, kind := range kinds {
		digests = append(digests, kind.digests()...)
	}
	slices.SortFunc(digests, func(a, b pos.RangeDigest) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.From, b.From))
	})
	return digests
}

// digestKind is what the documents of a kind are made of; a size of 0 makes one range of all.
type digestKind struct {
	kind   pos.DocumentKind
	size   int
	tables []digested
}

// priceIndex are the tables of the price index.
func priceIndex(store pos.Store, names []string) []digested {
	var tables []digested
	for _, name := range names {
		tables = append(tables, digested{name: "prices", from: name + " t", key: "t.entity_id",
			columns: "t.customer_group_id, t.price, t.final_price, t.min_price, t.max_price", where: "t.website_id = ?", args: []any{store.WebsiteID}})
	}
	return tables
}

func productTables(store pos.Store, known *metadata) []digested {
	tables := []digested{{name: "entities", from: "{catalog_product_entity} t", key: "t.entity_id",
		columns: "t.sku, t.type_id, t.attribute_set_id, t.has_options, t.required_options, t.created_at, t.updated_at", where: "TRUE"}}
	for _, kind := range []string{"varchar", "int", "text", "decimal", "datetime"} {
		tables = append(tables, digested{name: kind, from: "{catalog_product_entity_" + kind + "} t", key: "t.entity_id",
			columns: "t.attribute_id, t.store_id, t.value", where: "t.store_id IN (0, ?)", args: []any{store.ID}})
	}
	tables = append(tables, priceIndex(store, known.prices)...)
	return append(tables,
		digested{name: "websites", from: "{catalog_product_website} t", key: "t.product_id", columns: "t.website_id", where: "TRUE"},
		digested{name: "categories", from: "{catalog_category_product} t", key: "t.product_id", columns: "t.category_id, t.position", where: "TRUE"},
		digested{name: "media", from: "{catalog_product_entity_media_gallery_value} t", key: "t.entity_id",
			columns: "t.value_id, t.store_id, t.label, t.position, t.disabled", where: "t.store_id IN (0, ?)", args: []any{store.ID}},
		digested{name: "pictures", from: "{catalog_product_entity_media_gallery_value_to_entity} t JOIN {catalog_product_entity_media_gallery} g ON g.value_id = t.value_id",
			key: "t.entity_id", columns: "t.value_id, g.value, g.media_type, g.disabled", where: "TRUE"},
		digested{name: "videos", from: "{catalog_product_entity_media_gallery_value_video} t" +
			" JOIN {catalog_product_entity_media_gallery_value} v ON v.value_id = t.value_id AND v.store_id = t.store_id", key: "v.entity_id",
			columns: "t.value_id, t.store_id, t.provider, t.url, t.title, t.description, t.metadata", where: "t.store_id IN (0, ?)",
			args: []any{store.ID}, optional: true},
		digested{name: "tiers", from: "{catalog_product_entity_tier_price} t", key: "t.entity_id",
			columns: "t.all_groups, t.customer_group_id, t.qty, t.value, t.website_id, t.percentage_value", where: "TRUE"},
		digested{name: "tier scope", from: "{catalog_product_entity_tier_price} t JOIN {core_config_data} c ON c.scope = 'default' AND c.scope_id = 0 AND c.path = '" +
			pathPriceScope + "'", key: "t.entity_id", columns: "c.value", where: "TRUE"},
		digested{name: "days of catalog rules", from: "{catalogrule_product_price} t", key: "t.product_id", columns: "t.customer_group_id, t.rule_date, t.rule_price",
			where: "t.website_id = ? AND t.rule_date IN (t.latest_start_date, t.earliest_end_date)", args: []any{store.WebsiteID}, optional: true},
		digested{name: "urls", from: "{url_rewrite} t", key: "t.entity_id", columns: "t.request_path, t.redirect_type",
			where: "t.entity_type = 'product' AND t.store_id = ?", args: []any{store.ID}, optional: true},
		digested{name: "ratings", from: "{review_entity_summary} t", key: "t.entity_pk_value", columns: "t.entity_type, t.rating_summary, t.reviews_count",
			where: "t.store_id = ?", args: []any{store.ID}, optional: true},
	)
}

func stockTables(store pos.Store) []digested {
	return append(stockIndex(store), digested{name: "reservations",
		from: "(SELECT sku, SUM(quantity) AS quantity FROM {inventory_reservation} WHERE stock_id = ? GROUP BY sku) r" +
			" JOIN {catalog_product_entity} t ON t.sku = r.sku", key: "t.entity_id", columns: "r.quantity", where: "TRUE", args: []any{store.StockID}, optional: true})
}

// stockIndex are the tables that levels are made of, but for reservations, which changes tell.
func stockIndex(store pos.Store) []digested {
	index := digested{name: "stock index", from: "{inventory_stock_" + strconv.FormatInt(store.StockID, 10) + "} i JOIN {catalog_product_entity} t ON t.sku = i.sku",
		key: "t.entity_id", columns: "i.quantity, i.is_salable", where: "TRUE"}
	if store.StockID == defaultStock {
		index = digested{name: "stock status", from: "{cataloginventory_stock_status} t", key: "t.product_id", columns: "t.qty, t.stock_status", where: "t.stock_id = 1"}
	}
	return []digested{index,
		{name: "stock items", from: "{cataloginventory_stock_item} t", key: "t.product_id",
			columns: "t.min_qty, t.use_config_min_qty, t.manage_stock, t.use_config_manage_stock, t.backorders, t.use_config_backorders, t.min_sale_qty," +
				" t.use_config_min_sale_qty, t.max_sale_qty, t.use_config_max_sale_qty, t.qty_increments, t.use_config_qty_increments," +
				" t.enable_qty_increments, t.use_config_enable_qty_inc, t.is_qty_decimal",
			where: "t.stock_id = 1"},
	}
}

func categoryTables(store pos.Store) []digested {
	tables := []digested{{name: "category entities", from: "{catalog_category_entity} t", key: "t.entity_id",
		columns: "t.parent_id, t.path, t.level, t.position, t.updated_at", where: "TRUE"}}
	for _, kind := range []string{"varchar", "int", "text", "decimal", "datetime"} {
		tables = append(tables, digested{name: "category " + kind, from: "{catalog_category_entity_" + kind + "} t", key: "t.entity_id",
			columns: "t.attribute_id, t.store_id, t.value", where: "t.store_id IN (0, ?)", args: []any{store.ID}})
	}
	return tables
}

func attributeTables() []digested {
	return []digested{
		{name: "attributes", from: "{eav_attribute} t LEFT JOIN {catalog_eav_attribute} c ON c.attribute_id = t.attribute_id", key: "t.attribute_id",
			columns: "t.attribute_code, t.frontend_input, t.frontend_label, t.default_value, t.is_required, t.is_unique, c.is_filterable," +
				" c.is_filterable_in_search, c.is_searchable, c.is_comparable, c.is_visible_on_front, c.used_in_product_listing, c.used_for_sort_by," +
				" c.position, c.apply_to, c.additional_data, c.search_weight, t.frontend_class, c.is_html_allowed_on_front, c.is_wysiwyg_enabled," +
				" c.is_used_for_price_rules, c.is_used_for_promo_rules, c.is_visible_in_advanced_search, c.is_visible", where: "TRUE"},
		{name: "labels", from: "{eav_attribute_label} t", key: "t.attribute_id", columns: "t.store_id, t.value", where: "TRUE"},
		{name: "options", from: "{eav_attribute_option} t", key: "t.option_id", columns: "t.attribute_id, t.sort_order", where: "TRUE"},
		{name: "option labels", from: "{eav_attribute_option_value} t", key: "t.option_id", columns: "t.store_id, t.value", where: "TRUE"},
		{name: "swatches", from: "{eav_attribute_option_swatch} t", key: "t.option_id", columns: "t.store_id, t.type, t.value", where: "TRUE", optional: true},
	}
}

func storeTables() []digested {
	return []digested{
		{name: "settings", from: "{core_config_data} t", key: "t.config_id", columns: "t.scope, t.scope_id, t.path, t.value", where: "TRUE"},
		{name: "views", from: "{store} t", key: "t.store_id", columns: "t.code, t.name, t.group_id, t.website_id, t.is_active", where: "TRUE"},
		{name: "sites", from: "{store_website} t", key: "t.website_id", columns: "t.code, t.name, t.default_group_id, t.sort_order, t.is_default", where: "TRUE"},
		{name: "store groups", from: "{store_group} t", key: "t.group_id", columns: "t.name, t.root_category_id, t.default_store_id", where: "TRUE"},
		{name: "taxes", from: "{tax_calculation} t JOIN {tax_calculation_rate} r ON r.tax_calculation_rate_id = t.tax_calculation_rate_id",
			key: "t.tax_calculation_id", columns: "t.customer_tax_class_id, t.product_tax_class_id, r.code, r.tax_country_id, r.tax_region_id, r.tax_postcode, r.rate",
			where: "TRUE"},
		{name: "groups", from: "{customer_group} t", key: "t.customer_group_id", columns: "t.customer_group_code, t.tax_class_id", where: "TRUE"},
		{name: "currencies", from: "{directory_currency_rate} t", key: "CRC32(t.currency_from)", columns: "t.currency_from, t.currency_to, t.rate", where: "TRUE"},
		{name: "routes", from: "{url_rewrite} t", key: "t.url_rewrite_id", columns: "t.store_id, t.request_path, t.target_path, t.redirect_type",
			where: "t.entity_type <> 'product'", optional: true},
		{name: "sources", from: "{inventory_source} t", key: "CRC32(t.source_code)", columns: "t.source_code, t.enabled, t.name, t.city, t.street, t.postcode",
			where: "TRUE", optional: true},
	}
}

// tableSum is what the rows of one table in one range add up to.
type tableSum struct {
	bucket int64
	rows   int
	sum    string
}

// sum sums the rows of the table over ranges of ids.
//
// A row's hash is the 32 bits that the server computes fastest, CRC-32, which is linear: were the hashes joined by XOR, one
// change made to two rows would cancel out. So they are multiplied by a second one, of the columns in another order, and added.
func (t *digested) sum(ctx context.Context, r *reader, size int) error {
	bucket := "0"
	if size > 0 {
		bucket = t.key + " DIV " + strconv.Itoa(size)
	}
	text := "CONCAT_WS('\\n', " + t.key + ", " + nullable(t.columns) + ")"
	err := r.each(ctx, "digest "+t.name, "SELECT "+bucket+" AS bucket, COUNT(*), SUM(CRC32("+text+") * (1 + CRC32(CONCAT("+text+", 'x', "+t.key+")) % 65521))"+
		" FROM "+t.from+" WHERE "+t.where+" GROUP BY bucket", t.args, func(c *row) {
		t.sums = append(t.sums, tableSum{bucket: c.integer(0), rows: int(c.integer(1)), sum: c.text(2)})
	})
	if t.optional {
		err = r.optional(ctx, err)
	}
	return err
}

// digests folds the sums of the tables into one digest for each range.
func (k digestKind) digests() []pos.RangeDigest {
	type total struct {
		rows   int
		digest [sha256.Size]byte
	}
	totals := map[int64]*total{}
	for i, t := range k.tables {
		for _, s := range t.sums {
			all, ok := totals[s.bucket]
			if !ok {
				all = &total{}
				totals[s.bucket] = all
			}
			if i == 0 {
				all.rows = s.rows
			}
			// The tables come in one order, so that each sum can be folded into what came before.
			all.digest = sha256.Sum256(fmt.Appendf(all.digest[:], "%d %d %s", i, s.rows, s.sum))
		}
	}
	digests := make([]pos.RangeDigest, 0, len(totals))
	for bucket, all := range totals {
		d := pos.RangeDigest{Kind: k.kind, Count: all.rows, Digest: hex.EncodeToString(all.digest[:8])}
		if k.size > 0 {
			d.From, d.To = bucket*int64(k.size), (bucket+1)*int64(k.size)-1
		}
		digests = append(digests, d)
	}
	return digests
}

// nullable makes NULL differ from an empty text in a list of columns; CONCAT_WS leaves NULL out.
func nullable(columns string) string {
	var list []string
	for _, column := range strings.Split(columns, ", ") {
		list = append(list, "IFNULL("+strings.TrimSpace(column)+", '~')")
	}
	return strings.Join(list, ", ")
}
