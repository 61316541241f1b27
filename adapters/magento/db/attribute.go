package db

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// Attributes returns the product attributes as the store view labels them, by ascending code, whether or not an attribute
// set has them. The options of a select are those of its table, or of the source models that are the same in every shop
// (yes/no, status, visibility, tax classes); other source models are code, and their options are not told.
func (s *Source) Attributes(ctx context.Context, store pos.Store) ([]pos.Attribute, error) {
	var attributes []pos.Attribute
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		l := &attributeList{store: store, index: map[int64]int{}}
		for _, load := range []func(context.Context, *reader) error{l.loadAttributes, l.loadOptions, l.loadSwatches, l.loadTaxClasses} {
			if err := load(ctx, r); err != nil {
				return err
			}
		}
		attributes = l.finish()
		return nil
	})
	return attributes, err
}

// attributeList is what is known of the attributes while they are read.
type attributeList struct {
	store      pos.Store
	attributes []pos.Attribute
	sources    []string
	index      map[int64]int
	taxClasses []pos.AttributeOption
}

func (l *attributeList) loadAttributes(ctx context.Context, r *reader) error {
	return r.each(ctx, "attribute documents", `
		SELECT a.attribute_id, a.attribute_code, COALESCE(l.value, a.frontend_label), a.frontend_input, a.backend_type,
			a.frontend_class, a.default_value, a.source_model, a.is_required, a.is_unique, a.is_user_defined,
			c.is_comparable, c.is_filterable, c.is_filterable_in_search, c.is_searchable, c.search_weight, c.used_for_sort_by,
			c.is_visible_on_front, c.used_in_product_listing, c.is_used_for_price_rules, c.is_html_allowed_on_front,
			c.position, c.apply_to, c.additional_data, c.is_wysiwyg_enabled, c.is_used_for_promo_rules, c.is_visible_in_advanced_search,
			c.is_visible
		FROM {eav_attribute} a
		JOIN {eav_entity_type} t ON t.entity_type_id = a.entity_type_id
		LEFT JOIN {catalog_eav_attribute} c ON c.attribute_id = a.attribute_id
		LEFT JOIN {eav_attribute_label} l ON l.attribute_id = a.attribute_id AND l.store_id = ?
		WHERE t.entity_type_code = 'catalog_product'`, []any{l.store.ID}, func(c *row) {
		a := pos.Attribute{
			ID: c.integer(0), Code: c.clean(1), Label: c.clean(2), Input: c.clean(3), Backend: c.clean(4), Class: c.clean(5), Default: c.clean(6),
			Required: c.integer(8) == 1, Unique: c.integer(9) == 1, UserDefined: c.integer(10) == 1, Comparable: c.integer(11) == 1,
			Filterable: int(c.integer(12)), FilterableSearch: c.integer(13) == 1, Searchable: c.integer(14) == 1,
			SearchWeight: int(parseDecimal(c.bytes(15)).IntPart()), Sortable: c.integer(16) == 1, Visible: c.integer(17) == 1, InListing: c.integer(18) == 1,
			PriceRules: c.integer(19) == 1, HTML: c.integer(20) == 1, Position: int(c.integer(21)),
			Editor: c.integer(24) == 1, PromoRules: c.integer(25) == 1, AdvancedSearch: c.integer(26) == 1, Hidden: !c.null(27) && c.integer(27) == 0,
		}
		if c.null(15) { // no row in catalog_eav_attribute
			a.SearchWeight = 1
		}
		if types := c.clean(22); types != "" {
			a.ApplyTo = strings.Split(types, ",")
		}
		// Magento\Swatches\Model\SwatchAttributeType reads the same JSON.
		var more struct {
			Swatch  string          `json:"swatch_input_type"`
			Preview json.RawMessage `json:"update_product_preview_image"`
			Image   json.RawMessage `json:"use_product_image_for_swatch"`
		}
		if json.Unmarshal(c.bytes(23), &more) == nil {
			a.Swatch = more.Swatch
			a.UpdatesPreview = strings.Trim(string(more.Preview), `"`) == "1"
			a.UsesImage = strings.Trim(string(more.Image), `"`) == "1"
		}
		l.index[a.ID] = len(l.attributes)
		l.attributes = append(l.attributes, a)
		l.sources = append(l.sources, c.text(7))
	})
}

// loadOptions reads the choices of Magento\Eav\Model\Entity\Attribute\Source\Table in its order.
func (l *attributeList) loadOptions(ctx context.Context, r *reader) error {
	return r.each(ctx, "attribute options", `
		SELECT o.attribute_id, o.option_id, IF(s.value_id IS NULL, d.value, s.value) AS label, d.value
		FROM {eav_attribute_option} o
		LEFT JOIN {eav_attribute_option_value} d ON d.option_id = o.option_id AND d.store_id = 0
		LEFT JOIN {eav_attribute_option_value} s ON s.option_id = o.option_id AND s.store_id = ?
		ORDER BY o.attribute_id, o.sort_order, label, o.option_id`, []any{l.store.ID}, func(c *row) {
		i, ok := l.index[c.integer(0)]
		if !ok {
			return
		}
		o := pos.AttributeOption{Value: c.text(1), Label: c.clean(2)}
		if general := c.clean(3); general != o.Label {
			o.DefaultLabel = general
		}
		l.attributes[i].Options = append(l.attributes[i].Options, o)
	})
}

func (l *attributeList) loadSwatches(ctx context.Context, r *reader) error {
	swatches, err := readSwatches(ctx, r, l.store.ID)
	for i := range l.attributes {
		for j := range l.attributes[i].Options {
			o := &l.attributes[i].Options[j]
			if s, ok := swatches[optionID(o.Value)]; ok {
				o.Swatch, o.SwatchType = s.value, &s.kind
			}
		}
	}
	return err
}

func (l *attributeList) loadTaxClasses(ctx context.Context, r *reader) error {
	return r.each(ctx, "tax classes", "SELECT class_id, class_name FROM {tax_class} WHERE class_type = 'PRODUCT' ORDER BY class_id", nil,
		func(c *row) {
			l.taxClasses = append(l.taxClasses, pos.AttributeOption{Value: c.text(0), Label: c.clean(1)})
		})
}

func (l *attributeList) finish() []pos.Attribute {
	for i := range l.attributes {
		a := &l.attributes[i]
		if built := sourceOptions(a.Input, l.sources[i], l.taxClasses); built != nil {
			a.Options = built
		}
		chosen := strings.Split(a.Default, ",")
		for j := range a.Options {
			a.Options[j].Default = slices.Contains(chosen, a.Options[j].Value)
		}
	}
	slices.SortFunc(l.attributes, func(a, b pos.Attribute) int { return cmp.Compare(a.Code, b.Code) })
	return l.attributes
}
