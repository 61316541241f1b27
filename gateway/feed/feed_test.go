package feed_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/feed"
	"github.com/tillway/tillway/gateway/pos"
)

var errDown = errors.New("down")

func service(t testing.TB, cache *memory.Memory) *feed.Service {
	t.Helper()
	s, err := feed.New(feed.Config{Log: cache, Shelf: cache})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestBeforeTheFirstImportNothingIsReady(t *testing.T) {
	t.Parallel()
	s := service(t, memory.New())
	if _, err := s.Manifest(t.Context(), "s"); pos.KindOf(err) != pos.KindUnavailable || pos.CodeOf(err) != pos.CodeNotReady {
		t.Errorf("manifest: %v", err)
	}
	if _, err := s.Changes(t.Context(), "s", pos.Cursor{Epoch: "e"}, 10); pos.CodeOf(err) != pos.CodeNotReady {
		t.Errorf("changes: %v", err)
	}
}

func TestChangesArePagedWithinBounds(t *testing.T) {
	t.Parallel()
	cache := memory.New()
	s := service(t, cache)
	at, err := cache.Begin(t.Context(), "s")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if _, err := cache.Append(t.Context(), "s", []pos.Change{{Kind: pos.DocProduct, Key: fmt.Sprint(i), Body: []byte("{}")}}); err != nil {
			t.Fatal(err)
		}
	}
	page, err := s.Changes(t.Context(), "s", at, 2)
	if err != nil || len(page.Entries) != 2 || !page.More || page.Next.Seq != 2 {
		t.Errorf("page %+v, %v", page, err)
	}
	for _, first := range []int{0, -1, 1001} {
		if _, err := s.Changes(t.Context(), "s", at, first); pos.KindOf(err) != pos.KindInvalid {
			t.Errorf("first %d: %v", first, err)
		}
	}
	if _, err := s.Changes(t.Context(), "s", pos.Cursor{Epoch: "old", Seq: 1}, 10); pos.CodeOf(err) != pos.CodeResyncFirst {
		t.Errorf("another epoch: %v", err)
	}
}
