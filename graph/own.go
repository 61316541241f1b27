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

	categoryInterface = "CategoryInterface"
)

// ownAttributes are what the shop's own may be among.
type ownAttributes struct {
	store      pos.Store
	products   []pos.Attribute
	categories []pos.EntityAttribute
}

// ownSchema is what a shop's own attributes add to the schema, in its language: fields of products and categories, filters and
// sort keys, by the rules of Magento\CatalogGraphQl\Model\Config\AttributeReader, CategoryAttributeReader, FilterAttributeReader
// and SortAttributeReader. Attributes that all shops have are in the schema already, and come first.
func ownSchema(schema *ast.Schema, own ownAttributes) string {
	products := schema.Types[productInterface]
	var fields, filters, keys []string
	for _, a := range own.products {
		if !isName(a.Code) {
			continue
		}
		if isOwnField(a) && own.store.Settings[settingOwnFields] != "0" && !isField(schema, products, a.Code) {
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
	extendAll(&text, schema, products, fields)
	extendAll(&text, schema, schema.Types[categoryInterface], categoryFields(schema, own.categories))
	extend(&text, "input "+productFilter, filters)
	extend(&text, "input "+productSort, keys)
	return text.String()
}

// categoryFields leaves out what CategoryAttributeReader does, which no shop's schema has.
func categoryFields(schema *ast.Schema, attributes []pos.EntityAttribute) []string {
	left := []string{
		"position", "is_active", "children", "level", "default_sort_by", "all_children", "page_layout", "custom_design", "custom_design_from",
		"custom_design_to", "custom_layout_update", "custom_use_parent_settings", "custom_apply_to_products",
	}
	var fields []string
	for _, a := range attributes {
		if isName(a.Code) && !slices.Contains(left, a.Code) && !isField(schema, schema.Types[categoryInterface], a.Code) {
			fields = append(fields, a.Code+": "+fieldType(a.Attribute))
		}
	}
	return fields
}

// extendAll adds fields to an interface and to the types that have it.
func extendAll(text *strings.Builder, schema *ast.Schema, of *ast.Definition, fields []string) {
	extend(text, "interface "+of.Name, fields)
	for _, possible := range schema.GetPossibleTypes(of) {
		extend(text, "type "+possible.Name, fields)
	}
}

func extend(text *strings.Builder, what string, fields []string) {
	if len(fields) > 0 {
		fmt.Fprintf(text, "extend %s {\n  %s\n}\n", what, strings.Join(fields, "\n  "))
	}
}

// isField is whether one of the types that have an interface has a field already.
func isField(schema *ast.Schema, of *ast.Definition, name string) bool {
	return slices.ContainsFunc(schema.GetPossibleTypes(of), func(d *ast.Definition) bool { return d.Fields.ForName(name) != nil })
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
