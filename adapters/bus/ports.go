package bus

import (
	"context"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Outbox holds the events that were stored with their orders and are not yet published.
type Outbox interface {
	// Unpublished returns the oldest events that were not marked yet.
	Unpublished(ctx context.Context, limit int) ([]pos.Event, error)
	MarkPublished(ctx context.Context, ids []string) error
}

// Locker lets one replica at a time forward. It saves work: were two to forward, consumers would get events twice.
type Locker interface {
	// TryLock takes the lock of a name for at most ttl; false when somebody has it. Release, which may be called when the
	// lock has run out, gives it back. Errors: unavailable.
	TryLock(ctx context.Context, name string, ttl time.Duration) (release func(), ok bool, err error)
}
