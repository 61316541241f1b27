package rest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
)

func TestAccountOfACustomersToken(t *testing.T) {
	t.Parallel()
	c, calls := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer gina" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		// As Magento 2.4.7 answers, with a member of the account's assistance that the module adds.
		_, _ = io.WriteString(w, `{"id":104,"group_id":1,"default_billing":"104","default_shipping":"105","created_at":"2026-11-21 05:54:16","email":"gina@example.com",
			"firstname":"Gina","lastname":"Query","dob":"1990-02-03","gender":2,"taxvat":"DE1","addresses":[{"id":104,"customer_id":103,"region":{"region_code":"NY","region":"New York","region_id":43},
			"region_id":43,"country_id":"US","street":["1 A St","Back"],"telephone":"2125551111","fax":"1","postcode":"10001","city":"New York","firstname":"Gina","lastname":"Query",
			"vat_id":"V","custom_attributes":[{"attribute_code":"door","value":3}],"default_shipping":true,"default_billing":true}],"custom_attributes":[{"attribute_code":"loyalty","value":"gold"},{"attribute_code":"sports","value":["1","2"]}],"extension_attributes":{"assistance_allowed":2,"is_subscribed":true}}`)
	}))
	got, err := c.Account(t.Context(), "gina")
	want := pos.Account{
		Email: "gina@example.com", FirstName: "Gina", LastName: "Query", CreatedAt: "2026-11-21 05:54:16", BirthDate: "1990-02-03", Gender: 2, TaxVAT: "DE1",
		DefaultBilling: 104, DefaultShipping: 105, Subscribed: true, Assisted: true,
		Addresses: []pos.AccountAddress{{CustomerAddress: pos.CustomerAddress{ID: 104, FirstName: "Gina", LastName: "Query", DefaultBilling: true, DefaultShipping: true,
			Address: pos.Address{Street: []string{"1 A St", "Back"}, City: "New York", Postcode: "10001", Country: "US", Region: "New York", RegionCode: "NY", RegionID: 43,
				Telephone: "2125551111"}}, Fax: "1", VAT: "V", Values: []pos.AccountValue{{Code: "door", Value: "3"}}}},
		ID: 104, Values: []pos.AccountValue{{Code: "loyalty", Value: "gold"}, {Code: "sports", Value: "1,2"}},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, err := c.Account(t.Context(), "stranger"); pos.KindOf(err) != pos.KindUnauthorized {
		t.Errorf("a stranger: %v", err)
	}
	for _, r := range calls.all() {
		if r.path != "/rest/V1/customers/me" || !strings.Contains(r.query.Get("fields"), "vat_id") {
			t.Errorf("called %s?%v", r.path, r.query)
		}
	}
}

func TestWhetherACustomerHasConfirmed(t *testing.T) {
	t.Parallel()
	c, calls := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if !strings.Contains(r.URL.Path, "/104/") {
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"message":"No such entity with %fieldName = %fieldValue","parameters":{"fieldName":"customerId","fieldValue":"5"}}`)
			return
		}
		_, _ = io.WriteString(w, `"account_confirmation_not_required"`)
	}))
	if word, err := c.Confirmation(t.Context(), 104); err != nil || word != "account_confirmation_not_required" {
		t.Errorf("%q, %v", word, err)
	}
	if _, err := c.Confirmation(t.Context(), 5); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("nobody: %v", err)
	}
	if r := calls.all()[0]; r.path != "/rest/V1/customers/104/confirm" || r.header.Get("Authorization") != "Bearer TOKEN" {
		t.Errorf("called %s as %s", r.path, r.header.Get("Authorization"))
	}
}

func TestWhetherAnAddressIsFree(t *testing.T) {
	t.Parallel()
	c, calls := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, map[bool]string{true: "false", false: "true"}[strings.Contains(string(body), `"customerEmail":"gina@example.com"`)])
	}))
	for email, want := range map[string]bool{"gina@example.com": false, "ana@example.com": true} {
		if free, err := c.EmailAvailable(t.Context(), "default", email); err != nil || free != want {
			t.Errorf("%s: %t, %v", email, free, err)
		}
	}
	if r := calls.all()[0]; r.path != "/rest/default/V1/customers/isEmailAvailable" || r.header.Get("Authorization") != "Bearer TOKEN" {
		t.Errorf("called %s as %s", r.path, r.header.Get("Authorization"))
	}
}
