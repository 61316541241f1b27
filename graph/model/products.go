package model

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// Products is a page of products and what is told about all that match.
type Products struct {
	Facets      *Facets
	Filters     []*LayerFilter
	Items       []ProductInterface
	PageInfo    *SearchResultPageInfo
	SortFields  *SortFields
	Suggestions []*SearchSuggestion
	TotalCount  *int
}

// SearchResultPageInfo says which page a page is. Fault, if any, is told in the place of its number.
type SearchResultPageInfo struct {
	Page       int
	Fault      error
	PageSize   *int
	TotalPages *int
}

// CurrentPage is the page's number, from 1.
func (i *SearchResultPageInfo) CurrentPage() (*int, error) { return &i.Page, i.Fault }

// Facets are a query's facets, with the categories that its filter names.
type Facets struct {
	view  *View
	found []pos.Facet
	named []string
}

// NewFacets returns the view of facets. named are the ids of the categories that the filter names.
func NewFacets(view *View, found []pos.Facet, named []string) *Facets {
	return &Facets{view: view, found: found, named: named}
}

// Aggregations are the facets: of categories those directly below the named ones only, when that is asked for
// (Magento\CatalogGraphQl ... Aggregations\Category\IncludeDirectChildrenOnly).
func (p *Products) Aggregations(ctx context.Context, filter *AggregationsFilterInput) ([]*Aggregation, error) {
	of := p.Facets
	direct := filter != nil && filter.Category != nil && filter.Category.IncludeDirectChildrenOnly != nil && *filter.Category.IncludeDirectChildrenOnly
	answers := []*Aggregation{}
	for _, f := range of.found {
		switch {
		case f.Code == "price":
			f.Options = of.converted(f.Options)
		case f.Code == "category_uid" && direct && len(of.named) > 0:
			var err error
			if f.Options, err = of.childrenOnly(ctx, f.Options); err != nil {
				return nil, err
			}
			if len(f.Options) == 0 {
				continue
			}
		}
		answers = append(answers, aggregation(f))
	}
	return answers, nil
}

func aggregation(f pos.Facet) *Aggregation {
	options := make([]*AggregationOption, len(f.Options))
	for j, o := range f.Options {
		options[j] = &AggregationOption{Label: &o.Label, Value: o.Value, Count: &o.Count}
	}
	n := len(options)
	return &Aggregation{AttributeCode: f.Code, Label: &f.Label, Count: &n, Position: f.Position, Options: options}
}

// converted are price ranges in the currency that was asked for, each bound rounded to cents
// (Magento\CatalogGraphQl\Model\Resolver\Aggregations).
func (f *Facets) converted(options []pos.FacetOption) []pos.FacetOption {
	if f.view.Rate == nil {
		return options
	}
	out := slices.Clone(options)
	for i, o := range out {
		bounds := strings.Split(o.Value, "_")
		for j, bound := range bounds {
			if d, err := decimal.NewFromString(bound); err == nil {
				bounds[j] = d.Mul(*f.view.Rate).Round(2).String()
			}
		}
		out[i].Label, out[i].Value = strings.Join(bounds, "-"), strings.Join(bounds, "_")
	}
	return out
}

func (f *Facets) childrenOnly(ctx context.Context, options []pos.FacetOption) ([]pos.FacetOption, error) {
	q := pos.CategoryQuery{Store: f.view.Store.Code, PageSize: maxChildren, Page: 1}
	for _, named := range f.named {
		if id, err := strconv.ParseInt(named, 10, 64); err == nil {
			q.ParentIDs = append(q.ParentIDs, id)
		}
	}
	if len(q.ParentIDs) == 0 {
		return nil, nil
	}
	page, err := f.view.Catalog.Categories(ctx, q)
	if err != nil {
		return nil, err
	}
	var kept []pos.FacetOption
	for _, o := range options {
		if slices.ContainsFunc(page.Items, func(c pos.Category) bool { return uidOf(c.ID) == o.Value }) {
			kept = append(kept, o)
		}
	}
	return kept, nil
}
