package catalog

import (
	"slices"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// item is a product document with what queries ask of it worked out once. Immutable.
type item struct {
	doc    pos.Product
	sum    digest
	name   string // in upper case, as MySQL's utf8mb4_general_ci compares names
	price  int64  // millionths: the cheapest way to buy it without being signed in
	places []place
	// listed: enabled, on the store's website, for sale there, and visible on its own somewhere.
	listed bool
	words  []word
}

// word is a search term that finds a product. Whole codes (SKU, barcode) weigh most, then names, then parts of a SKU.
type word struct {
	text string
	rank rank
}

type rank uint8

const (
	rankPart rank = iota
	rankName
	rankCode
)

func newItem(doc pos.Product, sum digest, store *pos.Store, t *tree) *item {
	it := &item{doc: doc, sum: sum, name: strings.ToUpper(doc.Name)}
	price, forSale := guestPrice(doc.Prices)
	it.price = price
	it.listed = forSale && doc.Enabled && doc.Visibility > pos.VisibleNotAlone && slices.Contains(doc.Websites, store.WebsiteID)
	if it.listed {
		it.places = t.places(doc.Categories)
	}
	it.words = wordsOf(&doc)
	return it
}

// guestPrice returns the min price of the group of visitors who are not signed in (0): Magento filters and sorts by it.
func guestPrice(prices []pos.GroupPrice) (int64, bool) {
	if len(prices) == 0 {
		return 0, false
	}
	return millionths(prices[0].Min), true
}

func millionths(d decimal.Decimal) int64 { return d.Shift(6).IntPart() }

// inCatalog says whether category pages and filters show the product, inSearch whether a search does.
func (it *item) inCatalog() bool {
	return it.listed && it.doc.Visibility != pos.VisibleSearch
}

func (it *item) inSearch() bool {
	return it.listed && it.doc.Visibility != pos.VisibleCatalog
}

// position returns where the product stands in a category.
func (it *item) position(category int64) (int, bool) {
	i, ok := slices.BinarySearchFunc(it.places, category, func(p place, id int64) int {
		switch {
		case p.category < id:
			return -1
		case p.category > id:
			return 1
		}
		return 0
	})
	if !ok {
		return 0, false
	}
	return it.places[i].position, true
}

// has says whether the product, or for a configurable one of its variants, has one of the values in an attribute.
func (it *item) has(code string, values []string) bool {
	if own, ok := it.doc.Attributes[code]; ok {
		for part := range strings.SplitSeq(own, ",") {
			if slices.Contains(values, part) {
				return true
			}
		}
	}
	for _, v := range it.doc.Variants {
		if id, ok := v.Values[code]; ok && slices.Contains(values, productKey(id)) {
			return true
		}
	}
	return false
}

// wordsOf returns what finds a product: the words of its name, its SKU whole and in parts, its barcodes, and the SKUs of
// its variants, which are not listed themselves.
func wordsOf(p *pos.Product) []word {
	var out []word
	add := func(text string, r rank) {
		if text != "" && !slices.ContainsFunc(out, func(w word) bool { return w.text == text && w.rank >= r }) {
			out = append(out, word{text, r})
		}
	}
	add(fold(p.SKU), rankCode)
	for _, b := range p.Barcodes {
		add(fold(b), rankCode)
	}
	for _, part := range split(p.Name) {
		add(part, rankName)
	}
	for _, part := range split(p.SKU) {
		add(part, rankPart)
	}
	for _, v := range p.Variants {
		add(fold(v.SKU), rankPart)
	}
	return out
}

func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// split returns the runs of letters and digits of a text, in lower case.
func split(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
