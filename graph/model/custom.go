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
		if !Listed(a) || !filters.Admits(a) || a.Code == "quantity_and_stock_status" { // Magento\Catalog\Model\FilterProductCustomAttribute
			continue
		}
		if value, ok := p.rawValue(a); ok {
			answer.Items = append(answer.Items, NewAttributeValue(a, value))
		}
	}
	return answer, nil
}

// NewAttributeValue tells chosen options in the order of the attribute's (Magento\EavGraphQl ... GetCustomSelectedOptionAttributes).
func NewAttributeValue(a pos.Attribute, value string) AttributeValueInterface {
	switch a.Input {
	case "select", "multiselect":
	default: // a boolean is told as "1" or "0"
		return &AttributeValue{Code: a.Code, Value: value}
	}
	values := strings.Split(value, ",")
	chosen := &AttributeSelectedOptions{Code: a.Code, SelectedOptions: []AttributeSelectedOptionInterface{}}
	for _, o := range a.Options {
		if slices.Contains(values, o.Value) {
			chosen.SelectedOptions = append(chosen.SelectedOptions, &AttributeSelectedOption{Label: o.Label, Value: o.Value})
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
		if price := cmp.Or(p.doc.Price, p.doc.IdlePrice); price != nil {
			value = stored(*price)
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
		value = p.doc.Attributes.Of(a.Code)
		if d := parsed(value); d != nil && a.Backend == "decimal" {
			value = stored(*d)
		}
	}
	return value, value != ""
}

// stored is a decimal as the columns of Magento's decimal values print it.
func stored(d decimal.Decimal) string { return d.StringFixed(6) }

// Listed is whether an attribute is among those that Magento's GraphQL lists (Magento\EavGraphQl\Model\Resolver\
// GetFilteredAttributes).
func Listed(a pos.Attribute) bool { return !a.Hidden && a.Backend != "static" }

// Admits is whether an attribute passes the filters, which ask for a 1 or a 0; nil passes all.
func (f *AttributeFilterInput) Admits(a pos.Attribute) bool {
	if f == nil {
		return true
	}
	for _, c := range []struct {
		want *bool
		is   bool
	}{
		{f.IsComparable, a.Comparable}, {f.IsFilterableInSearch, a.FilterableSearch}, {f.IsSearchable, a.Searchable}, {f.IsVisibleOnFront, a.Visible},
		{f.UsedInProductListing, a.InListing}, {f.IsUsedForPriceRules, a.PriceRules}, {f.IsHTMLAllowedOnFront, a.HTML},
		{f.IsUsedForPromoRules, a.PromoRules}, {f.IsVisibleInAdvancedSearch, a.AdvancedSearch}, {f.IsWysiwygEnabled, a.Editor},
	} {
		if c.want != nil && *c.want != c.is {
			return false
		}
	}
	if want := f.IsFilterable; want != nil { // there is a 2 as well
		return *want && a.Filterable == 1 || !*want && a.Filterable == 0
	}
	return true
}

// Given are the names of the filters that were given, in the schema's order.
func (f *AttributeFilterInput) Given() []string {
	if f == nil {
		return nil
	}
	var names []string
	for _, c := range []struct {
		name  string
		given *bool
	}{
		{"is_comparable", f.IsComparable}, {"is_filterable", f.IsFilterable}, {"is_filterable_in_search", f.IsFilterableInSearch},
		{"is_html_allowed_on_front", f.IsHTMLAllowedOnFront}, {"is_searchable", f.IsSearchable}, {"is_used_for_price_rules", f.IsUsedForPriceRules},
		{"is_used_for_promo_rules", f.IsUsedForPromoRules}, {"is_visible_in_advanced_search", f.IsVisibleInAdvancedSearch},
		{"is_visible_on_front", f.IsVisibleOnFront}, {"is_wysiwyg_enabled", f.IsWysiwygEnabled}, {"used_in_product_listing", f.UsedInProductListing},
	} {
		if c.given != nil {
			names = append(names, c.name)
		}
	}
	return names
}
