package render

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

const inputs = `
	enum Way { UP DOWN }
	input Range { from: String  to: String = "9" }
	input Order { first_way: Way  second: Way = UP }
	input Filter { sku: Range  ids: [Int]  words: [String!]  name: String = "any"  deep: Filter }
	type Query { found(filter: Filter, free: Free, order: Order, n: Int = 7, id: ID, yes: Boolean, text: String): Int }
	input Free { sku: Range  name: Range }
`

type (
	way      string
	rangeOf  struct{ From, To *string }
	orderOf  struct{ FirstWay, Second *way }
	filterOf struct {
		Sku   *rangeOf
		IDs   []*int
		Words []string
		Name  *string
		Deep  *filterOf
	}
)

// What stands in a document becomes the same as what gqlparser's maps of it become.
func TestArgumentsAreThoseOfTheirMaps(t *testing.T) {
	t.Parallel()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: inputs})
	types := map[string]reflect.Type{
		"filter": reflect.TypeFor[*filterOf](), "free": reflect.TypeFor[map[string]any](), "order": reflect.TypeFor[*orderOf](), "n": reflect.TypeFor[*int](),
		"id": reflect.TypeFor[*string](), "yes": reflect.TypeFor[*bool](), "text": reflect.TypeFor[*string](),
	}
	w := &run{Renderer: New(schema, Config{Root: struct{}{}, Inputs: map[string]reflect.Type{"Range": reflect.TypeFor[*rangeOf]()}})}
	for _, c := range []struct {
		query     string
		variables map[string]any
	}{
		{query: `{found}`},
		{query: `{found(filter:null,n:null,free:null,text:null)}`},
		{query: `{found(filter:{sku:{from:"a"},ids:[1,null,3],words:["x","y"],deep:{name:null,ids:[]}},n:-3,id:"7",yes:true,text:"é \" \u0041")}`},
		{query: `{found(filter:{ids:4,words:"one"},order:{first_way:DOWN},id:12,yes:false,text:"""a block""")}`},
		{query: `{found(free:{sku:{to:"z"},name:null},order:{second:null})}`},
		{query: `query($f:Filter,$n:Int){found(filter:$f,n:$n)}`, variables: map[string]any{"f": map[string]any{"ids": []any{int64(5)}, "deep": nil}}},
		{query: `query($s:String,$w:Way,$i:Int,$r:Range){found(filter:{sku:{from:$s,to:$s},ids:[$i,2],name:$s},free:{sku:$r,name:{from:$s}},order:{first_way:$w,second:$w},text:$s)}`},
		{
			query:     `query($s:String,$w:Way,$i:Int,$r:Range){found(filter:{sku:{from:$s},ids:[$i,2],name:$s},free:{sku:$r},order:{first_way:$w},n:$i,text:$s)}`,
			variables: map[string]any{"s": "v", "w": "UP", "i": int64(8), "r": map[string]any{"from": "q"}},
		},
		{query: `query($i:Int,$l:[Int]){found(filter:{ids:$l},n:$i)}`, variables: map[string]any{"i": nil, "l": []any{int64(2)}}},
	} {
		doc, errs := gqlparser.LoadQueryWithRules(schema, c.query, nil)
		if len(errs) > 0 {
			t.Fatal(c.query, errs)
		}
		field := doc.Operations[0].SelectionSet[0].(*ast.Field) //nolint:forcetypeassert // as written above
		p := &planned{field: field, source: &source{definition: field.Definition}}
		w.variables = c.variables
		given := field.ArgumentMap(c.variables)
		var want []any
		for _, definition := range field.Definition.Arguments {
			of := types[definition.Name]
			p.source.arguments = append(p.source.arguments, of)
			v, err := w.input(of, definition.Type, given[definition.Name])
			if err != nil {
				t.Fatal(c.query, definition.Name, err)
			}
			want = append(want, v.Interface())
		}
		values, err := w.arguments(p)
		if err != nil {
			t.Errorf("%s: %v", c.query, err)
		}
		var got []any
		for _, v := range values {
			got = append(got, v.Interface())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-of maps +of the document):\n%s", c.query, diff)
		}
	}
}
