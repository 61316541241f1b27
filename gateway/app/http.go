package app

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/tillway/tillway/gateway/feed"
)

// Limits of the HTTP server. Subscriptions are taken over by the WebSocket, which has its own.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 30 * time.Second
	writeTimeout      = 60 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 64 << 10
	drainFor          = time.Second
	slowest           = 8 << 10 // bytes a second, 64 kbit/s: how long a register waits too (pwa/src/api/client.ts)
	largestOrder      = 1 << 20
)

// routes is the whole HTTP surface. Chunks are the one thing that is fetched by the hundred, and no page: they say for
// themselves what is to be said of them.
func (g *Gateway) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET "+feed.ChunkPath+"{digest}", g.chunks)
	graphql := patient(secured(g.graphql))
	mux.Handle("/graphql", graphql)
	mux.Handle("/graphql/{$}", graphql) // Magento takes both, and clients send both
	mux.Handle("POST /webhooks/{sender}", secured(g.webhooks))
	mux.Handle("POST /vitals", secured(vitals(g.metrics.Rail)))
	mux.Handle("GET /metrics", secured(g.metrics.Handler()))
	mux.Handle("GET /healthz", secured(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, "ok", nil) })))
	mux.Handle("GET /readyz", secured(http.HandlerFunc(g.readyz)))
	mux.Handle("/", secured(g.pages))
	return g.observed(mux)
}

// patient gives a request the time that a slow line needs for its length beside what all have: an order with pictures would otherwise
// never arrive over one.
func patient(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if more := time.Duration(min(r.ContentLength, largestOrder)/slowest) * time.Second; more > 0 {
			conn, begun := http.NewResponseController(w), time.Now()
			// A connection that takes no deadlines has none that would cut the request off.
			_ = conn.SetReadDeadline(begun.Add(readTimeout + more))
			_ = conn.SetWriteDeadline(begun.Add(writeTimeout + more))
		}
		next.ServeHTTP(w, r)
	})
}

// observed counts requests by the pattern that served them. A subscription is told from a request by its upgrade: it lasts
// as long as its register is open.
func (g *Gateway) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "" {
			next.ServeHTTP(w, r)
			return
		}
		begun, answer := time.Now(), newStatusWriter(w, r)
		next.ServeHTTP(answer, r)
		g.metrics.HTTPRequest(r.Pattern, answer.status, time.Since(begun))
	})
}

// connKey is where the context of a request has its connection.
type connKey struct{}

// withConn is for http.Server.ConnContext.
func withConn(ctx context.Context, conn net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, conn)
}

// statusWriter remembers the status that was written, and sends answers that are written as a whole at once.
type statusWriter struct {
	http.ResponseWriter
	conn   *gatherer // nil where the server was not made by serve
	status int
}

func newStatusWriter(w http.ResponseWriter, r *http.Request) *statusWriter {
	conn, _ := r.Context().Value(connKey{}).(*gatherer)
	return &statusWriter{ResponseWriter: w, conn: conn, status: http.StatusOK}
}

// Write sends an answer at once that is large enough for net/http to send it in parts, and whose length says that this is all.
func (w *statusWriter) Write(body []byte) (int, error) {
	if w.conn == nil || len(body) <= plainWrite || w.Header().Get("Content-Length") != strconv.Itoa(len(body)) {
		return w.ResponseWriter.Write(body)
	}
	return w.conn.write(w.ResponseWriter, body)
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// readyz says whether traffic is welcome, and if not, what is missing.
func (g *Gateway) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	var missing []string
	if err := g.ledger.Ping(ctx); err != nil {
		missing = append(missing, "the ledger does not answer")
	}
	for _, store := range g.stores {
		if !g.catalog.Ready(store) {
			missing = append(missing, "the catalog of store view "+store+" is not loaded yet")
		}
	}
	if len(missing) > 0 {
		writeJSON(w, http.StatusServiceUnavailable, "not ready", missing)
		return
	}
	writeJSON(w, http.StatusOK, "ready", nil)
}

func writeJSON(w http.ResponseWriter, status int, word string, reasons []string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// The status line is out; nobody is left to hear of a broken connection.
	_ = json.NewEncoder(w).Encode(struct {
		Status  string   `json:"status"`
		Reasons []string `json:"reasons,omitempty"`
	}{word, reasons})
}

// secured adds the headers that keep a page from being framed, sniffed or made to run foreign code. Product images come
// from the shop's own address, so images may be loaded from anywhere. The camera's reader of bar codes is WebAssembly. Receipts go to
// the relay on the register's own computer.
func secured(next http.Handler) http.Handler {
	const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src * data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss: " + printRelayURL + "; " +
		"worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
	// Shared by all answers: net/http copies headers, and whoever adds a value to one makes a list of its own.
	policies, options, referrers := []string{policy}, []string{"nosniff"}, []string{"same-origin"}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["Content-Security-Policy"], h["X-Content-Type-Options"], h["Referrer-Policy"] = policies, options, referrers
		next.ServeHTTP(w, r)
	})
}
