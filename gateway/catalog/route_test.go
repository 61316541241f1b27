package catalog_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
)

// The expectations follow from Magento\UrlRewriteGraphQl\Model\Resolver\AbstractEntityUrl and the storage that it asks.
func TestRoutesFollowRewrites(t *testing.T) {
	t.Parallel()
	r := setup(t)
	bag := r.shop.change(t, "24-MB01", func(p *pos.Product) {
		p.URLs = []string{"gear/bags/joust-duffle-bag.html", "joust-duffle-bag.html", "promo-bag"}
	})
	r.shop.change(t, "24-MB02", func(p *pos.Product) { p.URLs = []string{"Fusion.html"} })
	r.shop.routes = []pos.Route{
		{Path: "Brands/", Type: "custom", Target: "gear.html", Redirect: 302},
		{Path: "about", Type: "custom", Target: "about/", Redirect: 301},
		{Path: "about/", Type: "cms-page", EntityID: 5, Target: "cms/page/view/page_id/5", Page: "about-us", Title: "About us"},
		{Path: "abroad", Type: "custom", Target: "https://example.com/", Redirect: 301},
		{Path: "bag-of-the-week", Type: "custom", Target: "catalog/product/view/id/1"},
		{Path: "dead", Type: "custom", Target: "no/such/thing"},
		{Path: "home", Type: "cms-page", EntityID: 2, Target: "cms/page/view/page_id/2", Page: "home", Title: "Home Page"},
		{Path: "old-bag.html", Type: "product", EntityID: bag.ID, Target: "older-bag.html", Redirect: 301},
		{Path: "older-bag.html", Type: "product", EntityID: bag.ID, Target: "joust-duffle-bag.html", Redirect: 302},
		{Path: "round", Type: "custom", Target: "round-again", Redirect: 301},
		{Path: "round-again", Type: "custom", Target: "round", Redirect: 301},
	}
	r.load(t)
	r.sync(t)
	type end struct {
		Path, Type string
		EntityID   int64
		Redirect   int
	}
	product := func(path string, redirect int) end { return end{path, "product", bag.ID, redirect} }
	bags := func(redirect int) end { return end{"gear/bags.html", "category", 4, redirect} }
	home := end{"home", "cms-page", 2, 0}
	nowhere := end{}
	for path, want := range map[string]end{
		"joust-duffle-bag.html":                product("joust-duffle-bag.html", 0),
		"/joust-duffle-bag.html":               product("joust-duffle-bag.html", 0),
		"gear/bags/joust-duffle-bag.html":      product("gear/bags/joust-duffle-bag.html", 0),
		"promo-bag":                            product("promo-bag", 0),
		"joust-duffle-bag":                     nowhere,
		"promo-bag.html":                       nowhere,
		"joust-duffle-bag.html/":               product("joust-duffle-bag.html", 301),
		"Joust-Duffle-Bag.html":                product("joust-duffle-bag.html", 301),
		"catalog/product/view/id/1":            product("joust-duffle-bag.html", 0),
		"catalog/product/view/id/1/category/4": product("gear/bags/joust-duffle-bag.html", 0),
		"catalog/product/view/id/1/category/3": nowhere,
		"catalog/product/view/id/x":            nowhere,
		"fusion.html":                          {"Fusion.html", "product", 6, 301},
		"catalog/product/view/id/6":            {"Fusion.html", "product", 6, 0},
		"catalog/product/view/id/2":            nowhere, // it has no rewrite
		"old-bag.html":                         product("joust-duffle-bag.html", 301),
		"OLDER-BAG.html":                       product("joust-duffle-bag.html", 302),
		"bag-of-the-week":                      product("bag-of-the-week", 0),
		"gear/bags.html":                       bags(0),
		"gear/bags.html/":                      bags(301),
		"Gear/Bags.html":                       bags(301),
		"catalog/category/view/id/4":           bags(0),
		"gear/bags":                            nowhere,
		"brands":                               {"gear.html", "category", 3, 302},
		"home":                                 home,
		"cms/page/view/page_id/2":              home,
		"HOME":                                 {"home", "cms-page", 2, 301},
		"about/":                               {"about/", "cms-page", 5, 0},
		"about":                                {"about/", "cms-page", 5, 301},
		"About/":                               {"about/", "cms-page", 5, 301},
		"abroad":                               {"https://example.com/", "custom", 0, 301},
		"dead":                                 {"dead", "custom", 0, 0},
		"/":                                    nowhere,
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			got, err := r.catalog.Route(t.Context(), storeCode, path)
			if (err != nil) != (want == nowhere) || err != nil && pos.KindOf(err) != pos.KindNotFound {
				t.Fatalf("error %v, want %+v", err, want)
			}
			if diff := cmp.Diff(want, end{got.Path, got.Type, got.EntityID, got.Redirect}); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
	t.Run("rewrites that lead to each other end", func(t *testing.T) {
		t.Parallel()
		if got, err := r.catalog.Route(t.Context(), storeCode, "round"); err != nil || got.Redirect != 301 {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestRoutesOfASourceWithoutRewritesAreGuessed(t *testing.T) {
	t.Parallel()
	c := filled(t).catalog
	for path, want := range map[string]string{
		"joust-duffle-bag.html": "joust-duffle-bag.html", "joust-duffle-bag": "joust-duffle-bag.html", "gear/bags": "gear/bags.html", "gear/bags.html": "gear/bags.html",
	} {
		if got, err := c.Route(t.Context(), storeCode, path); err != nil || got.Path != want || got.Redirect != 0 {
			t.Errorf("%s: %+v, %v", path, got, err)
		}
	}
}

func TestAPathComesBackInOtherLetters(t *testing.T) {
	t.Parallel()
	r := setup(t)
	r.shop.routes = []pos.Route{{Path: "Home", Type: "cms-page", EntityID: 2, Target: "cms/page/view/page_id/2"}}
	r.load(t)
	r.sync(t)
	changes := []pos.Change{
		{Kind: pos.DocRoute, Key: "home", Body: []byte(`{"path":"home","type":"cms-page","entityId":7,"target":"cms/page/view/page_id/7"}`)},
		{Kind: pos.DocRoute, Key: "Home", Deleted: true},
	}
	if _, err := r.cache.Append(t.Context(), storeCode, changes); err != nil {
		t.Fatal(err)
	}
	r.sync(t)
	for path, want := range map[string]int64{"home": 7, "cms/page/view/page_id/7": 7, "cms/page/view/page_id/2": 0} {
		if got, err := r.catalog.Route(t.Context(), storeCode, path); got.EntityID != want || (err != nil) != (want == 0) {
			t.Errorf("%s: %+v, %v", path, got, err)
		}
	}
}
