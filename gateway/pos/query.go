package pos

import "github.com/shopspring/decimal"

// ProductQuery asks for a page of products of a store view, as Magento's products() query does. Zero fields do not
// narrow.
type ProductQuery struct {
	Store       string
	Search      string
	SKUs        []string // letter case is ignored, as in Magento
	URLKeys     []string
	CategoryIDs []int64 // also finds what an anchor category shows of its descendants
	Texts       []TextMatch
	PriceFrom   *decimal.Decimal
	PriceTo     *decimal.Decimal // both bounds are inclusive
	// Attributes maps an attribute code to the raw values of which a product must have one.
	Attributes map[string][]string
	Ranges     []Range
	// Sort says what to sort by; which key counts first is not the caller's to say.
	Sort []SortKey
	// Group is the customer group whose prices count; 0 is a guest.
	Group int64
	// Facets asks for the page's facets too.
	Facets bool
	// OwnOptions leaves out of the facets what products have only because of parts that are not listed themselves, and counts it
	// once for each that is.
	OwnOptions bool
	PageSize   int
	Page       int // from 1
}

// TextMatch asks for words of a text attribute: for one of them, or, when it is partial, for all of them in their order, of
// which the last may be the beginning of a longer one.
type TextMatch struct {
	Attribute string
	Match     string
	Partial   bool
}

// Range asks for a number, or a date as Magento writes it, that is not below From and not above To, where these are given. A
// bound that is the beginning of a date stands for all of it: "2026-03" ends with March.
type Range struct {
	Attribute string
	From, To  string
}

// SortKey is one sort order. Fields: name, price, position, relevance, and codes of attributes.
type SortKey struct {
	Field      string
	Descending bool
}

// Facet counts, over all products that match, the values of one attribute (Magento's aggregation).
type Facet struct {
	Code     string
	Label    string
	Position *int
	Options  []FacetOption
}

// FacetOption is one value of a facet. Value is what a filter takes; price ranges are "20_30".
type FacetOption struct {
	Label string
	Value string
	Count int
}

// ProductPage is a page of products with the count of all that match. The products belong to the catalog: nobody changes them.
type ProductPage struct {
	Items    []*Product
	Facets   []Facet
	Total    int
	PageSize int
	Page     int
}

// Pages is the number of pages, 0 when nothing matches.
func (p ProductPage) Pages() int {
	if p.PageSize <= 0 {
		return 0
	}
	return (p.Total + p.PageSize - 1) / p.PageSize
}

// CategoryQuery asks for a page of categories, as Magento's categories() query does. Zero fields do not narrow.
type CategoryQuery struct {
	Store     string
	IDs       []int64
	ParentIDs []int64
	URLKeys   []string // letter case is ignored, as in Magento
	URLPaths  []string // likewise
	Name      string   // part of the name; % stands for any letters and _ for one, as in SQL
	PageSize  int
	Page      int
}

// CategoryPage is a page of categories with the count of all that match.
type CategoryPage struct {
	Items    []Category
	Total    int
	PageSize int
	Page     int
}
