package catalog

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/tillway/tillway/gateway/pos"
)

// unreadable returns the products that the source could not load while it read the others, or the error of the whole reading.
func unreadable(err error) ([]int64, error) {
	if u, ok := errors.AsType[*pos.Unreadable](err); ok {
		return u.IDs, nil
	}
	return nil, err
}

// keepHeld adds to what was read the documents that are held of products which could not be: a product that the source cannot
// load is not gone. Of those that are not held there is nothing to keep.
func (im *Importer) keepHeld(ctx context.Context, store string, docs documents, ids []int64) error {
	wanted := map[docID]bool{}
	for _, id := range ids {
		wanted[docID{pos.DocProduct, productKey(id)}] = true
	}
	m, err := im.cfg.Shelf.Manifest(ctx, store)
	if err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	for _, chunk := range m.Chunks {
		if chunk.Kind != pos.DocProduct {
			continue
		}
		body, err := im.cfg.Shelf.Chunk(ctx, chunk.Digest)
		if err != nil {
			return fmt.Errorf("chunk %.12s: %w", chunk.Digest, err)
		}
		for line := range bytes.Lines(body) {
			line = bytes.TrimSuffix(line, []byte("\n"))
			key, err := keyOf(chunk.Kind, line)
			if err != nil {
				return err
			}
			if id := (docID{chunk.Kind, key}); wanted[id] {
				docs.put(id.kind, document{Document: pos.Document{Kind: id.kind, Key: key, Body: line}})
			}
		}
	}
	_, err = foldLog(ctx, im.cfg.Log, store, m.Cursor, func(c pos.Change) {
		if wanted[docID{c.Kind, c.Key}] {
			docs.fold(c)
		}
	})
	return err
}
