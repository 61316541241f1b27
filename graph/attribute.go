package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// productEntity is Magento's entity type of products. Attributes of other entities are not known here.
const productEntity = "catalog_product"

func (r *resolver) attributesList(ctx context.Context, entity string, filters *model.AttributeFilterInput) (*model.AttributesMetadataOutput, error) {
	answer := &model.AttributesMetadataOutput{Items: []model.CustomAttributeMetadataInterface{}, Errors: []*model.AttributeMetadataError{}}
	if !strings.EqualFold(entity, productEntity) {
		return nil, pos.NewError(pos.KindUnavailable, pos.CodeUnavailable, "Attributes of customers are told by Magento only.")
	}
	all, err := r.attributes(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range model.Listed(all) {
		if filters.Admits(a) {
			answer.Items = append(answer.Items, metadataOf(a))
		}
	}
	return answer, nil
}

func (r *resolver) attributes(ctx context.Context) ([]pos.Attribute, error) {
	view, err := r.view(ctx)
	if err != nil {
		return nil, err
	}
	return r.catalog.Attributes(ctx, view.Store.Code)
}

// attributeMetadata is the older query. What Magento tells of an attribute in pairs is its frontend input and its type.
func (r *resolver) attributeMetadata(ctx context.Context, asked []model.AttributeInput) (*model.CustomAttributeMetadata, error) {
	all, err := r.attributes(ctx)
	if err != nil {
		return nil, err
	}
	answer := &model.CustomAttributeMetadata{}
	for _, in := range asked {
		code, entity := text(in.AttributeCode), text(in.EntityType)
		if code == "" || entity == "" {
			return nil, missingInput(in)
		}
		i := slices.IndexFunc(all, func(a pos.Attribute) bool { return a.Code == code })
		if i < 0 || entity != productEntity {
			return nil, pos.NotFound("Attribute code %s of entity type %s not configured to have a type.", code, entity)
		}
		answer.Items = append(answer.Items, oldMetadataOf(all[i], entity))
	}
	return answer, nil
}

// missingInput is worded as Magento\EavGraphQl\Model\Resolver\CustomAttributeMetadata words it.
func missingInput(in model.AttributeInput) error {
	missing, of := "entity_type", "attribute_code: "+text(in.AttributeCode)
	if text(in.AttributeCode) == "" {
		missing, of = "attribute_code", "entity_type: "+text(in.EntityType)
		if text(in.EntityType) == "" {
			missing, of = "attribute_code/entity_type", "Empty AttributeInput"
		}
	}
	return pos.Invalid("Missing %s for the input %s.", missing, of)
}

func oldMetadataOf(a pos.Attribute, entity string) *model.Attribute {
	kind := oldType(a)
	answer := &model.Attribute{
		AttributeCode: &a.Code, EntityType: &entity, AttributeType: &kind, InputType: nonEmpty(a.Input), AttributeOptions: []*model.AttributeOption{},
		StorefrontProperties: &model.StorefrontProperties{
			Position: &a.Position, UseInProductListing: &a.InListing, VisibleOnCatalogPages: &a.Visible,
			UseInSearchResultsLayeredNavigation: &a.FilterableSearch, UseInLayeredNavigation: layered(a.Filterable),
		},
	}
	for _, o := range model.OptionsOf(a) {
		answer.AttributeOptions = append(answer.AttributeOptions, &model.AttributeOption{Label: &o.Label, Value: &o.Value})
	}
	return answer
}

// oldType is Magento's type of a value (Magento\Eav\Model\TypeLocator\SimpleType).
func oldType(a pos.Attribute) string {
	switch {
	case a.Input == "multiselect":
		return "String"
	case a.Backend == "int":
		return "Int"
	case a.Backend == "decimal":
		return "Float"
	default:
		return "String"
	}
}

func layered(filterable int) *string {
	names := []string{"NO", "FILTERABLE_WITH_RESULTS", "FILTERABLE_NO_RESULT"}
	if filterable < 0 || filterable >= len(names) {
		return nil
	}
	return &names[filterable]
}

func (r *resolver) attributeMetadataV2(ctx context.Context, asked []model.AttributeInput) (*model.AttributesMetadataOutput, error) {
	if len(asked) == 0 {
		return nil, pos.Invalid("Required parameters \"attribute_code\" and \"entity_type\" of type String.")
	}
	answer := &model.AttributesMetadataOutput{Items: []model.CustomAttributeMetadataInterface{}, Errors: []*model.AttributeMetadataError{}}
	var codes, entities []string
	for _, in := range asked {
		switch {
		case in.AttributeCode == nil:
			return nil, pos.Invalid("The attribute_code is required to retrieve the metadata")
		case in.EntityType == nil:
			return nil, pos.Invalid("The entity_type is required to retrieve the metadata")
		case *in.EntityType == productEntity:
			codes = append(codes, *in.AttributeCode)
		case !slices.Contains(entities, *in.EntityType):
			entities = append(entities, *in.EntityType)
		}
	}
	all, err := r.attributes(ctx)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, a := range model.Listed(all) {
		if slices.Contains(codes, a.Code) {
			known[a.Code] = true
			answer.Items = append(answer.Items, metadataOf(a))
		}
	}
	for _, code := range codes {
		if !known[code] {
			answer.Errors = append(answer.Errors, &model.AttributeMetadataError{
				Type: "ATTRIBUTE_NOT_FOUND", Message: fmt.Sprintf("Attribute code %q could not be found.", code),
			})
		}
	}
	for _, entity := range entities {
		answer.Errors = append(answer.Errors, &model.AttributeMetadataError{
			Type: "ENTITY_NOT_FOUND", Message: fmt.Sprintf("Entity %q could not be found.", entity),
		})
	}
	return answer, nil
}

// metadataOf tells what documents hold of an attribute, as Magento\EavGraphQl\Model\Output\GetAttributeData does.
func metadataOf(a pos.Attribute) *model.CatalogAttributeMetadata {
	input := "UNDEFINED"
	if a.Input != "" {
		input = strings.ToUpper(a.Input)
	}
	filterable := a.Filterable == 1
	answer := &model.CatalogAttributeMetadata{
		Code: a.Code, Label: nonEmpty(a.Label), FrontendInput: &input, FrontendClass: nonEmpty(a.Class), IsRequired: a.Required,
		IsUnique: a.Unique, DefaultValue: nonEmpty(a.Default), EntityType: "CATALOG_PRODUCT", Options: []model.CustomAttributeOptionInterface{},
		IsComparable: &a.Comparable, IsFilterable: &filterable, IsFilterableInSearch: &a.FilterableSearch, IsSearchable: &a.Searchable,
		IsUsedForPriceRules: &a.PriceRules, UsedInProductListing: &a.InListing, IsVisibleOnFront: &a.Visible, IsHTMLAllowedOnFront: &a.HTML,
	}
	if a.Swatch != "" {
		kind := strings.ToUpper(a.Swatch)
		answer.SwatchInputType, answer.UpdateProductPreviewImage = &kind, &a.UpdatesPreview
	}
	for _, kind := range a.ApplyTo {
		kind = strings.ToUpper(kind)
		answer.ApplyTo = append(answer.ApplyTo, &kind)
	}
	defaults := strings.Split(a.Default, ",")
	for _, o := range model.OptionsOf(a) {
		answer.Options = append(answer.Options, &model.AttributeOptionMetadata{
			Label: o.Label, Value: o.Value, IsDefault: a.Default != "" && slices.Contains(defaults, o.Value),
		})
	}
	return answer
}

func nonEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
