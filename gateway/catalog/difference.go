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

// difference returns the changes that lead from what is held (nil: nothing), which it uses up, to docs, in a stable order, and counts
// them.
func difference(was *held, docs documents, report *Report) []pos.Change {
	report.Kinds = map[pos.DocumentKind]Counts{}
	var changes []pos.Change
	for kind := range docs {
		list := docs.of(kind)
		if len(list) == 0 {
			continue
		}
		if was == nil {
			report.Kinds[kind] = Counts{Added: len(list)}
			continue
		}
		var counts Counts
		for _, d := range list {
			id := docID{kind, d.Key}
			old, ok := was.sums[id]
			delete(was.sums, id)
			switch {
			case ok && old == digestOf(d.Body):
				counts.Unchanged++
				continue
			case ok:
				counts.Changed++
			default:
				counts.Added++
			}
			changes = append(changes, pos.Change{Kind: kind, Key: d.Key, Body: d.Body})
		}
		report.Kinds[kind] = counts
	}
	if was != nil {
		for id := range was.sums {
			counts := report.Kinds[id.kind]
			counts.Deleted++
			report.Kinds[id.kind] = counts
			changes = append(changes, pos.Change{Kind: id.kind, Key: id.key, Deleted: true})
		}
	}
	sortChanges(changes)
	return changes
}

// sortChanges puts what others refer to first: store, attributes, categories, products, then stock and routes; by id within each.
func sortChanges(changes []pos.Change) {
	type placed struct { // read once for each, not for each comparison
		order int
		id    int64
		pos.Change
	}
	all := make([]placed, len(changes))
	for i, c := range changes {
		all[i] = placed{kindOrder(c.Kind), idOf(pos.Document{Kind: c.Kind, Key: c.Key}), c}
	}
	slices.SortFunc(all, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.id, b.id), cmp.Compare(a.Key, b.Key))
	})
	for i := range all {
		changes[i] = all[i].Change
	}
}

// runs cuts the documents into the runs of their chunks.
func runs(docs documents) []run {
	var out []run
	for _, kind := range []pos.DocumentKind{pos.DocStore, pos.DocPricing, pos.DocAttribute, pos.DocCategory, pos.DocProduct, pos.DocStock, pos.DocRoute} {
		out = append(out, cut(kind, docs.of(kind))...)
	}
	return out
}
