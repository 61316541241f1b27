package db

import (
	"cmp"
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// loadBundles reads the options and selections of the page's bundles. A title falls back to all stores where the store
// view's is NULL (Magento\Bundle\Model\ResourceModel\Option\Collection::joinValues).
func (p *page) loadBundles(ctx context.Context, r *reader) error {
	if !p.has(pos.TypeBundle) {
		return nil
	}
	for i := range p.products {
		if product := &p.products[i]; product.Type == pos.TypeBundle {
			product.Bundle = &pos.Bundle{
				FixedPrice:  product.Attributes.Of("price_type") == "1",
				FixedSKU:    product.Attributes.Of("sku_type") == "1",
				FixedWeight: product.Attributes.Of("weight_type") == "1",
			}
		}
	}
	where, args := p.whereType("o.parent_id", pos.TypeBundle)
	places := map[int64]place{} // by option id
	err := r.each(ctx, "bundle options", `
		SELECT o.parent_id, o.option_id, o.required, o.position, o.type, COALESCE(s.title, d.title)
		FROM {catalog_product_bundle_option} o
		LEFT JOIN {catalog_product_bundle_option_value} d
			ON d.option_id = o.option_id AND d.parent_product_id = o.parent_id AND d.store_id = 0
		LEFT JOIN {catalog_product_bundle_option_value} s
			ON s.option_id = o.option_id AND s.parent_product_id = o.parent_id AND s.store_id = ?
		WHERE `+where+` ORDER BY o.parent_id, o.position, o.option_id`, append([]any{p.store.ID}, args...), func(c *row) {
		product := p.at(c.integer(0))
		if product == nil || product.Bundle == nil {
			return
		}
		places[c.integer(1)] = place{product, len(product.Bundle.Options)}
		product.Bundle.Options = append(product.Bundle.Options, pos.BundleOption{
			ID: c.integer(1), Title: c.clean(5), Type: c.clean(4), Required: c.integer(2) == 1, Position: int(c.integer(3)),
		})
	})
	if err != nil {
		return r.optional(ctx, err)
	}
	return p.loadSelections(ctx, r, places)
}

// place is where an option stands: in which product, at which index.
type place struct {
	product *pos.Product
	index   int
}

// loadSelections reads what bundles are made of. A website may have its own price for a selection.
func (p *page) loadSelections(ctx context.Context, r *reader, places map[int64]place) error {
	where, args := p.whereType("s.parent_product_id", pos.TypeBundle)
	return r.each(ctx, "bundle selections", `
		SELECT s.option_id, s.selection_id, s.product_id, s.position, s.is_default, s.selection_qty, s.selection_can_change_qty,
			COALESCE(w.selection_price_type, s.selection_price_type), COALESCE(w.selection_price_value, s.selection_price_value),
			s.parent_product_id
		FROM {catalog_product_bundle_selection} s
		LEFT JOIN {catalog_product_bundle_selection_price} w
			ON w.selection_id = s.selection_id AND w.parent_product_id = s.parent_product_id AND w.website_id = ?
		WHERE `+where+` ORDER BY s.option_id, s.position, s.selection_id`, append([]any{p.store.WebsiteID}, args...), func(c *row) {
		at, ok := places[c.integer(0)]
		if !ok || at.product.ID != c.integer(9) { // an orphan
			return
		}
		selection := pos.BundleSelection{
			ID: c.integer(1), ProductID: c.integer(2), Position: int(c.integer(3)), Default: c.integer(4) == 1,
			Quantity: p.pool.decimal(c.bytes(5)), UserQuantity: c.integer(6) == 1,
		}
		if at.product.Bundle.FixedPrice {
			selection.Percent, selection.Price = c.integer(7) == 1, p.pool.decimal(c.bytes(8))
		}
		option := &at.product.Bundle.Options[at.index]
		option.Selections = append(option.Selections, selection)
		p.named = append(p.named, selection.ProductID)
	})
}

// superLink is the code of grouped membership, which is no link in documents.
const superLink = "super"

// link is one row of catalog_product_link while its position and quantity are not known yet.
type link struct {
	id, from, to int64
	kind         string
	position     int
	quantity     decimal.Decimal
}

// loadLinks reads related, up-sell and cross-sell products and the members of grouped ones.
func (p *page) loadLinks(ctx context.Context, r *reader) error {
	var links []link
	err := p.rows(ctx, r, table{
		name: "links", table: "{catalog_product_link}", number: "link_id", product: "product_id",
		columns: "product_id, link_id, linked_product_id, link_type_id", filter: "TRUE",
	}, func(c *row) {
		kind, ok := p.known.linkTypes[c.integer(3)]
		if product := p.at(c.integer(0)); ok && product != nil && (kind != superLink || product.Type == pos.TypeGrouped) {
			links = append(links, link{id: c.integer(1), from: c.integer(0), to: c.integer(2), kind: kind})
		}
	})
	if err != nil || len(links) == 0 {
		return err
	}
	slices.SortFunc(links, func(a, b link) int { return cmp.Compare(a.id, b.id) })
	if err := p.loadLinkValues(ctx, r, links); err != nil {
		return err
	}
	for _, l := range links {
		product := p.at(l.from)
		if l.kind == superLink {
			product.Members = append(product.Members, pos.Member{ProductID: l.to, Quantity: l.quantity, Position: l.position})
		} else {
			product.Links = append(product.Links, pos.Link{Type: pos.LinkType(l.kind), ProductID: l.to, Position: l.position})
		}
		p.named = append(p.named, l.to)
	}
	return nil
}

// loadLinkValues reads the positions and quantities of links that ascend by id.
func (p *page) loadLinkValues(ctx context.Context, r *reader, links []link) error {
	for _, kind := range []string{"int", "decimal"} {
		for some := range slices.Chunk(links, maxPage) {
			ids := make([]int64, 0, len(some))
			for _, l := range some {
				if kind == "int" || l.kind == superLink {
					ids = append(ids, l.id)
				}
			}
			if len(ids) == 0 {
				continue
			}
			from, args, err := r.together(ctx, "{catalog_product_link_attribute_"+kind+"}", "value_id", "link_id", ids)
			if err != nil {
				return err
			}
			err = r.each(ctx, "link "+kind+" values", "SELECT link_id, product_link_attribute_id, value FROM "+from, args, func(c *row) {
				i, ok := slices.BinarySearchFunc(some, c.integer(0), func(l link, id int64) int { return cmp.Compare(l.id, id) })
				if !ok {
					return
				}
				switch p.known.linkValues[c.integer(1)] {
				case "position":
					some[i].position = int(c.integer(2))
				case "qty":
					some[i].quantity = p.pool.decimal(c.bytes(2))
				}
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// nameLinked gives links, members and selections the SKUs of the products that they lead to. Those that lead to none are
// dropped: a row may outlive its product where foreign keys were off.
func (p *page) nameLinked(ctx context.Context, r *reader) error {
	skus := make(map[int64]string, len(p.named))
	var outside []int64
	for _, id := range p.named {
		if product := p.at(id); product != nil {
			skus[id] = product.SKU
		} else {
			outside = append(outside, id)
		}
	}
	outside = slices.Compact(slices.Sorted(slices.Values(outside)))
	for some := range slices.Chunk(outside, maxPage) {
		where, args := among("entity_id", some)
		err := r.each(ctx, "linked skus", "SELECT entity_id, sku FROM {catalog_product_entity} WHERE "+where, args,
			func(c *row) { skus[c.integer(0)] = c.clean(1) })
		if err != nil {
			return err
		}
	}
	for i := range p.products {
		nameParts(&p.products[i], skus)
	}
	return nil
}

func nameParts(product *pos.Product, skus map[int64]string) {
	for i := range product.Links {
		product.Links[i].SKU = skus[product.Links[i].ProductID]
	}
	product.Links = slices.DeleteFunc(product.Links, func(l pos.Link) bool { return l.SKU == "" })
	slices.SortFunc(product.Links, func(a, b pos.Link) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Position, b.Position), cmp.Compare(a.ProductID, b.ProductID))
	})
	for i := range product.Members {
		product.Members[i].SKU = skus[product.Members[i].ProductID]
	}
	product.Members = slices.DeleteFunc(product.Members, func(m pos.Member) bool { return m.SKU == "" })
	slices.SortFunc(product.Members, func(a, b pos.Member) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ProductID, b.ProductID))
	})
	if product.Bundle == nil {
		return
	}
	for i := range product.Bundle.Options {
		option := &product.Bundle.Options[i]
		for j := range option.Selections {
			option.Selections[j].SKU = skus[option.Selections[j].ProductID]
		}
		option.Selections = slices.DeleteFunc(option.Selections, func(s pos.BundleSelection) bool { return s.SKU == "" })
	}
}
