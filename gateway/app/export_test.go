package app

import (
	"context"
	"log/slog"
	"net"
	"net/http"

	"github.com/tillway/tillway/adapters/metrics"
)

// NewChunkServer is the gateway's server around a handler of chunks.
func NewChunkServer(chunks http.Handler) *http.Server {
	none := http.NotFoundHandler()
	g := &Gateway{graphql: none, chunks: chunks, webhooks: none, pages: none, metrics: metrics.New(metrics.Config{Version: "test"}), log: slog.New(slog.DiscardHandler)}
	return g.server()
}

// Gathering is what the gateway's server listens through.
func Gathering(l net.Listener) net.Listener { return newGathering(l) }

// TuneRuntime has a process that imports run as the gateway's does.
func TuneRuntime(ctx context.Context) error { return tuneRuntime(ctx) }

// TuneThreads is the part of it that the start of each benchmark undoes.
func TuneThreads() { tuneThreads() }
