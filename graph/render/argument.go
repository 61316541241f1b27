package render

import (
	"reflect"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// arguments are a field's arguments as its source takes them, in the order of the schema. They are the same for every
// value that the field is asked of.
func (w *run) arguments(p *planned) ([]reflect.Value, error) {
	if p.coerced || len(p.source.arguments) == 0 {
		return p.arguments, p.refused
	}
	p.coerced = true
	for i, t := range p.source.arguments {
		definition := p.source.definition.Arguments[i]
		var given *ast.Value
		if argument := p.field.Arguments.ForName(definition.Name); argument != nil {
			given = argument.Value
		}
		v, err := w.argument(t, definition.Type, w.orPreset(given, definition.DefaultValue))
		if err != nil {
			p.refused = err
			return nil, err
		}
		p.arguments = append(p.arguments, v)
	}
	return p.arguments, nil
}

// orPreset is what was given, or what the schema presets where nothing was, or a variable without a value.
func (w *run) orPreset(given, preset *ast.Value) *ast.Value {
	if given != nil && given.Kind == ast.Variable {
		if _, ok := w.variables[given.Raw]; !ok {
			given = nil
		}
	}
	if given == nil {
		return preset
	}
	return given
}

// argument is input for what stands in the document: going through maps of it would cost more than looking it up in the
// catalog does.
func (w *run) argument(t reflect.Type, of *ast.Type, given *ast.Value) (reflect.Value, error) {
	v := reflect.New(t).Elem()
	switch {
	case given == nil || given.Kind == ast.NullValue:
		return v, nil
	case given.Kind == ast.Variable:
	case t.Kind() == reflect.Pointer:
		to, err := w.argument(t.Elem(), of, given)
		if err == nil {
			v.Set(addressOf(to))
		}
		return v, err
	case t.Kind() == reflect.Slice && given.Kind == ast.ListValue:
		return w.listArgument(t, of, given.Children)
	case given.Kind == ast.ObjectValue && (t.Kind() == reflect.Struct || t.Kind() == reflect.Map):
		return w.objectArgument(t, w.schema.Types[of.Name()], given.Children)
	case t.Kind() == reflect.String && given.Kind != ast.IntValue && given.Kind != ast.FloatValue && given.Kind != ast.BooleanValue:
		v.SetString(given.Raw)
		return v, nil
	case given.Kind == ast.IntValue && (t.Kind() == reflect.Int || t.Kind() == reflect.Int64):
		n, err := strconv.ParseInt(given.Raw, 10, 64)
		v.SetInt(n)
		return v, err
	}
	value, err := given.Value(w.variables)
	if err != nil {
		return v, err
	}
	return w.input(t, of, value)
}

func (w *run) listArgument(t reflect.Type, of *ast.Type, items ast.ChildValueList) (reflect.Value, error) {
	if of.Elem != nil {
		of = of.Elem
	}
	v := reflect.MakeSlice(t, len(items), len(items))
	for i, item := range items {
		one, err := w.argument(t.Elem(), of, item.Value)
		if err != nil {
			return v, err
		}
		v.Index(i).Set(one)
	}
	return v, nil
}

func (w *run) objectArgument(t reflect.Type, definition *ast.Definition, fields ast.ChildValueList) (reflect.Value, error) {
	v := reflect.New(t).Elem()
	if t.Kind() == reflect.Map {
		v.Set(reflect.MakeMapWithSize(t, len(fields)))
	}
	for _, field := range definition.Fields {
		value := w.orPreset(fields.ForName(field.Name), field.DefaultValue)
		if value == nil {
			continue
		}
		if err := w.fill(v, field, func(t reflect.Type) (reflect.Value, error) { return w.argument(t, field.Type, value) }); err != nil {
			return v, err
		}
	}
	return v, nil
}
