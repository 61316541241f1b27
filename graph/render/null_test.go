package render

import (
	"context"
	"errors"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

const shelves = `
	type Query { shelf: Shelf  strict: Shelf!  many: [Shelf]  failing: Shelf  panicking: Shelf }
	type Shelf { title: String  boxes: [Box!]  loose: [Box]  lids: [Box!]!  box: Box  must: Box!  none: Box!  rows: [[Box!]] }
	type Box { label: String!  inner: Box  deeper: Box! }`

var errTorn = errors.New("torn off")

type Box struct {
	torn   bool
	Inner  *Box
	Deeper *Box
}

func (b *Box) Label() (string, error) {
	if b.torn {
		return "", errTorn
	}
	return "a", nil
}

type Shelf struct {
	Title *string
	Boxes []*Box
	Lids  []*Box
	Box   *Box
	Must  *Box
	None  *Box
	Rows  [][]*Box
}

func (s *Shelf) Loose() []*Box { return s.Boxes }

type shop struct{ shelf *Shelf }

func (s *shop) Shelf(context.Context) (*Shelf, error)     { return s.shelf, nil }
func (s *shop) Strict(context.Context) (*Shelf, error)    { return s.shelf, nil }
func (s *shop) Many(context.Context) ([]*Shelf, error)    { return []*Shelf{s.shelf, nil}, nil }
func (s *shop) Failing(context.Context) (*Shelf, error)   { return nil, errTorn }
func (s *shop) Panicking(context.Context) (*Shelf, error) { panic(errTorn) }

// An error in a field that must not be null makes null of the nearest field around it that may be (GraphQL, October 2021: 6.4.4).
func TestNullsSpreadToTheNearestFieldThatMayBeNull(t *testing.T) {
	t.Parallel()
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: shelves})
	if err != nil {
		t.Fatal(err)
	}
	torn := &Box{torn: true}
	title := "A"
	r := New(schema, Config{Root: &shop{&Shelf{
		Title: &title, Boxes: []*Box{{}, torn}, Lids: []*Box{torn}, Box: &Box{Inner: torn, Deeper: torn}, Must: torn,
		Rows: [][]*Box{{{}}, {{}, torn}},
	}}})
	for _, c := range []struct{ query, data, paths string }{
		{`{shelf{title}}`, `{"shelf":{"title":"A"}}`, ""},
		{`{shelf{title box{label inner{label}}}}`, `{"shelf":{"title":"A","box":{"label":"a","inner":null}}}`, "shelf.box.inner.label"},
		{`{shelf{title box{label deeper{label}}}}`, `{"shelf":{"title":"A","box":null}}`, "shelf.box.deeper.label"},
		{`{shelf{title loose{label}}}`, `{"shelf":{"title":"A","loose":[{"label":"a"},null]}}`, "shelf.loose[1].label"},
		{`{shelf{title boxes{label}}}`, `{"shelf":{"title":"A","boxes":null}}`, "shelf.boxes[1].label"},
		{`{shelf{title rows{label}}}`, `{"shelf":{"title":"A","rows":[[{"label":"a"}],null]}}`, "shelf.rows[1][1].label"},
		{`{shelf{title lids{label}}}`, `{"shelf":null}`, "shelf.lids[0].label"},
		{`{shelf{title must{label}}}`, `{"shelf":null}`, "shelf.must.label"},
		{`{shelf{title none{label}}}`, `{"shelf":null}`, "shelf.none"},
		{`{many{must{label}}}`, `{"many":[null,null]}`, "many[0].must.label"},
		{`{a:shelf{title}strict{title must{label}}}`, `null`, "strict.must.label"},
		{`{a:shelf{title}failing{title}b:shelf{title}}`, `{"a":{"title":"A"},"failing":null,"b":{"title":"A"}}`, "failing"},
		{`{a:shelf{title}panicking{title}b:shelf{title}}`, `{"a":{"title":"A"},"panicking":null,"b":{"title":"A"}}`, "panicking"},
		{`{a:__typename shelf{b:__typename}}`, `{"a":"Query","shelf":{"b":"Shelf"}}`, ""},
	} {
		doc, errs := gqlparser.LoadQueryWithRules(schema, c.query, nil)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		op := &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0]}
		ctx := graphql.WithResponseContext(graphql.WithOperationContext(t.Context(), op), graphql.DefaultErrorPresenter, graphql.DefaultRecover)
		data := string(r.Query(ctx, graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Query"})))
		paths := ""
		for _, e := range graphql.GetErrors(ctx) {
			paths += e.Path.String()
		}
		if data != c.data || paths != c.paths {
			t.Errorf("%s\n got %s, errors at %s\nwant %s, errors at %s", c.query, data, paths, c.data, c.paths)
		}
	}
}
