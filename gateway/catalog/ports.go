package catalog

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// Source reads a store view's catalog from Magento, over REST or SQL: both give equal documents.
// Errors of every method: unavailable (try again), unauthorized (the token or account may not read this), invalid.
type Source interface {
	StoreSource
	ProductSource
	StockSource
}

// StoreSource reads what the store view is and how its categories are arranged.
type StoreSource interface {
	// Store returns the store view with this code. Errors: not_found.
	Store(ctx context.Context, code string) (pos.Store, error)
	// Categories returns all categories below the store's root, the root included, by ascending id.
	Categories(ctx context.Context, store pos.Store) ([]pos.Category, error)
	// Attributes returns the product attributes as the store view labels them, by ascending code. REST tells only those that
	// an attribute set has, and no swatches.
	Attributes(ctx context.Context, store pos.Store) ([]pos.Attribute, error)
	// Pricing returns what totals depend on besides products, all rules of the shop included; the caller completes it. Over REST the
	// settings are Magento's defaults, and attribute scopes of conditions are not told.
	Pricing(ctx context.Context, store pos.Store) (totals.Pricing, error)
	// Routes returns the request paths that lead to pages or redirect, by ascending path. REST has none.
	Routes(ctx context.Context, store pos.Store) ([]pos.Route, error)
}

// ProductSource reads products by ascending entity id, never by page number: offset paging loses rows. They are the caller's. Errors of Products and
// ProductsByID: also *pos.Unreadable, beside all products that were asked for but these; they count towards the limit.
type ProductSource interface {
	// CountProducts returns how many products there are, for progress only.
	CountProducts(ctx context.Context, store pos.Store) (int, error)
	// Products returns up to limit products with an id greater than after, ascending. Fewer than limit means the end.
	Products(ctx context.Context, store pos.Store, after int64, limit int) ([]pos.Product, error)
	// ProductsByID returns those of the given products that exist, ascending.
	ProductsByID(ctx context.Context, store pos.Store, ids []int64) ([]pos.Product, error)
}

// BulkSource is a source that reads all products at once, faster than by the page.
type BulkSource interface {
	// AllProducts calls visit with all products in runs, in no order, from several goroutines at once; what it gets is visit's. A
	// product may come twice; the later one counts. Errors: also those of visit.
	AllProducts(ctx context.Context, store pos.Store, visit func([]pos.Product) error) error
}

// PriceSource is a source that reads prices of composites without all else that is told of them.
type PriceSource interface {
	// CompositePrices gives composites, which ascend by id, the prices that ProductsByID would give them now. Of each it needs the id, the
	// type, and the ids of variants as they were read before. The regular prices of those that come with some stay as they are.
	CompositePrices(ctx context.Context, store pos.Store, composites []pos.Product) error
}

// StockSource reads salable quantities in the stock of the store's website.
type StockSource interface {
	// Stock returns the level of every SKU that the stock knows, by ascending SKU.
	Stock(ctx context.Context, store pos.Store) ([]pos.StockLevel, error)
	// StockBySKU returns the levels of those of the given SKUs that the stock knows.
	StockBySKU(ctx context.Context, store pos.Store, skus []string) ([]pos.StockLevel, error)
}

// Sales tells what was sold here and is not in Magento's salable quantities yet.
type Sales interface {
	// Unreserved adds up, by SKU in lower case, what was sold from the stock of a store view and Magento has not reserved yet,
	// see pos.Order.Unreserved: of some SKUs, given in lower case, or of all when skus is nil. Errors: unavailable.
	Unreserved(ctx context.Context, store pos.Store, skus []string) (map[string]decimal.Decimal, error)
}

// ChangeSource tells what may have changed since it was last asked, so that no reading of everything is needed to stay fresh.
// A poller asks Changes every minute or so; after Lost, and from time to time for what is Blind or silent (a mass update, SQL
// by hand), it compares Digests with those of the last time and reads the ranges that differ (Products from From-1 on).
// Errors of every method: as Source.
type ChangeSource interface {
	// Changes returns what changed after a mark. It looks back a little, so that what was committed late is not lost: it
	// may name the same thing several times. The zero mark gives the place to begin from: take it before reading everything.
	Changes(ctx context.Context, store pos.Store, since pos.SourceMark) (pos.SourceChanges, error)
	// Digests returns the digests of all products and levels in ranges of size ids (at least 1), and of what has one range,
	// by kind, then by From. Ranges without records are left out.
	Digests(ctx context.Context, store pos.Store, size int) ([]pos.RangeDigest, error)
}

// IndexSource tells what Magento's indexers of prices and stock wrote, whether or not it stands in the source's history: an index that is
// rebuilt whole does not. Errors: as Source.
type IndexSource interface {
	// IndexDigests returns the digests of prices (kind product) and of levels (kind stock), by the product's id, in ranges of size
	// ids. It costs little enough to be asked every minute.
	IndexDigests(ctx context.Context, store pos.Store, size int) ([]pos.RangeDigest, error)
}

// DigestHolder is a ChangeSource that can compute digests later: an import need not wait for them.
type DigestHolder interface {
	// HoldDigests keeps hold of how everything is now. Digests, called once at most, computes what Digests would return now; drop, which
	// must be called, lets go. The context given here bounds the holding.
	HoldDigests(ctx context.Context, store pos.Store, size int) (digests func(context.Context) ([]pos.RangeDigest, error), drop func(), err error)
}

// Shelf is the cache that replicas share: immutable chunks, and for each store a pointer to the current generation.
type Shelf interface {
	// PutChunk keeps a chunk, whose bytes come in pieces, under its digest; keeping it again changes nothing. The pieces are the shelf's
	// from then on.
	PutChunk(ctx context.Context, digest string, body [][]byte) error
	// Chunk returns a chunk's bytes; the caller must not change them. Errors: not_found.
	Chunk(ctx context.Context, digest string) ([]byte, error)
	// PutManifest makes a generation the current one, atomically. Errors: conflict, when a chunk that it names is not held, or
	// the store's log is not of its epoch: readers could not go on from it. Import again.
	PutManifest(ctx context.Context, m pos.Manifest) error
	// Manifest returns the current generation of a store. Errors: not_found, before the first import.
	Manifest(ctx context.Context, store string) (pos.Manifest, error)
}

// Log is the feed log that replicas share: what changed, in order.
type Log interface {
	// Begin starts a store's log anew under a new epoch, empty. The log before it can still be read to its end for a while:
	// After says that there is more until the end, and there that the reader must begin anew.
	Begin(ctx context.Context, store string) (pos.Cursor, error)
	// Append adds changes in order and numbers them; it returns the cursor after the last. Errors: not_found, before Begin.
	Append(ctx context.Context, store string, changes []pos.Change) (pos.Cursor, error)
	// Head returns the cursor of the newest change. Errors: not_found, before Begin.
	Head(ctx context.Context, store string) (pos.Cursor, error)
	// After returns up to limit changes after a cursor. Errors: conflict with CodeResyncFirst, when the cursor is of
	// another epoch or older than what the log still holds; not_found, before Begin.
	After(ctx context.Context, store string, after pos.Cursor, limit int) (pos.Changes, error)
}

// Announcer tells every replica that a store's log has grown. Announcements may be lost: followers also look by the clock.
type Announcer interface {
	AnnounceCatalog(ctx context.Context, store string, head pos.Cursor) error
}

// Heads tells of announced growth of a store's log. The channel is closed when ctx ends, or when the reader was too slow;
// then it asks again. Announcements may be lost.
type Heads interface {
	SubscribeCatalog(ctx context.Context, store string) (<-chan pos.Cursor, error)
}

// Locker lets one replica at a time do what needs doing once.
type Locker interface {
	// TryLock takes the lock of a name for at most ttl; false when somebody has it. Release, which may be called when the
	// lock has run out, gives it back. Errors: unavailable.
	TryLock(ctx context.Context, name string, ttl time.Duration) (release func(), ok bool, err error)
}
