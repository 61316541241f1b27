package rest

import (
	"cmp"
	"context"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// childFields is what the variants of a configurable product need of a child.
const childFields = "items[id,sku,custom_attributes],total_count"

// children returns the children of the configurable products of a page, by id: from the page itself, or read.
func (c *Client) children(ctx context.Context, store pos.Store, wires []wireProduct) (map[int64]wireProduct, error) {
	here := make(map[int64]wireProduct, len(wires))
	for _, w := range wires {
		here[int64(w.ID)] = w
	}
	var missing []int64
	for _, w := range wires {
		for _, id := range w.Extension.Children {
			if _, ok := here[int64(id)]; !ok {
				missing = append(missing, int64(id))
			}
		}
	}
	read, err := c.productsByID(ctx, store, missing, childFields)
	if err != nil {
		return nil, err
	}
	for _, w := range read {
		here[int64(w.ID)] = w
	}
	return here, nil
}

// configure sets the options and variants of a configurable product. A child that was deleted meanwhile is left out.
func (c *Client) configure(ctx context.Context, store pos.Store, m *storeMetadata, w wireProduct, children map[int64]wireProduct, p *pos.Product) error {
	axes := slices.Clone(w.Extension.Axes)
	slices.SortFunc(axes, func(a, b wireAxis) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.AttributeID, b.AttributeID))
	})
	ids := slices.Compact(slices.Sorted(slices.Values(w.Extension.Children)))
	for _, id := range ids {
		child, ok := children[int64(id)]
		if !ok {
			continue
		}
		v := pos.Variant{ID: int64(id), SKU: string(child.SKU), Values: map[string]int64{}}
		for _, axis := range axes {
			code := m.codes[int64(axis.AttributeID)]
			if value := wholeNumber(child.attribute(code)); value != 0 {
				v.Values[code] = value
			}
		}
		p.Variants = append(p.Variants, v)
	}
	for _, axis := range axes {
		code := m.codes[int64(axis.AttributeID)]
		values, err := c.optionValues(ctx, store, m, code, p.Variants)
		if err != nil {
			return err
		}
		p.Options = append(p.Options, pos.ConfigurableOption{
			ID: int64(axis.ID), AttributeID: int64(axis.AttributeID), Code: code, Label: string(axis.Label), Position: int(axis.Position), Values: values,
		})
	}
	return nil
}

// optionValues are the values that the variants have on an axis, in Magento's order; unknown ones last, by id.
func (c *Client) optionValues(ctx context.Context, store pos.Store, m *storeMetadata, code string, variants []pos.Variant) ([]pos.OptionValue, error) {
	var used []int64
	for _, v := range variants {
		if id, ok := v.Values[code]; ok {
			used = append(used, id)
		}
	}
	slices.Sort(used)
	used = slices.Compact(used)
	values := []pos.OptionValue{}
	if len(used) == 0 {
		return values, nil
	}
	known, err := c.options(ctx, store.Code, m, code, used)
	if err != nil {
		return nil, err
	}
	rank := func(id int64) int {
		if r, ok := known.rank[id]; ok {
			return r
		}
		return len(known.rank) + 1
	}
	slices.SortStableFunc(used, func(a, b int64) int { return cmp.Compare(rank(a), rank(b)) })
	for _, id := range used {
		values = append(values, pos.OptionValue{ID: id, Label: known.label[id]})
	}
	return values, nil
}
