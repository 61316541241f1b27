package db

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tillway/tillway/gateway/pos"
)

// loadValues reads the attribute values of the page, table by table. A store view's value is its own row if there is one,
// even one that holds NULL, else the row of store 0.
func (p *page) loadValues(ctx context.Context, r *reader) error {
	for _, kind := range []string{"varchar", "int", "text", "decimal", "datetime"} {
		err := p.rows(ctx, r, table{
			name: kind + " values", table: "{catalog_product_entity_" + kind + "}", number: "value_id", product: "entity_id",
			columns: "entity_id, attribute_id, store_id, value",
			// Not IN: comparing twice costs the server a tenth less of all that reading a row does.
			filter: "(store_id = 0 OR store_id = ?)", args: []any{p.store.ID}, values: true,
		}, p.value)
		if err != nil {
			return err
		}
	}
	return nil
}

// value takes one row of a value table: entity, attribute, store, value.
func (p *page) value(c *row) {
	product := p.at(c.integer(0))
	if product == nil {
		p.faults.add(faultOrphan, c.integer(0))
		return
	}
	a := p.known.products.byID(c.integer(1))
	if a == nil {
		p.unknown = true
		p.faults.add(faultValue, c.integer(0))
		return
	}
	if a.role == roleNone || !p.decides(c) {
		return
	}
	p.set(product, a, c)
	if c.isNumber(3) {
		return
	}
	if string(c.bytes(3)) == zeroDate {
		p.faults.add(faultDate, product.ID)
	}
	if !utf8.Valid(c.bytes(3)) {
		p.faults.add(faultText, product.ID)
	}
}

// decides tells whether a row is the one that counts for its product and attribute: the store view's own, whichever of the
// two comes first.
func (p *page) decides(c *row) bool {
	if c.integer(2) == 0 {
		if len(p.overridden) == 0 {
			return true
		}
		_, hidden := p.overridden[valueKey{c.integer(0), c.integer(1)}]
		return !hidden
	}
	p.overridden[valueKey{c.integer(0), c.integer(1)}] = struct{}{}
	return true
}

// set gives an attribute the value of a row's fourth column, none when that is NULL or empty.
func (p *page) set(product *pos.Product, a *attribute, c *row) {
	switch a.role {
	case roleName:
		product.Name = p.pool.clean(c.bytes(3))
	case roleURLKey:
		product.URLKey = p.pool.clean(c.bytes(3))
	case roleStatus:
		product.Enabled = c.integer(3) == 1
	case roleVisibility:
		product.Visibility = pos.Visibility(c.integer(3))
	case roleTaxClass:
		product.TaxClass = c.integer(3)
	case rolePrice:
		product.Price = nil
		if !c.null(3) {
			price := p.pool.decimal(c.bytes(3))
			product.Price = &price
		}
	case roleSpecialPrice:
		delete(p.special, product.ID)
		if !c.null(3) {
			p.special[product.ID] = struct{}{}
			special(product).Price = p.pool.decimal(c.bytes(3))
		}
	case roleSpecialFrom:
		special(product).From = p.date(c.bytes(3))
	case roleSpecialTo:
		special(product).To = p.date(c.bytes(3))
	case roleImage:
		product.Image = p.image(product, c.bytes(3))
	case roleSmallImage:
		product.SmallImage = p.image(product, c.bytes(3))
	case roleThumbnail:
		product.Thumbnail = p.image(product, c.bytes(3))
	default:
		p.setOther(product, a, c)
	}
}

func (p *page) setOther(product *pos.Product, a *attribute, c *row) {
	value := c.bytes(3)
	if a.decimal {
		value = trimZeros(value)
	}
	if len(value) == 0 || string(value) == zeroDate {
		product.Attributes.Set(a.code, "")
		return
	}
	text := &p.said[c.integer(1)]
	*text = p.pool.again(*text, value)
	product.Attributes.Set(a.code, *text)
}

func special(product *pos.Product) *pos.SpecialPrice {
	if product.Special == nil {
		product.Special = &pos.SpecialPrice{}
	}
	return product.Special
}

// zeroDate is what old databases hold for no date.
const zeroDate = "0000-00-00 00:00:00"

func (p *page) date(b []byte) string {
	if string(b) == zeroDate {
		return ""
	}
	return p.pool.text(b)
}

// image returns a picture's path. The three roles mostly show one picture: it is one string then.
func (p *page) image(product *pos.Product, b []byte) string {
	for _, known := range []string{"", product.Image, product.SmallImage, product.Thumbnail} {
		if known == string(b) {
			return known
		}
	}
	if string(b) == "no_selection" {
		return ""
	}
	return p.pool.clean(b)
}

// pricedByParts tells whether Magento computes a product's price from its parts.
func pricedByParts(product *pos.Product) bool {
	switch product.Type {
	case pos.TypeConfigurable, pos.TypeGrouped:
		return true
	case pos.TypeBundle:
		return product.Attributes.Of("price_type") != "1"
	default:
		return false
	}
}

// composite tells whether a product is sold as its parts.
func composite(t pos.ProductType) bool {
	return t == pos.TypeConfigurable || t == pos.TypeGrouped || t == pos.TypeBundle
}

// barcodes returns the values of the barcode attribute.
func barcodes(product *pos.Product, code string) []string {
	var raw string
	switch code {
	case "sku":
		return []string{product.SKU}
	case "name":
		raw = product.Name
	case "url_key":
		raw = product.URLKey
	default:
		raw = product.Attributes.Of(code)
	}
	if raw == "" {
		return nil
	}
	values := strings.FieldsFunc(raw, func(c rune) bool { return c == ',' || unicode.IsSpace(c) })
	slices.Sort(values)
	return slices.Compact(values)
}

// optionID reads an option id out of an attribute's raw value, 0 when it holds none.
func optionID(raw string) int64 {
	id, err := strconv.ParseInt(raw, 10, 64)
	if err != nil {
		return 0
	}
	return id
}
