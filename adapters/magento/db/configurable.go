package db

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// child is what a configurable product's document needs of one of its variants.
type child struct {
	sku    string
	values map[int64]int64 // attribute id → option id
	prices []pos.GroupPrice
}

// loadConfigurables reads the axes and variants of the page's configurable products.
func (p *page) loadConfigurables(ctx context.Context, r *reader) error {
	if !p.has(pos.TypeConfigurable) {
		return nil
	}
	if err := p.loadAxes(ctx, r); err != nil {
		return err
	}
	links := map[int64][]int64{} // parent → children
	var outside []int64
	err := p.rows(ctx, r, table{
		name: "variants", table: "{catalog_product_super_link}", number: "link_id", product: "parent_id",
		columns: "parent_id, product_id", filter: "TRUE", kind: pos.TypeConfigurable,
	}, func(c *row) {
		links[c.integer(0)] = append(links[c.integer(0)], c.integer(1))
		if p.at(c.integer(1)) == nil {
			outside = append(outside, c.integer(1))
		}
	})
	if err != nil {
		return err
	}
	children, err := p.loadOutside(ctx, r, outside)
	if err != nil {
		return err
	}
	for i := range p.products {
		if p.products[i].Type == pos.TypeConfigurable {
			slices.Sort(links[p.products[i].ID])
			p.join(&p.products[i], links[p.products[i].ID], children)
		}
	}
	return nil
}

// axisLabel is what an axis of a configurable product says of its label.
type axisLabel struct {
	product *pos.Product
	axis    int
	common  bool // the attribute's label
	own     *string
}

// loadAxes reads what a configurable product varies in. The label is resolved as Magento\ConfigurableProduct\Model\Product\
// Type\Configurable\Attribute does: the axis's own, unless it says to use the attribute's. Labels joined there cost the server ten times
// what two plain queries do.
func (p *page) loadAxes(ctx context.Context, r *reader) error {
	where, args := p.whereType("product_id", pos.TypeConfigurable)
	labels := map[int64]*axisLabel{}
	err := r.each(ctx, "axes", "SELECT product_id, product_super_attribute_id, attribute_id, position FROM {catalog_product_super_attribute} WHERE "+where,
		args, func(c *row) {
			product := p.at(c.integer(0))
			if product == nil || product.Type != pos.TypeConfigurable {
				return
			}
			attribute := p.known.products.byID(c.integer(2))
			if attribute == nil {
				p.unknown = true
				return
			}
			labels[c.integer(1)] = &axisLabel{product: product, axis: len(product.Options), common: true}
			product.Options = append(product.Options, pos.ConfigurableOption{
				ID: c.integer(1), AttributeID: c.integer(2), Code: attribute.code, Label: attribute.label, Position: int(c.integer(3)),
				Values: []pos.OptionValue{},
			})
		})
	if err != nil {
		return err
	}
	for some := range slices.Chunk(slices.Sorted(maps.Keys(labels)), maxPage) {
		where, args := near("product_super_attribute_id", some)
		err := r.each(ctx, "axis labels", "SELECT product_super_attribute_id, use_default, value FROM {catalog_product_super_attribute_label} WHERE "+where+
			" AND store_id IN (0, ?) ORDER BY product_super_attribute_id, store_id", append(args, p.store.ID), func(c *row) {
			l := labels[c.integer(0)]
			if l == nil {
				return
			}
			if !c.null(1) {
				l.common = c.integer(1) == 1
			}
			if !c.null(2) {
				text := c.clean(2)
				l.own = &text
			}
		})
		if err != nil {
			return err
		}
	}
	for _, l := range labels {
		if !l.common && l.own != nil {
			l.product.Options[l.axis].Label = *l.own
		}
	}
	return nil
}

// loadOutside reads the variants that are not on the page: SKU, values on the page's axes, and prices.
func (p *page) loadOutside(ctx context.Context, r *reader, ids []int64) (map[int64]*child, error) {
	children := make(map[int64]*child, len(ids))
	for some := range slices.Chunk(ids, maxPage) {
		for _, load := range []func(context.Context, *reader, []int64, map[int64]*child) error{
			p.loadOutsideSKUs, p.loadOutsideValues, p.loadOutsidePrices,
		} {
			if err := load(ctx, r, some, children); err != nil {
				return nil, err
			}
		}
	}
	return children, nil
}

func (p *page) loadOutsideSKUs(ctx context.Context, r *reader, ids []int64, children map[int64]*child) error {
	where, args := among("entity_id", ids)
	return r.each(ctx, "variant skus", "SELECT entity_id, sku FROM {catalog_product_entity} WHERE "+where, args, func(c *row) {
		children[c.integer(0)] = &child{sku: p.pool.clean(c.bytes(1)), values: map[int64]int64{}}
	})
}

func (p *page) loadOutsideValues(ctx context.Context, r *reader, ids []int64, children map[int64]*child) error {
	var axes []int64
	for i := range p.products {
		for _, o := range p.products[i].Options {
			axes = append(axes, o.AttributeID)
		}
	}
	axes = slices.Compact(slices.Sorted(slices.Values(axes)))
	where, args := among("entity_id", ids)
	isAxis, axisArgs := among("attribute_id", axes)
	args = append(append(args, axisArgs...), p.store.ID)
	return r.each(ctx, "variant values", `
		SELECT entity_id, attribute_id, store_id, value FROM {catalog_product_entity_int}
		WHERE `+where+` AND `+isAxis+` AND store_id IN (0, ?)`, args, func(c *row) {
		if kid := children[c.integer(0)]; kid != nil && p.decides(c) {
			kid.values[c.integer(1)] = c.integer(3)
		}
	})
}

// loadOutsidePrices reads what variants cost before reductions: one row of each, and those of the customer groups for which it
// is another.
func (p *page) loadOutsidePrices(ctx context.Context, r *reader, ids []int64, children map[int64]*child) error {
	where, args := among("entity_id", ids)
	args = append(args, p.store.WebsiteID)
	for _, table := range p.known.prices {
		var first *row // of its product
		err := r.each(ctx, "variant prices", "SELECT entity_id, customer_group_id, price FROM "+table+" WHERE "+where+
			" AND website_id = ? ORDER BY entity_id, customer_group_id", args, func(c *row) {
			kid := children[c.integer(0)]
			if kid == nil || first.beginsAs(c, 1) && first.endsAs(c, 2) {
				return
			}
			if len(kid.prices) == 0 {
				first = c.cloneInto(first)
			}
			kid.prices = append(kid.prices, pos.GroupPrice{Group: c.integer(1), Regular: p.pool.decimal(c.bytes(2))})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// join gives a configurable product its variants and the values that they have on its axes.
func (p *page) join(product *pos.Product, ids []int64, outside map[int64]*child) {
	slices.SortFunc(product.Options, func(a, b pos.ConfigurableOption) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.AttributeID, b.AttributeID))
	})
	product.Variants = make([]pos.Variant, 0, len(ids))
	prices := make([][]pos.GroupPrice, 0, len(ids))
	for _, id := range ids {
		variant := pos.Variant{ID: id, Values: make(map[string]int64, len(product.Options))}
		inside, kid := p.at(id), outside[id]
		switch {
		case inside != nil:
			variant.SKU = inside.SKU
			prices = append(prices, inside.Prices)
		case kid != nil:
			variant.SKU = kid.sku
			prices = append(prices, kid.prices)
		default:
			continue
		}
		for i := range product.Options {
			axis := &product.Options[i]
			var value int64
			if inside != nil {
				value = optionID(inside.Attributes.Of(axis.Code))
			} else {
				value = kid.values[axis.AttributeID]
			}
			if value != 0 {
				variant.Values[axis.Code] = value
				p.addValue(axis, value)
			}
		}
		product.Variants = append(product.Variants, variant)
	}
	for i := range product.Options {
		slices.SortFunc(product.Options[i].Values, func(a, b pos.OptionValue) int {
			return cmp.Or(cmp.Compare(p.rank(a.ID), p.rank(b.ID)), cmp.Compare(a.ID, b.ID))
		})
	}
	product.Prices = lowerRegular(product.Prices, prices)
}

// rank is an option's place in Magento's sort order; those that were deleted come last.
func (p *page) rank(id int64) int {
	if o, ok := p.known.options[id]; ok {
		return o.rank
	}
	return len(p.known.options) + 1
}

// addValue puts a choice on an axis once. Of a choice that was deleted while variants still have it only the id is known.
func (p *page) addValue(axis *pos.ConfigurableOption, id int64) {
	if slices.ContainsFunc(axis.Values, func(v pos.OptionValue) bool { return v.ID == id }) {
		return
	}
	o, ok := p.known.options[id]
	if !ok {
		p.unknown = true
		o.value.ID = id
	}
	axis.Values = append(axis.Values, o.value)
}
