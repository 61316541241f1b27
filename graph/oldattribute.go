package graph

import (
	"context"

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
	if _, ok := known[name]; !ok {
		var err error
		if known[name], err = r.entityType(ctx, name); err != nil {
			return nil, err
		}
	}
	if !known[name].exists {
		return nil, pos.Invalid("Invalid entity_type specified: %s", name)
	}
	for _, a := range known[name].attributes {
		if a.Code == code {
			return oldMetadataOf(a.Attribute, name), nil
		}
	}
	return oldMetadataOf(pos.Attribute{Code: code}, name), nil
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
func oldMetadataOf(a pos.Attribute, entity string) *model.Attribute {
	kind := oldType(a)
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

// oldType is Magento's type of a value (Magento\Eav\Model\TypeLocator\SimpleType).
func oldType(a pos.Attribute) string {
	switch a.Backend {
	case "int":
		return "Int"
	case "decimal":
		return "Float"
	case "varchar", "text", "datetime":
		return "String"
	default:
		return "AnyType"
	}
}

func layered(filterable int) *string {
	names := []string{"NO", "FILTERABLE_WITH_RESULTS", "FILTERABLE_NO_RESULT"}
	if filterable < 0 || filterable >= len(names) {
		return nil
	}
	return &names[filterable]
}
