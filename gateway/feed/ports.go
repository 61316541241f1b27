package feed

import (
	"context"

	"github.com/tillway/tillway/gateway/pos"
)

// Log is the part of the feed log that readers need.
type Log interface {
	// Head returns the cursor of the newest change. Errors: not_found, before the first import.
	Head(ctx context.Context, store string) (pos.Cursor, error)
	// After returns up to limit changes after a cursor. Errors: conflict with CodeResyncFirst, when the cursor is of
	// another epoch or older than what the log still holds; not_found.
	After(ctx context.Context, store string, after pos.Cursor, limit int) (pos.Changes, error)
}

// Shelf is the part of the shared cache that readers need.
type Shelf interface {
	// Chunk returns a chunk's bytes; the caller must not change them. Errors: not_found.
	Chunk(ctx context.Context, digest string) ([]byte, error)
	// Manifest returns the current generation of a store. Errors: not_found, before the first import.
	Manifest(ctx context.Context, store string) (pos.Manifest, error)
}

// Fanout carries short messages to every replica, this one included. At most once: a message may be lost when the link
// to the others breaks, so whoever listens must also be able to look.
type Fanout interface {
	Broadcast(ctx context.Context, topic string, message []byte) error
	// Listen calls handle for each message until ctx ends, one at a time, and reconnects by itself.
	Listen(ctx context.Context, topic string, handle func(message []byte)) error
}
