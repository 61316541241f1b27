package catalog

import (
	"context"
	"hash/maphash"
	"log/slog"

	"github.com/tillway/tillway/gateway/pos"
)

// urlKeys finds products that have the URL key of another, which Magento does not let be saved, but imports and direct SQL do. Each
// stays found by its own request paths; a search for the key finds all of them.
type urlKeys struct {
	seed  maphash.Seed
	first map[uint64]int64 // the first product that was met with a key
	again map[int64]string // those that were met later
}

func newURLKeys(expected int) urlKeys {
	return urlKeys{maphash.MakeSeed(), make(map[uint64]int64, expected), map[int64]string{}}
}

func (k *urlKeys) add(p *pos.Product) {
	if p.URLKey == "" {
		return
	}
	sum := maphash.String(k.seed, p.URLKey)
	if other, ok := k.first[sum]; !ok {
		k.first[sum] = p.ID
	} else if other != p.ID { // a product may be read twice
		k.again[p.ID] = p.URLKey
	}
}

// tellURLKeys logs and counts them, with one as an example.
func (im *Importer) tellURLKeys(ctx context.Context, store pos.Store, keys *urlKeys) {
	if len(keys.again) == 0 {
		return
	}
	example := int64(0)
	for id := range keys.again {
		if example == 0 || id < example {
			example = id
		}
	}
	key := keys.again[example]
	im.cfg.Broken("url_key", len(keys.again))
	im.cfg.Logger.WarnContext(ctx, "products have the URL key of another; all of them are read", slog.String("entity", "url_key"), slog.String("store", store.Code),
		slog.Int("rows", len(keys.again)), slog.Int64("first", example), slog.Int64("other", keys.first[maphash.String(keys.seed, key)]), slog.String("key", key))
}
