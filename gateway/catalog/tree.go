package catalog

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// anchorOffset is what Magento adds to the position of a product that a category shows only because it is an anchor
// (Magento\Catalog\Model\Indexer\Category\Product\AbstractAction: the position of the direct assignment if there is one,
// else the smallest position among the descendants plus 10000).
const anchorOffset = 10000

// tree is the categories of one store view, immutable.
type tree struct {
	root    int64
	byID    map[int64]*pos.Category
	sums    map[int64]digest
	paths   map[int64][]int64 // ancestors below and including the root, nearest last, without the category itself
	byURL   map[string]int64  // by folded url_path
	ordered []*pos.Category   // active ones, in the order of category lists
}

func newTree(root int64, categories []pos.Category, sums map[int64]digest) *tree {
	t := &tree{root: root, byID: map[int64]*pos.Category{}, sums: sums, paths: map[int64][]int64{}, byURL: map[string]int64{}}
	for i := range categories {
		c := &categories[i]
		path, under := below(root, c)
		if !under {
			continue
		}
		t.byID[c.ID], t.paths[c.ID] = c, path
		if c.Active {
			t.ordered = append(t.ordered, c)
		}
		if c.URLPath == "" {
			continue
		}
		// One that is switched off is found too, since Magento keeps its rewrites, but not in place of one that is not.
		if other, ok := t.byURL[fold(c.URLPath)]; !ok || c.Active || !t.byID[other].Active {
			t.byURL[fold(c.URLPath)] = c.ID
		}
	}
	// Magento lists categories by position among their siblings; across siblings the recordings fit position, then id.
	slices.SortFunc(t.ordered, func(a, b *pos.Category) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	return t
}

// below returns the ancestors of c from the root on, and whether c is the root or under it.
func below(root int64, c *pos.Category) ([]int64, bool) {
	if c.ID == root {
		return nil, true
	}
	var path []int64
	for part := range strings.SplitSeq(c.Path, "/") {
		id, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return nil, false
		}
		if id != c.ID && (id == root || len(path) > 0) {
			path = append(path, id)
		}
	}
	return path, len(path) > 0
}

// place is where a product stands in one category.
type place struct {
	category int32
	position int32
}

// places returns every category that lists a product with these assignments, by ascending category id. The root lists all
// products; a category with direct assignments lists those; an anchor also lists what its active descendants have.
func (t *tree) places(links []pos.CategoryLink) []place {
	direct := make(map[int64]int, len(links)+1)
	direct[t.root] = 0
	for _, l := range links {
		if _, ok := t.byID[l.ID]; ok || l.ID == t.root {
			direct[l.ID] = l.Position
		}
	}
	inherited := map[int64]int{}
	for _, l := range links {
		if c, ok := t.byID[l.ID]; !ok || !c.Active {
			continue
		}
		for _, up := range t.paths[l.ID] {
			if _, ok := direct[up]; ok {
				continue
			}
			if c, ok := t.byID[up]; !ok || !c.Anchor {
				continue
			}
			if p, ok := inherited[up]; !ok || l.Position+anchorOffset < p {
				inherited[up] = l.Position + anchorOffset
			}
		}
	}
	out := make([]place, 0, len(direct)+len(inherited))
	for id, p := range direct {
		out = append(out, place{int32(id), int32(p)}) //nolint:gosec // Magento's columns are of this size
	}
	for id, p := range inherited {
		out = append(out, place{int32(id), int32(p)}) //nolint:gosec // Magento's columns are of this size
	}
	slices.SortFunc(out, func(a, b place) int { return cmp.Compare(a.category, b.category) })
	return out
}
