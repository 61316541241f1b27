package rest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

type wireBundleOption struct {
	ID         ident  `json:"option_id"`
	Title      text   `json:"title"`
	Type       string `json:"type"`
	Required   flag   `json:"required"`
	Position   ident  `json:"position"`
	Selections []struct {
		ID           ident  `json:"id"`
		SKU          text   `json:"sku"`
		Quantity     number `json:"qty"`
		Position     ident  `json:"position"`
		Default      flag   `json:"is_default"`
		Price        number `json:"price"`
		PriceType    text   `json:"price_type"`
		UserQuantity flag   `json:"can_change_quantity"`
	} `json:"product_links"`
}

type wireProductLink struct {
	Type      string `json:"link_type"`
	SKU       text   `json:"linked_product_sku"`
	Position  ident  `json:"position"`
	Extension lenient[struct {
		Quantity number `json:"qty"`
	}] `json:"extension_attributes"`
}

type wireDownload struct {
	ID         ident  `json:"id"`
	Title      text   `json:"title"`
	SortOrder  ident  `json:"sort_order"`
	Price      number `json:"price"`
	SampleType text   `json:"sample_type"`
	SampleFile text   `json:"sample_file"`
	SampleURL  text   `json:"sample_url"`
}

type wireCustomOption struct {
	ID             ident  `json:"option_id"`
	Title          text   `json:"title"`
	Type           string `json:"type"`
	SortOrder      ident  `json:"sort_order"`
	Required       flag   `json:"is_require"`
	Price          number `json:"price"`
	PriceType      text   `json:"price_type"`
	SKU            text   `json:"sku"`
	MaxCharacters  *ident `json:"max_characters"`
	FileExtensions text   `json:"file_extension"`
	ImageWidth     *ident `json:"image_size_x"`
	ImageHeight    *ident `json:"image_size_y"`
	Values         []struct {
		ID        ident  `json:"option_type_id"`
		Title     text   `json:"title"`
		SortOrder ident  `json:"sort_order"`
		Price     number `json:"price"`
		PriceType text   `json:"price_type"`
		SKU       text   `json:"sku"`
	} `json:"values"`
}

type wireTier struct {
	Group     ident  `json:"customer_group_id"`
	Quantity  number `json:"qty"`
	Value     number `json:"value"`
	Extension lenient[struct {
		Percentage *number `json:"percentage_value"`
	}] `json:"extension_attributes"`
}

// lenient takes an empty list for an empty object, which PHP cannot tell apart.
type lenient[T any] struct{ it T }

func (l *lenient[T]) UnmarshalJSON(raw []byte) error {
	if raw = bytes.TrimSpace(raw); len(raw) == 0 || raw[0] != '{' {
		return nil
	}
	return json.Unmarshal(raw, &l.it)
}

// parts are the SKUs that a product's links and selections lead to.
func (w wireProduct) parts() []string {
	var skus []string
	for _, l := range w.Links {
		skus = append(skus, string(l.SKU))
	}
	for _, o := range w.Extension.Bundle {
		for _, s := range o.Selections {
			skus = append(skus, string(s.SKU))
		}
	}
	return skus
}

// partIDs returns the ids of the products that a page's links and selections lead to, by lower-case SKU: REST names them by
// SKU only. Products of the page itself need no call.
func (c *Client) partIDs(ctx context.Context, store pos.Store, wires []wireProduct) (map[string]int64, error) {
	ids := map[string]int64{}
	for _, w := range wires {
		ids[strings.ToLower(string(w.SKU))] = int64(w.ID)
	}
	var missing []string
	for _, w := range wires {
		for _, sku := range w.parts() {
			if _, ok := ids[strings.ToLower(sku)]; !ok {
				missing = append(missing, sku)
			}
		}
	}
	portions := skuPortions(slices.Compact(slices.Sorted(slices.Values(missing))))
	pages := make([]productList, len(portions))
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(pagesAtOnce)
	for i, portion := range portions {
		g.Go(func() error {
			query := skuSearch(portion).limit(len(portion)).fields("items[id,sku],total_count").query()
			return c.get(gctx, store.Code, "/V1/products", "/products", query, &pages[i])
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	for _, page := range pages {
		for _, w := range page.Items {
			ids[strings.ToLower(string(w.SKU))] = int64(w.ID)
		}
	}
	return ids, nil
}

// compose fills in what a product is made of and what belongs to it. Parts that were deleted meanwhile are left out.
func (w wireProduct) compose(p *pos.Product, ids map[string]int64) {
	if p.Type == pos.TypeBundle {
		p.Bundle = w.bundle(ids)
	}
	for _, l := range w.Links {
		id, ok := ids[strings.ToLower(string(l.SKU))]
		if !ok {
			continue
		}
		switch l.Type {
		case "associated":
			if p.Type == pos.TypeGrouped {
				p.Members = append(p.Members, pos.Member{ProductID: id, SKU: string(l.SKU), Quantity: l.Extension.it.Quantity.Decimal, Position: int(l.Position)})
			}
		case "related":
			p.Links = append(p.Links, pos.Link{Type: pos.LinkRelated, ProductID: id, SKU: string(l.SKU), Position: int(l.Position)})
		case "upsell":
			p.Links = append(p.Links, pos.Link{Type: pos.LinkUpSell, ProductID: id, SKU: string(l.SKU), Position: int(l.Position)})
		case "crosssell":
			p.Links = append(p.Links, pos.Link{Type: pos.LinkCrossSell, ProductID: id, SKU: string(l.SKU), Position: int(l.Position)})
		}
	}
	slices.SortFunc(p.Links, func(a, b pos.Link) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Position, b.Position), cmp.Compare(a.ProductID, b.ProductID))
	})
	slices.SortFunc(p.Members, func(a, b pos.Member) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ProductID, b.ProductID))
	})
	if p.Type == pos.TypeDownloadable {
		p.Downloads, p.Samples = downloads(w.Extension.Downloads), downloads(w.Extension.Samples)
	}
	p.CustomOptions, p.Tiers = customOptions(w.Options), tiers(w.Tiers)
}

func (w wireProduct) bundle(ids map[string]int64) *pos.Bundle {
	b := &pos.Bundle{
		FixedPrice: w.attribute("price_type") == "1", FixedSKU: w.attribute("sku_type") == "1", FixedWeight: w.attribute("weight_type") == "1",
	}
	for _, o := range w.Extension.Bundle {
		option := pos.BundleOption{ID: int64(o.ID), Title: string(o.Title), Type: o.Type, Required: bool(o.Required), Position: int(o.Position)}
		for _, s := range o.Selections {
			id, ok := ids[strings.ToLower(string(s.SKU))]
			if !ok {
				continue
			}
			selection := pos.BundleSelection{ID: int64(s.ID), ProductID: id, SKU: string(s.SKU), Quantity: s.Quantity.Decimal,
				Default: bool(s.Default), UserQuantity: bool(s.UserQuantity), Position: int(s.Position)}
			if b.FixedPrice { // for others Magento prints the price of the part
				selection.Price, selection.Percent = s.Price.Decimal, s.PriceType == "1"
			}
			option.Selections = append(option.Selections, selection)
		}
		slices.SortFunc(option.Selections, func(a, b pos.BundleSelection) int {
			return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
		})
		b.Options = append(b.Options, option)
	}
	slices.SortFunc(b.Options, func(a, b pos.BundleOption) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	return b
}

func downloads(wires []wireDownload) []pos.Download {
	var out []pos.Download
	for _, w := range wires {
		d := pos.Download{ID: int64(w.ID), Title: string(w.Title), Price: w.Price.Decimal, SortOrder: int(w.SortOrder), Sample: string(w.SampleFile)}
		if w.SampleType == "url" {
			d.Sample = string(w.SampleURL)
		}
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b pos.Download) int {
		return cmp.Or(cmp.Compare(a.SortOrder, b.SortOrder), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func customOptions(wires []wireCustomOption) []pos.CustomOption {
	var out []pos.CustomOption
	for _, w := range wires {
		o := pos.CustomOption{ID: int64(w.ID), Title: string(w.Title), Type: w.Type, Required: bool(w.Required), SortOrder: int(w.SortOrder), SKU: string(w.SKU),
			MaxCharacters: w.MaxCharacters.int(), FileExtensions: string(w.FileExtensions), ImageWidth: w.ImageWidth.int(), ImageHeight: w.ImageHeight.int()}
		switch w.Type {
		case "drop_down", "radio", "checkbox", "multiple":
		default:
			o.Price = &pos.OptionPrice{Amount: w.Price.Decimal, Percent: w.PriceType == "percent"}
		}
		for _, v := range w.Values {
			o.Values = append(o.Values, pos.CustomValue{ID: int64(v.ID), Title: string(v.Title), SKU: string(v.SKU), SortOrder: int(v.SortOrder),
				Price: pos.OptionPrice{Amount: v.Price.Decimal, Percent: v.PriceType == "percent"}})
		}
		slices.SortFunc(o.Values, func(a, b pos.CustomValue) int {
			return cmp.Or(cmp.Compare(a.SortOrder, b.SortOrder), cmp.Compare(a.ID, b.ID))
		})
		out = append(out, o)
	}
	slices.SortFunc(out, func(a, b pos.CustomOption) int {
		return cmp.Or(cmp.Compare(a.SortOrder, b.SortOrder), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func tiers(wires []wireTier) []pos.TierPrice {
	var out []pos.TierPrice
	for _, w := range wires {
		t := pos.TierPrice{Group: int64(w.Group), Quantity: w.Quantity.Decimal, Price: w.Value.Decimal}
		if w.Extension.it.Percentage != nil {
			t.Price, t.Percent = w.Extension.it.Percentage.Decimal, true
		}
		out = append(out, t)
	}
	group := func(t pos.TierPrice) int64 {
		if t.Group == pos.AllGroups {
			return -1
		}
		return t.Group
	}
	slices.SortFunc(out, func(a, b pos.TierPrice) int {
		return cmp.Or(a.Quantity.Cmp(b.Quantity), cmp.Compare(group(a), group(b)))
	})
	return out
}
