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

// pushWait is how long a push is waited for: well below what servers and proxies let a request take.
const pushWait = 20 * time.Second

// Pusher has everything read that differs from Magento.
type Pusher interface {
	// Push reads what differs in a store view, and goes on when ctx ends before that is done. Errors: not_found; unavailable.
	Push(ctx context.Context, store string) (pos.CatalogPush, error)
}

// managerSignedIn lets only managers on. Errors: unauthorized.
func managerSignedIn(ctx context.Context) error {
	p, err := pos.PrincipalFrom(ctx)
	if err == nil && p.Role != pos.RoleManager {
		return pos.NewError(pos.KindUnauthorized, pos.CodeForbidden, "This needs a manager. Have one sign in.")
	}
	return err
}

func pushAnswer(p pos.CatalogPush) *model.CatalogPush {
	return &model.CatalogPush{Store: p.Store, Finished: p.Finished, Changed: p.Changed, Milliseconds: int(p.Took.Milliseconds())}
}

// noPusher answers for a gateway that has none.
type noPusher struct{}

func (noPusher) Push(context.Context, string) (pos.CatalogPush, error) {
	return pos.CatalogPush{}, pos.NewError(pos.KindUnavailable, pos.CodeNotReady, "This gateway does not read its catalog by itself")
}

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
