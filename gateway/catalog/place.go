package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// rangeSize is how many product ids a digest of the source stands for.
const rangeSize = 1024

// sourcePlace is where a source's history stood before something was read from it. It is shelved with the generation, so that
// any replica can go on polling from there.
type sourcePlace struct {
	Mark    pos.SourceMark    `json:"mark"`
	Digests []pos.RangeDigest `json:"digests"`
	Known   bool              `json:"known"` // false: nobody has looked yet
	// Covered is how far the feed had come: what it told until then was read again or is in the digests.
	Covered pos.Cursor `json:"covered"`
}

// placeOf returns the source's place as it is now. When there is a holder it comes without digests, and settle adds them.
func (im *Importer) placeOf(ctx context.Context, store pos.Store) (place sourcePlace, settle settling, err error) {
	if place.Covered, err = im.cfg.Log.Head(ctx, store.Code); err != nil && pos.KindOf(err) != pos.KindNotFound {
		return place, settle, fmt.Errorf("head of the log: %w", err)
	}
	changes, err := im.cfg.Changes.Changes(ctx, store, pos.SourceMark{})
	if err != nil {
		return place, settle, fmt.Errorf("mark: %w", err)
	}
	place.Mark = changes.Next
	if im.cfg.Holder != nil {
		settle.digests, settle.drop, err = im.cfg.Holder.HoldDigests(ctx, store, rangeSize)
	} else {
		place.Digests, err = im.cfg.Changes.Digests(ctx, store, rangeSize)
		place.Known = err == nil
	}
	if err != nil {
		return place, settle, fmt.Errorf("digests: %w", err)
	}
	return place, settle, nil
}

// settling is digests that are computed once the new generation is in force. The zero value has none to compute.
type settling struct {
	digests func(context.Context) ([]pos.RangeDigest, error)
	drop    func()
}

func (s settling) end() {
	if s.drop != nil {
		s.drop()
	}
}

// settle adds the digests to the place of a generation that is in force, unless another has taken its place. Should it fail, the
// next sweep has nothing to compare with and imports again. One that takes its place between the look and the write, which
// takes an import whose lock was lost, is undone: both are of one log, so that readers get from either to the same.
func (im *Importer) settle(ctx context.Context, m pos.Manifest, place sourcePlace, s settling) error {
	if s.digests == nil {
		return nil
	}
	var err error
	if place.Digests, err = s.digests(ctx); err != nil {
		return fmt.Errorf("digests: %w", err)
	}
	place.Known = true
	return im.replace(ctx, m, place)
}

// goOn shelves the place of a sweep with the generation that was in force when it began, so that whoever polls next goes on from it. It
// leaves that be while an import is under way, and when one was done meanwhile.
func (im *Importer) goOn(ctx context.Context, m pos.Manifest, place sourcePlace) error {
	if im.cfg.Locker != nil {
		release, ok, err := im.cfg.Locker.TryLock(ctx, importLock(m.Store), lockFor)
		if err != nil || !ok {
			return err
		}
		defer release()
	}
	return im.replace(ctx, m, place)
}

// replace puts a place in that of a generation, unless another generation is in force.
func (im *Importer) replace(ctx context.Context, m pos.Manifest, place sourcePlace) error {
	now, err := im.cfg.Shelf.Manifest(ctx, m.Store)
	if err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	if now.Cursor != m.Cursor || now.BuiltAt != m.BuiltAt {
		return nil
	}
	for i, chunk := range m.Chunks {
		if chunk.Kind != pos.DocSource {
			continue
		}
		m.Chunks = slices.Clone(m.Chunks)
		if m.Chunks[i], err = place.run().store(ctx, im.cfg.Shelf, nil); err != nil {
			return err
		}
	}
	if err := im.cfg.Shelf.PutManifest(ctx, m); err != nil {
		return fmt.Errorf("put the manifest: %w", err)
	}
	return nil
}

// run is the chunk of the place.
func (p sourcePlace) run() run {
	body, err := json.Marshal(p)
	if err != nil { // a text and a list of texts and numbers
		body = []byte("{}")
	}
	return run{pos.DocSource, []document{{Document: pos.Document{Kind: pos.DocSource, Body: body}}}}
}

// readPlace returns the place of the current generation; a zero one when it has none.
func readPlace(ctx context.Context, shelf Shelf, store string) (sourcePlace, error) {
	m, err := shelf.Manifest(ctx, store)
	if err != nil {
		return sourcePlace{}, fmt.Errorf("manifest: %w", err)
	}
	for _, chunk := range m.Chunks {
		if chunk.Kind != pos.DocSource {
			continue
		}
		body, err := shelf.Chunk(ctx, chunk.Digest)
		if err != nil {
			return sourcePlace{}, fmt.Errorf("chunk %.12s: %w", chunk.Digest, err)
		}
		var p sourcePlace
		if err := json.Unmarshal(body, &p); err != nil {
			return sourcePlace{}, fmt.Errorf("place in the source: %w", err)
		}
		return p, nil
	}
	return sourcePlace{}, nil
}
