package catalog_test

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

// holding is a shop that holds its digests until they are asked for.
type holding struct {
	*historic
	err     error
	before  func() // runs before digests are handed out
	dropped int
}

func (h *holding) HoldDigests(ctx context.Context, store pos.Store, size int) (func(context.Context) ([]pos.RangeDigest, error), func(), error) {
	found, err := h.Digests(ctx, store, size)
	if err != nil {
		return nil, nil, err
	}
	return func(context.Context) ([]pos.RangeDigest, error) { h.before(); return found, h.err }, func() { h.dropped++ }, nil
}

// shelvedPlace is what the generation in force keeps of the source's history.
func shelvedPlace(t *testing.T, cache *memory.Memory) (digests int, known bool) {
	t.Helper()
	m, err := cache.Manifest(t.Context(), storeCode)
	if err != nil {
		t.Fatal(err)
	}
	for _, chunk := range m.Chunks {
		if chunk.Kind != pos.DocSource {
			continue
		}
		body, err := cache.Chunk(t.Context(), chunk.Digest)
		if err != nil {
			t.Fatal(err)
		}
		var place struct {
			Digests []pos.RangeDigest
			Known   bool
		}
		if err := json.NewDecoder(bytes.NewReader(body)).Decode(&place); err != nil {
			t.Fatal(err)
		}
		return len(place.Digests), place.Known
	}
	t.Fatal("the generation has no place in the source's history")
	return 0, false
}

func TestDigestsAreComputedOnceTheNewGenerationIsInForce(t *testing.T) {
	t.Parallel()
	imported := func(t *testing.T, h *holding) (*memory.Memory, catalog.Report) {
		t.Helper()
		cache := memory.New()
		if h.before == nil {
			h.before = func() {
				if digests, known := shelvedPlace(t, cache); known || digests != 0 {
					t.Errorf("before they were computed, %d digests are kept", digests)
				}
				time.Sleep(time.Second) // of the bubble's clock
			}
		}
		im := catalog.NewImporter(catalog.ImporterConfig{Source: h, Changes: h, Holder: h, Shelf: cache, Log: cache, Now: time.Now})
		report, err := im.Import(t.Context(), storeCode, nil)
		if err != nil || h.dropped != 1 {
			t.Fatalf("%v, dropped %d times", err, h.dropped)
		}
		return cache, report
	}
	t.Run("and kept with it", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			h := &holding{historic: &historic{shop: luma(t)}}
			cache, report := imported(t, h)
			if digests, known := shelvedPlace(t, cache); !known || digests == 0 || report.Settled-report.Took != time.Second {
				t.Errorf("%d digests, known: %t; %+v", digests, known, report)
			}
		})
	})
	t.Run("or not, and the next sweep imports again", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			h := &holding{historic: &historic{shop: luma(t)}, err: errDown}
			cache, _ := imported(t, h)
			if digests, known := shelvedPlace(t, cache); known || digests != 0 {
				t.Errorf("%d digests, known: %t", digests, known)
			}
			held := replica(cache)
			if err := held.Sync(t.Context(), storeCode); err != nil {
				t.Fatal(err)
			}
			h.err, h.before = nil, func() {}
			im := catalog.NewImporter(catalog.ImporterConfig{Source: h, Changes: h, Holder: h, Shelf: cache, Log: cache, Now: time.Now})
			refresher := catalog.NewRefresher(catalog.RefresherConfig{Catalog: held, Source: h, Log: cache, Now: time.Now})
			stop := start(t, catalog.NewPoller(catalog.PollerConfig{Importer: im, Refresher: refresher, Shelf: cache, Locker: cache, Changes: h, Now: time.Now,
				Every: catalog.Schedule{Import: -1}}))
			time.Sleep(time.Minute) // of the bubble's clock
			stop()
			if digests, known := shelvedPlace(t, cache); !known || digests == 0 {
				t.Errorf("after a sweep: %d digests, known: %t", digests, known)
			}
		})
	})
	t.Run("unless another generation has taken its place", func(t *testing.T) {
		t.Parallel()
		h := &holding{historic: &historic{shop: luma(t)}}
		cache := memory.New()
		other := catalog.NewImporter(catalog.ImporterConfig{Source: h, Shelf: cache, Log: cache, Settings: "other", Now: time.Now})
		h.before = func() {
			if _, err := other.Import(t.Context(), storeCode, nil); err != nil {
				t.Error(err)
			}
		}
		im := catalog.NewImporter(catalog.ImporterConfig{Source: h, Changes: h, Holder: h, Shelf: cache, Log: cache, Now: time.Now})
		report, err := im.Import(t.Context(), storeCode, nil)
		if err != nil {
			t.Fatal(err)
		}
		if m, err := cache.Manifest(t.Context(), storeCode); err != nil || m.Cursor == report.Cursor {
			t.Errorf("the manifest is of %s again, %v", m.Cursor, err)
		}
	})
}
