package catalog

import (
	"fmt"

	"github.com/klauspost/compress/s2"
)

// packTogether is how many product documents are compressed together. More of them take less memory and longer to read one.
const packTogether = 8

// stowed is a document as it was stored, mostly compressed together with some neighbours: most are never asked for, and
// they are most of what a replica holds.
type stowed struct {
	block    []byte
	from, to uint32 // in the unpacked block; to is 0 when the block is the document itself
}

// bytes returns the document. Errors: internal.
func (s stowed) bytes() ([]byte, error) {
	if s.to == 0 {
		return s.block, nil
	}
	all, err := s2.Decode(nil, s.block)
	if err != nil || int(s.to) > len(all) {
		return nil, fmt.Errorf("unpack a document: %w", err)
	}
	return all[s.from:s.to:s.to], nil
}

// packer compresses documents together; it keeps its buffers from one time to the next.
type packer struct{ plain, packed []byte }

func (p *packer) pack(docs [][]byte) []stowed {
	p.plain = p.plain[:0]
	out := make([]stowed, len(docs))
	for i, d := range docs {
		out[i].from = uint32(len(p.plain)) //nolint:gosec // a few documents
		p.plain = append(p.plain, d...)
		out[i].to = uint32(len(p.plain)) //nolint:gosec // a few documents
	}
	p.packed = s2.Encode(p.packed[:cap(p.packed)], p.plain)
	block := append(make([]byte, 0, len(p.packed)), p.packed...)
	for i := range out {
		out[i].block = block
	}
	return out
}
