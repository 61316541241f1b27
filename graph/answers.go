package graph

import (
	"crypto/sha256"
	"encoding/binary"
	"net/http"

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
	held    *otter.Cache[answerKey, answer]
	version func(store string) uint64
}

type answerKey [sha256.Size]byte

type answer struct {
	body    []byte
	root    string
	store   string
	version uint64
}

func newAnswers(maxBytes int, version func(string) uint64) *answers {
	return &answers{version: version, held: otter.Must(&otter.Options[answerKey, answer]{
		MaximumWeight: uint64(maxBytes),
		Weigher:       func(_ answerKey, a answer) uint32 { return uint32(len(a.body)) + answerOverhead },
	})}
}

// get returns the kept answer of a request. It notes key and version in req for put.
func (a *answers) get(req *request, r *http.Request, body []byte) (answer, bool) {
	req.version = a.version(req.store)
	req.key = keyOf(req, r, body)
	kept, ok := a.held.GetIfPresent(req.key)
	if !ok {
		return answer{}, false
	}
	if kept.version != req.version {
		a.held.Invalidate(req.key)
		return answer{}, false
	}
	return kept, true
}

// put keeps the answer of a request.
func (a *answers) put(req *request, body []byte) {
	a.held.Set(req.key, answer{body: body, root: req.root, store: req.store, version: req.version})
}

// keyOf is a digest of everything that an answer is made from. Lengths keep one part from running into the next.
func keyOf(req *request, r *http.Request, body []byte) answerKey {
	h := sha256.New()
	var n [8]byte
	for _, part := range []string{r.Method, req.store, req.currency, r.URL.RawQuery} {
		binary.LittleEndian.PutUint64(n[:], uint64(len(part)))
		h.Write(n[:])
		h.Write([]byte(part))
	}
	h.Write(body)
	var key answerKey
	h.Sum(key[:0])
	return key
}
