package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// productsAsked is what products() was asked.
type productsAsked struct {
	store    string
	search   *string
	filter   map[string]any
	sort     *model.ProductAttributeSortInput
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

func (r *resolver) findProducts(ctx context.Context, a productsAsked) (pos.ProductPage, error) {
	if a.filter == nil && a.search == nil {
		return pos.ProductPage{}, pos.Invalid("'search' or 'filter' input argument is required.")
	}
	q := pos.ProductQuery{
		Store: a.store, Search: text(a.search), Sort: sortKeys(a.sort), PageSize: number(a.pageSize), Page: number(a.page), Facets: a.facets,
	}
	f := &filters{}
	f.products(&q, a.filter)
	if f.err != nil || f.nothing {
		return pos.ProductPage{PageSize: q.PageSize, Page: q.Page}, f.err
	}
	return r.catalog.Products(ctx, q)
}

// wants is whether the operation asks for a field of the one that is being resolved.
func wants(ctx context.Context, name string) bool {
	for _, field := range graphql.CollectFieldsCtx(ctx, nil) {
		if field.Name == name {
			return true
		}
	}
	return false
}

// findCategories finds the store's root without filters, as Magento\CatalogGraphQl\Model\Resolver\CategoriesQuery does.
func (r *resolver) findCategories(ctx context.Context, a categoriesAsked) (pos.CategoryPage, error) {
	q := pos.CategoryQuery{Store: a.store.Code, PageSize: number(a.pageSize), Page: number(a.page)}
	if a.filters == nil {
		q.IDs = []int64{a.store.RootCategoryID}
		return r.catalog.Categories(ctx, q)
	}
	f := &filters{}
	f.categories(&q, a.filters)
	if f.err != nil || f.nothing {
		return pos.CategoryPage{PageSize: q.PageSize, Page: q.Page}, f.err
	}
	return r.catalog.Categories(ctx, q)
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
	return model.NewCategory(view, docs[0]), nil
}

// sortKeys are in one order whatever order they were given in, as in Magento.
func sortKeys(in *model.ProductAttributeSortInput) []pos.SortKey {
	if in == nil {
		return nil
	}
	var keys []pos.SortKey
	for _, k := range []struct {
		field string
		order *model.SortEnum
	}{{"relevance", in.Relevance}, {"position", in.Position}, {"name", in.Name}, {"price", in.Price}} {
		if k.order != nil {
			keys = append(keys, pos.SortKey{Field: k.field, Descending: *k.order == model.SortEnumDesc})
		}
	}
	return keys
}
