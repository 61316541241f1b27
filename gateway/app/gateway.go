package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/adapters/metrics"
	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/register"
)

// Gateway is one running Tillway: what New opened and joined.
type Gateway struct {
	log       *slog.Logger
	stores    []string
	ledger    *sqldb.DB
	catalog   *catalog.Catalog
	registers *register.Service
	metrics   *metrics.Metrics

	graphql, chunks, webhooks, pages http.Handler

	listener net.Listener
	tasks    []task
	closers  []func() error // run in reverse
}

// task is something that lives as long as the gateway. It returns when its context ends, and only then.
type task struct {
	name string
	run  func(context.Context) error
}

// errStoppedEarly is the fault of a task that ended although nobody asked it to: a half-alive gateway is worse than one
// that is started anew.
var errStoppedEarly = errors.New("stopped by itself")

// Addr is the address that the gateway listens on.
func (g *Gateway) Addr() string { return g.listener.Addr().String() }

// Run serves until ctx ends, then stops from the outside in: it takes no more requests, ends the tasks, and closes the
// adapters. The first task that fails stops all. Errors: the first failure; nil after an orderly stop.
func (g *Gateway) Run(ctx context.Context) error {
	group, gctx := errgroup.WithContext(ctx)
	group.Go(func() error { return g.serve(gctx) })
	for _, t := range g.tasks {
		group.Go(func() error {
			err := t.run(gctx)
			if gctx.Err() != nil {
				return nil
			}
			if err == nil {
				err = errStoppedEarly
			}
			return fmt.Errorf("%s: %w", t.name, err)
		})
	}
	return errors.Join(group.Wait(), g.Close())
}

// Close closes the adapters, the last opened first. Run does it by itself.
func (g *Gateway) Close() error {
	var problems []error
	for i := len(g.closers) - 1; i >= 0; i-- {
		problems = append(problems, g.closers[i]())
	}
	g.closers = nil
	return errors.Join(problems...)
}

func (g *Gateway) server() *http.Server {
	return &http.Server{
		Handler: g.routes(), ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes, ErrorLog: slog.NewLogLogger(g.log.Handler(), slog.LevelWarn),
		ConnContext: withConn,
	}
}

func (g *Gateway) serve(ctx context.Context) error {
	server := g.server()
	server.BaseContext = func(net.Listener) context.Context { return ctx } // subscriptions end with the gateway
	return serveUntilDone(ctx, server, newGathering(g.listener))
}

// serveUntilDone serves until ctx ends, then lets what is under way finish.
func serveUntilDone(ctx context.Context, server *http.Server, listener net.Listener) error {
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve %s: %w", listener.Addr(), err)
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainFor)
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		_ = server.Close() // the rest is cut; orders in flight are either durable or sent again by their device
	}
	<-served //nolint:errcheck // ErrServerClosed: we closed it
	return nil
}
