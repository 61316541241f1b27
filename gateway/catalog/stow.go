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

// pack compresses documents together.
func pack(docs [][]byte) []stowed {
	var all []byte
	out := make([]stowed, len(docs))
	for i, d := range docs {
		out[i].from = uint32(len(all)) //nolint:gosec // a few documents
		all = append(all, d...)
		out[i].to = uint32(len(all)) //nolint:gosec // a few documents
	}
	packed := s2.Encode(nil, all)
	packed = append(make([]byte, 0, len(packed)), packed...)
	for i := range out {
		out[i].block = packed
	}
	return out
}
