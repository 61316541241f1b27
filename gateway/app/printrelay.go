package app

import (
	"context"
	"log/slog"
	"net"
	"net/http"

	"github.com/tillway/tillway/adapters/printer"
)

const (
	printRelayAddr = "localhost:9110"
	// printRelayURL is where registers find the relay. Pages that came over TLS may ask their own computer so, and no other.
	printRelayURL = "http://" + printRelayAddr
)

// PrintRelay passes what the register in this computer's browser prints on to the printer at address, host:port, until ctx ends.
// Origin is that of the register's page. It needs no gateway, so receipts are printed without a network too. Errors: invalid.
func PrintRelay(ctx context.Context, log *slog.Logger, address, origin string) error {
	relay, err := printer.New(printer.Config{Printer: address, Origin: origin, Log: log})
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", printRelayAddr)
	if err != nil {
		return err
	}
	log.InfoContext(ctx, "receipts are passed on", slog.String("from", printRelayURL), slog.String("to", address), slog.String("for", origin))
	server := &http.Server{Handler: relay, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes}
	return serveUntilDone(ctx, server, listener)
}
