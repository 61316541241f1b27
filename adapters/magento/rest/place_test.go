package rest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
)

func TestSourcesThatHaveProducts(t *testing.T) {
	t.Parallel()
	client, seen := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/V1/inventory/source-items") {
			http.NotFound(w, r)
			return
		}
		query := r.URL.Query()
		filter := func(part string) string {
			return query.Get("searchCriteria[filterGroups][0][filters][0][" + part + "]")
		}
		switch filter("field") + " " + filter("conditionType") + " " + filter("value") {
		case "sku in A,b", "sku in A":
			jsonAnswer(200, `{"items":[{"sku":"a","source_code":"nyc"},{"sku":"A","source_code":"la"},{"sku":"B","source_code":"nyc"}]}`).ServeHTTP(w, r)
		case "sku eq c,d":
			jsonAnswer(200, `{"items":[{"sku":"c,d","source_code":"nyc"},{"sku":"c,d","source_code":"la"}]}`).ServeHTTP(w, r)
		default: // with fields=items[…] an empty list is null
			jsonAnswer(200, `{"items":null}`).ServeHTTP(w, r)
		}
	}))
	for _, tt := range []struct{ skus, want []string }{
		{[]string{"A", "b"}, []string{"nyc"}},
		{[]string{"A", "c,d"}, []string{"la", "nyc"}},
		{[]string{"none"}, []string{}},
	} {
		got, err := client.SourcesOf(t.Context(), tt.skus)
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q, %v", tt.skus, got, tt.want, err)
		}
	}
	if n := len(seen.all()); n != 4 {
		t.Errorf("%d calls, want 4", n)
	}
	if _, err := client.Places(t.Context(), "US", "10001", ""); pos.KindOf(err) != pos.KindUnavailable {
		t.Errorf("places: %v", err)
	}
}
