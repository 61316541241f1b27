package app

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/metrics"
)

func TestGraphQLIsAtItsAddressWithAndWithoutASlash(t *testing.T) {
	t.Parallel()
	api := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	none := http.NotFoundHandler()
	g := &Gateway{graphql: api, chunks: none, webhooks: none, pages: none, metrics: metrics.New(metrics.Config{Version: "test"}), log: slog.New(slog.DiscardHandler)}
	handler := g.routes()
	for path, want := range map[string]int{"/graphql": http.StatusTeapot, "/graphql/": http.StatusTeapot, "/graphql/schema": http.StatusNotFound} {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, nil))
		if w.Code != want {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// deadlines notes when a connection gives up.
type deadlines struct {
	http.ResponseWriter
	read, write time.Duration
}

func (d *deadlines) SetReadDeadline(at time.Time) error  { d.read = time.Until(at); return nil }
func (d *deadlines) SetWriteDeadline(at time.Time) error { d.write = time.Until(at); return nil }

func TestALargeRequestHasTheTimeOfASlowLine(t *testing.T) {
	t.Parallel()
	none := http.NotFoundHandler()
	handler := (&Gateway{graphql: none, chunks: none, webhooks: none, pages: none, metrics: metrics.New(metrics.Config{Version: "test"}), log: slog.New(slog.DiscardHandler)}).routes()
	for length, more := range map[int]time.Duration{2 << 10: -1, 800 << 10: 100 * time.Second, 64 << 20: 128 * time.Second} {
		w := &deadlines{ResponseWriter: httptest.NewRecorder()}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(strings.Repeat(" ", length)))
		handler.ServeHTTP(w, r)
		if more < 0 {
			if w.read != 0 || w.write != 0 {
				t.Errorf("%d bytes: %+v", length, w)
			}
			continue
		}
		if read, write := w.read.Round(time.Second), w.write.Round(time.Second); read != 30*time.Second+more || write != 60*time.Second+more {
			t.Errorf("%d bytes may be read for %s, and answered for %s", length, read, write)
		}
	}
}
