package graph

import (
	"bytes"
	"context"
	"hash/maphash"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// answerOverhead is what an entry costs beside its body.
const answerOverhead = 200

// answers keeps encoded answers of catalog queries. An answer is found by the very bytes of the request, before anything
// is parsed, and is good until something that it was told of the catalog or the stock is something else, the schema is, or the
// day is over: special prices begin and end with days. Whether it is told the same is looked at only when anything has changed.
//
// Only answers that depend on nothing but request, store view and catalog are ever put in (see gate), so the lookup need
// not know what it is asked.
type answers struct {
	held    *otter.Cache[answerKey, answer]
	seed    maphash.Seed
	catalog Catalog
	zone    func(pos.Store) *time.Location
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
	to     question
	body   []byte
	root   string
	looks  *model.Looks
	server http.Handler // that made it
	until  time.Time
	// version and stock are the catalog's that looks were last held against.
	version, stock *atomic.Uint64
}

func newAnswers(catalog Catalog, zone func(pos.Store) *time.Location, maxBytes int) *answers {
	return &answers{catalog: catalog, zone: zone, seed: maphash.MakeSeed(), held: otter.Must(&otter.Options[answerKey, answer]{
		MaximumWeight: uint64(maxBytes),
		Weigher: func(_ answerKey, a answer) uint32 {
			return uint32(len(a.body)+len(a.to.body)+len(a.to.query)+a.looks.Bytes()) + answerOverhead
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
	if kept.server != req.server || !req.began.Before(kept.until) || !a.holds(ctx, &kept, req) {
		a.held.Invalidate(key)
		return answer{}, false
	}
	return kept, true
}

// holds says whether catalog and stock are as the answer tells them.
func (a *answers) holds(ctx context.Context, kept *answer, req *request) bool {
	if kept.version.Load() != req.version {
		if !kept.looks.HoldCatalog(ctx) {
			return false
		}
		kept.version.Store(req.version)
	}
	if kept.stock.Load() != req.stock {
		if !kept.looks.HoldStock(ctx, a.catalog, req.store) {
			return false
		}
		kept.stock.Store(req.stock)
	}
	return true
}

// put keeps the answer of a request, unless the catalog changed while it was made: it may be made of both.
func (a *answers) put(ctx context.Context, req *request, body []byte) {
	group, ok := req.groups.remembered(req.token)
	if !ok {
		return // nothing in it depended on the group, so nobody was asked
	}
	store, err := a.catalog.Store(ctx, req.store)
	if err != nil || a.catalog.Version(req.store) != req.version {
		return
	}
	req.asked.group = group
	year, month, day := req.began.In(a.zone(store)).Date()
	kept := answer{
		to: req.asked, body: body, root: req.root, looks: req.looks, server: req.server, until: time.Date(year, month, day+1, 0, 0, 0, 0, a.zone(store)),
		version: &atomic.Uint64{}, stock: &atomic.Uint64{},
	}
	kept.version.Store(req.version)
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
