package sandbox

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// product is a row of the catalog with its attributes in the default store view.
type product struct {
	ID           int64
	SKU          string
	Type         string
	Name         string
	AttributeSet int64
	Price        decimal.Decimal // of the product itself; a configurable has none
	Special      *special        `json:",omitempty"`
	Weight       decimal.Decimal // 0: none
	SoldIn       SoldIn          `json:",omitzero"`
	Status       int
	Visibility   int
	TaxClass     int64
	CreatedAt    string
	UpdatedAt    string
	Categories   []categoryLink
	Image        string // below media/catalog/product
	URLKey       string
	Values       []attributeValue // other attributes, in order
	Children     []int64          `json:",omitempty"`
	Axes         []axis           `json:",omitempty"`
	Bundle       []bundleOption   `json:",omitempty"`
	Members      []groupMember    `json:",omitempty"`
	Downloads    []download       `json:",omitempty"`
	Options      []customOption   `json:",omitempty"`
	Tiers        []tierPrice      `json:",omitempty"`
}

type special struct {
	Price decimal.Decimal
	From  string
	To    string
}

type categoryLink struct {
	ID       int64
	Position int
}

type attributeValue struct{ Code, Value string }

// axis is an option that a configurable product's variants differ in.
type axis struct {
	ID          int64
	AttributeID int64
	Code, Label string
	Position    int
	Values      []int64
}

// value returns an attribute's value, false when the product has none.
func (p *product) value(code string) (string, bool) {
	for _, v := range p.Values {
		if v.Code == code {
			return v.Value, true
		}
	}
	return "", false
}

// finalPrice is what one piece costs now: the special price while it is in force and lower. Dates are the store's days.
func (p *product) finalPrice(today string) decimal.Decimal {
	s := p.Special
	if s == nil || !s.Price.LessThan(p.Price) || today < day(s.From) || (s.To != "" && today > day(s.To)) {
		return p.Price
	}
	return s.Price
}

func day(stamp string) string { return stamp[:min(len(stamp), 10)] }

// json is the product as GET products/{sku} tells it. Lists leave the stock item out, children of a configurable all
// extension attributes.
func (s *shop) productJSON(p *product, single bool) object {
	o := s.productHead(p)
	ext := pairs("website_ids", list{1}, "category_links", listOf(p.Categories, func(c categoryLink) any {
		return pairs("position", c.Position, "category_id", strconv.FormatInt(c.ID, 10))
	}))
	if single {
		ext = ext.with("stock_item", s.stockItem(p))
	}
	ext = append(ext, s.extensionJSON(p)...)
	return o.with("extension_attributes", ext, "product_links", s.linksJSON(p), "options", p.optionsJSON(),
		"media_gallery_entries", p.gallery(), "tier_prices", p.tiersJSON(), "custom_attributes", p.customAttributes())
}

// childJSON is the product as an element of configurable-products/{sku}/children.
func (s *shop) childJSON(p *product) object {
	return s.productHead(p).with("product_links", list{}, "media_gallery_entries", p.gallery(), "tier_prices", list{},
		"custom_attributes", p.customAttributes())
}

func (s *shop) productHead(p *product) object {
	o := pairs("id", p.ID, "sku", p.SKU, "name", p.Name, "attribute_set_id", p.AttributeSet)
	if p.Type != "grouped" { // which has no price of its own
		o = o.with("price", p.Price)
	}
	o = o.with("status", p.Status, "visibility", p.Visibility, "type_id", p.Type, "created_at", p.CreatedAt, "updated_at", p.UpdatedAt)
	if !p.Weight.IsZero() {
		o = o.with("weight", p.Weight)
	}
	return o
}

func (p *product) axesJSON() list {
	return listOf(p.Axes, func(a axis) any {
		return pairs("id", a.ID, "attribute_id", strconv.FormatInt(a.AttributeID, 10), "label", a.Label, "position", a.Position,
			"values", listOf(a.Values, func(v int64) any { return pairs("value_index", v) }), "product_id", p.ID)
	})
}

func (p *product) gallery() list {
	return list{pairs("id", p.ID, "media_type", "image", "label", p.Name, "position", 1, "disabled", false,
		"types", list{"image", "small_image", "thumbnail"}, "file", p.Image)}
}

func (p *product) customAttributes() list {
	var l list
	add := func(code string, value any) { l = append(l, pairs("attribute_code", code, "value", value)) }
	hasOptions := "0"
	required := slices.ContainsFunc(p.Options, func(o customOption) bool { return o.Required })
	if p.Type == "configurable" || p.Type == "bundle" || len(p.Options) > 0 {
		hasOptions = "1"
	}
	add("image", p.Image)
	add("small_image", p.Image)
	add("thumbnail", p.Image)
	if p.Special != nil {
		add("special_price", p.Special.Price.StringFixed(6))
		add("special_from_date", p.Special.From)
		if p.Special.To != "" {
			add("special_to_date", p.Special.To)
		}
	}
	add("options_container", "container2")
	add("url_key", p.URLKey)
	add("msrp_display_actual_price_type", "0")
	add("required_options", bit(required || p.Type == "bundle"))
	add("has_options", hasOptions)
	add("tax_class_id", strconv.FormatInt(p.TaxClass, 10))
	add("category_ids", listOf(p.Categories, func(c categoryLink) any { return strconv.FormatInt(c.ID, 10) }))
	for _, v := range p.Values {
		add(v.Code, v.Value)
	}
	return l
}
