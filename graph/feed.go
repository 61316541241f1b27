package graph

import (
	"context"
	"strings"
	"time"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// chunkPath is where package app mounts the feed's chunks.
const chunkPath = "/catalog/chunks/"

func manifestAnswer(m pos.Manifest) (*model.CatalogManifest, error) {
	built, err := time.Parse(time.RFC3339, m.BuiltAt)
	if err != nil {
		return nil, pos.NewError(pos.KindInternal, pos.CodeInternal, "manifest with a bad time").Because(err)
	}
	chunks := make([]model.CatalogChunk, len(m.Chunks))
	for i, c := range m.Chunks {
		chunks[i] = model.CatalogChunk{
			Kind: documentKind(c.Kind), Digest: c.Digest, Documents: c.Documents, Bytes: c.Bytes, URL: chunkPath + c.Digest,
		}
	}
	return &model.CatalogManifest{Cursor: m.Cursor.String(), Fingerprint: m.Fingerprint, BuiltAt: built, Chunks: chunks}, nil
}

func changesAnswer(c pos.Changes) *model.CatalogChanges {
	entries := make([]model.CatalogChange, len(c.Entries))
	for i, e := range c.Entries {
		entries[i] = model.CatalogChange{Kind: documentKind(e.Kind), Key: e.Key, Document: e.Body, Deleted: e.Deleted}
	}
	return &model.CatalogChanges{Entries: entries, Next: c.Next.String(), More: c.More}
}

func resyncAnswer(after string) *model.CatalogChanges {
	return &model.CatalogChanges{Entries: []model.CatalogChange{}, Next: after, ResyncRequired: true}
}

func documentKind(k pos.DocumentKind) model.DocumentKind {
	return model.DocumentKind(strings.ToUpper(string(k)))
}

func cursorText(_ context.Context, c pos.Cursor) (string, error) { return c.String(), nil }
