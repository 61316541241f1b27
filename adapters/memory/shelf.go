package memory

import (
	"context"
	"slices"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

type chunk struct {
	body [][]byte // in pieces
	// idle is since when no manifest has named the chunk.
	idle time.Time
}

// PutChunk keeps a chunk, whose bytes come in pieces, under its digest. The caller must not change them any more.
func (m *Memory) PutChunk(_ context.Context, digest string, body [][]byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c, ok := m.chunks[digest]; ok {
		c.idle = m.now()
		return nil
	}
	m.chunks[digest] = &chunk{body: body, idle: m.now()}
	return nil
}

// Chunk returns a chunk's bytes. Errors: not_found.
func (m *Memory) Chunk(_ context.Context, digest string) ([]byte, error) {
	m.mu.RLock()
	c, ok := m.chunks[digest]
	m.mu.RUnlock()
	if !ok {
		return nil, pos.NotFound("There is no chunk %.64q; take the manifest again", digest)
	}
	return slices.Concat(c.body...), nil
}

// PutManifest makes a generation the current one and drops chunks that no manifest has named for the time of grace.
// Errors: conflict, when it names a chunk that is not held, or the log is not of its epoch.
func (m *Memory) PutManifest(_ context.Context, manifest pos.Manifest) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range manifest.Chunks {
		if _, ok := m.chunks[c.Digest]; !ok {
			return pos.Conflict("The manifest of %s names chunk %.12s, which is not held; import again", manifest.Store, c.Digest)
		}
	}
	if l, ok := m.logs[manifest.Store]; !ok || l.epoch != manifest.Cursor.Epoch {
		return pos.Conflict("The feed of store view %s is not of epoch %s, which the manifest is of; import again", manifest.Store, manifest.Cursor.Epoch)
	}
	now := m.now()
	for _, c := range m.manifests[manifest.Store].Chunks {
		m.chunks[c.Digest].idle = now
	}
	manifest.Chunks = slices.Clone(manifest.Chunks)
	m.manifests[manifest.Store] = manifest
	named := map[string]bool{}
	for _, kept := range m.manifests {
		for _, c := range kept.Chunks {
			named[c.Digest] = true
		}
	}
	for digest, c := range m.chunks {
		if !named[digest] && now.Sub(c.idle) >= m.grace {
			delete(m.chunks, digest)
		}
	}
	return nil
}

// Manifest returns the current generation of a store. Errors: not_found.
func (m *Memory) Manifest(_ context.Context, store string) (pos.Manifest, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	manifest, ok := m.manifests[store]
	if !ok {
		return pos.Manifest{}, pos.NotFound("The catalog of store view %.40q was not imported yet", store)
	}
	manifest.Chunks = slices.Clone(manifest.Chunks)
	return manifest, nil
}
