package catalog

import (
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// registerCopy collects, while a product is being encoded, the members that registers read: the very bytes that
// pos.RegisterDocument would make of the document afterwards. Nil collects nothing.
type registerCopy struct {
	block
	seen       int      // up to where the document was looked at
	attributes []string // that registers read
	some       bool     // of these were met
}

// begin begins with a document that is appended to n bytes.
func (r *registerCopy) begin(n int) {
	if r != nil {
		r.block.begin()
		r.seen, r.some = n, false
	}
}

// end returns what registers read of the document.
func (r *registerCopy) end() []byte {
	r.b = append(r.b, '}')
	return r.block.end()
}

// take looks at what the document gained: registers read all of it, or none. Each member but the first brings its comma.
func (r *registerCopy) take(document []byte, theirs bool) {
	if r == nil {
		return
	}
	if theirs {
		r.b = append(r.b, document[r.seen:]...)
	}
	r.seen = len(document)
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
	r.seen = n
}

// registerRun returns the run of a chunk with what registers read of another's products, which for the most part was cut out, for the
// same attributes. A chunk of its own, so that a register downloads a fifth of what a replica holds. Errors: internal.
func (r run) registerRun(attributes []string, cut bool) (run, error) {
	out := run{kind: pos.DocRegister, docs: make([]document, len(r.docs))}
	for i, d := range r.docs {
		body := d.register
		if body == nil || !cut {
			var err error
			if body, err = pos.RegisterDocument(d.Body, attributes); err != nil {
				return run{}, err
			}
		}
		out.docs[i].Document = pos.Document{Kind: pos.DocRegister, Key: d.Key, Body: body}
	}
	return out, nil
}
