package render

import (
	"context"
	"reflect"

	"github.com/shopspring/decimal"
)

// form calls methods of one signature without reflection, which costs more than most of them do. One of the two is set.
type form struct {
	text  func(object any) string
	value func(ctx context.Context, object any) (reflect.Value, error)
}

// Leaves has the methods of T that take nothing, or a context, and return a text or a pointer to a scalar called without
// reflection. T is a pointer type that values often have. Call it before anything is rendered.
func Leaves[T any](r *Renderer) {
	r.forms[reflect.TypeFor[func(T) string]()] = func(method any) form {
		call := method.(func(T) string)                                        //nolint:forcetypeassert // found by this type
		return form{text: func(object any) string { return call(object.(T)) }} //nolint:forcetypeassert // the shape is T's
	}
	Returning[T, *string](r)
	Returning[T, *int](r)
	Returning[T, *int64](r)
	Returning[T, *decimal.Decimal](r)
}

// Returning has the methods of T that take nothing, or a context, and return an R, and maybe an error, called without
// reflection. They must not add errors to the response themselves: their context does not tell where they are. Call it before
// anything is rendered.
func Returning[T, R any](r *Renderer) {
	add := func(signature reflect.Type, call func(method any) func(ctx context.Context, of T) (R, error)) {
		r.forms[signature] = func(method any) form {
			call := call(method)
			return form{value: func(ctx context.Context, object any) (reflect.Value, error) {
				v, err := call(ctx, object.(T)) //nolint:forcetypeassert // the shape is T's
				return reflect.ValueOf(v), err
			}}
		}
	}
	//nolint:forcetypeassert // methods are found by the same types
	add(reflect.TypeFor[func(T) R](), func(method any) func(context.Context, T) (R, error) {
		call := method.(func(T) R)
		return func(_ context.Context, of T) (R, error) { return call(of), nil }
	})
	//nolint:forcetypeassert // methods are found by the same types
	add(reflect.TypeFor[func(T, context.Context) R](), func(method any) func(context.Context, T) (R, error) {
		call := method.(func(T, context.Context) R)
		return func(ctx context.Context, of T) (R, error) { return call(of, ctx), nil }
	})
	//nolint:forcetypeassert // methods are found by the same types
	add(reflect.TypeFor[func(T, context.Context) (R, error)](), func(method any) func(context.Context, T) (R, error) {
		call := method.(func(T, context.Context) (R, error))
		return func(ctx context.Context, of T) (R, error) { return call(of, ctx) }
	})
}
