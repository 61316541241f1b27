package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// seedTime is when everything in the seed was made; it is in the past so that special prices are in force.
const seedTime = "2025-03-03 08:00:00"

// Attribute ids and the first ids of options, as Magento's own sample data has them.
const (
	colourID, sizeID         = 93, 144
	firstColour, firstSize   = 49, 166
	taxable, untaxed         = 2, 0
	defaultSet               = 4
	visibleNotAlone, visible = 1, 4
)

// seeder builds the invented shop; every start builds the same one.
type seeder struct {
	shop       *shop
	categories map[string]*category
	lastID     int64
	lastAxis   int64
}

func (s *shop) seed() {
	s.attributes = seedAttributes()
	b := seeder{shop: s, categories: map[string]*category{}}
	b.addCategories()
	for _, f := range seedFamilies() {
		b.addFamily(f)
	}
	for _, line := range seedSimples() {
		b.addSimple(strings.Split(line, "|"))
	}
	b.addComposites()
	b.addStock()
	s.seedCustomers()
	s.rules = s.seedRules()
}

func (b *seeder) addCategories() {
	add := func(c *category) *category {
		c.ID = int64(len(b.shop.categories) + 1)
		c.CreatedAt, c.UpdatedAt = seedTime, seedTime
		parent := b.shop.category(c.Parent)
		if c.Path = strconv.FormatInt(c.ID, 10); parent != nil {
			c.Path, c.Level = parent.Path+"/"+c.Path, parent.Level+1
		}
		c.Position = len(b.shop.children(c.Parent)) + 1
		b.shop.categories = append(b.shop.categories, c)
		return c
	}
	top := add(&category{Name: "Root Catalog"})
	top.Position = 0
	root := add(&category{Parent: top.ID, Name: "Default Category"})
	for _, seed := range seedCategories() {
		parent := root
		if seed.parent != "" {
			parent = b.categories[seed.parent]
		}
		c := add(&category{Parent: parent.ID, Name: seed.name, Anchor: true, URLKey: slug(seed.name)})
		c.URLPath = strings.TrimPrefix(parent.URLPath+"/"+c.URLKey, "/")
		b.categories[seed.key] = c
	}
}

func (b *seeder) add(p *product, category, shape, colour string) *product {
	b.lastID++
	p.ID, p.AttributeSet, p.Status = b.lastID, defaultSet, 1
	p.CreatedAt, p.UpdatedAt = seedTime, seedTime
	p.URLKey = slug(p.Name)
	p.Image = imagePath(shape, colour)
	p.Categories = []categoryLink{{ID: b.categories[category].ID, Position: int(p.ID)}}
	b.shop.putProduct(p)
	return p
}

func (b *seeder) addFamily(f seedFamily) {
	colours, sizes := strings.Split(f.colours, ","), []string{""}
	if f.sizes != "" {
		sizes = strings.Split(f.sizes, ",")
	}
	var children []int64
	for _, size := range sizes {
		for _, colour := range colours {
			label := strings.TrimPrefix(size+"-"+colour, "-")
			p := &product{SKU: f.sku + "-" + strings.ReplaceAll(label, " ", ""), Type: "simple", Name: f.name + "-" + label,
				Price: decimal.RequireFromString(f.price), Weight: decimal.RequireFromString(f.weight),
				Visibility: visibleNotAlone, TaxClass: taxable}
			b.add(p, f.category, f.shape, colour)
			p.Values = []attributeValue{{"description", describe(f.name)}}
			if size != "" {
				p.Values = append(p.Values, attributeValue{"size", strconv.FormatInt(sizeOption(size), 10)})
			}
			p.Values = append(p.Values, attributeValue{"color", strconv.FormatInt(colourOption(colour), 10)},
				attributeValue{"ean", ean13(p.ID)})
			children = append(children, p.ID)
		}
	}
	parent := &product{SKU: f.sku, Type: "configurable", Name: f.name, Visibility: visible, TaxClass: taxable, Children: children,
		Values: []attributeValue{{"description", describe(f.name)}}}
	b.add(parent, f.category, f.shape, colours[0])
	parent.Axes = b.axes(colours, sizes)
	for _, id := range children {
		b.shop.parents[id] = parent
	}
}

func (b *seeder) axes(colours, sizes []string) []axis {
	colour := axis{AttributeID: colourID, Code: "color", Label: "Color"}
	for _, c := range colours {
		colour.Values = append(colour.Values, colourOption(c))
	}
	b.lastAxis++
	colour.ID = b.lastAxis
	if sizes[0] == "" {
		return []axis{colour}
	}
	size := axis{AttributeID: sizeID, Code: "size", Label: "Size"}
	for _, s := range sizes {
		size.Values = append(size.Values, sizeOption(s))
	}
	b.lastAxis++
	size.ID, colour.Position = b.lastAxis, 1
	return []axis{colour, size}
}

func (b *seeder) addSimple(f []string) {
	price, free := strings.CutSuffix(f[5], "*")
	p := &product{SKU: f[0], Type: "simple", Name: f[1], Price: decimal.RequireFromString(price),
		Weight: decimal.RequireFromString(f[6]), Visibility: visible, TaxClass: taxable}
	if free {
		p.TaxClass = untaxed
	}
	if p.Weight.IsZero() {
		p.Type = "virtual"
	}
	b.add(p, f[4], f[2], f[3])
	p.Values = []attributeValue{{"description", describe(p.Name)},
		{"color", strconv.FormatInt(colourOption(f[3]), 10)}, {"ean", ean13(p.ID)}}
	if len(f) > 7 {
		p.Special = &special{Price: decimal.RequireFromString(f[7]), From: "2025-04-01 00:00:00"}
	}
}

// addStock fills the sources: plenty in the warehouse, a shop's worth in the stores, and every 41st product sold out.
func (b *seeder) addStock() {
	for _, p := range b.shop.products {
		if composite(p.Type) {
			continue
		}
		quantities := map[string]int64{"default": 100, "warehouse": 80 + p.ID%7*20, "store_nyc": 10 + p.ID%5*5, "store_la": 5 + p.ID%4*5}
		for _, source := range []string{"default", "warehouse", "store_nyc", "store_la"} {
			item := sourceItem{SKU: p.SKU, Source: source, Quantity: decimal.NewFromInt(quantities[source]), Status: 1}
			if p.ID%41 == 0 {
				item.Quantity, item.Status = decimal.Zero, 0
			}
			b.shop.stock.put(item)
		}
	}
}

func colourOption(name string) int64 {
	return firstColour + int64(slices.IndexFunc(seedColours(), func(c struct{ name, hex string }) bool { return c.name == name }))
}

func sizeOption(name string) int64 { return firstSize + int64(slices.Index(seedSizes(), name)) }

// ean13 is a valid barcode in the range 952, which GS1 keeps for demonstrations.
func ean13(id int64) string {
	digits := fmt.Sprintf("952%09d", id*37)
	sum := 0
	for i, d := range digits {
		weight := 1 + i%2*2
		sum += int(d-'0') * weight
	}
	return digits + strconv.Itoa((10-sum%10)%10)
}

func describe(name string) string {
	return "<p>" + name + ": made to be used for years, and mended when it wears.</p>"
}

func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}

// imagePath is where Magento would put an image: below its first two letters.
func imagePath(shape, colour string) string {
	return fmt.Sprintf("/%c/%c/%s-%s.svg", shape[0], shape[1], shape, strings.ToLower(colour))
}
