package sandbox

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// addComposites adds one product of each type that the tables of the seed cannot say: a bundle, a grouped and a downloadable
// product, one that asks something and has tier prices, and one that asks for a picture. They come last, so that the others
// keep their ids.
func (b *seeder) addComposites() {
	id := func(sku string) int64 { return b.shop.bySKU[strings.ToLower(sku)].ID }
	n := decimal.NewFromInt
	next := int64(0)
	selection := func(sku string, qty int64, standard, userQty bool) bundleSelection {
		next++
		return bundleSelection{ID: next, ProductID: id(sku), Qty: n(qty), Default: standard, UserQty: userQty}
	}
	kit := b.addType(&product{SKU: "BN-301", Type: "bundle", Name: "Trail Cook Set", TaxClass: taxable}, "cook", "pan", "Charcoal")
	kit.Bundle = []bundleOption{
		{ID: 1, Title: "Stove", Type: "radio", Required: true, Selections: []bundleSelection{selection("CK-121", 1, true, false)}},
		{ID: 2, Title: "Pot", Type: "select", Required: true, Selections: []bundleSelection{selection("CK-122", 1, true, false), selection("CK-123", 1, false, false)}},
		{ID: 3, Title: "Cutlery", Type: "radio", Required: true, Selections: []bundleSelection{selection("CK-125", 2, true, true)}},
		{ID: 4, Title: "Extras", Type: "checkbox", Selections: []bundleSelection{selection("CK-126", 1, false, false), selection("CK-128", 1, false, false)}},
	}
	kit.Values = append(kit.Values, attributeValue{"price_type", "0"}, attributeValue{"sku_type", "0"}, attributeValue{"weight_type", "0"},
		attributeValue{"shipment_type", "0"}, attributeValue{"price_view", "0"})

	table := b.addType(&product{SKU: "GR-302", Type: "grouped", Name: "Stoneware Table Set", TaxClass: taxable}, "kitchen", "pot", "Ivory")
	table.Members = []groupMember{{id("HK-203"), n(4)}, {id("HK-204"), n(4)}, {id("HK-205"), n(1)}}

	maps := b.addType(&product{SKU: "DL-303", Type: "downloadable", Name: "Trail Maps, to download", Price: n(2), TaxClass: taxable}, "service", "box", "Moss")
	maps.Downloads = []download{{1, "North Ridge", n(4)}, {2, "Lakeside Loop", n(3)}, {3, "Coast Path", n(5)}}
	maps.Values = append(maps.Values, attributeValue{"links_purchased_separately", "1"}, attributeValue{"links_title", "Maps"})

	mug := b.addType(&product{SKU: "CO-304", Type: "simple", Name: "Engraved Steel Mug", Price: n(21), Weight: decimal.RequireFromString("0.3"), TaxClass: taxable},
		"kitchen", "mug", "Slate")
	mug.Options = []customOption{
		{ID: 1, Title: "Engraving", Type: "drop_down", Required: true, Values: []customValue{
			{ID: 1, Title: "None"}, {ID: 2, Title: "Initials", SKU: "ENG-I", Price: n(4)}, {ID: 3, Title: "A whole name", SKU: "ENG-N", Price: n(7)}}},
		{ID: 2, Title: "What to engrave", Type: "field", SKU: "TEXT", Price: decimal.RequireFromString("2.5"), Percent: true, Max: 20},
	}
	mug.Tiers = []tierPrice{{Group: allGroups, Qty: n(5), Price: n(18)}, {Group: allGroups, Qty: n(12), Price: n(17)}}

	photo := b.addType(&product{SKU: "PM-305", Type: "simple", Name: "Photo Mug", Price: n(16), Weight: decimal.RequireFromString("0.3"), TaxClass: taxable},
		"kitchen", "mug", "Ivory")
	photo.Options = []customOption{
		{ID: 3, Title: "Photo", Type: "file", Required: true, SKU: "PHOTO", Price: decimal.RequireFromString("6.5"), Extensions: "jpg, jpeg, png", Width: 1600, Height: 1600},
		{ID: 4, Title: "Handle", Type: "drop_down", Values: []customValue{{ID: 4, Title: "Oak", Price: n(3)}, {ID: 5, Title: "Steel"}}},
	}
}

func (b *seeder) addType(p *product, category, shape, colour string) *product {
	p.Visibility = visible
	b.add(p, category, shape, colour)
	p.Values = []attributeValue{{"description", describe(p.Name)}, {"ean", ean13(p.ID)},
		{"color", strconv.FormatInt(colourOption(colour), 10)}}
	return p
}
