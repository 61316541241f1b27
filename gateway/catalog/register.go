package catalog

import (
	"fmt"

	"github.com/tillway/tillway/gateway/pos"
)

// registerRun returns the run of a chunk with what registers read of another's products. A chunk of its own, so that a
// register downloads a fifth of what a replica holds.
func (r run) registerRun() (run, error) {
	out := run{kind: pos.DocRegister, docs: make([]pos.Document, len(r.docs))}
	for i, d := range r.docs {
		body, err := cutForRegisters(d.Body)
		if err != nil {
			return run{}, err
		}
		out.docs[i] = pos.Document{Kind: pos.DocRegister, Key: d.Key, Body: body}
	}
	return out, nil
}

// cutForRegisters does what pos.RegisterDocument does, without decoding what it keeps: an import cuts every product.
func cutForRegisters(body []byte) ([]byte, error) {
	s := &scanner{b: body}
	out := append(make([]byte, 0, len(body)/3), '{')
	s.object(func(name []byte) {
		s.peek()
		from := s.at
		s.skip()
		if s.bad || !forRegisters(name) {
			return
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, '"')
		out = append(out, name...)
		out = append(out, '"', ':')
		out = append(out, body[from:s.at]...)
	})
	if s.bad {
		return nil, fmt.Errorf("product for registers: %w", errScan)
	}
	return append(out, '}'), nil
}

// forRegisters names the fields of pos.RegisterProduct.
func forRegisters(field []byte) bool {
	switch string(field) {
	case "id", "sku", "type", "name", "enabled", "visibility", "taxClass", "barcodes", "price", "special", "prices", "categories",
		"image", "smallImage", "thumbnail", "options", "variants", "bundle", "members", "customOptions", "tiers":
		return true
	}
	return false
}
