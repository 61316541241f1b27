package graph_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph"
)

const skus = `{products(filter:{sku:{eq:"24-MB01"}}){items{sku}}}`

func TestRequestsThatAreRefused(t *testing.T) {
	t.Parallel()
	w := setup(t, func(c *graph.Config) { c.Limits = graph.Limits{BodyBytes: 20_000, Tokens: 600, Complexity: 5000} })
	query := func(q string) string { return fmt.Sprintf(`{"query":%q}`, q) }
	deep := strings.Repeat("children{", 20) + "id" + strings.Repeat("}", 20)
	bomb := "{categories{items{...f0}}}" // every fragment spreads the next one twice: 2^24 fields
	for i := range 24 {
		bomb += fmt.Sprintf(" fragment f%d on CategoryTree{a:children{...f%d} b:children{...f%d}}", i, i+1, i+1)
	}
	bomb += " fragment f24 on CategoryTree{id}"
	flat := "{categories{items{...f0}}}" // the same without going deeper
	for i := range 40 {
		flat += fmt.Sprintf(" fragment f%d on CategoryTree{...f%d ...f%d}", i, i+1, i+1)
	}
	flat += " fragment f40 on CategoryTree{id}"
	for name, c := range map[string]struct {
		body   string
		status int
		code   string
		says   string
	}{
		"broken JSON":        {`{"query":`, 400, "BAD_INPUT", "not JSON"},
		"two documents":      {query(skus) + "{}", 400, "BAD_INPUT", "after the end"},
		"an empty body":      {"", 400, "BAD_INPUT", "not JSON"},
		"no query":           {`{}`, 500, "", "Syntax Error: Unexpected <EOF>"},
		"a syntax error":     {query(`{products(filter:{sku:{eq:"x"}}){items{sku}`), 500, "", "Syntax Error"},
		"an unknown type":    {query(`{products(search:"x"){items{...on Nope{sku}}}}`), 500, "", "Internal server error"},
		"an unknown field":   {query(`{products(search:"x"){items{skuu}}}`), 200, "", `Cannot query field \"skuu\"`},
		"an unknown filter":  {query(`{products(filter:{weight:{eq:"1"}}){total_count}}`), 200, "", "weight"},
		"a missing variable": {query(`query($s:String!){products(search:$s){total_count}}`), 200, "", "was not provided"},
		"a variable of a wrong type": {
			`{"query":"query($n:Int){products(search:\"x\",pageSize:$n){total_count}}","variables":{"n":"three"}}`, 200, "", "Int"},
		"too large":                     {query(skus + strings.Repeat(" ", 30_000)), 413, "TOO_LARGE", "20000 bytes"},
		"too many tokens":               {query("{" + strings.Repeat("storeConfig{code}", 200) + "}"), 500, "TOO_COMPLEX", "token limit"},
		"too deep":                      {query("{categories{items{" + deep + "}}}"), 200, "", "Max query depth should be 20 but got 21."},
		"too complex":                   {query(`{products(search:"x",pageSize:900){items{sku name uid id url_key type_id}}}`), 200, "TOO_COMPLEX", "fields"},
		"complex by a variable":         {`{"query":"query($n:Int){products(search:\"x\",pageSize:$n){items{sku name uid id url_key type_id}}}","variables":{"n":900}}`, 200, "TOO_COMPLEX", "fields"},
		"fragments that explode deeply": {query(bomb), 200, "", "depth"},
		"fragments that explode":        {query(flat), 200, "TOO_COMPLEX", "fields"},
		"introspection":                 {query(`{__schema{types{name}}}`), 200, "BAD_INPUT", "Introspection is switched off."},
		"a subscription by POST":        {query(`subscription{orderChanged{id}}`), 500, "BAD_INPUT", "WebSocket"},
		"no search and no filter":       {query(`{products{total_count}}`), 200, "", "'search' or 'filter'"},
		"a bad uid":                     {query(`{products(filter:{category_uid:{eq:"%%"}}){total_count}}`), 200, "", "is incorrect"},
		"a bad price":                   {query(`{products(filter:{price:{from:"1e99"}}){total_count}}`), 200, "", "not a number"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := w.raw(t, c.body, "")
			if a.Status != c.status || a.code() != c.code || !strings.Contains(string(a.Raw), c.says) {
				t.Errorf("%d %s, want %d %s with %q", a.Status, a.Raw, c.status, c.code, c.says)
			}
			if strings.Contains(string(a.Raw), "Did you mean") {
				t.Errorf("suggests fields: %s", a.Raw)
			}
		})
	}
}

func TestDocumentsThatWouldStallValidation(t *testing.T) {
	t.Parallel()
	w := setup(t)
	for name, query := range map[string]string{
		"one field thousands of times":   "{storeConfig{" + strings.Repeat("code ", 2900) + "}}",
		"one root hundreds of times":     "{" + strings.Repeat("storeConfig{code}", 700) + "}",
		"the same spread over fragments": "{storeConfig{...a ...b}} fragment a on StoreConfig{" + strings.Repeat("code ", 1400) + "} fragment b on StoreConfig{" + strings.Repeat("code ", 1400) + "}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if a := w.ask(t, query, nil, ""); a.code() != "TOO_COMPLEX" || !strings.Contains(string(a.Raw), "too often") {
				t.Errorf("%s", a.Raw)
			}
		})
	}
}

func TestTransport(t *testing.T) {
	t.Parallel()
	w := setup(t)
	request := func(t *testing.T, method, query, body, contentType string) answer {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, w.URL+"/graphql"+query, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", contentType)
		return w.do(t, r)
	}
	t.Run("takes no form and no text, which foreign pages could send", func(t *testing.T) {
		t.Parallel()
		for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"} {
			if a := request(t, http.MethodPost, "", `{"query":"{storeConfig{code}}"}`, kind); a.Status != http.StatusUnsupportedMediaType {
				t.Errorf("%q: %d", kind, a.Status)
			}
		}
	})
	t.Run("takes a charset", func(t *testing.T) {
		t.Parallel()
		if a := request(t, http.MethodPost, "", `{"query":"{storeConfig{code}}"}`, "application/json; charset=utf-8"); a.at("storeConfig", "code") != "default" {
			t.Errorf("%s", a.Raw)
		}
	})
	t.Run("takes default for the default store view in any letter case, and no other name", func(t *testing.T) {
		t.Parallel()
		for code, status := range map[string]int{"default": http.StatusOK, "Default": http.StatusOK, "DEFAULT": http.StatusOK, "defaults": http.StatusInternalServerError} {
			if a := w.ask(t, `{storeConfig{code}}`, nil, "", "Store", code); a.Status != status || status == http.StatusOK && a.at("storeConfig", "code") != "default" {
				t.Errorf("%s: %d %s", code, a.Status, a.Raw)
			}
		}
	})
	t.Run("takes default for the default store view where none is called so", func(t *testing.T) {
		t.Parallel()
		w := setup(t, func(c *graph.Config) { c.DefaultStore = "luma_en" })
		w.catalog.Shop.Code = "luma_en"
		if a := w.ask(t, `{storeConfig{code}}`, nil, "", "Store", "default"); a.at("storeConfig", "code") != "luma_en" {
			t.Errorf("%d %s", a.Status, a.Raw)
		}
		w.catalog.Shop.Siblings = []pos.Store{{Code: "default"}}
		if a := w.ask(t, `{storeConfig{code}}`, nil, "", "Store", "default"); a.Status != http.StatusInternalServerError {
			t.Errorf("one that is called so, and not sold from: %d %s", a.Status, a.Raw)
		}
	})
	t.Run("has no other methods", func(t *testing.T) {
		t.Parallel()
		if a := request(t, http.MethodPut, "", "", "application/json"); a.Status != http.StatusMethodNotAllowed {
			t.Errorf("%d", a.Status)
		}
	})
	t.Run("changes nothing by GET", func(t *testing.T) {
		t.Parallel()
		a := request(t, http.MethodGet, "?query=mutation{enrolDevice(code:%22K7QM-4XPD%22,label:%22%22){token}}", "", "")
		if a.Status != http.StatusInternalServerError || !strings.Contains(string(a.Raw), "Mutation requests allowed only for POST requests") {
			t.Errorf("%d %s", a.Status, a.Raw)
		}
		if len(w.registers.callers) > 0 {
			t.Error("the mutation ran")
		}
	})
	t.Run("says what is wrong with an address", func(t *testing.T) {
		t.Parallel()
		for _, query := range []string{"?query=%zz", "?query={storeConfig{code}}&variables=["} {
			if a := request(t, http.MethodGet, query, "", ""); a.Status != http.StatusBadRequest || a.code() != "BAD_INPUT" {
				t.Errorf("%s: %d %s", query, a.Status, a.Raw)
			}
		}
	})
	t.Run("tells the schema when it may", func(t *testing.T) {
		t.Parallel()
		open := setup(t, func(c *graph.Config) { c.Introspection = true })
		if a := open.ask(t, `{__schema{queryType{name}}}`, nil, ""); a.at("__schema", "queryType", "name") != "Query" {
			t.Errorf("%s", a.Raw)
		}
	})
	t.Run("tells types that Magento has too, whether it may or not", func(t *testing.T) {
		t.Parallel()
		for query, told := range map[string]bool{
			`query A{__type(name:"ProductAttributeFilterInput"){inputFields{name type{name}}}}`: true,
			`{__type(name:"ProductInterface"){possibleTypes{name}}}`:                            true,
			`{__type(name:"Query"){fields{name}}}`:                                              false,
			`{__type(name:"Mutation"){fields{name}}}`:                                           false,
			`{__type(name:"Workplace"){fields{name}}}`:                                          false,
			`{__type(name:"NoSuchType"){name}}`:                                                 false,
			`{a:__type(name:"Money"){name} b:__type(name:"Workplace"){name}}`:                   false,
			`{__type(name:"Money"){name} __schema{types{name}}}`:                                false,
			`{__type(name:"Money"){name} ...f} fragment f on Query{__schema{types{name}}}`:      false,
		} {
			a := w.ask(t, query, nil, "")
			if refused := a.code() == "BAD_INPUT"; refused == told || refused == (a.Data != nil) {
				t.Errorf("%s: %s", query, a.Raw)
			}
		}
		a := w.ask(t, `query A($name:String!){__type(name:$name){kind}}`, map[string]any{"name": "Money"}, "")
		if a.at("__type", "kind") != "OBJECT" {
			t.Errorf("%s", a.Raw)
		}
	})
	t.Run("tells Magento's suffix of addresses unless there is none", func(t *testing.T) {
		t.Parallel()
		for none, want := range map[bool]any{false: ".html", true: nil} {
			shop := setup(t, func(c *graph.Config) { c.URLSuffix, c.NoURLSuffix = "", none })
			if a := shop.ask(t, `{storeConfig{product_url_suffix}}`, nil, ""); a.at("storeConfig", "product_url_suffix") != want {
				t.Errorf("%s, want %v", a.Raw, want)
			}
		}
	})
	t.Run("keeps internal text inside and logs it", func(t *testing.T) {
		t.Parallel()
		broken := setup(t)
		broken.catalog.fail = fmt.Errorf("dial tcp 10.0.0.7:6379: secret")
		a := broken.ask(t, `{storeConfig{code}}`, nil, "")
		if a.code() != "INTERNAL" || strings.Contains(string(a.Raw), "secret") || a.Errors[0].Path[0] != "storeConfig" {
			t.Errorf("%s", a.Raw)
		}
		if !strings.Contains(broken.logged.String(), "secret") {
			t.Errorf("not logged: %s", broken.logged)
		}
	})
	t.Run("is observed under few names", func(t *testing.T) {
		t.Parallel()
		seen := setup(t)
		seen.ask(t, `query AnyNameAtAll {a: storeConfig{code} products(search:"x"){total_count}}`, nil, "")
		seen.ask(t, `{products{total_count}}`, nil, "")
		seen.ask(t, `{nonsense}`, nil, "")
		seen.raw(t, `{`, "")
		if got := strings.Join(seen.observed, ", "); got != "storeConfig, products failed, invalid failed, invalid failed" {
			t.Errorf("observed %s", got)
		}
	})
}

// Magento\Framework\GraphQl\Query\Resolver\Argument\Validator\SearchCriteriaValidator: any size, unless the shop limits it.
func TestTheSizeOfPagesIsTheShopsToLimit(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		settings map[string]string
		size     int
		message  string
	}{
		"as installed":         {nil, 5000, ""},
		"switched off":         {map[string]string{"graphql/validation/input_limit_enabled": "0", "graphql/validation/maximum_page_size": "10"}, 11, ""},
		"by default":           {map[string]string{"graphql/validation/input_limit_enabled": "1"}, 301, "Maximum pageSize is 300"},
		"up to it":             {map[string]string{"graphql/validation/input_limit_enabled": "1"}, 300, ""},
		"to what the shop set": {map[string]string{"graphql/validation/input_limit_enabled": "1", "graphql/validation/maximum_page_size": "10"}, 11, "Maximum pageSize is 10"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			w.catalog.Shop.Settings = c.settings
			for _, query := range []string{`{products(filter:{},pageSize:%d,currentPage:1){total_count}}`, `{categories(pageSize:%d){total_count}}`, `{category(id:4){products(pageSize:%d){total_count}}}`} {
				got := w.ask(t, fmt.Sprintf(query, c.size), nil, "")
				if c.message == "" && len(got.Errors) > 0 || c.message != "" && (len(got.Errors) != 1 || got.Errors[0].Message != c.message) {
					t.Errorf("%s: %s, want %q", query, got.Raw, c.message)
				}
			}
		})
	}
}

func TestWhatAKindOfTypeDoesNotHaveIsNull(t *testing.T) {
	t.Parallel()
	w := setup(t, func(cfg *graph.Config) { cfg.Introspection = true })
	const parts = `{kind fields{name} interfaces{name} possibleTypes{name} enumValues{name} inputFields{name} ofType{kind fields{name} inputFields{name}}}`
	for name, want := range map[string]string{
		"SortEnum":                `{"kind":"ENUM","fields":null,"interfaces":null,"possibleTypes":null,"enumValues":[{"name":"ASC"},{"name":"DESC"}],"inputFields":null,"ofType":null}`,
		"Money":                   `{"kind":"OBJECT","fields":[{"name":"currency"},{"name":"value"}],"interfaces":[],"possibleTypes":null,"enumValues":null,"inputFields":null,"ofType":null}`,
		"SwatchDataInterface":     `{"kind":"INTERFACE","fields":[{"name":"value"}],"interfaces":[],"possibleTypes":[{"name":"ImageSwatchData"},{"name":"TextSwatchData"},{"name":"ColorSwatchData"}],"enumValues":null,"inputFields":null,"ofType":null}`,
		"AggregationsFilterInput": `{"kind":"INPUT_OBJECT","fields":null,"interfaces":null,"possibleTypes":null,"enumValues":null,"inputFields":[{"name":"category"}],"ofType":null}`,
		"String":                  `{"kind":"SCALAR","fields":null,"interfaces":null,"possibleTypes":null,"enumValues":null,"inputFields":null,"ofType":null}`,
	} {
		a := w.ask(t, `{__type(name:"`+name+`")`+parts+`}`, nil, "")
		if diff := cmp.Diff(parse(t, []byte(`{"data":{"__type":`+want+`}}`)), parse(t, a.Raw)); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
	a := w.ask(t, `{__type(name:"Products"){fields{name type{fields{name} ofType{inputFields{name}}}}}}`, nil, "")
	if strings.Contains(string(a.Raw), `"fields":[]`) || strings.Contains(string(a.Raw), `"inputFields":[]`) {
		t.Errorf("%s", a.Raw)
	}
}
