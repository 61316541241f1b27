package rest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/gateway/pos"
)

// TestPricingWithoutLeaveToReadRules has a token that may not read cart price rules: goods are sold all the same, without rules.
func TestPricingWithoutLeaveToReadRules(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]pos.Kind{http.StatusUnauthorized: "", http.StatusNotFound: "", http.StatusServiceUnavailable: pos.KindUnavailable} {
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			if strings.HasSuffix(r.URL.Path, "/taxRates/search") {
				_, _ = w.Write([]byte(`{"items":[{"id":2,"code":"NY","tax_country_id":"US","tax_region_id":43,"tax_postcode":"*","rate":8.375}]}`))
				return
			}
			if strings.HasSuffix(r.URL.Path, "/taxRules/search") {
				_, _ = w.Write([]byte(`{"items":[{"id":1,"priority":0,"customer_tax_class_ids":[3],"product_tax_class_ids":[2],"tax_rate_ids":[2],"calculate_subtotal":false}]}`))
				return
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(`{"message":"The consumer isn't authorized to access %resources."}`))
		}))
		client, err := rest.New(rest.Config{BaseURL: web.URL, Token: "TOKEN"})
		if err != nil {
			t.Fatal(err)
		}
		p, err := client.Pricing(t.Context(), pos.Store{ID: 1, Code: "default", WebsiteID: 1, BaseCurrency: "USD", Groups: []pos.CustomerGroup{{ID: 0, TaxClass: 3}, {ID: 1, TaxClass: 9}}})
		if pos.KindOf(err) != want {
			t.Errorf("status %d: %v, want %q", status, err, want)
		}
		if err == nil && (len(p.Rules) != 0 || len(p.Tax.Rates) != 1 || p.Tax.Rates[0].Percent.String() != "8.375" || len(p.Tax.Rules) != 1) {
			t.Errorf("status %d: %d rules, rates %+v", status, len(p.Rules), p.Tax.Rates)
		}
		if p.Tax.DefaultCustomerClass != 9 {
			t.Errorf("status %d: the default class is %d, want that of group 1", status, p.Tax.DefaultCustomerClass)
		}
		web.Close()
	}
}
