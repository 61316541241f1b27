package rest

import (
	"context"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	// wholeAge is how long what is sold in whole pieces only is remembered: it hardly changes. Where reading it takes long it
	// is remembered for wholeRest times as long as that took.
	wholeAge  = 10 * time.Minute
	wholeRest = 20
	// wholeAgain is how long is waited after it could not be read.
	wholeAgain = time.Minute
	// wholePage is how many stock items one call asks for. They are rows of one table.
	wholePage = 1000
	// wholeSingly bounds the stock items that are asked for one by one.
	wholeSingly = 1000
	// anyQuantity is more than a stock item can hold (decimal(12,4)).
	anyQuantity = "99999999"
)

// wholeCache remembers what is sold in whole pieces only, by lower-case SKU. What is not in it is not known.
type wholeCache struct {
	reading sync.Mutex // held by who reads all of it

	mu    sync.Mutex
	known map[string]bool
	until time.Time // when all of it is to be read again
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

func (w *wholeCache) fresh(now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return now.Before(w.until)
}

// put replaces what is remembered; nil leaves it as it is for a while longer.
func (w *wholeCache) put(until time.Time, known map[string]bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.until = until; known != nil {
		w.known = known
	}
}

type wireStockItem struct {
	ProductID ident `json:"product_id"`
	Decimal   flag  `json:"is_qty_decimal"`
}

// readWhole reads of all single products whether they are sold in whole pieces only, unless it is remembered. Of stock items
// there is one list, meant for those that run low; it knows no SKUs, and leaves out items without a quantity, which are asked
// for singly. Stock levels do not fail for it: an integration that may not read stock items sells everything in fractions, as
// far as registers know. Errors: the context's.
func (c *Client) readWhole(ctx context.Context) error {
	c.whole.reading.Lock()
	defer c.whole.reading.Unlock()
	if c.whole.fresh(c.now()) {
		return nil
	}
	begun := c.now()
	known := map[string]bool{}
	err := c.findWhole(ctx, known)
	if err == nil {
		c.whole.put(c.now().Add(max(wholeAge, wholeRest*c.now().Sub(begun))), known)
		return nil
	}
	c.log.WarnContext(ctx, "Magento does not tell what is sold in whole pieces only: the integration needs the right to read inventory", slog.Any("error", err))
	c.whole.put(c.now().Add(wholeAgain), nil)
	return ctx.Err()
}

func (c *Client) findWhole(ctx context.Context, known map[string]bool) error {
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
			return err
		}
		for _, i := range list.Items {
			whole[int64(i.ProductID)] = !bool(i.Decimal)
		}
		if seen += len(list.Items); len(list.Items) < wholePage || seen >= list.Total {
			break
		}
	}
	var unseen []string
	err := c.eachSKU(ctx, "", "nin", func(id int64, sku string) {
		if is, ok := whole[id]; ok {
			known[strings.ToLower(sku)] = is
		} else if len(unseen) < wholeSingly {
			unseen = append(unseen, sku)
		}
	})
	if err != nil {
		return err
	}
	return c.askWhole(ctx, unseen, known)
}

// wholeOf tells of single products, by SKU as given, whether they are sold in whole pieces only. What is not remembered is
// asked for; what is not told is taken to be sold in fractions. Errors: the context's.
func (c *Client) wholeOf(ctx context.Context, skus []string) (map[string]bool, error) {
	found := map[string]bool{}
	var unknown []string
	for _, sku := range skus {
		if whole, ok := c.whole.get(c.now(), sku); ok {
			found[sku] = whole
		} else {
			unknown = append(unknown, sku)
		}
	}
	if len(unknown) > stockPortion && !c.whole.fresh(c.now()) {
		if err := c.readWhole(ctx); err != nil {
			return nil, err
		}
		return c.wholeOf(ctx, skus)
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

// eachSKU walks through the products whose type is, or is not, that of a composite.
func (c *Client) eachSKU(ctx context.Context, store, condition string, take func(id int64, sku string)) error {
	for after := int64(0); ; {
		query := newSearch().where("entity_id", "gt", strconv.FormatInt(after, 10)).where("type_id", condition, compositeTypes).
			ascending("entity_id").limit(productPage).fields("items[id,sku,type_id],total_count").query()
		var page productList
		if err := c.get(ctx, store, "/V1/products", "/products", query, &page); err != nil {
			return err
		}
		for _, w := range page.Items {
			if int64(w.ID) <= after {
				return disordered("products")
			}
			after = int64(w.ID)
			take(after, string(w.SKU))
		}
		if len(page.Items) == 0 || page.Total <= len(page.Items) {
			return nil
		}
	}
}
