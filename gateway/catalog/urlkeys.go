package catalog

import (
	"cmp"
	"context"
	"log/slog"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// urlKeys finds products that have the URL key of another, which Magento does not let be saved, but imports and direct SQL do. Each
// stays found by its own request paths; a search for the key finds all of them.
type urlKeys []keyed

type keyed struct {
	key string
	id  int64
}

func (k *urlKeys) add(p *pos.Product) {
	if p.URLKey != "" {
		*k = append(*k, keyed{p.URLKey, p.ID})
	}
}

// shared puts the keys in order and returns, for each that products share, where those after the first of them stand.
func (k urlKeys) shared() (others []int) {
	slices.SortFunc(k, func(a, b keyed) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id)) })
	for i := 1; i < len(k); i++ {
		if k[i].key == k[i-1].key && k[i].id != k[i-1].id { // a product may be read twice
			others = append(others, i)
		}
	}
	return others
}

// tellURLKeys logs and counts them, with one as an example. Nobody waits for it.
func (im *Importer) tellURLKeys(ctx context.Context, store string, keys urlKeys) {
	others := keys.shared()
	if len(others) == 0 {
		return
	}
	example := slices.MinFunc(others, func(a, b int) int { return cmp.Compare(keys[a].id, keys[b].id) })
	im.cfg.Broken("url_key", len(others))
	im.cfg.Logger.WarnContext(ctx, "products have the URL key of another; all of them are read", slog.String("entity", "url_key"), slog.String("store", store),
		slog.Int("rows", len(others)), slog.Int64("first", keys[example].id), slog.Int64("other", keys[example-1].id), slog.String("key", keys[example].key))
}
