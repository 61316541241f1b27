package catalog

import (
	"cmp"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// kindOrder is the order in which kinds are shelved and appended: what others refer to comes first.
func kindOrder(kind pos.DocumentKind) int {
	switch kind {
	case pos.DocStore:
		return 0
	case pos.DocAttribute, pos.DocPricing:
		return 1
	case pos.DocCategory:
		return 2
	case pos.DocProduct:
		return 3
	default:
		return 4
	}
}

// difference returns the changes that lead from what is held (nil: nothing) to docs, in a stable order, and counts them.
func difference(was *held, docs documents, report *Report) []pos.Change {
	report.Kinds = map[pos.DocumentKind]Counts{}
	count := func(kind pos.DocumentKind, add func(*Counts)) {
		c := report.Kinds[kind]
		add(&c)
		report.Kinds[kind] = c
	}
	var changes []pos.Change
	for id, body := range docs {
		if was == nil {
			count(id.kind, func(c *Counts) { c.Added++ })
			continue
		}
		old, ok := was.sums[id]
		switch {
		case ok && old == digestOf(body):
			count(id.kind, func(c *Counts) { c.Unchanged++ })
			continue
		case ok:
			count(id.kind, func(c *Counts) { c.Changed++ })
		default:
			count(id.kind, func(c *Counts) { c.Added++ })
		}
		changes = append(changes, pos.Change{Kind: id.kind, Key: id.key, Body: body})
	}
	if was != nil {
		for id := range was.sums {
			if _, ok := docs[id]; !ok {
				count(id.kind, func(c *Counts) { c.Deleted++ })
				changes = append(changes, pos.Change{Kind: id.kind, Key: id.key, Deleted: true})
			}
		}
	}
	sortChanges(changes)
	return changes
}

// sortChanges puts what others refer to first: store, attributes, categories, products, then stock and routes; by id within each.
func sortChanges(changes []pos.Change) {
	slices.SortFunc(changes, func(a, b pos.Change) int {
		return cmp.Or(cmp.Compare(kindOrder(a.Kind), kindOrder(b.Kind)),
			cmp.Compare(idOf(pos.Document{Kind: a.Kind, Key: a.Key}), idOf(pos.Document{Kind: b.Kind, Key: b.Key})), cmp.Compare(a.Key, b.Key))
	})
}

// runs cuts the documents into the runs of their chunks.
func runs(docs documents) []run {
	byKind := map[pos.DocumentKind][]pos.Document{}
	for id, body := range docs {
		byKind[id.kind] = append(byKind[id.kind], pos.Document{Kind: id.kind, Key: id.key, Body: body})
	}
	var out []run
	for _, kind := range []pos.DocumentKind{pos.DocStore, pos.DocPricing, pos.DocAttribute, pos.DocCategory, pos.DocProduct, pos.DocStock, pos.DocRoute} {
		out = append(out, cut(kind, byKind[kind])...)
	}
	return out
}
