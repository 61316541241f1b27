package rest

import (
	"context"
	"log/slog"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	// itemAge is how long stock items are remembered where nobody asks for all levels.
	itemAge = 10 * time.Minute
	// itemNames is how long the SKUs that the list of stock items does not tell are remembered: they hardly change. Where
	// reading them takes long they are remembered for itemRest times as long as that took.
	itemNames = 10 * time.Minute
	itemRest  = 20
	// itemAgain is how long is waited after it could not be read.
	itemAgain = time.Minute
	// itemPage is how many stock items one call asks for. They are rows of one table.
	itemPage = 1000
	// itemsSingly bounds the stock items that are asked for one by one when SKUs are read, and the new products whose SKUs are
	// asked for without reading all. Of those that were asked for singly, stockPortion are asked for each time, in turns.
	itemsSingly = 1000
	// anyQuantity is more than a stock item can hold (decimal(12,4)).
	anyQuantity = "99999999"
)

// readItems reads the stock items of all products. Who asks while another reads takes what that one
// found. There is one list, meant for those that run low; it knows no SKUs, and leaves out items without a
// quantity, which are asked for singly. Stock levels do not fail for it: an integration that may not read stock items sells
// everything in fractions, as far as registers know. Errors: the context's.
func (c *Client) readItems(ctx context.Context) error {
	_, times := c.items.readable(c.now())
	select {
	case <-ctx.Done():
		return ctx.Err()
	case c.items.turn <- struct{}{}:
	}
	defer func() { <-c.items.turn }()
	if ok, now := c.items.readable(c.now()); !ok || now != times {
		return nil
	}
	known, err := c.findItems(ctx)
	switch {
	case err == nil:
		c.items.put(c.now(), known)
	case ctx.Err() != nil:
		return ctx.Err()
	default:
		c.log.WarnContext(ctx, "Magento does not tell in what quantities products are sold: the integration needs the right to read inventory", slog.Any("error", err))
		c.items.failed(c.now())
	}
	return nil
}

// findItems may be called by whoever has the turn.
func (c *Client) findItems(ctx context.Context) (map[string]stockItem, error) {
	listed, err := c.listItems(ctx)
	if err != nil {
		return nil, err
	}
	names, known := &c.items.names, c.items.copied()
	var some []string
	if unknown := names.without(listed); !c.now().Before(names.until) || len(unknown) > itemsSingly {
		all, err := c.nameItems(ctx, listed)
		if err != nil {
			return nil, err
		}
		all.asked = names.asked // those whose turn has not come since are as they were
		*names, known = all, all.ofAbsent(known)
		some = names.nextAbsent(itemsSingly)
	} else {
		if err := c.nameNew(ctx, unknown, names.byID); err != nil {
			return nil, err
		}
		some = names.nextAbsent(stockPortion)
	}
	if err := c.askItems(ctx, some, known); err != nil {
		return nil, err
	}
	for id, item := range listed {
		if sku := names.byID[id]; sku != "" {
			known[sku] = item
		}
	}
	return known, nil
}

// listItems returns the stock items by product id.
func (c *Client) listItems(ctx context.Context) (map[int64]stockItem, error) {
	items := map[int64]stockItem{}
	for page, seen := 1, 0; ; page++ {
		var list struct {
			Items []wireStockItem `json:"items"`
			Total int             `json:"total_count"`
		}
		// Stock items belong to no website but 0.
		query := url.Values{"scopeId": {"0"}, "qty": {anyQuantity}, "currentPage": {strconv.Itoa(page)}, "pageSize": {strconv.Itoa(itemPage)},
			"fields": {"items[" + itemFields + "],total_count"}}
		if err := c.get(ctx, "", "/V1/stockItems/lowStock", "/stockItems/lowStock/", query, &list); err != nil {
			return nil, err
		}
		for _, i := range list.Items {
			items[int64(i.ProductID)] = i.item()
		}
		if seen += len(list.Items); len(list.Items) < itemPage || seen >= list.Total {
			return items, nil
		}
	}
}

// nameItems reads the SKUs of all products. Those of the list of stock items that Magento does not list have none.
func (c *Client) nameItems(ctx context.Context, listed map[int64]stockItem) (itemSKUs, error) {
	begun := c.now()
	names := itemSKUs{byID: map[int64]string{}}
	err := c.eachSKU(ctx, "", "", "", func(w wireProduct) {
		id, sku := int64(w.ID), strings.ToLower(string(w.SKU))
		names.byID[id] = sku
		if _, ok := listed[id]; !ok {
			names.absent = append(names.absent, string(w.SKU))
		}
	})
	if err != nil {
		return itemSKUs{}, err
	}
	for id := range listed {
		if _, ok := names.byID[id]; !ok {
			names.byID[id] = ""
		}
	}
	slices.Sort(names.absent)
	names.until = c.now().Add(max(itemNames, itemRest*c.now().Sub(begun)))
	return names, nil
}

// nameNew reads the SKUs of products that are new. Those that Magento does not list have none.
func (c *Client) nameNew(ctx context.Context, ids []int64, byID map[int64]string) error {
	for portion := range slices.Chunk(ids, productPage) {
		found := map[int64]string{}
		list := make([]string, len(portion))
		for i, id := range portion {
			list[i] = strconv.FormatInt(id, 10)
		}
		err := c.eachSKU(ctx, "", "entity_id", strings.Join(list, ","), func(w wireProduct) { found[int64(w.ID)] = strings.ToLower(string(w.SKU)) })
		if err != nil {
			return err
		}
		for _, id := range portion {
			byID[id] = found[id]
		}
	}
	return nil
}

// without returns the products that have no name yet, ascending.
func (n *itemSKUs) without(listed map[int64]stockItem) []int64 {
	var ids []int64
	for id := range listed {
		if _, ok := n.byID[id]; !ok {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// ofAbsent is what is known of the SKUs that the list of stock items leaves out.
func (n *itemSKUs) ofAbsent(known map[string]stockItem) map[string]stockItem {
	of := map[string]stockItem{}
	for _, sku := range n.absent {
		if item, ok := known[strings.ToLower(sku)]; ok {
			of[strings.ToLower(sku)] = item
		}
	}
	return of
}

// nextAbsent returns up to so many SKUs whose turn it is to be asked for.
func (n *itemSKUs) nextAbsent(most int) []string {
	count := min(len(n.absent), most)
	some := make([]string, count)
	for i := range some {
		some[i] = n.absent[(n.asked+i)%len(n.absent)]
	}
	n.asked += count
	return some
}

// itemsOf returns stock items by SKU as given. What is not remembered is asked for; what is not told is taken to be sold in
// fractions. Errors: the context's.
func (c *Client) itemsOf(ctx context.Context, skus []string) (map[string]stockItem, error) {
	found, unknown := c.remembered(skus)
	if len(unknown) > stockPortion && !c.items.fresh(c.now()) {
		if err := c.readItems(ctx); err != nil {
			return nil, err
		}
		found, unknown = c.remembered(skus)
	}
	asked := map[string]stockItem{}
	if err := c.askItems(ctx, unknown[:min(len(unknown), itemsSingly)], asked); err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	c.items.add(asked) // the next reading of all may not know their names yet
	for _, sku := range unknown {
		found[sku] = asked[strings.ToLower(sku)]
	}
	return found, nil
}

// remembered returns what is remembered of SKUs, as given, and of which nothing is.
func (c *Client) remembered(skus []string) (found map[string]stockItem, unknown []string) {
	found = map[string]stockItem{}
	for _, sku := range skus {
		if item, ok := c.items.get(c.now(), sku); ok {
			found[sku] = item
		} else {
			unknown = append(unknown, sku)
		}
	}
	return found, unknown
}

// askItems asks for stock items one by one. Products that Magento does not have are left out, and those that it cannot answer for.
func (c *Client) askItems(ctx context.Context, skus []string, known map[string]stockItem) error {
	answers := make([]*wireStockItem, len(skus))
	var unread atomic.Int64
	g, gctx := errgroup.WithContext(probing(ctx))
	g.SetLimit(stockAtOnce)
	for i, sku := range skus {
		g.Go(func() error {
			var item wireStockItem
			query := url.Values{"fields": {itemFields}}
			err := c.get(gctx, "", "/V1/stockItems/{sku}", "/stockItems/"+url.PathEscape(sku), query, &item)
			switch {
			case err == nil:
				answers[i] = &item
			case pos.KindOf(err) != pos.KindNotFound && (!mayBeOneProduct(err) || unread.Add(1) > mostUnread):
				return err
			}
			return nil
		})
	}
	err := g.Wait()
	if n := unread.Load(); n > 0 {
		c.log.WarnContext(ctx, "Magento does not tell in what quantities some products are sold", slog.Int64("products", n))
	}
	for i, sku := range skus {
		if answers[i] != nil {
			known[strings.ToLower(sku)] = answers[i].item()
		}
	}
	return err
}

// eachSKU walks through the products, of a store view if one is given, that have one of the values, separated by commas, in a field:
// through all when no field is given.
func (c *Client) eachSKU(ctx context.Context, store, field, values string, take func(wireProduct)) error {
	for after := int64(0); ; {
		criteria := newSearch().where("entity_id", "gt", strconv.FormatInt(after, 10))
		if field != "" {
			criteria = criteria.where(field, "in", values)
		}
		query := criteria.ascending("entity_id").limit(productPage).fields("items[id,sku,type_id],total_count").query()
		var page productList
		if err := c.get(ctx, store, "/V1/products", "/products", query, &page); err != nil {
			return err
		}
		for _, w := range page.Items {
			if int64(w.ID) <= after {
				return disordered("products")
			}
			after = int64(w.ID)
			take(w)
		}
		if len(page.Items) == 0 || page.Total <= len(page.Items) {
			return nil
		}
	}
}
