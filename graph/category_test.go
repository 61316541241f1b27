package graph_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// The expected answers follow from Magento's source: the classes that are named where the code does it.
func TestWhatMagentoTellsOfCategories(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.catalog.Shop.Currencies = []pos.CurrencyRate{{Currency: "USD", Rate: decimal.New(1, 0)}, {Currency: "EUR", Rate: decimal.New(89, -2)}}
	w.catalog.Facets = []pos.Facet{
		{Code: "price", Label: "Price", Options: []pos.FacetOption{{Label: "30-40", Value: "30_40", Count: 7}, {Label: "90-100", Value: "90_100", Count: 2}}},
		{Code: "category_uid", Label: "Category", Options: []pos.FacetOption{{Label: "Gear", Value: "Mw==", Count: 35}, {Label: "Bags", Value: "NA==", Count: 14}}},
	}
	const facets = `{aggregations(filter:{category:{includeDirectChildrenOnly:true}}){attribute_code count options{value}}}`
	for name, c := range map[string]struct{ query, currency, data, message string }{
		"children are counted as far as the query loads them": {
			query: `{categoryList(filters:{ids:{eq:"3"}}){children_count}}`, data: `{"categoryList":[{"children_count":"0"}]}`,
		},
		"a level more is loaded below items": {
			query: `{categories(filters:{ids:{eq:"3"}}){items{children_count}}}`, data: `{"categories":{"items":[{"children_count":"3"}]}}`,
		},
		"any nesting loads children": {
			query: `{category(id:3){children_count breadcrumbs{category_id}}}`, data: `{"category":{"children_count":"3","breadcrumbs":null}}`,
		},
		"what hides behind an alias loads none": {
			query: `{category(id:3){below:children{id}}}`, data: `{"category":{"below":[]}}`,
		},
		"the last level that is asked for has none below it": {
			query: `{category(id:2){children{id children_count}}}`,
			data:  `{"category":{"children":[{"id":38,"children_count":"0"},{"id":20,"children_count":"0"},{"id":11,"children_count":"0"},{"id":3,"children_count":"0"},{"id":9,"children_count":"0"},{"id":37,"children_count":"0"}]}}`,
		},
		"of a product's categories all below are counted, and none told": {
			query: `{products(filter:{sku:{eq:"24-MB01"}}){items{categories{id children_count ... on CategoryTree{children{id}}}}}}`,
			data:  `{"products":{"items":[{"categories":[{"id":3,"children_count":"3","children":[]},{"id":4,"children_count":"0","children":[]}]}]}}`,
		},
		"a page past the end in a category": {
			query:   `{category(id:4){products(currentPage:9,pageSize:5){total_count items{sku} page_info{current_page page_size total_pages}}}}`,
			data:    `{"category":{"products":{"total_count":14,"items":[],"page_info":{"current_page":null,"page_size":5,"total_pages":3}}}}`,
			message: "currentPage value 3 specified is greater than the number of pages available.",
		},
		"the page is looked at before its size": {
			query: `{products(pageSize:0,currentPage:0){total_count}}`, data: `{"products":null}`, message: "currentPage value must be greater than 0.",
		},
		"and both before what is looked for": {
			query: `{products(pageSize:0){total_count}}`, data: `{"products":null}`, message: "pageSize value must be greater than 0.",
		},
		"a list's page before the first is the first": {
			query: `{categoryList(filters:{ids:{eq:"4"}},currentPage:0){id}}`, data: `{"categoryList":[{"id":4}]}`,
		},
		"a list without a size has no pages": {
			query: `{categoryList(filters:{ids:{eq:"4"}},pageSize:0){id}}`, data: `{"categoryList":null}`,
			message: "currentPage value 1 specified is greater than the 0 page(s) available.",
		},
		"but of nothing there may be none": {
			query: `{categoryList(filters:{ids:{eq:"999"}},pageSize:0){id}}`, data: `{"categoryList":[]}`,
		},
		"null is what is preset": {
			query: `{categories(pageSize:null,currentPage:null){page_info{page_size current_page}} categoryList(pageSize:null,currentPage:null){id}}`,
			data:  `{"categories":{"page_info":{"page_size":20,"current_page":1}},"categoryList":[{"id":2}]}`,
		},
		"a type of match is another thing that the name must be": {
			query: `{categories(filters:{name:{match:"bag",match_type:PARTIAL}}){total_count items{id}}}`, data: `{"categories":{"total_count":0,"items":[]}}`,
		},
		"no name is none to go by": {
			query: `query($name:String){categories(filters:{ids:{eq:"4"},name:{match:$name}}){total_count}}`, data: `{"categories":{"total_count":1}}`,
		},
		"a name that is too short": {
			query: `{categories(filters:{name:{match:" ba "}}){total_count}}`, data: `{"categories":null}`, message: "Invalid match filter. Minimum length is 3.",
		},
		"ids and uids": {
			query: `{categories(filters:{ids:{eq:"4"},category_uid:{eq:"NA=="}}){total_count}}`, data: `{"categories":null}`,
			message: "`ids` and `category_uid` can't be used at the same time.",
		},
		"a path that is no category's": {
			query: `{products(filter:{category_url_path:{eq:"none"}}){total_count}}`, data: `{"products":null}`,
			message: "No category with the provided `category_url_path` was found",
		},
		"a path and an id": {
			query: `{products(filter:{category_url_path:{eq:"gear"},category_id:{eq:"3"}}){total_count}}`, data: `{"products":null}`,
			message: "`category_id` and `category_url_path` can't be used at the same time.",
		},
		"a uid that is none": {
			query: `{products(filter:{category_uid:{eq:"NA"}}){total_count}}`, data: `{"products":null}`, message: `Value of uid "NA" is incorrect.`,
		},
		"an id that is no number": {
			query: `{products(filter:{category_id:{eq:"four"}}){total_count}}`, data: `{"products":{"total_count":0}}`,
		},
		"facets of direct children only": {
			query: `{products(filter:{category_id:{eq:"3"}})` + facets + `}`,
			data:  `{"products":{"aggregations":[{"attribute_code":"price","count":2,"options":[{"value":"30_40"},{"value":"90_100"}]},{"attribute_code":"category_uid","count":1,"options":[{"value":"NA=="}]}]}}`,
		},
		"but not of a category that is named by its uid": {
			query: `{products(filter:{category_uid:{eq:"Mw=="}})` + facets + `}`,
			data:  `{"products":{"aggregations":[{"attribute_code":"price","count":2,"options":[{"value":"30_40"},{"value":"90_100"}]},{"attribute_code":"category_uid","count":2,"options":[{"value":"Mw=="},{"value":"NA=="}]}]}}`,
		},
		"no facet without any": {
			query: `{products(filter:{category_id:{eq:"4"}})` + facets + `}`,
			data:  `{"products":{"aggregations":[{"attribute_code":"price","count":2,"options":[{"value":"30_40"},{"value":"90_100"}]}]}}`,
		},
		"price ranges in another currency": {
			query: `{products(filter:{category_id:{eq:"4"}}){aggregations{attribute_code options{label value}}}}`, currency: "EUR",
			data: `{"products":{"aggregations":[{"attribute_code":"price","options":[{"label":"26.7-35.6","value":"26.7_35.6"},{"label":"80.1-89","value":"80.1_89"}]},{"attribute_code":"category_uid","options":[{"label":"Gear","value":"Mw=="},{"label":"Bags","value":"NA=="}]}]}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := w.ask(t, c.query, nil, "", "Content-Currency", c.currency)
			message := ""
			if len(a.Errors) > 0 {
				message = a.Errors[0].Message
			}
			var want any
			if err := json.Unmarshal([]byte(c.data), &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, any(a.Data)); diff != "" || message != c.message {
				t.Errorf("%s: %q\n%s", c.query, message, diff)
			}
		})
	}
}
