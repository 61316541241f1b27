package catalog

import (
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// registerCopy collects, while a product is being encoded, the members that registers read: the very bytes that
// pos.RegisterDocument would make of the document afterwards. Nil collects nothing.
type registerCopy struct {
	b          []byte
	from       int      // up to where the document was looked at
	attributes []string // that registers read
	some       bool     // of these were met
}

func (r *registerCopy) begin() {
	if r != nil {
		r.b, r.from, r.some = r.b[:0], 0, false
	}
}

// take looks at what the document gained: registers read all of it, or none. Each member but the first brings its comma.
func (r *registerCopy) take(document []byte, theirs bool) {
	if r == nil {
		return
	}
	if theirs {
		r.b = append(r.b, document[r.from:]...)
	}
	r.from = len(document)
}

func (r *registerCopy) wants(code string) bool {
	return r != nil && slices.Contains(r.attributes, code)
}

func (r *registerCopy) attribute(code string, member []byte) {
	if !r.wants(code) {
		return
	}
	if r.some {
		r.b = append(r.b, ',')
	} else {
		r.b = append(r.b, `,"attributes":{`...)
	}
	r.b, r.some = append(r.b, member...), true
}

// endAttributes ends the attributes; the document has n bytes so far.
func (r *registerCopy) endAttributes(n int) {
	if r == nil {
		return
	}
	if r.some {
		r.b = append(r.b, '}')
	}
	r.from = n
}

// registerCuts are what registers read of the products that an import read.
type registerCuts struct {
	attributes []string // that rules look at
	byKey      map[string]registerCut
}

// registerCut belongs to the document whose very bytes are whole.
type registerCut struct{ whole, cut []byte }

// of returns what registers read of a product document. The document may be another than was read: the log had a newer one.
// Errors: internal.
func (c registerCuts) of(d pos.Document, attributes []string) ([]byte, error) {
	known := c.byKey[d.Key]
	if len(known.whole) > 0 && len(d.Body) > 0 && &known.whole[0] == &d.Body[0] && slices.Equal(c.attributes, attributes) {
		return known.cut, nil
	}
	return pos.RegisterDocument(d.Body, attributes)
}

// registerRun returns the run of a chunk with what registers read of another's products. A chunk of its own, so that a
// register downloads a fifth of what a replica holds.
func (r run) registerRun(cuts registerCuts, attributes []string) (run, error) {
	out := run{kind: pos.DocRegister, docs: make([]pos.Document, len(r.docs))}
	for i, d := range r.docs {
		body, err := cuts.of(d, attributes)
		if err != nil {
			return run{}, err
		}
		out.docs[i] = pos.Document{Kind: pos.DocRegister, Key: d.Key, Body: body}
	}
	return out, nil
}
