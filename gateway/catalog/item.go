package catalog

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// item is a product document as it is stored, with what queries ask of it worked out once. Immutable once published.
type item struct {
	id     int64
	body   stowed
	sum    digest
	sku    string
	name   string // in upper case, as MySQL's utf8mb4_general_ci compares names
	urlKey string
	price  int64 // millionths: the cheapest way to buy it without being signed in
	// regular is what it costs before reductions in millionths, regularUnknown, or regularNone.
	regular int64
	// prices are those of the groups that pay another.
	prices []groupPrice
	places []place
	// values are its options by attribute, those of the enabled products that it is made of included: Magento's search
	// index merges them (Magento\Elasticsearch\Model\Adapter\BatchDataMapper\ProductDataMapper).
	values []value
	own    []value // without those of others
	// lent are, as often as they have them, those of the parts that are listed themselves: Magento's index of options, which
	// it makes of listed products, gives them to what they are parts of (Magento\Catalog\Model\ResourceModel\Product\
	// Indexer\Eav\AbstractEav::_prepareRelationIndexSelect).
	lent []value
	// listed: enabled, on the store's website, for sale there, and visible on its own somewhere.
	listed     bool
	enabled    bool
	dated      bool // a special price or a catalog rule begins or ends
	visibility pos.Visibility
	kind       pos.ProductType
	length     uint16 // how many different words and options its texts and attributes have
}

func newItem(f *facts, body stowed, sum digest, store *pos.Store, t *tree) *item {
	it := &item{id: f.id, body: body, sum: sum, sku: f.sku, name: strings.ToUpper(f.name), urlKey: f.urlKey, values: f.values, own: f.values,
		enabled: f.enabled, dated: f.dated, visibility: f.visibility, kind: f.kind, regular: f.regular()}
	it.length = uint16(min(len(f.terms)+len(f.values), math.MaxUint16)) //nolint:gosec // bounded
	if len(f.prices) > 0 {
		it.price = f.prices[0].min
		for _, p := range f.prices[1:] {
			if p.min != it.price {
				it.prices = append(it.prices, p)
			}
		}
	}
	it.listed = f.listed(store)
	if it.listed {
		it.places = t.places(f.links)
	}
	return it
}

func millionths(d decimal.Decimal) int64 { return d.Shift(6).IntPart() }

// facts scans the document again. Errors: internal.
func (it *item) facts(sym *symbols) (*facts, error) {
	body, err := it.body.bytes()
	if err != nil {
		return nil, fmt.Errorf("product %d: %w", it.id, err)
	}
	return scanFacts(body, sym)
}

// product decodes the document. Errors: internal.
func (it *item) product() (*pos.Product, error) {
	body, err := it.body.bytes()
	if err != nil {
		return nil, fmt.Errorf("product %d: %w", it.id, err)
	}
	p := new(pos.Product)
	if err := json.Unmarshal(body, p); err != nil {
		return nil, fmt.Errorf("decode product %d: %w", it.id, err)
	}
	return p, nil
}

// attribute is the raw value of an attribute, read from the document; false when it has none.
func (it *item) attribute(code string) (text string, ok bool) {
	body, err := it.body.bytes()
	if err != nil {
		return "", false
	}
	s := &scanner{b: body}
	s.object(func(name []byte) {
		if string(name) != "attributes" {
			s.skip()
			return
		}
		s.object(func(name []byte) {
			if string(name) == code {
				text, ok = s.text(), true
			} else {
				s.skip()
			}
		})
	})
	return text, ok && !s.bad
}

// priceOf is what a customer group pays at least, in millionths: Magento filters, sorts and groups by it.
func (it *item) priceOf(group int64) int64 {
	if group != 0 {
		for _, p := range it.prices {
			if p.group == group {
				return p.min
			}
		}
	}
	return it.price
}

// inCatalog says whether category pages and filters show the product, inSearch whether a search does.
func (it *item) inCatalog() bool {
	return it.listed && it.visibility != pos.VisibleSearch
}

func (it *item) inSearch() bool {
	return it.listed && it.visibility != pos.VisibleCatalog
}

// position returns where the product stands in a category.
func (it *item) position(category int64) (int, bool) {
	for _, p := range it.places { // a handful, sorted
		if int64(p.category) >= category {
			return int(p.position), int64(p.category) == category
		}
	}
	return 0, false
}

// hasAny says whether the product has one of the values, which are sorted.
func (it *item) hasAny(values []value) bool {
	for _, v := range values {
		if _, ok := slices.BinarySearchFunc(it.values, v, compareValues); ok {
			return true
		}
	}
	return false
}

// merge adds the options of the products that a composite is made of: those of enabled ones, or what the composite itself
// says of a product that is not held.
func (it *item) merge(children []child, held func(id int64) (*item, bool)) {
	if len(children) == 0 {
		return
	}
	all := slices.Clone(it.own)
	for _, c := range children {
		if part, ok := held(c.id); !ok {
			all = append(all, c.values...)
		} else if part.enabled && part != it {
			all = append(all, part.own...)
			if part.listed {
				it.lent = append(it.lent, part.own...)
			}
		}
	}
	slices.SortFunc(all, compareValues)
	it.values = slices.Clip(slices.Compact(all))
}
