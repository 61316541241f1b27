package feed

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/tillway/tillway/gateway/pos"
)

// ChunkPath is where chunks are served: a chunk's URL is ChunkPath + its digest.
const ChunkPath = "/catalog/chunks/"

// wellFormed says whether a text is a SHA-256 in lower case.
func wellFormed(digest string) bool {
	for _, c := range []byte(digest) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(digest) == 2*sha256.Size
}

// variantKey is a chunk in one coding, "" for as it is.
type variantKey struct{ digest, coding string }

// variant is a chunk in one coding as it is sent: its bytes, and the headers that go with them every time.
type variant struct {
	body   []byte
	header http.Header
}

func newVariant(key variantKey, body []byte) variant {
	h := http.Header{}
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", `"`+key.digest+"-"+cmp.Or(key.coding, "identity")+`"`)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Content-Type", "application/x-ndjson")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Accept-Ranges", "bytes")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if key.coding != "" {
		h.Set("Content-Encoding", key.coding)
	}
	return variant{body, h}
}

// ChunkHandler serves GET and HEAD /catalog/chunks/{digest}: the chunk's bytes, compressed as the caller accepts, to be kept
// for ever, since a digest never means anything else. Answers 304 to a matching If-None-Match, 404 to an unknown or
// ill-formed digest, 206 with the parts that Range asks for so that a broken download can go on, 503 while the shared cache
// does not answer. It asks for no token: whoever guesses a SHA-256 has it.
func (s *Service) ChunkHandler() http.Handler { return http.HandlerFunc(s.serveChunk) }

func (s *Service) serveChunk(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		fail(w, http.StatusMethodNotAllowed)
		return
	}
	digest := strings.TrimPrefix(r.URL.Path, ChunkPath)
	if !wellFormed(digest) {
		fail(w, http.StatusNotFound)
		return
	}
	coding := Negotiate(r.Header, s.codecs.offered)
	chunk, err := s.chunk(r.Context(), variantKey{digest, coding})
	if err != nil {
		if pos.KindOf(err) == pos.KindNotFound {
			fail(w, http.StatusNotFound)
			return
		}
		s.cfg.Logger.WarnContext(r.Context(), "chunk cannot be served", slog.String("digest", digest), slog.Any("error", err))
		w.Header().Set("Retry-After", "1")
		fail(w, http.StatusServiceUnavailable)
		return
	}
	h := w.Header()
	for name, values := range chunk.header {
		h[name] = values[:1:1] // whoever adds to it gets a copy
	}
	if plain(r) {
		// One write of all bytes; ServeContent copies them through a buffer. Nobody is left to hear of a broken connection.
		_, _ = w.Write(chunk.body)
		return
	}
	if r.Header.Get("Range") != "" {
		h.Del("Content-Length") // of the whole
	}
	// Ranges, and all that may be said of them and of tags, are of the encoded bytes (RFC 9110, 14.1).
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(chunk.body))
}

// plain says whether a request asks for the whole chunk whatever it holds already, as a register's first download does.
func plain(r *http.Request) bool {
	if r.Method != http.MethodGet {
		return false
	}
	for _, name := range []string{"Range", "If-None-Match", "If-Match", "If-Range", "If-Modified-Since", "If-Unmodified-Since"} {
		if r.Header[name] != nil {
			return false
		}
	}
	return true
}

// fail answers an error that must not be kept: an unknown digest may be shelved in a moment.
func fail(w http.ResponseWriter, status int) {
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, http.StatusText(status), status)
}

// chunk returns a chunk in a coding; each is encoded once and kept while there is room. Errors: not_found, unavailable.
func (s *Service) chunk(ctx context.Context, key variantKey) (variant, error) {
	found, err := s.encoded.Get(ctx, key, otter.LoaderFunc[variantKey, variant](func(ctx context.Context, key variantKey) (variant, error) {
		// Others may be waiting for the same chunk: the caller who happened to be first must not end it for them.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), chunkTimeout)
		defer cancel()
		raw, err := s.cfg.Shelf.Chunk(ctx, key.digest)
		if err != nil {
			return variant{}, err
		}
		body, err := s.codecs.encode(key.coding, raw)
		if err != nil {
			return variant{}, err
		}
		s.cfg.Logger.DebugContext(ctx, "chunk encoded", slog.String("digest", key.digest), slog.String("coding", key.coding),
			slog.Int("from", len(raw)), slog.Int("to", len(body)))
		return newVariant(key, body), nil
	}))
	if err != nil {
		return variant{}, fmt.Errorf("chunk %.12s: %w", key.digest, err)
	}
	return found, nil
}
