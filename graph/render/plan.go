package render

import (
	"fmt"
	"reflect"

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
	made := taken(&w.room.plans, 1)
	made = append(made, plan{goType: t, of: of, fields: taken(&w.room.fields, len(s.sets[0]))})
	for _, set := range s.sets {
		if err := w.collect(&made[0], set); err != nil {
			return nil, err
		}
	}
	s.plans = append(s.plans, &made[0])
	return &made[0], nil
}

// collect adds a set's fields to a plan (GraphQL, October 2021: 6.3.2). Validation has seen to it that fragments do not
// contain themselves.
func (w *run) collect(p *plan, set ast.SelectionSet) error {
	for _, selected := range set {
		switch selected := selected.(type) {
		case *ast.Field:
			if w.included(selected.Directives) {
				if err := w.add(p, selected); err != nil {
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

func (w *run) add(p *plan, f *ast.Field) error {
	for i := range p.fields {
		if same := &p.fields[i]; same.field.Alias == f.Alias {
			if len(f.SelectionSet) > 0 {
				same.below.sets = append(same.below.sets, f.SelectionSet)
			}
			return nil
		}
	}
	added := planned{key: w.room.key(f.Alias), field: f}
	if f.Name != "__typename" {
		if added.source = p.of.sources[f.Name]; added.source == nil {
			return fmt.Errorf("%s has no field %s", p.of.definition.Name, f.Name)
		}
	}
	if len(f.SelectionSet) > 0 {
		added.below = w.room.selection(f.SelectionSet)
	}
	p.fields = append(p.fields, added)
	return nil
}
