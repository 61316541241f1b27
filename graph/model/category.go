package model

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// maxChildren is how many children of a category are told.
const maxChildren = 1000

// CategoryInterface is a category.
type CategoryInterface interface{ IsCategoryInterface() }

// CategoryTree is a view onto a category's document.
type CategoryTree struct {
	View     *View
	Document pos.Category
	route    pathTo
	levels   int
}

// ofProduct, in place of a number of levels, is for categories that are told of a product: Magento loads no children of
// them, and counts all categories below (the column children_count).
const ofProduct = -1

// NewCategory returns the view of a document that has levels of children below it.
func NewCategory(view *View, doc pos.Category, levels int) *CategoryTree {
	return &CategoryTree{View: view, Document: doc, levels: levels}
}

// NewCategories returns the views of documents, in their order.
func NewCategories(view *View, docs []pos.Category, levels int) []*CategoryTree {
	views := make([]*CategoryTree, len(docs))
	for i, doc := range docs {
		views[i] = NewCategory(view, doc, levels)
	}
	return views
}

// NewRoutedCategory returns the view of a document that was found behind an address.
func NewRoutedCategory(view *View, doc pos.Category, to pos.Route, levels int) *CategoryTree {
	return &CategoryTree{View: view, Document: doc, route: pathTo(to), levels: levels}
}

// IsAnchor is null for the roots, which Magento's installer leaves without a value.
func (c *CategoryTree) IsAnchor() *int64 {
	if c.Document.Level <= 1 && !c.Document.Anchor {
		return nil
	}
	return flag(c.Document.Anchor)
}

// CanonicalURL is null unless the shop uses canonical tags for categories.
func (c *CategoryTree) CanonicalURL() *string {
	if c.View.setting("catalog/seo/category_canonical_tag", "0") != "1" || c.Document.URLPath == "" {
		return nil
	}
	return some(c.Document.URLPath + c.View.categorySuffix())
}

// Attribute is as Product's.
func (c *CategoryTree) Attribute(code string) *string { return some(c.Document.Attributes[code]) }

// Description is HTML that is written in the editor, as Magento makes the attribute (Magento\CatalogGraphQl's CategoryHtmlAttribute).
func (c *CategoryTree) Description() *string {
	return some(c.View.filtered(c.Document.Attributes["description"]))
}

// categories are those of the given categories that are active and below the store's root.
func (v *View) categories(ctx context.Context, ids []int64) ([]*CategoryTree, error) {
	docs, err := v.Catalog.CategoriesByID(ctx, v.Store.Code, ids)
	if err != nil {
		return nil, err
	}
	var views []*CategoryTree
	for _, doc := range docs {
		if doc.Active && doc.ID != v.Store.RootCategoryID {
			views = append(views, NewCategory(v, doc, ofProduct))
		}
	}
	return views, nil
}

// AvailableSortBy is null when the category leaves it to the shop's settings.
func (c *CategoryTree) AvailableSortBy() []*string {
	codes := c.Document.Attributes["available_sort_by"]
	if codes == "" {
		return nil
	}
	var list []*string
	for code := range strings.SplitSeq(codes, ",") {
		list = append(list, &code)
	}
	return list
}

// Image is an address below the media files; older shops hold the file name alone, newer ones the path.
func (c *CategoryTree) Image() *string {
	file := c.Document.Attributes["image"]
	if file == "" {
		return nil
	}
	if path, ok := strings.CutPrefix(file, "/media/"); ok {
		return some(c.View.Store.BaseMediaURL + path)
	}
	return some(c.View.Store.BaseMediaURL + "catalog/category/" + strings.TrimPrefix(file, "/"))
}

// ProductCount counts what the category shows.
func (c *CategoryTree) ProductCount(ctx context.Context) (*int, error) {
	n, err := c.View.Catalog.ProductCount(ctx, c.View.Store.Code, c.Document.ID)
	if err != nil {
		return nil, err
	}
	return &n, nil
}

// Children are the active categories directly below, by position, as far as Magento loads them.
func (c *CategoryTree) Children(ctx context.Context) ([]*CategoryTree, error) {
	if c.levels <= 0 {
		return []*CategoryTree{}, nil
	}
	docs, err := c.below(ctx, c.Document.ID)
	if err != nil {
		return nil, err
	}
	return NewCategories(c.View, docs, c.levels-1), nil
}

func (c *CategoryTree) below(ctx context.Context, id int64) ([]pos.Category, error) {
	page, err := c.View.Catalog.Categories(ctx, pos.CategoryQuery{
		Store: c.View.Store.Code, ParentIDs: []int64{id}, PageSize: maxChildren, Page: 1,
	})
	if err != nil {
		return nil, err
	}
	docs := slices.DeleteFunc(slices.Clone(page.Items), func(c pos.Category) bool { return !c.Active })
	slices.SortFunc(docs, func(a, b pos.Category) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	return docs, nil
}

// ChildrenCount counts Children; of a category that is told of a product, all categories below it.
func (c *CategoryTree) ChildrenCount(ctx context.Context) (*string, error) {
	n, open := 0, []int64{c.Document.ID}
	for i := 0; i < len(open) && (c.levels > 0 && i == 0 || c.levels == ofProduct); i++ {
		docs, err := c.below(ctx, open[i])
		if err != nil {
			return nil, err
		}
		n += len(docs)
		for _, doc := range docs {
			open = append(open, doc.ID)
		}
	}
	count := strconv.Itoa(n)
	return &count, nil
}

// Breadcrumb is a category above another.
type Breadcrumb struct {
	CategoryID      *int64
	CategoryUID     string
	CategoryLevel   *int
	CategoryName    *string
	CategoryURLKey  *string
	CategoryURLPath *string
}

// Breadcrumbs are the active categories between the store's root and this one, null when there are none.
func (c *CategoryTree) Breadcrumbs(ctx context.Context) ([]*Breadcrumb, error) {
	ids := c.ancestors()
	if len(ids) == 0 {
		return nil, nil
	}
	docs, err := c.View.Catalog.CategoriesByID(ctx, c.View.Store.Code, ids)
	if err != nil {
		return nil, err
	}
	docs = slices.SortedFunc(slices.Values(docs), func(a, b pos.Category) int { return cmp.Compare(a.Level, b.Level) })
	var crumbs []*Breadcrumb
	for _, doc := range docs {
		if !doc.Active {
			continue
		}
		crumbs = append(crumbs, &Breadcrumb{
			CategoryID: &doc.ID, CategoryUID: uidOf(doc.ID), CategoryLevel: &doc.Level, CategoryName: some(doc.Name),
			CategoryURLKey: some(doc.URLKey), CategoryURLPath: some(doc.URLPath),
		})
	}
	return crumbs, nil
}

// ancestors are the ids of the path without the two roots and the category itself.
func (c *CategoryTree) ancestors() []int64 {
	parts := strings.Split(c.Document.Path, "/")
	if len(parts) < 4 {
		return nil
	}
	var ids []int64
	for _, part := range parts[2 : len(parts)-1] {
		if id := number(part); id != nil {
			ids = append(ids, *id)
		}
	}
	return ids
}
