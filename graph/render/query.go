package render

import (
	"context"
	"reflect"

	"github.com/99designs/gqlgen/graphql"
)

// maxRoom is the size of buffers that are used again.
const maxRoom = 64 << 10

// Answers says whether Query can answer a root field.
func (r *Renderer) Answers(field string) bool { return r.roots[field] != nil || field == "__typename" }

// Query resolves the root fields of a query one after the other, all of which it must be able to answer, and returns the data.
// Errors are added to the response in ctx. Give the data to Reuse when it is needed no more.
func (r *Renderer) Query(ctx context.Context, fields []graphql.CollectedField) []byte {
	w, ok := r.runs.Get().(*run)
	if !ok {
		w = &run{Renderer: r}
	}
	w.done, w.variables, w.buffer = ctx.Done(), graphql.GetOperationContext(ctx).Variables, append(r.space(), '{')
	data := w.query(ctx, fields)
	w.ctx, w.done, w.variables, w.buffer, w.path = nil, nil, nil, nil, w.path[:0]
	w.room.clear()
	r.runs.Put(w)
	return data
}

func (w *run) query(ctx context.Context, fields []graphql.CollectedField) []byte {
	for i, field := range fields {
		if i > 0 {
			w.buffer = append(w.buffer, ',')
		}
		w.buffer = append(appendText(w.buffer, field.Alias), ':')
		if field.Name == "__typename" {
			w.buffer = appendText(w.buffer, w.schema.Query.Name)
			continue
		}
		if !w.root(ctx, field) {
			return append(w.buffer[:0], "null"...)
		}
	}
	return append(w.buffer, '}')
}

// Reuse takes data that Query made and that nobody needs any more.
func (r *Renderer) Reuse(data []byte) {
	if cap(data) > 0 && cap(data) <= maxRoom {
		r.buffers.Put(&data)
	}
}

func (r *Renderer) space() []byte {
	if used, ok := r.buffers.Get().(*[]byte); ok {
		return (*used)[:0]
	}
	return make([]byte, 0, 8<<10)
}

// root writes a root field's value. It returns false when there is none though there must be one.
func (w *run) root(ctx context.Context, field graphql.CollectedField) (ok bool) {
	w.ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: w.schema.Query.Name, Field: field, IsMethod: true, IsResolver: true})
	p := &planned{field: field.Field, source: w.roots[field.Name]}
	if len(field.Selections) > 0 {
		p.below = w.room.selection(field.Selections)
	}
	t, start := p.source.definition.Type, len(w.buffer)
	w.path = append(w.path[:0], step{key: field.Alias})
	defer func() {
		if fault := recover(); fault != nil {
			w.buffer, w.path = w.buffer[:start], w.path[:1]
			ok = w.failed(t, p, graphql.Recover(w.ctx, fault))
		}
	}()
	return w.field(reflect.Value{}, p)
}
