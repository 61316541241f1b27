package sandbox

import (
	"slices"
	"strconv"
	"strings"
)

// attribute is a product attribute with what Magento tells of it.
type attribute struct {
	id                 int64
	code, label        string // no label: Magento has none either
	input, backend     string
	scope              string
	userDefined        bool
	required           bool
	filterable, search bool
	listed             bool
	applyTo            string // product types, separated by commas
	options            []option
	model              string // source or backend model, where there is one
}

type option struct {
	id    int64
	label string
}

func (a attribute) json() object {
	o := pairs("extension_attributes", pairs("is_pagebuilder_enabled", false), "is_wysiwyg_enabled", a.code == "description",
		"is_html_allowed_on_front", a.userDefined, "used_for_sort_by", a.code == "name" || a.code == "price",
		"is_filterable", a.filterable, "is_filterable_in_search", false, "is_used_in_grid", a.code == "color",
		"is_visible_in_grid", false, "is_filterable_in_grid", a.code == "color", "position", 0, "apply_to", a.types(),
		"is_searchable", bit(a.search), "is_visible_in_advanced_search", bit(a.isAsked()), "is_comparable", "0",
		"is_used_for_promo_rules", bit(len(a.options) > 0), "is_visible_on_front", bit(a.input == "multiselect"),
		"used_in_product_listing", bit(a.listed), "is_visible", true, "scope", a.scope, "attribute_id", a.id,
		"attribute_code", a.code, "frontend_input", a.inputJSON(), "entity_type_id", "4", "is_required", a.required,
		"options", a.optionsJSON(), "is_user_defined", a.userDefined)
	if a.label != "" {
		o = o.with("default_frontend_label", a.label)
	}
	o = o.with("frontend_labels", list{}, "backend_type", a.backend)
	switch a.input {
	case "select":
		o = o.with("source_model", a.model)
	case "multiselect", "price":
		o = o.with("backend_model", a.model)
	}
	if a.userDefined && a.input != "text" {
		o = o.with("default_value", "")
	}
	return o.with("is_unique", bit(a.code == "sku"), "validation_rules", list{})
}

// isAsked is whether the form of the advanced search asks for it, as Magento is installed.
func (a attribute) isAsked() bool {
	return slices.Contains([]string{"name", "sku", "description", "short_description", "price"}, a.code)
}

// inputJSON is null for attributes that no form shows.
func (a attribute) inputJSON() any {
	if a.input == "" {
		return nil
	}
	return a.input
}

func (a attribute) types() list {
	if a.applyTo == "" {
		return list{}
	}
	return listOf(strings.Split(a.applyTo, ","), func(t string) any { return t })
}

// optionsJSON begins with the empty choice, as Magento's does.
func (a attribute) optionsJSON() list {
	if len(a.options) == 0 {
		return list{}
	}
	return append(list{pairs("label", " ", "value", "")}, listOf(a.options, func(o option) any {
		return pairs("label", o.label, "value", strconv.FormatInt(o.id, 10))
	})...)
}

// optionLabel is the label of an option id, empty when there is none.
func (a attribute) optionLabel(id int64) string {
	for _, o := range a.options {
		if o.id == id {
			return o.label
		}
	}
	return ""
}

func bit(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

func (s *shop) attribute(code string) (attribute, bool) {
	i := slices.IndexFunc(s.attributes, func(a attribute) bool { return a.code == code })
	if i < 0 {
		return attribute{}, false
	}
	return s.attributes[i], true
}

func (s *shop) attributeByID(id int64) (attribute, bool) {
	i := slices.IndexFunc(s.attributes, func(a attribute) bool { return a.id == id })
	if i < 0 {
		return attribute{}, false
	}
	return s.attributes[i], true
}
