package graph

import (
	"context"

	"github.com/tillway/tillway/gateway/pos"
	calc "github.com/tillway/tillway/gateway/pos/totals"
	"github.com/tillway/tillway/graph/model"
)

// Catalog answers catalog queries from memory. Errors of every method: unavailable with CodeNotReady before the first
// import; invalid.
type Catalog interface {
	model.Catalog
	// Store returns the store view with this code. Errors: not_found.
	Store(ctx context.Context, code string) (pos.Store, error)
	// Products returns a page of products. Errors: invalid, for a page past the end too.
	Products(ctx context.Context, q pos.ProductQuery) (pos.ProductPage, error)
	// Pricing returns what prices with tax follow from; the caller must not change it. Errors: as Store.
	Pricing(ctx context.Context, store string) (*calc.Pricing, error)
	// Attributes returns the product attributes by ascending code.
	Attributes(ctx context.Context, store string) ([]pos.Attribute, error)
	// Attribute returns one product attribute. Errors: not_found.
	Attribute(ctx context.Context, store, code string) (pos.Attribute, error)
	// Route returns where an address leads: its relative URL, the code of its redirect, and what is there. Errors: not_found.
	Route(ctx context.Context, store, path string) (pos.Route, error)
	// Stores returns the store views that are served, by id.
	Stores(ctx context.Context) ([]pos.Store, error)
	// Version moves whenever anything that a store's answers are made of has changed, but for stock; StockVersion when that has.
	Version(store string) uint64
	StockVersion(store string) uint64
	// Revision tells the documents apart that stand under an id one after another, 0 for none: of a product, a category, the
	// store view itself, its pricing, whatever the id, and of all attributes as one.
	Revision(store string, kind pos.DocumentKind, id int64) uint64
}

// Reviews reads reviews of products.
type Reviews = model.Reviewing

// Orders accepts orders and shows those of the calling device's location. The principal is in ctx.
type Orders interface {
	// Submit accepts an order exactly once; true means that it was held already. Errors: invalid, conflict, unavailable.
	Submit(ctx context.Context, in pos.OrderInput) (pos.Order, bool, error)
	// Order returns an order. Errors: not_found, also for an order of another location.
	Order(ctx context.Context, id string) (pos.Order, error)
	// Orders returns a page, newest received first. Errors: invalid.
	Orders(ctx context.Context, filter pos.OrderFilter, after string, first int) (pos.OrderPage, error)
	// Retry sets a held order to be tried again. Errors: unauthorized, not_found, conflict.
	Retry(ctx context.Context, id string) (pos.Order, error)
	// Resolve does what the person signed in decided about a held order: d says what, why and, for an edited customer, who.
	// Errors: unauthorized, not_found, conflict, invalid.
	Resolve(ctx context.Context, id string, d pos.Decision) (pos.Order, error)
	// Cancel cancels an order that is not paid in Magento. Errors: unauthorized, not_found, conflict, invalid.
	Cancel(ctx context.Context, id, note string) (pos.Order, error)
	// HandOver notes that a pickup was given to the customer. Errors: not_found, conflict.
	HandOver(ctx context.Context, id, by string) (pos.Order, error)
	// Park puts an order that was begun aside. Errors: invalid, conflict.
	Park(ctx context.Context, p pos.Parked) (pos.Parked, error)
	// Parked returns what waits parked, newest first, without bodies.
	Parked(ctx context.Context) ([]pos.Parked, error)
	// Recall gives a parked order to the calling device, and to it alone. Errors: not_found.
	Recall(ctx context.Context, id string) (pos.Parked, error)
}

// Registers enrols devices, signs staff in and says who a token stands for.
type Registers interface {
	// Enrol turns a one-time code into an enrolled device. Errors: invalid, not_found, unavailable with CodeRateLimited.
	Enrol(ctx context.Context, code, label, caller string) (pos.Enrolment, error)
	// SignIn puts a person on the device in ctx. Errors: unauthorized with CodeWrongPIN, unavailable with CodeRateLimited.
	SignIn(ctx context.Context, staffID, pin string) (pos.SignedIn, error)
	// Workplace returns where the device in ctx stands.
	Workplace(ctx context.Context) (pos.Workplace, error)
	// Authenticate returns who a token stands for now. Errors: unauthorized, unavailable.
	Authenticate(ctx context.Context, token string) (pos.Principal, error)
}

// Feed tells what changed.
type Feed interface {
	// Manifest returns a store's current generation. Errors: unavailable with CodeNotReady, not_found.
	Manifest(ctx context.Context, store string) (pos.Manifest, error)
	// Changes returns what changed after a cursor. Errors: conflict with CodeResyncFirst, invalid, not_found.
	Changes(ctx context.Context, store string, after pos.Cursor, first int) (pos.Changes, error)
	// SubscribeOrders returns the ids of a location's orders as their states move, until ctx ends. The channel is closed
	// early when the subscriber is too slow: it must look again then.
	SubscribeOrders(ctx context.Context, locationID string) (<-chan string, error)
	// SubscribeCatalog returns the newest cursor of a store each time its feed grows, as SubscribeOrders does.
	SubscribeCatalog(ctx context.Context, store string) (<-chan pos.Cursor, error)
}
