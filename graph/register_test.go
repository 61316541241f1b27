package graph_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhoMayAskWhat(t *testing.T) {
	t.Parallel()
	w := setup(t)
	order := `{id:"o",counter:1,staffId:"ann",currency:"USD",soldAt:"2026-03-01T09:00:00Z",lines:[],tenders:[],change:0,charged:{subtotal:0,tax:0,total:0}}`
	for name, query := range map[string]string{
		"workplace": `{workplace{lastCounter}}`, "order": `{order(id:"x"){id}}`, "orders": `{orders{next}}`,
		"catalogManifest": `{catalogManifest(store:"default"){cursor}}`, "catalogChanges": `{catalogChanges(store:"default",after:"e1.1"){next}}`,
		"signIn": `mutation{signIn(staffId:"ann",pin:"1234"){token}}`, "submitOrder": `mutation{submitOrder(input:` + order + `){__typename}}`,
		"retryOrder":                       `mutation{retryOrder(id:"x"){id}}`,
		"an alias":                         `{products:workplace{lastCounter}}`,
		"a fragment":                       `{...f} fragment f on Query{storeConfig{code} workplace{lastCounter}}`,
		"beside something that is for all": `{storeConfig{code} workplace{lastCounter}}`,
		"before something that is for all": `{workplace{lastCounter} storeConfig{code}}`,
	} {
		t.Run(name+" needs a device", func(t *testing.T) {
			t.Parallel()
			for _, token := range []string{"", "forged", strings.Repeat("x", 5000)} {
				a := w.ask(t, query, nil, token)
				if a.Status != 200 || a.code() != "UNAUTHENTICATED" || len(a.Data) > 0 {
					t.Errorf("token %.10q: %d %s", token, a.Status, a.Raw)
				}
				if strings.Contains(string(a.Raw), "unexpected EOF") {
					t.Errorf("the cause leaks: %s", a.Raw)
				}
			}
		})
	}
	t.Run("catalog queries need nothing, and a stale token does no harm", func(t *testing.T) {
		t.Parallel()
		for _, token := range []string{"", "forged", "device"} {
			if a := w.ask(t, `{storeConfig{code}}`, nil, token); a.at("storeConfig", "code") != "default" {
				t.Errorf("%q: %s", token, a.Raw)
			}
		}
	})
}

func TestRegisterSide(t *testing.T) {
	t.Parallel()
	t.Run("enrols a device and counts the caller's address", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		a := w.ask(t, `mutation{enrolDevice(code:"K7QM-4XPD",label:"Front"){token deviceId workplace{
			register{id name} location{id name store address{street city postcode country regionId telephone}} staff{id name role} lastCounter}}}`, nil, "")
		want := map[string]any{"token": "device", "deviceId": "d1", "workplace": map[string]any{
			"register": map[string]any{"id": "NYC1", "name": "Front"}, "lastCounter": 41.0,
			"location": map[string]any{"id": "nyc", "name": "New York", "store": "default", "address": map[string]any{
				"street": []any{"1 Main St"}, "city": "New York", "postcode": "10001", "country": "US", "regionId": 43.0, "telephone": "555"}},
			"staff": []any{map[string]any{"id": "ann", "name": "Ann", "role": "MANAGER"}},
		}}
		if diff := cmp.Diff(want, a.at("enrolDevice")); diff != "" {
			t.Error(diff, string(a.Raw))
		}
		if a := w.ask(t, `mutation{enrolDevice(code:"AAAA-AAAA",label:""){token}}`, nil, ""); a.code() != "NOT_FOUND" {
			t.Errorf("%s", a.Raw)
		}
		if diff := cmp.Diff([]string{"127.0.0.1", "127.0.0.1"}, w.registers.callers); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("tells how goods get to customers", func(t *testing.T) {
		t.Parallel()
		a := setup(t).ask(t, `{workplace{location{shipping{method name price}} pickup{id name address{street city}}}}`, nil, "device")
		want := map[string]any{
			"location": map[string]any{"shipping": []any{
				map[string]any{"method": "flatrate_flatrate", "name": "Standard", "price": nil},
				map[string]any{"method": "ups_air", "name": "Air", "price": 0.0},
			}},
			"pickup": []any{map[string]any{"id": "la", "name": "Los Angeles", "address": map[string]any{"street": []any{"2 Spring St"}, "city": "Los Angeles"}}},
		}
		if diff := cmp.Diff(want, a.at("workplace")); diff != "" {
			t.Error(diff, string(a.Raw))
		}
	})
	t.Run("signs in, and tells a wrong PIN from too many", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		const signIn = `mutation($p:String!){signIn(staffId:"ann",pin:$p){token expiresAt staff{name}}}`
		a := w.ask(t, signIn, map[string]any{"p": "1234"}, "device")
		if a.at("signIn", "token") != "manager" || a.at("signIn", "expiresAt") != "2027-01-15T08:00:00Z" {
			t.Errorf("%s", a.Raw)
		}
		for range 4 {
			if a := w.ask(t, signIn, map[string]any{"p": "4321"}, "device"); a.code() != "WRONG_PIN" || a.Status != 200 {
				t.Errorf("%d %s", a.Status, a.Raw)
			}
		}
		a = w.ask(t, signIn, map[string]any{"p": "1234"}, "device")
		if a.code() != "RATE_LIMITED" || !strings.Contains(a.Errors[0].Message, "300 seconds") {
			t.Errorf("%s", a.Raw)
		}
	})
	t.Run("tells the catalog's generation and what changed", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		a := w.ask(t, `{catalogManifest(store:"default"){cursor fingerprint builtAt chunks{kind digest documents bytes url}}}`, nil, "device")
		want := map[string]any{"cursor": "e1.7", "fingerprint": "f", "builtAt": "2026-03-01T09:00:00Z", "chunks": []any{
			map[string]any{"kind": "PRODUCT", "digest": "ab12", "documents": 3.0, "bytes": 99.0, "url": "/catalog/chunks/ab12"}}}
		if diff := cmp.Diff(want, a.at("catalogManifest")); diff != "" {
			t.Error(diff)
		}
		a = w.ask(t, `{catalogChanges(store:"default",after:"e1.7"){entries{kind key document deleted} next more resyncRequired}}`, nil, "device")
		want = map[string]any{"next": "e1.9", "more": false, "resyncRequired": false, "entries": []any{
			map[string]any{"kind": "STOCK", "key": "24-MB01", "document": map[string]any{"sku": "24-MB01", "inStock": true, "html": "<b>"}, "deleted": false},
			map[string]any{"kind": "PRODUCT", "key": "5", "document": nil, "deleted": true}}}
		if diff := cmp.Diff(want, a.at("catalogChanges")); diff != "" {
			t.Error(diff, string(a.Raw))
		}
		if !strings.Contains(string(a.Raw), `{"sku":"24-MB01","inStock":true,"html":"<b>"}`) {
			t.Errorf("the document's bytes were altered: %s", a.Raw)
		}
		a = w.ask(t, `{catalogChanges(store:"default",after:"e0.7"){entries{key} next resyncRequired}}`, nil, "device")
		if a.at("catalogChanges", "resyncRequired") != true || a.at("catalogChanges", "next") != "e0.7" {
			t.Errorf("%s", a.Raw)
		}
		if a = w.ask(t, `{catalogChanges(store:"default",after:"rubbish"){next}}`, nil, "device"); a.code() != "BAD_INPUT" {
			t.Errorf("%s", a.Raw)
		}
		if a = w.ask(t, `{catalogManifest(store:"moon"){cursor}}`, nil, "device"); a.code() != "NOT_READY" {
			t.Errorf("%s", a.Raw)
		}
	})
}
