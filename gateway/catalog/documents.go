package catalog

import (
	"cmp"
	"iter"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// document is a document of an import, with what registers read of it: nil where that is yet to be cut out.
type document struct {
	pos.Document
	register []byte
}

// documents are a store view's documents, a list of each kind, since hundreds of thousands are put and hardly any is looked up. Of two
// with one key the later counts; one without a body is deleted.
type documents map[pos.DocumentKind][]document

func (d documents) put(kind pos.DocumentKind, list ...document) {
	if d[kind] == nil {
		d[kind] = list // the first is often all
		return
	}
	d[kind] = append(d[kind], list...)
}

func (d documents) fold(c pos.Change) {
	body := c.Body
	if c.Deleted {
		body = nil
	}
	d.put(c.Kind, document{Document: pos.Document{Kind: c.Kind, Key: c.Key, Body: body}})
}

// of returns the documents of a kind that count, in the order of their chunks.
func (d documents) of(kind pos.DocumentKind) []document {
	list, order := d[kind], orderOf(kind)
	if settled(list, order) {
		return list
	}
	// Pages are read in any order, but each is in order: they are put in order as wholes, and documents one by one where that is not all.
	pages := slices.SortedStableFunc(ascending(list, order), func(x, y []document) int { return order(x[0].Key, y[0].Key) })
	if joined := slices.Concat(pages...); settled(joined, order) {
		d[kind] = joined
		return joined
	}
	slices.SortStableFunc(list, func(x, y document) int { return order(x.Key, y.Key) })
	out := list[:0]
	for i, x := range list {
		if x.Body != nil && (i+1 == len(list) || x.Key != list[i+1].Key) {
			out = append(out, x)
		}
	}
	clear(list[len(out):])
	d[kind] = out
	return out
}

// settled is whether the documents of a kind are in order, none twice and none deleted.
func settled(list []document, order func(x, y string) int) bool {
	for i := range list {
		if list[i].Body == nil || i > 0 && order(list[i-1].Key, list[i].Key) >= 0 {
			return false
		}
	}
	return true
}

// ascending cuts a list wherever a key does not come after the one before it.
func ascending(list []document, order func(x, y string) int) iter.Seq[[]document] {
	return func(yield func([]document) bool) {
		from := 0
		for i := 1; i <= len(list); i++ {
			if i < len(list) && order(list[i-1].Key, list[i].Key) < 0 {
				continue
			}
			if !yield(list[from:i]) {
				return
			}
			from = i
		}
	}
}

// find returns the body of the document with a key among those of a kind, nil when there is none.
func find(list []document, kind pos.DocumentKind, key string) []byte {
	order := orderOf(kind)
	i, ok := slices.BinarySearchFunc(list, key, func(x document, key string) int { return order(x.Key, key) })
	if !ok {
		return nil
	}
	return list[i].Body
}

// orderOf compares keys of a kind as their documents stand in chunks: by id, then by key.
func orderOf(kind pos.DocumentKind) func(x, y string) int {
	if kind != pos.DocProduct && kind != pos.DocCategory {
		return cmp.Compare[string]
	}
	return func(x, y string) int {
		if len(x) != len(y) { // without leading zeros the shorter number is the lower
			return cmp.Compare(len(x), len(y))
		}
		return cmp.Compare(x, y)
	}
}
