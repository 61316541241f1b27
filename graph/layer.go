package graph

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// layerFilters is the older form of the facets, for which Magento makes the layered navigation of the store's root: the
// query says only which attributes are told, and their items count the whole catalog, by what products have themselves
// (Magento\CatalogGraphQl\Model\Resolver\LayerFilters, Magento\Catalog\Model\Layer\FilterList). Where there was a search they are
// those for the results of searches (Magento\Catalog\Model\Layer\Search\FilterableAttributeList).
func (r *resolver) layerFilters(ctx context.Context, view *model.View, found []pos.Facet, searched bool) ([]*model.LayerFilter, error) {
	all, err := r.catalog.Products(ctx, pos.ProductQuery{Store: view.Store.Code, Group: view.Group, Facets: true, OwnOptions: true, PageSize: 1, Page: 1})
	if err != nil {
		return nil, err
	}
	attributes, err := r.catalog.Attributes(ctx, view.Store.Code)
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, f := range found {
		wanted[f.Code] = true
	}
	filters := []*model.LayerFilter{}
	for _, f := range categoriesFirst(all.Facets) {
		switch {
		case !wanted[f.Code]:
		case f.Code == "category_uid":
			items, err := r.categoryItems(ctx, view, f)
			if err != nil {
				return nil, err
			}
			filters = append(filters, layerFilter("Category", "cat", items))
		default:
			i := slices.IndexFunc(attributes, func(a pos.Attribute) bool { return a.Code == f.Code })
			if i < 0 || searched && !attributes[i].FilterableSearch {
				continue
			}
			items := optionItems(attributes[i], f)
			if f.Code == "price" {
				items = priceItems(view, f)
			}
			filters = append(filters, layerFilter(f.Label, f.Code, items))
		}
	}
	return filters, nil
}

// categoriesFirst is the order of the layered navigation.
func categoriesFirst(facets []pos.Facet) []pos.Facet {
	sorted := slices.Clone(facets)
	slices.SortStableFunc(sorted, func(a, b pos.Facet) int {
		first := func(f pos.Facet) int {
			if f.Code == "category_uid" {
				return 0
			}
			return 1
		}
		return first(a) - first(b)
	})
	return sorted
}

func layerFilter(name, variable string, items []model.LayerFilterItemInterface) *model.LayerFilter {
	n := len(items)
	return &model.LayerFilter{Name: &name, RequestVar: &variable, FilterItemsCount: &n, FilterItems: items}
}

// categoryItems are the categories directly below the root that have products (Magento\Catalog\Model\Layer\Filter\Category).
func (r *resolver) categoryItems(ctx context.Context, view *model.View, f pos.Facet) ([]model.LayerFilterItemInterface, error) {
	page, err := r.catalog.Categories(ctx, pos.CategoryQuery{Store: view.Store.Code, ParentIDs: []int64{view.Store.RootCategoryID}, PageSize: maxLayerCategories, Page: 1})
	if err != nil {
		return nil, err
	}
	var items []model.LayerFilterItemInterface
	for _, c := range page.Items {
		i := slices.IndexFunc(f.Options, func(o pos.FacetOption) bool {
			return o.Value == base64.StdEncoding.EncodeToString([]byte(strconv.FormatInt(c.ID, 10)))
		})
		if i >= 0 && f.Options[i].Count > 0 {
			items = append(items, &model.LayerFilterItem{Label: &c.Name, ValueString: textOf(strconv.FormatInt(c.ID, 10)), ItemsCount: &f.Options[i].Count})
		}
	}
	return items, nil
}

const maxLayerCategories = 1000

// priceItems are price ranges as shop pages show them (Magento\Catalog\Model\Layer\Filter\Price\Render).
func priceItems(view *model.View, f pos.Facet) []model.LayerFilterItemInterface {
	var items []model.LayerFilterItemInterface
	for _, o := range f.Options {
		from, to, _ := strings.Cut(o.Value, "_")
		low, err := strconv.ParseFloat(from, 64)
		high, failed := strconv.ParseFloat(to, 64)
		if err != nil || failed != nil {
			continue
		}
		if view.Rate != nil {
			rate := view.Rate.InexactFloat64()
			low, high = low*rate, high*rate
		}
		sign := *symbolOf(view.Currency)
		label := fmt.Sprintf(`<span class="price">%s%.2f</span> - <span class="price">%s%.2f</span>`, sign, low, sign, high-0.01)
		items = append(items, &model.LayerFilterItem{Label: &label, ValueString: textOf(from + "-" + to), ItemsCount: &o.Count})
	}
	return items
}

// optionItems are an attribute's options in its order, with swatches where it has any (Magento\Catalog\Model\Layer\Filter\
// Attribute, Magento\SwatchesGraphQl\Plugin\Filters\DataProviderPlugin).
func optionItems(a pos.Attribute, f pos.Facet) []model.LayerFilterItemInterface {
	var items []model.LayerFilterItemInterface
	for _, o := range a.Options {
		i := slices.IndexFunc(f.Options, func(c pos.FacetOption) bool { return c.Value == o.Value })
		if i < 0 {
			continue
		}
		if a.Swatch != "" && o.SwatchType != nil {
			swatch := &model.SwatchData{Type: textOf(strconv.Itoa(*o.SwatchType)), Value: nonEmpty(o.Swatch)}
			items = append(items, &model.SwatchLayerFilterItem{Label: &o.Label, ValueString: &o.Value, ItemsCount: &f.Options[i].Count, SwatchData: swatch})
			continue
		}
		items = append(items, &model.LayerFilterItem{Label: &o.Label, ValueString: &o.Value, ItemsCount: &f.Options[i].Count})
	}
	return items
}

func textOf(s string) *string { return &s }
