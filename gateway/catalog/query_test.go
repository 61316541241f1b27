package catalog_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
)

func asc(field string) []pos.SortKey  { return []pos.SortKey{{Field: field}} }
func desc(field string) []pos.SortKey { return []pos.SortKey{{Field: field, Descending: true}} }

// The expectations of this table are answers of a real Magento 2.4.7 with its sample data.
func TestProductsAnswersAsMagentoDoes(t *testing.T) {
	t.Parallel()
	c := filled(t).catalog
	for _, tt := range []struct {
		name  string
		query pos.ProductQuery
		total int
		skus  string // the beginning of the page
	}{
		{"unknown skus and variants are left out, newest first", pos.ProductQuery{SKUs: []string{"24-MB01", "24-MB04", "WS12", "NO-SUCH", "WS12-XS-Blue"}}, 3, "WS12 24-MB04 24-MB01"},
		{"a sku is found in any letter case", pos.ProductQuery{SKUs: []string{"24-mb01"}}, 1, "24-MB01"},
		{"by url key", pos.ProductQuery{URLKeys: []string{"joust-duffle-bag"}}, 1, "24-MB01"},
		{"by price in a category, ties by id in the key's direction", pos.ProductQuery{CategoryIDs: []int64{4}, Sort: asc("price"), PageSize: 4}, 14, "24-WB05 24-MB04 24-WB01 24-WB02"},
		{"the second page", pos.ProductQuery{CategoryIDs: []int64{4}, Sort: asc("price"), PageSize: 4, Page: 2}, 14, "24-WB06 24-MB01 24-WB03 24-MB03"},
		{"by name, descending", pos.ProductQuery{CategoryIDs: []int64{4}, Sort: desc("name"), PageSize: 3}, 14, "24-MB05 24-WB01 24-MB04"},
		{"by name", pos.ProductQuery{CategoryIDs: []int64{4}, Sort: asc("name"), PageSize: 5}, 14, "24-WB02 24-MB03 24-WB03 24-WB06 24-MB02"},
		{"an anchor shows what its descendants have, by computed position", pos.ProductQuery{CategoryIDs: []int64{21}, Sort: asc("position"), PageSize: 5}, 50, "WT09 WT08 WT07 WS05 WJ12"},
		{"ties of position go newest first", pos.ProductQuery{CategoryIDs: []int64{4}, Sort: asc("position"), PageSize: 1}, 14, "24-WB04"},
		{"a price filter, dearest first, ties newest first", pos.ProductQuery{PriceFrom: price("20"), PriceTo: price("30"), Sort: desc("price"), PageSize: 3}, 42, "WSH01 WT07 WT02"},
		{"both price bounds are inclusive", pos.ProductQuery{PriceFrom: price("29"), PriceTo: price("29"), PageSize: 3}, 17, "WSH01 WT07 WT02"},
		{"without a sort order the newest come first", pos.ProductQuery{PriceFrom: price("20"), PageSize: 5}, 170, "WSH12 WSH11 WSH10 WSH09 WSH08"},
		{"a variant's colour finds its parent, by position in the category", pos.ProductQuery{CategoryIDs: []int64{25}, Attributes: map[string][]string{"color": {"50"}}, PageSize: 3}, 6, "WS12 WS09 WS08"},
		{"of two keys name counts first, and ties follow the last", pos.ProductQuery{CategoryIDs: []int64{4}, Sort: []pos.SortKey{{Field: "price"}, {Field: "name", Descending: true}}, PageSize: 5}, 14, "24-MB05 24-WB01 24-MB04 24-WB05 24-MB06"},
		{"a search without a hit", pos.ProductQuery{Search: "zzzzqqq"}, 0, ""},
		{"a search of one letter finds nothing", pos.ProductQuery{Search: "a"}, 0, ""},
		{"everything", pos.ProductQuery{}, 188, "VIRT-GIFTWRAP WSH12"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := products(t, c, tt.query)
			if got.Total != tt.total || !strings.HasPrefix(skus(got), tt.skus) {
				t.Errorf("%d: %s\nwant %d: %s", got.Total, skus(got), tt.total, tt.skus)
			}
		})
	}
}

type querier interface {
	Products(ctx context.Context, q pos.ProductQuery) (pos.ProductPage, error)
}

func products(t testing.TB, c querier, q pos.ProductQuery) pos.ProductPage {
	t.Helper()
	q.Store, q.Page = storeCode, max(q.Page, 1)
	if q.PageSize == 0 {
		q.PageSize = 20
	}
	got, err := c.Products(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func skus(page pos.ProductPage) string {
	var out []string
	for _, p := range page.Items {
		out = append(out, p.SKU)
	}
	return strings.Join(out, " ")
}

func TestProductsRefusesPagesAsMagentoDoes(t *testing.T) {
	t.Parallel()
	c := filled(t).catalog
	for _, tt := range []struct {
		name       string
		size, page int
		message    string
	}{
		{"past the end", 4, 99, "currentPage value 99 specified is greater than the 4 page(s) available."},
		{"of size zero", 0, 1, "pageSize value must be greater than 0."},
		{"number zero", 4, 0, "currentPage value must be greater than 0."},
		{"beyond the bound", 10_001, 1, "pageSize value 10001 is greater than 10000"},
		{"so far out that it would overflow", 1000, 1 << 60, "currentPage value 1152921504606846976 is too large"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := c.Products(t.Context(), pos.ProductQuery{Store: storeCode, CategoryIDs: []int64{4}, PageSize: tt.size, Page: tt.page})
			if pos.KindOf(err) != pos.KindInvalid || pos.MessageOf(err) != tt.message {
				t.Errorf("error is %v", err)
			}
		})
	}
	t.Run("but an empty result has any page", func(t *testing.T) {
		t.Parallel()
		if got := products(t, c, pos.ProductQuery{SKUs: []string{"none"}, Page: 3}); got.Total != 0 || got.Pages() != 0 {
			t.Errorf("got %+v", got)
		}
	})
}

func TestProductsHidesWhatIsNotSoldOnTheWebsite(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		edit func(*pos.Product)
	}{
		{"disabled", func(p *pos.Product) { p.Enabled = false }},
		{"on another website", func(p *pos.Product) { p.Websites = []int64{2} }},
		{"without a price row", func(p *pos.Product) { p.Prices = nil }},
		{"not visible on its own", func(p *pos.Product) { p.Visibility = pos.VisibleNotAlone }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := setup(t)
			r.shop.change(t, "24-MB01", tt.edit)
			r.load(t)
			r.sync(t)
			for _, q := range []pos.ProductQuery{{SKUs: []string{"24-MB01"}}, {Search: "joust"}, {CategoryIDs: []int64{4}, Texts: []pos.TextMatch{{Attribute: "name", Match: "joust"}}}, {URLKeys: []string{"joust-duffle-bag"}}} {
				if got := products(t, r.catalog, q); got.Total != 0 {
					t.Errorf("%+v finds %s", q, skus(got))
				}
			}
			if p, err := r.catalog.ProductBySKU(t.Context(), storeCode, "24-mb01"); err != nil || p.ID != 1 {
				t.Errorf("a register does not find it: %v", err)
			}
			if n, _ := r.catalog.ProductCount(t.Context(), storeCode, 4); n != 13 {
				t.Errorf("the category counts %d", n)
			}
		})
	}
}

func TestVisibilityDependsOnHowAProductIsLookedFor(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.shop.change(t, "24-MB01", func(p *pos.Product) { p.Visibility = pos.VisibleCatalog })
	r.shop.change(t, "24-MB02", func(p *pos.Product) { p.Visibility = pos.VisibleSearch })
	r.load(t)
	r.sync(t)
	both := []string{"24-MB01", "24-MB02"}
	if got := skus(products(t, r.catalog, pos.ProductQuery{SKUs: both})); got != "24-MB01" {
		t.Errorf("a filter finds %q", got)
	}
	if got := products(t, r.catalog, pos.ProductQuery{Search: "24-MB0", PageSize: 50}); strings.Contains(skus(got), "24-MB01") || !strings.Contains(skus(got), "24-MB02") {
		t.Errorf("a search finds %q", skus(got))
	}
	if got := products(t, r.catalog, pos.ProductQuery{Search: "24-MB0", SKUs: both}); skus(got) != "24-MB02" {
		t.Errorf("a search with a filter finds %q", skus(got))
	}
	if got := products(t, r.catalog, pos.ProductQuery{Search: "24-MB0", SKUs: both, CategoryIDs: []int64{4}}); got.Total != 2 {
		t.Errorf("a search in a category finds %q", skus(got))
	}
	if got := products(t, r.catalog, pos.ProductQuery{CategoryIDs: []int64{4}, PageSize: 50}); got.Total != 13 || strings.Contains(skus(got), "24-MB02") {
		t.Errorf("the category page holds %d: %s", got.Total, skus(got))
	}
	if n, _ := r.catalog.ProductCount(t.Context(), storeCode, 4); n != 14 {
		t.Errorf("the category counts %d", n)
	}
}

func TestSearchRanksCodesBeforeNames(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.shop.change(t, "24-WB04", func(p *pos.Product) { p.Barcodes = []string{"4006381333931"} })
	r.shop.change(t, "24-UG01", func(p *pos.Product) { p.Name = "Case for 24-mb01 and 4006381333931" })
	r.load(t)
	r.sync(t)
	for _, tt := range []struct{ name, search, want string }{
		{"a whole sku", "24-MB01", "24-MB01 24-UG01"},
		{"a barcode", "4006381333931", "24-WB04 24-UG01"},
		{"a variant's sku finds its parent", "ws12-xs-blue", "WS12"},
		{"one of the words is enough, and both are better", "duffle joust", "24-MB01 24-WB07 24-UB02"},
		{"what nobody has, even a little different", "qqqqqqq", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := skus(products(t, r.catalog, pos.ProductQuery{Search: tt.search})); got != tt.want {
				t.Errorf("%q finds %q, want %q", tt.search, got, tt.want)
			}
		})
	}
	byName := products(t, r.catalog, pos.ProductQuery{Search: "bag", Sort: asc("name")})
	if !slices.IsSortedFunc(byName.Items, func(a, b *pos.Product) int { return strings.Compare(a.Name, b.Name) }) || byName.Total < 2 {
		t.Errorf("sorted by name: %s", skus(byName))
	}
}

// Magento's search looks into every attribute that is searchable, by its weight; names and codes come first here.
func TestSearchLooksIntoSearchableAttributes(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.shop.attributes = []pos.Attribute{
		{ID: 1, Code: "description", Input: "textarea", Backend: "text", Searchable: true, SearchWeight: 1},
		{ID: 2, Code: "short_description", Input: "textarea", Backend: "text", Searchable: true, SearchWeight: 5},
		{ID: 3, Code: "meta_keyword", Input: "textarea", Backend: "text"},
		{ID: 4, Code: "color", Input: "select", Backend: "int", Searchable: true, Options: []pos.AttributeOption{{Value: "7777", Label: "Dark Zinnober"}, {Value: "50", Label: "Blue"}}},
	}
	set := func(sku, code, value string) {
		r.shop.change(t, sku, func(p *pos.Product) {
			p.Attributes = slices.Clone(p.Attributes)
			p.Attributes.Set(code, value)
		})
	}
	set("24-MB01", "description", `<p class="tarpaulin">Made of <b>Gore&nbsp;Quux</b>, 1 < 2 &amp; café</p>`)
	set("24-MB02", "short_description", "quux inside")
	set("24-MB03", "meta_keyword", "quux")
	set("24-MB04", "color", "7777")
	r.shop.change(t, "24-MB05", func(p *pos.Product) { p.Name = "Quux Bag" })
	r.load(t)
	r.sync(t)
	for search, want := range map[string]string{
		"quux":          "24-MB05 24-MB02 24-MB01", // a name, then by weight
		"gore quux":     "24-MB05 24-MB02 24-MB01",
		"gore":          "24-MB01",
		"café":          "24-MB01",
		"tarpaulin":     "", // of a tag
		"zinnober":      "24-MB04",
		"zinober":       "", // words of names only are guessed
		"dark zinnober": "24-MB04",
		"blue qqqqqqq":  "WS12 WS09 WS08 WS04 WS03 WS02",
	} {
		if got := skus(products(t, r.catalog, pos.ProductQuery{Search: search})); got != want {
			t.Errorf("%q finds %q, want %q", search, got, want)
		}
	}
	t.Run("after a change of one product, and of an attribute", func(t *testing.T) {
		set("24-MB01", "description", "plain")
		r.load(t)
		r.sync(t)
		if got := skus(products(t, r.catalog, pos.ProductQuery{Search: "quux"})); got != "24-MB05 24-MB02" {
			t.Errorf("after a change of a text: %q", got)
		}
		r.shop.attributes[1].Searchable, r.shop.attributes[2].Searchable = false, true
		r.load(t)
		r.sync(t)
		if got := skus(products(t, r.catalog, pos.ProductQuery{Search: "quux"})); got != "24-MB05 24-MB03" {
			t.Errorf("after another attribute became searchable: %q", got)
		}
	})
}

func TestVariantsAreFoundBySKU(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.load(t)
	r.sync(t)
	if p, err := r.catalog.ProductBySKU(t.Context(), storeCode, "ws12-xs-blue"); err != nil || p.SKU != "WS12-XS-Blue" {
		t.Errorf("by sku: %v, %v", p.SKU, err)
	}
	if _, err := r.catalog.ProductBySKU(t.Context(), storeCode, "nothing"); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("error is %v", err)
	}
	if l, ok := r.catalog.Level(t.Context(), storeCode, "ws12-xs-blue"); !ok || l.SKU != "WS12-XS-Blue" || !l.Salable.Equal(*price("100")) {
		t.Errorf("stock: %+v, %v", l, ok)
	}
	if got, err := r.catalog.ProductsByID(t.Context(), storeCode, []int64{1562, 999999, 1}); err != nil || len(got) != 2 || got[0].SKU != "WS12" || got[1].ID != 1 {
		t.Errorf("by id: %v, %v", got, err)
	}
}
