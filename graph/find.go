package graph

import (
	"context"
	"slices"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// productsAsked is what products() was asked.
type productsAsked struct {
	store    pos.Store
	group    int64
	search   *string
	filter   map[string]any
	sort     map[string]any
	pageSize *int
	page     *int
	facets   bool
}

// categoriesAsked is what categories() was asked.
type categoriesAsked struct {
	store    pos.Store
	filters  *model.CategoryFilterInput
	pageSize *int
	page     *int
}

// findProducts refuses in the order of Magento\CatalogGraphQl\Model\Resolver\Products.
func (r *resolver) findProducts(ctx context.Context, a productsAsked) (pos.ProductPage, error) {
	if err := paged(a.store, number(a.page), number(a.pageSize)); err != nil {
		return pos.ProductPage{}, err
	}
	if a.filter == nil && a.search == nil {
		return pos.ProductPage{}, pos.Invalid("'search' or 'filter' input argument is required.")
	}
	q := pos.ProductQuery{
		Store: a.store.Code, Group: a.group, Search: text(a.search), Sort: sortKeys(a.sort), PageSize: number(a.pageSize), Page: number(a.page), Facets: a.facets,
	}
	f := &filters{}
	f.products(&q, a.filter)
	if f.err == nil && len(f.paths) > 0 {
		q.CategoryIDs, f.err = r.categoriesAt(ctx, q.Store, f.paths)
	}
	if f.err != nil || f.nothing {
		return pos.ProductPage{PageSize: q.PageSize, Page: q.Page}, f.err
	}
	return r.catalog.Products(ctx, q)
}

// paged is Magento's refusal of pages that cannot be, or that are larger than the shop allows, which comes first
// (Magento\Framework\GraphQl\Query\Resolver\Argument\Validator\SearchCriteriaValidator): by default it allows any.
func paged(store pos.Store, page, size int) error {
	most, err := strconv.Atoi(store.Settings["graphql/validation/maximum_page_size"])
	if err != nil {
		most = 300
	}
	switch {
	case store.Settings["graphql/validation/input_limit_enabled"] == "1" && size > most:
		return pos.Invalid("Maximum pageSize is %d", most)
	case page < 1:
		return pos.Invalid("currentPage value must be greater than 0.")
	case size < 1:
		return pos.Invalid("pageSize value must be greater than 0.")
	default:
		return nil
	}
}

// categoriesAt returns the categories with these paths, and refuses when there is none (Magento\CatalogGraphQl\Model\Resolver\
// Products\Query\CategoryUrlPathArgsProcessor).
func (r *resolver) categoriesAt(ctx context.Context, store string, paths []string) ([]int64, error) {
	found, err := r.catalog.Categories(ctx, pos.CategoryQuery{Store: store, URLPaths: paths, PageSize: len(paths), Page: 1})
	if err == nil && found.Total == 0 {
		err = pos.Invalid("No category with the provided `category_url_path` was found")
	}
	ids := make([]int64, len(found.Items))
	for i, category := range found.Items {
		ids[i] = category.ID
	}
	return ids, err
}

// findInCategory tells of a page past the end only where that page's number is asked for, as
// Magento\CatalogGraphQl\Model\Resolver\Category\Products does.
func (r *resolver) findInCategory(ctx context.Context, view *model.View, q pos.ProductQuery) (*model.CategoryProducts, error) {
	if err := paged(view.Store, q.Page, q.PageSize); err != nil {
		return nil, err
	}
	page, err := r.catalog.Products(ctx, q)
	if err == nil {
		return categoryProductsAnswer(view, page), nil
	}
	first := q
	first.Page, first.PageSize = 1, 1
	all, failed := r.catalog.Products(ctx, first)
	all.PageSize, all.Page = q.PageSize, q.Page
	if failed != nil || q.Page <= all.Pages() {
		return nil, err
	}
	all.Items = nil
	answer := categoryProductsAnswer(view, all)
	answer.PageInfo.Fault = pos.Invalid("currentPage value %d specified is greater than the number of pages available.", all.Pages())
	return answer, nil
}

// wants is whether the operation asks for a field of the one that is being resolved.
func wants(ctx context.Context, name string) bool {
	if set := graphql.GetFieldContext(ctx).Field.Selections; plain(set) {
		return slices.ContainsFunc(set, func(s ast.Selection) bool { return s.(*ast.Field).Name == name }) //nolint:forcetypeassert // plain sets have nothing else
	}
	for _, field := range graphql.CollectFieldsCtx(ctx, nil) {
		if field.Name == name {
			return true
		}
	}
	return false
}

// findCategories finds the store's root without filters, as Magento\CatalogGraphQl\Model\Resolver\CategoriesQuery does, and takes null for
// the numbers that are preset.
func (r *resolver) findCategories(ctx context.Context, a categoriesAsked) (pos.CategoryPage, error) {
	q := pos.CategoryQuery{Store: a.store.Code, PageSize: orElse(a.pageSize, 20), Page: orElse(a.page, 1)}
	if err := paged(a.store, q.Page, q.PageSize); err != nil {
		return pos.CategoryPage{}, err
	}
	if a.filters == nil {
		q.IDs = []int64{a.store.RootCategoryID}
		return r.catalog.Categories(ctx, q)
	}
	f := &filters{}
	f.categories(&q, a.filters, a.store)
	if f.err != nil || f.nothing {
		return pos.CategoryPage{PageSize: q.PageSize, Page: q.Page}, f.err
	}
	return r.catalog.Categories(ctx, q)
}

// listCategories is findCategories for categoryList(), which looks at neither number before it has found something: a page before the
// first is the first, and where pages have no size there are none (Magento\CatalogGraphQl\Model\Category\CategoryFilter::getResult).
func (r *resolver) listCategories(ctx context.Context, a categoriesAsked) (pos.CategoryPage, error) {
	a.page = new(max(orElse(a.page, 1), 1))
	if orElse(a.pageSize, 1) > 0 {
		return r.findCategories(ctx, a)
	}
	asked := *a.page
	a.page, a.pageSize = new(1), new(1)
	found, err := r.findCategories(ctx, a)
	if err == nil && found.Total > 0 {
		err = pos.Invalid("currentPage value %d specified is greater than the 0 page(s) available.", asked)
	}
	return pos.CategoryPage{}, err
}

// orElse is a number that was given, or the one that stands for null.
func orElse(n *int, preset int) int {
	if n == nil {
		return preset
	}
	return *n
}

// categoryByID finds the store's root without an id.
func (r *resolver) categoryByID(ctx context.Context, view *model.View, id *int) (*model.CategoryTree, error) {
	wanted := view.Store.RootCategoryID
	if id != nil {
		wanted = int64(*id)
	}
	docs, err := r.catalog.CategoriesByID(ctx, view.Store.Code, []int64{wanted})
	if err != nil {
		return nil, err
	}
	if len(docs) == 0 || !docs[0].Active {
		return nil, pos.NotFound("Category doesn't exist")
	}
	return model.NewCategory(view, docs[0], levelsBelow(ctx)), nil
}

// sortKeys reads a ProductAttributeSortInput by field name. Which key counts first is the catalog's to say: Magento does not go
// by the order they are given in either.
func sortKeys(in map[string]any) []pos.SortKey {
	var keys []pos.SortKey
	for field, raw := range in {
		if order, ok := raw.(*model.SortEnum); ok && order != nil {
			keys = append(keys, pos.SortKey{Field: field, Descending: *order == model.SortEnumDesc})
		}
	}
	return keys
}
