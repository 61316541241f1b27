package graph_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
)

// The expected answers follow from Magento's source: the classes that are named where the code does it.
func TestWhatMagentoTellsOfStores(t *testing.T) {
	t.Parallel()
	const (
		secure = `{storeConfig{secure_base_link_url secure_base_media_url secure_base_static_url}}`
		suffix = `{category(id:4){url_suffix} products(filter:{sku:{eq:"24-MB01"}}){items{url_suffix}}}`
	)
	for name, c := range map[string]struct {
		query    string
		settings map[string]string
		data     string
	}{
		"secure addresses lie below the secure base": {secure, nil,
			`{"storeConfig":{"secure_base_link_url":"https://safe/index.php/","secure_base_media_url":"https://safe/media/","secure_base_static_url":"https://safe/static/"}}`},
		"and where they are said to": {secure, map[string]string{
			"web/secure/base_link_url": "{{secure_base_url}}shop", "web/secure/base_media_url": "https://cdn/", "web/secure/base_static_url": "{{unsecure_base_url}}static/",
		}, `{"storeConfig":{"secure_base_link_url":"https://safe/shop/index.php/","secure_base_media_url":"https://cdn/","secure_base_static_url":"http://shop/static/"}}`},
		"no suffix is an empty one": {suffix, map[string]string{"catalog/seo/category_url_suffix": "", "catalog/seo/product_url_suffix": ""},
			`{"category":{"url_suffix":""},"products":{"items":[{"url_suffix":""}]}}`},
		"countries are named in the language of the store": {`{country(id:"DE"){full_name_locale full_name_english}}`, nil,
			`{"country":{"full_name_locale":"Deutschland","full_name_english":"Germany"}}`},
		"in lists too": {`{countries{full_name_locale}}`, nil, `{"countries":[{"full_name_locale":"Deutschland"}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			shop := &w.catalog.Shop
			shop.BaseURL, shop.SecureBaseURL, shop.BaseLinkURL = "http://shop/", "https://safe/", "http://shop/index.php/"
			shop.Settings, shop.Locale = c.settings, "de_DE"
			shop.Countries = []pos.Country{{ID: "DE", Name: "Germany"}}
			a := w.ask(t, c.query, nil, "")
			if diff := cmp.Diff(parse(t, []byte(`{"data":`+c.data+`}`)), parse(t, a.Raw)); diff != "" {
				t.Errorf("Magento's -, ours +\n%s", diff)
			}
		})
	}
}

func TestStoreViewsThatNobodySellsFromAreTold(t *testing.T) {
	t.Parallel()
	w := setup(t)
	shop := w.catalog.Shop
	w.catalog.Shop.Siblings = []pos.Store{
		{ID: 3, Code: "de", Name: "German", GroupID: shop.GroupID, WebsiteID: shop.WebsiteID},
		{ID: 4, Code: "outlet", GroupID: shop.GroupID + 1, WebsiteID: shop.WebsiteID},
	}
	for query, want := range map[string]string{
		`{availableStores{store_code store_name}}`:      "[map[store_code:default store_name:Default Store View] map[store_code:de store_name:German] map[store_code:outlet store_name:<nil>]]",
		`{availableStores(useCurrentGroup:true){code}}`: "[map[code:default] map[code:de]]",
	} {
		if got := fmt.Sprint(w.ask(t, query, nil, "").at("availableStores")); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}
