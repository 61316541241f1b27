package sandbox

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// bundleOption is a choice of a bundle whose price is the sum of its parts.
type bundleOption struct {
	ID         int64
	Title      string
	Type       string // radio, select, checkbox or multi
	Required   bool
	Selections []bundleSelection
}

type bundleSelection struct {
	ID        int64
	ProductID int64
	Qty       decimal.Decimal
	Default   bool
	UserQty   bool
}

// groupMember is a product of a grouped one with the quantity that is offered first.
type groupMember struct {
	ProductID int64
	Qty       decimal.Decimal
}

// download is a link of a downloadable product; its price is added to the product's.
type download struct {
	ID    int64
	Title string
	Price decimal.Decimal
}

// customOption is a question that is asked when a product is sold: drop_down has values, field and file have a price.
type customOption struct {
	ID       int64
	Title    string
	Type     string // drop_down, field or file
	Required bool
	SKU      string
	Price    decimal.Decimal
	Percent  bool
	Max      int // characters of a field
	// Extensions, Width and Height, in pixels, bound a file; empty and 0 do not.
	Extensions    string `json:",omitempty"`
	Width, Height int    `json:",omitempty"`
	Values        []customValue
}

type customValue struct {
	ID    int64
	Title string
	SKU   string
	Price decimal.Decimal
}

// tierPrice is a price for a quantity, for everybody or for a customer group.
type tierPrice struct {
	Group int64 // everybody is allGroups
	Qty   decimal.Decimal
	Price decimal.Decimal
}

// allGroups is the group id that Magento tells of a tier for everybody.
const allGroups = 32000

// composite says that a product has no stock of its own.
func composite(kind string) bool {
	return kind == "configurable" || kind == "bundle" || kind == "grouped"
}

// intangible says that a product is not shipped.
func intangible(kind string) bool { return kind == "virtual" || kind == "downloadable" }

// priceFor is what one of some pieces costs a group now: the lowest of the special price and the tiers that are reached.
func (p *product) priceFor(group int64, qty decimal.Decimal, today string) decimal.Decimal {
	price := p.finalPrice(today)
	for _, t := range p.Tiers {
		if (t.Group == allGroups || t.Group == group) && qty.GreaterThanOrEqual(t.Qty) {
			price = decimal.Min(price, t.Price)
		}
	}
	return price
}

func (o customOption) price(base decimal.Decimal) decimal.Decimal {
	if o.Percent {
		return base.Mul(o.Price).Div(decimal.NewFromInt(100))
	}
	return o.Price
}

// prices are the lowest and the highest that a bundle or a grouped product can cost a guest today.
func (s *shop) prices(p *product, today string) (lowest, highest decimal.Decimal) {
	for n, m := range p.Members {
		if child := s.byID[m.ProductID]; child != nil {
			price := child.finalPrice(today)
			if n == 0 || price.LessThan(lowest) {
				lowest = price
			}
			highest = decimal.Max(highest, price)
		}
	}
	for _, o := range p.Bundle {
		var cheapest, dearest decimal.Decimal
		for n, sel := range o.Selections {
			child := s.byID[sel.ProductID]
			if child == nil {
				continue
			}
			price := child.finalPrice(today).Mul(sel.Qty)
			if n == 0 || price.LessThan(cheapest) {
				cheapest = price
			}
			dearest = decimal.Max(dearest, price)
		}
		if o.Required {
			lowest = lowest.Add(cheapest)
		}
		highest = highest.Add(dearest)
	}
	return lowest, highest
}

// parts are the products that the stock of a composite is looked up of; all must be there for a bundle's required options,
// any for the others.
func (s *shop) compositeSalable(p *product, stockID int64) bool {
	salable := func(id int64) bool {
		child := s.byID[id]
		return child != nil && s.isSalable(child, stockID)
	}
	if p.Type == "bundle" {
		for _, o := range p.Bundle {
			if o.Required && !slices.ContainsFunc(o.Selections, func(sel bundleSelection) bool { return salable(sel.ProductID) }) {
				return false
			}
		}
		return true
	}
	for _, m := range p.Members {
		if salable(m.ProductID) {
			return true
		}
	}
	return slices.ContainsFunc(p.Children, salable)
}

// extensionJSON is what a product's type adds to its extension attributes.
func (s *shop) extensionJSON(p *product) object {
	switch p.Type {
	case "configurable":
		return pairs("configurable_product_options", p.axesJSON(),
			"configurable_product_links", listOf(p.Children, func(id int64) any { return id }))
	case "bundle":
		return pairs("bundle_product_options", s.bundleJSON(p))
	case "downloadable":
		return pairs("downloadable_product_links", listOf(p.Downloads, func(d download) any {
			return pairs("id", d.ID, "title", d.Title, "sort_order", d.ID, "is_shareable", 2, "price", d.Price, "number_of_downloads", 0,
				"link_type", "file", "link_file", "/t/r/trail.pdf", "sample_type", nil)
		}), "downloadable_product_samples", list{})
	}
	return nil
}

func (s *shop) bundleJSON(p *product) list {
	l := list{}
	for position, o := range p.Bundle {
		links := list{}
		for n, sel := range o.Selections {
			child := s.byID[sel.ProductID]
			if child == nil {
				continue
			}
			links = append(links, pairs("id", strconv.FormatInt(sel.ID, 10), "sku", child.SKU, "option_id", o.ID, "qty", sel.Qty, "position", n+1,
				"is_default", sel.Default, "price", child.Price, "price_type", nil, "can_change_quantity", number(sel.UserQty)))
		}
		l = append(l, pairs("option_id", o.ID, "title", o.Title, "required", o.Required, "type", o.Type, "position", position+1, "sku", p.SKU,
			"product_links", links))
	}
	return l
}

// linksJSON are the members of a grouped product.
func (s *shop) linksJSON(p *product) list {
	l := list{}
	for n, m := range p.Members {
		if child := s.byID[m.ProductID]; child != nil {
			l = append(l, pairs("sku", p.SKU, "link_type", "associated", "linked_product_sku", child.SKU, "linked_product_type", child.Type,
				"position", n, "extension_attributes", pairs("qty", m.Qty)))
		}
	}
	return l
}

func (p *product) optionsJSON() list {
	l := list{}
	for n, o := range p.Options {
		out := pairs("product_sku", p.SKU, "option_id", o.ID, "title", o.Title, "type", o.Type, "sort_order", n+1, "is_require", o.Required)
		if len(o.Values) > 0 {
			l = append(l, out.with("values", listOf(o.Values, func(v customValue) any { return v.json(o) })))
			continue
		}
		kind := "fixed"
		if o.Percent {
			kind = "percent"
		}
		out = out.with("price", o.Price, "price_type", kind)
		if o.SKU != "" {
			out = out.with("sku", o.SKU)
		}
		if o.Type == "file" {
			out = out.with("file_extension", o.Extensions, "image_size_x", o.Width, "image_size_y", o.Height)
		} else {
			out = out.with("max_characters", o.Max)
		}
		l = append(l, out)
	}
	return l
}

func (v customValue) json(o customOption) object {
	out := pairs("title", v.Title, "sort_order", slices.Index(o.Values, v), "price", v.Price, "price_type", "fixed")
	if v.SKU != "" {
		out = out.with("sku", v.SKU)
	}
	return out.with("option_type_id", v.ID)
}

func (p *product) tiersJSON() list {
	return listOf(p.Tiers, func(t tierPrice) any {
		return pairs("customer_group_id", t.Group, "qty", t.Qty, "value", t.Price, "extension_attributes", pairs("website_id", 0))
	})
}
