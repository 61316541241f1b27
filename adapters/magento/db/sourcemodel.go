package db

import "github.com/tillway/tillway/gateway/pos"

// sourceOptions returns the options that a source model has in its code, in its order; nil for a model whose options are rows of
// its attribute, or made by code that reads the shop's files.
func sourceOptions(input, source string, taxClasses []pos.AttributeOption) []pos.AttributeOption {
	switch source {
	case "":
		if input == "boolean" {
			return choices("1", "Yes", "0", "No")
		}
		return nil
	case `Magento\Eav\Model\Entity\Attribute\Source\Boolean`:
		return choices("1", "Yes", "0", "No")
	case `Magento\Catalog\Model\Product\Attribute\Source\Boolean`:
		return choices("1", "Yes", "0", "No", "2", "Use config")
	case `Magento\Catalog\Model\Product\Attribute\Source\Status`:
		return choices("1", "Enabled", "2", "Disabled")
	case `Magento\Catalog\Model\Product\Visibility`:
		return choices("1", "Not Visible Individually", "2", "Catalog", "3", "Search", "4", "Catalog, Search")
	case `Magento\CatalogInventory\Model\Source\Stock`:
		return choices("1", "In Stock", "0", "Out of Stock")
	case `Magento\Catalog\Model\Entity\Product\Attribute\Design\Options\Container`:
		return choices("container1", "Product Info Column", "container2", "Block after Info Column")
	case `Magento\Msrp\Model\Product\Attribute\Source\Type\Price`:
		return choices("0", "Use config", "1", "On Gesture", "2", "In Cart", "3", "Before Order Confirmation")
	case `Magento\Bundle\Model\Product\Attribute\Source\Price\View`:
		return choices("0", "Price Range", "1", "As Low as")
	case `Magento\Bundle\Model\Product\Attribute\Source\Shipment\Type`:
		return choices("0", "Together", "1", "Separately")
	case `Magento\Catalog\Model\Category\Attribute\Source\Mode`:
		return choices("PRODUCTS", "Products only", "PAGE", "Static block only", "PRODUCTS_AND_PAGE", "Static block and products")
	case `Magento\Tax\Model\TaxClass\Source\Product`:
		return append(choices("0", "None"), taxClasses...)
	default:
		return nil
	}
}

// choices are options from their values and labels in turn.
func choices(texts ...string) []pos.AttributeOption {
	var options []pos.AttributeOption
	for i := 0; i+1 < len(texts); i += 2 {
		options = append(options, pos.AttributeOption{Value: texts[i], Label: texts[i+1]})
	}
	return options
}
