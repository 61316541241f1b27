package pos

import "github.com/shopspring/decimal"

// ProductType is Magento's product type (type_id).
type ProductType string

// Magento's six product types (catalog_product_entity.type_id).
const (
	TypeSimple       ProductType = "simple"
	TypeVirtual      ProductType = "virtual"
	TypeDownloadable ProductType = "downloadable"
	TypeConfigurable ProductType = "configurable"
	TypeBundle       ProductType = "bundle"
	TypeGrouped      ProductType = "grouped"
)

// Visibility is Magento's visibility attribute: 1 not alone, 2 catalog, 3 search, 4 both.
type Visibility int

// Magento's visibility values.
const (
	VisibleNotAlone Visibility = 1
	VisibleCatalog  Visibility = 2
	VisibleSearch   Visibility = 3
	VisibleBoth     Visibility = 4
)

// Product is the catalog document of one product in one store view: all that a register needs to sell it offline.
// Its JSON form is canonical: equal documents have equal bytes, whichever source they were read from. Slices are sorted
// as their comments say; absent values are left out.
type Product struct {
	ID           int64       `json:"id"`
	SKU          string      `json:"sku"`
	Type         ProductType `json:"type"`
	AttributeSet int64       `json:"attributeSet"`
	Name         string      `json:"name"`
	URLKey       string      `json:"urlKey,omitempty"`
	Enabled      bool        `json:"enabled"`
	Visibility   Visibility  `json:"visibility"`
	// TaxClass is the tax_class_id attribute; 0 is Magento's "None".
	TaxClass int64 `json:"taxClass"`
	// Barcodes are the values of the configured barcode attribute, split at commas and blanks; with the attribute "sku" it
	// is the SKU as it is, unsplit. Sorted, no repeats.
	Barcodes []string `json:"barcodes,omitempty"`
	// Websites the product is assigned to, by id. Sorted.
	Websites []int64 `json:"websites,omitempty"`
	// Price is the price attribute of the product itself. Left out where Magento computes the price from the parts:
	// configurable and grouped products, and bundles whose price_type attribute is not "1" (fixed).
	Price *decimal.Decimal `json:"price,omitempty"`
	// IdlePrice is what the price attribute says of a product whose parts decide its price: nothing is sold for it. REST does not
	// tell it.
	IdlePrice *decimal.Decimal `json:"idlePrice,omitempty"`
	// Special is the special price attribute and its dates, whether or not it is in force; absent without a price.
	Special *SpecialPrice `json:"special,omitempty"`
	// Prices are what customer groups pay, by ascending group: the first group's row (guests, 0), and one for each group that
	// pays something else. See PriceOf. A product that is not for sale on the website has none.
	Prices []GroupPrice `json:"prices,omitempty"`
	// RuleChanges are the days around which catalog rules begin or end for the product, by group and day. Only SQL tells them.
	RuleChanges []RuleChange `json:"ruleChanges,omitempty"`
	// Categories the product is assigned to directly. Sorted by id.
	Categories []CategoryLink `json:"categories,omitempty"`
	// Image paths are relative to <media>/catalog/product and begin with a slash. Magento's "no_selection" is no image.
	Image      string  `json:"image,omitempty"`
	SmallImage string  `json:"smallImage,omitempty"`
	Thumbnail  string  `json:"thumbnail,omitempty"`
	Gallery    []Media `json:"gallery,omitempty"`
	// Attributes holds the raw value of every attribute that has one and no field above, by attribute code: texts as they
	// are, option ids as numbers in text, multiselects as comma lists, values of backend type decimal (weight, msrp, cost …)
	// without trailing zeros, dates as 2006-01-02 15:04:05. An empty text is no value. has_options and required_options
	// ("0", "1") and the barcode attribute are among them; quantity_and_stock_status, category_ids, media_gallery, gallery
	// and tier_price are not, nor is the weight of a bundle whose weight_type is not "1" (it is computed from the parts).
	Attributes Attributes `json:"attributes,omitempty"`
	// Options are the axes of a configurable product, by position, then attribute id.
	Options []ConfigurableOption `json:"options,omitempty"`
	// Variants are the children of a configurable product, by product id. Each is a document of its own too.
	Variants []Variant `json:"variants,omitempty"`
	// Bundle, Members, Links, Downloads, Samples, CustomOptions and Tiers: see their types. Those of Members, Links and
	// Variants are documents of their own.
	Bundle        *Bundle        `json:"bundle,omitempty"`
	Members       []Member       `json:"members,omitempty"`
	Links         []Link         `json:"links,omitempty"`
	Downloads     []Download     `json:"downloads,omitempty"`
	Samples       []Download     `json:"samples,omitempty"`
	CustomOptions []CustomOption `json:"customOptions,omitempty"`
	// Tiers are the tier prices that hold on the store's website, those of all websites included.
	Tiers []TierPrice `json:"tiers,omitempty"`
	// URLs are the request paths that lead to the product without a redirect (url_rewrite), sorted; absent over REST.
	URLs   []string `json:"urls,omitempty"`
	Rating *Rating  `json:"rating,omitempty"`
	// CreatedAt and UpdatedAt are UTC, as Magento prints them (2006-01-02 15:04:05).
	CreatedAt string `json:"createdAt"`
	UpdatedAt string `json:"updatedAt"`
}

// SpecialPrice is Magento's special_price with its first and last day in the store's time zone (2006-01-02 15:04:05).
type SpecialPrice struct {
	Price decimal.Decimal `json:"price"`
	From  string          `json:"from,omitempty"`
	To    string          `json:"to,omitempty"`
}

// RuleChange is a day in the store's time zone (2006-01-02) from which on catalog rules ask another price of a customer group: absent
// where there is none.
type RuleChange struct {
	Group int64            `json:"group"`
	Day   string           `json:"day"`
	Was   *decimal.Decimal `json:"was,omitempty"`
	Price *decimal.Decimal `json:"price,omitempty"`
}

// GroupPrice is what a customer group pays for one piece, in the website's base currency and before tax display.
// Regular is the price before reductions, Final after special price, catalog rule and a tier price for one piece; Min and
// Max are the cheapest and dearest way to buy a composite (Magento's catalog_product_index_price.min_price, max_price).
// Composites have no price of their own: Final is their Min; Regular is the lowest Regular of a configurable's variants
// that have prices for the group, and Min for grouped and bundle products.
// SQL tells prices of every group; REST may tell fewer groups, never other values.
type GroupPrice struct {
	Group   int64           `json:"group"`
	Regular decimal.Decimal `json:"regular"`
	Final   decimal.Decimal `json:"final"`
	Min     decimal.Decimal `json:"min"`
	Max     decimal.Decimal `json:"max"`
}

// CategoryLink places a product in a category.
type CategoryLink struct {
	ID       int64 `json:"id"`
	Position int   `json:"position"`
}

// Media is one entry of a product's gallery. Entries are sorted by position, then id. Label, position and disabled are the
// store view's where it has them, else those of all stores. No label is another thing than an empty one.
type Media struct {
	ID       int64   `json:"id"`
	Type     string  `json:"type"`
	File     string  `json:"file"`
	Label    *string `json:"label,omitempty"`
	Position int     `json:"position"`
	Disabled bool    `json:"disabled,omitempty"`
	Video    *Video  `json:"video,omitempty"`
}

// MediaVideo is the type of media that are videos elsewhere (Magento\ProductVideo's ExternalVideoEntryConverter).
const MediaVideo = "external-video"

// Video is where a video of a gallery is and what is told of it, each field the store view's where it has one, else that of all
// stores. Media of type MediaVideo have one, be it empty; others have none.
type Video struct {
	Provider    *string `json:"provider,omitempty"`
	URL         *string `json:"url,omitempty"`
	Title       *string `json:"title,omitempty"`
	Description *string `json:"description,omitempty"`
	Metadata    *string `json:"metadata,omitempty"`
}

// ConfigurableOption is one axis of a configurable product.
type ConfigurableOption struct {
	// ID is Magento's product_super_attribute_id.
	ID          int64         `json:"id"`
	AttributeID int64         `json:"attributeId"`
	Code        string        `json:"code"`
	Label       string        `json:"label"`
	Position    int           `json:"position"`
	Values      []OptionValue `json:"values"`
}

// OptionValue is one choice on an axis that some variant has, in Magento's sort order (sort_order, then label, as
// /V1/products/attributes lists them). Swatch types are Magento's: 0 text, 1 colour, 2 image. Swatches are the only part of
// a document that REST cannot tell: read over REST they are absent. Options that were deleted while variants still have
// them come last, by id, without a label.
type OptionValue struct {
	ID         int64  `json:"id"`
	Label      string `json:"label"`
	Swatch     string `json:"swatch,omitempty"`
	SwatchType *int   `json:"swatchType,omitempty"`
}

// Variant names a child of a configurable product and the option value it has on each axis (attribute code → option id).
type Variant struct {
	ID     int64            `json:"id"`
	SKU    string           `json:"sku"`
	Values map[string]int64 `json:"values"`
}

// StockLevel is what can be sold of one SKU in the stock of a store view's website.
type StockLevel struct {
	SKU string `json:"sku"`
	// Salable is Magento's salable quantity: the sources of the stock plus reservations, less the product's minimum
	// quantity (out-of-stock threshold). Absent for composites (configurable, grouped, bundle) and for what is not counted,
	// that is whose manage_stock is off (InventorySalesAdminUi\Model\GetSalableQuantityDataBySku).
	Salable *decimal.Decimal `json:"salable,omitempty"`
	// Sold is what Salable does not know of yet: pieces of orders received here that Magento has not reserved, see
	// Order.Unreserved. 0 where Salable is absent.
	Sold decimal.Decimal `json:"sold,omitzero"`
	// InStock is the is_salable flag of Magento's stock index; it follows reservations only when the index is rebuilt.
	InStock bool `json:"inStock"`
	// Whole is true of what Magento sells in whole pieces only: its stock item's is_qty_decimal is 0, the default, and it is no
	// composite, of which the parts' rules count (InventorySales' IsCorrectQtyCondition). Absent where fractions may be sold, and
	// where nobody knows.
	Whole bool `json:"whole,omitempty"`
	// Rules are nil where there are none to tell.
	Rules *StockRules `json:"rules,omitempty"`
}

// Left is how many pieces can still be promised: Salable less Sold, which takes it no further than to 0; nil where nothing is
// counted.
func (l StockLevel) Left() *decimal.Decimal {
	if l.Salable == nil {
		return nil
	}
	left := decimal.Max(l.Salable.Sub(l.Sold), decimal.Min(*l.Salable, decimal.Zero))
	return &left
}
