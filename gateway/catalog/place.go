package catalog

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/tillway/tillway/gateway/pos"
)

// rangeSize is how many product ids a digest of the source stands for.
const rangeSize = 1024

// sourcePlace is where a source's history stood before something was read from it. It is shelved with the generation, so that
// any replica can go on polling from there.
type sourcePlace struct {
	Mark    pos.SourceMark    `json:"mark"`
	Digests []pos.RangeDigest `json:"digests"`
	Known   bool              `json:"known"` // false: nobody looked
}

func placeOf(ctx context.Context, source ChangeSource, store pos.Store) (sourcePlace, error) {
	changes, err := source.Changes(ctx, store, pos.SourceMark{})
	if err != nil {
		return sourcePlace{}, fmt.Errorf("mark: %w", err)
	}
	digests, err := source.Digests(ctx, store, rangeSize)
	if err != nil {
		return sourcePlace{}, fmt.Errorf("digests: %w", err)
	}
	return sourcePlace{changes.Next, digests, true}, nil
}

// run is the chunk of the place.
func (p sourcePlace) run() run {
	body, err := json.Marshal(p)
	if err != nil { // a text and a list of texts and numbers
		body = []byte("{}")
	}
	return run{pos.DocSource, []pos.Document{{Kind: pos.DocSource, Body: body}}}
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
