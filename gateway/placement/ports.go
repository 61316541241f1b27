package placement

import (
	"context"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Ledger is the durable record of orders, as far as placing them needs it.
type Ledger interface {
	// Lease gives a worker up to limit due orders until the given time: orders in state received, placing, indeterminate
	// or placed whose NextAttemptAt has come and whose lease, if any, has run out. No two live leases cover one order.
	Lease(ctx context.Context, now, until time.Time, limit int) ([]pos.Lease, error)
	// LeaseNewest is Lease, the order that was received last first.
	LeaseNewest(ctx context.Context, now, until time.Time, limit int) ([]pos.Lease, error)
	// UpdateLeased loads the leased order, lets decide change it, and saves it with the events it returned, in one
	// transaction. Errors: conflict with CodeLeaseLost, when another worker took over; not_found; unavailable.
	UpdateLeased(ctx context.Context, lease pos.Lease, decide func(*pos.Order) ([]pos.Event, error)) (pos.Order, error)
	// Release gives the lease back so that the order can be leased again from its NextAttemptAt on.
	Release(ctx context.Context, lease pos.Lease) error
	// OrderByShopID finds the order that was placed as Magento's order with this entity id. Errors: not_found.
	OrderByShopID(ctx context.Context, shopOrderID string) (pos.Order, error)
	// Update is UpdateLeased for changes that are not a placement step, such as a status read from Magento.
	Update(ctx context.Context, id string, decide func(*pos.Order) ([]pos.Event, error)) error
}

// Carts builds and places Magento guest carts.
// Errors of every method: unavailable (nothing was done), unavailable with CodeOutcomeUnknown (it may have been done),
// invalid with one of CodeUnknownSKU, CodeOutOfStock, CodeMethodNotOffered, CodeRejectedByShop.
type Carts interface {
	// OpenCart makes an empty cart in a store view and returns both of its ids.
	OpenCart(ctx context.Context, store string) (pos.CartRef, error)
	// FillCart puts the lines into an empty cart, sets addresses and shipping method, and returns what Magento would
	// charge.
	FillCart(ctx context.Context, cart pos.CartRef, order pos.Order, at pos.Location) (pos.Quote, error)
	// PlaceCart makes an order of the cart and returns its entity id. Two calls in flight make two orders: after an
	// unknown outcome look with OrderByCart first.
	PlaceCart(ctx context.Context, cart pos.CartRef, order pos.Order, at pos.Location) (string, error)
	// OrderByCart finds the order that was made of a cart, by its quote id. Errors: not_found.
	OrderByCart(ctx context.Context, cart pos.CartRef) (pos.ShopOrder, error)
}

// Imports writes orders into Magento as they were charged. Errors as for Carts.
type Imports interface {
	// ImportOrder writes the order under its receipt number, with a comment, and returns its entity id. Magento reserves no
	// stock for it. The number is unique in a store: repeating the call makes no second order. Errors: also conflict,
	// when the number is in use.
	ImportOrder(ctx context.Context, order pos.Order, at pos.Location, comment string) (string, error)
	// ImportedOrder finds the order by its receipt number. Errors: not_found; conflict, when the number belongs to an order
	// that is not this one.
	ImportedOrder(ctx context.Context, order pos.Order, at pos.Location) (pos.ShopOrder, error)
}

// Reservations takes stock for orders that Magento reserved none for.
type Reservations interface {
	// Reserve writes one reservation for each SKU of the claim; doing it again for the same Magento order writes nothing.
	// Errors: unavailable; unauthorized; invalid.
	Reserve(ctx context.Context, claim pos.StockClaim) error
}

// Orders reads and completes orders in Magento. Errors as for Carts, and not_found.
type Orders interface {
	// ShopOrder returns an order by entity id.
	ShopOrder(ctx context.Context, id string) (pos.ShopOrder, error)
	// Invoice invoices and captures everything that is not invoiced yet and returns the invoice id.
	Invoice(ctx context.Context, orderID string) (string, error)
	// Ship ships everything that is not shipped yet from a source and returns the shipment id. Without a source Magento
	// would take the goods from source "default".
	Ship(ctx context.Context, order pos.ShopOrder, source string) (string, error)
	// Comment records a text on the order, not shown to the customer.
	Comment(ctx context.Context, orderID, text string) error
	// Invoices and Shipments return the ids of what exists for an order, ascending.
	Invoices(ctx context.Context, orderID string) ([]string, error)
	Shipments(ctx context.Context, orderID string) ([]string, error)
}

// Locations knows where orders are sold. Errors: not_found.
type Locations interface {
	Location(ctx context.Context, id string) (pos.Location, error)
}
