package render

import (
	"fmt"
	"reflect"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// selection is what is asked of a field's value: the fields below every occurrence of its response key.
type selection struct {
	sets  []ast.SelectionSet
	plans []*plan // by the types that occurred, few
}

// plan is a selection for values of one type.
type plan struct {
	goType reflect.Type
	of     *shape
	fields []planned
}

// planned is one response key.
type planned struct {
	key    []byte // "alias":
	field  *ast.Field
	source *source    // nil for __typename
	below  *selection // nil for leaves
	// arguments, once coerced.
	arguments []reflect.Value
	coerced   bool
	refused   error
}

func (w *run) plan(s *selection, t reflect.Type) (*plan, error) {
	for _, known := range s.plans {
		if known.goType == t {
			return known, nil
		}
	}
	of, err := w.shapeOf(t)
	if err != nil {
		return nil, err
	}
	made := &plan{goType: t, of: of}
	for _, set := range s.sets {
		if err := w.collect(made, set); err != nil {
			return nil, err
		}
	}
	s.plans = append(s.plans, made)
	return made, nil
}

// collect adds a set's fields to a plan (GraphQL, October 2021: 6.3.2). Validation has seen to it that fragments do not
// contain themselves.
func (w *run) collect(p *plan, set ast.SelectionSet) error {
	for _, selected := range set {
		switch selected := selected.(type) {
		case *ast.Field:
			if w.included(selected.Directives) {
				if err := p.add(selected); err != nil {
					return err
				}
			}
		case *ast.InlineFragment:
			if w.included(selected.Directives) && (selected.TypeCondition == "" || p.of.conditions[selected.TypeCondition]) {
				if err := w.collect(p, selected.SelectionSet); err != nil {
					return err
				}
			}
		case *ast.FragmentSpread:
			if w.included(selected.Directives) && p.of.conditions[selected.Definition.TypeCondition] {
				if err := w.collect(p, selected.Definition.SelectionSet); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (w *run) included(directives ast.DirectiveList) bool {
	for _, d := range directives {
		if d.Name != "skip" && d.Name != "include" {
			continue
		}
		if holds, _ := d.ArgumentMap(w.variables)["if"].(bool); holds == (d.Name == "skip") {
			return false
		}
	}
	return true
}

func (p *plan) add(f *ast.Field) error {
	for i := range p.fields {
		if same := &p.fields[i]; same.field.Alias == f.Alias {
			if len(f.SelectionSet) > 0 {
				same.below.sets = append(same.below.sets, f.SelectionSet)
			}
			return nil
		}
	}
	added := planned{key: append(appendText(nil, f.Alias), ':'), field: f}
	if f.Name != "__typename" {
		if added.source = p.of.sources[f.Name]; added.source == nil {
			return fmt.Errorf("%s has no field %s", p.of.definition.Name, f.Name)
		}
	}
	if len(f.SelectionSet) > 0 {
		added.below = &selection{sets: []ast.SelectionSet{f.SelectionSet}}
	}
	p.fields = append(p.fields, added)
	return nil
}

// arguments are a field's arguments as its source takes them, in the order of the schema. They are the same for every
// value that the field is asked of.
func (w *run) arguments(p *planned) ([]reflect.Value, error) {
	if p.coerced || len(p.source.arguments) == 0 {
		return p.arguments, p.refused
	}
	p.coerced = true
	given := p.field.ArgumentMap(w.variables)
	for i, t := range p.source.arguments {
		v, err := w.argument(t, given[p.source.definition.Arguments[i].Name])
		if err != nil {
			p.refused = err
			return nil, err
		}
		p.arguments = append(p.arguments, v)
	}
	return p.arguments, nil
}

// argument coerces one value: to a list, a number, a text, or an input object by gqlgen's generated code.
func (w *run) argument(t reflect.Type, given any) (reflect.Value, error) {
	v := reflect.New(t).Elem()
	switch {
	case given == nil:
		return v, nil
	case t.Kind() == reflect.Pointer:
		to, err := w.argument(t.Elem(), given)
		if err != nil {
			return v, err
		}
		v.Set(addressOf(to))
		return v, nil
	case t.Kind() == reflect.Slice:
		items, ok := given.([]any)
		if !ok { // one value stands for a list of it
			items = []any{given}
		}
		for _, item := range items {
			one, err := w.argument(t.Elem(), item)
			if err != nil {
				return v, err
			}
			v = reflect.Append(v, one)
		}
		return v, nil
	case t.Kind() == reflect.Int:
		n, err := graphql.UnmarshalInt(given)
		v.SetInt(int64(n))
		return v, err
	case t.Kind() == reflect.String:
		text, err := graphql.UnmarshalString(given)
		v.SetString(text)
		return v, err
	case t.Kind() == reflect.Bool:
		yes, err := graphql.UnmarshalBoolean(given)
		v.SetBool(yes)
		return v, err
	default:
		err := graphql.UnmarshalInputFromContext(w.ctx, given, v.Addr().Interface())
		return v, err
	}
}
