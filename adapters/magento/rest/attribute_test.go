package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
)

func TestAttributesOfCategoriesAreTold(t *testing.T) {
	t.Parallel()
	list := `{"items":[{"attribute_id":45,"attribute_code":"name","backend_type":"varchar","frontend_input":"text","is_user_defined":false},
		{"attribute_id":160,"attribute_code":"aisle","backend_type":"int","frontend_input":"text","default_frontend_label":"Aisle",
			"frontend_labels":[{"store_id":1,"label":"Row"}],"is_user_defined":true,"is_visible":true}],"total_count":2}`
	c, calls := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/default/V1/categories/attributes") {
			jsonAnswer(500, `{"message":"asked for `+r.URL.Path+`"}`).ServeHTTP(w, r)
			return
		}
		jsonAnswer(200, list).ServeHTTP(w, r)
	}))
	found, err := c.EntityAttributes(t.Context(), store1, "catalog_category")
	if err != nil || len(found) != 2 || found[0].Code != "name" || found[1].Code != "aisle" || found[1].Backend != "int" || found[1].Label != "Row" || !found[1].UserDefined {
		t.Errorf("%+v, %v", found, err)
	}
	before := len(calls.all())
	if _, err := c.EntityAttributes(t.Context(), store1, "customer"); pos.KindOf(err) != pos.KindUnavailable || len(calls.all()) != before {
		t.Errorf("of customers: %v", err)
	}
	none, _ := shop(t, jsonAnswer(404, `{"message":"Request does not match any route."}`))
	if _, err := none.EntityAttributes(t.Context(), store1, "catalog_category"); pos.KindOf(err) != pos.KindInvalid {
		t.Errorf("of a shop without the list: %v", err)
	}
}
