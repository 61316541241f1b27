package rest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strconv"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	// overlap is how far updated_at is looked back: a transaction dates its rows when it writes them, not when it commits, and
	// indexers on save write prices a moment after it did.
	overlap    = 2 * time.Minute
	timeLayout = "2006-01-02 15:04:05"
	// datedPage is how many ids and dates one call asks for. They are small, but Magento loads each product whole.
	datedPage = 500
	// mostChanges is how many products are named one by one.
	mostChanges = 20_000
	// mostUnreadLatest is among how many of the products that changed last one is looked for that Magento can load.
	mostUnreadLatest = 20
	// mostUnread is how many products are passed over that Magento cannot load. More of them are no exception.
	mostUnread = 100
)

type datedList struct {
	Items []dated `json:"items"`
	Total int     `json:"total_count"`
}

type dated struct {
	ID      ident  `json:"id"`
	Updated string `json:"updated_at"`
}

// Changes returns the products whose updated_at moved. That misses prices, stock, tier prices and category assignments
// written by their own calls, which do not move it, and everything that is no product: all kinds are Blind. What is dated
// around the latest is told as long as that is recent by our clock, because others may be committed late.
func (c *Client) Changes(ctx context.Context, store pos.Store, since pos.SourceMark) (pos.SourceChanges, error) {
	found := pos.SourceChanges{
		Blind: []pos.DocumentKind{pos.DocAttribute, pos.DocCategory, pos.DocPricing, pos.DocProduct, pos.DocStock, pos.DocStore},
		Next:  pos.SourceMark{ReadAt: map[pos.DocumentKind]string{}},
	}
	was := since.ReadAt[pos.DocProduct]
	latest, err := c.latest(ctx, store)
	if err != nil {
		return pos.SourceChanges{}, err
	}
	found.Next.ReadAt[pos.DocProduct] = max(latest, was)
	at, err := time.Parse(timeLayout, was)
	if was == "" || err != nil || latest <= was && at.Before(c.now().Add(-overlap)) {
		return found, nil //nolint:nilerr // a mark that cannot be read is as good as none
	}
	from := at.Add(-overlap).Format(timeLayout)
	err = c.dated(ctx, store, 0, func(s *search) *search { return s.where("updated_at", "gteq", from) }, func(id int64, _ string) bool {
		found.Products = append(found.Products, id)
		return len(found.Products) <= mostChanges
	})
	if len(found.Products) > mostChanges {
		found.Products, found.Lost = nil, []pos.DocumentKind{pos.DocProduct}
		last, err := time.Parse(timeLayout, latest)
		if err != nil {
			return pos.SourceChanges{}, pos.Unavailable(err, "Magento dates a product %q", latest)
		}
		found.Next.ReadAt[pos.DocProduct] = last.Add(overlap + time.Second).Format(timeLayout) // so many are not told again and again
	}
	return found, err
}

// Digests hashes ids and updated_at, which is all that is cheap to ask for. It finds what was made and deleted, and what
// moved updated_at.
func (c *Client) Digests(ctx context.Context, store pos.Store, size int) ([]pos.RangeDigest, error) {
	if size < 1 {
		return nil, pos.Invalid("ranges of %d ids: ask for at least 1", size)
	}
	type sum struct {
		rows int
		hash hash.Hash
	}
	sums := map[int64]*sum{}
	err := c.dated(ctx, store, 0, func(s *search) *search { return s }, func(id int64, updated string) bool {
		s, ok := sums[id/int64(size)]
		if !ok {
			s = &sum{hash: sha256.New()}
			sums[id/int64(size)] = s
		}
		s.rows++
		_, _ = fmt.Fprintf(s.hash, "%d %s\n", id, updated)
		return true
	})
	if err != nil {
		return nil, err
	}
	digests := make([]pos.RangeDigest, 0, len(sums))
	for bucket, s := range sums {
		digests = append(digests, pos.RangeDigest{Kind: pos.DocProduct, From: bucket * int64(size), To: (bucket+1)*int64(size) - 1,
			Count: s.rows, Digest: hex.EncodeToString(s.hash.Sum(nil)[:8])})
	}
	slices.SortFunc(digests, func(a, b pos.RangeDigest) int { return cmp.Compare(a.From, b.From) })
	return digests, nil
}

// latest is the newest updated_at of a product that Magento can load, empty when there is none.
func (c *Client) latest(ctx context.Context, store pos.Store) (string, error) {
	query := newSearch().limit(1).fields("items[id,updated_at],total_count").query()
	query.Set("searchCriteria[sortOrders][0][field]", "updated_at")
	query.Set("searchCriteria[sortOrders][0][direction]", "DESC")
	var list datedList
	ctx = probing(ctx)
	err := c.get(ctx, store.Code, "/V1/products", "/products", query, &list)
	for n := 2; n <= mostUnreadLatest && mayBeOneProduct(err); n++ {
		query.Set("searchCriteria[currentPage]", strconv.Itoa(n))
		err = c.get(ctx, store.Code, "/V1/products", "/products", query, &list)
	}
	if err != nil || len(list.Items) == 0 {
		return "", err
	}
	return list.Items[0].Updated, nil
}

// dated visits id and updated_at of the products after an id that a filter lets through, ascending, until visit says no. One that
// Magento cannot load has no date.
func (c *Client) dated(ctx context.Context, store pos.Store, after int64, filter func(*search) *search, visit func(id int64, updated string) bool) error {
	ctx = probing(ctx)
	read := func(ctx context.Context, after, upTo int64, limit int) (page datedList, err error) {
		s := filter(newSearch().where("entity_id", "gt", strconv.FormatInt(after, 10))).ascending("entity_id").limit(limit)
		if upTo > 0 {
			s = s.where("entity_id", "lteq", strconv.FormatInt(upTo, 10))
		}
		err = c.get(ctx, store.Code, "/V1/products", "/products", s.fields("items[id,updated_at],total_count").query(), &page)
		return page, err
	}
	for unread := 0; ; {
		page, err := read(ctx, after, 0, datedPage)
		if mayBeOneProduct(err) && unread < mostUnread {
			unread++
			page, err = c.datedApart(ctx, store, after, err, read)
		}
		if err != nil {
			return err
		}
		for _, item := range page.Items {
			if int64(item.ID) <= after {
				return disordered("products")
			}
			after = int64(item.ID)
			if !visit(after, item.Updated) {
				return nil
			}
		}
		if len(page.Items) == 0 || page.Total <= len(page.Items) {
			return nil
		}
	}
}
