package model

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// CustomAttributesV2 are the values of all attributes that have one, by attribute id. Magento leaves static ones out.
func (p *Product) CustomAttributesV2(ctx context.Context, filters *AttributeFilterInput) (*ProductCustomAttributes, error) {
	if p.view.Metadata == nil {
		return nil, pos.NewError(pos.KindUnavailable, pos.CodeNotReady, "Attributes are not known yet. Try again in a minute.")
	}
	all, err := p.view.Metadata.Attributes(ctx, p.view.Store.Code)
	if err != nil {
		return nil, err
	}
	answer := &ProductCustomAttributes{Items: []AttributeValueInterface{}, Errors: []*AttributeMetadataError{}}
	for _, a := range slices.SortedFunc(slices.Values(all), func(a, b pos.Attribute) int { return cmp.Compare(a.ID, b.ID) }) {
		if !listed(a) || !filters.Admits(a) {
			continue
		}
		if value, ok := p.rawValue(a); ok {
			answer.Items = append(answer.Items, attributeValue(a, value))
		}
	}
	return answer, nil
}

func attributeValue(a pos.Attribute, value string) AttributeValueInterface {
	switch a.Input {
	case "select", "multiselect", "boolean":
	default:
		return &AttributeValue{Code: a.Code, Value: value}
	}
	options := OptionsOf(a)
	chosen := &AttributeSelectedOptions{Code: a.Code, SelectedOptions: []AttributeSelectedOptionInterface{}}
	for v := range strings.SplitSeq(value, ",") {
		if i := slices.IndexFunc(options, func(o pos.AttributeOption) bool { return o.Value == v }); i >= 0 {
			chosen.SelectedOptions = append(chosen.SelectedOptions, &AttributeSelectedOption{Label: options[i].Label, Value: v})
		}
	}
	return chosen
}

// rawValue is a value as Magento's tables hold it.
func (p *Product) rawValue(a pos.Attribute) (string, bool) {
	value := ""
	switch a.Code {
	case "name":
		value = p.doc.Name
	case "price":
		if p.doc.Price != nil {
			value = stored(*p.doc.Price)
		}
	case "special_price":
		if p.doc.Special != nil {
			value = stored(p.doc.Special.Price)
		}
	case "special_from_date":
		value = p.special().From
	case "special_to_date":
		value = p.special().To
	case "image":
		value = p.doc.Image
	case "small_image":
		value = p.doc.SmallImage
	case "thumbnail":
		value = p.doc.Thumbnail
	case "tier_price":
		return "", true // a list, which Magento tells as an empty text
	case "status":
		value = "2"
		if p.doc.Enabled {
			value = "1"
		}
	case "visibility":
		value = decimal.New(int64(p.doc.Visibility), 0).String()
	case "url_key":
		value = p.doc.URLKey
	case "tax_class_id":
		value = decimal.New(p.doc.TaxClass, 0).String()
	default:
		value = p.doc.Attributes[a.Code]
		if d := parsed(value); d != nil && a.Backend == "decimal" {
			value = stored(*d)
		}
	}
	return value, value != ""
}

// stored is a decimal as the columns of Magento's decimal values print it.
func stored(d decimal.Decimal) string { return d.StringFixed(6) }

// listed is whether an attribute is among those that Magento's GraphQL lists: visible and not static. Documents do not
// say which of the system's attributes are visible, so the invisible ones are named (Magento\Catalog\Setup\CategorySetup,
// Magento\Downloadable\Setup).
func listed(a pos.Attribute) bool {
	switch a.Code {
	case "old_id", "minimal_price", "custom_layout_update", "image_label", "small_image_label", "thumbnail_label", "country_of_manufacture",
		"url_path", "links_purchased_separately", "samples_title", "links_title", "links_exist", "quantity_and_stock_status":
		return false
	default:
		return a.Backend != "static"
	}
}

// Listed is the attributes that Magento's GraphQL lists, by attribute id.
func Listed(all []pos.Attribute) []pos.Attribute {
	found := slices.DeleteFunc(slices.Clone(all), func(a pos.Attribute) bool { return !listed(a) })
	slices.SortFunc(found, func(a, b pos.Attribute) int { return cmp.Compare(a.ID, b.ID) })
	return found
}

// Admits is whether an attribute passes the filters; nil passes all. What documents do not hold narrows nothing.
func (f *AttributeFilterInput) Admits(a pos.Attribute) bool {
	if f == nil {
		return true
	}
	for _, c := range []struct {
		want *bool
		is   bool
	}{
		{f.IsComparable, a.Comparable}, {f.IsFilterable, a.Filterable > 0}, {f.IsFilterableInSearch, a.FilterableSearch},
		{f.IsSearchable, a.Searchable}, {f.IsVisibleOnFront, a.Visible}, {f.UsedInProductListing, a.InListing},
		{f.IsUsedForPriceRules, a.PriceRules}, {f.IsHTMLAllowedOnFront, a.HTML},
	} {
		if c.want != nil && *c.want != c.is {
			return false
		}
	}
	return true
}

// OptionsOf are an attribute's options. Those of attributes with a source model are Magento's own, in English.
func OptionsOf(a pos.Attribute) []pos.AttributeOption {
	if len(a.Options) > 0 {
		return a.Options
	}
	switch a.Code {
	case "status":
		return pairs("1", "Enabled", "2", "Disabled")
	case "visibility":
		return pairs("1", "Not Visible Individually", "2", "Catalog", "3", "Search", "4", "Catalog, Search")
	case "options_container":
		return pairs("container1", "Product Info Column", "container2", "Block after Info Column")
	case "msrp_display_actual_price_type":
		return pairs("0", "Use config", "1", "On Gesture", "2", "In Cart", "3", "Before Order Confirmation")
	}
	if a.Input == "boolean" {
		return pairs("1", "Yes", "0", "No")
	}
	return nil
}

func pairs(texts ...string) []pos.AttributeOption {
	var options []pos.AttributeOption
	for i := 0; i+1 < len(texts); i += 2 {
		options = append(options, pos.AttributeOption{Value: texts[i], Label: texts[i+1]})
	}
	return options
}
