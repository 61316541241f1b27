package db

import "github.com/tillway/tillway/gateway/pos"

// partTables are what composites, choices and links are made of. Documents name the parts by SKU, so a SKU counts for all
// that name it.
func partTables(store pos.Store) []digested {
	tables := []digested{
		{name: "variants", from: "{catalog_product_super_link} t JOIN {catalog_product_entity} e ON e.entity_id = t.product_id", key: "t.parent_id",
			columns: "t.product_id, e.sku", where: "TRUE"},
		{name: "axes", from: "{catalog_product_super_attribute} t", key: "t.product_id",
			columns: "t.product_super_attribute_id, t.attribute_id, t.position", where: "TRUE"},
		{name: "axis labels", from: "{catalog_product_super_attribute} a JOIN {catalog_product_super_attribute_label} t" +
			" ON t.product_super_attribute_id = a.product_super_attribute_id", key: "a.product_id",
			columns: "a.attribute_id, t.store_id, t.use_default, t.value", where: "t.store_id IN (0, ?)", args: []any{store.ID}},
		{name: "links", from: "{catalog_product_link} t JOIN {catalog_product_entity} e ON e.entity_id = t.linked_product_id" +
			" LEFT JOIN {catalog_product_link_attribute_int} i ON i.link_id = t.link_id" +
			" LEFT JOIN {catalog_product_link_attribute_decimal} d ON d.link_id = t.link_id",
			key: "t.product_id", columns: "t.linked_product_id, e.sku, t.link_type_id, i.value, d.value", where: "TRUE"},
		{name: "bundle options", from: "{catalog_product_bundle_option} t", key: "t.parent_id",
			columns: "t.option_id, t.required, t.position, t.type", where: "TRUE"},
		{name: "bundle titles", from: "{catalog_product_bundle_option_value} t", key: "t.parent_product_id",
			columns: "t.option_id, t.store_id, t.title", where: "t.store_id IN (0, ?)", args: []any{store.ID}},
		{name: "bundle selections", from: "{catalog_product_bundle_selection} t JOIN {catalog_product_entity} e ON e.entity_id = t.product_id",
			key: "t.parent_product_id", columns: "t.selection_id, t.option_id, t.product_id, e.sku, t.position, t.is_default, t.selection_price_type," +
				" t.selection_price_value, t.selection_qty, t.selection_can_change_qty", where: "TRUE"},
		{name: "bundle prices", from: "{catalog_product_bundle_selection_price} t", key: "t.parent_product_id",
			columns: "t.selection_id, t.selection_price_type, t.selection_price_value", where: "t.website_id = ?", args: []any{store.WebsiteID}},
		{name: "custom options", from: "{catalog_product_option} t", key: "t.product_id",
			columns: "t.option_id, t.type, t.is_require, t.sku, t.max_characters, t.file_extension, t.image_size_x, t.image_size_y, t.sort_order", where: "TRUE"},
		{name: "custom values", from: "{catalog_product_option} o JOIN {catalog_product_option_type_value} t ON t.option_id = o.option_id", key: "o.product_id",
			columns: "t.option_id, t.option_type_id, t.sku, t.sort_order", where: "TRUE"},
		{name: "downloads", from: "{downloadable_link} t", key: "t.product_id",
			columns: "t.link_id, t.sort_order, t.sample_type, t.sample_url, t.sample_file", where: "TRUE"},
		{name: "samples", from: "{downloadable_sample} t", key: "t.product_id",
			columns: "t.sample_id, t.sort_order, t.sample_type, t.sample_url, t.sample_file", where: "TRUE"},
		{name: "download prices", from: "{downloadable_link} l JOIN {downloadable_link_price} t ON t.link_id = l.link_id", key: "l.product_id",
			columns: "t.link_id, t.website_id, t.price", where: "t.website_id IN (0, ?)", args: []any{store.WebsiteID}},
	}
	// Titles and prices of choices, which hang on the choice and not on its product.
	for _, t := range []struct{ name, from, columns string }{
		{"custom titles", "{catalog_product_option} o JOIN {catalog_product_option_title} t ON t.option_id = o.option_id", "t.option_id, t.store_id, t.title"},
		{"custom prices", "{catalog_product_option} o JOIN {catalog_product_option_price} t ON t.option_id = o.option_id",
			"t.option_id, t.store_id, t.price, t.price_type"},
		{"custom value titles", "{catalog_product_option} o JOIN {catalog_product_option_type_value} v ON v.option_id = o.option_id" +
			" JOIN {catalog_product_option_type_title} t ON t.option_type_id = v.option_type_id", "t.option_type_id, t.store_id, t.title"},
		{"custom value prices", "{catalog_product_option} o JOIN {catalog_product_option_type_value} v ON v.option_id = o.option_id" +
			" JOIN {catalog_product_option_type_price} t ON t.option_type_id = v.option_type_id", "t.option_type_id, t.store_id, t.price, t.price_type"},
		{"download titles", "{downloadable_link} o JOIN {downloadable_link_title} t ON t.link_id = o.link_id", "t.link_id, t.store_id, t.title"},
		{"sample titles", "{downloadable_sample} o JOIN {downloadable_sample_title} t ON t.sample_id = o.sample_id", "t.sample_id, t.store_id, t.title"},
	} {
		tables = append(tables, digested{name: t.name, from: t.from, key: "o.product_id", columns: t.columns, where: "t.store_id IN (0, ?)", args: []any{store.ID}})
	}
	for i := range tables {
		tables[i].optional = true // whole modules may be missing
	}
	return tables
}
