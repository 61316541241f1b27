package rest

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	// productPage is how many products one call asks for. Measured on a real 2.4.7: 100 take 430 ms, and PHP holds them all.
	productPage = 100
	// pagesAtOnce is how many pages are completed (prices, variants) while the next is listed.
	pagesAtOnce = 3
)

type productList struct {
	Items []wireProduct `json:"items"`
	Total int           `json:"total_count"`
}

// CountProducts returns how many products there are.
func (c *Client) CountProducts(ctx context.Context, store pos.Store) (int, error) {
	var list struct {
		Total int `json:"total_count"`
	}
	query := newSearch().limit(1).fields("items[id],total_count").query()
	err := c.get(ctx, store.Code, "/V1/products", "/products", query, &list)
	return list.Total, err
}

// Products returns up to limit products with an id greater than after, ascending. Fewer than limit means the end.
// Each is as it is in the store view, with prices of guests only. Errors: also *pos.Unreadable, beside the others.
func (c *Client) Products(ctx context.Context, store pos.Store, after int64, limit int) ([]pos.Product, error) {
	products, err := c.pages(ctx, store, after, limit)
	if !mayBeOneProduct(err) {
		return products, err
	}
	ids, err := c.idsAfter(ctx, store, after, limit)
	if err != nil {
		return nil, err
	}
	return c.readApart(ctx, store, ids)
}

// pages reads page after page.
func (c *Client) pages(ctx context.Context, store pos.Store, after int64, limit int) ([]pos.Product, error) {
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(pagesAtOnce)
	var pages []*[]pos.Product
	listed := 0
	list := func() error {
		for listed < limit {
			// The total counts what comes after the key, so it also says whether a short page was the last: a plug-in of the shop
			// may have taken products out of it.
			query := newSearch().where("entity_id", "gt", strconv.FormatInt(after, 10)).ascending("entity_id").
				limit(min(productPage, limit-listed)).fields(productFields).query()
			var page productList
			if err := c.get(gctx, store.Code, "/V1/products", "/products", query, &page); err != nil {
				return err
			}
			if len(page.Items) == 0 {
				return nil
			}
			for _, w := range page.Items {
				if int64(w.ID) <= after {
					return disordered("products")
				}
				after = int64(w.ID)
			}
			listed += len(page.Items)
			done := new([]pos.Product)
			pages = append(pages, done)
			g.Go(func() (err error) { *done, err = c.documents(gctx, store, page.Items); return err })
			if page.Total <= len(page.Items) {
				return nil
			}
		}
		return nil
	}
	err := list()
	if werr := g.Wait(); werr != nil {
		err = werr
	}
	if err != nil {
		return nil, err
	}
	var products []pos.Product
	for _, page := range pages {
		products = append(products, *page...)
	}
	return products, nil
}

// ProductsByID returns those of the given products that exist, ascending. Errors: also *pos.Unreadable, beside the others.
func (c *Client) ProductsByID(ctx context.Context, store pos.Store, ids []int64) ([]pos.Product, error) {
	products, err := c.completeByID(ctx, store, ids)
	if mayBeOneProduct(err) {
		return c.readApart(ctx, store, ids)
	}
	return products, err
}

// completeByID reads products whole.
func (c *Client) completeByID(ctx context.Context, store pos.Store, ids []int64) ([]pos.Product, error) {
	wires, err := c.productsByID(ctx, store, ids, productFields)
	if err != nil {
		return nil, err
	}
	return c.documents(ctx, store, wires)
}

// productsByID reads products in portions, ascending, each once.
func (c *Client) productsByID(ctx context.Context, store pos.Store, ids []int64, fields string) ([]wireProduct, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	var all []wireProduct
	for portion := range slices.Chunk(ids, productPage) {
		query := newSearch().among("entity_id", idTexts(portion)).ascending("entity_id").limit(len(portion)).fields(fields).query()
		var page productList
		if err := c.get(ctx, store.Code, "/V1/products", "/products", query, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
	}
	slices.SortFunc(all, func(a, b wireProduct) int { return cmp.Compare(a.ID, b.ID) })
	return all, nil
}

// documents completes a page: what a product has itself, its prices, its options and variants.
func (c *Client) documents(ctx context.Context, store pos.Store, wires []wireProduct) ([]pos.Product, error) {
	if len(wires) == 0 {
		return nil, nil
	}
	meta, err := c.attributes(ctx, store.Code)
	if err != nil {
		return nil, err
	}
	var prices map[int64]renderedPrice
	var children map[int64]wireProduct
	var parts map[string]int64
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) { prices, err = c.renderedPrices(gctx, store, wires); return err })
	g.Go(func() (err error) { children, err = c.children(gctx, store, wires); return err })
	g.Go(func() (err error) { parts, err = c.partIDs(gctx, store, wires); return err })
	if err := g.Wait(); err != nil {
		return nil, err
	}
	products := make([]pos.Product, 0, len(wires))
	for _, w := range wires {
		p := w.document(meta, c.barcode)
		if r, ok := prices[p.ID]; ok {
			p.Prices = []pos.GroupPrice{r.groupPrice(p.Type)}
		}
		w.compose(&p, parts)
		if p.Type == pos.TypeConfigurable {
			if err := c.configure(ctx, store, meta, w, children, &p); err != nil {
				return nil, err
			}
		}
		products = append(products, p)
	}
	return products, nil
}
