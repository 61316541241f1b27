package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// Magento's entity types whose attributes it tells.
const (
	productEntity  = "catalog_product"
	categoryEntity = "catalog_category"
	customerEntity = "customer"
	addressEntity  = "customer_address"
)

// EntityAttributes reads attributes of what is no product, which documents do not hold.
type EntityAttributes interface {
	// EntityAttributes returns the attributes of catalog_category, customer or customer_address by ascending id. Errors:
	// unavailable.
	EntityAttributes(ctx context.Context, store pos.Store, entity string) ([]pos.EntityAttribute, error)
}

// entityType is one of Magento's entity types with its attributes by ascending id.
type entityType struct {
	exists     bool
	attributes []pos.EntityAttribute
}

// entityType returns one that does not exist for a name that Magento does not know (eav_entity_type). Errors: unavailable, for
// attributes that only Magento's database tells.
func (r *resolver) entityType(ctx context.Context, name string) (entityType, error) {
	view, err := r.view(ctx)
	if err != nil {
		return entityType{}, err
	}
	switch name {
	case productEntity:
		all, err := r.catalog.Attributes(ctx, view.Store.Code)
		if err != nil {
			return entityType{}, err
		}
		found := make([]pos.EntityAttribute, len(all))
		for i, a := range all {
			found[i].Attribute = a
		}
		slices.SortFunc(found, func(a, b pos.EntityAttribute) int { return int(a.ID - b.ID) })
		return entityType{true, found}, nil
	case categoryEntity, customerEntity, addressEntity:
		if r.entities == nil {
			return entityType{}, pos.NewError(pos.KindUnavailable, pos.CodeUnavailable,
				"Attributes of categories and customers are in Magento's database, which is not open to this gateway.")
		}
		found, err := r.entities.EntityAttributes(ctx, view.Store, name)
		return entityType{true, found}, err
	case "order", "invoice", "creditmemo", "shipment":
		return entityType{exists: true}, nil // without attributes of their own
	default:
		return entityType{}, nil
	}
}

// attributesList is Magento\EavGraphQl\Model\Resolver\AttributesList.
func (r *resolver) attributesList(ctx context.Context, entity string, filters *model.AttributeFilterInput) (*model.AttributesMetadataOutput, error) {
	entity = strings.ToLower(entity)
	found, err := r.entityType(ctx, entity)
	if err != nil {
		return nil, err
	}
	answer := &model.AttributesMetadataOutput{Items: []model.CustomAttributeMetadataInterface{}, Errors: []*model.AttributeMetadataError{}}
	if entity == customerEntity || entity == addressEntity { // customer_eav_attribute has none of these columns
		for _, name := range filters.Given() {
			answer.Errors = append(answer.Errors, &model.AttributeMetadataError{
				Type: "FILTER_NOT_FOUND", Message: fmt.Sprintf("Cannot filter by %q as that field does not belong to %q.", name, entity),
			})
		}
		filters = nil
	}
	for _, a := range found.attributes {
		if model.Listed(a.Attribute) && filters.Admits(a.Attribute) {
			answer.Items = append(answer.Items, metadataOf(entity, a))
		}
	}
	return answer, nil
}

// attributesForm is Magento\EavGraphQl\Model\Resolver\AttributesForm: forms are customers' or, else, addresses', and those of
// the admin are nobody's.
func (r *resolver) attributesForm(ctx context.Context, form string) (*model.AttributesFormOutput, error) {
	if form == "" {
		return nil, pos.Invalid("Required parameter \"formCode\" of type string.")
	}
	answer := &model.AttributesFormOutput{Items: []model.CustomAttributeMetadataInterface{}, Errors: []*model.AttributeMetadataError{}}
	for _, entity := range []string{customerEntity, addressEntity} {
		found, err := r.entityType(ctx, entity)
		if err != nil {
			return nil, err
		}
		ofForm := slices.DeleteFunc(found.attributes, func(a pos.EntityAttribute) bool { return !slices.Contains(a.Forms, form) })
		if len(ofForm) == 0 || strings.HasPrefix(form, "adminhtml_") {
			continue
		}
		for _, a := range ofForm {
			if !a.Hidden {
				answer.Items = append(answer.Items, metadataOf(entity, a))
			}
		}
		return answer, nil
	}
	answer.Errors = append(answer.Errors, &model.AttributeMetadataError{
		Type: "ENTITY_NOT_FOUND", Message: fmt.Sprintf("Form %q could not be found.", form),
	})
	return answer, nil
}

// attributeMetadataV2 goes by entity type, in the order in which they are named first (Magento\EavGraphQl\Model\
// GetAttributesMetadata): a hidden attribute is left out without a word.
func (r *resolver) attributeMetadataV2(ctx context.Context, asked []model.AttributeInput) (*model.AttributesMetadataOutput, error) {
	if len(asked) == 0 {
		return nil, pos.Invalid("Required parameters \"attribute_code\" and \"entity_type\" of type String.")
	}
	var entities []string
	codes := map[string][]string{}
	for _, in := range asked {
		switch {
		case in.AttributeCode == nil:
			return nil, pos.Invalid("The attribute_code is required to retrieve the metadata")
		case in.EntityType == nil:
			return nil, pos.Invalid("The entity_type is required to retrieve the metadata")
		case !slices.Contains(entities, *in.EntityType):
			entities = append(entities, *in.EntityType)
		}
		codes[*in.EntityType] = append(codes[*in.EntityType], *in.AttributeCode)
	}
	answer := &model.AttributesMetadataOutput{Items: []model.CustomAttributeMetadataInterface{}, Errors: []*model.AttributeMetadataError{}}
	for _, entity := range entities {
		found, err := r.entityType(ctx, entity)
		if err != nil {
			return nil, err
		}
		if !found.exists {
			answer.Errors = append(answer.Errors, &model.AttributeMetadataError{
				Type: "ENTITY_NOT_FOUND", Message: fmt.Sprintf("Entity %q could not be found.", entity),
			})
			continue
		}
		found.describe(entity, codes[entity], answer)
	}
	return answer, nil
}

func (t entityType) describe(entity string, codes []string, answer *model.AttributesMetadataOutput) {
	known := map[string]bool{}
	for _, a := range t.attributes {
		if slices.Contains(codes, a.Code) {
			known[a.Code] = true
			if !a.Hidden {
				answer.Items = append(answer.Items, metadataOf(entity, a))
			}
		}
	}
	for _, code := range codes {
		if !known[code] {
			answer.Errors = append(answer.Errors, &model.AttributeMetadataError{
				Type: "ATTRIBUTE_NOT_FOUND", Message: fmt.Sprintf("Attribute code %q could not be found.", code),
			})
		}
	}
}

// metadataOf tells what documents hold of an attribute, as Magento\EavGraphQl\Model\Output\GetAttributeData does.
func metadataOf(entity string, a pos.EntityAttribute) model.CustomAttributeMetadataInterface {
	if entity == customerEntity || entity == addressEntity {
		return customerMetadataOf(entity, a)
	}
	return catalogMetadataOf(entity, a.Attribute)
}

// catalogMetadataOf is Magento\CatalogGraphQl\Model\Output\AttributeMetadata.
func catalogMetadataOf(entity string, a pos.Attribute) *model.CatalogAttributeMetadata {
	filterable := a.Filterable == 1
	answer := &model.CatalogAttributeMetadata{
		Code: a.Code, Label: nonEmpty(a.Label), FrontendInput: frontendInput(a), FrontendClass: nonEmpty(a.Class), IsRequired: a.Required,
		IsUnique: a.Unique, DefaultValue: nonEmpty(a.Default), EntityType: strings.ToUpper(entity), Options: metadataOptions(a),
		IsComparable: &a.Comparable, IsFilterable: &filterable, IsFilterableInSearch: &a.FilterableSearch, IsSearchable: &a.Searchable,
		IsUsedForPriceRules: &a.PriceRules, UsedInProductListing: &a.InListing, IsVisibleOnFront: &a.Visible, IsHTMLAllowedOnFront: &a.HTML,
		IsUsedForPromoRules: &a.PromoRules, IsVisibleInAdvancedSearch: &a.AdvancedSearch, IsWysiwygEnabled: &a.Editor,
	}
	if a.Swatch != "" {
		kind := strings.ToUpper(a.Swatch)
		answer.SwatchInputType, answer.UpdateProductPreviewImage, answer.UseProductImageForSwatch = &kind, &a.UpdatesPreview, &a.UsesImage
	}
	for _, kind := range a.ApplyTo {
		kind = strings.ToUpper(kind)
		answer.ApplyTo = append(answer.ApplyTo, &kind)
	}
	return answer
}

// customerMetadataOf is Magento\CustomerGraphQl\Model\Output\CustomerAttributeMetadata.
func customerMetadataOf(entity string, a pos.EntityAttribute) *model.CustomerAttributeMetadata {
	filter := "NONE"
	if a.InputFilter != "" {
		filter = strings.ToUpper(a.InputFilter)
	}
	answer := &model.CustomerAttributeMetadata{
		Code: a.Code, Label: nonEmpty(a.Label), FrontendInput: frontendInput(a.Attribute), FrontendClass: nonEmpty(a.Class), IsRequired: a.Required,
		IsUnique: a.Unique, DefaultValue: nonEmpty(a.Default), EntityType: strings.ToUpper(entity), Options: metadataOptions(a.Attribute),
		InputFilter: &filter, MultilineCount: &a.Lines, SortOrder: &a.SortOrder, ValidateRules: []*model.ValidationRule{},
	}
	for _, rule := range a.Rules {
		name := strings.ToUpper(rule.Name)
		answer.ValidateRules = append(answer.ValidateRules, &model.ValidationRule{Name: &name, Value: &rule.Value})
	}
	return answer
}

func frontendInput(a pos.Attribute) *string {
	input := "UNDEFINED"
	if a.Input != "" {
		input = strings.ToUpper(a.Input)
	}
	return &input
}

// metadataOptions leaves out those of countries and regions, as Magento\EavGraphQl\Model\Output\GetAttributeData does.
func metadataOptions(a pos.Attribute) []model.CustomAttributeOptionInterface {
	options, defaults := []model.CustomAttributeOptionInterface{}, strings.Split(a.Default, ",")
	if a.Code == "country_id" || a.Code == "region_id" {
		return options
	}
	for _, o := range a.Options {
		options = append(options, &model.AttributeOptionMetadata{
			Label: o.Label, Value: o.Value, IsDefault: a.Default != "" && a.Default != "0" && slices.Contains(defaults, o.Value),
		})
	}
	return options
}

func nonEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
