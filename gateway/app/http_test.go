package app

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

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
