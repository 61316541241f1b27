package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// attributeMetadata is the older query. What is wrong with one input is told at its place in the list, which is null there.
func (r *resolver) attributeMetadata(ctx context.Context, asked []model.AttributeInput) (*model.CustomAttributeMetadata, error) {
	answer := &model.CustomAttributeMetadata{}
	known := map[string]entityType{}
	for i, in := range asked {
		found, err := r.oldMetadata(ctx, known, in)
		if err != nil && pos.KindOf(err) != pos.KindInvalid {
			return nil, err
		} else if err != nil {
			tellAt(ctx, "items", i, err)
		}
		answer.Items = append(answer.Items, found)
	}
	return answer, nil
}

// tellAt tells what is wrong with an item of a list below the field that is being resolved, wherever the list is asked for.
func tellAt(ctx context.Context, list string, i int, err error) {
	for _, field := range graphql.CollectFieldsCtx(ctx, nil) {
		if field.Name != list {
			continue
		}
		at := append(graphql.GetPath(ctx), ast.PathName(field.Alias), ast.PathIndex(i))
		graphql.AddError(ctx, &gqlerror.Error{Err: err, Message: err.Error(), Path: at,
			Locations: []gqlerror.Location{{Line: field.Position.Line, Column: field.Position.Column}}})
	}
}

func (r *resolver) oldMetadata(ctx context.Context, known map[string]entityType, in model.AttributeInput) (*model.Attribute, error) {
	code, name := text(in.AttributeCode), text(in.EntityType)
	if in.AttributeCode == nil || in.EntityType == nil {
		return nil, missingInput(in)
	}
	entity := cmp.Or(servedEntities()[name], name)
	if _, ok := known[entity]; !ok {
		var err error
		if known[entity], err = r.entityType(ctx, entity); err != nil {
			return nil, err
		}
	}
	found := pos.Attribute{Code: code}
	for _, a := range known[entity].attributes {
		if a.Code == code {
			found = a.Attribute
		}
	}
	kind := oldType(entity, found)
	if !known[entity].exists || entity != name && kind == anyType { // which Magento then looks for under the service's name
		return nil, pos.Invalid("Invalid entity_type specified: %s", name)
	}
	answer := oldMetadataOf(found, name, kind)
	if answer.StorefrontProperties != nil && (entity == customerEntity || entity == addressEntity) {
		*answer.StorefrontProperties = model.StorefrontProperties{} // customer_eav_attribute has none of these columns
	}
	return answer, nil
}

// servedEntities are the names of services that stand for entity types (Magento\Framework\Webapi\ServiceTypeToEntityTypeMap).
func servedEntities() map[string]string {
	return map[string]string{
		`Magento\Catalog\Api\Data\ProductInterface`:   productEntity,
		`Magento\Catalog\Api\Data\CategoryInterface`:  categoryEntity,
		`Magento\Customer\Api\Data\CustomerInterface`: customerEntity,
		`Magento\Customer\Api\Data\AddressInterface`:  addressEntity,
	}
}

// missingInput is worded as Magento\EavGraphQl\Model\Resolver\CustomAttributeMetadata words it.
func missingInput(in model.AttributeInput) error {
	missing, of := "entity_type", "attribute_code: "+text(in.AttributeCode)
	if in.AttributeCode == nil {
		missing, of = "attribute_code", "entity_type: "+text(in.EntityType)
		if in.EntityType == nil {
			missing, of = "attribute_code/entity_type", "Empty AttributeInput"
		}
	}
	return pos.Invalid("Missing %s for the input %s.", missing, of)
}

// oldMetadataOf tells nothing but a type of an attribute that does not exist: only its code is set.
func oldMetadataOf(a pos.Attribute, entity, kind string) *model.Attribute {
	answer := &model.Attribute{AttributeCode: &a.Code, EntityType: &entity, AttributeType: &kind, AttributeOptions: []*model.AttributeOption{}}
	if a.ID == 0 {
		return answer
	}
	answer.InputType = nonEmpty(a.Input)
	answer.StorefrontProperties = &model.StorefrontProperties{
		Position: &a.Position, UseInProductListing: &a.InListing, VisibleOnCatalogPages: &a.Visible,
		UseInSearchResultsLayeredNavigation: &a.FilterableSearch, UseInLayeredNavigation: layered(a.Filterable),
	}
	for _, o := range a.Options {
		if o.Value == "" { // Magento\EavGraphQl\Model\Resolver\DataProvider\AttributeOptions
			continue
		}
		answer.AttributeOptions = append(answer.AttributeOptions, &model.AttributeOption{Label: &o.Label, Value: &o.Value})
	}
	return answer
}

// anyType is told where Magento knows no type.
const anyType = "AnyType"

// oldType is Magento's type of a value: what the attribute's backend model says (Magento\Eav\Model\TypeLocator\ComplexType),
// which is told by the attribute's code here, else what its column holds (SimpleType).
func oldType(entity string, a pos.Attribute) string {
	switch entity + "." + a.Code {
	case "catalog_product.category_ids":
		return "Int[]"
	case "catalog_product.quantity_and_stock_status":
		return "CatalogInventoryDataStockItemInterface[]"
	case "catalog_category.available_sort_by", "catalog_category.default_sort_by":
		return "String[]"
	case "customer.website_id", "customer.store_id":
		return "Int"
	case "customer.default_billing", "customer.default_shipping":
		return "CustomerDataAddressInterface"
	case "customer_address.region":
		return "CustomerDataRegionInterface"
	}
	switch a.Backend {
	case "int":
		return "Int"
	case "decimal":
		return "Float"
	case "varchar", "text", "datetime":
		return "String"
	}
	return otherType(a)
}

// otherType goes by how a value is entered (Magento\Eav\Model\Attribute\Data).
func otherType(a pos.Attribute) string {
	switch {
	case a.Backend != "static":
	case a.Input == "boolean":
		return "Boolean"
	case a.Input == "image":
		return "FrameworkDataImageContentInterface"
	case slices.Contains([]string{"text", "date", "file", "hidden", "multiline", "multiselect", "select", "textarea"}, a.Input):
		return "String"
	}
	if a.Code == "media_gallery" { // Magento_CatalogGraphQl's word for it
		return "ProductMediaGallery"
	}
	return anyType
}

func layered(filterable int) *string {
	names := []string{"NO", "FILTERABLE_WITH_RESULTS", "FILTERABLE_NO_RESULT"}
	if filterable < 0 || filterable >= len(names) {
		return nil
	}
	return &names[filterable]
}
