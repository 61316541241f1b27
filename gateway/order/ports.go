package order

import (
	"context"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Ledger is the durable record of orders, as far as accepting and showing them needs it.
type Ledger interface {
	// Accept stores a new order and its events in one durable transaction. When the ledger already holds the same id
	// with the same hash it returns the stored order and true, and stores nothing. Errors: conflict, when the id is held
	// with another hash or the register's counter belongs to another id; unavailable.
	Accept(ctx context.Context, o pos.Order, events []pos.Event) (stored pos.Order, duplicate bool, err error)
	// Order returns one order, with its files. Errors: not_found.
	Order(ctx context.Context, id string) (pos.Order, error)
	// Orders returns a page without files, newest received first; after is the Next of the page before, or empty.
	// Errors: invalid, when after is not one of ours.
	Orders(ctx context.Context, filter pos.OrderFilter, after string, first int) (pos.OrderPage, error)
	// ReturnedWith returns the orders with which goods of some orders came back, oldest first, whatever became of them; those
	// that were archived are left out. Errors: unavailable.
	ReturnedWith(ctx context.Context, ids []string) ([]pos.Order, error)
	// Update loads an order without its files, lets decide change it, and saves it with the events it returned, in one transaction. An
	// error of decide is returned as it is and nothing is saved. Errors: not_found, unavailable.
	Update(ctx context.Context, id string, decide func(*pos.Order) ([]pos.Event, error)) error
}

// Parking keeps orders that were begun and put aside, each until it expires.
type Parking interface {
	// Park stores a parked order, in place of one with its id at the location. Errors: conflict, when the location has
	// pos.MaxParked waiting, or the id is parked elsewhere; unavailable.
	Park(ctx context.Context, p pos.Parked) error
	// Parked returns what waits at a location, newest first, without bodies.
	Parked(ctx context.Context, locationID string, now time.Time) ([]pos.Parked, error)
	// Recall gives a parked order to a device, and to that device only. Errors: not_found, when it is not there, has
	// expired, or another device has it; unavailable.
	Recall(ctx context.Context, locationID, id, deviceID string, now time.Time) (pos.Parked, error)
}

// Staff knows who works at a location, with their permissions.
type Staff interface {
	StaffAt(ctx context.Context, locationID string) ([]pos.Staff, error)
}

// Goods knows what composites are made of.
type Goods interface {
	// Parts returns what is handed over for the bundles on an order; none of those that it does not know. It answers from
	// memory.
	Parts(ctx context.Context, in pos.OrderInput) []pos.Part
}

// Waker is told that an order may be due. Telling may fail without harm: a sweeper looks too.
type Waker interface {
	Wake()
}
