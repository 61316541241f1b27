package app

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"
)

func TestPages(t *testing.T) {
	t.Parallel()
	handler := pages(fstest.MapFS{
		"index.html":           {Data: []byte("<html>")},
		"index.html.gz":        {Data: []byte("zipped html")},
		"assets/a-1.js":        {Data: []byte("script")},
		"assets/a-1.js.br":     {Data: []byte("brotli")},
		"assets/a-1.js.gz":     {Data: []byte("gzip")},
		"assets/b.wasm":        {Data: []byte("wasm")},
		"manifest.webmanifest": {Data: []byte("{}")},
	})
	ask := func(method, path string, headers map[string]string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
		for k, v := range headers {
			r.Header.Set(k, v)
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	const forever, anew = "public, max-age=31536000, immutable", "no-cache"
	for name, tt := range map[string]struct {
		path, accept                       string
		status                             int
		body, encoding, kind, cacheControl string
	}{
		"brotli where it is taken":        {"/assets/a-1.js", "gzip, deflate, br, zstd", 200, "brotli", "br", "text/javascript; charset=utf-8", forever},
		"gzip where brotli is refused":    {"/assets/a-1.js", "br;q=0, gzip;q=0.5", 200, "gzip", "gzip", "text/javascript; charset=utf-8", forever},
		"as it is where nothing is taken": {"/assets/a-1.js", "", 200, "script", "", "text/javascript; charset=utf-8", forever},
		"as it is where that is all":      {"/assets/b.wasm", "br", 200, "wasm", "", "application/wasm", forever},
		"the page, gzip only":             {"/", "br, gzip", 200, "zipped html", "gzip", "text/html; charset=utf-8", anew},
		"an address of the app":           {"/orders/7", "", 200, "<html>", "", "text/html; charset=utf-8", anew},
		"the manifest":                    {"/manifest.webmanifest", "", 200, "{}", "", "application/manifest+json", anew},
		"a file that is not there":        {"/assets/gone.js", "br", 404, "404 page not found\n", "", "text/plain; charset=utf-8", ""},
		"nothing above the files":         {"/../../assets/b.wasm", "", 200, "wasm", "", "application/wasm", forever},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := ask(http.MethodGet, tt.path, map[string]string{"Accept-Encoding": tt.accept})
			h := w.Header()
			if w.Code != tt.status || w.Body.String() != tt.body || h.Get("Content-Encoding") != tt.encoding || h.Get("Content-Type") != tt.kind || h.Get("Cache-Control") != tt.cacheControl {
				t.Errorf("%d %q %v", w.Code, w.Body, h)
			}
			if tt.status == http.StatusOK && h.Get("Vary") != "Accept-Encoding" {
				t.Errorf("Vary %q", h.Get("Vary"))
			}
		})
	}
	t.Run("what did not change is not sent again, in either form", func(t *testing.T) {
		t.Parallel()
		seen := map[string]bool{}
		for _, accept := range []string{"br", "gzip", ""} {
			tag := ask(http.MethodGet, "/assets/a-1.js", map[string]string{"Accept-Encoding": accept}).Header().Get("ETag")
			if tag == "" || seen[tag] {
				t.Errorf("ETag %q of %q", tag, accept)
			}
			seen[tag] = true
			if w := ask(http.MethodGet, "/assets/a-1.js", map[string]string{"Accept-Encoding": accept, "If-None-Match": tag}); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
				t.Errorf("%d %q", w.Code, w.Body)
			}
		}
	})
	t.Run("a part of a compressed file is all of it", func(t *testing.T) {
		t.Parallel()
		if w := ask(http.MethodGet, "/assets/a-1.js", map[string]string{"Accept-Encoding": "br", "Range": "bytes=0-1"}); w.Code != http.StatusOK || w.Body.String() != "brotli" || w.Header().Get("Content-Length") != "6" {
			t.Errorf("%d %q", w.Code, w.Body)
		}
	})
	t.Run("only reading is answered", func(t *testing.T) {
		t.Parallel()
		if w := ask(http.MethodHead, "/assets/a-1.js", nil); w.Code != http.StatusOK || w.Body.Len() > 0 {
			t.Errorf("HEAD: %d %q", w.Code, w.Body)
		}
		if w := ask(http.MethodPost, "/", nil); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("POST: %d", w.Code)
		}
	})
}
