package pos

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
)

// RegisterProduct is what registers download of a product: enough to find, show, price and sell it offline. What only a
// storefront shows (attributes with their long texts, gallery, links, request paths, times) stays behind: it is four fifths
// of a document. Fields are those of Product, in its order; of Attributes only those that pricing looks at
// (totals.Pricing.Attributes), and AttributeSet only if it is among them.
type RegisterProduct struct {
	ID            int64                `json:"id"`
	SKU           string               `json:"sku"`
	Type          ProductType          `json:"type"`
	AttributeSet  int64                `json:"attributeSet,omitempty"`
	Name          string               `json:"name"`
	Enabled       bool                 `json:"enabled"`
	Visibility    Visibility           `json:"visibility"`
	TaxClass      int64                `json:"taxClass"`
	Barcodes      []string             `json:"barcodes,omitempty"`
	Price         *decimal.Decimal     `json:"price,omitempty"`
	Special       *SpecialPrice        `json:"special,omitempty"`
	Prices        []GroupPrice         `json:"prices,omitempty"`
	Categories    []CategoryLink       `json:"categories,omitempty"`
	Image         string               `json:"image,omitempty"`
	SmallImage    string               `json:"smallImage,omitempty"`
	Thumbnail     string               `json:"thumbnail,omitempty"`
	Attributes    Attributes           `json:"attributes,omitempty"`
	Options       []ConfigurableOption `json:"options,omitempty"`
	Variants      []Variant            `json:"variants,omitempty"`
	Bundle        *Bundle              `json:"bundle,omitempty"`
	Members       []Member             `json:"members,omitempty"`
	Downloads     []Download           `json:"downloads,omitempty"`
	CustomOptions []CustomOption       `json:"customOptions,omitempty"`
	Tiers         []TierPrice          `json:"tiers,omitempty"`
}

// AttributeSetCode is how rules name the attribute set among a product's attributes.
const AttributeSetCode = "attribute_set_id"

// ForRegisters cuts a product down to what registers read. Attributes are the codes of those that stay.
func (p Product) ForRegisters(attributes []string) RegisterProduct {
	cut := RegisterProduct{
		ID: p.ID, SKU: p.SKU, Type: p.Type, Name: p.Name, Enabled: p.Enabled, Visibility: p.Visibility, TaxClass: p.TaxClass, Barcodes: p.Barcodes,
		Price: p.Price, Special: p.Special, Prices: p.Prices, Categories: p.Categories, Image: p.Image, SmallImage: p.SmallImage, Thumbnail: p.Thumbnail,
		Options: p.Options, Variants: p.Variants, Bundle: p.Bundle, Members: p.Members, Downloads: p.Downloads, CustomOptions: p.CustomOptions, Tiers: p.Tiers,
	}
	if slices.Contains(attributes, AttributeSetCode) {
		cut.AttributeSet = p.AttributeSet
	}
	for _, code := range attributes {
		cut.Attributes.Set(code, p.Attributes.Of(code))
	}
	return cut
}

// RegisterDocument is ForRegisters for documents. Errors: internal, when it is no product.
func RegisterDocument(body []byte, attributes []string) ([]byte, error) {
	var p Product
	if err := json.Unmarshal(body, &p); err != nil {
		return nil, fmt.Errorf("product for registers: %w", err)
	}
	out, err := json.Marshal(p.ForRegisters(attributes))
	if err != nil {
		return nil, fmt.Errorf("product for registers: %w", err)
	}
	return out, nil
}

// ForRegisters says whether registers get documents of a kind.
func (k DocumentKind) ForRegisters() bool {
	return k == DocStore || k == DocCategory || k == DocProduct || k == DocStock || k == DocPricing
}
