package sandbox

// seedAttributes are the attributes that a product of the shop may have, with the ids that Magento installs them under,
// and one more: "ean", the barcode.
func seedAttributes() []attribute {
	const (
		priced  = "simple,virtual,downloadable,bundle,configurable"
		table   = `Magento\Eav\Model\Entity\Attribute\Source\Table`
		decimal = `Magento\Catalog\Model\Product\Attribute\Backend\Price`
	)
	var colours, sizes []option
	for i, c := range seedColours() {
		colours = append(colours, option{firstColour + int64(i), c.name})
	}
	for i, s := range seedSizes() {
		sizes = append(sizes, option{firstSize + int64(i), s})
	}
	return []attribute{
		{id: 73, code: "name", label: "Product Name", input: "text", backend: "varchar", scope: "store", required: true, search: true, listed: true},
		{id: 74, code: "sku", label: "SKU", input: "text", backend: "static", scope: "global", required: true, search: true},
		{id: 75, code: "description", label: "Description", input: "textarea", backend: "text", scope: "store", search: true},
		{id: 76, code: "short_description", label: "Short Description", input: "textarea", backend: "text", scope: "store", search: true, listed: true},
		{id: 77, code: "price", label: "Price", input: "price", backend: "decimal", scope: "global", required: true, filterable: true, search: true, listed: true, applyTo: priced, model: decimal},
		{id: 78, code: "special_price", label: "Special Price", input: "price", backend: "decimal", scope: "global", listed: true, applyTo: priced, model: decimal},
		{id: 79, code: "special_from_date", label: "Special Price From Date", input: "date", backend: "datetime", scope: "website", listed: true, applyTo: priced},
		{id: 80, code: "special_to_date", label: "Special Price To Date", input: "date", backend: "datetime", scope: "website", listed: true, applyTo: priced},
		{id: 82, code: "weight", label: "Weight", input: "weight", backend: "decimal", scope: "global", applyTo: priced},
		{id: 84, code: "meta_title", label: "Meta Title", input: "text", backend: "varchar", scope: "store"},
		{id: 85, code: "meta_keyword", label: "Meta Keywords", input: "textarea", backend: "text", scope: "store"},
		{id: 86, code: "meta_description", label: "Meta Description", input: "textarea", backend: "varchar", scope: "store"},
		{id: 87, code: "image", label: "Base", input: "media_image", backend: "varchar", scope: "store", listed: true},
		{id: 88, code: "small_image", label: "Small", input: "media_image", backend: "varchar", scope: "store", listed: true},
		{id: 89, code: "thumbnail", label: "Thumbnail", input: "media_image", backend: "varchar", scope: "store", listed: true},
		{id: 90, code: "media_gallery", label: "Media Gallery", input: "gallery", backend: "static", scope: "global"},
		{id: 92, code: "tier_price", label: "Tier Price", input: "text", backend: "decimal", scope: "website", applyTo: "simple,virtual,downloadable,bundle"},
		{id: colourID, code: "color", label: "Color", input: "select", backend: "int", scope: "global", userDefined: true, filterable: true, listed: true, applyTo: "simple,virtual,configurable", options: colours, model: table},
		{id: 97, code: "status", label: "Enable Product", input: "select", backend: "int", scope: "website", search: true, listed: true, model: `Magento\Catalog\Model\Product\Attribute\Source\Status`, options: []option{{1, "Enabled"}, {2, "Disabled"}}},
		{id: 99, code: "visibility", label: "Visibility", input: "select", backend: "int", scope: "store", model: `Magento\Catalog\Model\Product\Visibility`, options: []option{{1, "Not Visible Individually"}, {2, "Catalog"}, {3, "Search"}, {4, "Catalog, Search"}}},
		{id: 105, code: "category_ids", label: "Categories", input: "text", backend: "static", scope: "global"},
		{id: 106, code: "options_container", label: "Display Product Options In", input: "select", backend: "varchar", scope: "store", model: `Magento\Catalog\Model\Entity\Product\Attribute\Design\Options\Container`},
		{id: 107, code: "required_options", input: "text", backend: "static", scope: "global", listed: true},
		{id: 108, code: "has_options", input: "text", backend: "static", scope: "global"},
		{id: 112, code: "created_at", input: "date", backend: "static", scope: "global", required: true},
		{id: 113, code: "updated_at", input: "date", backend: "static", scope: "global", required: true},
		{id: 121, code: "url_key", label: "URL Key", input: "text", backend: "varchar", scope: "store", search: true, listed: true},
		{id: 122, code: "url_path", input: "text", backend: "varchar", scope: "store"},
		{id: 124, code: "msrp_display_actual_price_type", label: "Display Actual Price", input: "select", backend: "varchar", scope: "website", listed: true, applyTo: priced, model: `Magento\Msrp\Model\Product\Attribute\Source\Type\Price`},
		{id: 125, code: "links_purchased_separately", label: "Links can be purchased separately", backend: "int", scope: "global", required: true, listed: true, applyTo: "downloadable"},
		{id: 127, code: "links_title", label: "Links title", backend: "varchar", scope: "store", required: true, applyTo: "downloadable"},
		{id: 129, code: "price_type", label: "Dynamic Price", input: "boolean", backend: "int", scope: "global", required: true, listed: true, applyTo: "bundle"},
		{id: 130, code: "sku_type", label: "Dynamic SKU", input: "boolean", backend: "int", scope: "global", required: true, applyTo: "bundle"},
		{id: 131, code: "weight_type", label: "Dynamic Weight", input: "boolean", backend: "int", scope: "global", required: true, listed: true, applyTo: "bundle"},
		{id: 132, code: "price_view", label: "Price View", input: "select", backend: "int", scope: "global", required: true, listed: true, applyTo: "bundle", model: `Magento\Bundle\Model\Product\Attribute\Source\Price\View`},
		{id: 133, code: "shipment_type", label: "Ship Bundle Items", input: "select", backend: "int", scope: "global", required: true, listed: true, applyTo: "bundle", model: `Magento\Bundle\Model\Product\Attribute\Source\Shipment\Type`},
		{id: 136, code: "tax_class_id", label: "Tax Class", input: "select", backend: "int", scope: "website", search: true, listed: true, applyTo: priced, model: `Magento\Tax\Model\TaxClass\Source\Product`, options: []option{{0, "None"}, {2, "Taxable Goods"}}},
		{id: sizeID, code: "size", label: "Size", input: "select", backend: "int", scope: "global", userDefined: true, filterable: true, listed: true, options: sizes, model: table},
		{id: 157, code: "ean", label: "EAN", input: "text", backend: "varchar", scope: "global", userDefined: true, search: true},
	}
}
