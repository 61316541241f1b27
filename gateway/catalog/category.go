package catalog

import (
	"context"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// Categories returns a page of the active categories under the store's root, the root included, ordered by position among
// their siblings, then id. Errors: invalid, for a page past the end or bounds that are exceeded; as Store.
func (c *Catalog) Categories(_ context.Context, q pos.CategoryQuery) (pos.CategoryPage, error) {
	g, err := c.generation(q.Store)
	if err != nil {
		return pos.CategoryPage{}, err
	}
	if err := checkPage(q.PageSize, q.Page); err != nil {
		return pos.CategoryPage{}, err
	}
	name := newLike("%" + q.Name + "%")
	var found []*pos.Category
	for _, category := range g.tree.ordered {
		if isOneOf(q.IDs, category.ID) && isOneOf(q.ParentIDs, category.ParentID) && isCalledOneOf(q.URLKeys, category.URLKey) &&
			isCalledOneOf(q.URLPaths, category.URLPath) && name.matches(category.Name) {
			found = append(found, category)
		}
	}
	if err := pastEnd(len(found), q.PageSize, q.Page); err != nil {
		return pos.CategoryPage{}, err
	}
	from := min((q.Page-1)*q.PageSize, len(found))
	shown := found[from:min(from+q.PageSize, len(found))]
	out := pos.CategoryPage{Items: make([]pos.Category, len(shown)), Total: len(found), PageSize: q.PageSize, Page: q.Page}
	for i, category := range shown {
		out.Items[i] = *category
	}
	return out, nil
}

// isOneOf says whether v is among the values; no values do not narrow.
func isOneOf[T comparable](values []T, v T) bool {
	return len(values) == 0 || slices.Contains(values, v)
}

// isCalledOneOf is isOneOf for texts, whose letter case Magento's database ignores.
func isCalledOneOf(values []string, v string) bool {
	return len(values) == 0 || slices.ContainsFunc(values, func(value string) bool { return strings.EqualFold(value, v) })
}

// CategoriesByID returns those of the categories that are under the store's root, active or not, in the order asked for.
func (c *Catalog) CategoriesByID(_ context.Context, store string, ids []int64) ([]pos.Category, error) {
	g, err := c.generation(store)
	if err != nil {
		return nil, err
	}
	out := make([]pos.Category, 0, len(ids))
	for _, id := range ids {
		if category, ok := g.tree.byID[id]; ok {
			out = append(out, *category)
		}
	}
	return out, nil
}

// ProductCount returns how many products a category shows, as Magento's product_count: 0 for an unknown category.
func (c *Catalog) ProductCount(_ context.Context, store string, categoryID int64) (int, error) {
	g, err := c.generation(store)
	if err != nil {
		return 0, err
	}
	return g.lists[categoryID].count(), nil
}
