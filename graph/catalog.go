package graph

import (
	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

func productsAnswer(view *model.View, page pos.ProductPage) *model.Products {
	return &model.Products{
		Items: model.NewProducts(view, page.Items), PageInfo: pageInfo(page.Page, page.PageSize, page.Pages()),
		SortFields: sortFields(), TotalCount: &page.Total,
	}
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

// sortFields are those that we can sort by, with the labels of a shop in English.
func sortFields() *model.SortFields {
	field := func(value, label string) *model.SortField { return &model.SortField{Value: &value, Label: &label} }
	first := "position"
	return &model.SortFields{Default: &first, Options: []*model.SortField{
		field("position", "Position"), field("name", "Product Name"), field("price", "Price"),
	}}
}
