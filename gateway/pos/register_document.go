package pos

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"
)

// RegisterProduct is what registers download of a product: enough to find, show, price and sell it offline. What only a
// storefront shows (attributes with their long texts, gallery, links, request paths, times) stays behind: it is four fifths
// of a document. Fields are those of Product, in its order.
type RegisterProduct struct {
	ID            int64                `json:"id"`
	SKU           string               `json:"sku"`
	Type          ProductType          `json:"type"`
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
	Options       []ConfigurableOption `json:"options,omitempty"`
	Variants      []Variant            `json:"variants,omitempty"`
	Bundle        *Bundle              `json:"bundle,omitempty"`
	Members       []Member             `json:"members,omitempty"`
	CustomOptions []CustomOption       `json:"customOptions,omitempty"`
	Tiers         []TierPrice          `json:"tiers,omitempty"`
}

// RegisterDocument cuts a product document down to what registers read. Errors: internal, when it is no product.
func RegisterDocument(body []byte) ([]byte, error) {
	var p RegisterProduct
	if err := json.Unmarshal(body, &p); err != nil {
		return nil, fmt.Errorf("product for registers: %w", err)
	}
	out, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("product for registers: %w", err)
	}
	return out, nil
}

// ForRegisters says whether registers get documents of a kind.
func (k DocumentKind) ForRegisters() bool {
	return k == DocStore || k == DocCategory || k == DocProduct || k == DocStock
}
