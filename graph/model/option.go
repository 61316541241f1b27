package model

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// ConfigurableProductOptions is one axis of a configurable product.
type ConfigurableProductOptions struct {
	ID            *int64
	UID           string
	AttributeID   *string
	AttributeIDV2 *int64
	AttributeUID  string
	AttributeCode *string
	Label         *string
	Position      *int
	ProductID     *int64
	UseDefault    *bool
	Values        []*ConfigurableProductOptionsValues
}

// ConfigurableProductOptionsValues is one choice on an axis. The default label is that of all stores, which Magento tells as the store's
// too (Magento\ConfigurableProduct's Attribute\Collection::loadOptions).
type ConfigurableProductOptionsValues struct {
	UID             *string
	ValueIndex      *int64
	Label           *string
	DefaultLabel    *string
	StoreLabel      *string
	UseDefaultValue *bool
	SwatchData      SwatchDataInterface
}

// SwatchDataInterface is how a choice is shown.
type SwatchDataInterface interface{ IsSwatchDataInterface() }

// TextSwatchData shows a choice as a short text.
type TextSwatchData struct{ Value *string }

// ColorSwatchData shows a choice as a colour, "#rrggbb".
type ColorSwatchData struct{ Value *string }

// ImageSwatchData shows a choice as an image.
type ImageSwatchData struct{ Value, Thumbnail *string }

// ConfigurableVariant is a child of a configurable product with its place on each axis.
type ConfigurableVariant struct {
	Attributes []*ConfigurableAttributeOption
	Product    *SimpleProduct
}

// ConfigurableAttributeOption is a variant's place on one axis.
type ConfigurableAttributeOption struct {
	Code       *string
	Label      *string
	UID        string
	ValueIndex *int64
}

// ConfigurableOptions are the axes by attribute id, which is the order in which Magento's GraphQL lists them whatever
// their positions, and with the attributes' labels whatever their own (Magento\ConfigurableProductGraphQl\Model\Options\Collection).
func (p *ConfigurableProduct) ConfigurableOptions(ctx context.Context) ([]*ConfigurableProductOptions, error) {
	axes := p.axes()
	options := make([]*ConfigurableProductOptions, len(axes))
	for i, axis := range axes {
		attribute, err := p.view.Metadata.Attribute(ctx, p.view.Store.Code, axis.Code)
		if pos.KindOf(err) == pos.KindNotFound {
			attribute.Label = axis.Label
		} else if err != nil {
			return nil, err
		}
		id, useDefault := strconv.FormatInt(axis.AttributeID, 10), false // of the axis Magento tells false always
		options[i] = &ConfigurableProductOptions{
			ID: &axis.ID, UID: uid(fmt.Sprintf("configurable/%d/%s", p.doc.ID, id)),
			AttributeID: &id, AttributeIDV2: &axis.AttributeID, AttributeUID: uid(id), AttributeCode: &axis.Code,
			Label: &attribute.Label, Position: &axis.Position, ProductID: &p.doc.ID, UseDefault: &useDefault, Values: p.values(axis, attribute),
		}
	}
	return options, nil
}

func (p *ConfigurableProduct) axes() []pos.ConfigurableOption {
	return slices.SortedFunc(slices.Values(p.doc.Options), func(a, b pos.ConfigurableOption) int {
		return cmp.Compare(a.AttributeID, b.AttributeID)
	})
}

func (p *ConfigurableProduct) values(axis pos.ConfigurableOption, attribute pos.Attribute) []*ConfigurableProductOptionsValues {
	values := make([]*ConfigurableProductOptionsValues, len(axis.Values))
	for i, v := range axis.Values {
		id, useDefault := valueUID(axis.AttributeID, v.ID), true // Magento tells true always
		general := v.Label
		option := strconv.FormatInt(v.ID, 10)
		if at := slices.IndexFunc(attribute.Options, func(o pos.AttributeOption) bool { return o.Value == option }); at >= 0 {
			general = cmp.Or(attribute.Options[at].DefaultLabel, general)
		}
		values[i] = &ConfigurableProductOptionsValues{
			UID: &id, ValueIndex: &v.ID, Label: &v.Label, DefaultLabel: &general, StoreLabel: &general,
			UseDefaultValue: &useDefault, SwatchData: p.swatch(v),
		}
	}
	return values
}

func valueUID(attribute, option int64) string {
	return uid(fmt.Sprintf("configurable/%d/%d", attribute, option))
}

// swatch returns nil when the choice has none (Magento's type 3, or an attribute without swatches).
func (p *ConfigurableProduct) swatch(v pos.OptionValue) SwatchDataInterface {
	if v.SwatchType == nil {
		return nil
	}
	switch *v.SwatchType {
	case 0:
		return &TextSwatchData{Value: some(v.Swatch)}
	case 1:
		return &ColorSwatchData{Value: some(v.Swatch)}
	case 2: // Magento\Swatches\Helper\Media keeps the small ones there
		thumbnail := p.view.Store.BaseMediaURL + "attribute/swatch/swatch_thumb/110x90/" + strings.TrimPrefix(v.Swatch, "/")
		return &ImageSwatchData{Value: some(v.Swatch), Thumbnail: &thumbnail}
	default:
		return nil
	}
}

// Variants are the children that can be bought, by product id. Magento leaves children without a price row out.
func (p *ConfigurableProduct) Variants(ctx context.Context) ([]*ConfigurableVariant, error) {
	children, err := p.salableVariants(ctx)
	if err != nil {
		return nil, err
	}
	places := make(map[int64]map[string]int64, len(p.doc.Variants))
	for _, v := range p.doc.Variants {
		places[v.ID] = v.Values
	}
	axes := p.axes()
	variants := make([]*ConfigurableVariant, len(children))
	for i, child := range children {
		view := &SimpleProduct{physicalOf(p.view, &children[i])}
		variants[i] = &ConfigurableVariant{Attributes: place(axes, places[child.ID]), Product: view}
	}
	return variants, nil
}

func place(axes []pos.ConfigurableOption, at map[string]int64) []*ConfigurableAttributeOption {
	attributes := []*ConfigurableAttributeOption{}
	for _, axis := range axes {
		i := slices.IndexFunc(axis.Values, func(v pos.OptionValue) bool { return v.ID == at[axis.Code] })
		if i < 0 {
			continue
		}
		v := axis.Values[i]
		attributes = append(attributes, &ConfigurableAttributeOption{
			Code: &axis.Code, Label: &v.Label, UID: valueUID(axis.AttributeID, v.ID), ValueIndex: &v.ID,
		})
	}
	return attributes
}

// salableVariants are the children that are enabled and have a price, by id.
func (p *Product) salableVariants(ctx context.Context) ([]pos.Product, error) {
	if len(p.doc.Variants) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(p.doc.Variants))
	for i, v := range p.doc.Variants {
		ids[i] = v.ID
	}
	docs, err := p.view.Catalog.ProductsByID(ctx, p.view.Store.Code, ids)
	if err != nil {
		return nil, err
	}
	children := make([]pos.Product, 0, len(docs))
	for _, doc := range docs {
		if doc.Enabled && len(doc.Prices) > 0 {
			children = append(children, doc)
		}
	}
	slices.SortFunc(children, func(a, b pos.Product) int { return cmp.Compare(a.ID, b.ID) })
	return children, nil
}
