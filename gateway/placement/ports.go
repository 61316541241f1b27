package placement

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// Ledger is the durable record of orders, as far as placing them needs it.
type Ledger interface {
	// Lease gives a worker up to limit due orders until the given time: orders in state received, placing, indeterminate
	// or placed whose NextAttemptAt has come and whose lease, if any, has run out, with their files. No two live leases cover one
	// order.
	Lease(ctx context.Context, now, until time.Time, limit int) ([]pos.Lease, error)
	// LeaseNewest is Lease, the order that was received last first.
	LeaseNewest(ctx context.Context, now, until time.Time, limit int) ([]pos.Lease, error)
	// UpdateLeased loads the leased order, lets decide change it, and saves it with the events it returned, in one
	// transaction. Errors: conflict with CodeLeaseLost, when another worker took over; not_found; unavailable.
	UpdateLeased(ctx context.Context, lease pos.Lease, decide func(*pos.Order) ([]pos.Event, error)) (pos.Order, error)
	// Release gives the lease back so that the order can be leased again from its NextAttemptAt on. An order that is settled,
	// held or cancelled has lost its lease by that. Errors: conflict with CodeLeaseLost; not_found; unavailable.
	Release(ctx context.Context, lease pos.Lease) error
	// Order returns one order. Errors: not_found.
	Order(ctx context.Context, id string) (pos.Order, error)
	// OrderByShopID finds the order that was placed as Magento's order with this entity id. Errors: not_found.
	OrderByShopID(ctx context.Context, shopOrderID string) (pos.Order, error)
	// Update is UpdateLeased for changes that are not a placement step, such as a status read from Magento.
	Update(ctx context.Context, id string, decide func(*pos.Order) ([]pos.Event, error)) error
}

// Carts builds and places Magento carts.
// Errors of every method: unavailable (nothing was done), unavailable with CodeOutcomeUnknown (it may have been done),
// invalid with one of CodeUnknownSKU, CodeOutOfStock, CodeMethodNotOffered, CodeRejectedByShop.
type Carts interface {
	// OpenCart makes an empty cart in a store view and returns both of its ids.
	OpenCart(ctx context.Context, store string) (pos.CartRef, error)
	// OpenCustomerCart returns the one open cart of a customer in a store view; ours is the cart that the order's journal names.
	// Errors: also not_found, when there is no such customer; conflict with CodeCartInUse, when the customer has put goods of
	// their own into it.
	OpenCustomerCart(ctx context.Context, store string, customerID int64, ours pos.CartRef) (pos.CartRef, error)
	// EmptyCart takes everything out of a cart of ours that was not placed.
	EmptyCart(ctx context.Context, cart pos.CartRef, store string) error
	// FillCart puts the lines into a cart of ours in place of what it holds, sets coupon, addresses and shipping method, and
	// returns what Magento would charge. Errors: also invalid with CodeCouponRefused; conflict with CodeCartInUse, as for
	// OpenCustomerCart, with nothing of ours left in the cart.
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

// Buyers finds and makes customers. Errors of every method: not_found; unavailable.
type Buyers interface {
	Buyer(ctx context.Context, id int64) (pos.Customer, error)
	// BuyerByEmail looks in the website of a store view.
	BuyerByEmail(ctx context.Context, store, email string) (pos.Customer, error)
	// MakeBuyer makes a customer, or returns the one who has the address where websites share their customers. An e-mail address
	// is unique in a website, so that repeating the call makes no second one.
	// Errors: also conflict, when the address is taken; invalid with CodeRejectedByShop; CodeOutcomeUnknown.
	MakeBuyer(ctx context.Context, store string, n pos.NewCustomer) (pos.Customer, error)
}

// Returns gives money back in Magento, and puts goods back. Errors as for Carts.
type Returns interface {
	// Refund makes a credit memo and returns its id. It may be made twice: after an unknown outcome look with CreditMemo first.
	Refund(ctx context.Context, orderID string, memo pos.CreditMemo) (string, error)
	// CreditMemo finds the credit memo of an order whose comment holds a mark. Errors: not_found.
	CreditMemo(ctx context.Context, orderID, mark string) (string, error)
	// SourceQuantity is how many pieces of a SKU a source holds, 0 when it is not assigned to it.
	SourceQuantity(ctx context.Context, sku, source string) (decimal.Decimal, error)
	// SetSourceQuantity writes how many pieces of a SKU a source holds.
	SetSourceQuantity(ctx context.Context, sku, source string, to decimal.Decimal) error
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
	// Invoice invoices and captures everything that is not invoiced yet and returns the invoice id. The comment, if any, is
	// recorded with the invoice and not shown to the customer: both are made, or neither.
	Invoice(ctx context.Context, orderID, comment string) (string, error)
	// Ship ships everything that is not shipped yet from a source and returns the shipment id. Without a source Magento
	// would take the goods from source "default".
	Ship(ctx context.Context, order pos.ShopOrder, source string) (string, error)
	// HandOver ships an order that was to be picked up. Magento refuses Ship for it.
	HandOver(ctx context.Context, orderID string) error
	// Cancel cancels an order and says whether Magento did.
	Cancel(ctx context.Context, orderID string) (bool, error)
	// Parcels returns the numbers of the parcels of an order.
	Parcels(ctx context.Context, orderID string) ([]pos.Tracking, error)
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
