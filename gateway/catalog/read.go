package catalog

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// documents are a store view's documents by what they are.
type documents map[docID][]byte

// read reads everything from the source.
func (im *Importer) read(ctx context.Context, code string, progress func(Progress)) (documents, string, sourcePlace, error) {
	src, docs, at := im.cfg.Source, documents{}, sourcePlace{}
	store, err := src.Store(ctx, code)
	if err != nil {
		return nil, "", at, fmt.Errorf("read the store: %w", err)
	}
	d, err := encodeStore(store)
	if err != nil {
		return nil, "", at, err
	}
	docs.put(d)
	if im.cfg.Changes != nil {
		// Before anything is read: what changes while we read is told again by the source, and not lost.
		if at, err = placeOf(ctx, im.cfg.Changes, store); err != nil {
			return nil, "", at, fmt.Errorf("read the source's history: %w", err)
		}
	}
	pricing, priced, err := readPricing(ctx, src, store, im.cfg.Now())
	if err != nil {
		return nil, "", at, err
	}
	docs.put(priced)
	fingerprint := fingerprintOf(d.Body, pricing.Attributes, im.cfg.Settings)
	categories, err := src.Categories(ctx, store)
	if err != nil {
		return nil, "", at, fmt.Errorf("read categories: %w", err)
	}
	if err := putAll(docs, categories, encodeCategory); err != nil {
		return nil, "", at, err
	}
	progress(Progress{Kind: pos.DocCategory, Done: len(categories), Total: len(categories)})
	if err := im.readMetadata(ctx, store, docs); err != nil {
		return nil, "", at, err
	}
	if err := im.readProducts(ctx, store, docs, progress); err != nil {
		return nil, "", at, err
	}
	levels, err := src.Stock(ctx, store)
	if err != nil {
		return nil, "", at, fmt.Errorf("read stock: %w", err)
	}
	if err := putAll(docs, levels, encodeLevel); err != nil {
		return nil, "", at, err
	}
	progress(Progress{Kind: pos.DocStock, Done: len(levels), Total: len(levels)})
	return docs, fingerprint, at, nil
}

func (im *Importer) readMetadata(ctx context.Context, store pos.Store, docs documents) error {
	attributes, err := im.cfg.Source.Attributes(ctx, store)
	if err != nil {
		return fmt.Errorf("read attributes: %w", err)
	}
	if err := putAll(docs, attributes, encodeAttribute); err != nil {
		return err
	}
	routes, err := im.cfg.Source.Routes(ctx, store)
	if err != nil {
		return fmt.Errorf("read routes: %w", err)
	}
	return putAll(docs, routes, encodeRoute)
}

func (im *Importer) readProducts(ctx context.Context, store pos.Store, docs documents, progress func(Progress)) error {
	total, err := im.cfg.Source.CountProducts(ctx, store)
	if err != nil {
		return fmt.Errorf("count products: %w", err)
	}
	read := im.readPages
	if im.cfg.Bulk != nil {
		read = im.readBulk
	}
	begun := im.cfg.Now()
	return read(ctx, store, docs, func(done int) { progress(progressOf(pos.DocProduct, done, total, im.cfg.Now().Sub(begun))) })
}

// productEncoder returns what makes documents of products, with the prices of the day.
func (im *Importer) productEncoder(store pos.Store) func(pos.Product) (pos.Document, error) {
	zone := store.Zone()
	return func(p pos.Product) (pos.Document, error) { return encodeProduct(today(p, im.cfg.Now(), zone)) }
}

// readPages reads page after page, each again after a failure that may pass: an import of many pages shall survive one
// broken one.
func (im *Importer) readPages(ctx context.Context, store pos.Store, docs documents, progress func(done int)) error {
	after, done, encode := int64(0), 0, im.productEncoder(store)
	for {
		var products []pos.Product
		err := im.retried(ctx, store, after, func() (err error) {
			products, err = im.cfg.Source.Products(ctx, store, after, sourcePage)
			return err
		})
		if err != nil {
			return fmt.Errorf("read products after %d: %w", after, err)
		}
		if err := putAll(docs, products, encode); err != nil {
			return err
		}
		done += len(products)
		progress(done)
		if len(products) < sourcePage {
			return nil
		}
		last := products[len(products)-1].ID
		if last <= after {
			return fmt.Errorf("products after %d do not ascend", after)
		}
		after = last
	}
}

// readBulk reads all at once, and all again after a failure that may pass.
func (im *Importer) readBulk(ctx context.Context, store pos.Store, docs documents, progress func(done int)) error {
	encode := im.productEncoder(store)
	err := im.retried(ctx, store, 0, func() error {
		var mu sync.Mutex
		done := 0
		maps.DeleteFunc(docs, func(id docID, _ []byte) bool { return id.kind == pos.DocProduct }) // of an attempt that failed
		return im.cfg.Bulk.AllProducts(ctx, store, func(products []pos.Product) error {
			some := make(documents, len(products))
			if err := putAll(some, products, encode); err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			maps.Copy(docs, some)
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

func (d documents) put(doc pos.Document) { d[docID{doc.Kind, doc.Key}] = doc.Body }

func putAll[T any](docs documents, values []T, encode func(T) (pos.Document, error)) error {
	for _, v := range values {
		doc, err := encode(v)
		if err != nil {
			return err
		}
		docs.put(doc)
	}
	return nil
}
