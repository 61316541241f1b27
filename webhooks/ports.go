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
	// Done marks a hint as acted on; Retry puts it off to a later time.
	Done(ctx context.Context, hint pos.Hint) error
	Retry(ctx context.Context, hint pos.Hint, at time.Time) error
	// Prune deletes done deliveries received before a time and returns how many.
	Prune(ctx context.Context, before time.Time) (int, error)
}

// Reader reads what a hint names again from Magento. Errors: unavailable, worth a retry; anything else is final.
type Reader interface {
	Read(ctx context.Context, hint pos.Hint) error
}
