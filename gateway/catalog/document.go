package catalog

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// docID names a document within a store view.
type docID struct {
	kind pos.DocumentKind
	key  string
}

// digest stands for a document's bytes where only "the same or not" is asked.
type digest [16]byte

func digestOf(body []byte) digest {
	full := sha256.Sum256(body)
	return digest(full[:16])
}

func productKey(id int64) string { return strconv.FormatInt(id, 10) }

// encode returns the canonical bytes of a document: json.Marshal of the pos type, whose field order, sorted map keys and
// trimmed decimals make equal values equal bytes.
func encode(kind pos.DocumentKind, key string, v any) (pos.Document, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return pos.Document{}, fmt.Errorf("encode %s %s: %w", kind, key, err)
	}
	return pos.Document{Kind: kind, Key: key, Body: body}, nil
}

func encodeStore(s pos.Store) (pos.Document, error) { return encode(pos.DocStore, s.Code, s) }

func encodeCategory(c pos.Category) (pos.Document, error) {
	return encode(pos.DocCategory, productKey(c.ID), c)
}

func encodeAttribute(a pos.Attribute) (pos.Document, error) {
	return encode(pos.DocAttribute, a.Code, a)
}

func encodeRoute(r pos.Route) (pos.Document, error) { return encode(pos.DocRoute, r.Path, r) }

// keyOf reads a document's key out of its body, for chunks, which hold bodies only.
func keyOf(kind pos.DocumentKind, body []byte) (string, error) {
	if kind == pos.DocPricing {
		return totals.PricingKey, nil
	}
	field := map[pos.DocumentKind]string{
		pos.DocProduct: "id", pos.DocCategory: "id", pos.DocStock: "sku", pos.DocStore: "code", pos.DocAttribute: "code", pos.DocRoute: "path",
	}[kind]
	if field == "" {
		return "", fmt.Errorf("unknown kind of document %q", kind)
	}
	s, key, found := &scanner{b: body}, "", false
	s.object(func(name []byte) {
		switch {
		case found || string(name) != field:
			s.skip()
		case field == "id":
			key, found = productKey(s.number()), true
		default:
			key, found = s.text(), true
		}
	})
	if s.bad || !found {
		return "", fmt.Errorf("read the key of a %s: %w", kind, errScan)
	}
	return key, nil
}
