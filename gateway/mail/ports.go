package mail

import (
	"context"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Orders finds the orders that concern the calling device's location. The principal is in ctx.
type Orders interface {
	// Order returns one order. Errors: unauthorized; not_found, also for one of another location; unavailable.
	Order(ctx context.Context, id string) (pos.Order, error)
}

// Ledger finds every order.
type Ledger interface {
	// Order returns one order. Errors: not_found; unavailable.
	Order(ctx context.Context, id string) (pos.Order, error)
}

// Queue keeps mails durably until they are sent. Errors of every method: unavailable.
type Queue interface {
	// KeepMail stores a mail that is due at once. One with its id that is kept already stays as it is.
	KeepMail(ctx context.Context, m pos.ReceiptMail) error
	// LeaseMails gives the caller up to limit due mails, the longest due first, and nobody else until the given time.
	LeaseMails(ctx context.Context, now, until time.Time, limit int) ([]pos.ReceiptMail, error)
	// DropMail forgets a mail that the caller leased. It does nothing when somebody else has the lease.
	DropMail(ctx context.Context, m pos.ReceiptMail) error
	// PostponeMail makes a mail that the caller leased due at another time. It does nothing when somebody else has the lease.
	PostponeMail(ctx context.Context, m pos.ReceiptMail, until time.Time) error
	// PruneMails forgets mails that were asked for before a time and returns how many.
	PruneMails(ctx context.Context, before time.Time) (int, error)
}

// Sender hands messages to a mail server.
type Sender interface {
	// Send returns when the server has taken the message. Errors: unavailable, when it may take it later; invalid, when it
	// never will.
	Send(ctx context.Context, m pos.Message) error
}

// Locations knows the shops.
type Locations interface {
	Location(ctx context.Context, id string) (pos.Location, error)
}

// Stores knows the store views.
type Stores interface {
	// Store returns a store view. Errors: not_found; unavailable.
	Store(ctx context.Context, code string) (pos.Store, error)
}

// Limiter counts attempts, over all replicas.
type Limiter interface {
	// Allow takes one attempt from key's budget of limit per window. When none is left it returns false and how long to wait.
	Allow(ctx context.Context, key string, limit int, window time.Duration) (ok bool, wait time.Duration, err error)
}
