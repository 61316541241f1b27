package catalog

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/tillway/tillway/gateway/pos"
)

// decodedProducts is how many decoded product documents are kept; one takes some kilobytes.
const decodedProducts = 4096

// Config is what a Catalog needs. Stores, Shelf and Log are required.
type Config struct {
	// Stores are the codes of the store views that this replica serves.
	Stores []string
	Shelf  Shelf
	Log    Log
	// Heads, if any, wakes followers at once when a log has grown; without it they look every Poll.
	Heads Heads
	// Poll is how often followers look without being woken; 5 s if zero.
	Poll   time.Duration
	Logger *slog.Logger
}

// Catalog holds the current generation of each store view in memory. Safe for concurrent use; queries never wait for
// changes or for input or output.
type Catalog struct {
	cfg     Config
	stores  map[string]*view
	decoded *otter.Cache[*item, *pos.Product] // never stale: an item is immutable
}

// view is one store view: readers load current, one writer at a time holds mu.
type view struct {
	code    string
	mu      sync.Mutex
	current atomic.Pointer[generation]
	// loaded is the cursor and time of the manifest that the generation was loaded from. Guarded by mu.
	loaded pos.Manifest
	// rewritten is the epoch of which this replica had read more than the log held later. Guarded by mu.
	rewritten string
	touched   touched
}

// New returns a catalog that knows nothing yet: Run or Load fills it.
func New(cfg Config) *Catalog {
	if cfg.Poll <= 0 {
		cfg.Poll = 5 * time.Second
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	c := &Catalog{cfg: cfg, stores: make(map[string]*view, len(cfg.Stores)),
		decoded: otter.Must(&otter.Options[*item, *pos.Product]{MaximumSize: decodedProducts})}
	for _, code := range cfg.Stores {
		c.stores[code] = &view{code: code}
	}
	return c
}

// Codes returns the codes of the store views that this catalog serves.
func (c *Catalog) Codes() []string { return append([]string(nil), c.cfg.Stores...) }

// Stores returns the documents of the store views that are loaded, in the order of their ids.
func (c *Catalog) Stores(context.Context) ([]pos.Store, error) {
	var out []pos.Store
	for _, code := range c.cfg.Stores {
		if g := c.stores[code].current.Load(); g != nil {
			out = append(out, g.store)
		}
	}
	slices.SortFunc(out, func(a, b pos.Store) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

// Ready says whether queries about a store view can be answered.
func (c *Catalog) Ready(store string) bool {
	v, ok := c.stores[store]
	return ok && v.current.Load() != nil
}

// Version changes whenever anything in the store view's generation changes, but for stock. 0 before the first. It counts for this
// process only: another replica has other numbers.
func (c *Catalog) Version(store string) uint64 {
	version, _ := c.versions(store)
	return version
}

// StockVersion changes whenever a level does, as Version otherwise.
func (c *Catalog) StockVersion(store string) uint64 {
	_, moves := c.versions(store)
	return moves
}

func (c *Catalog) versions(store string) (version, stockMoves uint64) {
	if v, ok := c.stores[store]; ok {
		if g := v.current.Load(); g != nil {
			return g.version, g.stockMoves
		}
	}
	return 0, 0
}

// Cursor returns the place in the feed that the generation in memory has reached. Errors: as Store.
func (c *Catalog) Cursor(store string) (pos.Cursor, error) {
	g, err := c.generation(store)
	if err != nil {
		return pos.Cursor{}, err
	}
	return g.cursor, nil
}

func (c *Catalog) generation(store string) (*generation, error) {
	v, ok := c.stores[store]
	if !ok {
		return nil, pos.NotFound("There is no store view %.40q here", store)
	}
	g := v.current.Load()
	if g == nil {
		return nil, pos.NewError(pos.KindUnavailable, pos.CodeNotReady, "The catalog of store view %s is being loaded; try again in a moment", store)
	}
	return g, nil
}

// Store returns the document of a store view. Errors: not_found, when this gateway does not serve it; unavailable with
// CodeNotReady, before the first generation is in memory. The other queries return the same.
func (c *Catalog) Store(_ context.Context, code string) (pos.Store, error) {
	g, err := c.generation(code)
	if err != nil {
		return pos.Store{}, err
	}
	return g.store, nil
}

// ProductsByID returns those of the products that the catalog holds, in the order asked for, listed or not.
func (c *Catalog) ProductsByID(_ context.Context, store string, ids []int64) ([]pos.Product, error) {
	g, err := c.generation(store)
	if err != nil {
		return nil, err
	}
	items := make([]*item, 0, len(ids))
	for _, id := range ids {
		if it, ok := g.products.get(id); ok {
			items = append(items, it)
		}
	}
	return c.products(items)
}

// products are copies of documents.
func (c *Catalog) products(items []*item) ([]pos.Product, error) {
	docs, err := c.documents(items)
	if err != nil {
		return nil, err
	}
	out := make([]pos.Product, len(docs))
	for i, doc := range docs {
		out[i] = *doc
	}
	return out, nil
}

// documents decodes documents, or finds them decoded: pages ask for the same few again and again.
func (c *Catalog) documents(items []*item) ([]*pos.Product, error) {
	out := make([]*pos.Product, len(items))
	for i, it := range items {
		p, ok := c.decoded.GetIfPresent(it)
		if !ok {
			var err error
			if p, err = it.product(); err != nil {
				return nil, err
			}
			c.decoded.Set(it, p)
		}
		out[i] = p
	}
	return out, nil
}

// ProductBySKU returns a product by SKU, in any letter case, listed or not: a register sells variants that are not visible
// on their own. Errors: not_found.
func (c *Catalog) ProductBySKU(_ context.Context, store, sku string) (pos.Product, error) {
	g, err := c.generation(store)
	if err != nil {
		return pos.Product{}, err
	}
	if ids, ok := g.bySKU.get(fold(sku)); ok {
		if it, ok := g.products.get(ids[0]); ok {
			found, err := c.products([]*item{it})
			if err != nil {
				return pos.Product{}, err
			}
			return found[0], nil
		}
	}
	return pos.Product{}, pos.NotFound("No product has the SKU %.64q", sku)
}

// Level returns the stock of a SKU, in any letter case; false when the stock does not know it or nothing is loaded.
func (c *Catalog) Level(_ context.Context, store, sku string) (pos.StockLevel, bool) {
	g, err := c.generation(store)
	if err != nil {
		return pos.StockLevel{}, false
	}
	l, ok := g.stock.get(fold(sku))
	if !ok {
		return pos.StockLevel{}, false
	}
	return *l.doc, true
}
