package feed

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/tillway/tillway/gateway/pos"
)

// ChunkPath is where chunks are served: a chunk's URL is ChunkPath + its digest.
const ChunkPath = "/catalog/chunks/"

var wellFormed = regexp.MustCompile(`^[0-9a-f]{64}$`)

// variantKey is a chunk in one coding.
type variantKey struct{ digest, coding string }

// ChunkHandler serves GET and HEAD /catalog/chunks/{digest}: the chunk's bytes, compressed as the caller accepts, to be kept
// for ever, since a digest never means anything else. Answers 304 to a matching If-None-Match, 404 to an unknown or
// ill-formed digest, 206 with the parts that Range asks for so that a broken download can go on, 503 while the shared cache does not answer. It asks for no token: whoever guesses a SHA-256 has it.
func (s *Service) ChunkHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+ChunkPath+"{digest}", s.serveChunk)
	return mux
}

func (s *Service) serveChunk(w http.ResponseWriter, r *http.Request) {
	digest := r.PathValue("digest")
	if !wellFormed.MatchString(digest) {
		fail(w, http.StatusNotFound)
		return
	}
	coding := negotiate(strings.Join(r.Header.Values("Accept-Encoding"), ","))
	body, err := s.chunk(r.Context(), variantKey{digest, coding})
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
	etag := `"` + digest + "-" + coding + `"`
	h := w.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", etag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Content-Type", "application/x-ndjson")
	h.Set("X-Content-Type-Options", "nosniff")
	if coding != codingIdentity {
		h.Set("Content-Encoding", coding)
		if r.Header.Get("Range") == "" {
			h.Set("Content-Length", strconv.Itoa(len(body)))
		}
	}
	// Ranges, and all that may be said of them and of tags, are of the encoded bytes (RFC 9110, 14.1).
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// fail answers an error that must not be kept: an unknown digest may be shelved in a moment.
func fail(w http.ResponseWriter, status int) {
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, http.StatusText(status), status)
}

// chunk returns a chunk in a coding; each is encoded once and kept while there is room. Errors: not_found, unavailable.
func (s *Service) chunk(ctx context.Context, key variantKey) ([]byte, error) {
	body, err := s.encoded.Get(ctx, key, otter.LoaderFunc[variantKey, []byte](func(ctx context.Context, key variantKey) ([]byte, error) {
		// Others may be waiting for the same chunk: the caller who happened to be first must not end it for them.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), chunkTimeout)
		defer cancel()
		raw, err := s.cfg.Shelf.Chunk(ctx, key.digest)
		if err != nil {
			return nil, err
		}
		return s.codecs.encode(key.coding, raw)
	}))
	if err != nil {
		return nil, fmt.Errorf("chunk %.12s: %w", key.digest, err)
	}
	return body, nil
}
