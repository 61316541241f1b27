package rest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sort"
	"strconv"

	"github.com/tillway/tillway/gateway/pos"
)

// Magento loads products one by one when it answers a list (ProductRepository::getList), and one that it cannot load, for a media
// entry of an unknown type for instance, fails the whole list. So a list that fails is halved until what fails alone is found.

// mostProbes bounds the calls that look for products which cannot be loaded. One among a hundred takes about fourteen readings.
const mostProbes = 300

// probingKey marks the context of calls that are expected to fail.
type probingKey struct{}

// probing has calls that Magento itself fails not be repeated, nor counted as an outage: whoever makes them looks for the product
// that fails them. It travels in the context, as the deadline of a call does, through everything that completes a product.
func probing(ctx context.Context) context.Context { return context.WithValue(ctx, probingKey{}, true) }

func isProbing(ctx context.Context) bool { return ctx.Value(probingKey{}) != nil }

// mayBeOneProduct is whether Magento itself refused or failed to answer, which one product may be the cause of: it was reached,
// let us in, and spoke JSON. That leaves an outage possible: see loadsOthers.
func mayBeOneProduct(err error) bool {
	e, ok := errors.AsType[*httpError](err)
	if _, later := errors.AsType[*Throttled](err); !ok || later {
		return false
	}
	switch e.status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	default:
		return e.status >= 400 && e.status <= http.StatusInternalServerError
	}
}

// apart is a reading of products that Magento cannot load all.
type apart struct {
	client   *Client
	store    pos.Store
	probes   int
	products []pos.Product
	unread   []int64
	cause    error
}

// readApart reads products after a call for all of them failed. Errors: *pos.Unreadable, beside the others; those of every read.
func (c *Client) readApart(ctx context.Context, store pos.Store, ids []int64) ([]pos.Product, error) {
	a := &apart{client: c, store: store}
	for portion := range slices.Chunk(slices.Compact(slices.Sorted(slices.Values(ids))), productPage) {
		if err := a.read(probing(ctx), portion); err != nil {
			return nil, err
		}
	}
	return a.products, a.err(ctx)
}

func (a *apart) read(ctx context.Context, ids []int64) error {
	if a.probes++; a.probes > mostProbes {
		return fmt.Errorf("more products cannot be loaded than can be looked for: %w", a.cause)
	}
	products, err := a.client.completeByID(ctx, a.store, ids)
	switch {
	case err == nil:
		a.products = append(a.products, products...)
		return nil
	case !mayBeOneProduct(err):
		return err
	}
	if a.cause = err; len(ids) > 1 {
		if err := a.read(ctx, ids[:len(ids)/2]); err != nil {
			return err
		}
		return a.read(ctx, ids[len(ids)/2:])
	}
	if err := a.client.loadsOthers(ctx, a.store, ids[0], err); err != nil {
		return err
	}
	a.unread = append(a.unread, ids[0])
	return nil
}

// err tells of what was not read: to the caller, the log and whoever counts.
func (a *apart) err(ctx context.Context) error {
	if len(a.unread) == 0 {
		return nil
	}
	a.client.broken("product", len(a.unread))
	a.client.log.WarnContext(ctx, "Magento cannot load some products; everything else is read", slog.String("store", a.store.Code),
		slog.Any("ids", a.unread), slog.Any("error", a.cause))
	return &pos.Unreadable{IDs: a.unread, Cause: a.cause}
}

// loadsOthers returns the error that reading a product ended with, unless Magento loads another one whole now: it is an outage
// then, which fails them all. It asks for the neighbours, then for the first and the last of the shop: not all of them need be well.
func (c *Client) loadsOthers(ctx context.Context, store pos.Store, id int64, failed error) error {
	var err error // a shop of one product has no other
	for _, other := range []struct{ condition, direction string }{{"gt", "ASC"}, {"lt", "DESC"}, {"neq", "ASC"}, {"neq", "DESC"}} {
		query := newSearch().where("entity_id", other.condition, strconv.FormatInt(id, 10)).ascending("entity_id").limit(1).fields("items[id,updated_at],total_count").query()
		query.Set("searchCriteria[sortOrders][0][direction]", other.direction)
		var list datedList
		read := c.get(ctx, store.Code, "/V1/products", "/products", query, &list)
		if read == nil && len(list.Items) == 0 {
			continue
		}
		if read == nil {
			_, read = c.completeByID(ctx, store, []int64{int64(list.Items[0].ID)})
		}
		if !mayBeOneProduct(read) {
			return read
		}
		err = failed
	}
	return err
}

// idsAfter returns up to limit ids greater than after, ascending, those included that Magento cannot load.
func (c *Client) idsAfter(ctx context.Context, store pos.Store, after int64, limit int) ([]int64, error) {
	var ids []int64
	if limit < 1 {
		return nil, nil
	}
	err := c.dated(ctx, store, after, func(s *search) *search { return s }, func(id int64, _ string) bool {
		ids = append(ids, id)
		return len(ids) < limit
	})
	return ids, err
}

// datedApart returns a page of dated products that ends with the first that Magento cannot load, which has no date. Read lists up
// to limit products after an id, and not above upTo if that is not 0; failed is how the whole page failed.
func (c *Client) datedApart(ctx context.Context, store pos.Store, after int64, failed error,
	read func(ctx context.Context, after, upTo int64, limit int) (datedList, error),
) (datedList, error) {
	var page datedList
	var other error // that ends the search
	fails := func(after, upTo int64, limit int) bool {
		if other != nil {
			return true
		}
		list, err := read(ctx, after, upTo, limit)
		if err == nil && len(list.Items) > len(page.Items) {
			page = list
		}
		if err != nil && !mayBeOneProduct(err) {
			other = err
		}
		return err != nil
	}
	loaded := sort.Search(datedPage-1, func(n int) bool { return fails(after, 0, n+1) })
	switch {
	case other != nil:
		return datedList{}, other
	case loaded > len(page.Items):
		return page, nil // Magento loads them all now
	case loaded > 0:
		after = int64(page.Items[loaded-1].ID)
	}
	const mostApart = 1 << 32 // entity_id is a 32 bit number
	gap := int64(1)
	for ; gap < mostApart && !fails(after, after+gap, 1); gap *= 2 {
	}
	if other == nil && gap >= mostApart {
		other = failed // it loads them now
	}
	from := after + gap/2 + 1
	id := from + int64(sort.Search(int(gap-gap/2-1), func(n int) bool { return fails(after, from+int64(n), 1) }))
	if other == nil {
		other = c.loadsOthers(ctx, store, id, failed)
	}
	if other != nil {
		return datedList{}, other
	}
	page.Items = append(page.Items[:loaded:loaded], dated{ID: ident(id)})
	page.Total = len(page.Items) + 1 // it is not known to be the last
	return page, nil
}
