package graph_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph"
)

// roots are the catalog's root fields with arguments that find something, nothing, or fault.
func roots() []string {
	return []string{
		`products(filter:{})`, `products(filter:{})`, `products(filter:{})`, `products(filter:{},sort:{name:ASC},pageSize:8)`, `products(filter:{},pageSize:5,currentPage:3)`, `products(search:"bag",pageSize:2)`, `products(filter:{sku:{eq:"none"}})`, `products(filter:{},currentPage:99)`,
		`products(filter:{},pageSize:0)`, `categories(pageSize:$n)`, `categories(filters:{ids:{in:["3","4","5"]}})`, `categoryList`, `category(id:4)`,
		`category(id:999)`, `storeConfig`, `availableStores`, `countries`, `country(id:"US")`, `currency`, `route(url:"joust-duffle-bag.html")`,
		`urlResolver(url:"gear.html")`, `customAttributeMetadata(attributes:[{attribute_code:"color",entity_type:"catalog_product"}])`,
		`customAttributeMetadataV2(attributes:[{attribute_code:"color",entity_type:"catalog_product"}])`,
		`attributesList(entityType:CATALOG_PRODUCT)`, `pickupLocations`,
	}
}

// arguments are given below the root fields.
func (q *query) arguments(field string) string {
	var some []string
	switch field {
	case "products":
		some = []string{"", "(pageSize:2)", "(pageSize:1,currentPage:2,sort:{name:DESC})", "(currentPage:50)", "(pageSize:$n,sort:{price:ASC})"}
	case "custom_attributesV2":
		some = []string{"", "(filters:{is_filterable:true})", "(filters:{is_visible_on_front:false})"}
	case "configurable_product_options_selection":
		some = []string{"", `(configurableOptionValueUids:["Y29uZmlndXJhYmxlLzkzLzUz"])`, `(configurableOptionValueUids:"Y29uZmlndXJhYmxlLzkzLzUz")`, "(configurableOptionValueUids:[])"}
	default:
		return ""
	}
	return q.one(some)
}

// query writes random documents that fit the schema.
type query struct {
	*rand.Rand
	schema *ast.Schema
	names  int
}

func (q *query) chance(oneIn int) bool { return q.IntN(oneIn) == 0 }

func (q *query) one(of []string) string { return of[q.IntN(len(of))] }

func (q *query) directive() string {
	return q.one([]string{"", "", "", "", "", "", " @include(if:$yes)", " @skip(if:$yes)", " @include(if:false)", " @skip(if:false)"})
}

// set asks for some fields of a type, in fragments too.
func (q *query) set(name string, depth int) string {
	var b strings.Builder
	b.WriteString("{__typename ")
	definition := q.schema.Types[name]
	for _, field := range definition.Fields {
		if strings.HasPrefix(field.Name, "__") || !q.chance(1+len(definition.Fields)/8) {
			continue
		}
		b.WriteString(q.field(field, depth))
		if q.chance(8) {
			b.WriteString("... on " + name + q.directive() + "{__typename " + q.field(field, depth) + "}")
		}
	}
	if definition.IsAbstractType() {
		for _, possible := range q.schema.GetPossibleTypes(definition) {
			if q.chance(2) {
				b.WriteString("... on " + possible.Name + q.directive() + q.set(possible.Name, depth-1))
			}
		}
	}
	b.WriteString("}")
	return b.String()
}

func (q *query) field(field *ast.FieldDefinition, depth int) string {
	of := q.schema.Types[field.Type.Name()]
	isLeaf := of.IsLeafType()
	if !isLeaf && depth <= 0 || q.names > 400 {
		return ""
	}
	q.names++
	text := fmt.Sprintf("a%d:%s%s%s", q.names, field.Name, q.arguments(field.Name), q.directive())
	if isLeaf {
		return text + " "
	}
	text += q.set(of.Name, depth-1)
	if q.chance(6) { // the same key again, with other fields below
		alias, _, _ := strings.Cut(text, ":")
		if !strings.Contains(text[:strings.IndexByte(text, '{')], "(") {
			text += " " + alias + ":" + field.Name + q.set(of.Name, depth-1)
		}
	}
	return text + " "
}

func loadSchema(t *testing.T) *ast.Schema {
	t.Helper()
	files, err := filepath.Glob("*.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	var sources []*ast.Source
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: file, Input: string(text)})
	}
	schema, problem := gqlparser.LoadSchema(sources...)
	if problem != nil {
		t.Fatal(problem)
	}
	return schema
}

// Whatever is asked of the catalog, what is rendered is byte for byte what gqlgen's generated code answers.
func TestRenderedAnswersEqualGenerated(t *testing.T) {
	t.Parallel()
	schema := loadSchema(t)
	var cfg graph.Config
	rendered := setup(t, func(c *graph.Config) {
		c.Limits = graph.Limits{Tokens: 1 << 20, Depth: 100, Complexity: 1 << 30, BodyBytes: 1 << 24}
		known := c.Catalog.(*catalog) //nolint:forcetypeassert // setup's
		known.Known = []pos.Attribute{
			{Code: "color", Label: "Color", ID: 93, Input: "select", Backend: "int", Visible: true, Filterable: 1, Options: []pos.AttributeOption{{Value: "49", Label: "Black"}}},
			{Code: "activity", Label: "Activity", ID: 137, Input: "multiselect", Backend: "text", Visible: true, Filterable: 1, Options: []pos.AttributeOption{{Value: "8", Label: "Gym"}}},
		}
		known.Paths = []pos.Route{
			{Path: "joust-duffle-bag.html", Type: "product", EntityID: 1, Target: "catalog/product/view/id/1"},
			{Path: "gear.html", Type: "category", EntityID: 3, Target: "catalog/category/view/id/3"},
		}
		cfg = *c
	})
	generated := &world{Server: httptest.NewServer(graph.NewGeneratedHandler(cfg))}
	t.Cleanup(generated.Close)
	answered := 0
	rapid.Check(t, func(rt *rapid.T) {
		q := &query{Rand: rand.New(rand.NewPCG(1, rapid.Uint64().Draw(rt, "seed"))), schema: schema} //nolint:gosec // a test's
		root := q.one(roots())
		name, _, _ := strings.Cut(root, "(")
		of := schema.Query.Fields.ForName(name).Type.Name()
		text := "query($n:Int=3,$yes:Boolean=true){__typename x:" + root + q.set(of, 4) + "}"
		if !strings.Contains(text, "$n)") && !strings.Contains(text, "$n,") {
			text = strings.Replace(text, "$n:Int=3,", "", 1)
		}
		if !strings.Contains(text, "(if:$yes)") {
			text = strings.Replace(strings.Replace(text, "$yes:Boolean=true", "", 1), "()", "", 1)
		}
		text = strings.Replace(text, ",)", ")", 1)
		a, b := rendered.ask(t, text, nil, ""), generated.ask(t, text, nil, "")
		if len(a.Errors) == 0 {
			answered += len(a.Raw)
		}
		if diff := cmp.Diff(sorted(b), sorted(a)); diff != "" {
			rt.Fatalf("%s\n%s", text, diff)
		}
	})
	if answered < 1000 {
		t.Errorf("only %d bytes were answered without an error", answered)
	}
}

// Products below others were found behind no address: they have none.
func TestProductsBelowOthersHaveNoAddress(t *testing.T) {
	t.Parallel()
	w := setup(t)
	const route = "{sku ... on RoutableInterface{relative_url type}}"
	got := w.ask(t, "{products(filter:{}){items{... on ConfigurableProduct{variants{product"+route+"}} ... on GroupedProduct{items{product"+route+"}} "+
		"... on BundleProduct{items{options{product"+route+"}}}}}}", nil, "")
	if len(got.Errors) > 0 {
		t.Fatal(got.Errors)
	}
	if below := strings.Count(string(got.Raw), `"relative_url":null,"type":null}`); below == 0 || below != strings.Count(string(got.Raw), `"sku":`) {
		t.Errorf("%d have no address: %s", below, got.Raw)
	}
}

// The schema promises a redirect code where Magento has one only of what was found behind the address, and of categories in a tree.
func TestARedirectCodeThatMagentoDoesNotHaveIsAFailure(t *testing.T) {
	t.Parallel()
	w := setup(t)
	failure := func(data, path string, column int) string {
		return fmt.Sprintf(`{"errors":[{"message":"Internal server error","locations":[{"line":1,"column":%d}],"path":[%s]}],"data":%s}`, column, path, data)
	}
	for query, want := range map[string]string{
		`{categoryList(filters:{ids:{eq:"3"}}){redirect_code children{redirect_code}}}`: `{"data":{"categoryList":[{"redirect_code":0,"children":[{"redirect_code":0},{"redirect_code":0},{"redirect_code":0}]}]}}`,
		`{products(filter:{sku:{eq:"24-MB01"}}){total_count items{...on SimpleProduct{redirect_code}}}}`: failure(
			`{"products":{"total_count":1,"items":[null]}}`, `"products","items",0,"redirect_code"`, 78),
		`{products(filter:{sku:{eq:"24-MB01"}}){items{categories{...on CategoryTree{redirect_code}}}}}`: failure(
			`{"products":{"items":[{"categories":[null,null]}]}}`, `"products","items",0,"categories",0,"redirect_code"`, 76),
	} {
		a := w.ask(t, query, nil, "")
		if diff := cmp.Diff(parse(t, []byte(want)), parse(t, a.Raw)); diff != "" {
			t.Errorf("%s: Magento's -, ours +\n%s", query, diff)
		}
	}
}

// sorted is an answer whose errors, which generated code finds in any order, are sorted.
func sorted(a answer) []string {
	if len(a.Errors) == 0 {
		return []string{string(a.Raw)}
	}
	data, _ := json.Marshal(a.Data)
	var errs []string
	for _, e := range a.Errors {
		text, _ := json.Marshal(e)
		errs = append(errs, string(text))
	}
	slices.Sort(errs)
	return append(errs, string(data))
}
