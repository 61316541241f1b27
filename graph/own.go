package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tillway/tillway/gateway/pos"
)

// settingOwnFields switches off that the shop's own attributes are fields of products (Magento\CatalogGraphQl\Model\Config\
// AttributeReader); it is on without a value.
const settingOwnFields = "web_api/graphql/include_dynamic_attributes_as_entity_type_fields"

// The types of the schema that attributes add to.
const (
	productInterface = "ProductInterface"
	productFilter    = "ProductAttributeFilterInput"
	productSort      = "ProductAttributeSortInput"
)

// ownSchema is what a shop's own attributes add to the schema, in its language: fields of products, filters and sort keys, by
// the rules of Magento\CatalogGraphQl\Model\Config\AttributeReader, FilterAttributeReader and SortAttributeReader. Attributes that
// all shops have are in the schema already, and come first.
func ownSchema(schema *ast.Schema, store pos.Store, attributes []pos.Attribute) string {
	products := schema.Types[productInterface]
	var fields, filters, keys []string
	for _, a := range attributes {
		if !isName(a.Code) {
			continue
		}
		if isOwnField(a) && store.Settings[settingOwnFields] != "0" && !isField(schema, products, a.Code) {
			fields = append(fields, fmt.Sprintf("%s: %s @deprecated", a.Code, fieldType(a)))
		}
		if isFilter(a) && schema.Types[productFilter].Fields.ForName(a.Code) == nil {
			filters = append(filters, a.Code+": "+filterType(a))
		}
		if a.Searchable && a.Sortable && schema.Types[productSort].Fields.ForName(a.Code) == nil {
			keys = append(keys, a.Code+": SortEnum")
		}
	}
	var text strings.Builder
	extend(&text, "interface "+products.Name, fields)
	for _, possible := range schema.GetPossibleTypes(products) {
		extend(&text, "type "+possible.Name, fields)
	}
	extend(&text, "input "+productFilter, filters)
	extend(&text, "input "+productSort, keys)
	return text.String()
}

func extend(text *strings.Builder, what string, fields []string) {
	if len(fields) > 0 {
		fmt.Fprintf(text, "extend %s {\n  %s\n}\n", what, strings.Join(fields, "\n  "))
	}
}

// isField is whether the schema's products, those of one type at least, have a field already.
func isField(schema *ast.Schema, products *ast.Definition, name string) bool {
	return slices.ContainsFunc(schema.GetPossibleTypes(products), func(d *ast.Definition) bool { return d.Fields.ForName(name) != nil })
}

// isName is whether a text is a name of GraphQL that is not kept for GraphQL itself. Magento's codes are, unless written by hand.
func isName(code string) bool {
	for i, c := range code {
		if c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return code != "" && !strings.HasPrefix(code, "__")
}

// isOwnField is Magento\CatalogGraphQl\Model\Resolver\Products\Attributes\Collection::getAttributes.
func isOwnField(a pos.Attribute) bool {
	return a.UserDefined && a.Code != "cost" &&
		(a.Comparable || a.Filterable == 1 || a.FilterableSearch || a.Visible || a.InListing || a.Sortable)
}

// fieldType is Magento\Eav\Model\TypeLocator\SimpleType.
func fieldType(a pos.Attribute) string {
	switch a.Backend {
	case "int":
		return "Int"
	case "decimal":
		return "Float"
	default:
		return "String"
	}
}

// isFilter is Magento\CatalogGraphQl\Model\Config\FilterAttributeReader::getFilterAttributes: of selects only those that have
// something to be selected.
func isFilter(a pos.Attribute) bool {
	return (a.Filterable > 0 || a.Searchable && a.AdvancedSearch) && (a.Input != "select" || len(a.Options) > 0 || !a.UserDefined)
}

// filterType is FilterAttributeReader::getFilterType.
func filterType(a pos.Attribute) string {
	switch a.Input {
	case "price", "date", "datetime":
		return "FilterRangeTypeInput"
	case "select", "multiselect", "boolean":
		return "FilterEqualTypeInput"
	default:
		return "FilterMatchTypeInput"
	}
}
