package catalog

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"

	"github.com/tillway/tillway/gateway/pos"
)

// chunkDocuments is about how many documents a chunk holds. Of fewer, a register that takes the whole catalog would spend more time on
// asking than on downloading; of more, a changed product would have it take more anew.
const chunkDocuments = 4096

// run is the documents of one chunk-to-be.
type run struct {
	kind pos.DocumentKind
	docs []pos.Document
}

// cut divides documents of one kind into runs whose bounds do not depend on the neighbours, so that one changed document
// alters one chunk: by ranges of ids for products and categories, by a hash of the key for stock and
// routes. The width of a range is a
// power of two and moves only when the catalog doubles. The runs are yet to be sorted.
func cut(kind pos.DocumentKind, docs []pos.Document) []run {
	buckets := map[int64][]pos.Document{}
	switch kind {
	case pos.DocStock, pos.DocRoute:
		n := int64(1)
		for n*chunkDocuments < int64(len(docs)) {
			n *= 2
		}
		for _, d := range docs {
			h := fnv.New32a()
			_, _ = h.Write([]byte(d.Key))
			b := int64(h.Sum32()) % n
			buckets[b] = append(buckets[b], d)
		}
	default:
		ids, highest := make([]int64, len(docs)), int64(0)
		for i, d := range docs {
			ids[i] = idOf(d)
			highest = max(highest, ids[i])
		}
		width := int64(chunkDocuments)
		for len(docs) > 0 && highest/width*chunkDocuments > 2*int64(len(docs)) {
			width *= 2
		}
		for i, d := range docs {
			b := ids[i] / width
			if buckets[b] == nil {
				buckets[b] = make([]pos.Document, 0, min(width, int64(len(docs))))
			}
			buckets[b] = append(buckets[b], d)
		}
	}
	out := make([]run, 0, len(buckets))
	for _, b := range slices.Sorted(maps.Keys(buckets)) {
		out = append(out, run{kind, buckets[b]})
	}
	return out
}

// sort puts the documents into the order of their chunk: by id, then by key.
func (r run) sort() {
	if r.kind != pos.DocProduct && r.kind != pos.DocCategory {
		slices.SortFunc(r.docs, func(x, y pos.Document) int { return cmp.Compare(x.Key, y.Key) })
		return
	}
	slices.SortFunc(r.docs, func(x, y pos.Document) int {
		// Without leading zeros the shorter number is the lower.
		return cmp.Or(cmp.Compare(len(x.Key), len(y.Key)), cmp.Compare(x.Key, y.Key))
	})
}

// idOf is the number that a product or category key is, 0 for other keys.
func idOf(d pos.Document) int64 {
	if d.Kind != pos.DocProduct && d.Kind != pos.DocCategory {
		return 0
	}
	id, err := strconv.ParseInt(d.Key, 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// store puts the run on the shelf, unless it is known to be there, and returns its entry in the manifest.
func (r run) store(ctx context.Context, shelf Shelf, known map[string]bool) (pos.Chunk, error) {
	lines := make([][]byte, 0, len(r.docs)+1)
	for _, d := range r.docs {
		lines = append(lines, d.Body)
	}
	body := bytes.Join(append(lines, nil), []byte("\n")) // each line ends with one
	sum := sha256.Sum256(body)
	chunk := pos.Chunk{Kind: r.kind, Digest: hex.EncodeToString(sum[:]), Documents: len(r.docs), Bytes: len(body)}
	if known[chunk.Digest] {
		return chunk, nil
	}
	if err := shelf.PutChunk(ctx, chunk.Digest, body); err != nil {
		return pos.Chunk{}, fmt.Errorf("put chunk %.12s: %w", chunk.Digest, err)
	}
	return chunk, nil
}
