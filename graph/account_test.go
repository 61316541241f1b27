package graph_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph"
)

// accounts is Gina's shop.
type accounts struct{ asked atomic.Int64 }

func (a *accounts) Account(_ context.Context, token string) (pos.Account, error) {
	a.asked.Add(1)
	switch token {
	case "gina":
		return pos.Account{
			ID: 104, Values: []pos.AccountValue{{Code: "hobbies", Value: "2,1"}, {Code: "loyalty", Value: "gold"}},
			Email: "gina@example.com", FirstName: "Gina", LastName: "Query", CreatedAt: "2026-11-21 05:54:16", DefaultBilling: 104, DefaultShipping: 104,
			Addresses: []pos.AccountAddress{{CustomerAddress: pos.CustomerAddress{ID: 104, FirstName: "Gina", LastName: "Query", DefaultBilling: true,
				DefaultShipping: true, Address: pos.Address{Street: []string{"1 A St"}, City: "New York", Postcode: "10001", Country: "US",
					Region: "New York", RegionCode: "NY", RegionID: 43, Telephone: "2125551111"}}}},
		}, nil
	case "busy":
		return pos.Account{}, pos.Unavailable(errors.New("refused"), "Magento did not answer.")
	default:
		return pos.Account{}, pos.NewError(pos.KindUnauthorized, pos.CodeUnauthenticated, "No customer's.")
	}
}

func (a *accounts) Confirmation(_ context.Context, customer int64) (string, error) {
	a.asked.Add(1)
	return map[int64]string{104: "account_confirmed"}[customer], nil
}

// clerk knows attributes of customers, and of nothing else.
type clerk struct{}

func (clerk) EntityAttributes(_ context.Context, _ pos.Store, entity string) ([]pos.EntityAttribute, error) {
	if entity != "customer" {
		return nil, nil
	}
	return []pos.EntityAttribute{
		{Attribute: pos.Attribute{ID: 201, Code: "loyalty", Input: "text"}, SortOrder: 30},
		{Attribute: pos.Attribute{ID: 202, Code: "hobbies", Input: "multiselect", Options: []pos.AttributeOption{
			{Value: "1", Label: "Golf"}, {Value: "2", Label: "Chess"}, {Value: "3", Label: "None"},
		}}, SortOrder: 20},
	}, nil
}

// What Magento tells only when it is asked for: whether the address is confirmed, the shop's own attributes, reviews.
func TestWhatElseACustomerIsTold(t *testing.T) {
	t.Parallel()
	w := setup(t, func(c *graph.Config) { c.Accounts, c.Reviews, c.EntityAttributes = &accounts{}, &critics{}, clerk{} })
	for query, want := range map[string]string{
		`confirmation_status`: `{"confirmation_status":"ACCOUNT_CONFIRMED"}`,
		`custom_attributes{code ... on AttributeValue{value} ... on AttributeSelectedOptions{selected_options{label value}}}`: `{"custom_attributes":[` +
			`{"code":"hobbies","selected_options":[{"label":"Golf","value":"1"},{"label":"Chess","value":"2"}]},{"code":"loyalty","value":"gold"}]}`,
		`custom_attributes(attributeCodes:["loyalty","no_such"]){code}`:                                         `{"custom_attributes":[{"code":"loyalty"}]}`,
		`custom_attributes(attributeCodes:[]){code}`:                                                            `{"custom_attributes":[{"code":"hobbies"},{"code":"loyalty"}]}`,
		`addresses{custom_attributes{value} custom_attributesV2{code} extension_attributes{value} customer_id}`: `{"addresses":[{"custom_attributes":null,"custom_attributesV2":[],"extension_attributes":null,"customer_id":null}]}`,
		`reviews(pageSize:3){items{summary product{sku}} page_info{current_page page_size total_pages}}`: `{"reviews":{"items":[{"summary":"page 1 of 3","product":{"sku":"24-MB01"}},null],` +
			`"page_info":{"current_page":1,"page_size":3,"total_pages":1}}}`,
	} {
		got := w.ask(t, `{customer{`+query+`}}`, nil, "gina")
		if !strings.Contains(string(got.Raw), `"customer":`+want) {
			t.Errorf("%s: %s\nwant %s", query, got.Raw, want)
		}
	}
	for query, want := range map[string]string{
		`reviews(currentPage:0){items{text}}`: "currentPage value must be greater than 0.", `reviews(pageSize:0){items{text}}`: "pageSize value must be greater than 0.",
	} {
		if got := w.ask(t, `{customer{`+query+`}}`, nil, "gina"); len(got.Errors) != 1 || got.Errors[0].Message != want {
			t.Errorf("%s: %s", query, got.Raw)
		}
	}
	alone := setup(t, func(c *graph.Config) { c.Accounts = &accounts{} })
	for _, query := range []string{`reviews{items{text}}`, `custom_attributes{code}`} {
		if got := alone.ask(t, `{customer{email `+query+`}}`, nil, "gina"); got.code() != "UNAVAILABLE" || got.at("customer", "email") != "gina@example.com" {
			t.Errorf("without the database, %s: %s", query, got.Raw)
		}
	}
}

func (a *accounts) EmailAvailable(_ context.Context, store, email string) (bool, error) {
	return email != "gina@example.com" && store == "default", nil
}

// What was asked of a real Magento about a customer, without what only Magento keeps (orders), is answered as it answered.
func TestTheCustomerOfAToken(t *testing.T) {
	t.Parallel()
	const query = `{customer{id email firstname lastname group_id date_of_birth gender is_subscribed created_at default_billing default_shipping addresses{id firstname lastname street city postcode region{region region_code region_id} country_code telephone default_billing default_shipping}}}`
	const recorded = `{"id":null,"email":"gina@example.com","firstname":"Gina","lastname":"Query","group_id":null,"date_of_birth":null,"gender":null,
		"is_subscribed":false,"created_at":"2026-11-21 05:54:16","default_billing":"104","default_shipping":"104","addresses":[{"id":104,"firstname":"Gina",
		"lastname":"Query","street":["1 A St"],"city":"New York","postcode":"10001","region":{"region":"New York","region_code":"NY","region_id":43},
		"country_code":"US","telephone":"2125551111","default_billing":true,"default_shipping":true}]}`
	magento := &accounts{}
	w := setup(t, func(c *graph.Config) { c.Accounts = magento })
	var want any
	if err := json.Unmarshal([]byte(recorded), &want); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if diff := cmp.Diff(want, w.ask(t, query, nil, "gina").Data["customer"]); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	if n := magento.asked.Load(); n != 2 {
		t.Errorf("Magento was asked %d times in two questions: what a customer is told must not be kept", n)
	}
	for token, message := range map[string]string{"": "The current customer isn't authorized.", "stranger": "The current customer isn't authorized.",
		"busy": "Magento did not answer.", "device": "The current customer isn't authorized."} {
		got := w.ask(t, query, nil, token)
		if got.Data["customer"] != nil || len(got.Errors) != 1 || !strings.Contains(got.Errors[0].Message, message) {
			t.Errorf("token %q: %s", token, got.Raw)
		}
	}
	if n := magento.asked.Load(); n != 4 {
		t.Errorf("Magento was asked %d times, want 4: not without a token, nor with a device's", n)
	}
}

func TestWhetherAnAddressIsFree(t *testing.T) {
	t.Parallel()
	w := setup(t, func(c *graph.Config) { c.Accounts = &accounts{} })
	for email, want := range map[string]string{
		"ana@example.com": `"is_email_available":true`, "gina@example.com": `"is_email_available":false`,
		"": "Email must be specified", "ana@": "Email is invalid", "Ana <ana@example.com>": "Email is invalid",
	} {
		got := w.ask(t, `query($e:String!){isEmailAvailable(email:$e){is_email_available}}`, map[string]any{"e": email}, "")
		if !strings.Contains(string(got.Raw), want) {
			t.Errorf("%q: %s", email, got.Raw)
		}
	}
	alone := setup(t)
	if got := alone.ask(t, `{isEmailAvailable(email:"ana@example.com"){is_email_available}}`, nil, ""); len(got.Errors) != 1 {
		t.Errorf("without Magento: %s", got.Raw)
	}
}
