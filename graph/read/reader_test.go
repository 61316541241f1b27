package read_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
	"pgregory.net/rapid"

	"github.com/tillway/tillway/graph/read"
)

const (
	tokens = 3000
	fields = 300
)

func loadSchema(tb testing.TB) *ast.Schema {
	tb.Helper()
	files, err := filepath.Glob("../*.graphqls")
	if err != nil || len(files) == 0 {
		tb.Fatal(files, err)
	}
	var sources []*ast.Source
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: file, Input: string(text)})
	}
	schema, problem := gqlparser.LoadSchema(sources...)
	if problem != nil {
		tb.Fatal(problem)
	}
	return schema
}

// parsed is what gqlparser makes of a text, false when it finds anything wrong with it.
func parsed(schema *ast.Schema, text string) (*ast.QueryDocument, bool) {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, tokens)
	return doc, err == nil && len(doc.Operations) > 0 && len(validator.ValidateWithRules(schema, doc, rules.NewDefaultRules())) == 0
}

// sameSchema compares what belongs to the schema by identity.
func sameSchema() []cmp.Option {
	return []cmp.Option{
		cmp.Comparer(func(a, b *ast.Definition) bool { return a == b }), cmp.Comparer(func(a, b *ast.Type) bool { return a == b || reflect.DeepEqual(a, b) }),
		cmp.Comparer(func(a, b *ast.FieldDefinition) bool {
			return a == b || a.Name == "__typename" && reflect.DeepEqual(a, b)
		}),
	}
}

// agree fails when a text is read otherwise than gqlparser parses it, and says whether it was read.
func agree(tb rapid.TB, schema *ast.Schema, reader *read.Reader, text string) bool {
	tb.Helper()
	got, ok := reader.Read(text)
	if !ok {
		return false
	}
	want, valid := parsed(schema, text)
	if !valid {
		tb.Fatalf("%q was read, but is not valid", text)
	}
	if diff := cmp.Diff(want, got, sameSchema()...); diff != "" {
		tb.Fatalf("%q was read otherwise than it is (-gqlparser +read):\n%s", text, diff)
	}
	return true
}

func TestPlainQueriesAreReadAsGqlparserReadsThem(t *testing.T) {
	t.Parallel()
	schema := loadSchema(t)
	reader := read.New(schema, tokens, fields)
	for _, text := range []string{
		`{products(filter:{sku:{eq:"24-MB01"}}){items{a1:id uid sku price_range{minimum_price{final_price{value}}}}}}`,
		"query Page {\r\n\tproducts ( filter : { sku : { in : [ \"a\", \"b\" ] } } , pageSize : 20 ,\n sort:{position:ASC} ) { total_count, items { __typename } }\r}\n",
		`{__typename}`, `query{storeConfig{code}}`, `{category(id:-0){id}}`, `{products(filter:{}){items{sku}}}`,
		`{attributesList(entityType:CATALOG_PRODUCT){items{code}}}`, `{products(search:"a b"){items{id}}}`,
	} {
		if !agree(t, schema, reader, text) {
			t.Errorf("%s was not read", text)
		}
	}
}

func TestWhatIsNotPlainOrNotValidIsLeftToGqlparser(t *testing.T) {
	t.Parallel()
	schema := loadSchema(t)
	reader := read.New(schema, tokens, fields)
	many := strings.Repeat(" a:sku", 3000)
	for _, text := range []string{
		"", "{", "{}", "}", "query", "query{", "{storeConfig}", "{storeConfig{}}", "{storeConfig{code}}}", "{storeConfig{code}}{storeConfig{code}}",
		"{storeConfig{code{x}}}", "{storeConfig{none}}", "{none}", "{storeConfig{code code}}", "{storeConfig{code a:code a:id}}", "mutation{storeConfig{code}}",
		"{__schema{types{name}}}", "{storeConfig{__type}}", "query($a:Int){category(id:$a){id}}", "{category(id:$a){id}}", "{storeConfig@skip(if:true){code}}",
		"{storeConfig{...a}} fragment a on StoreConfig{code}", "{products(filter:{}){items{...on SimpleProduct{sku}}}}", "{storeConfig{code}} # comment", "{storeConfig{é}}",
		"{category(id:){id}}", "{category(){id}}", "{category(id:1 id:2){id}}", "{category(id:null){id}}", "{category(id:1.5){id}}", "{category(id:01){id}}", "{category(id:1a){id}}",
		"{category(id:99999999999999999999){id}}", `{category(id:"1"){id}}`, "{category(none:1){id}}", "{country{id}}" + "{", `{products(filter:{sku:{eq:"a` + "\n" + `"}}){items{id}}}`,
		`{products(filter:{sku:{eq:"\u0041"}}){items{id}}}`, `{products(filter:{sku:{eq:"""a"""}}){items{id}}}`, `{products(filter:{sku:{eq:"é"}}){items{id}}}`, `{products(filter:{sku:{eq:"a}}){items{id}}}`,
		`{products(filter:{sku:{eq:"a" eq:"b"}}){items{id}}}`, `{products(filter:{none:{eq:"a"}}){items{id}}}`, `{products(filter:[{}]){items{id}}}`, `{products(search:[]){items{id}}}`,
		`{products(search:true){items{id}}}`, `{products(search:word){items{id}}}`, `{products(sort:{name:UP}){items{id}}}`, `{products(sort:{name:"ASC"}){items{id}}}`, `{pickupLocations(pageSize:true){items{name}}}`,
		"{storeConfig{" + many + "}}",
	} {
		if _, ok := reader.Read(text); ok {
			t.Errorf("%.80q was read", text)
		}
	}
}

// writer writes random queries, plain and valid but for what it does by chance.
type writer struct {
	*rand.Rand
	schema *ast.Schema
	b      strings.Builder
	names  int
}

func (w *writer) chance(oneIn int) bool { return w.IntN(oneIn) == 0 }

func (w *writer) put(texts ...string) {
	for _, text := range texts {
		w.b.WriteString([]string{"", "", "", " ", "\n", ", ", "\r\n\t"}[w.IntN(7)])
		w.b.WriteString(text)
	}
}

func (w *writer) set(of *ast.Definition, depth int) {
	w.put("{")
	w.name("__typename")
	for _, field := range of.Fields {
		below := w.schema.Types[field.Type.Name()]
		if strings.HasPrefix(field.Name, "__") || !w.chance(1+len(of.Fields)/4) || below.IsCompositeType() && depth == 0 || w.names > 250 {
			continue
		}
		w.name(field.Name)
		var given []*ast.ArgumentDefinition
		for _, argument := range field.Arguments {
			if argument.Type.NonNull && argument.DefaultValue == nil || w.chance(3) && !w.isOurs(argument.Type) {
				given = append(given, argument)
			}
		}
		if len(given) > 0 {
			w.put("(")
			for _, argument := range given {
				w.put(" "+argument.Name, ":")
				w.value(argument.Type, 3)
			}
			w.put(")")
		}
		if below.IsCompositeType() {
			w.set(below, depth-1)
		}
	}
	w.put("}")
}

// isOurs is whether a type is a scalar that GraphQL does not know.
func (w *writer) isOurs(t *ast.Type) bool {
	definition := w.schema.Types[t.Name()]
	return definition.Kind == ast.Scalar && !definition.BuiltIn
}

func (w *writer) name(field string) {
	w.names++
	w.put(fmt.Sprintf(" a%d", w.names), ":", field)
}

func (w *writer) value(t *ast.Type, depth int) {
	definition := w.schema.Types[t.Name()]
	switch {
	case t.Elem != nil:
		w.put("[")
		for range w.IntN(3) {
			w.put(" ")
			w.value(t.Elem, depth)
		}
		w.put("]")
	case definition.Kind == ast.InputObject:
		w.put("{")
		for _, field := range definition.Fields {
			if field.Type.NonNull || depth > 0 && w.chance(1+len(definition.Fields)/3) && !w.isOurs(field.Type) {
				w.put(" "+field.Name, ":")
				w.value(field.Type, depth-1)
			}
		}
		w.put("}")
	case definition.Kind == ast.Enum:
		w.put(definition.EnumValues[w.IntN(len(definition.EnumValues))].Name)
	case definition.Name == "Int" || definition.Name == "Float":
		w.put([]string{"0", "7", "-12", "2147483647"}[w.IntN(4)])
	case definition.Name == "Boolean":
		w.put([]string{"true", "false"}[w.IntN(2)])
	default:
		w.put([]string{`""`, `"24-MB01"`, `"a, b c"`, `"<&'>"`}[w.IntN(4)])
	}
}

// Random queries, and the same with something put in, taken out or put elsewhere, are read as gqlparser reads them, or not.
func TestRandomQueriesAreReadAsGqlparserReadsThem(t *testing.T) {
	t.Parallel()
	schema := loadSchema(t)
	reader := read.New(schema, tokens, fields)
	plain, broken, readPlain, readBroken := 0, 0, 0, 0
	pieces := []string{"{", "}", "(", ")", "[", "]", ":", "\"", " ", "\n", "sku", "1", "-", ".", "...", "$", "@skip(if:true)", "#", "null", "é", "\\", "_", "__typename", "query", "a1"}
	rapid.Check(t, func(rt *rapid.T) {
		w := &writer{Rand: rand.New(rand.NewPCG(1, rapid.Uint64().Draw(rt, "seed"))), schema: schema} //nolint:gosec // a test's
		if w.chance(2) {
			w.put("query")
			if w.chance(2) {
				w.put(" Named")
			}
		}
		w.set(schema.Query, 4)
		text := w.b.String()
		if _, ok := parsed(schema, text); ok { // all but those with scalars of our own, and huge ones
			plain++
		}
		if agree(rt, schema, reader, text) {
			readPlain++
		}
		for range 20 {
			from := w.IntN(len(text) + 1)
			to := min(len(text), from+[]int{0, 0, 1, 1, 2, 9}[w.IntN(6)])
			changed := text[:from] + pieces[w.IntN(len(pieces))] + text[to:]
			if broken++; agree(rt, schema, reader, changed) {
				readBroken++
			}
		}
	})
	if readPlain < plain/3 || readBroken < broken/60 {
		t.Errorf("%d of %d plain and %d of %d changed queries were read: too few to prove anything", readPlain, plain, readBroken, broken)
	}
}

func FuzzRead(f *testing.F) {
	schema := loadSchema(f)
	reader := read.New(schema, tokens, fields)
	f.Add(`{products(filter:{sku:{eq:"24-MB01"}},pageSize:2){items{a1:id uid sku}}}`)
	f.Add("query A{category(id:4){id,name}\r\n}")
	f.Fuzz(func(t *testing.T, text string) { agree(t, schema, reader, text) })
}

const question = `{products(filter:{category_uid:{eq:"NA=="}},sort:{position:ASC},pageSize:20,currentPage:1){total_count page_info{current_page total_pages}
	items{a1:id uid name sku url_key stock_status small_image{url} price_range{maximum_price{final_price{currency value} regular_price{currency value} discount{amount_off}}}}}}`

// BenchmarkRead and BenchmarkGqlparser read the same query.
func BenchmarkRead(b *testing.B) {
	reader := read.New(loadSchema(b), tokens, fields)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := reader.Read(question); !ok {
			b.Fatal("not read")
		}
	}
}

func BenchmarkGqlparser(b *testing.B) {
	schema := loadSchema(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := parsed(schema, question); !ok {
			b.Fatal("not valid")
		}
	}
}
