package catalog

import "slices"

// block is memory into which documents are written one after the other: they are mostly kept and dropped together. The zero value is
// ready.
type block struct {
	b    []byte // ends with what is being written
	from int    // where that began
	size int    // of the memory then
}

const (
	blockSize = 256 << 10
	// blockRest is what a document mostly finds room in; one that does not is copied.
	blockRest = 8 << 10
)

// begin begins a document, which is appended to b.
func (m *block) begin() {
	if cap(m.b)-len(m.b) < blockRest {
		m.b = make([]byte, 0, blockSize)
	}
	m.from, m.size = len(m.b), cap(m.b)
}

// end returns the document.
func (m *block) end() []byte {
	document := slices.Clip(m.b[m.from:])
	if cap(m.b) != m.size { // it had no room and stands behind a copy of all before it
		document, m.b = slices.Clone(document), nil
	}
	return document
}

// drop leaves out the document that was begun.
func (m *block) drop() { m.b = m.b[:m.from] }
