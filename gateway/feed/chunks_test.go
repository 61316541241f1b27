//nolint:bodyclose // get closes every body when its test ends
package feed_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/feed"
	"github.com/tillway/tillway/gateway/pos"
)

var body = strings.Repeat(`{"id":1,"sku":"24-MB01","name":"Joust Duffle Bag"}`+"\n", 500)

// counted counts how often the shared cache is asked for a chunk, and can fail.
type counted struct {
	*memory.Memory
	asked atomic.Int32
	fail  atomic.Bool
}

func (c *counted) Chunk(ctx context.Context, digest string) ([]byte, error) {
	c.asked.Add(1)
	if c.fail.Load() {
		return nil, pos.Unavailable(errDown, "away")
	}
	return c.Memory.Chunk(ctx, digest)
}

func shelf(t testing.TB) (cache *counted, url string) {
	t.Helper()
	cache = &counted{Memory: memory.New()}
	sum := sha256.Sum256([]byte(body))
	digest := hex.EncodeToString(sum[:])
	if err := cache.PutChunk(t.Context(), digest, [][]byte{[]byte(body)}); err != nil {
		t.Fatal(err)
	}
	return cache, feed.ChunkPath + digest
}

func handler(t testing.TB, cache *counted) http.Handler {
	t.Helper()
	s, err := feed.New(feed.Config{Log: cache, Shelf: cache})
	if err != nil {
		t.Fatal(err)
	}
	return s.ChunkHandler()
}

func get(t testing.TB, h http.Handler, method, url string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, url, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	res := w.Result()
	t.Cleanup(func() { _ = res.Body.Close() })
	return res
}

func TestAChunkIsServedInTheCodingThatTheCallerAccepts(t *testing.T) {
	t.Parallel()
	cache, url := shelf(t)
	h := handler(t, cache)
	etags := map[string]string{}
	for _, tt := range []struct{ accept, coding string }{
		{"zstd, gzip, br", "zstd"},
		{"gzip, deflate, br, zstd", "zstd"},
		{"gzip, deflate, br", "br"},
		{"gzip, deflate", "gzip"},
		{"GZIP;q=0.5", "gzip"},
		{"zstd;q=0.5, br;q=0.8, gzip;q=0.7", "br"},
		{"zstd; q=0.1 , gzip ; q=0.2", "gzip"},
		{"zstd;q=0, gzip", "gzip"},
		{"zstd;q=0.0, *", "br"},
		{"*;q=0.3, gzip;q=0.9", "gzip"},
		{"identity, gzip;q=0.5", ""},
		{"identity;q=0.5, gzip;q=0.5", "gzip"},
		{"*", "zstd"},
		{"*;q=0", ""},
		{"br", "br"},
		{"deflate", ""},
		{"", ""},
		{"zstd;q=nonsense", ""},
		{"zstd;q=7, gzip", "gzip"},
	} {
		t.Run("accept "+tt.accept, func(t *testing.T) {
			res := get(t, h, http.MethodGet, url, "Accept-Encoding", tt.accept)
			if res.StatusCode != http.StatusOK || res.Header.Get("Content-Encoding") != tt.coding {
				t.Fatalf("status %d, coding %q, want %q", res.StatusCode, res.Header.Get("Content-Encoding"), tt.coding)
			}
			if got := plain(t, res); got != body {
				t.Errorf("%d bytes of %d", len(got), len(body))
			}
			if res.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" || res.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("headers %v", res.Header)
			}
			etag := res.Header.Get("ETag")
			if other, ok := etags[tt.coding]; etag == "" || ok && other != etag {
				t.Errorf("tag %q, before %q", etag, other)
			}
			etags[tt.coding] = etag
			again := get(t, h, http.MethodGet, url, "Accept-Encoding", tt.accept, "If-None-Match", `"x", W/`+etag)
			if again.StatusCode != http.StatusNotModified {
				t.Errorf("with its tag: %d", again.StatusCode)
			}
		})
	}
	different := map[string]bool{}
	for _, etag := range etags {
		different[etag] = true
	}
	if len(etags) != 4 || len(different) != 4 {
		t.Errorf("tags of the codings: %v", etags)
	}
	if n := cache.asked.Load(); n != 4 {
		t.Errorf("the shared cache was asked %d times for 4 codings", n)
	}
}

func plain(t testing.TB, res *http.Response) string {
	t.Helper()
	defer func() { _ = res.Body.Close() }()
	var r io.Reader = res.Body
	switch res.Header.Get("Content-Encoding") {
	case "zstd":
		z, err := zstd.NewReader(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		r = z
	case "br":
		r = brotli.NewReader(res.Body)
	case "gzip":
		z, err := gzip.NewReader(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		r = z
	}
	var b bytes.Buffer
	if _, err := b.ReadFrom(r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestChunksThatAreNotThere(t *testing.T) {
	t.Parallel()
	cache, url := shelf(t)
	h := handler(t, cache)
	for _, tt := range []struct {
		name, method, url string
		status            int
	}{
		{"an unknown digest", http.MethodGet, feed.ChunkPath + strings.Repeat("0", 64), http.StatusNotFound},
		{"an ill-formed digest", http.MethodGet, feed.ChunkPath + "manifest", http.StatusNotFound},
		{"a digest in capitals", http.MethodGet, feed.ChunkPath + strings.Repeat("A", 64), http.StatusNotFound},
		{"a path that climbs", http.MethodGet, feed.ChunkPath + "%2e%2e%2fetc", http.StatusNotFound},
		{"another method", http.MethodPost, url, http.StatusMethodNotAllowed},
		{"only the head", http.MethodHead, url, http.StatusOK},
	} {
		t.Run(tt.name, func(t *testing.T) {
			res := get(t, h, tt.method, tt.url)
			if res.StatusCode != tt.status {
				t.Errorf("status %d, want %d", res.StatusCode, tt.status)
			}
			if tt.status == http.StatusNotFound && res.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("a 404 may be kept: %v", res.Header)
			}
		})
	}
	t.Run("a shared cache that does not answer is no 404, and is asked again", func(t *testing.T) {
		cache.fail.Store(true)
		if res := get(t, h, http.MethodGet, url, "Accept-Encoding", "zstd"); res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
			t.Errorf("status %d, %v", res.StatusCode, res.Header)
		}
		cache.fail.Store(false)
		if res := get(t, h, http.MethodGet, url, "Accept-Encoding", "zstd"); res.StatusCode != http.StatusOK {
			t.Errorf("status %d", res.StatusCode)
		}
	})
}

func TestABrokenDownloadGoesOnWhereItBroke(t *testing.T) {
	t.Parallel()
	cache, url := shelf(t)
	h := handler(t, cache)
	for _, coding := range []string{"zstd", "br", "gzip", ""} {
		t.Run("in coding "+coding, func(t *testing.T) {
			t.Parallel()
			whole := get(t, h, http.MethodGet, url, "Accept-Encoding", coding)
			all, err := io.ReadAll(whole.Body)
			if err != nil {
				t.Fatal(err)
			}
			etag := whole.Header.Get("ETag")
			rest := get(t, h, http.MethodGet, url, "Accept-Encoding", coding, "Range", "bytes=10-", "If-Range", etag)
			tail, err := io.ReadAll(rest.Body)
			if err != nil {
				t.Fatal(err)
			}
			if rest.StatusCode != http.StatusPartialContent || !bytes.Equal(tail, all[10:]) || rest.Header.Get("Content-Encoding") != coding {
				t.Errorf("status %d, %d of %d bytes, %v", rest.StatusCode, len(tail), len(all), rest.Header)
			}
			other := get(t, h, http.MethodGet, url, "Accept-Encoding", coding, "Range", "bytes=10-", "If-Range", `"another"`)
			if again, err := io.ReadAll(other.Body); err != nil || other.StatusCode != http.StatusOK || !bytes.Equal(again, all) {
				t.Errorf("of another chunk: status %d, %d bytes, %v", other.StatusCode, len(again), err)
			}
			if past := get(t, h, http.MethodGet, url, "Accept-Encoding", coding, "Range", "bytes=99999999-"); past.StatusCode != http.StatusRequestedRangeNotSatisfiable {
				t.Errorf("past the end: status %d", past.StatusCode)
			}
		})
	}
}

// encodings counts what a service encodes, by coding, from its log.
type encodings struct {
	slog.Handler
	mu    sync.Mutex
	count map[string]int
}

func (e *encodings) Enabled(context.Context, slog.Level) bool { return true }

func (e *encodings) Handle(_ context.Context, r slog.Record) error {
	if r.Message == "chunk encoded" {
		r.Attrs(func(a slog.Attr) bool {
			if a.Key == "coding" {
				e.mu.Lock()
				e.count[a.Value.String()]++
				e.mu.Unlock()
			}
			return true
		})
	}
	return nil
}

func TestRegistersThatSyncAtOnceCostNoEncodingTwice(t *testing.T) {
	t.Parallel()
	const chunks, registers = 20, 8
	cache, done := &counted{Memory: memory.New()}, &encodings{Handler: slog.DiscardHandler, count: map[string]int{}}
	s, err := feed.New(feed.Config{Log: cache, Shelf: cache, Logger: slog.New(done)})
	if err != nil {
		t.Fatal(err)
	}
	h := s.ChunkHandler()
	var urls []string
	for i := range chunks {
		digest := fmt.Sprintf("%064x", i)
		if err := cache.PutChunk(t.Context(), digest, [][]byte{[]byte(body)}); err != nil {
			t.Fatal(err)
		}
		urls = append(urls, feed.ChunkPath+digest)
	}
	codings := []string{"zstd", "br", "gzip"}
	var wg sync.WaitGroup
	for range registers {
		for _, coding := range codings {
			wg.Go(func() {
				for _, url := range urls {
					if res := get(t, h, http.MethodGet, url, "Accept-Encoding", coding); res.StatusCode != http.StatusOK || plain(t, res) != body {
						t.Errorf("status %d", res.StatusCode)
					}
				}
			})
		}
	}
	wg.Wait()
	for _, coding := range codings {
		if n := done.count[coding]; n != chunks {
			t.Errorf("%d registers had %d chunks encoded %d times in %s", registers, chunks, n, coding)
		}
	}
	if n := cache.asked.Load(); n != chunks*int32(len(codings)) {
		t.Errorf("the shared cache was asked %d times", n)
	}
}

func FuzzAcceptEncoding(f *testing.F) {
	cache, url := shelf(f)
	h := handler(f, cache)
	for _, s := range []string{"gzip", "zstd;q=1", "*;q=0", ";;,=,q", "gzip;q"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		if res := get(t, h, http.MethodGet, url, "Accept-Encoding", accept); res.StatusCode != http.StatusOK || plain(t, res) != body {
			t.Errorf("status %d", res.StatusCode)
		}
	})
}
