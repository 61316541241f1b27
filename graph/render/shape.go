package render

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// shape is how values of one Go type answer the fields of the GraphQL type with its name.
type shape struct {
	definition *ast.Definition
	conditions map[string]bool // the types that fragments may name to have it
	sources    map[string]*source
}

// source is where a field's value comes from: a method, a method of a resolver, or a part of the struct.
type source struct {
	definition   *ast.FieldDefinition
	part         []int         // of the struct, when function is not valid
	function     reflect.Value // the first parameters are those that takesContext and resolved say
	direct       form          // calls function without reflection, where its signature is a usual one
	takesContext bool
	isResolver   bool // takes the context first, and after it the value where there is one
	isRoot       bool // a resolver without a value
	fails        bool // returns an error too
	arguments    []reflect.Type
}

// shapeOf returns the shape of a struct's pointer type. Errors: none of the schema's types has the Go type's name, or a
// field has no source.
func (r *Renderer) shapeOf(t reflect.Type) (*shape, error) {
	if known, ok := r.shapes.Load(t); ok {
		return known.(*shape), nil //nolint:forcetypeassert // nothing else is stored
	}
	definition := r.definitions[folded(t.Elem().Name())]
	if definition == nil {
		return nil, fmt.Errorf("no type of the schema is called %s", t.Elem().Name())
	}
	s := &shape{definition: definition, conditions: map[string]bool{definition.Name: true}, sources: map[string]*source{}}
	for _, name := range definition.Interfaces {
		s.conditions[name] = true
	}
	for _, above := range r.schema.GetImplements(definition) {
		s.conditions[above.Name] = true
	}
	for _, field := range definition.Fields {
		if strings.HasPrefix(field.Name, "__") {
			continue
		}
		found, err := r.sourceOf(t, definition, field)
		if err != nil {
			return nil, err
		}
		s.sources[field.Name] = found
	}
	known, _ := r.shapes.LoadOrStore(t, s)
	return known.(*shape), nil //nolint:forcetypeassert // nothing else is stored
}

// sourceOf finds what gqlgen binds a field to: a resolver's method, else a method, else a part of the struct, by name
// without regard to letter case and underscores. Those that the schema has of attributes are asked of values by their codes.
func (r *Renderer) sourceOf(t reflect.Type, definition *ast.Definition, field *ast.FieldDefinition) (*source, error) {
	if isAttribute := r.isAttribute; isAttribute != nil && isAttribute(definition.Name, field.Name) && t.Implements(reflect.TypeFor[Attributed]()) {
		return &source{definition: field, direct: form{leaf: attribute(field)}}, nil
	}
	wanted := folded(field.Name)
	if resolver, ok := r.resolvers[definition.Name]; ok {
		if method, ok := methodOf(resolver.Type(), wanted); ok {
			s := signature(field, resolver.Method(method.Index), 2)
			s.isResolver = true
			return s, nil
		}
	}
	if method, ok := methodOf(t, wanted); ok {
		s := signature(field, method.Func, 1)
		if made, ok := r.forms[method.Func.Type()]; ok {
			s.direct = made(method.Func.Interface())
		}
		return s, nil
	}
	for _, part := range reflect.VisibleFields(t.Elem()) {
		if part.IsExported() && !part.Anonymous && folded(part.Name) == wanted {
			return &source{definition: field, part: part.Index}, nil
		}
	}
	return nil, fmt.Errorf("%s.%s: %s has no such method or field", definition.Name, field.Name, t)
}

func methodOf(t reflect.Type, wanted string) (reflect.Method, bool) {
	for i := range t.NumMethod() {
		if method := t.Method(i); folded(method.Name) == wanted {
			return method, true
		}
	}
	return reflect.Method{}, false
}

// signature reads what a function takes after its first parameters, and what it returns.
func signature(field *ast.FieldDefinition, function reflect.Value, first int) *source {
	t := function.Type()
	s := &source{definition: field, function: function, fails: t.NumOut() == 2}
	if first < t.NumIn() && t.In(first) == reflect.TypeFor[context.Context]() {
		s.takesContext = true
		first++
	}
	for i := first; i < t.NumIn(); i++ {
		s.arguments = append(s.arguments, t.In(i))
	}
	return s
}

func folded(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }
