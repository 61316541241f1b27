package rest_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/gateway/pos"
)

func TestCustomerGroup(t *testing.T) {
	t.Parallel()
	shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path != "/shop/rest/V1/customers/me":
			http.NotFound(w, r)
		case r.Header.Get("Authorization") == "Bearer wholesaler":
			_, _ = w.Write([]byte(`{"group_id":2}`))
		case r.Header.Get("Authorization") == "Bearer broken":
			_, _ = w.Write([]byte(`<html>`))
		case r.Header.Get("Authorization") == "Bearer busy":
			w.WriteHeader(http.StatusServiceUnavailable)
		default: // as Magento answers
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(`{"message":"The consumer isn't authorized to access %resources.","parameters":{"resources":"self"}}`))
		}
	}))
	t.Cleanup(shop.Close)
	client, err := rest.New(rest.Config{BaseURL: shop.URL + "/shop/", Token: "integration"})
	if err != nil {
		t.Fatal(err)
	}
	for token, want := range map[string]struct {
		group int64
		kind  pos.Kind
	}{"wholesaler": {2, ""}, "integration": {0, pos.KindUnauthorized}, "gone": {0, pos.KindUnauthorized}, "broken": {0, pos.KindUnavailable}, "busy": {0, pos.KindUnavailable}} {
		group, err := client.CustomerGroup(t.Context(), token)
		if group != want.group || pos.KindOf(err) != want.kind {
			t.Errorf("%s: %d %v", token, group, err)
		}
	}
	shop.Close()
	if _, err := client.CustomerGroup(t.Context(), "wholesaler"); pos.KindOf(err) != pos.KindUnavailable {
		t.Errorf("a shop that is down: %v", err)
	}
}
