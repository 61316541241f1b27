package pos

import (
	"encoding/json"
	"fmt"
	"maps"
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
	Attributes    map[string]string    `json:"attributes,omitempty"`
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

// RegisterDocument cuts a product document down to what registers read. Attributes are the codes of those that stay. Errors:
// internal, when it is no product.
func RegisterDocument(body []byte, attributes []string) ([]byte, error) {
	var p RegisterProduct
	if err := json.Unmarshal(body, &p); err != nil {
		return nil, fmt.Errorf("product for registers: %w", err)
	}
	maps.DeleteFunc(p.Attributes, func(code, _ string) bool { return !slices.Contains(attributes, code) })
	if !slices.Contains(attributes, AttributeSetCode) {
		p.AttributeSet = 0
	}
	out, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("product for registers: %w", err)
	}
	return out, nil
}

// ForRegisters says whether registers get documents of a kind.
func (k DocumentKind) ForRegisters() bool {
	return k == DocStore || k == DocCategory || k == DocProduct || k == DocStock || k == DocPricing
}
