package feed

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	maxFirst          = 1000
	defaultCacheBytes = 256 << 20
	chunkTimeout      = 30 * time.Second
)

// Config is what a Service needs. Log and Shelf are required.
type Config struct {
	Log   Log
	Shelf Shelf
	// CacheBytes bounds the encoded chunks kept in memory; 256 MiB if zero.
	CacheBytes int
	Logger     *slog.Logger
}

// Service answers what a register asks to have and keep its copy of a catalog. Safe for concurrent use.
type Service struct {
	cfg     Config
	rules   ruleAttributes
	encoded *otter.Cache[variantKey, variant]
	codecs  codecs
}

// New returns a service.
func New(cfg Config) (*Service, error) {
	if cfg.CacheBytes <= 0 {
		cfg.CacheBytes = defaultCacheBytes
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	cache, err := otter.New(&otter.Options[variantKey, variant]{
		MaximumWeight: uint64(cfg.CacheBytes), //nolint:gosec // positive
		Weigher:       func(_ variantKey, v variant) uint32 { return size(len(v.body)) },
	})
	if err != nil {
		return nil, pos.NewError(pos.KindInternal, pos.CodeInternal, "chunk cache").Because(err)
	}
	coders, err := newCodecs()
	if err != nil {
		return nil, err
	}
	return &Service{cfg: cfg, encoded: cache, codecs: coders}, nil
}

func size(n int) uint32 {
	const beside = 1 << 10              // about what headers and key take
	return uint32(min(n+beside, 1<<31)) //nolint:gosec // capped
}

// Manifest returns the current generation of a store view as registers take it: only kinds that they read, and products cut
// down to what they read (pos.RegisterProduct). Errors: unavailable with CodeNotReady, before the first import; unavailable.
func (s *Service) Manifest(ctx context.Context, store string) (pos.Manifest, error) {
	m, err := s.cfg.Shelf.Manifest(ctx, store)
	if pos.KindOf(err) == pos.KindNotFound {
		return pos.Manifest{}, notReady(store, err)
	}
	if err != nil {
		return pos.Manifest{}, err
	}
	cut := slices.ContainsFunc(m.Chunks, func(c pos.Chunk) bool { return c.Kind == pos.DocRegister })
	var chunks []pos.Chunk
	for _, c := range m.Chunks {
		switch {
		case c.Kind == pos.DocRegister:
			c.Kind = pos.DocProduct
		case c.Kind == pos.DocProduct && cut || !c.Kind.ForRegisters():
			continue
		}
		chunks = append(chunks, c)
	}
	m.Chunks = chunks
	return m, nil
}

// Changes returns up to first (1 … 1000) changes after a cursor, as registers take them: of other kinds than theirs there are
// none, so that a page may have fewer entries, or none, and still more to come. Errors: invalid; conflict with
// CodeResyncFirst, when the reader was away too long and must take the manifest again; unavailable, with CodeNotReady before
// the first import.
func (s *Service) Changes(ctx context.Context, store string, after pos.Cursor, first int) (pos.Changes, error) {
	if first < 1 || first > maxFirst {
		return pos.Changes{}, pos.Invalid("first is %d: ask for 1 to %d changes", first, maxFirst)
	}
	changes, err := s.cfg.Log.After(ctx, store, after, first)
	if pos.KindOf(err) == pos.KindNotFound {
		return pos.Changes{}, notReady(store, err)
	}
	if err != nil {
		return pos.Changes{}, err
	}
	var attributes []string
	if slices.ContainsFunc(changes.Entries, func(e pos.Change) bool { return e.Kind == pos.DocProduct && !e.Deleted }) {
		if attributes, err = s.ruleAttributes(ctx, store); err != nil {
			return pos.Changes{}, err
		}
	}
	entries := make([]pos.Change, 0, len(changes.Entries))
	for _, e := range changes.Entries {
		if !e.Kind.ForRegisters() {
			continue
		}
		if e.Kind == pos.DocProduct && !e.Deleted {
			if e.Body, err = pos.RegisterDocument(e.Body, attributes); err != nil {
				// One document that cannot be read must not keep a register from the rest.
				s.cfg.Logger.ErrorContext(ctx, "feed skips a change", slog.String("store", store), slog.Int64("seq", e.Seq), slog.Any("error", err))
				continue
			}
		}
		entries = append(entries, e)
	}
	changes.Entries = entries
	return changes, nil
}

func notReady(store string, cause error) error {
	return pos.NewError(pos.KindUnavailable, pos.CodeNotReady, "The catalog of store view %.40q was not imported yet; try again in a moment", store).Because(cause)
}
