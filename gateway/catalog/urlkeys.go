package catalog

import (
	"cmp"
	"context"
	"hash/maphash"
	"log/slog"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// urlKeys finds products that have the URL key of another, which Magento does not let be saved, but imports and direct SQL do. Each
// stays found by its own request paths; a search for the key finds all of them.
type urlKeys struct {
	seed maphash.Seed
	sums []keySum
}

// keySum stands for the URL key of a product.
type keySum struct {
	sum uint64
	id  int64
}

func newURLKeys(products int) urlKeys {
	return urlKeys{maphash.MakeSeed(), make([]keySum, 0, products)}
}

func (k *urlKeys) add(p *pos.Product) {
	if p.URLKey != "" {
		k.sums = append(k.sums, keySum{maphash.String(k.seed, p.URLKey), p.ID})
	}
}

// shared returns pairs of products that have one key, each product that is not the first with its key in one of them, as the second.
func (k *urlKeys) shared() (pairs [][2]int64) {
	slices.SortFunc(k.sums, func(a, b keySum) int { return cmp.Or(cmp.Compare(a.sum, b.sum), cmp.Compare(a.id, b.id)) })
	for i := 1; i < len(k.sums); i++ {
		if a, b := k.sums[i-1], k.sums[i]; a.sum == b.sum && a.id != b.id { // a product may be read twice
			pairs = append(pairs, [2]int64{a.id, b.id})
		}
	}
	return pairs
}

// tellURLKeys logs and counts them, with one as an example. Nobody waits for it.
func (im *Importer) tellURLKeys(ctx context.Context, store string, found wasRead) {
	pairs := found.keys.shared()
	if len(pairs) == 0 {
		return
	}
	example := slices.MinFunc(pairs, func(a, b [2]int64) int { return cmp.Compare(a[1], b[1]) })
	key := ""
	if p, err := productOf(found.docs.of(pos.DocProduct), example[1]); err == nil && p != nil {
		key = p.URLKey
	}
	im.cfg.Broken("url_key", len(pairs))
	im.cfg.Logger.WarnContext(ctx, "products have the URL key of another; all of them are read", slog.String("entity", "url_key"), slog.String("store", store),
		slog.Int("rows", len(pairs)), slog.Int64("first", example[1]), slog.Int64("other", example[0]), slog.String("key", key))
}
