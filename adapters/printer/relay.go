// Package printer passes receipts on from the register in this computer's browser to a receipt printer in the shop's network: browsers
// open no raw connections.
package printer

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	// maxBytes is far more than the longest receipt needs.
	maxBytes = 256 << 10
	// patience bounds one receipt, the wait for those before it included; a printer without paper takes nothing and says nothing.
	patience = 8 * time.Second
	// waiting is how many receipts may be under way.
	waiting = 8
)

// Config is what a Relay needs.
type Config struct {
	// Printer is its host:port; receipt printers listen on port 9100.
	Printer string
	// Origin is the register's page, such as https://till.shop.example: no other page may print.
	Origin string
	Log    *slog.Logger
}

// Relay takes ESC/POS as the body of POST /print, and answers 204 when the printer has taken it all. It is safe for concurrent use;
// receipts are printed one after the other.
type Relay struct {
	printer, origin string
	log             *slog.Logger
	places, turn    chan struct{}
}

// New makes a relay. It does not connect. Errors: invalid.
func New(cfg Config) (*Relay, error) {
	if host, port, err := net.SplitHostPort(cfg.Printer); err != nil || host == "" || port == "" {
		return nil, pos.Invalid("Give the printer as host:port, such as 192.168.1.50:9100; %q is none", cfg.Printer)
	}
	u, err := url.Parse(cfg.Origin)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || cfg.Origin != u.Scheme+"://"+u.Host {
		return nil, pos.Invalid("Give the origin of the register's page, such as https://till.shop.example, without a path; %q is none", cfg.Origin)
	}
	return &Relay{printer: cfg.Printer, origin: cfg.Origin, log: cfg.Log, places: make(chan struct{}, waiting), turn: make(chan struct{}, 1)}, nil
}

// ServeHTTP answers the register's page and nobody else: any page in this browser could ask.
func (r *Relay) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	h := w.Header()
	h.Set("Vary", "Origin")
	if req.Header.Get("Origin") != r.origin {
		http.Error(w, "This relay prints for "+r.origin+" only; it was started with that origin.", http.StatusForbidden)
		return
	}
	h.Set("Access-Control-Allow-Origin", r.origin)
	switch {
	case req.URL.Path != "/print":
		http.Error(w, "POST what is to be printed to /print.", http.StatusNotFound)
	case req.Method == http.MethodOptions:
		h.Set("Access-Control-Allow-Methods", http.MethodPost)
		h.Set("Access-Control-Allow-Headers", "Content-Type")
		h.Set("Access-Control-Allow-Private-Network", "true")
		w.WriteHeader(http.StatusNoContent)
	case req.Method != http.MethodPost:
		h.Set("Allow", http.MethodPost)
		http.Error(w, "POST what is to be printed.", http.StatusMethodNotAllowed)
	default:
		r.print(w, req)
	}
}

func (r *Relay) print(w http.ResponseWriter, req *http.Request) {
	select {
	case r.places <- struct{}{}:
		defer func() { <-r.places }()
	default:
		http.Error(w, "Too many receipts wait for the printer. Is it on, and is there paper?", http.StatusServiceUnavailable)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxBytes))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		http.Error(w, "This is more than any receipt.", http.StatusRequestEntityTooLarge)
		return
	} else if err != nil {
		http.Error(w, "The receipt did not arrive whole. Print it again.", http.StatusBadRequest)
		return
	}
	ctx, cancel := context.WithTimeout(req.Context(), patience)
	defer cancel()
	if err := r.send(ctx, body); err != nil {
		r.log.WarnContext(ctx, "printer did not take a receipt", slog.String("printer", r.printer), slog.Any("error", err))
		http.Error(w, "The printer "+r.printer+" did not take it. Is it on, in the network, and is there paper?", http.StatusBadGateway)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// send writes all of a receipt to the printer, when it is its turn.
func (r *Relay) send(ctx context.Context, receipt []byte) error {
	select {
	case r.turn <- struct{}{}:
		defer func() { <-r.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", r.printer)
	if err != nil {
		return err
	}
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return errors.Join(err, conn.Close())
		}
	}
	_, err = conn.Write(receipt)
	return errors.Join(err, conn.Close())
}
