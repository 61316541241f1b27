package graph

import (
	"context"
	"encoding/base64"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// productsAsked is what products() was asked.
type productsAsked struct {
	store    string
	search   *string
	filter   *model.ProductAttributeFilterInput
	sort     *model.ProductAttributeSortInput
	pageSize *int
	page     *int
}

// categoriesAsked is what categories() was asked.
type categoriesAsked struct {
	store    pos.Store
	filters  *model.CategoryFilterInput
	pageSize *int
	page     *int
}

func (r *resolver) findProducts(ctx context.Context, a productsAsked) (pos.ProductPage, error) {
	if a.filter == nil && text(a.search) == "" {
		return pos.ProductPage{}, pos.Invalid("'search' or 'filter' input argument is required.")
	}
	q := pos.ProductQuery{Store: a.store, Search: text(a.search), Sort: sortKeys(a.sort), PageSize: number(a.pageSize), Page: number(a.page)}
	if a.filter == nil {
		return r.catalog.Products(ctx, q)
	}
	f := &filters{}
	f.products(&q, a.filter)
	if f.err != nil || f.nothing {
		return pos.ProductPage{PageSize: q.PageSize, Page: q.Page}, f.err
	}
	return r.catalog.Products(ctx, q)
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

// filters turns filter inputs into a query. It keeps the first fault, and whether a filter can match nothing: an empty
// list of values matches nothing, while a query without values would match everything.
type filters struct {
	err     error
	nothing bool
}

func (f *filters) products(q *pos.ProductQuery, in *model.ProductAttributeFilterInput) {
	q.SKUs = f.values(in.Sku)
	q.URLKeys = f.values(in.URLKey)
	q.CategoryIDs = f.ids(in.CategoryID, in.CategoryUID)
	if paths := f.values(in.CategoryURLPath); len(paths) > 1 {
		f.fail(pos.Invalid("category_url_path takes one value."))
	} else if len(paths) == 1 {
		q.CategoryURLPath = paths[0]
	}
	if in.Name != nil {
		q.Name = text(in.Name.Match)
	}
	if in.Price != nil {
		q.PriceFrom, q.PriceTo = f.amount(in.Price.From), f.amount(in.Price.To)
	}
	q.Attributes = map[string][]string{}
	for code, filter := range attributeFilters(in) {
		if filter != nil {
			q.Attributes[code] = f.values(filter)
		}
	}
}

func (f *filters) categories(q *pos.CategoryQuery, in *model.CategoryFilterInput) {
	q.IDs = f.ids(in.Ids, in.CategoryUID)
	q.ParentIDs = f.ids(in.ParentID, in.ParentCategoryUID)
	q.URLKeys = f.values(in.URLKey)
	q.URLPaths = f.values(in.URLPath)
	if in.Name != nil {
		q.Name = text(in.Name.Match)
	}
}

// attributeFilters are the filters on attributes that the recorded shop made filterable.
func attributeFilters(in *model.ProductAttributeFilterInput) map[string]*model.FilterEqualTypeInput {
	return map[string]*model.FilterEqualTypeInput{
		"activity": in.Activity, "category_gear": in.CategoryGear, "climate": in.Climate, "collar": in.Collar, "color": in.Color,
		"eco_collection": in.EcoCollection, "erin_recommends": in.ErinRecommends, "features_bags": in.FeaturesBags, "format": in.Format,
		"gender": in.Gender, "material": in.Material, "new": in.New, "pattern": in.Pattern, "performance_fabric": in.PerformanceFabric,
		"sale": in.Sale, "size": in.Size, "sleeve": in.Sleeve, "strap_bags": in.StrapBags, "style_bags": in.StyleBags,
		"style_bottom": in.StyleBottom, "style_general": in.StyleGeneral,
	}
}

func (f *filters) fail(err error) {
	if f.err == nil {
		f.err = err
	}
}

func (f *filters) values(in *model.FilterEqualTypeInput) []string {
	if in == nil || (in.Eq == nil && in.In == nil) {
		return nil
	}
	var values []string
	if in.Eq != nil {
		values = append(values, *in.Eq)
	}
	for _, v := range in.In {
		if v != nil {
			values = append(values, *v)
		}
	}
	f.nothing = f.nothing || len(values) == 0
	return values
}

// ids reads numbers and uids, of which a query may name one kind.
func (f *filters) ids(plain, uids *model.FilterEqualTypeInput) []int64 {
	if plain != nil && uids != nil {
		f.fail(pos.Invalid("Name categories by id or by uid, not by both."))
		return nil
	}
	ids := []int64{}
	for _, v := range f.values(plain) {
		ids = append(ids, f.id(v, v))
	}
	for _, v := range f.values(uids) {
		decoded, _ := base64.StdEncoding.DecodeString(v) // what is no base64 is no number either
		ids = append(ids, f.id(v, string(decoded)))
	}
	return ids
}

func (f *filters) id(given, digits string) int64 {
	id, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		f.fail(pos.Invalid("Value of uid \"%.64s\" is incorrect.", given))
	}
	return id
}

func (f *filters) amount(s *string) *decimal.Decimal {
	if s == nil || *s == "" {
		return nil
	}
	d, err := model.UnmarshalDecimal(*s)
	if err != nil {
		f.fail(pos.Invalid("The price \"%.64s\" is not a number.", *s))
	}
	return &d
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func number(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}
