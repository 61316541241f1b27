package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

func (r *resolver) productsAnswer(ctx context.Context, view *model.View, page pos.ProductPage) (*model.Products, error) {
	answer := &model.Products{
		Items: model.NewProducts(view, page.Items), PageInfo: pageInfo(page.Page, page.PageSize, page.Pages()),
		TotalCount: &page.Total, Suggestions: []*model.SearchSuggestion{}, Aggregations: aggregations(page.Facets),
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

func categoriesAnswer(view *model.View, page pos.CategoryPage) *model.CategoryResult {
	pages := pos.ProductPage{Total: page.Total, PageSize: page.PageSize}.Pages()
	return &model.CategoryResult{
		Items: model.NewCategories(view, page.Items), PageInfo: pageInfo(page.Page, page.PageSize, pages), TotalCount: &page.Total,
	}
}

func pageInfo(page, size, pages int) *model.SearchResultPageInfo {
	return &model.SearchResultPageInfo{CurrentPage: &page, PageSize: &size, TotalPages: &pages}
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

func aggregations(facets []pos.Facet) []*model.Aggregation {
	answers := make([]*model.Aggregation, len(facets))
	for i, f := range facets {
		options := make([]*model.AggregationOption, len(f.Options))
		for j, o := range f.Options {
			options[j] = &model.AggregationOption{Label: &o.Label, Value: o.Value, Count: &o.Count}
		}
		n := len(options)
		answers[i] = &model.Aggregation{AttributeCode: f.Code, Label: &f.Label, Count: &n, Position: f.Position, Options: options}
	}
	return answers
}
