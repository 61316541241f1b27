package render

import (
	"context"
	"fmt"
	"reflect"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Renderer writes values of Go types that are named as the schema's types. Safe for concurrent use.
type Renderer struct {
	schema      *ast.Schema
	definitions map[string]*ast.Definition // objects by folded name
	resolvers   map[string]reflect.Value
	roots       map[string]*source // of queries, by field
	inputTypes  map[string]reflect.Type
	isAttribute func(of, field string) bool
	forms       map[reflect.Type]func(method any) form // by the signature of methods
	shapes      sync.Map                               // *shape by reflect.Type
	parts       sync.Map                               // inputParts by reflect.Type
	buffers     sync.Pool                              // *[]byte
	runs        sync.Pool                              // *run
}

// Config is what a Renderer needs beside the schema.
type Config struct {
	// Root answers the root fields of queries, as gqlgen's QueryResolver does.
	Root any
	// Resolvers answer, by the type's name, the fields that values do not answer themselves, as gqlgen's resolvers do.
	Resolvers map[string]any
	// Inputs are the Go types, pointers, of input objects within inputs that are maps.
	Inputs map[string]reflect.Type
	// IsAttribute, if set, says which fields of objects are attributes, whatever the Go types have of the same name.
	IsAttribute func(of, field string) bool
}

// New returns a renderer for a schema.
func New(schema *ast.Schema, cfg Config) *Renderer {
	r := &Renderer{
		schema: schema, definitions: map[string]*ast.Definition{}, resolvers: map[string]reflect.Value{}, roots: map[string]*source{},
		inputTypes: cfg.Inputs, isAttribute: cfg.IsAttribute, forms: map[reflect.Type]func(any) form{},
	}
	for _, definition := range schema.Types {
		if definition.Kind == ast.Object && !definition.BuiltIn {
			r.definitions[folded(definition.Name)] = definition
		}
	}
	for name, resolver := range cfg.Resolvers {
		r.resolvers[name] = reflect.ValueOf(resolver)
	}
	root := reflect.ValueOf(cfg.Root)
	for _, field := range schema.Query.Fields {
		if method, ok := methodOf(root.Type(), folded(field.Name)); ok {
			s := signature(field, root.Method(method.Index), 1)
			s.isResolver, s.isRoot = true, true
			r.roots[field.Name] = s
		}
	}
	return r
}

// run is one query being written.
type run struct {
	*Renderer
	ctx       context.Context //nolint:containedctx // lives as long as the call that it was given to
	done      <-chan struct{}
	variables map[string]any
	buffer    []byte
	path      []step
	room      planRoom
}

// step is an element of a path: a response key, or without one a place in a list. An ast.PathElement would cost an allocation.
type step struct {
	key   string
	index int
}

func (w *run) astPath() ast.Path {
	path := make(ast.Path, len(w.path))
	for i, s := range w.path {
		if path[i] = ast.PathIndex(s.index); s.key != "" {
			path[i] = ast.PathName(s.key)
		}
	}
	return path
}

// fail adds an error about the field that is being written.
func (w *run) fail(field *ast.Field, err error) {
	shown := &gqlerror.Error{Err: err, Message: err.Error(), Path: w.astPath()}
	if at := field.Position; at != nil {
		shown.Locations = []gqlerror.Location{{Line: at.Line, Column: at.Column}}
	}
	graphql.AddError(w.ctx, shown)
}

// value writes a value of a type. It returns false, having written nothing, when there is none though there must be one;
// the field around it is null then.
func (w *run) value(t *ast.Type, v reflect.Value, p *planned) bool {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch {
	case !v.IsValid(), v.Kind() == reflect.Pointer && v.IsNil(), v.Kind() == reflect.Slice && v.IsNil() && !t.NonNull:
		return w.null(t, p)
	case t.Elem != nil:
		return w.list(t, v, p)
	case p.below != nil:
		return w.object(t, v, p)
	default:
		if err := w.leaf(v); err != nil {
			return w.failed(t, p, err)
		}
		return true
	}
}

func (w *run) null(t *ast.Type, p *planned) bool {
	if t.NonNull {
		w.fail(p.field, fmt.Errorf("%s must not be null", p.field.Name))
		return false
	}
	w.buffer = append(w.buffer, "null"...)
	return true
}

// failed notes an error and writes null where that is allowed.
func (w *run) failed(t *ast.Type, p *planned, err error) bool {
	w.fail(p.field, err)
	return !t.NonNull && w.null(t, p)
}

func (w *run) list(t *ast.Type, v reflect.Value, p *planned) bool {
	start := len(w.buffer)
	w.buffer = append(w.buffer, '[')
	for i := range v.Len() {
		if i > 0 {
			w.buffer = append(w.buffer, ',')
		}
		w.path = append(w.path, step{index: i})
		ok := w.value(t.Elem, v.Index(i), p)
		w.path = w.path[:len(w.path)-1]
		if !ok {
			w.buffer = w.buffer[:start]
			return !t.NonNull && w.null(t, p)
		}
	}
	w.buffer = append(w.buffer, ']')
	return true
}

func (w *run) object(t *ast.Type, v reflect.Value, p *planned) bool {
	if v.Kind() != reflect.Pointer {
		v = addressOf(v)
	}
	plan, err := w.plan(p.below, v.Type())
	if err == nil {
		err = w.givenUp()
	}
	if err != nil {
		return w.failed(t, p, err)
	}
	start := len(w.buffer)
	w.buffer = append(w.buffer, '{')
	for i := range plan.fields {
		if i > 0 {
			w.buffer = append(w.buffer, ',')
		}
		field := &plan.fields[i]
		w.buffer = append(w.buffer, field.key...)
		if field.source == nil {
			w.buffer = appendText(w.buffer, plan.of.definition.Name)
			continue
		}
		w.path = append(w.path, step{key: field.field.Alias})
		ok := w.field(v, field)
		w.path = w.path[:len(w.path)-1]
		if !ok {
			w.buffer = w.buffer[:start]
			return !t.NonNull && w.null(t, p)
		}
	}
	w.buffer = append(w.buffer, '}')
	return true
}

// givenUp is the context's error. Asking the context each time costs as much as some objects do.
func (w *run) givenUp() error {
	select {
	case <-w.done:
		return w.ctx.Err()
	default:
		return nil
	}
}

func (w *run) field(object reflect.Value, p *planned) bool {
	t := p.source.definition.Type
	if leaf := p.source.direct.leaf; leaf != nil {
		var found bool
		if w.buffer, found = leaf(w.ctx, w.buffer, object.Interface()); !found {
			return w.null(t, p)
		}
		return true
	}
	v, err := w.resolve(object, p)
	if err != nil {
		return w.failed(t, p, err)
	}
	return w.value(t, v, p)
}

// here is the context of the field that is being written: errors that are added to it have its path.
func (w *run) here() context.Context {
	var last *graphql.PathContext
	for _, s := range w.path[1:] { // the root field's own context knows the first
		next := &graphql.PathContext{Parent: last}
		if s.key != "" {
			next.Field = &s.key
		} else {
			next.Index = &s.index
		}
		last = next
	}
	if last == nil {
		return w.ctx
	}
	return graphql.WithPathContext(w.ctx, last)
}

// resolve returns a field's value.
func (w *run) resolve(object reflect.Value, p *planned) (reflect.Value, error) {
	s := p.source
	if s.direct.value != nil {
		return s.direct.value(w.ctx, object.Interface())
	}
	if len(s.part) == 1 {
		return object.Elem().Field(s.part[0]), nil
	} else if !s.function.IsValid() {
		return object.Elem().FieldByIndexErr(s.part)
	}
	var room [6]reflect.Value
	in := room[:0]
	if s.isRoot {
		in = append(in, reflect.ValueOf(w.ctx))
	} else if s.isResolver {
		in = append(in, reflect.ValueOf(w.here()), object)
	} else if in = append(in, object); s.takesContext {
		in = append(in, reflect.ValueOf(w.here()))
	}
	arguments, err := w.arguments(p)
	if err != nil {
		return reflect.Value{}, err
	}
	out := s.function.Call(append(in, arguments...))
	if s.fails && !out[1].IsNil() {
		return reflect.Value{}, out[1].Interface().(error) //nolint:forcetypeassert // the signature says so
	}
	return out[0], nil
}

// addressOf returns where a struct is, or a copy of it.
func addressOf(v reflect.Value) reflect.Value {
	if v.CanAddr() {
		return v.Addr()
	}
	copied := reflect.New(v.Type())
	copied.Elem().Set(v)
	return copied
}
