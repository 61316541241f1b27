package graph

import (
	"bytes"
	"context"
	"hash/maphash"
	"sync/atomic"

	"github.com/maypok86/otter/v2"

	"github.com/tillway/tillway/graph/model"
)

// answerOverhead is what an entry costs beside its body.
const answerOverhead = 200

// lookWeight is what an answer's having been told of a SKU's stock costs, in bytes.
const lookWeight = 100

// answers keeps encoded answers of catalog queries. An answer is found by the very bytes of the request, before anything
// is parsed, and is good as long as the catalog's version is the one from before it was made, and the stock is as it was told.
//
// Only answers that depend on nothing but request, store view and catalog are ever put in (see gate), so the lookup need
// not know what it is asked.
type answers struct {
	held    *otter.Cache[answerKey, answer]
	seed    maphash.Seed
	catalog Catalog
}

// answerKey is a hash of the question: the question itself is compared when an answer is found. An entry that another
// question with the same hash took the place of is made again.
type answerKey uint64

// question is everything that an answer is made from.
type question struct {
	method, store, currency, query string
	group                          int64
	body                           []byte
}

func (q *question) equals(other *question) bool {
	return q.method == other.method && q.store == other.store && q.currency == other.currency && q.query == other.query &&
		q.group == other.group && bytes.Equal(q.body, other.body)
}

type answer struct {
	to      question
	body    []byte
	root    string
	version uint64
	levels  *model.Levels
	stock   *atomic.Uint64 // the catalog's stock version that levels were last held against
}

func newAnswers(catalog Catalog, maxBytes int) *answers {
	return &answers{catalog: catalog, seed: maphash.MakeSeed(), held: otter.Must(&otter.Options[answerKey, answer]{
		MaximumWeight: uint64(maxBytes),
		Weigher: func(_ answerKey, a answer) uint32 {
			return uint32(len(a.body)+len(a.to.body)+len(a.to.query)+a.levels.Len()*lookWeight) + answerOverhead
		},
	})}
}

// get returns the kept answer of a request, unless Magento must be asked first whose it is.
func (a *answers) get(ctx context.Context, req *request) (answer, bool) {
	group, ok := req.groups.remembered(req.token)
	if !ok {
		return answer{}, false
	}
	req.asked.group = group
	key := a.keyOf(&req.asked)
	kept, ok := a.held.GetIfPresent(key)
	if !ok || !kept.to.equals(&req.asked) {
		return answer{}, false
	}
	if kept.version != req.version || !a.holds(ctx, &kept, req) {
		a.held.Invalidate(key)
		return answer{}, false
	}
	return kept, true
}

// holds says whether the stock is as the answer tells it.
func (a *answers) holds(ctx context.Context, kept *answer, req *request) bool {
	if kept.stock.Load() == req.stock {
		return true
	}
	if !kept.levels.Hold(ctx, a.catalog, req.store) {
		return false
	}
	kept.stock.Store(req.stock)
	return true
}

// put keeps the answer of a request.
func (a *answers) put(req *request, body []byte) {
	group, ok := req.groups.remembered(req.token)
	if !ok {
		return // nothing in it depended on the group, so nobody was asked
	}
	req.asked.group = group
	kept := answer{to: req.asked, body: body, root: req.root, version: req.version, levels: req.levels, stock: &atomic.Uint64{}}
	kept.stock.Store(req.stock)
	a.held.Set(a.keyOf(&req.asked), kept)
}

func (a *answers) keyOf(q *question) answerKey {
	var h maphash.Hash
	h.SetSeed(a.seed)
	for _, part := range []string{q.method, q.store, q.currency, q.query} {
		_, _ = h.WriteString(part)
		_ = h.WriteByte(0)
	}
	_ = h.WriteByte(byte(q.group))
	_, _ = h.Write(q.body)
	return answerKey(h.Sum64())
}
