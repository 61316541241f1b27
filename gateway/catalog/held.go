package catalog

import (
	"bytes"
	"context"
	"fmt"

	"github.com/tillway/tillway/gateway/pos"
)

// held is what the shelf and the log say of a store view: the digest of each document as of cursor.
type held struct {
	cursor      pos.Cursor
	fingerprint string
	sums        map[docID]digest
	chunks      map[string]bool // on the shelf
}

// readHeld returns false when there is nothing to build on: no manifest, a chunk that was lost, or a log that
// no longer reaches back to the manifest.
func readHeld(ctx context.Context, shelf Shelf, log Log, store string) (*held, bool, error) {
	m, err := shelf.Manifest(ctx, store)
	if pos.KindOf(err) == pos.KindNotFound {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("manifest: %w", err)
	}
	h := &held{cursor: m.Cursor, fingerprint: m.Fingerprint, sums: map[docID]digest{}, chunks: map[string]bool{}}
	for _, chunk := range m.Chunks {
		if chunk.Kind == pos.DocSource || chunk.Kind == pos.DocRegister {
			continue // made anew, and put on the shelf again in case it was lost
		}
		body, err := shelf.Chunk(ctx, chunk.Digest)
		if pos.KindOf(err) == pos.KindNotFound {
			return nil, false, nil
		}
		if err != nil {
			return nil, false, fmt.Errorf("chunk %.12s: %w", chunk.Digest, err)
		}
		for line := range bytes.Lines(body) {
			line = bytes.TrimSuffix(line, []byte("\n"))
			key, err := keyOf(chunk.Kind, line)
			if err != nil {
				return nil, false, err
			}
			h.sums[docID{chunk.Kind, key}] = digestOf(line)
		}
		h.chunks[chunk.Digest] = true
	}
	h.cursor, err = foldLog(ctx, log, store, h.cursor, h.fold)
	if code := pos.CodeOf(err); code == pos.CodeResyncFirst || code == pos.CodeNotFound {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	return h, true, nil
}

// foldLog calls each for every change after a cursor and returns the cursor reached.
func foldLog(ctx context.Context, log Log, store string, from pos.Cursor, each func(pos.Change)) (pos.Cursor, error) {
	for {
		page, err := log.After(ctx, store, from, followPage)
		if err != nil {
			return from, fmt.Errorf("read the log of %s: %w", store, err)
		}
		for _, c := range page.Entries {
			each(c)
		}
		from = page.Next
		if !page.More {
			return from, nil
		}
	}
}
