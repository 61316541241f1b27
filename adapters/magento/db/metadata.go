package db

import (
	"context"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// metadata is what is known of the product and category attributes, as one store view labels them. It is never changed
// after it was loaded.
type metadata struct {
	loadedAt   time.Time
	products   attributes
	categories attributes
	options    map[int64]option // by option id, of attributes that are axes of configurable products
	gallery    int64            // id of the media_gallery attribute, 0 if there is none
	linkTypes  map[int64]string // catalog_product_link_type
	linkValues map[int64]string // what an attribute of links is: position or qty
	// globalPrices tells that prices are the same on all websites.
	globalPrices bool
	prices       []string // the tables of the price index, with what split them
}

// attributes are looked up by id for every value row, hence the slice.
type attributes []attribute

func (a attributes) byID(id int64) *attribute {
	if id < 0 || id >= int64(len(a)) || a[id].code == "" {
		return nil
	}
	return &a[id]
}

// attribute is one row of eav_attribute.
type attribute struct {
	code    string
	label   string
	decimal bool
	role    role
}

// role is where an attribute's value goes in a document.
type role uint8

const (
	roleOther role = iota // to Attributes, by code
	roleNone              // nowhere: derived, or told by another table
	roleName
	roleURLKey
	roleURLPath
	roleStatus
	roleVisibility
	roleTaxClass
	rolePrice
	roleSpecialPrice
	roleSpecialFrom
	roleSpecialTo
	roleImage
	roleSmallImage
	roleThumbnail
	roleActive
	roleInMenu
	roleAnchor
)

func productRole(code string) role {
	switch code {
	case "name":
		return roleName
	case "url_key":
		return roleURLKey
	case "status":
		return roleStatus
	case "visibility":
		return roleVisibility
	case "tax_class_id":
		return roleTaxClass
	case "price":
		return rolePrice
	case "special_price":
		return roleSpecialPrice
	case "special_from_date":
		return roleSpecialFrom
	case "special_to_date":
		return roleSpecialTo
	case "image":
		return roleImage
	case "small_image":
		return roleSmallImage
	case "thumbnail":
		return roleThumbnail
	case "quantity_and_stock_status", "category_ids", "media_gallery", "gallery", "tier_price":
		return roleNone
	default:
		return roleOther
	}
}

func categoryRole(code string) role {
	switch code {
	case "name":
		return roleName
	case "url_key":
		return roleURLKey
	case "url_path":
		return roleURLPath
	case "is_active":
		return roleActive
	case "include_in_menu":
		return roleInMenu
	case "is_anchor":
		return roleAnchor
	case "path", "children", "children_count", "path_in_store", "all_children", "level", "position":
		return roleNone
	default:
		return roleOther
	}
}

// option is one choice of a select attribute. rank is its place in Magento's sort order.
type option struct {
	rank  int
	value pos.OptionValue
}

// known returns a store view's metadata, and whether it was read just now: always when it is wanted fresh, else when the
// last reading is older than the TTL.
func (s *Source) known(ctx context.Context, r *reader, store pos.Store, fresh bool) (m *metadata, readNow bool, err error) {
	s.mu.Lock()
	m = s.metadata[store.ID]
	s.mu.Unlock()
	now := s.cfg.Now()
	if !fresh && m != nil && now.Sub(m.loadedAt) < s.cfg.MetadataTTL {
		return m, false, nil
	}
	if m, err = loadMetadata(ctx, r, store); err != nil {
		return nil, false, err
	}
	m.loadedAt = now
	s.mu.Lock()
	s.metadata[store.ID] = m
	s.mu.Unlock()
	return m, true, nil
}

func loadMetadata(ctx context.Context, r *reader, store pos.Store) (*metadata, error) {
	m := &metadata{options: map[int64]option{}, linkTypes: map[int64]string{}, linkValues: map[int64]string{}, globalPrices: true}
	err := r.each(ctx, "attributes", `
		SELECT a.attribute_id, t.entity_type_code, a.attribute_code, a.backend_type, COALESCE(l.value, a.frontend_label)
		FROM {eav_attribute} a
		JOIN {eav_entity_type} t ON t.entity_type_id = a.entity_type_id
		LEFT JOIN {eav_attribute_label} l ON l.attribute_id = a.attribute_id AND l.store_id = ?
		WHERE t.entity_type_code IN ('catalog_product', 'catalog_category')
		ORDER BY a.attribute_id`, []any{store.ID}, func(c *row) {
		id, code := c.integer(0), c.text(2)
		a := attribute{code: code, label: c.text(4), decimal: c.text(3) == "decimal"}
		if c.text(1) == "catalog_product" {
			a.role = productRole(code)
			m.products = put(m.products, id, a)
			if code == "media_gallery" {
				m.gallery = id
			}
			return
		}
		a.role = categoryRole(code)
		m.categories = put(m.categories, id, a)
	})
	if err != nil {
		return nil, err
	}
	if err := m.loadOptions(ctx, r, store.ID); err != nil {
		return nil, err
	}
	if err := m.loadLinkTypes(ctx, r); err != nil {
		return nil, err
	}
	if m.prices, err = priceTables(ctx, r, store.WebsiteID); err != nil {
		return nil, err
	}
	return m, m.loadSwatches(ctx, r, store.ID)
}

func (m *metadata) loadLinkTypes(ctx context.Context, r *reader) error {
	err := r.each(ctx, "link types", "SELECT link_type_id, code FROM {catalog_product_link_type}", nil,
		func(c *row) { m.linkTypes[c.integer(0)] = c.text(1) })
	if err != nil {
		return err
	}
	err = r.each(ctx, "link attributes", "SELECT product_link_attribute_id, product_link_attribute_code FROM {catalog_product_link_attribute}", nil,
		func(c *row) { m.linkValues[c.integer(0)] = c.text(1) })
	if err != nil {
		return err
	}
	return r.each(ctx, "price scope", "SELECT value FROM {core_config_data} WHERE scope = 'default' AND scope_id = 0 AND path = ?",
		[]any{pathPriceScope}, func(c *row) { m.globalPrices = c.text(0) != "1" })
}

func put(a attributes, id int64, value attribute) attributes {
	for int64(len(a)) <= id {
		a = append(a, attribute{})
	}
	a[id] = value
	return a
}

// loadOptions reads the choices of every axis in the order of Magento\Eav\Model\ResourceModel\Entity\Attribute\Option\
// Collection: by sort_order, then by label. A store view's label counts by the presence of its row.
func (m *metadata) loadOptions(ctx context.Context, r *reader, store int64) error {
	rank := 0
	return r.each(ctx, "options", `
		SELECT o.option_id, IF(s.value_id IS NULL, d.value, s.value) AS label
		FROM {eav_attribute_option} o
		LEFT JOIN {eav_attribute_option_value} d ON d.option_id = o.option_id AND d.store_id = 0
		LEFT JOIN {eav_attribute_option_value} s ON s.option_id = o.option_id AND s.store_id = ?
		WHERE o.attribute_id IN (SELECT attribute_id FROM {catalog_product_super_attribute})
		ORDER BY o.attribute_id, o.sort_order, label, o.option_id`, []any{store}, func(c *row) {
		rank++
		id := c.integer(0)
		m.options[id] = option{rank: rank, value: pos.OptionValue{ID: id, Label: c.text(1)}}
	})
}

// Swatch types (Magento\Swatches\Model\Swatch).
const (
	swatchText  = 0
	swatchEmpty = 3
)

// swatch is how a choice is shown instead of its label.
type swatch struct {
	kind  int
	value string
}

// loadSwatches gives the axes' options their swatches.
func (m *metadata) loadSwatches(ctx context.Context, r *reader, store int64) error {
	swatches, err := readSwatches(ctx, r, store)
	for id, s := range swatches {
		if o, ok := m.options[id]; ok {
			o.value.Swatch, o.value.SwatchType = s.value, &s.kind
			m.options[id] = o
		}
	}
	return err
}

// readSwatches follows Magento\Swatches\Helper\Data: a text swatch is the store view's if that is not empty, else that of
// all stores; other swatches are the same in all stores. Keys are option ids.
func readSwatches(ctx context.Context, r *reader, store int64) (map[int64]swatch, error) {
	swatches := map[int64]swatch{}
	err := r.each(ctx, "swatches", `
		SELECT option_id, store_id, type, value FROM {eav_attribute_option_swatch}
		WHERE store_id IN (0, ?) AND value <> '' ORDER BY option_id, store_id`, []any{store}, func(c *row) {
		kind := int(c.integer(2))
		if kind == swatchEmpty || (kind != swatchText && c.integer(1) != 0) {
			return
		}
		swatches[c.integer(0)] = swatch{kind: kind, value: c.clean(3)}
	})
	if isMissingTable(err) { // Magento_Swatches was removed
		return nil, nil //nolint:nilnil // no swatches are an empty map
	}
	return swatches, err
}
