package catalog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

// maxReread bounds how often a refresh reads Magento again because another replica wrote the same thing meanwhile.
const maxReread = 3

// RefresherConfig is what a Refresher needs. Catalog, Source, Log and Now are required.
type RefresherConfig struct {
	// Catalog knows the stores, what is held of each, and which products have a variant.
	Catalog *Catalog
	Source  Source
	// Prices, if any, reads prices of composites where their documents are otherwise known.
	Prices PriceSource
	// Sales, if any, is asked for what levels do not know of yet.
	Sales     Sales
	Log       Log
	Announcer Announcer
	Now       func() time.Time
	// Observe, if any, is told how long it took from a hint's arrival until its change was in the log and in memory.
	Observe func(entity string, lag time.Duration)
	Logger  *slog.Logger
}

// Refresher reads what a hint names again from Magento and appends to the log what became different. Safe for concurrent
// use.
type Refresher struct {
	cfg      RefresherConfig
	flights  *flights
	products gathering[int64]
	skus     gathering[string]
}

// NewRefresher returns a refresher.
func NewRefresher(cfg RefresherConfig) *Refresher {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	return &Refresher{cfg: cfg, flights: newFlights()}
}

// Refresh reads again, in every store view, the products (with the stock of their SKUs, and the composites that may show what changed of
// them), the stock of the SKUs, and the categories that hints name. Documents that did not change cause nothing, nor do products that
// the source cannot load; documents that are gone become tombstones. What is named of one kind while others of it are read shares
// the next reading, which begins after the last of them was named: a thousand at once cost little more than one. Which products a
// category holds is part of the products' documents: their own hints tell of it.
//
// Errors: unavailable, worth a retry, with CodeNotReady before the first import and while the log is being made anew; invalid,
// when one of the hints names nothing, and then nothing was read.
func (r *Refresher) Refresh(ctx context.Context, hints ...pos.Hint) error {
	wanted, err := wantedBy(hints)
	if err != nil {
		return err
	}
	var failed []error
	if len(wanted.products) > 0 {
		r.products.add(wanted.products...)
		failed = append(failed, r.flights.do(ctx, string(pos.HintProduct), r.readIDs))
	}
	if len(wanted.skus) > 0 {
		r.skus.add(wanted.skus...)
		failed = append(failed, r.flights.do(ctx, string(pos.HintStock), r.readSKUs))
	}
	if wanted.categories {
		failed = append(failed, r.flights.do(ctx, string(pos.HintCategory), r.readTree))
	}
	if err := errors.Join(failed...); err != nil || r.cfg.Observe == nil {
		return err
	}
	for _, hint := range hints {
		if !hint.ReceivedAt.IsZero() {
			r.cfg.Observe(string(hint.Entity), r.cfg.Now().Sub(hint.ReceivedAt))
		}
	}
	return nil
}

// wanted is what hints name.
type wanted struct {
	products   []int64
	skus       []string
	categories bool
}

func wantedBy(hints []pos.Hint) (wanted, error) {
	var w wanted
	for _, hint := range hints {
		switch hint.Entity {
		case pos.HintProduct:
			id, err := strconv.ParseInt(hint.EntityID, 10, 64)
			if err != nil || id <= 0 {
				return w, pos.Invalid("a product hint names an entity id, not %.64q", hint.EntityID)
			}
			w.products = append(w.products, id)
		case pos.HintStock:
			if fold(hint.EntityID) == "" {
				return w, pos.Invalid("a stock hint names a SKU")
			}
			w.skus = append(w.skus, hint.EntityID)
		case pos.HintCategory:
			w.categories = true
		default:
			return w, pos.Invalid("a hint about %.40q is not for the catalog", string(hint.Entity))
		}
	}
	return w, nil
}

// readIDs reads the products that were gathered.
func (r *Refresher) readIDs(ctx context.Context) error {
	return readGathered(ctx, r, &r.products, "products", r.readProducts)
}

// readTree reads all categories, whichever were named.
func (r *Refresher) readTree(ctx context.Context) error {
	return r.refresh(ctx, "categories", func(ctx context.Context, g *generation) (fresh, error) {
		f := fresh{}
		return f, r.readCategories(ctx, g, f)
	})
}

// readSKUs reads the stock of the SKUs that were gathered.
func (r *Refresher) readSKUs(ctx context.Context) error {
	return readGathered(ctx, r, &r.skus, "stock", func(ctx context.Context, g *generation, skus []string, f fresh) error {
		return r.readStock(ctx, g, g.withParentSKUs(skus), f)
	})
}

// refresh brings the log of every store view up to what read says.
func (r *Refresher) refresh(ctx context.Context, what string, read func(context.Context, *generation) (fresh, error)) error {
	var failed []error
	for _, store := range r.cfg.Catalog.Codes() {
		if _, err := r.update(ctx, store, what, read); err != nil {
			failed = append(failed, fmt.Errorf("refresh %s in %s: %w", what, store, err))
		}
	}
	return errors.Join(failed...)
}

// update brings the log of a store view up to what read says, and returns how many documents changed. It writes only over
// what it has compared with: when the log gained one of the same documents between our reading and our writing, ours may be
// the older, so all is read again.
func (r *Refresher) update(ctx context.Context, code, what string, read func(context.Context, *generation) (fresh, error)) (int, error) {
	changed := 0
	for range maxReread {
		if err := r.cfg.Catalog.Sync(ctx, code); err != nil {
			return changed, err
		}
		g, err := r.cfg.Catalog.generation(code)
		if err != nil {
			return changed, err
		}
		docs, err := read(ctx, g)
		if err != nil {
			return changed, err
		}
		changes := docs.against(g)
		if len(changes) == 0 {
			return changed, nil
		}
		crossed, err := r.write(ctx, code, g, changes)
		if err != nil {
			return changed, err
		}
		changed += len(changes)
		if !crossed {
			return changed, nil
		}
	}
	r.cfg.Logger.WarnContext(ctx, "something changes faster than it can be read", slog.String("store", code), slog.String("what", what))
	return changed, nil
}

// write appends the changes and says whether the log gained others of the same documents since g.
func (r *Refresher) write(ctx context.Context, code string, g *generation, changes []pos.Change) (bool, error) {
	head, err := r.cfg.Log.Append(ctx, code, changes)
	if pos.KindOf(err) == pos.KindNotFound {
		return false, madeAnew(code, err)
	}
	if err != nil {
		return false, err
	}
	ours := map[docID]int{}
	for _, c := range changes {
		ours[docID{c.Kind, c.Key}]++
	}
	crossed := false
	_, err = foldLog(ctx, r.cfg.Log, code, g.cursor, func(c pos.Change) {
		id := docID{c.Kind, c.Key}
		if n, ok := ours[id]; ok {
			ours[id] = n - 1
			crossed = crossed || n < 1
		}
	})
	switch {
	case pos.CodeOf(err) == pos.CodeResyncFirst, pos.CodeOf(err) == pos.CodeNotFound:
		crossed = true // begun anew meanwhile, perhaps without our change
	case err != nil:
		return false, err
	}
	if r.cfg.Announcer != nil {
		if err := r.cfg.Announcer.AnnounceCatalog(ctx, code, head); err != nil {
			r.cfg.Logger.WarnContext(ctx, "change was not announced; followers find it by the clock", slog.String("store", code), slog.Any("error", err))
		}
	}
	return crossed, r.cfg.Catalog.Sync(ctx, code)
}

// readProducts reads products, the composites that may show what changed of them, and the stock of all of them.
func (r *Refresher) readProducts(ctx context.Context, g *generation, ids []int64, f fresh) error {
	named, err := r.readNamed(ctx, g, ids, f)
	if err != nil {
		return err
	}
	day, err := r.ofDay(ctx, g, named)
	if err != nil {
		return err
	}
	f.addProducts(day)
	whole, priced, err := g.composites(ids, f)
	if err != nil {
		return err
	}
	if r.cfg.Prices == nil {
		whole, priced = slices.Concat(whole, priced), nil
	}
	if len(whole)+len(priced) == 0 {
		return nil
	}
	composites, err := r.readNamed(ctx, g, whole, f)
	if err != nil {
		return err
	}
	held, repriced, err := r.readPrices(ctx, g, priced, regulars(ids, day))
	if err != nil {
		return err
	}
	if day, err = r.ofDay(ctx, g, named, composites, repriced); err != nil { // together: some are made of others
		return err
	}
	f.addProducts(day[len(named) : len(named)+len(composites)])
	day = day[len(named)+len(composites):]
	f.addEach(len(day), func(e *encoder, i int) pos.Document { return e.repriced(&held[i], day[i].Prices) })
	return nil
}

// readNamed reads products, and adds those that are gone and the stock of all.
func (r *Refresher) readNamed(ctx context.Context, g *generation, ids []int64, f fresh) ([]pos.Product, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	var skus []string // as we know them
	for _, id := range ids {
		f.gone(pos.DocProduct, productKey(id))
		if old, ok := g.products.get(id); ok {
			skus = append(skus, old.sku)
		}
	}
	var products []pos.Product
	var unread []int64
	levels := fresh{}
	group, gctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		products, err = r.cfg.Source.ProductsByID(gctx, g.store, ids)
		if unread, err = unreadable(err); err != nil {
			return fmt.Errorf("read products: %w", err)
		}
		return nil
	})
	group.Go(func() error { return r.readStock(gctx, g, skus, levels) }) // beside the products: it takes a fifth of their time
	if err := group.Wait(); err != nil {
		return nil, err
	}
	maps.Copy(f, levels)
	for _, id := range unread {
		delete(f, docID{pos.DocProduct, productKey(id)}) // neither gone nor known: what is held stays
	}
	var others []string // SKUs of products that are new, or had another
	for i := range products {
		if old, ok := g.products.get(products[i].ID); !ok || old.sku != products[i].SKU {
			others = append(others, products[i].SKU)
		}
	}
	return products, r.readStock(ctx, g, others, f)
}

// ofDay returns products that were read with the prices of the day.
func (r *Refresher) ofDay(ctx context.Context, g *generation, read ...[]pos.Product) ([]pos.Product, error) {
	products := slices.Concat(read...)
	return products, r.onDay(ctx, g, products)
}

// readStock reads the levels of SKUs. None of them is nothing to read.
func (r *Refresher) readStock(ctx context.Context, g *generation, skus []string, f fresh) error {
	if len(skus) == 0 {
		return nil
	}
	slices.Sort(skus)
	skus = slices.Compact(skus)
	pieces, err := unreserved(ctx, r.cfg.Sales, g.store, skus)
	if err != nil {
		return err
	}
	levels, err := r.cfg.Source.StockBySKU(ctx, g.store, skus)
	if err != nil {
		return fmt.Errorf("read stock: %w", err)
	}
	noteSold(levels, pieces)
	for _, sku := range skus {
		// The document's key is the SKU as the stock spells it, which the hint need not do.
		if l, ok := g.stock.get(fold(sku)); ok {
			sku = l.doc.SKU
		}
		f.gone(pos.DocStock, sku)
	}
	f.addLevels(levels)
	return nil
}

func (r *Refresher) readCategories(ctx context.Context, g *generation, f fresh) error {
	categories, err := r.cfg.Source.Categories(ctx, g.store)
	if err != nil {
		return fmt.Errorf("read categories: %w", err)
	}
	for id := range g.tree.sums {
		f.gone(pos.DocCategory, productKey(id))
	}
	for _, c := range categories {
		if err := f.put(encodeCategory(c)); err != nil {
			return err
		}
	}
	return nil
}

// withParentSKUs returns SKUs and those of the composites that sell them: their stock depends on it.
func (g *generation) withParentSKUs(skus []string) []string {
	out := slices.Clone(skus)
	for _, sku := range skus {
		ids, _ := g.bySKU.get(fold(sku))
		for _, id := range ids {
			parents, _ := g.parents.get(id)
			for _, parent := range parents {
				if it, ok := g.products.get(parent); ok && !slices.Contains(out, it.sku) {
					out = append(out, it.sku)
				}
			}
		}
	}
	return out
}
