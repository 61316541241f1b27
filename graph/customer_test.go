package graph_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph"
)

// customers is a shop with one customer, who is known by "ana@example.com".
type customers struct{ err error }

func ana() pos.Customer {
	at := time.Date(2026, 11, 21, 5, 53, 56, 0, time.UTC)
	return pos.Customer{ID: 103, WebsiteID: 1, Group: 1, TaxClass: 3, Email: "ana@example.com", FirstName: "Ana", LastName: "Poole", Phone: "2125557788",
		CreatedAt: at, UpdatedAt: at, Addresses: []pos.CustomerAddress{{ID: 7, FirstName: "Ana", LastName: "Poole", DefaultBilling: true,
			Address: pos.Address{Street: []string{"12 Elm St"}, City: "New York", Country: "US", Region: "New York", RegionID: 43, Telephone: "2125557788"}}}}
}

func (c customers) Find(_ context.Context, search string, first int) ([]pos.Customer, error) {
	if _, err := pos.ParseCustomerQuery(search, first); err != nil {
		return nil, err
	}
	return []pos.Customer{ana()}, c.err
}

func (c customers) Customer(_ context.Context, id int64) (pos.Customer, error) {
	if id != ana().ID {
		return pos.Customer{}, pos.NotFound("There is no such customer")
	}
	return ana(), c.err
}

func (c customers) Create(_ context.Context, n pos.NewCustomer) (pos.Customer, bool, error) {
	if err := n.Validate(); err != nil {
		return pos.Customer{}, false, err
	}
	return ana(), n.Email == ana().Email, c.err
}

const aCustomer = `{ id groupId taxClassId email firstName lastName phone createdAt addresses { id street city postcode regionId defaultBilling defaultShipping } }`

func TestCustomers(t *testing.T) {
	t.Parallel()
	w := setup(t, func(cfg *graph.Config) { cfg.Customers = customers{} })
	want := map[string]any{
		"id": "103", "groupId": 1.0, "taxClassId": 3.0, "email": "ana@example.com", "firstName": "Ana", "lastName": "Poole", "phone": "2125557788",
		"createdAt": "2026-11-21T05:53:56Z", "addresses": []any{map[string]any{"id": "7", "street": []any{"12 Elm St"}, "city": "New York",
			"postcode": nil, "regionId": 43.0, "defaultBilling": true, "defaultShipping": false}},
	}
	const create = `mutation($email: String!, $address: RegisterCustomerAddressInput) { createRegisterCustomer(input: {
		id: "01890a5d-ac96-774b-bcce-b302099a8057", email: $email, firstName: "Ana", lastName: "Poole", address: $address }) {
		... on RegisterCustomerReady { temporaryId known customer { id } } ... on RegisterCustomerRefused { message } } }`
	for name, c := range map[string]struct {
		query     string
		variables map[string]any
		want      map[string]any
	}{
		"are found": {`{ findCustomers(search: "an") ` + aCustomer + `}`, nil, map[string]any{"findCustomers": []any{want}}},
		"are read":  {`{ registerCustomer(id: "103") ` + aCustomer + `}`, nil, map[string]any{"registerCustomer": want}},
		"are null when they are not there": {`{ a: registerCustomer(id: "7") { id } b: registerCustomer(id: "x") { id } }`, nil,
			map[string]any{"a": nil, "b": nil}},
		"are taken down": {create, map[string]any{"email": "new@example.com", "address": map[string]any{"street": []string{"1"}, "city": "Y",
			"country": "US", "telephone": "1"}}, created(false)},
		"are known by their e-mail address": {create, map[string]any{"email": "ana@example.com"}, created(true)},
		"are refused with what to do": {create, map[string]any{"email": "ana"}, map[string]any{"createRegisterCustomer": map[string]any{
			"message": "The customer needs an e-mail address; correct it"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := w.ask(t, c.query, c.variables, "device")
			if diff := cmp.Diff(c.want, a.Data); len(a.Errors) > 0 || diff != "" {
				t.Errorf("%v %s", a.Errors, diff)
			}
		})
	}
	for name, c := range map[string]struct{ query, token, want string }{
		"are for enrolled devices only":      {`{ findCustomers(search: "ana") { id } }`, "", "UNAUTHENTICATED"},
		"are not read without a device":      {`{ registerCustomer(id: "103") { id } }`, "", "UNAUTHENTICATED"},
		"are not searched by one character":  {`{ findCustomers(search: "a") { id } }`, "device", "BAD_INPUT"},
		"are not listed more than 50 a time": {`{ findCustomers(search: "an", first: 51) { id } }`, "device", "BAD_INPUT"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if a := w.ask(t, c.query, nil, c.token); a.code() != c.want {
				t.Errorf("%s", a.Raw)
			}
		})
	}
}

func created(known bool) map[string]any {
	return map[string]any{"createRegisterCustomer": map[string]any{"temporaryId": "01890a5d-ac96-774b-bcce-b302099a8057", "known": known,
		"customer": map[string]any{"id": "103"}}}
}

func TestCustomersOfAShopThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*graph.Config){
		"when Magento is down": func(cfg *graph.Config) {
			cfg.Customers = customers{pos.Unavailable(errors.New("down"), "Try again later")}
		},
		"when nobody was asked": func(*graph.Config) {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := setup(t, change)
			for _, query := range []string{`{ findCustomers(search: "ana") { id } }`, `{ registerCustomer(id: "103") { id } }`} {
				if a := w.ask(t, query, nil, "device"); len(a.Errors) != 1 || (a.code() != "UNAVAILABLE" && a.code() != "NOT_READY") {
					t.Errorf("%s", a.Raw)
				}
			}
		})
	}
}
