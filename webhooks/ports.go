package webhooks

import (
	"context"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Inbox keeps what senders told us, durably, until it has been acted on.
type Inbox interface {
	// Keep stores a delivery; false means that this sender's message id is held already. Errors: unavailable.
	Keep(ctx context.Context, hint pos.Hint, body []byte) (fresh bool, err error)
	// Waiting returns hints that were not done yet and are due, oldest first.
	Waiting(ctx context.Context, now time.Time, limit int) ([]pos.Hint, error)
	// Done marks hints as acted on; Retry puts them off to a later time: all of them or, after an error, none.
	Done(ctx context.Context, hints []pos.Hint) error
	Retry(ctx context.Context, hints []pos.Hint, at time.Time) error
	// Prune deletes done deliveries received before a time and returns how many.
	Prune(ctx context.Context, before time.Time) (int, error)
}

// Reader reads what hints name again from Magento.
type Reader interface {
	// Together is whether things of a kind are better read at once than one by one.
	Together(entity pos.HintEntity) bool
	// Read reads what hints name: things of one kind, each another, and only one unless Together says so. Errors, of all of them:
	// unavailable, worth a retry; anything else is final.
	Read(ctx context.Context, hints []pos.Hint) error
}
