package bus

import (
	"context"

	"github.com/tillway/tillway/gateway/pos"
)

// Outbox holds the events that were stored with their orders and are not yet published.
type Outbox interface {
	// Unpublished returns the oldest events that were not marked yet.
	Unpublished(ctx context.Context, limit int) ([]pos.Event, error)
	MarkPublished(ctx context.Context, ids []string) error
}
