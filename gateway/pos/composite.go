package pos

import "github.com/shopspring/decimal"

// Bundle is what a bundle product adds to its document.
type Bundle struct {
	// FixedPrice, FixedSKU and FixedWeight are the attributes price_type, sku_type and weight_type: "1" is fixed.
	FixedPrice  bool `json:"fixedPrice,omitempty"`
	FixedSKU    bool `json:"fixedSku,omitempty"`
	FixedWeight bool `json:"fixedWeight,omitempty"`
	// Options are sorted by position, then id.
	Options []BundleOption `json:"options,omitempty"`
}

// BundleOption is one choice that a bundle asks for.
type BundleOption struct {
	ID       int64  `json:"id"`
	Title    string `json:"title"`
	Type     string `json:"type"` // select, radio, checkbox or multi
	Required bool   `json:"required,omitempty"`
	Position int    `json:"position"`
	// Selections are sorted by position, then id.
	Selections []BundleSelection `json:"selections,omitempty"`
}

// BundleSelection is a product that can be chosen for an option. Price counts in bundles with a fixed price only: an amount,
// or a percentage of the bundle's price when Percent is set.
type BundleSelection struct {
	ID           int64           `json:"id"`
	ProductID    int64           `json:"productId"`
	SKU          string          `json:"sku"`
	Quantity     decimal.Decimal `json:"quantity"`
	Price        decimal.Decimal `json:"price"`
	Percent      bool            `json:"percent,omitempty"`
	Default      bool            `json:"default,omitempty"`
	UserQuantity bool            `json:"userQuantity,omitempty"` // the customer may change the quantity
	Position     int             `json:"position"`
}

// Member is a product of a grouped product with the quantity that is offered first. Sorted by position, then product id.
type Member struct {
	ProductID int64           `json:"productId"`
	SKU       string          `json:"sku"`
	Quantity  decimal.Decimal `json:"quantity"`
	Position  int             `json:"position"`
}

// Link is a related, up-sell or cross-sell product. Sorted by type, position, product id.
type Link struct {
	Type      LinkType `json:"type"`
	ProductID int64    `json:"productId"`
	SKU       string   `json:"sku"`
	Position  int      `json:"position"`
}

// LinkType is Magento's catalog_product_link_type code.
type LinkType string

// Magento's link types, but for the members of grouped products.
const (
	LinkRelated   LinkType = "relation"
	LinkUpSell    LinkType = "up_sell"
	LinkCrossSell LinkType = "cross_sell"
)

// Download is a link or a sample of a downloadable product. Sorted by sort order, then id. File and sample are paths or
// URLs, as Magento holds them.
type Download struct {
	ID        int64           `json:"id"`
	Title     string          `json:"title"`
	Price     decimal.Decimal `json:"price"`
	SortOrder int             `json:"sortOrder"`
	Sample    string          `json:"sample,omitempty"`
}

// CustomOption is a customisable option: something that the customer chooses or fills in. Sorted by sort order, then id.
type CustomOption struct {
	ID        int64  `json:"id"`
	Title     string `json:"title"`
	Type      string `json:"type"` // Magento's: field, area, file, drop_down, radio, checkbox, multiple, date, date_time, time
	Required  bool   `json:"required,omitempty"`
	SortOrder int    `json:"sortOrder"`
	SKU       string `json:"sku,omitempty"`
	// Price is that of an option without values; nil where the values have prices.
	Price          *OptionPrice  `json:"price,omitempty"`
	MaxCharacters  *int          `json:"maxCharacters,omitempty"` // nil where nobody said, 0 for no limit; so are the sizes
	FileExtensions string        `json:"fileExtensions,omitempty"`
	ImageWidth     *int          `json:"imageWidth,omitempty"`
	ImageHeight    *int          `json:"imageHeight,omitempty"`
	Values         []CustomValue `json:"values,omitempty"` // sorted by sort order, then id
}

// CustomValue is one value of a customisable option.
type CustomValue struct {
	ID        int64       `json:"id"`
	Title     string      `json:"title"`
	SKU       string      `json:"sku,omitempty"`
	Price     OptionPrice `json:"price"`
	SortOrder int         `json:"sortOrder"`
}

// OptionPrice is what an option adds: an amount, or a percentage of the product's price.
type OptionPrice struct {
	Amount  decimal.Decimal `json:"amount"`
	Percent bool            `json:"percent,omitempty"`
}

// TierPrice is the price of one piece from a quantity on. Sorted by quantity, all groups before groups, by group.
type TierPrice struct {
	// Group is a customer group, or AllGroups.
	Group    int64           `json:"group"`
	Quantity decimal.Decimal `json:"quantity"`
	// Price is an amount; with Percent set it is the percentage off the regular price.
	Price   decimal.Decimal `json:"price"`
	Percent bool            `json:"percent,omitempty"`
}

// AllGroups stands for every customer group (Magento\Customer\Model\Group::CUST_GROUP_ALL).
const AllGroups = 32000

// Rating is the summary of a product's approved reviews: percent and count. Only SQL tells it.
type Rating struct {
	Summary int `json:"summary"`
	Count   int `json:"count"`
}
