package graph

import (
	"bytes"
	"hash/maphash"

	"github.com/maypok86/otter/v2"
)

// answerOverhead is what an entry costs beside its body.
const answerOverhead = 200

// answers keeps encoded answers of catalog queries. An answer is found by the very bytes of the request, before anything
// is parsed, and is good as long as the catalog's version is the one from before it was made.
//
// Only answers that depend on nothing but request, store view and catalog are ever put in (see gate), so the lookup need
// not know what it is asked.
type answers struct {
	held *otter.Cache[answerKey, answer]
	seed maphash.Seed
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
}

func newAnswers(maxBytes int) *answers {
	return &answers{seed: maphash.MakeSeed(), held: otter.Must(&otter.Options[answerKey, answer]{
		MaximumWeight: uint64(maxBytes),
		Weigher: func(_ answerKey, a answer) uint32 {
			return uint32(len(a.body)+len(a.to.body)+len(a.to.query)) + answerOverhead
		},
	})}
}

// get returns the kept answer of a request, unless Magento must be asked first whose it is.
func (a *answers) get(req *request) (answer, bool) {
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
	if kept.version != req.version {
		a.held.Invalidate(key)
		return answer{}, false
	}
	return kept, true
}

// put keeps the answer of a request.
func (a *answers) put(req *request, body []byte) {
	group, ok := req.groups.remembered(req.token)
	if !ok {
		return // nothing in it depended on the group, so nobody was asked
	}
	req.asked.group = group
	a.held.Set(a.keyOf(&req.asked), answer{to: req.asked, body: body, root: req.root, version: req.version})
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
