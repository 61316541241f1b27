package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

func (r *resolver) productsAnswer(ctx context.Context, view *model.View, filter map[string]any, searched bool, page pos.ProductPage) (*model.Products, error) {
	answer := &model.Products{
		Items: model.NewProducts(view, page.Items), PageInfo: pageInfo(page.Page, page.PageSize, page.Pages()),
		TotalCount: &page.Total, Suggestions: []*model.SearchSuggestion{}, Facets: model.NewFacets(view, page.Facets, categoriesNamed(filter)),
	}
	if wants(ctx, "filters") {
		var err error
		if answer.Filters, err = r.layerFilters(ctx, view, page.Facets, searched); err != nil {
			return nil, err
		}
	}
	if !wants(ctx, "sort_fields") {
		return answer, nil
	}
	attributes, err := r.catalog.Attributes(ctx, view.Store.Code)
	if err != nil {
		return nil, err
	}
	answer.SortFields = sortFields(view.Store, attributes)
	return answer, nil
}

func categoryProductsAnswer(view *model.View, page pos.ProductPage) *model.CategoryProducts {
	return &model.CategoryProducts{
		Items: model.NewProducts(view, page.Items), PageInfo: pageInfo(page.Page, page.PageSize, page.Pages()), TotalCount: &page.Total,
	}
}

func categoriesAnswer(ctx context.Context, view *model.View, page pos.CategoryPage) *model.CategoryResult {
	pages := pos.ProductPage{Total: page.Total, PageSize: page.PageSize}.Pages()
	return &model.CategoryResult{
		Items: model.NewCategories(view, page.Items, levelsBelow(ctx)), PageInfo: pageInfo(page.Page, page.PageSize, pages), TotalCount: &page.Total,
	}
}

func pageInfo(page, size, pages int) *model.SearchResultPageInfo {
	return &model.SearchResultPageInfo{Page: page, PageSize: &size, TotalPages: &pages}
}

// sortFields are the position and the attributes that the shop sorts by, by attribute id.
func sortFields(store pos.Store, attributes []pos.Attribute) *model.SortFields {
	field := func(value, label string) *model.SortField { return &model.SortField{Value: &value, Label: &label} }
	first := "position"
	if own := store.Settings["catalog/frontend/default_sort_by"]; own != "" {
		first = own
	}
	fields := &model.SortFields{Default: &first, Options: []*model.SortField{field("position", "Position")}}
	for _, a := range slices.SortedFunc(slices.Values(attributes), func(a, b pos.Attribute) int { return cmp.Compare(a.ID, b.ID) }) {
		if a.Sortable {
			fields.Options = append(fields.Options, field(a.Code, a.Label))
		}
	}
	return fields
}

// categoriesNamed are the values of a filter's category_id, the only ones that Magento narrows the facet of categories by
// (Magento\CatalogGraphQl\Model\Resolver\Products): not those of category_uid.
func categoriesNamed(filter map[string]any) []string {
	plain, _ := filter["category_id"].(*model.FilterEqualTypeInput)
	return (&filters{}).values(plain)
}

// levelsBelow is how many levels of children Magento loads below a category that the root field being resolved returns: as
// many as its selections are nested, whatever they are called, without what hides behind aliases
// (Magento\CatalogGraphQl\Model\Category\DepthCalculator).
func levelsBelow(ctx context.Context) int {
	return nesting(graphql.GetFieldContext(ctx).Field.Field) - 1
}

func nesting(node ast.Selection) int {
	var below ast.SelectionSet
	switch node := node.(type) {
	case *ast.Field:
		below = node.SelectionSet
	case *ast.FragmentSpread:
		below = node.Definition.SelectionSet
	}
	if len(below) == 0 {
		return 0
	}
	deepest := 0
	for _, s := range below {
		switch s := s.(type) {
		case *ast.InlineFragment:
			deepest = max(deepest, nestingInline(s))
		case *ast.Field:
			if s.Alias == s.Name {
				deepest = max(deepest, nesting(s))
			}
		default:
			deepest = max(deepest, nesting(s))
		}
	}
	return 1 + deepest
}

func nestingInline(fragment *ast.InlineFragment) int {
	deepest := 0
	for _, s := range fragment.SelectionSet {
		switch s := s.(type) {
		case *ast.InlineFragment:
			deepest = max(deepest, nestingInline(s))
		case *ast.Field:
			deepest = max(deepest, nesting(s))
		}
	}
	return deepest
}
