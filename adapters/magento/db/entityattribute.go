package db

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// EntityAttributes returns the attributes of one of Magento's entity types, catalog_category, customer or customer_address, by
// ascending id, as the store view labels them and its website has them (customer_eav_attribute_website). Options of source
// models that read the shop's files (layouts, layout updates) are not told. An unknown entity type has none.
func (s *Source) EntityAttributes(ctx context.Context, store pos.Store, entity string) ([]pos.EntityAttribute, error) {
	l := &entityAttributes{store: store, index: map[int64]int{}}
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		var steps []func(context.Context, *reader) error
		switch entity {
		case "catalog_category":
			steps = append(steps, l.loadCategories)
		case "customer", "customer_address":
			steps = append(steps, func(ctx context.Context, r *reader) error { return l.loadCustomers(ctx, r, entity) }, l.loadForms)
		}
		for _, load := range append(steps, l.loadOptions) {
			if err := load(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
	return l.found, err
}

// entityAttributes is what is known of them while they are read.
type entityAttributes struct {
	store   pos.Store
	found   []pos.EntityAttribute
	sources []string
	index   map[int64]int
}

// commonColumns are of eav_attribute, as common reads them.
const commonColumns = `a.attribute_id, a.attribute_code, COALESCE(l.value, a.frontend_label), a.frontend_input, a.backend_type,
	a.frontend_class, a.default_value, a.source_model, a.is_required, a.is_unique, a.is_user_defined`

func (l *entityAttributes) add(c *row, a pos.EntityAttribute) {
	a.ID, a.Code, a.Label, a.Input, a.Backend, a.Class = c.integer(0), c.clean(1), c.clean(2), c.clean(3), c.clean(4), c.clean(5)
	a.Unique, a.UserDefined = c.integer(9) == 1, c.integer(10) == 1
	l.index[a.ID] = len(l.found)
	l.found = append(l.found, a)
	l.sources = append(l.sources, c.text(7))
}

func (l *entityAttributes) loadCategories(ctx context.Context, r *reader) error {
	return r.each(ctx, "category attributes", `
		SELECT `+commonColumns+`, c.is_comparable, c.is_filterable, c.is_filterable_in_search, c.is_searchable, c.is_visible_on_front,
			c.used_in_product_listing, c.is_used_for_price_rules, c.is_used_for_promo_rules, c.is_html_allowed_on_front, c.is_wysiwyg_enabled,
			c.is_visible_in_advanced_search, c.is_visible, c.position
		FROM {eav_attribute} a
		JOIN {eav_entity_type} t ON t.entity_type_id = a.entity_type_id
		JOIN {catalog_eav_attribute} c ON c.attribute_id = a.attribute_id
		LEFT JOIN {eav_attribute_label} l ON l.attribute_id = a.attribute_id AND l.store_id = ?
		WHERE t.entity_type_code = 'catalog_category' ORDER BY a.attribute_id`, []any{l.store.ID}, func(c *row) {
		l.add(c, pos.EntityAttribute{Attribute: pos.Attribute{
			Default: c.clean(6), Required: c.integer(8) == 1, Comparable: c.integer(11) == 1, Filterable: int(c.integer(12)), FilterableSearch: c.integer(13) == 1,
			Searchable: c.integer(14) == 1, Visible: c.integer(15) == 1, InListing: c.integer(16) == 1, PriceRules: c.integer(17) == 1,
			PromoRules: c.integer(18) == 1, HTML: c.integer(19) == 1, Editor: c.integer(20) == 1, AdvancedSearch: c.integer(21) == 1,
			Hidden: c.integer(22) == 0, Position: int(c.integer(23)),
		}})
	})
}

// loadCustomers reads what the website says of an attribute before what all say (Magento\Customer\Model\Attribute).
func (l *entityAttributes) loadCustomers(ctx context.Context, r *reader, entity string) error {
	return r.each(ctx, "customer attributes", `
		SELECT `+commonColumns+`, COALESCE(w.default_value, a.default_value), COALESCE(w.is_required, a.is_required),
			COALESCE(w.is_visible, c.is_visible), c.input_filter, COALESCE(w.multiline_count, c.multiline_count), c.sort_order, c.validate_rules
		FROM {eav_attribute} a
		JOIN {eav_entity_type} t ON t.entity_type_id = a.entity_type_id
		JOIN {customer_eav_attribute} c ON c.attribute_id = a.attribute_id
		LEFT JOIN {customer_eav_attribute_website} w ON w.attribute_id = a.attribute_id AND w.website_id = ?
		LEFT JOIN {eav_attribute_label} l ON l.attribute_id = a.attribute_id AND l.store_id = ?
		WHERE t.entity_type_code = ? ORDER BY a.attribute_id`, []any{l.store.WebsiteID, l.store.ID, entity}, func(c *row) {
		l.add(c, pos.EntityAttribute{
			Attribute:   pos.Attribute{Default: c.clean(11), Required: c.integer(12) == 1, Hidden: c.integer(13) == 0},
			InputFilter: c.clean(14), Lines: int(c.integer(15)), SortOrder: int(c.integer(16)), Rules: validationRules(c.bytes(17)),
		})
	})
}

// validationRules reads the JSON of customer_eav_attribute.validate_rules, an object or an empty list, in its order.
func validationRules(text []byte) []pos.ValidationRule {
	var rules []pos.ValidationRule
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return nil
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return rules
		}
		var value any
		if err := decoder.Decode(&value); err != nil {
			return rules
		}
		rules = append(rules, pos.ValidationRule{Name: fmt.Sprint(name), Value: fmt.Sprint(value)})
	}
	return rules
}

func (l *entityAttributes) loadForms(ctx context.Context, r *reader) error {
	return r.each(ctx, "customer forms", "SELECT attribute_id, form_code FROM {customer_form_attribute} ORDER BY form_code", nil, func(c *row) {
		if i, ok := l.index[c.integer(0)]; ok {
			l.found[i].Forms = append(l.found[i].Forms, c.text(1))
		}
	})
}

func (l *entityAttributes) loadOptions(ctx context.Context, r *reader) error {
	err := r.each(ctx, "options of entities", `
		SELECT o.attribute_id, o.option_id, IF(s.value_id IS NULL, d.value, s.value) AS label
		FROM {eav_attribute_option} o
		LEFT JOIN {eav_attribute_option_value} d ON d.option_id = o.option_id AND d.store_id = 0
		LEFT JOIN {eav_attribute_option_value} s ON s.option_id = o.option_id AND s.store_id = ?
		ORDER BY o.attribute_id, o.sort_order, label, o.option_id`, []any{l.store.ID}, func(c *row) {
		if i, ok := l.index[c.integer(0)]; ok {
			l.found[i].Options = append(l.found[i].Options, pos.AttributeOption{Value: c.text(1), Label: c.clean(2)})
		}
	})
	if err != nil {
		return err
	}
	for i, source := range l.sources {
		if built := sourceOptions(l.found[i].Input, source, nil); built != nil {
			l.found[i].Options = built
		} else if query, first := listing(source); query != "" {
			l.found[i].Options = slices.Clone(first)
			if err := l.loadListed(ctx, r, i, query); err != nil {
				return err
			}
		}
	}
	return nil
}

// loadListed adds the options of a query: values and labels.
func (l *entityAttributes) loadListed(ctx context.Context, r *reader, i int, query string) error {
	err := r.each(ctx, "options from a table", query, nil, func(c *row) {
		l.found[i].Options = append(l.found[i].Options, pos.AttributeOption{Value: c.text(0), Label: c.clean(1)})
	})
	return r.optional(ctx, err)
}

// listing is where a source model finds its options, and those that come first.
func listing(source string) (query string, first []pos.AttributeOption) {
	switch source {
	case `Magento\Catalog\Model\Category\Attribute\Source\Page`:
		return "SELECT block_id, title FROM {cms_block} ORDER BY block_id", choices("", "Please select a static block.")
	case `Magento\Catalog\Model\Category\Attribute\Source\Sortby`:
		return `SELECT a.attribute_code, a.frontend_label FROM {eav_attribute} a JOIN {catalog_eav_attribute} c ON c.attribute_id = a.attribute_id
			JOIN {eav_entity_type} t ON t.entity_type_id = a.entity_type_id
			WHERE t.entity_type_code = 'catalog_product' AND c.used_for_sort_by = 1 ORDER BY a.attribute_id`, choices("position", "Position")
	case `Magento\Theme\Model\Theme\Source\Theme`: // those that can be chosen, not virtual ones of staging
		return "SELECT theme_id, theme_title FROM {theme} WHERE area = 'frontend' AND type IN (0, 1) ORDER BY theme_title", choices("", "-- Please Select --")
	case `Magento\Customer\Model\Customer\Attribute\Source\Group`:
		return "SELECT customer_group_id, customer_group_code FROM {customer_group} WHERE customer_group_id <> 0 ORDER BY customer_group_id", nil
	case `Magento\Customer\Model\Customer\Attribute\Source\Website`:
		return "SELECT website_id, name FROM {store_website} WHERE website_id <> 0 ORDER BY sort_order, name", nil
	default:
		return "", nil
	}
}
