package model

import (
	"fmt"
	"strconv"

	"github.com/tillway/tillway/gateway/pos"
)

// Options are the customisable options, null for a product without any.
func (p *Product) Options() []CustomizableOptionInterface {
	if len(p.doc.CustomOptions) == 0 {
		return nil
	}
	options := make([]CustomizableOptionInterface, 0, len(p.doc.CustomOptions))
	for _, o := range p.placedOptions() {
		if option := p.customOption(o); option != nil {
			options = append(options, option)
		}
	}
	return options
}

// customOption returns nil for a type that is not Magento's own.
func (p *Product) customOption(o pos.CustomOption) CustomizableOptionInterface {
	id, sku := uid("custom-option/"+strconv.FormatInt(o.ID, 10)), &p.doc.SKU
	price, kind := optionPrice(o.Price)
	maximum := o.MaxCharacters
	switch o.Type {
	case "field":
		return &CustomizableFieldOption{OptionID: small(o.ID), UID: id, Title: some(o.Title), Required: &o.Required, SortOrder: &o.SortOrder, ProductSku: sku,
			Value: &CustomizableFieldValue{UID: id, Price: price, PriceType: kind, Sku: some(o.SKU), MaxCharacters: maximum}}
	case "area":
		return &CustomizableAreaOption{OptionID: small(o.ID), UID: id, Title: some(o.Title), Required: &o.Required, SortOrder: &o.SortOrder, ProductSku: sku,
			Value: &CustomizableAreaValue{UID: id, Price: price, PriceType: kind, Sku: some(o.SKU), MaxCharacters: maximum}}
	case "file":
		return &CustomizableFileOption{OptionID: small(o.ID), UID: id, Title: some(o.Title), Required: &o.Required, SortOrder: &o.SortOrder, ProductSku: sku,
			Value: &CustomizableFileValue{UID: id, Price: price, PriceType: kind, Sku: some(o.SKU), FileExtension: some(o.FileExtensions),
				ImageSizeX: o.ImageWidth, ImageSizeY: o.ImageHeight}}
	case "date", "date_time", "time":
		when := map[string]string{"date": "DATE", "date_time": "DATE_TIME", "time": "TIME"}[o.Type]
		return &CustomizableDateOption{OptionID: small(o.ID), UID: id, Title: some(o.Title), Required: &o.Required, SortOrder: &o.SortOrder, ProductSku: sku,
			Value: &CustomizableDateValue{UID: id, Price: price, PriceType: kind, Sku: some(o.SKU), Type: &when}}
	default:
		return choice(o, id)
	}
}

// choice is an option with values to choose from.
func choice(o pos.CustomOption, id string) CustomizableOptionInterface {
	switch o.Type {
	case "drop_down":
		option := &CustomizableDropDownOption{OptionID: small(o.ID), UID: id, Title: some(o.Title), Required: &o.Required, SortOrder: &o.SortOrder}
		for _, v := range placedValues(o) {
			price, kind := optionPrice(&v.Price)
			option.Value = append(option.Value, &CustomizableDropDownValue{OptionTypeID: small(v.ID), UID: customValueUID(o, v), Title: some(v.Title),
				Price: price, PriceType: kind, Sku: some(v.SKU), SortOrder: &v.SortOrder})
		}
		return option
	case "radio":
		option := &CustomizableRadioOption{OptionID: small(o.ID), UID: id, Title: some(o.Title), Required: &o.Required, SortOrder: &o.SortOrder}
		for _, v := range placedValues(o) {
			price, kind := optionPrice(&v.Price)
			option.Value = append(option.Value, &CustomizableRadioValue{OptionTypeID: small(v.ID), UID: customValueUID(o, v), Title: some(v.Title),
				Price: price, PriceType: kind, Sku: some(v.SKU), SortOrder: &v.SortOrder})
		}
		return option
	case "checkbox":
		option := &CustomizableCheckboxOption{OptionID: small(o.ID), UID: id, Title: some(o.Title), Required: &o.Required, SortOrder: &o.SortOrder}
		for _, v := range placedValues(o) {
			price, kind := optionPrice(&v.Price)
			option.Value = append(option.Value, &CustomizableCheckboxValue{OptionTypeID: small(v.ID), UID: customValueUID(o, v), Title: some(v.Title),
				Price: price, PriceType: kind, Sku: some(v.SKU), SortOrder: &v.SortOrder})
		}
		return option
	case "multiple":
		option := &CustomizableMultipleOption{OptionID: small(o.ID), UID: id, Title: some(o.Title), Required: &o.Required, SortOrder: &o.SortOrder}
		for _, v := range placedValues(o) {
			price, kind := optionPrice(&v.Price)
			option.Value = append(option.Value, &CustomizableMultipleValue{OptionTypeID: small(v.ID), UID: customValueUID(o, v), Title: some(v.Title),
				Price: price, PriceType: kind, Sku: some(v.SKU), SortOrder: &v.SortOrder})
		}
		return option
	default:
		return nil
	}
}

func customValueUID(o pos.CustomOption, v pos.CustomValue) string {
	return uid(fmt.Sprintf("custom-option/%d/%d", o.ID, v.ID))
}
