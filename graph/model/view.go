package model

import (
	"context"
	"encoding/base64"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// Catalog is what the views read when a query goes from one document to others.
type Catalog interface {
	// ProductsByID returns those of the given products that exist.
	ProductsByID(ctx context.Context, store string, ids []int64) ([]pos.Product, error)
	// Categories returns a page of categories.
	Categories(ctx context.Context, q pos.CategoryQuery) (pos.CategoryPage, error)
	// CategoriesByID returns those of the given categories that exist, active or not.
	CategoriesByID(ctx context.Context, store string, ids []int64) ([]pos.Category, error)
	// ProductCount returns how many products a category shows.
	ProductCount(ctx context.Context, store string, categoryID int64) (int, error)
	// Level returns what can be sold of a SKU, false when the stock does not know it.
	Level(ctx context.Context, store, sku string) (pos.StockLevel, bool)
}

// Links says how addresses are made that the documents do not hold.
type Links struct {
	// ImagePath stands between <media>/catalog/product and an image's file: Magento puts "/cache/<hash of the image
	// settings>" there. Empty gives the original images. It may begin with catalog/product itself.
	ImagePath string
	// Placeholder is the path below the static files of the placeholders' folder, such as
	// "frontend/Magento/luma/en_US/Magento_Catalog/images/product/placeholder"; empty is that, in the store's language.
	Placeholder string
	// URLSuffix ends the addresses of products and categories; Magento's default is ".html".
	URLSuffix string
}

// View is one request's look at the catalog: a store view, and how addresses are made in it.
type View struct {
	Catalog Catalog
	// Metadata is nil where nothing is known of attributes.
	Metadata Metadata
	// Reviewing is nil where reviews cannot be read.
	Reviewing Reviewing
	Store     pos.Store
	Links     Links
	// Group is the customer group whose prices are told; 0 is guests.
	Group int64
	// Shelf adds tax to prices; nil where they are told as they are entered.
	Shelf *totals.Shelf
	// Version is the catalog's, from before the view was taken; Ranges remembers what was found out in it, nil for nothing.
	Version uint64
	Ranges  *Ranges
	// Looks notes what is told of the catalog and of the stock, if set.
	Looks *Looks
	// Currency is what prices are told in; Rate turns amounts of the base currency into it, nil when it is the same.
	Currency string
	Rate     *decimal.Decimal
	// Now is the moment that dates of prices are held against, on the day it is in Zone.
	Now  time.Time
	Zone *time.Location
	// noRoute is what products have that were not found behind an address.
	noRoute pathTo
}

func (v *View) nowhere() *pathTo { return &v.noRoute }

// Metadata is what the catalog knows of attributes.
type Metadata interface {
	// Attributes returns the product attributes by ascending code.
	Attributes(ctx context.Context, store string) ([]pos.Attribute, error)
	// Attribute returns one product attribute. Errors: not_found.
	Attribute(ctx context.Context, store, code string) (pos.Attribute, error)
}

// setting is a value of the store's configuration, preset where the shop leaves Magento's default.
func (v *View) setting(path, preset string) string {
	if value, ok := v.Store.Settings[path]; ok {
		return value
	}
	return preset
}

// amount is a number of the store's configuration, 0 by default.
func (v *View) amount(path string) decimal.Decimal {
	if n := parsed(v.setting(path, "0")); n != nil {
		return *n
	}
	return decimal.Zero
}

// minimumOf is the quantity that a product is not sold below.
func (v *View) minimumOf(level pos.StockLevel) decimal.Decimal {
	if level.Rules != nil && level.Rules.Minimum != nil {
		return *level.Rules.Minimum
	}
	backorders := v.amount("cataloginventory/item_options/backorders").IsPositive()
	if level.Rules != nil && level.Rules.Backorders != nil {
		backorders = *level.Rules.Backorders != 0
	}
	return pos.StockMinimum(v.amount("cataloginventory/item_options/min_qty"), backorders)
}

func (v *View) productSuffix() string {
	return v.setting("catalog/seo/product_url_suffix", v.Links.URLSuffix)
}

func (v *View) categorySuffix() string {
	return v.setting("catalog/seo/category_url_suffix", v.Links.URLSuffix)
}

// parsed returns a decimal given as text, nil when it is none.
func parsed(s string) *decimal.Decimal {
	d, err := decimal.NewFromString(s)
	if err != nil {
		return nil
	}
	return &d
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// uid is Magento's uid of a number or of a path of numbers: its base64.
func uid(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func uidOf(id int64) string {
	var digits [20]byte
	var coded [28]byte
	number := strconv.AppendInt(digits[:0], id, 10)
	base64.StdEncoding.Encode(coded[:], number)
	return string(coded[:base64.StdEncoding.EncodedLen(len(number))])
}

// some returns nil for an empty text, as Magento tells attributes without a value.
func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// given is some without a copy.
func given(s *string) *string {
	if *s == "" {
		return nil
	}
	return s
}

// number returns a number given as text, nil when it is none.
func number(s string) *int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return nil
	}
	return &n
}

func flag(b bool) *int64 {
	n := int64(0)
	if b {
		n = 1
	}
	return &n
}

// small is an id as the generated types hold it.
func small(id int64) *int {
	n := int(id)
	return &n
}
