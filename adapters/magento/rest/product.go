package rest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// productFields is what a document needs of a product in a list, and no more.
const productFields = "items[id,sku,name,attribute_set_id,price,status,visibility,type_id,created_at,updated_at,weight," +
	"extension_attributes[website_ids,category_links,configurable_product_options,configurable_product_links," +
	"bundle_product_options,downloadable_product_links,downloadable_product_samples]," +
	"media_gallery_entries,product_links,options,tier_prices,custom_attributes],total_count"

type wireProduct struct {
	ID         ident              `json:"id"`
	SKU        text               `json:"sku"`
	Name       text               `json:"name"`
	Set        ident              `json:"attribute_set_id"`
	Price      *number            `json:"price"`
	Status     ident              `json:"status"`
	Visibility ident              `json:"visibility"`
	Type       pos.ProductType    `json:"type_id"`
	Created    string             `json:"created_at"`
	Updated    string             `json:"updated_at"`
	Weight     *number            `json:"weight"`
	Extension  wireExtension      `json:"extension_attributes"`
	Gallery    []wireMedia        `json:"media_gallery_entries"`
	Links      []wireProductLink  `json:"product_links"`
	Options    []wireCustomOption `json:"options"`
	Tiers      []wireTier         `json:"tier_prices"`
	Attributes []wireAttribute    `json:"custom_attributes"`
}

type wireAttribute struct {
	Code  string          `json:"attribute_code"`
	Value json.RawMessage `json:"value"`
}

type wireExtension struct {
	Websites   []ident
	Categories []wireCategoryLink
	Axes       []wireAxis
	Children   []ident
	Bundle     []wireBundleOption
	Downloads  []wireDownload
	Samples    []wireDownload
}

type wireCategoryLink struct {
	ID       ident `json:"category_id"`
	Position ident `json:"position"`
}

type wireAxis struct {
	ID          ident `json:"id"`
	AttributeID ident `json:"attribute_id"`
	Label       text  `json:"label"`
	Position    ident `json:"position"`
}

type wireMedia struct {
	ID        ident              `json:"id"`
	Type      string             `json:"media_type"`
	Label     *text              `json:"label"`
	Position  ident              `json:"position"`
	Disabled  flag               `json:"disabled"`
	File      string             `json:"file"`
	Extension wireMediaExtension `json:"extension_attributes"`
}

type wireMediaExtension struct{ Video wireVideo }

type wireVideo struct {
	Provider    *text `json:"video_provider"`
	URL         *text `json:"video_url"`
	Title       *text `json:"video_title"`
	Description *text `json:"video_description"`
	Metadata    *text `json:"video_metadata"`
}

// UnmarshalJSON takes an empty list for an empty object, which PHP cannot tell apart.
func (e *wireMediaExtension) UnmarshalJSON(raw []byte) error {
	if raw = bytes.TrimSpace(raw); len(raw) == 0 || raw[0] != '{' {
		return nil
	}
	var fields struct {
		Video wireVideo `json:"video_content"`
	}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	*e = wireMediaExtension(fields)
	return nil
}

// UnmarshalJSON takes an empty list for an empty object, which PHP cannot tell apart.
func (e *wireExtension) UnmarshalJSON(raw []byte) error {
	if raw = bytes.TrimSpace(raw); len(raw) == 0 || raw[0] != '{' {
		return nil
	}
	var fields struct {
		Websites   []ident            `json:"website_ids"`
		Categories []wireCategoryLink `json:"category_links"`
		Axes       []wireAxis         `json:"configurable_product_options"`
		Children   []ident            `json:"configurable_product_links"`
		Bundle     []wireBundleOption `json:"bundle_product_options"`
		Downloads  []wireDownload     `json:"downloadable_product_links"`
		Samples    []wireDownload     `json:"downloadable_product_samples"`
	}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	*e = wireExtension(fields)
	return nil
}

func (w wireProduct) attribute(code string) string {
	for _, a := range w.Attributes {
		if a.Code == code {
			return scalarText(a.Value)
		}
	}
	return ""
}

// document makes the catalog document, but for prices, options and variants.
func (w wireProduct) document(m *storeMetadata, barcode string) pos.Product {
	p := pos.Product{
		ID: int64(w.ID), SKU: string(w.SKU), Type: w.Type, AttributeSet: int64(w.Set), Name: string(w.Name),
		Enabled: w.Status == 1, Visibility: pos.Visibility(w.Visibility), CreatedAt: w.Created, UpdatedAt: w.Updated,
	}
	if w.Price != nil && w.hasOwnPrice() {
		p.Price = &w.Price.Decimal
	}
	// The weight of a bundle is its own only if it is fixed; Magento computes the other.
	if w.Weight != nil && !w.Weight.IsZero() && (w.Type != pos.TypeBundle || w.attribute("weight_type") == "1") {
		p.Attributes.Set("weight", w.Weight.String())
	}
	var special pos.SpecialPrice
	var hasSpecial bool
	for _, a := range w.Attributes {
		value := scalarText(a.Value)
		switch a.Code {
		case "url_key":
			p.URLKey = value
		case "tax_class_id":
			p.TaxClass = wholeNumber(value)
		case "image":
			p.Image = imagePath(value)
		case "small_image":
			p.SmallImage = imagePath(value)
		case "thumbnail":
			p.Thumbnail = imagePath(value)
		case "special_price":
			price, err := decimal.NewFromString(value)
			special.Price, hasSpecial = price, err == nil
		case "special_from_date":
			special.From = value
		case "special_to_date":
			special.To = value
		default:
			p.Attributes.Set(a.Code, m.raw(a.Code, value))
		}
	}
	if hasSpecial {
		p.Special = &special
	}
	p.Barcodes = barcodes(barcode, p)
	p.Websites, p.Categories, p.Gallery = w.websites(), w.categories(), w.gallery()
	return p
}

// hasOwnPrice tells whether the price attribute means anything; Magento prints 0 for a configurable, whatever it holds.
func (w wireProduct) hasOwnPrice() bool {
	switch w.Type {
	case pos.TypeConfigurable, pos.TypeGrouped:
		return false
	case pos.TypeBundle:
		return w.attribute("price_type") == "1"
	default:
		return true
	}
}

// raw is the value of an attribute that has no field of its own, empty when it is not to be in the document.
func (m *storeMetadata) raw(code, value string) string {
	switch code {
	case "name", "status", "visibility", "price", "weight", "quantity_and_stock_status", "category_ids", "media_gallery", "gallery", "tier_price":
		return ""
	case "has_options", "required_options":
		return value
	}
	switch m.backend[code] {
	case "static":
		return ""
	case "decimal":
		if d, err := decimal.NewFromString(value); err == nil {
			return d.String()
		}
	}
	return value
}

func barcodes(attribute string, p pos.Product) []string {
	if attribute == "sku" {
		return []string{p.SKU}
	}
	list := strings.FieldsFunc(p.Attributes.Of(attribute), func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' || r == '\r' })
	slices.Sort(list)
	return slices.Compact(list)
}

func imagePath(value string) string {
	if value == "no_selection" {
		return ""
	}
	return value
}

func wholeNumber(value string) int64 {
	var i ident
	if json.Unmarshal([]byte(value), &i) != nil {
		return 0
	}
	return int64(i)
}

func (w wireProduct) websites() []int64 {
	var ids []int64
	for _, id := range w.Extension.Websites {
		ids = append(ids, int64(id))
	}
	slices.Sort(ids)
	return ids
}

func (w wireProduct) categories() []pos.CategoryLink {
	var links []pos.CategoryLink
	for _, l := range w.Extension.Categories {
		links = append(links, pos.CategoryLink{ID: int64(l.ID), Position: int(l.Position)})
	}
	slices.SortFunc(links, func(a, b pos.CategoryLink) int { return cmp.Compare(a.ID, b.ID) })
	return links
}

func (w wireProduct) gallery() []pos.Media {
	var media []pos.Media
	for _, m := range w.Gallery {
		medium := pos.Media{ID: int64(m.ID), Type: m.Type, File: m.File, Label: (*string)(m.Label), Position: int(m.Position), Disabled: bool(m.Disabled)}
		if m.Type == pos.MediaVideo {
			v := m.Extension.Video
			medium.Video = &pos.Video{Provider: (*string)(v.Provider), URL: (*string)(v.URL), Title: (*string)(v.Title),
				Description: (*string)(v.Description), Metadata: (*string)(v.Metadata)}
		}
		media = append(media, medium)
	}
	slices.SortFunc(media, func(a, b pos.Media) int { return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID)) })
	return media
}
