package catalog

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/fnv"
	"slices"
	"strconv"

	"github.com/zeebo/xxh3"

	"github.com/tillway/tillway/gateway/pos"
)

// chunkDocuments is about how many documents a chunk holds. Of fewer, a register that takes the whole catalog would spend more time on
// asking than on downloading; of more, a changed product would have it take more anew.
const chunkDocuments = 4096

// run is the documents of one chunk-to-be.
type run struct {
	kind pos.DocumentKind
	docs []document // in order
}

// cut divides documents of one kind, in their order, into runs whose bounds do not depend on the neighbours, so that one changed
// document alters one chunk: by ranges of ids for products and categories, by a hash of the key for stock and routes. The width of a
// range is a power of two and moves only when the catalog doubles.
func cut(kind pos.DocumentKind, docs []document) (out []run) {
	if kind == pos.DocStock || kind == pos.DocRoute {
		return cutByHash(kind, docs)
	}
	width, all := int64(chunkDocuments), int64(len(docs))
	for all > 0 && idOf(docs[all-1].Document)/width*chunkDocuments > 2*all {
		width *= 2
	}
	for len(docs) > 0 {
		end := (idOf(docs[0].Document)/width + 1) * width
		n, _ := slices.BinarySearchFunc(docs, end, func(d document, end int64) int { return cmp.Compare(idOf(d.Document), end) })
		out = append(out, run{kind, docs[:n]})
		docs = docs[n:]
	}
	return out
}

func cutByHash(kind pos.DocumentKind, docs []document) (out []run) {
	n := 1
	for n*chunkDocuments < len(docs) {
		n *= 2
	}
	counts, buckets, of := make([]int, n), make([][]document, n), make([]int, len(docs))
	for i, d := range docs {
		h := fnv.New32a()
		_, _ = h.Write([]byte(d.Key))
		of[i] = int(h.Sum32()) % n
		counts[of[i]]++
	}
	for i, d := range docs {
		b := of[i]
		if buckets[b] == nil {
			buckets[b] = make([]document, 0, counts[b])
		}
		buckets[b] = append(buckets[b], d)
	}
	for _, b := range buckets {
		if len(b) > 0 {
			out = append(out, run{kind, b})
		}
	}
	return out
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
	chunk, sum := pos.Chunk{Kind: r.kind, Documents: len(r.docs)}, digester(r.kind)
	body, newline := make([][]byte, 0, 2*len(r.docs)), []byte("\n")
	for _, d := range r.docs {
		body = append(body, d.Body, newline)
		_, _ = sum.Write(d.Body)
		_, _ = sum.Write(newline)
		chunk.Bytes += len(d.Body) + len(newline)
	}
	chunk.Digest = hex.EncodeToString(sum.Sum(nil))
	if known[chunk.Digest] {
		return chunk, nil
	}
	if err := shelf.PutChunk(ctx, chunk.Digest, body); err != nil {
		return pos.Chunk{}, fmt.Errorf("put chunk %.12s: %w", chunk.Digest, err)
	}
	return chunk, nil
}

// digester computes a chunk's digest: see pos.Chunk. Of product chunks, which are most of what an import writes, a SHA-256 would take a
// twelfth of its time.
func digester(kind pos.DocumentKind) hash.Hash {
	if kind == pos.DocProduct {
		return xxh3.New128()
	}
	return sha256.New()
}
