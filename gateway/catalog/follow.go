package catalog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	followPage = 500
	// applyAtMost is about how many changes are applied at once.
	applyAtMost = 5000
	// maxBackoff caps the wait between attempts while the shelf or the log fails.
	maxBackoff = 30 * time.Second
	// syncTimeout bounds one load or catch-up.
	syncTimeout = 2 * time.Minute
)

// Run loads every store view and follows its log until ctx ends; then it returns nil. Failures are logged and tried again
// with growing, jittered waits: what is in memory goes on being served.
func (c *Catalog) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	for _, code := range c.cfg.Stores {
		wg.Go(func() { c.follow(ctx, c.stores[code]) })
	}
	wg.Wait()
	return nil
}

func (c *Catalog) follow(ctx context.Context, v *view) {
	var heads <-chan pos.Cursor
	failures := 0
	for ctx.Err() == nil {
		if heads == nil && c.cfg.Heads != nil {
			var err error
			if heads, err = c.cfg.Heads.SubscribeCatalog(ctx, v.code); err != nil {
				c.cfg.Logger.WarnContext(ctx, "catalog follower is not woken, only polling", slog.String("store", v.code), slog.Any("error", err))
			}
		}
		err := c.Sync(ctx, v.code)
		if err == nil {
			err = c.tidy(v)
		}
		switch {
		case err == nil:
			failures = 0
		case ctx.Err() != nil:
			return
		case pos.CodeOf(err) == pos.CodeNotReady:
			failures = 0
		default:
			failures++
			c.cfg.Logger.WarnContext(ctx, "catalog cannot catch up", slog.String("store", v.code), slog.Any("error", err))
		}
		timer := time.NewTimer(c.wait(failures))
		select {
		case <-ctx.Done():
		case <-timer.C:
		case _, open := <-heads:
			if !open {
				heads = nil
			}
		}
		timer.Stop()
	}
}

// wait is how long to wait before looking again: the poll interval, doubled with each failure up to a cap, ± a quarter so
// that replicas do not look in step.
func (c *Catalog) wait(failures int) time.Duration {
	d := c.cfg.Poll << min(failures, 10)
	if d > maxBackoff {
		d = max(maxBackoff, c.cfg.Poll)
	}
	return d - d/4 + rand.N(d/2+1) //nolint:gosec // a jitter, no secret
}

// Sync brings a store view up to date once: it loads the current generation if there is none in memory, or the log was begun
// anew or has lost what was read of it, and applies what the log holds after it. Magento is not asked. Errors: unavailable,
// with CodeNotReady before the first import and while the log is being made anew, when what is in memory goes on being served;
// not_found, for a store view that this catalog does not serve.
func (c *Catalog) Sync(ctx context.Context, store string) error {
	v, ok := c.stores[store]
	if !ok {
		return pos.NotFound("There is no store view %.40q here", store)
	}
	ctx, cancel := context.WithTimeout(ctx, syncTimeout)
	defer cancel()
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.current.Load() == nil {
		if err := c.load(ctx, v); err != nil {
			return err
		}
	}
	err := c.catchUp(ctx, v)
	if pos.CodeOf(err) != pos.CodeResyncFirst {
		return err
	}
	if err := c.noteRewritten(ctx, v); err != nil {
		return err
	}
	// The log was begun anew, or no longer holds what we lack: take the manifest again, unless it is the one we have.
	if err := c.load(ctx, v); err != nil {
		return err
	}
	if err = c.catchUp(ctx, v); pos.CodeOf(err) == pos.CodeResyncFirst {
		return madeAnew(v.code, err) // its writer is not done yet, or was killed: the poller sees to that
	}
	return err
}

// noteRewritten looks whether the log has lost entries that we have read, as a Redis does that fails over to a replica or
// crashes. It numbers others like them from now on: what we hold is to be loaded anew, and the log to be begun anew. v.mu is held.
func (c *Catalog) noteRewritten(ctx context.Context, v *view) error {
	head, err := c.cfg.Log.Head(ctx, v.code)
	if err != nil {
		return fmt.Errorf("head of the log of %s: %w", v.code, err)
	}
	if at := v.current.Load().cursor; head.Epoch == at.Epoch && head.Seq < at.Seq && v.rewritten != at.Epoch {
		c.cfg.Logger.WarnContext(ctx, "the shared cache has lost changes; the catalog is loaded anew", slog.String("store", v.code),
			slog.Int64("read", at.Seq), slog.Int64("left", head.Seq))
		v.rewritten, v.loaded = at.Epoch, pos.Manifest{}
	}
	return nil
}

// rewritten returns the epoch whose log has lost what this replica had read of it; none, when that never happened.
func (c *Catalog) rewritten(store string) string {
	v := c.stores[store]
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.rewritten
}

// madeAnew is the error of a store view whose log cannot be followed until the next import is done.
func madeAnew(store string, cause error) error {
	return pos.NewError(pos.KindUnavailable, pos.CodeNotReady, "The feed of store view %s is being made anew; try again", store).Because(cause)
}

// catchUp applies the log after the generation's cursor, several pages at a time: what an application costs depends more on
// how much of the generation it touches than on how many changes do. v.mu is held.
func (c *Catalog) catchUp(ctx context.Context, v *view) error {
	for more := true; more; {
		g := v.current.Load()
		b, cursor, entries := newBatch(g.symbols), g.cursor, 0
		for more && entries < applyAtMost {
			changes, err := c.cfg.Log.After(ctx, v.code, cursor, followPage)
			if err != nil {
				if pos.KindOf(err) == pos.KindNotFound {
					return madeAnew(v.code, err) // gone with a cache that was emptied
				}
				return fmt.Errorf("follow the log of %s: %w", v.code, err)
			}
			for _, e := range changes.Entries {
				if err := b.add(e); err != nil {
					// A document that cannot be read must not stop the ones after it.
					c.cfg.Logger.ErrorContext(ctx, "catalog skips a change", slog.String("store", v.code), slog.Int64("seq", e.Seq), slog.Any("error", err))
				}
			}
			entries, cursor, more = entries+len(changes.Entries), changes.Next, changes.More
		}
		if entries == 0 {
			continue
		}
		next, err := g.apply(b, cursor)
		if err != nil {
			return fmt.Errorf("apply changes to %s: %w", v.code, err)
		}
		v.touched.note(b, cursor)
		v.current.Store(next)
	}
	return nil
}

// load replaces the generation in memory by the shelf's current one, if that is another. v.mu is held.
func (c *Catalog) load(ctx context.Context, v *view) error {
	m, err := c.cfg.Shelf.Manifest(ctx, v.code)
	if err != nil {
		if pos.KindOf(err) == pos.KindNotFound {
			return pos.NewError(pos.KindUnavailable, pos.CodeNotReady, "The catalog of store view %s was not imported yet", v.code)
		}
		return fmt.Errorf("manifest of %s: %w", v.code, err)
	}
	old := v.current.Load()
	if old != nil && m.Cursor == v.loaded.Cursor && m.BuiltAt == v.loaded.BuiltAt {
		return nil
	}
	sym := newSymbols()
	if old != nil {
		sym = old.symbols
	}
	whole, err := c.readChunks(ctx, v.code, m.Chunks, sym)
	if err != nil {
		return err
	}
	if whole.store == nil {
		return errors.New("the manifest has no store document")
	}
	g := newGeneration(m.Cursor, m.Fingerprint, sym)
	if old != nil {
		g.version, g.stockMoves = old.version, old.stockMoves
	}
	if g, err = g.apply(whole, m.Cursor); err != nil {
		return fmt.Errorf("load %s: %w", v.code, err)
	}
	v.touched.clear() // the digests that were shelved with it are from before it was read
	v.current.Store(g)
	v.loaded = m
	return nil
}

// readChunks fetches and reads chunks at the same time.
func (c *Catalog) readChunks(ctx context.Context, store string, chunks []pos.Chunk, sym *symbols) (*batch, error) {
	batches := make([]*batch, len(chunks))
	group, gctx := errgroup.WithContext(ctx)
	group.SetLimit(processors() + 1) // one may wait for the shelf
	for i, chunk := range chunks {
		batches[i] = newBatch(sym)
		if chunk.Kind == pos.DocSource || chunk.Kind == pos.DocRegister {
			continue
		}
		group.Go(func() error {
			body, err := c.cfg.Shelf.Chunk(gctx, chunk.Digest)
			if err != nil {
				return fmt.Errorf("chunk %.12s of %s: %w", chunk.Digest, store, err)
			}
			return batches[i].readChunk(chunk.Kind, body)
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	whole := newBatch(sym)
	for _, b := range batches {
		whole.join(b)
	}
	return whole, nil
}
