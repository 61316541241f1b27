package catalog

import (
	"fmt"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// registerRun returns the run of a chunk with what registers read of another's products. A chunk of its own, so that a
// register downloads a fifth of what a replica holds.
func (r run) registerRun(attributes []string) (run, error) {
	out := run{kind: pos.DocRegister, docs: make([]pos.Document, len(r.docs))}
	for i, d := range r.docs {
		body, err := cutForRegisters(d.Body, attributes)
		if err != nil {
			return run{}, err
		}
		out.docs[i] = pos.Document{Kind: pos.DocRegister, Key: d.Key, Body: body}
	}
	return out, nil
}

// cutForRegisters does what pos.RegisterDocument does, without decoding what it keeps: an import cuts every product.
func cutForRegisters(body []byte, attributes []string) ([]byte, error) {
	s := &scanner{b: body}
	out := append(make([]byte, 0, len(body)/3), '{')
	s.object(func(name []byte) {
		if string(name) == "attributes" {
			out = s.cutAttributes(out, attributes)
			return
		}
		s.member(func(value []byte) {
			if forRegisters(name) || string(name) == "attributeSet" && slices.Contains(attributes, pos.AttributeSetCode) {
				out = appendMember(out, name, value)
			}
		})
	})
	if s.bad {
		return nil, fmt.Errorf("product for registers: %w", errScan)
	}
	return append(out, '}'), nil
}

// member reads a value and hands its bytes on, unless they are broken.
func (s *scanner) member(take func(value []byte)) {
	s.peek()
	from := s.at
	s.skip()
	if !s.bad {
		take(s.b[from:s.at])
	}
}

// cutAttributes appends the attributes with these codes, if the product has any of them.
func (s *scanner) cutAttributes(out []byte, codes []string) []byte {
	kept := []byte{'{'}
	s.object(func(name []byte) {
		s.member(func(value []byte) {
			if slices.Contains(codes, string(name)) {
				kept = appendMember(kept, name, value)
			}
		})
	})
	if len(kept) == 1 {
		return out
	}
	return appendMember(out, []byte("attributes"), append(kept, '}'))
}

func appendMember(out, name, value []byte) []byte {
	if out[len(out)-1] != '{' {
		out = append(out, ',')
	}
	out = append(out, '"')
	out = append(out, name...)
	out = append(out, '"', ':')
	return append(out, value...)
}

// forRegisters names the fields of pos.RegisterProduct.
func forRegisters(field []byte) bool {
	switch string(field) {
	case "id", "sku", "type", "name", "enabled", "visibility", "taxClass", "barcodes", "price", "special", "prices", "categories",
		"image", "smallImage", "thumbnail", "options", "variants", "bundle", "members", "downloads", "customOptions", "tiers":
		return true
	}
	return false
}
