package redis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	goredis "github.com/redis/go-redis/v9"

	"github.com/tillway/tillway/gateway/pos"
)

// Chunks are shared by all stores: equal content is one key. A chunk that a manifest names has no expiry; every other has
// one. PutManifest writes its manifest before it takes the expiry off its chunks, and puts an expiry on a chunk before it
// looks whether another store's manifest names it: whichever of two comes first, a named chunk stays.

// refreshScript puts a chunk's expiry off. KEYS: chunk. ARGV: milliseconds. Returns 0 when the chunk is not held.
const refreshScript = `
local left = redis.call('PTTL', KEYS[1])
if left == -2 then return 0 end
if left >= 0 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return 1`

// manifestScript swaps manifests, unless the log was begun anew by another. KEYS: manifest, hash of the log. ARGV: epoch,
// manifest. Returns nil when the log is not of this epoch, else the manifest before, empty when there was none.
const manifestScript = `
if redis.call('HGET', KEYS[2], 'epoch') ~= ARGV[1] then return nil end
local old = redis.call('GET', KEYS[1])
redis.call('SET', KEYS[1], ARGV[2])
return old or ''`

func (r *Redis) chunkKey(digest string) string { return r.prefix + "chunk:{" + digest + "}" }

func (r *Redis) storesKey() string { return r.prefix + "stores" }

// PutChunk keeps a chunk, whose bytes come in pieces, under its digest.
func (r *Redis) PutChunk(ctx context.Context, digest string, pieces [][]byte) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	body := slices.Concat(pieces...)
	stored, err := r.client.SetNX(ctx, r.chunkKey(digest), body, r.grace).Result()
	if err != nil {
		return unavailable(err)
	}
	if stored {
		return nil
	}
	// Already there: it gets the whole grace again, unless it is named and has no expiry, or is gone just now.
	refreshed, err := goredis.NewScript(refreshScript).Run(ctx, r.client, []string{r.chunkKey(digest)}, r.grace.Milliseconds()).Int()
	if err != nil {
		return unavailable(err)
	}
	if refreshed == 0 {
		if err := r.client.Set(ctx, r.chunkKey(digest), body, r.grace).Err(); err != nil {
			return unavailable(err)
		}
	}
	return nil
}

// Chunk returns a chunk's bytes. Errors: not_found.
func (r *Redis) Chunk(ctx context.Context, digest string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	body, err := r.client.Get(ctx, r.chunkKey(digest)).Bytes()
	if errors.Is(err, goredis.Nil) {
		return nil, pos.NotFound("There is no chunk %.64q; take the manifest again", digest)
	}
	if err != nil {
		return nil, unavailable(err)
	}
	return body, nil
}

// PutManifest makes a generation the current one. Errors: conflict, when it names a chunk that is not held, or the log is not
// of its epoch.
func (r *Redis) PutManifest(ctx context.Context, m pos.Manifest) error {
	ctx, cancel := context.WithTimeout(ctx, 4*callTimeout)
	defer cancel()
	if err := r.checkChunks(ctx, m); err != nil {
		return err
	}
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode the manifest of %s: %w", m.Store, err)
	}
	if err := r.client.SAdd(ctx, r.storesKey(), m.Store).Err(); err != nil {
		return unavailable(err)
	}
	// The manifests are swapped in one step, so that of two writers each drops what exactly one manifest named.
	hash, _ := r.logKeys(m.Store)
	old, err := goredis.NewScript(manifestScript).Run(ctx, r.client, []string{r.key(m.Store, "manifest"), hash}, m.Cursor.Epoch, body).Text()
	if errors.Is(err, goredis.Nil) {
		return pos.Conflict("The feed of store view %s is not of epoch %s, which the manifest is of; import again", m.Store, m.Cursor.Epoch)
	}
	if err != nil {
		return unavailable(err)
	}
	if err := r.persist(ctx, digests(m)); err != nil {
		return err
	}
	var before pos.Manifest
	if old != "" {
		if err := json.Unmarshal([]byte(old), &before); err != nil {
			return fmt.Errorf("decode the manifest of %s before this one: %w", m.Store, err)
		}
	}
	return r.dropUnnamed(ctx, digests(before))
}

func digests(m pos.Manifest) []string {
	out := make([]string, len(m.Chunks))
	for i, c := range m.Chunks {
		out[i] = c.Digest
	}
	return out
}

func (r *Redis) checkChunks(ctx context.Context, m pos.Manifest) error {
	found, err := r.client.Pipelined(ctx, func(p goredis.Pipeliner) error {
		for _, digest := range digests(m) {
			p.Exists(ctx, r.chunkKey(digest))
		}
		return nil
	})
	if err != nil {
		return unavailable(err)
	}
	for i, cmd := range found {
		if n, ok := cmd.(*goredis.IntCmd); ok && n.Val() == 0 {
			return pos.Conflict("The manifest of %s names chunk %.12s, which is not held; import again", m.Store, m.Chunks[i].Digest)
		}
	}
	return nil
}

func (r *Redis) persist(ctx context.Context, digests []string) error {
	_, err := r.client.Pipelined(ctx, func(p goredis.Pipeliner) error {
		for _, digest := range digests {
			p.Persist(ctx, r.chunkKey(digest))
		}
		return nil
	})
	if err != nil {
		return unavailable(err)
	}
	return nil
}

// dropUnnamed gives those of the chunks an expiry that no store's manifest names.
func (r *Redis) dropUnnamed(ctx context.Context, candidates []string) error {
	named, err := r.named(ctx)
	if err != nil {
		return err
	}
	drop := slices.DeleteFunc(candidates, func(d string) bool { return named[d] })
	if len(drop) == 0 {
		return nil
	}
	if _, err = r.client.Pipelined(ctx, func(p goredis.Pipeliner) error {
		for _, digest := range drop {
			p.PExpire(ctx, r.chunkKey(digest), r.grace)
		}
		return nil
	}); err != nil {
		return unavailable(err)
	}
	if named, err = r.named(ctx); err != nil {
		return err
	}
	return r.persist(ctx, slices.DeleteFunc(drop, func(d string) bool { return !named[d] }))
}

// named returns the chunks that the stores' manifests name.
func (r *Redis) named(ctx context.Context) (map[string]bool, error) {
	stores, err := r.client.SMembers(ctx, r.storesKey()).Result()
	if err != nil {
		return nil, unavailable(err)
	}
	out := map[string]bool{}
	for _, store := range stores {
		m, err := r.Manifest(ctx, store)
		if pos.KindOf(err) == pos.KindNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, digest := range digests(m) {
			out[digest] = true
		}
	}
	return out, nil
}

// Manifest returns the current generation of a store. Errors: not_found.
func (r *Redis) Manifest(ctx context.Context, store string) (pos.Manifest, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	body, err := r.client.Get(ctx, r.key(store, "manifest")).Bytes()
	if errors.Is(err, goredis.Nil) {
		return pos.Manifest{}, pos.NotFound("The catalog of store view %.40q was not imported yet", store)
	}
	if err != nil {
		return pos.Manifest{}, unavailable(err)
	}
	var m pos.Manifest
	if err := json.Unmarshal(body, &m); err != nil {
		return pos.Manifest{}, fmt.Errorf("decode the manifest of %s: %w", store, err)
	}
	return m, nil
}
