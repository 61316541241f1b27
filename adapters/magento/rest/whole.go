package rest

import (
	"context"
	"log/slog"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	// wholeAge is how long what is sold in whole pieces only is remembered where nobody asks for all levels.
	wholeAge = 10 * time.Minute
	// wholeNames is how long the SKUs that the list of stock items does not tell are remembered: they hardly change. Where
	// reading them takes long they are remembered for wholeRest times as long as that took.
	wholeNames = 10 * time.Minute
	wholeRest  = 20
	// wholeAgain is how long is waited after it could not be read.
	wholeAgain = time.Minute
	// wholePage is how many stock items one call asks for. They are rows of one table.
	wholePage = 1000
	// wholeSingly bounds the stock items that are asked for one by one when SKUs are read, and the new products whose SKUs are
	// asked for without reading all. Of those that were asked for singly, stockPortion are asked for each time, in turns.
	wholeSingly = 1000
	// anyQuantity is more than a stock item can hold (decimal(12,4)).
	anyQuantity = "99999999"
)

// wholeCache remembers what is sold in whole pieces only, by lower-case SKU. What is not in it is not known.
type wholeCache struct {
	turn  chan struct{} // full while somebody reads; only who filled it touches the names
	names wholeSKUs

	mu    sync.Mutex
	times int // how often it was read
	known map[string]bool
	until time.Time
	again time.Time // not to be asked for before
}

// wholeSKUs are the lower-case SKUs of products by id, and those, in order, that the list of stock items leaves out.
type wholeSKUs struct {
	byID   map[int64]string
	absent []string
	asked  int // the place in absent from which to ask next
	until  time.Time
}

// get returns what is remembered of a SKU.
func (w *wholeCache) get(now time.Time, sku string) (whole, known bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !now.Before(w.until) {
		return false, false
	}
	whole, known = w.known[strings.ToLower(sku)]
	return whole, known
}

// readable reports whether it may be asked for now, and how often it was read.
func (w *wholeCache) readable(now time.Time) (ok bool, times int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !now.Before(w.again), w.times
}

// fresh reports whether asking for all of it again would tell nothing new, or is not to be tried yet.
func (w *wholeCache) fresh(now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return now.Before(w.until) || now.Before(w.again)
}

// put replaces what is remembered.
func (w *wholeCache) put(now time.Time, known map[string]bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.known, w.until = known, now.Add(wholeAge)
	w.times++
}

// failed leaves what is remembered as it is for a while longer.
func (w *wholeCache) failed(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.again = now.Add(wholeAgain)
	if w.until.Before(w.again) {
		w.until = w.again
	}
	w.times++
}

// copied is what is remembered, to be changed.
func (w *wholeCache) copied() map[string]bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.known == nil {
		return map[string]bool{}
	}
	return maps.Clone(w.known)
}

type wireStockItem struct {
	ProductID ident `json:"product_id"`
	Decimal   flag  `json:"is_qty_decimal"`
}

// readWhole reads of all single products whether they are sold in whole pieces only. Who asks while another reads takes what that one
// found. Of stock items there is one list, meant for those that run low; it knows no SKUs, and leaves out items without a
// quantity, which are asked for singly. Stock levels do not fail for it: an integration that may not read stock items sells
// everything in fractions, as far as registers know. Errors: the context's.
func (c *Client) readWhole(ctx context.Context) error {
	_, times := c.whole.readable(c.now())
	select {
	case <-ctx.Done():
		return ctx.Err()
	case c.whole.turn <- struct{}{}:
	}
	defer func() { <-c.whole.turn }()
	if ok, now := c.whole.readable(c.now()); !ok || now != times {
		return nil
	}
	known, err := c.findWhole(ctx)
	switch {
	case err == nil:
		c.whole.put(c.now(), known)
	case ctx.Err() != nil:
		return ctx.Err()
	default:
		c.log.WarnContext(ctx, "Magento does not tell what is sold in whole pieces only: the integration needs the right to read inventory", slog.Any("error", err))
		c.whole.failed(c.now())
	}
	return nil
}

// findWhole may be called by whoever has the turn.
func (c *Client) findWhole(ctx context.Context) (map[string]bool, error) {
	listed, err := c.listWhole(ctx)
	if err != nil {
		return nil, err
	}
	names, known := &c.whole.names, c.whole.copied()
	var some []string
	if unknown := names.without(listed); !c.now().Before(names.until) || len(unknown) > wholeSingly {
		all, err := c.nameWhole(ctx, listed)
		if err != nil {
			return nil, err
		}
		all.asked = names.asked // those whose turn has not come since are as they were
		*names, known = all, all.ofAbsent(known)
		some = names.nextAbsent(wholeSingly)
	} else {
		if err := c.nameNew(ctx, unknown, names.byID); err != nil {
			return nil, err
		}
		some = names.nextAbsent(stockPortion)
	}
	if err := c.askWhole(ctx, some, known); err != nil {
		return nil, err
	}
	for id, whole := range listed {
		if sku := names.byID[id]; sku != "" {
			known[sku] = whole
		}
	}
	return known, nil
}

// listWhole returns, by product id, whether they are sold in whole pieces only.
func (c *Client) listWhole(ctx context.Context) (map[int64]bool, error) {
	whole := map[int64]bool{}
	for page, seen := 1, 0; ; page++ {
		var list struct {
			Items []wireStockItem `json:"items"`
			Total int             `json:"total_count"`
		}
		// Stock items belong to no website but 0.
		query := url.Values{"scopeId": {"0"}, "qty": {anyQuantity}, "currentPage": {strconv.Itoa(page)}, "pageSize": {strconv.Itoa(wholePage)},
			"fields": {"items[product_id,is_qty_decimal],total_count"}}
		if err := c.get(ctx, "", "/V1/stockItems/lowStock", "/stockItems/lowStock/", query, &list); err != nil {
			return nil, err
		}
		for _, i := range list.Items {
			whole[int64(i.ProductID)] = !bool(i.Decimal)
		}
		if seen += len(list.Items); len(list.Items) < wholePage || seen >= list.Total {
			return whole, nil
		}
	}
}

// nameWhole reads the SKUs of all products. Those of the list of stock items that Magento does not list have none.
func (c *Client) nameWhole(ctx context.Context, listed map[int64]bool) (wholeSKUs, error) {
	begun := c.now()
	names := wholeSKUs{byID: map[int64]string{}}
	composites := strings.Split(compositeTypes, ",")
	err := c.eachSKU(ctx, "", "", "", func(w wireProduct) {
		id, sku := int64(w.ID), strings.ToLower(string(w.SKU))
		names.byID[id] = sku
		if _, ok := listed[id]; !ok && !slices.Contains(composites, string(w.Type)) {
			names.absent = append(names.absent, string(w.SKU))
		}
	})
	if err != nil {
		return wholeSKUs{}, err
	}
	for id := range listed {
		if _, ok := names.byID[id]; !ok {
			names.byID[id] = ""
		}
	}
	slices.Sort(names.absent)
	names.until = c.now().Add(max(wholeNames, wholeRest*c.now().Sub(begun)))
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
func (n *wholeSKUs) without(listed map[int64]bool) []int64 {
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
func (n *wholeSKUs) ofAbsent(known map[string]bool) map[string]bool {
	of := map[string]bool{}
	for _, sku := range n.absent {
		if whole, ok := known[strings.ToLower(sku)]; ok {
			of[strings.ToLower(sku)] = whole
		}
	}
	return of
}

// nextAbsent returns up to so many SKUs whose turn it is to be asked for.
func (n *wholeSKUs) nextAbsent(most int) []string {
	count := min(len(n.absent), most)
	some := make([]string, count)
	for i := range some {
		some[i] = n.absent[(n.asked+i)%len(n.absent)]
	}
	n.asked += count
	return some
}

// wholeOf tells of single products, by SKU as given, whether they are sold in whole pieces only. What is not remembered is
// asked for; what is not told is taken to be sold in fractions. Errors: the context's.
func (c *Client) wholeOf(ctx context.Context, skus []string) (map[string]bool, error) {
	found, unknown := c.remembered(skus)
	if len(unknown) > stockPortion && !c.whole.fresh(c.now()) {
		if err := c.readWhole(ctx); err != nil {
			return nil, err
		}
		found, unknown = c.remembered(skus)
	}
	asked := map[string]bool{}
	if err := c.askWhole(ctx, unknown[:min(len(unknown), wholeSingly)], asked); err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	for _, sku := range unknown {
		found[sku] = asked[strings.ToLower(sku)]
	}
	return found, nil
}

// remembered returns what is remembered of SKUs, as given, and of which nothing is.
func (c *Client) remembered(skus []string) (found map[string]bool, unknown []string) {
	found = map[string]bool{}
	for _, sku := range skus {
		if whole, ok := c.whole.get(c.now(), sku); ok {
			found[sku] = whole
		} else {
			unknown = append(unknown, sku)
		}
	}
	return found, unknown
}

// askWhole asks for stock items one by one. Products that Magento does not have are left out.
func (c *Client) askWhole(ctx context.Context, skus []string, known map[string]bool) error {
	answers := make([]*wireStockItem, len(skus))
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(stockAtOnce)
	for i, sku := range skus {
		g.Go(func() error {
			var item wireStockItem
			query := url.Values{"fields": {"product_id,is_qty_decimal"}}
			err := c.get(gctx, "", "/V1/stockItems/{sku}", "/stockItems/"+url.PathEscape(sku), query, &item)
			switch {
			case err == nil:
				answers[i] = &item
			case pos.KindOf(err) != pos.KindNotFound:
				return err
			}
			return nil
		})
	}
	err := g.Wait()
	for i, sku := range skus {
		if answers[i] != nil {
			known[strings.ToLower(sku)] = !bool(answers[i].Decimal)
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
