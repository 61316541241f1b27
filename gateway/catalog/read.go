package catalog

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

// collection is documents that several goroutines collect.
type collection struct {
	mu   sync.Mutex
	docs documents
	// attributes are those that rules look at, and registers read.
	attributes []string
	// unread are products that the source cannot load.
	unread []int64
	// moved are the prices that the day alone changed, composites what is made of them.
	moved      map[int64]movedPrices
	composites map[int64][]int64
	keys       urlKeys
}

func newCollection(attributes []string) *collection {
	return &collection{docs: documents{}, attributes: attributes,
		moved: map[int64]movedPrices{}, composites: map[int64][]int64{}, keys: newURLKeys(0)}
}

func (c *collection) put(kind pos.DocumentKind, list ...document) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.docs.put(kind, list...)
}

// expect makes room for so many products.
func (c *collection) expect(products int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.docs[pos.DocProduct] = slices.Grow(c.docs[pos.DocProduct], products)
	c.keys = newURLKeys(products)
}

func (c *collection) putLevels(levels []pos.StockLevel) {
	var e encoder
	list := make([]document, len(levels))
	for i := range levels {
		list[i].Document = e.level(&levels[i])
	}
	c.put(pos.DocStock, list...)
}

// putProducts adds the documents of products, which it gives the prices of the day.
func (c *collection) putProducts(products []pos.Product, at time.Time, zone *time.Location) {
	e := encoder{registers: &registerCopy{attributes: c.attributes}}
	list := make([]document, len(products))
	c.mu.Lock()
	for i := range products {
		c.note(today(&products[i], at, zone), &products[i])
	}
	c.mu.Unlock()
	for i := range products {
		list[i].Document = e.product(&products[i])
		list[i].register = e.registers.end()
	}
	c.put(pos.DocProduct, list...)
}

// drop removes the products; there is room for as many again.
func (c *collection) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.docs[pos.DocProduct])
	c.docs[pos.DocProduct] = c.docs[pos.DocProduct][:0]
}

// putAll adds the documents of values.
func putAll[T any](c *collection, kind pos.DocumentKind, values []T, encode func(T) (pos.Document, error)) error {
	list := make([]document, len(values))
	for i, v := range values {
		var err error
		if list[i].Document, err = encode(v); err != nil {
			return err
		}
	}
	c.put(kind, list...)
	return nil
}

// wasRead is what an import read of a store view.
type wasRead struct {
	docs        documents
	attributes  []string // of what was cut out for registers
	unread      []int64  // products that the source cannot load
	keys        urlKeys
	fingerprint string
	place       sourcePlace
	later       settling
}

// read reads everything from the source. Whoever calls it ends what is computed later, also after an error.
func (im *Importer) read(ctx context.Context, code string, progress func(Progress)) (wasRead, error) {
	var out wasRead
	store, err := im.cfg.Source.Store(ctx, code)
	if err != nil {
		return out, fmt.Errorf("read the store: %w", err)
	}
	d, err := encodeStore(store)
	if err != nil {
		return out, err
	}
	if im.cfg.Changes != nil {
		// Before anything is read: what changes while we read is told again by the source, and not lost.
		if out.place, out.later, err = im.placeOf(ctx, store); err != nil {
			return out, fmt.Errorf("read the source's history: %w", err)
		}
	}
	pricing, priced, err := readPricing(ctx, im.cfg.Source, store, im.cfg.Now())
	if err != nil {
		return out, err
	}
	out.fingerprint = fingerprintOf(d.Body, pricing.Attributes, im.cfg.Settings)
	c := newCollection(pricing.Attributes)
	c.put(pos.DocStore, document{Document: d})
	c.put(pos.DocPricing, document{Document: priced})
	told := func(p Progress) {
		c.mu.Lock()
		defer c.mu.Unlock()
		progress(p)
	}
	// What reads all products at once has connections for the rest beside them. Pages of REST come one after another: a shop
	// has other customers.
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(1)
	if im.cfg.Bulk != nil {
		group.SetLimit(3)
	}
	group.Go(func() error { return im.readFrame(ctx, store, c, told) })
	group.Go(func() error { return im.readProducts(ctx, store, c, told) })
	group.Go(func() error { return im.readStock(ctx, store, c, told) })
	if err = group.Wait(); err == nil {
		err = c.repriceComposites(im.cfg.Now(), store.Zone())
	}
	out.docs, out.attributes, out.unread, out.keys = c.docs, c.attributes, c.unread, c.keys
	return out, err
}

// readFrame reads categories, attributes and routes.
func (im *Importer) readFrame(ctx context.Context, store pos.Store, c *collection, progress func(Progress)) error {
	categories, err := im.cfg.Source.Categories(ctx, store)
	if err != nil {
		return fmt.Errorf("read categories: %w", err)
	}
	if err := putAll(c, pos.DocCategory, categories, encodeCategory); err != nil {
		return err
	}
	progress(Progress{Kind: pos.DocCategory, Done: len(categories), Total: len(categories)})
	return im.readMetadata(ctx, store, c)
}

func (im *Importer) readMetadata(ctx context.Context, store pos.Store, c *collection) error {
	attributes, err := im.cfg.Source.Attributes(ctx, store)
	if err != nil {
		return fmt.Errorf("read attributes: %w", err)
	}
	if err := putAll(c, pos.DocAttribute, attributes, encodeAttribute); err != nil {
		return err
	}
	routes, err := im.cfg.Source.Routes(ctx, store)
	if err != nil {
		return fmt.Errorf("read routes: %w", err)
	}
	return putAll(c, pos.DocRoute, routes, encodeRoute)
}

func (im *Importer) readStock(ctx context.Context, store pos.Store, c *collection, progress func(Progress)) error {
	pieces, err := unreserved(ctx, im.cfg.Sales, store, nil)
	if err != nil {
		return err
	}
	levels, err := im.cfg.Source.Stock(ctx, store)
	if err != nil {
		return fmt.Errorf("read stock: %w", err)
	}
	noteSold(levels, pieces)
	c.putLevels(levels)
	progress(Progress{Kind: pos.DocStock, Done: len(levels), Total: len(levels)})
	return nil
}

func (im *Importer) readProducts(ctx context.Context, store pos.Store, c *collection, progress func(Progress)) error {
	total, err := im.cfg.Source.CountProducts(ctx, store)
	if err != nil {
		return fmt.Errorf("count products: %w", err)
	}
	read := im.readPages
	if im.cfg.Bulk != nil {
		read = im.readBulk
	}
	c.expect(total)
	begun := im.cfg.Now()
	return read(ctx, store, c, func(done int) { progress(progressOf(pos.DocProduct, done, total, im.cfg.Now().Sub(begun))) })
}

// readPages reads page after page, each again after a failure that may pass: an import of many pages shall survive one
// broken one.
func (im *Importer) readPages(ctx context.Context, store pos.Store, c *collection, progress func(done int)) error {
	after, done, zone := int64(0), 0, store.Zone()
	for {
		var products []pos.Product
		var unread []int64
		err := im.retried(ctx, store, after, func() (err error) {
			products, err = im.cfg.Source.Products(ctx, store, after, sourcePage)
			unread, err = unreadable(err)
			return err
		})
		if err != nil {
			return fmt.Errorf("read products after %d: %w", after, err)
		}
		c.putProducts(products, im.cfg.Now(), zone)
		c.unread = append(c.unread, unread...)
		done += len(products)
		progress(done)
		if len(products)+len(unread) < sourcePage {
			return nil
		}
		last := lastOf(products, unread)
		if last <= after {
			return fmt.Errorf("products after %d do not ascend", after)
		}
		after = last
	}
}

// lastOf is the highest id of a page; 0 of an empty one.
func lastOf(products []pos.Product, unread []int64) int64 {
	last := int64(0)
	if len(products) > 0 {
		last = products[len(products)-1].ID
	}
	if len(unread) > 0 {
		last = max(last, unread[len(unread)-1])
	}
	return last
}

// readBulk reads all at once, and all again after a failure that may pass.
func (im *Importer) readBulk(ctx context.Context, store pos.Store, c *collection, progress func(done int)) error {
	zone := store.Zone()
	err := im.retried(ctx, store, 0, func() error {
		c.drop() // of an attempt that failed
		var mu sync.Mutex
		done := 0
		return im.cfg.Bulk.AllProducts(ctx, store, func(products []pos.Product) error {
			c.putProducts(products, im.cfg.Now(), zone)
			mu.Lock()
			defer mu.Unlock()
			done += len(products)
			progress(done)
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("read all products: %w", err)
	}
	return nil
}

// retried runs read again while it fails with what may pass.
func (im *Importer) retried(ctx context.Context, store pos.Store, after int64, read func() error) error {
	for attempt := 0; ; attempt++ {
		err := read()
		if err == nil || pos.KindOf(err) != pos.KindUnavailable || attempt == pageRetries {
			return err
		}
		im.cfg.Logger.WarnContext(ctx, "products cannot be read and are tried again", slog.String("store", store.Code),
			slog.Int64("after", after), slog.Any("error", err))
		if err := pause(ctx, pageRetryWait<<attempt); err != nil {
			return err
		}
	}
}

// pause waits for about d: half of it at least. Errors: ctx's.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d/2 + rand.N(d/2+1)) //nolint:gosec // a jitter, no secret
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func progressOf(kind pos.DocumentKind, done, total int, took time.Duration) Progress {
	p := Progress{Kind: kind, Done: done, Total: total}
	if took > 0 {
		p.PerSecond = float64(done) / took.Seconds()
	}
	if p.PerSecond > 0 && total > done {
		p.Left = time.Duration(float64(total-done) / p.PerSecond * float64(time.Second))
	}
	return p
}
