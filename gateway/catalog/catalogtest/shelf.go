// Package catalogtest is what every shelf must pass, whichever technology it stands on.
package catalogtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// ChunkShelf is catalog.Shelf, with what begins the log that its manifests are of.
type ChunkShelf interface {
	Begin(ctx context.Context, store string) (pos.Cursor, error)
	PutChunk(ctx context.Context, digest string, body [][]byte) error
	Chunk(ctx context.Context, digest string) ([]byte, error)
	PutManifest(ctx context.Context, m pos.Manifest) error
	Manifest(ctx context.Context, store string) (pos.Manifest, error)
}

// Shelf checks a shelf. open returns an empty one that keeps chunks which no manifest names for the time of grace only.
func Shelf(t *testing.T, open func(t *testing.T, grace time.Duration) ChunkShelf) {
	t.Helper()
	t.Run("knows no manifest and no chunk at first", func(t *testing.T) {
		t.Parallel()
		s := open(t, time.Hour)
		_, err := s.Manifest(t.Context(), "s")
		want(t, err, pos.KindNotFound)
		_, err = s.Chunk(t.Context(), digest("nothing"))
		want(t, err, pos.KindNotFound)
	})
	t.Run("gives a chunk back as it was, and keeping it again changes nothing", func(t *testing.T) {
		t.Parallel()
		s := open(t, time.Hour)
		d := put(t, s, "{\"id\":1}\n\x00\xff")
		put(t, s, "{\"id\":1}\n\x00\xff")
		if got := chunk(t, s, d); got != "{\"id\":1}\n\x00\xff" {
			t.Errorf("chunk is %q", got)
		}
	})
	t.Run("a manifest is the one put last, store by store", func(t *testing.T) {
		t.Parallel()
		s := begun(t, open(t, time.Hour))
		d := put(t, s, "one")
		m := pos.Manifest{Store: "a", Cursor: pos.Cursor{Epoch: s.epochs["a"], Seq: 7}, Fingerprint: "f", BuiltAt: "2026-11-21T04:00:00Z",
			Chunks: []pos.Chunk{{Kind: pos.DocProduct, Digest: d, Documents: 1, Bytes: 3}}}
		putManifest(t, s, m)
		if got := manifest(t, s, "a"); fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", m) {
			t.Errorf("manifest is %+v, want %+v", got, m)
		}
		m.Cursor.Seq = 8
		putManifest(t, s, m)
		if got := manifest(t, s, "a"); got.Cursor.Seq != 8 {
			t.Errorf("manifest is %+v", got)
		}
		_, err := s.Manifest(t.Context(), "b")
		want(t, err, pos.KindNotFound)
	})
	t.Run("refuses a manifest that names a chunk it does not hold", func(t *testing.T) {
		t.Parallel()
		s := begun(t, open(t, time.Hour))
		d := put(t, s, "one")
		good := s.named("a", d)
		putManifest(t, s, good)
		want(t, s.PutManifest(t.Context(), s.named("a", d, digest("never put"))), pos.KindConflict)
		if got := manifest(t, s, "a"); len(got.Chunks) != 1 {
			t.Errorf("the refused manifest took over: %+v", got)
		}
	})
	t.Run("refuses a manifest of another epoch than the log's", func(t *testing.T) {
		t.Parallel()
		s := begun(t, open(t, time.Hour))
		d := put(t, s, "one")
		late := s.named("a", d)
		want(t, s.PutManifest(t.Context(), s.named("never begun", d)), pos.KindConflict)
		s = begun(t, s)
		want(t, s.PutManifest(t.Context(), late), pos.KindConflict)
		_, err := s.Manifest(t.Context(), "a")
		want(t, err, pos.KindNotFound)
		putManifest(t, s, s.named("a", d))
		begun(t, s)
		if got := manifest(t, s, "a"); got.Cursor.Epoch != s.epochs["a"] {
			t.Errorf("manifest is %+v", got)
		}
	})
	t.Run("chunks of the generation before go after the grace, named ones stay", func(t *testing.T) {
		t.Parallel()
		s := begun(t, open(t, 100*time.Millisecond))
		kept, dropped, shared := put(t, s, "kept"), put(t, s, "dropped"), put(t, s, "shared")
		// A chunk that was put and not yet named may go too, so name them while they are certain to be there.
		renew(t, s, []string{"kept", "dropped", "shared"}, s.named("a", kept, dropped, shared))
		renew(t, s, []string{"shared"}, s.named("b", shared))
		putManifest(t, s, s.named("a", kept))
		gone(t, s, dropped, s.named("a", kept))
		if got := chunk(t, s, kept) + chunk(t, s, shared); got != "keptshared" {
			t.Errorf("left: %q", got)
		}
	})
	t.Run("a chunk of the generation before is there during the grace", func(t *testing.T) {
		t.Parallel()
		s := begun(t, open(t, time.Hour))
		old := put(t, s, "old")
		putManifest(t, s, s.named("a", old))
		putManifest(t, s, s.named("a", put(t, s, "new")))
		putManifest(t, s, s.named("a", put(t, s, "newer")))
		if got := chunk(t, s, old); got != "old" {
			t.Errorf("chunk is %q", got)
		}
	})
}

func digest(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:])
}

// opened is a shelf whose stores have logs, of these epochs.
type opened struct {
	ChunkShelf
	epochs map[string]string
}

// begun begins the logs of stores a and b, anew if they have some.
func begun(t *testing.T, s ChunkShelf) opened {
	t.Helper()
	o := opened{s, map[string]string{}}
	for _, store := range []string{"a", "b"} {
		at, err := s.Begin(t.Context(), store)
		if err != nil {
			t.Fatalf("begin: %v", err)
		}
		o.epochs[store] = at.Epoch
	}
	return o
}

func (o opened) named(store string, digests ...string) pos.Manifest {
	m := pos.Manifest{Store: store, Cursor: pos.Cursor{Epoch: o.epochs[store]}}
	for _, d := range digests {
		m.Chunks = append(m.Chunks, pos.Chunk{Kind: pos.DocProduct, Digest: d})
	}
	return m
}

func put(t *testing.T, s ChunkShelf, body string) string {
	t.Helper()
	d := digest(body)
	half := len(body) / 2
	if err := s.PutChunk(t.Context(), d, [][]byte{[]byte(body[:half]), []byte(body[half:])}); err != nil {
		t.Fatalf("put chunk: %v", err)
	}
	return d
}

func chunk(t *testing.T, s ChunkShelf, digest string) string {
	t.Helper()
	b, err := s.Chunk(t.Context(), digest)
	if err != nil {
		t.Fatalf("chunk: %v", err)
	}
	return string(b)
}

func putManifest(t *testing.T, s ChunkShelf, m pos.Manifest) {
	t.Helper()
	if err := s.PutManifest(t.Context(), m); err != nil {
		t.Fatalf("put manifest: %v", err)
	}
}

func manifest(t *testing.T, s ChunkShelf, store string) pos.Manifest {
	t.Helper()
	m, err := s.Manifest(t.Context(), store)
	if err != nil {
		t.Fatalf("manifest: %v", err)
	}
	return m
}

// renew puts the bodies and the manifest again until the manifest is taken.
func renew(t *testing.T, s ChunkShelf, bodies []string, m pos.Manifest) {
	t.Helper()
	until(t, func() bool {
		for _, b := range bodies {
			put(t, s, b)
		}
		return s.PutManifest(t.Context(), m) == nil
	})
}

// gone waits until the shelf has dropped a chunk; it may need another manifest to look.
func gone(t *testing.T, s ChunkShelf, digest string, again pos.Manifest) {
	t.Helper()
	until(t, func() bool {
		putManifest(t, s, again)
		_, err := s.Chunk(t.Context(), digest)
		return pos.KindOf(err) == pos.KindNotFound
	})
}

func until(t *testing.T, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for !done() {
		if time.Now().After(deadline) {
			t.Fatal("did not happen")
		}
	}
}

func want(t *testing.T, err error, kind pos.Kind) {
	t.Helper()
	if pos.KindOf(err) != kind {
		t.Errorf("error is %v (%s), want %s", err, pos.KindOf(err), kind)
	}
}
