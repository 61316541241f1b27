package model

import (
	"context"
	"encoding/base64"
	"strconv"

	"github.com/tillway/tillway/gateway/pos"
)

// Catalog is what the views read when a query goes from one document to others.
type Catalog interface {
	// ProductsByID returns those of the given products that exist.
	ProductsByID(ctx context.Context, store string, ids []int64) ([]pos.Product, error)
	// Categories returns a page of categories.
	Categories(ctx context.Context, q pos.CategoryQuery) (pos.CategoryPage, error)
	// CategoriesByID returns those of the given categories that exist.
	CategoriesByID(ctx context.Context, store string, ids []int64) ([]pos.Category, error)
	// ProductCount returns how many products a category shows.
	ProductCount(ctx context.Context, store string, categoryID int64) (int, error)
	// Level returns what can be sold of a SKU, false when the stock does not know it.
	Level(ctx context.Context, store, sku string) (pos.StockLevel, bool)
}

// Links says how addresses are made that the documents do not hold.
type Links struct {
	// ImagePath stands between <media>/catalog/product and an image's file: Magento puts "/cache/<hash of the image
	// settings>" there. Empty gives the original images.
	ImagePath string
	// Placeholder is the path below the static files of the placeholders' folder, such as
	// "frontend/Magento/luma/en_US/Magento_Catalog/images/product/placeholder"; empty gives null for a missing image.
	Placeholder string
	// URLSuffix ends the addresses of products and categories; Magento's default is ".html".
	URLSuffix string
}

// View is one request's look at the catalog: a store view, and how addresses are made in it.
type View struct {
	Catalog Catalog
	Store   pos.Store
	Links   Links
}

// uid is Magento's uid of a number or of a path of numbers: its base64.
func uid(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func uidOf(id int64) string { return uid(strconv.FormatInt(id, 10)) }

// some returns nil for an empty text, as Magento tells attributes without a value.
func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
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
