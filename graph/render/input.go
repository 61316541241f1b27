package render

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// input turns a value that was given for a schema's type, and is valid for it, into the Go type that gqlgen gives that type:
// a list, a number, a text, a truth value, an input object, or a map where inputs are maps.
func (w *run) input(t reflect.Type, of *ast.Type, given any) (reflect.Value, error) {
	v := reflect.New(t).Elem()
	var err error
	switch {
	case given == nil:
	case t.Kind() == reflect.Pointer:
		var to reflect.Value
		if to, err = w.input(t.Elem(), of, given); err == nil {
			v.Set(addressOf(to))
		}
	case t.Kind() == reflect.Slice:
		return w.inputs(t, of, given)
	case t.Kind() == reflect.Struct, t.Kind() == reflect.Map:
		return w.inputObject(t, w.schema.Types[of.Name()], given)
	case t.Kind() == reflect.Int, t.Kind() == reflect.Int64:
		var n int64
		n, err = graphql.UnmarshalInt64(given)
		v.SetInt(n)
	case t.Kind() == reflect.String:
		var text string
		text, err = graphql.UnmarshalString(given)
		v.SetString(text)
	case t.Kind() == reflect.Bool:
		var yes bool
		yes, err = graphql.UnmarshalBoolean(given)
		v.SetBool(yes)
	default:
		err = fmt.Errorf("%s is no input that is known here", t)
	}
	return v, err
}

func (w *run) inputs(t reflect.Type, of *ast.Type, given any) (reflect.Value, error) {
	items, ok := given.([]any)
	if !ok { // one value stands for a list of it
		items = []any{given}
	}
	if of.Elem != nil {
		of = of.Elem
	}
	v := reflect.MakeSlice(t, len(items), len(items))
	for i, item := range items {
		one, err := w.input(t.Elem(), of, item)
		if err != nil {
			return v, err
		}
		v.Index(i).Set(one)
	}
	return v, nil
}

// inputObject fills a struct's parts, found by name as those of answers are, or a map with a value of the type that
// Config.Inputs names for each field.
func (w *run) inputObject(t reflect.Type, definition *ast.Definition, given any) (reflect.Value, error) {
	v := reflect.New(t).Elem()
	fields, ok := given.(map[string]any)
	if !ok || definition == nil {
		return v, fmt.Errorf("%v is not an object of the form %s", given, t)
	}
	if t.Kind() == reflect.Map {
		v.Set(reflect.MakeMapWithSize(t, len(fields)))
	}
	for _, field := range definition.Fields {
		value, ok := fields[field.Name]
		if !ok && field.DefaultValue != nil {
			var err error
			if value, err = field.DefaultValue.Value(nil); err != nil {
				return v, err
			}
		} else if !ok {
			continue
		}
		if err := w.fill(v, field, func(t reflect.Type) (reflect.Value, error) { return w.input(t, field.Type, value) }); err != nil {
			return v, err
		}
	}
	return v, nil
}

// fill puts a field's value, made for the type that it gets, into an input object.
func (w *run) fill(object reflect.Value, field *ast.FieldDefinition, made func(t reflect.Type) (reflect.Value, error)) error {
	if object.Kind() == reflect.Map {
		t, ok := w.inputTypes[strings.TrimSuffix(field.Type.String(), "!")]
		if !ok {
			return fmt.Errorf("%s: no Go type is known for %s", field.Name, field.Type)
		}
		value, err := made(t)
		object.SetMapIndex(reflect.ValueOf(field.Name), value)
		return err
	}
	i, ok := w.partsOf(object.Type())[folded(field.Name)]
	if !ok {
		return fmt.Errorf("%s has no part for %s", object.Type(), field.Name)
	}
	part := object.Field(i)
	value, err := made(part.Type())
	if err == nil {
		part.Set(value)
	}
	return err
}

// inputParts are the places of a struct's parts by folded name.
type inputParts map[string]int

func (r *Renderer) partsOf(t reflect.Type) inputParts {
	if known, ok := r.parts.Load(t); ok {
		return known.(inputParts) //nolint:forcetypeassert // nothing else is stored
	}
	parts := make(inputParts, t.NumField())
	for i := range t.NumField() {
		parts[folded(t.Field(i).Name)] = i
	}
	r.parts.Store(t, parts)
	return parts
}
