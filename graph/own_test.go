package graph_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph"
)

// owned is a world whose shop has attributes of its own.
func owned(t *testing.T, change ...func(*graph.Config)) *world {
	t.Helper()
	w := setup(t, change...)
	w.catalog.Known = []pos.Attribute{
		{ID: 201, Code: "brand", Input: "select", Backend: "int", UserDefined: true, Filterable: 1, Searchable: true, Sortable: true, Options: []pos.AttributeOption{{Value: "7", Label: "Bolt"}}},
		{ID: 202, Code: "fabric", Input: "text", Backend: "varchar", UserDefined: true, Visible: true, Searchable: true, AdvancedSearch: true},
		{ID: 203, Code: "deposit", Input: "price", Backend: "decimal", UserDefined: true, InListing: true, Filterable: 2},
		{ID: 204, Code: "empty_list", Input: "select", Backend: "int", UserDefined: true, Comparable: true, Filterable: 1},
		{ID: 205, Code: "secret", Input: "text", Backend: "varchar", UserDefined: true},
		{ID: 206, Code: "cost", Input: "price", Backend: "decimal", UserDefined: true, Comparable: true},
		{ID: 207, Code: "variants", Input: "text", Backend: "varchar", UserDefined: true, Comparable: true}, // a field of some products
		{ID: 208, Code: "no-name", Input: "text", Backend: "varchar", UserDefined: true, Comparable: true, Filterable: 1},
		{ID: 210, Code: "attribute", Input: "text", Backend: "varchar", UserDefined: true, Comparable: true}, // names of our own
		{ID: 211, Code: "sku_", Input: "text", Backend: "varchar", UserDefined: true, Comparable: true},
		{ID: 209, Code: "__type", Input: "text", Backend: "varchar", UserDefined: true, Comparable: true},
	}
	w.catalog.product("24-MB01").Attributes = pos.NewAttributes(map[string]string{"brand": "7", "fabric": `"wool"`, "deposit": "9.500000", "secret": "x", "attribute": "a", "sku_": "s"})
	w.catalog.product("24-MB02").Attributes = pos.NewAttributes(map[string]string{"brand": "x"}) // a broken row
	return w
}

const ownFields = `{products(filter:{sku:{in:["24-MB01","24-MB02"]}},sort:{name:DESC}){items{sku brand fabric deposit}}}`

func TestOwnAttributesAreFields(t *testing.T) {
	t.Parallel()
	w := owned(t)
	want := `{"data":{"products":{"items":[{"sku":"24-MB01","brand":7,"fabric":"\"wool\"","deposit":9.5},{"sku":"24-MB02","brand":null,"fabric":null,"deposit":null}]}}}`
	for range 2 { // made, and kept
		if got := w.ask(t, ownFields, nil, ""); string(got.Raw) != want {
			t.Errorf("got %s, want %s", got.Raw, want)
		}
	}
	if got := w.ask(t, `{products(filter:{sku:{eq:"24-MB01"}}){items{sku sku_ attribute}}}`, nil, ""); string(got.Raw) != `{"data":{"products":{"items":[{"sku":"24-MB01","sku_":"s","attribute":"a"}]}}}` {
		t.Errorf("%s", got.Raw)
	}
	for _, name := range []string{"cost", "secret", "colour"} {
		got := w.ask(t, `{products(search:"bag"){items{`+name+`}}}`, nil, "")
		if len(got.Errors) != 1 || !strings.HasPrefix(got.Errors[0].Message, "Cannot query field") {
			t.Errorf("%s: %s", name, got.Raw)
		}
	}
	if got := w.ask(t, `{products(search:"bag"){items{... on SimpleProduct{empty_list} ... on ConfigurableProduct{variants{attributes{code}}}}}}`, nil, ""); len(got.Errors) > 0 {
		t.Errorf("%s", got.Raw)
	}
}

func TestOwnAttributesAreFiltersAndSortKeys(t *testing.T) {
	t.Parallel()
	w := owned(t)
	type asked = map[string]any
	kinds := map[string]string{}
	got := w.ask(t, `{filter:__type(name:"ProductAttributeFilterInput"){inputFields{name type{name}}} sort:__type(name:"ProductAttributeSortInput"){inputFields{name type{name}}}}`, nil, "")
	for _, of := range []string{"filter", "sort"} {
		var names []string
		fields, _ := got.at(of, "inputFields").([]any)
		for _, f := range fields {
			field := f.(asked)
			names = append(names, field["name"].(string))
			kinds[of+" "+field["name"].(string)] = field["type"].(asked)["name"].(string)
		}
		if !slices.IsSorted(names) {
			t.Errorf("%s by name: %v", of, names)
		}
	}
	for name, want := range map[string]string{
		"filter brand": "FilterEqualTypeInput", "filter fabric": "FilterMatchTypeInput", "filter deposit": "FilterRangeTypeInput",
		"filter empty_list": "", "filter cost": "", "sort brand": "SortEnum", "sort fabric": "", "filter category_id": "FilterEqualTypeInput",
	} {
		if kinds[name] != want {
			t.Errorf("%s is a %q, want %q", name, kinds[name], want)
		}
	}
	const query = `query($f:ProductAttributeFilterInput,$s:ProductAttributeSortInput){products(filter:$f,sort:$s){total_count}}`
	for name, variables := range map[string]asked{
		"by variables": {"f": asked{"brand": asked{"eq": "7"}, "fabric": asked{"match": "wool"}, "deposit": asked{"from": "1", "to": "2"}}, "s": asked{"brand": "DESC", "name": nil}},
	} {
		if got := w.ask(t, query, variables, ""); len(got.Errors) > 0 {
			t.Errorf("%s: %s", name, got.Raw)
		}
		q := w.catalog.asked.Load()
		if q == nil || !slices.Equal(q.Attributes["brand"], []string{"7"}) || len(q.Texts) != 1 || q.Texts[0].Match != "wool" ||
			!slices.Equal(q.Ranges, []pos.Range{{Attribute: "deposit", From: "1", To: "2"}}) || !slices.Equal(q.Sort, []pos.SortKey{{Field: "brand", Descending: true}}) {
			t.Errorf("%s: the catalog was asked %+v", name, q)
		}
	}
	if got := w.ask(t, `{products(filter:{brand:{eq:"7"}},sort:{brand:ASC}){items{sku}}}`, nil, ""); string(got.Raw) != `{"data":{"products":{"items":[{"sku":"24-MB01"}]}}}` {
		t.Errorf("in the document: %s", got.Raw)
	}
	for _, bad := range []asked{{"f": asked{"colour": asked{"eq": "7"}}}, {"f": asked{"brand": "7"}}, {"f": asked{"sku": asked{"eq": "x"}}, "s": asked{"fabric": "ASC"}}} {
		if got := w.ask(t, query, bad, ""); len(got.Errors) != 1 || !strings.Contains(got.Errors[0].Message, "got invalid value") {
			t.Errorf("%v: %s", bad, got.Raw)
		}
	}
}

// What the shop has changed is there, or is gone, with the next operation.
func TestOwnAttributesComeAndGo(t *testing.T) {
	t.Parallel()
	w := owned(t)
	all := w.catalog.Known
	for name, c := range map[string]struct {
		known []pos.Attribute
		off   string
		want  string
	}{
		"none":         {nil, "", `Cannot query field "brand"`},
		"all":          {all, "", ""},
		"switched off": {all, "0", `Cannot query field "brand"`},
	} {
		w.catalog.Known, w.catalog.Shop.Settings = c.known, map[string]string{"web_api/graphql/include_dynamic_attributes_as_entity_type_fields": c.off}
		if c.off == "" {
			w.catalog.Shop.Settings = nil
		}
		w.catalog.version.Add(1)
		got := w.ask(t, ownFields, nil, "")
		if c.want == "" && len(got.Errors) > 0 || c.want != "" && (len(got.Errors) != 1 || !strings.HasPrefix(got.Errors[0].Message, c.want)) {
			t.Errorf("%s: %s", name, got.Raw)
		}
	}
}

// An answer without any product is kept too, but not beyond the field that it asks for.
func TestOwnAttributesOfKeptAnswersGo(t *testing.T) {
	t.Parallel()
	w := owned(t)
	const nothing = `{products(filter:{sku:{eq:"none"}}){items{brand}}}`
	for range 2 {
		if got := w.ask(t, nothing, nil, ""); len(got.Errors) > 0 {
			t.Fatalf("%s", got.Raw)
		}
	}
	if w.keptSoFar() != 1 {
		t.Fatal("it was not kept")
	}
	w.catalog.Known = nil
	w.catalog.version.Add(1)
	if got := w.ask(t, nothing, nil, ""); len(got.Errors) != 1 {
		t.Errorf("%s", got.Raw)
	}
}

// Whoever asks too early is not told that there is no such field.
func TestOwnAttributesBeforeTheFirstImport(t *testing.T) {
	t.Parallel()
	w := owned(t)
	w.catalog.fail = pos.NewError(pos.KindUnavailable, pos.CodeNotReady, "The catalog is being imported.")
	for _, c := range []struct {
		query     string
		variables map[string]any
	}{
		{ownFields, nil}, {`{products(filter:{brand:{eq:"7"}}){total_count}}`, nil},
		{`query($f:ProductAttributeFilterInput){products(filter:$f){total_count}}`, map[string]any{"f": map[string]any{"brand": map[string]any{"eq": "7"}}}},
	} {
		if got := w.ask(t, c.query, c.variables, ""); got.code() != string(pos.CodeNotReady) || got.Status != http.StatusOK {
			t.Errorf("%s: %d %s", c.query, got.Status, got.Raw)
		}
	}
	if got := w.ask(t, `{products(`, nil, ""); got.code() == string(pos.CodeNotReady) {
		t.Errorf("what is no document will not be one later: %s", got.Raw)
	}
	w.catalog.fail = nil
	if got := w.ask(t, ownFields, nil, ""); len(got.Errors) > 0 {
		t.Errorf("after the import: %s", got.Raw)
	}
}

// Generated code does not know own attributes: beside what only it resolves they are resolved apart, and come in their places.
func TestOwnAttributesBesideOtherFields(t *testing.T) {
	t.Parallel()
	w := owned(t)
	got := w.ask(t, `{__typename a:products(filter:{sku:{eq:"24-MB01"}}){items{brand}} workplace{register{name}} ...more} fragment more on Query{b:products(filter:{sku:{eq:"24-MB01"}}){items{sku deposit}}}`, nil, "device")
	want := `{"data":{"__typename":"Query","a":{"items":[{"brand":7}]},"workplace":{"register":{"name":"Front"}},"b":{"items":[{"sku":"24-MB01","deposit":9.5}]}}}`
	if string(got.Raw) != want {
		t.Errorf("got %s, want %s", got.Raw, want)
	}
	got = w.ask(t, `query($s:ProductAttributeSortInput){products(filter:{brand:{eq:"7"}},sort:$s){items{sku}} workplace{register{name}}}`, map[string]any{"s": map[string]any{"brand": "DESC"}}, "device")
	if q := w.catalog.asked.Load(); len(got.Errors) > 0 || q == nil || !slices.Equal(q.Attributes["brand"], []string{"7"}) || !slices.Equal(q.Sort, []pos.SortKey{{Field: "brand", Descending: true}}) {
		t.Errorf("by own filters and sort keys: the catalog was asked %+v; %s", q, got.Raw)
	}
	got = w.ask(t, `{a:products(filter:{sku:{eq:"24-MB01"}},currentPage:9){items{brand}} workplace{register{name}}}`, nil, "device")
	if len(got.Errors) != 1 || !slices.Equal(got.Errors[0].Path, []any{"a"}) || got.at("workplace", "register", "name") != "Front" || got.at("a") != nil {
		t.Errorf("a fault in one of them: %s", got.Raw)
	}
	if got = w.ask(t, `{a:products(filter:{sku:{eq:"24-MB01"}}){items{brand}} workplace{register{name}}}`, nil, ""); got.code() != string(pos.CodeUnauthenticated) {
		t.Errorf("without a device: %s", got.Raw)
	}
}

// shelving knows the attributes of categories once it is not broken any more.
type shelving struct{ broken atomic.Bool }

func (s *shelving) EntityAttributes(context.Context, pos.Store, string) ([]pos.EntityAttribute, error) {
	if s.broken.Load() {
		return nil, pos.NewError(pos.KindUnavailable, pos.CodeUnavailable, "The database does not answer.")
	}
	of := func(code, backend string) pos.EntityAttribute {
		return pos.EntityAttribute{Attribute: pos.Attribute{Code: code, Backend: backend}}
	}
	return []pos.EntityAttribute{of("aisle", "int"), of("motto", "text"), of("name", "varchar"), of("all_children", "text")}, nil
}

func TestOwnAttributesOfCategories(t *testing.T) {
	t.Parallel()
	for name, give := range map[string]func(*graph.Config, graph.EntityAttributes){
		"from the database": func(c *graph.Config, known graph.EntityAttributes) { c.EntityAttributes = known },
		"over REST":         func(c *graph.Config, known graph.EntityAttributes) { c.CategoryAttributes = known },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ownAttributesOfCategories(t, give)
		})
	}
}

func ownAttributesOfCategories(t *testing.T, give func(*graph.Config, graph.EntityAttributes)) {
	t.Helper()
	known := &shelving{}
	known.broken.Store(true)
	var minutes atomic.Int64
	w := owned(t, func(c *graph.Config) {
		give(c, known)
		c.Now = func() time.Time { return time.Unix(1_800_000_000+minutes.Load()*60, 0) }
	})
	w.catalog.Tree[slices.IndexFunc(w.catalog.Tree, func(c pos.Category) bool { return c.ID == 4 })].Attributes = map[string]string{"aisle": "12", "motto": "Carry on"}
	const query = `{category(id:4){aisle motto name} products(filter:{sku:{eq:"24-MB01"}}){items{categories{aisle}}}}`
	if got := w.ask(t, query, nil, ""); got.code() != string(pos.CodeNotReady) {
		t.Errorf("while they are not known: %s", got.Raw)
	}
	if got := w.ask(t, ownFields, nil, ""); len(got.Errors) > 0 {
		t.Errorf("products do not wait for it: %s", got.Raw)
	}
	known.broken.Store(false)
	var got answer
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		minutes.Add(1)
		if got = w.ask(t, query, nil, ""); len(got.Errors) == 0 {
			break
		}
	}
	if !strings.Contains(string(got.Raw), `{"aisle":12,"motto":"Carry on","name":`) {
		t.Errorf("got %s", got.Raw)
	}
	if got := w.ask(t, `{category(id:4){all_children}}`, nil, ""); len(got.Errors) != 1 || !strings.HasPrefix(got.Errors[0].Message, "Cannot query field") {
		t.Errorf("one that Magento leaves out: %s", got.Raw)
	}
}

// stuckShelf reads attributes of categories until it is told to stop.
type stuckShelf struct{ reading, stopped chan struct{} }

func (s *stuckShelf) EntityAttributes(ctx context.Context, _ pos.Store, _ string) ([]pos.EntityAttribute, error) {
	close(s.reading)
	<-ctx.Done()
	close(s.stopped)
	return nil, ctx.Err()
}

func TestRegression_AttributesOfCategoriesWereReadOnAfterTheGatewayHadStopped(t *testing.T) {
	t.Parallel()
	shelf := &stuckShelf{make(chan struct{}), make(chan struct{})}
	catalog, logged := loadCatalog(t), &lockedBuffer{}
	h := graph.NewHandler(graph.Config{
		Catalog: catalog, Orders: &orders{}, Registers: &registers{}, Feed: newFeed(), DefaultStore: "default", EntityAttributes: shelf,
		Log: slog.New(slog.NewTextHandler(logged, nil)),
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- h.Run(ctx) }()
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql?query={__typename}", nil))
	<-shelf.reading
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	select {
	case <-shelf.stopped:
	default:
		t.Error("it is still reading")
	}
	if text := logged.String(); text != "" {
		t.Errorf("a stop is no fault: %s", text)
	}
}

// countingShelf counts how often it is asked.
type countingShelf struct {
	shelving
	times atomic.Int64
}

func (s *countingShelf) EntityAttributes(ctx context.Context, store pos.Store, entity string) ([]pos.EntityAttribute, error) {
	s.times.Add(1)
	return s.shelving.EntityAttributes(ctx, store, entity)
}

func TestOverRESTNobodyIsAskedForAttributesOfCategoriesUntilAnOperationNeedsThem(t *testing.T) {
	t.Parallel()
	known := &countingShelf{}
	w := owned(t, func(c *graph.Config) { c.CategoryAttributes = known })
	for range 3 {
		if got := w.ask(t, `{category(id:4){name} products(filter:{sku:{eq:"24-MB01"}}){items{sku}}}`, nil, ""); len(got.Errors) > 0 {
			t.Fatalf("%s", got.Raw)
		}
	}
	if n := known.times.Load(); n != 0 {
		t.Errorf("it was asked %d times", n)
	}
	var got answer
	for ends := time.Now().Add(10 * time.Second); time.Now().Before(ends); {
		if got = w.ask(t, `{category(id:4){aisle}}`, nil, ""); len(got.Errors) == 0 {
			break
		}
	}
	if string(got.Raw) != `{"data":{"category":{"aisle":null}}}` || known.times.Load() == 0 {
		t.Errorf("%s, asked %d times", got.Raw, known.times.Load())
	}
}
