package graph_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

func TestRefusalsInMagentosWords(t *testing.T) {
	t.Parallel()
	w := setup(t)
	at := func(line, column int) []any {
		return []any{map[string]any{"line": float64(line), "column": float64(column)}}
	}
	for name, c := range map[string]struct {
		query     string
		variables string
		status    int
		message   string
		locations []any
	}{
		"a syntax error":                    {`{products(filter:{sku:{eq:"x"}}){items{sku}`, "", 500, "Syntax Error: Expected Name, found <EOF>", at(1, 44)},
		"nothing":                           {``, "", 500, "Syntax Error: Unexpected <EOF>", at(1, 1)},
		"an empty selection":                {`{storeConfig{}}`, "", 500, "Syntax Error: Expected Name, found }", at(1, 14)},
		"no arguments between brackets":     {`{storeConfig(){code}}`, "", 500, "Syntax Error: Expected Name, found )", at(1, 14)},
		"no variables between brackets":     {`query Q(){storeConfig{code}}`, "", 500, "Syntax Error: Expected $, found )", at(1, 9)},
		"a text in single quotes":           {`{products(search:'x'){total_count}}`, "", 500, `Syntax Error: Unexpected single quote character ('), did you mean to use a double quote (")?`, at(1, 18)},
		"a text without an end":             {`{products(search:"x){total_count}}`, "", 500, "Syntax Error: Unterminated string.", at(1, 35)},
		"a character of no meaning":         {`{storeConfig{code ; }}`, "", 500, `Syntax Error: Cannot parse the unexpected character ";".`, at(1, 19)},
		"one of another alphabet":           {`{products(search:“x”){total_count}}`, "", 500, `Syntax Error: Cannot parse the unexpected character "\u201c".`, at(1, 18)},
		"a number that begins with nought":  {`{products(pageSize:01){total_count}}`, "", 500, `Syntax Error: Invalid number, unexpected digit after 0: "1"`, at(1, 21)},
		"an unknown type":                   {`{products(search:"x"){items{...on Nope{sku}}}}`, "", 500, "Internal server error", nil},
		"an unknown field":                  {`{products(search:"x"){items{nosuch}}}`, "", 200, `Cannot query field "nosuch" on type "ProductInterface".`, at(1, 29)},
		"a root field that is Magento's":    {`{cart(cart_id:"x"){id}}`, "", 200, `Cannot query field "cart" on type "Query".`, at(1, 2)},
		"an unknown argument":               {`{storeConfig{code} countries(bogus:1){id}}`, "", 200, `Unknown argument "bogus" on field "countries" of type "Query".`, at(1, 30)},
		"an unknown argument in a fragment": {"{...f} fragment f on Query{countries(bogus:1){id}}", "", 200, `Unknown argument "bogus" on field "countries" of type "Query".`, at(1, 38)},
		"a missing argument":                {`{route{type}}`, "", 200, `Field "route" argument "url" of type "String!" is required but not provided.`, at(1, 2)},
		"no selection":                      {`{products(search:"x")}`, "", 200, `Field "products" of type "Products" must have a sub selection.`, at(1, 2)},
		"an unused variable":                {`query Q($x:Int){countries{id}}`, "", 200, `Variable "$x" is never used in operation "Q".`, at(1, 9)},
		"an undefined variable":             {`query Q{products(search:$x){total_count}}`, "", 200, `Variable "$x" is not defined.`, at(1, 25)},
		"a missing variable":                {`query($s:String!){products(search:$s){total_count}}`, "", 200, `Variable "$s" of required type "String!" was not provided.`, at(1, 7)},
		"a variable that is null":           {`query($s:String!){products(search:$s){total_count}}`, `{"s":null}`, 200, `Variable "$s" of non-null type "String!" must not be null.`, at(1, 7)},
		"a text for a number":               {`query($n:Int){products(search:"x",pageSize:$n){total_count}}`, `{"n":"three"}`, 200, `Variable "$n" got invalid value "three"; Int cannot represent non-integer value: "three"`, at(1, 7)},
		"a fraction for a number":           {`query($n:Int){products(search:"x",pageSize:$n){total_count}}`, `{"n":1.5}`, 200, `Variable "$n" got invalid value 1.5; Int cannot represent non-integer value: 1.5`, at(1, 7)},
		"a number that is too large":        {`query($n:Int){products(search:"x",pageSize:$n){total_count}}`, `{"n":3000000000}`, 200, `Variable "$n" got invalid value 3000000000; Int cannot represent non 32-bit signed integer value: 3000000000`, at(1, 7)},
		"a number for a text, deep inside":  {`query($f:ProductAttributeFilterInput){products(filter:$f){total_count}}`, `{"f":{"price":{"from":5}}}`, 200, `Variable "$f" got invalid value 5 at "f.price.from"; String cannot represent a non string value: 5`, at(1, 7)},
		"an unknown filter in a variable":   {`query($f:ProductAttributeFilterInput){products(filter:$f){total_count}}`, `{"f":{"weight":{"eq":"a/b"}}}`, 200, `Variable "$f" got invalid value {"weight":{"eq":"a\/b"}}; Field "weight" is not defined by type "ProductAttributeFilterInput".`, at(1, 7)},
		"an unknown value of an enum":       {`query($s:ProductAttributeSortInput){products(search:"x",sort:$s){total_count}}`, `{"s":{"name":"UP"}}`, 200, `Variable "$s" got invalid value "UP" at "s.name"; Value "UP" does not exist in "SortEnum" enum.`, at(1, 7)},
		"a text for an object":              {`query($f:ProductAttributeFilterInput){products(filter:$f){total_count}}`, `{"f":"x"}`, 200, `Variable "$f" got invalid value "x"; Expected type "ProductAttributeFilterInput" to be an object.`, at(1, 7)},
		"a list for an object":              {`query($f:ProductAttributeFilterInput){products(filter:$f){total_count}}`, `{"f":[1]}`, 200, `Variable "$f" got invalid value [1]; Field "0" is not defined by type "ProductAttributeFilterInput".`, at(1, 7)},
		"a filter of an older form":         {`query($f:ProductFilterInput){products(filter:$f){total_count}}`, `{"f":{"sku":{"eq":"x"}}}`, 200, `Variable "$f" of type "ProductFilterInput" used in position expecting type "ProductAttributeFilterInput".`, append(at(1, 7), at(1, 46)...)},
		"sorting in an older form":          {`query($s:ProductSortInput){products(search:"x",sort:$s){total_count}}`, `{"s":{"name":"ASC"}}`, 200, `Variable "$s" of type "ProductSortInput" used in position expecting type "ProductAttributeSortInput".`, append(at(1, 7), at(1, 53)...)},
		"two fields under one name":         {`{a:country(id:"US"){id} a:country(id:"DE"){id}}`, "", 200, `Fields "a" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.`, append(at(1, 2), at(1, 25)...)},
		"two names under one alias":         {`{storeConfig{a:locale a:timezone}}`, "", 200, `Fields "a" conflict because locale and timezone are different fields. Use different aliases on the fields to fetch both if this was intentional.`, append(at(1, 14), at(1, 23)...)},
		"a directive in the wrong place":    {`query @skip(if:true){countries{id}}`, "", 200, `Directive "skip" may not be used on "QUERY".`, at(1, 7)},
		"an unknown directive":              {`{countries{id @nosuch}}`, "", 200, `Unknown directive "@nosuch".`, at(1, 15)},
		"a directive without its argument":  {`{countries{id @skip}}`, "", 200, `Directive "@skip" argument "if" of type "Boolean!" is required but not provided.`, at(1, 15)},
		"an argument twice":                 {`{country(id:"US" id:"DE"){id}}`, "", 200, `There can be only one argument named "id".`, append(at(1, 10), at(1, 18)...)},
		"an operation's name twice":         {`query A{countries{id}} query A{countries{id}}`, "", 200, `There can be only one operation named "A".`, append(at(1, 7), at(1, 30)...)},
		"a variable of an output type":      {`query($a:StoreConfig){countries{id @skip(if:$a)}}`, "", 200, `Variable "$a" cannot be non-input type "StoreConfig".`, at(1, 10)},
		"a variable in the wrong place":     {`query($a:Int){products(search:$a){total_count}}`, "", 200, `Variable "$a" of type "Int" used in position expecting type "String".`, append(at(1, 7), at(1, 31)...)},
		"two faults, of which one is told":  {`{countries{nosuch1 nosuch2}}`, "", 200, `Cannot query field "nosuch1" on type "Country".`, at(1, 12)},
		"variables as an empty list":        {`query($s:String!){products(search:$s){total_count}}`, `[]`, 200, `Variable "$s" of required type "String!" was not provided.`, at(1, 7)},
		"a fragment within itself":          {"{storeConfig{...f}} fragment f on StoreConfig{code ...g} fragment g on StoreConfig{code ...f}", "", 200, `Cannot spread fragment "f" within itself via g.`, append(at(1, 52), at(1, 89)...)},
		"a fragment where it cannot be":     {"{storeConfig{...f}} fragment f on ProductInterface{sku}", "", 200, `Fragment "f" cannot be spread here as objects of type "StoreConfig" can never be of type "ProductInterface".`, at(1, 14)},
		"one without a name likewise":       {"{storeConfig{...on ProductInterface{sku}}}", "", 200, `Fragment cannot be spread here as objects of type "StoreConfig" can never be of type "ProductInterface".`, at(1, 14)},
		"a fragment on an enum":             {"{storeConfig{...f}} fragment f on SortEnum{sku}", "", 200, `Fragment "f" cannot condition on non composite type "SortEnum".`, at(1, 35)},
		"a fragment on a text":              {"{storeConfig{...on String{sku}}}", "", 200, `Fragment cannot condition on non composite type "String".`, at(1, 20)},
		"a fragment's name twice":           {"{storeConfig{...f}} fragment f on StoreConfig{code} fragment f on StoreConfig{code}", "", 200, `There can be only one fragment named "f".`, append(at(1, 30), at(1, 62)...)},
		"a variable's name twice":           {`query($x:Int,$x:Int){products(search:"x",pageSize:$x){total_count}}`, "", 200, `There can be only one variable named "x".`, append(at(1, 8), at(1, 15)...)},
		"an input's field twice":            {`{products(filter:{sku:{eq:"a",eq:"b"}}){total_count}}`, "", 200, `There can be only one input field named "eq".`, append(at(1, 24), at(1, 31)...)},
		"a directive twice":                 {`{countries{id @skip(if:true) @skip(if:true)}}`, "", 200, `The directive "skip" can only be used once at this location.`, append(at(1, 15), at(1, 30)...)},
		"a text for a number in the query":  {`{products(search:"x",pageSize:"3"){total_count}}`, "", 200, `Int cannot represent non-integer value: "3"`, at(1, 31)},
		"a list of objects for one":         {`{products(search:"x",sort:[{name:ASC,price:DESC},{}]){total_count}}`, "", 200, `Expected value of type "ProductAttributeSortInput", found [{ name: ASC, price: DESC }, {  }].`, at(1, 27)},
		"texts for one":                     {`{products(filter:{sku:{eq:["a/b","ö"]}}){total_count}}`, "", 200, `String cannot represent a non string value: ["a\/b", "\u00f6"]`, at(1, 27)},
		"a number of more than 32 bits":     {`{products(search:"x",pageSize:2147483648){total_count}}`, "", 200, `Int cannot represent non-integer value: 2147483648`, at(1, 31)},
		"a number of more than 64 bits":     {`{products(search:"x",pageSize:99999999999999999999){total_count}}`, "", 200, `Int cannot represent non-integer value: 99999999999999999999`, at(1, 31)},
		"a large number in a fragment":      {`{...f @include(if:true)} fragment f on Query{category(id:-2147483649){id}}`, "", 200, `Int cannot represent non-integer value: -2147483649`, at(1, 58)},
		"a large number by default":         {`query($n:Int=3000000000){products(search:"x",pageSize:$n){total_count}}`, "", 200, `Int cannot represent non-integer value: 3000000000`, at(1, 14)},
		"an unknown value of a must":        {`{attributesList(entityType:NOPE){items{code}}}`, "", 200, `Value "NOPE" does not exist in "AttributeEntityTypeEnum" enum.`, at(1, 28)},
		"a text for an enum":                {`{attributesList(entityType:"CUSTOMER"){items{code}}}`, "", 200, `Enum "AttributeEntityTypeEnum" cannot represent non-enum value: "CUSTOMER". Did you mean the enum value "CUSTOMER"?`, at(1, 28)},
		"several operations without a name": {`query A{countries{id}} query B{countries{id}}`, "", 200, `Must provide operation name if query contains multiple operations.`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := map[string]any{"query": c.query}
			if c.variables != "" {
				request["variables"] = json.RawMessage(c.variables)
			}
			body, err := json.Marshal(request)
			if err != nil {
				t.Fatal(err)
			}
			a := w.raw(t, string(body), "")
			refusal := map[string]any{"message": c.message}
			if c.locations != nil {
				refusal["locations"] = c.locations
			}
			want := map[string]any{"errors": []any{refusal}}
			if diff := cmp.Diff(want, parse(t, a.Raw)); diff != "" || a.Status != c.status {
				t.Errorf("status %d, want %d; Magento's -, ours +\n%s", a.Status, c.status, diff)
			}
		})
	}
}

func TestErrorsOfFieldsAreMagentos(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.catalog.Paths = append(w.catalog.Paths, pos.Route{Path: "dead", Type: "custom", Target: "no/such/thing"})
	for query, want := range map[string]string{
		`{customer{email}}`:        `{"errors":[{"message":"The current customer isn't authorized.","path":["customer"],"locations":[{"line":1,"column":2}],"extensions":{"category":"graphql-authorization"}}],"data":{"customer":null}}`,
		`{a:country(id:"XX"){id}}`: `{"errors":[{"message":"The country isn't available.","path":["a"],"locations":[{"line":1,"column":2}],"extensions":{"category":"graphql-no-such-entity"}}],"data":{"a":null}}`,
		`{country{id}}`:            `{"errors":[{"message":"Country \"id\" value should be specified","path":["country"],"locations":[{"line":1,"column":2}],"extensions":{"category":"graphql-input"}}],"data":{"country":null}}`,
		`{category(id:99){id}}`:    `{"errors":[{"message":"Category doesn't exist","path":["category"],"locations":[{"line":1,"column":2}],"extensions":{"category":"graphql-no-such-entity"}}],"data":{"category":null}}`,
		`{route(url:" "){type}}`:   `{"errors":[{"message":"\"url\" argument should be specified and not empty","path":["route"],"locations":[{"line":1,"column":2}],"extensions":{"category":"graphql-input"}}],"data":{"route":null}}`,
		`{route(url:"0"){type}}`:   `{"errors":[{"message":"\"url\" argument should be specified and not empty","path":["route"],"locations":[{"line":1,"column":2}],"extensions":{"category":"graphql-input"}}],"data":{"route":null}}`,
		`{products(filter:{price:{from:"cheap"}}){total_count items{sku}}}`: `{"data":{"products":{"total_count":0,"items":[]}}}`,
		`{route(url:"nowhere"){type}}`:                                      `{"data":{"route":null}}`,
		`{route(url:"/dead"){type}}`:                                        `{"errors":[{"message":"No such entity found with matching URL key: dead","path":["route"],"locations":[{"line":1,"column":2}],"extensions":{"category":"graphql-no-such-entity"}}],"data":{"route":null}}`,
	} {
		a := w.ask(t, query, nil, "")
		if diff := cmp.Diff(parse(t, []byte(want)), parse(t, a.Raw)); diff != "" || a.Status != http.StatusOK {
			t.Errorf("%s: status %d; Magento's -, ours +\n%s", query, a.Status, diff)
		}
	}
	t.Run("but those of the register side keep their code", func(t *testing.T) {
		t.Parallel()
		for _, query := range []string{`{workplace{lastCounter}}`, `{workplace{nosuch}}`, `{storeConfig{code} workplace{nosuch}}`} {
			if a := w.ask(t, query, nil, ""); a.code() == "" {
				t.Errorf("%s: %s", query, a.Raw)
			}
		}
	})
	t.Run("an unknown currency is refused as Magento refuses it", func(t *testing.T) {
		t.Parallel()
		a := w.ask(t, `{storeConfig{code}}`, nil, "", "Content-Currency", "XXX")
		want := `{"errors":[{"message":"Please correct the target currency","extensions":{"category":"graphql-input"}}]}`
		if diff := cmp.Diff(parse(t, []byte(want)), parse(t, a.Raw)); diff != "" || a.Status != http.StatusInternalServerError {
			t.Errorf("status %d\n%s", a.Status, diff)
		}
	})
	t.Run("a mutation by GET is refused before it is looked at", func(t *testing.T) {
		t.Parallel()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.URL+"/graphql?query=mutation{createEmptyCart}", nil)
		if err != nil {
			t.Fatal(err)
		}
		a := w.do(t, r)
		want := `{"errors":[{"message":"Mutation requests allowed only for POST requests","extensions":{"category":"graphql-input"}}]}`
		if diff := cmp.Diff(parse(t, []byte(want)), parse(t, a.Raw)); diff != "" || a.Status != http.StatusInternalServerError {
			t.Errorf("status %d\n%s", a.Status, diff)
		}
	})
}

func TestOperationNamesAreNotLookedAt(t *testing.T) {
	t.Parallel()
	w := setup(t)
	a := w.raw(t, `{"query":"query A{storeConfig{store_code}}","operationName":"B","variables":[]}`, "")
	if a.Status != http.StatusOK || a.at("storeConfig", "store_code") != "default" {
		t.Errorf("%d %s", a.Status, a.Raw)
	}
}

func TestVariablesInAnAddressThatAreNoObjectAreNone(t *testing.T) {
	t.Parallel()
	w := setup(t)
	for variables, want := range map[string]string{
		`{"sku":"24-MB01"}`: `{"data":{"products":{"items":[{"sku":"24-MB01"}]}}}`,
		`[]`:                `{"data":{"products":{"items":[{"sku":"24-WG080"}]}}}`,
		`["24-MB01"]`:       `{"data":{"products":{"items":[{"sku":"24-WG080"}]}}}`,
		`"24-MB01"`:         `{"data":{"products":{"items":[{"sku":"24-WG080"}]}}}`,
		`null`:              `{"data":{"products":{"items":[{"sku":"24-WG080"}]}}}`,
	} {
		query := url.Values{"query": {`query($sku:String="24-WG080"){products(filter:{sku:{eq:$sku}}){items{sku}}}`}, "variables": {variables}}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.URL+"/graphql?"+query.Encode(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if a := w.do(t, r); string(a.Raw) != want {
			t.Errorf("%s: %s", variables, a.Raw)
		}
	}
}

func TestOfSeveralFaultsTheFirstIsTold(t *testing.T) {
	t.Parallel()
	w := setup(t)
	for range 20 { // root fields are resolved side by side
		a := w.ask(t, `{a:storeConfig{store_code} b:category(id:999){id} c:route(url:""){type} d:products(pageSize:0){total_count}}`, nil, "")
		if len(a.Errors) != 1 || a.Errors[0].Message != "Category doesn't exist" {
			t.Fatalf("%s", a.Raw)
		}
	}
}

func TestSeveralOperationsTogether(t *testing.T) {
	t.Parallel()
	a := setup(t).raw(t, `[{"query":"{countries{id}}"}]`, "")
	if a.Status != http.StatusInternalServerError || len(a.Errors) != 1 || a.Errors[0].Message != "Syntax Error: Unexpected <EOF>" {
		t.Errorf("%d %s", a.Status, a.Raw)
	}
}

func TestHowFewAreLeft(t *testing.T) {
	t.Parallel()
	quantity := func(n int64) *decimal.Decimal { d := decimal.New(n, 0); return &d }
	for name, c := range map[string]struct {
		level     pos.StockLevel
		threshold string
		want      any
	}{
		"is not told above the threshold":                 {pos.StockLevel{Salable: quantity(6), InStock: true}, "5", nil},
		"is told at the threshold":                        {pos.StockLevel{Salable: quantity(5), InStock: true}, "5", 5.0},
		"is less the shop's minimum":                      {pos.StockLevel{Salable: quantity(5), InStock: true}, "5;2", 3.0},
		"is less the product's own minimum":               {pos.StockLevel{Salable: quantity(8), InStock: true, Rules: &pos.StockRules{Minimum: quantity(4)}}, "5;2", 4.0},
		"is less no minimum where all may be backordered": {pos.StockLevel{Salable: quantity(5), InStock: true}, "5;2;1", 5.0},
		"is so where this may not be":                     {pos.StockLevel{Salable: quantity(5), InStock: true, Rules: &pos.StockRules{Backorders: new(int)}}, "5;2;1", 3.0},
		"is not told when nothing is salable":             {pos.StockLevel{Salable: quantity(0), InStock: true}, "5", nil},
		"is not told of what is out of stock":             {pos.StockLevel{Salable: quantity(3)}, "5", nil},
		"is not told of what has no quantity of its own":  {pos.StockLevel{InStock: true}, "5", nil},
		"is not told by default, whatever can still sell": {pos.StockLevel{Salable: quantity(1), InStock: true}, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			c.level.SKU = "24-MB01"
			w.catalog.Stock = []pos.StockLevel{c.level}
			w.catalog.Shop.Settings = map[string]string{}
			paths := []string{"cataloginventory/options/stock_threshold_qty", "cataloginventory/item_options/min_qty", "cataloginventory/item_options/backorders"}
			for i, value := range strings.Split(c.threshold, ";") {
				w.catalog.Shop.Settings[paths[i]] = value
			}
			a := w.ask(t, `{products(filter:{sku:{eq:"24-MB01"}}){items{only_x_left_in_stock}}}`, nil, "")
			want := map[string]any{"products": map[string]any{"items": []any{map[string]any{"only_x_left_in_stock": c.want}}}}
			if diff := cmp.Diff(want, a.Data); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// PHP has one form of lists and objects, and writes those that are empty as lists.
func TestAnEmptyListInAVariableStandsForAnObjectWithoutFields(t *testing.T) {
	t.Parallel()
	w := setup(t)
	const query = `query($f:ProductAttributeFilterInput,$s:ProductAttributeSortInput){products(filter:$f,sort:$s){items{sku}}}`
	for name, variables := range map[string]map[string]any{
		"itself":       {"f": map[string]any{"sku": map[string]any{"eq": "24-MB01"}}, "s": []any{}},
		"in an object": {"f": map[string]any{"sku": map[string]any{"in": "24-MB01"}, "name": []any{}}, "s": map[string]any{"name": "ASC"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := w.ask(t, query, variables, "")
			if diff := cmp.Diff(parse(t, []byte(`{"data":{"products":{"items":[{"sku":"24-MB01"}]}}}`)), parse(t, a.Raw)); diff != "" {
				t.Errorf("Magento's -, ours +\n%s", diff)
			}
		})
	}
}

func TestAWholeNumberInAVariableMayBeWrittenAsAFraction(t *testing.T) {
	t.Parallel()
	w := setup(t)
	for _, size := range []string{"1", "1.0", "10e-1", "1.000"} {
		a := w.raw(t, `{"query":"query($n:Int){products(filter:{sku:{eq:\"24-MB01\"}},pageSize:$n){page_info{page_size}}}","variables":{"n":`+size+`}}`, "")
		if string(a.Raw) != `{"data":{"products":{"page_info":{"page_size":1}}}}` {
			t.Errorf("%s: %s", size, a.Raw)
		}
	}
}

func TestOneValueInAVariableStandsForAList(t *testing.T) {
	t.Parallel()
	w := setup(t)
	const named, filtered = `query($s:[String!]!){products(filter:{sku:{in:$s}}){items{sku}}}`, `query($f:ProductAttributeFilterInput){products(filter:$f){items{sku}}}`
	for name, c := range map[string]struct {
		query     string
		variables map[string]any
		want      string
	}{
		"itself":         {named, map[string]any{"s": "24-MB01"}, `{"data":{"products":{"items":[{"sku":"24-MB01"}]}}}`},
		"in an object":   {filtered, map[string]any{"f": map[string]any{"sku": map[string]any{"in": "24-MB01"}}}, `{"data":{"products":{"items":[{"sku":"24-MB01"}]}}}`},
		"but not as any": {named, map[string]any{"s": 5}, `{"errors":[{"message":"Variable \"$s\" got invalid value 5; String cannot represent a non string value: 5","locations":[{"line":1,"column":7}]}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := w.ask(t, c.query, c.variables, "")
			if diff := cmp.Diff(parse(t, []byte(c.want)), parse(t, a.Raw)); diff != "" {
				t.Errorf("Magento's -, ours +\n%s", diff)
			}
		})
	}
}
