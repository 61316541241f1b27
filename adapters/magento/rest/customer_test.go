package rest_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/gateway/customer"
	"github.com/tillway/tillway/gateway/pos"
)

var (
	_ customer.Source = (*rest.Customers)(nil)
	_ customer.Shop   = (*rest.Customers)(nil)
)

func veronica() pos.Customer {
	at := time.Date(2026, 11, 21, 3, 56, 10, 0, time.UTC)
	return pos.Customer{ID: 1, WebsiteID: 1, Group: 1, Email: "roni_cost@example.com", FirstName: "Veronica", LastName: "Costello",
		Phone: "(555) 229-3326", CreatedAt: at, UpdatedAt: at, Addresses: []pos.CustomerAddress{{
			ID: 1, FirstName: "Veronica", LastName: "Costello", DefaultBilling: true, DefaultShipping: true,
			Address: pos.Address{Street: []string{"6146 Honey Bluff Parkway"}, City: "Calder", Postcode: "49628-7978", Country: "US",
				Region: "Michigan", RegionCode: "MI", RegionID: 33, Telephone: "(555) 229-3326"},
		}}}
}

func newcomer() pos.NewCustomer {
	return pos.NewCustomer{ID: "01890a5d-ac96-774b-bcce-b302099a8057", Email: "ana@example.com", FirstName: "Ana", LastName: "Poole",
		Address: &pos.Address{Street: []string{"12 Elm St", "Apt 4"}, City: "New York", Postcode: "10001", Country: "US", RegionID: 43, Telephone: "2125557788"}}
}

func TestCustomerByID(t *testing.T) {
	t.Parallel()
	c, calls := shop(t, replay(t, "126"))
	got, err := rest.NewCustomers(c).Customer(t.Context(), 1)
	if diff := cmp.Diff(veronica(), got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if asked := calls.all()[0].query.Get("fields"); strings.Contains(asked, "dob") || strings.Contains(asked, "gender") || !strings.Contains(asked, "email") {
		t.Errorf("asked for %s", asked)
	}
	c, _ = shop(t, answering(t, "127"))
	if _, err := rest.NewCustomers(c).Customer(t.Context(), 99999); pos.KindOf(err) != pos.KindNotFound || strings.Contains(pos.MessageOf(err), "%field") {
		t.Errorf("error %v", err)
	}
}

// filters lists a search's filters, "group field condition value", and its sort fields.
func filters(q url.Values) []string {
	var list []string
	for g := range 9 {
		for f := range 9 {
			p := "searchCriteria[filterGroups][" + string(rune('0'+g)) + "][filters][" + string(rune('0'+f)) + "]"
			if field := q.Get(p + "[field]"); field != "" {
				list = append(list, strings.Join([]string{string(rune('0' + g)), field, q.Get(p + "[conditionType]"), q.Get(p + "[value]")}, " "))
			}
		}
	}
	for i := range 9 {
		if field := q.Get("searchCriteria[sortOrders][" + string(rune('0'+i)) + "][field]"); field != "" {
			list = append(list, "by "+field)
		}
	}
	return append(list, "first "+q.Get("searchCriteria[pageSize]"))
}

func TestCustomerSearch(t *testing.T) {
	t.Parallel()
	byName := []string{"by lastname", "by firstname", "by entity_id", "first 10"}
	for name, c := range map[string]struct {
		recording string
		find      func(context.Context, *rest.Customers) ([]pos.Customer, error)
		want      []string
	}{
		"by the beginning of an e-mail address": {"121", query(pos.CustomerQuery{WebsiteID: 1, Email: "roni_cost@ex", First: 10}),
			append([]string{`0 email like roni\_cost@ex%`, "1 website_id eq 1"}, byName...)},
		"by the digits of a telephone number": {"121", query(pos.CustomerQuery{Phone: "555", First: 10}),
			append([]string{"0 billing_telephone regexp ^[^0-9]*5[^0-9]*5[^0-9]*5"}, byName...)},
		"by a word": {"121", query(pos.CustomerQuery{Words: []string{"ve%"}, First: 10}),
			append([]string{`0 firstname like ve\%%`, `0 lastname like ve\%%`, `0 email like ve\%%`}, byName...)},
		"by words, each of which must fit, or all in one name": {"121", query(pos.CustomerQuery{Words: []string{"ve", "co"}, First: 10}),
			append([]string{"0 firstname like ve%", "0 lastname like ve%", "0 firstname like ve co%", "0 lastname like ve co%",
				"1 firstname like co%", "1 lastname like co%", "1 firstname like ve co%", "1 lastname like ve co%"}, byName...)},
		"by a whole e-mail address": {"121", func(ctx context.Context, c *rest.Customers) ([]pos.Customer, error) {
			one, err := c.CustomerByEmail(ctx, 1, "RONI_cost@example.com")
			return []pos.Customer{one}, err
		}, []string{"0 email eq RONI_cost@example.com", "1 website_id eq 1", "by entity_id", "first 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, calls := shop(t, answering(t, c.recording))
			got, err := c.find(t.Context(), rest.NewCustomers(client))
			if diff := cmp.Diff([]pos.Customer{veronica()}, got); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
			if diff := cmp.Diff(c.want, filters(calls.all()[0].query)); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("takes answers with fields left out", func(t *testing.T) {
		t.Parallel()
		for _, recording := range []string{"122", "124"} {
			client, _ := shop(t, answering(t, recording))
			got, err := rest.NewCustomers(client).FindCustomers(t.Context(), pos.CustomerQuery{Phone: "555", First: 1})
			if err != nil || len(got) != 1 || got[0].LastName != "Costello" || !got[0].CreatedAt.IsZero() {
				t.Errorf("%s: %+v, %v", recording, got, err)
			}
		}
	})
	t.Run("finds nobody", func(t *testing.T) {
		t.Parallel()
		client, calls := shop(t, jsonAnswer(200, `{"items":null}`))
		customers := rest.NewCustomers(client)
		if got, err := customers.FindCustomers(t.Context(), pos.CustomerQuery{Email: "a", First: 1}); err != nil || len(got) != 0 {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := customers.CustomerByEmail(t.Context(), 0, "a@b"); pos.KindOf(err) != pos.KindNotFound {
			t.Errorf("error %v", err)
		}
		if got, err := customers.FindCustomers(t.Context(), pos.CustomerQuery{First: 1}); err != nil || len(got) != 0 || len(calls.all()) != 2 {
			t.Errorf("an empty query: %+v, %v, %d calls", got, err, len(calls.all()))
		}
	})
	t.Run("keeps to the region that Magento knows", func(t *testing.T) {
		t.Parallel()
		client, _ := shop(t, jsonAnswer(200, `{"id":5,"default_billing":"9","addresses":[{"id":12,"region":{"region":"Kent","region_code":"Kent","region_id":0},"region_id":0},{"id":9,"telephone":"1","region":{"region":null,"region_code":null},"default_billing":true}]}`))
		got, err := rest.NewCustomers(client).Customer(t.Context(), 5)
		if err != nil || len(got.Addresses) != 2 || got.Addresses[1].Region != "Kent" || got.Addresses[1].RegionCode != "" || got.Phone != "1" {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func query(q pos.CustomerQuery) func(context.Context, *rest.Customers) ([]pos.Customer, error) {
	return func(ctx context.Context, c *rest.Customers) ([]pos.Customer, error) { return c.FindCustomers(ctx, q) }
}

func TestCreateCustomer(t *testing.T) {
	t.Parallel()
	store := pos.Store{ID: 1, Code: "default", WebsiteID: 1}
	t.Run("sends what was recorded, but for password and group", func(t *testing.T) {
		t.Parallel()
		c, calls := shop(t, replay(t, "201"))
		got, err := rest.NewCustomers(c).CreateCustomer(t.Context(), newcomer(), store)
		if err != nil || got.ID != 103 || got.Email != "ana@example.com" || len(got.Addresses) != 1 || len(got.Addresses[0].Street) != 2 {
			t.Fatalf("%+v, %v", got, err)
		}
		var want struct {
			Customer map[string]any `json:"customer"`
		}
		if err := json.Unmarshal(recorded(t, "201").Request.Body, &want); err != nil {
			t.Fatal(err)
		}
		delete(want.Customer, "group_id")
		raw, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		sameJSON(t, calls.all()[0].body, string(raw))
	})
	for name, c := range map[string]struct {
		answer http.Handler
		kind   pos.Kind
		code   pos.Code
	}{
		"an address that is taken is a conflict":          {answering(t, "202"), pos.KindConflict, pos.CodeConflict},
		"one that was taken at the same moment is too":    {jsonAnswer(400, `{"message":"Unique constraint violation found"}`), pos.KindConflict, pos.CodeConflict},
		"an address that is none is refused by the shop":  {answering(t, "203"), pos.KindInvalid, pos.CodeRejectedByShop},
		"a failure leaves it open whether it was created": {jsonAnswer(500, `{"message":"ana@example.com"}`), pos.KindUnavailable, pos.CodeOutcomeUnknown},
		"a missing permission is told":                    {answering(t, "015"), pos.KindUnauthorized, pos.CodeUnauthenticated},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, _ := shop(t, c.answer)
			_, err := rest.NewCustomers(client).CreateCustomer(t.Context(), newcomer(), store)
			if pos.KindOf(err) != c.kind || pos.CodeOf(err) != c.code {
				t.Errorf("error %v (%s, %s)", err, pos.KindOf(err), pos.CodeOf(err))
			}
			secret(t, err)
		})
	}
}

// secret checks that an error shows nothing of the customer.
func secret(t *testing.T, err error) {
	t.Helper()
	for _, s := range []string{"ana", "Ana", "example.com", "Poole", "555"} {
		if err != nil && strings.Contains(err.Error(), s) {
			t.Errorf("the error shows %q: %v", s, err)
		}
	}
}

func TestErrorsDoNotTellOfCustomers(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"an answer that is cut off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte(`{"email":"ana@example.com"`))
		},
		"an answer of another form": func(w http.ResponseWriter, r *http.Request) {
			jsonAnswer(200, `{"id":"ana@example.com","items":[{"id":"ana@example.com"}]}`).ServeHTTP(w, r)
		},
		"an error page that repeats the address": func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusBadGateway)
			_, _ = w.Write([]byte("no route to " + r.URL.String()))
		},
		"a connection that breaks": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewUnstartedServer(answer)
			server.Config.ErrorLog = nil
			server.Start()
			t.Cleanup(server.Close)
			customers := rest.NewCustomers(client(t, server.URL))
			_, findErr := customers.FindCustomers(t.Context(), pos.CustomerQuery{Email: "ana@example.com", First: 1})
			_, emailErr := customers.CustomerByEmail(t.Context(), 1, "ana@example.com")
			_, createErr := customers.CreateCustomer(t.Context(), newcomer(), pos.Store{})
			for _, err := range []error{findErr, emailErr, createErr} {
				if pos.KindOf(err) != pos.KindUnavailable {
					t.Errorf("error %v (%s)", err, pos.KindOf(err))
				}
				secret(t, err)
			}
		})
	}
	t.Run("a shop that cannot be reached", func(t *testing.T) {
		t.Parallel()
		server := httptest.NewServer(nil)
		server.Close()
		_, err := rest.NewCustomers(client(t, server.URL)).CustomerByEmail(t.Context(), 1, "ana@example.com")
		if pos.KindOf(err) != pos.KindUnavailable {
			t.Errorf("error %v", err)
		}
		secret(t, err)
	})
	t.Run("a search that Magento refuses", func(t *testing.T) {
		t.Parallel()
		c, _ := shop(t, answering(t, "123"))
		_, err := rest.NewCustomers(c).FindCustomers(t.Context(), pos.CustomerQuery{Phone: "555", First: 1})
		if pos.CodeOf(err) != pos.CodeRejectedByShop || !strings.Contains(pos.MessageOf(err), `"telephone" attribute`) {
			t.Errorf("error %v", err)
		}
	})
}
