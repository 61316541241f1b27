package graph_test

import (
	"fmt"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
)

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
