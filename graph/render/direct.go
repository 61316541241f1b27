package render

import (
	"context"
	"reflect"
	"strconv"
)

// form calls methods of one signature without reflection, which costs more than most of them do. One of the two is set.
type form struct {
	// leaf appends a scalar, or says that there is none.
	leaf  func(ctx context.Context, b []byte, object any) ([]byte, bool)
	value func(ctx context.Context, object any) (reflect.Value, error)
}

// Leaves has the methods of T that take nothing, or a context, and return a text or a pointer to a scalar called without
// reflection. T is a pointer type that values often have. Call it before anything is rendered.
func Leaves[T any](r *Renderer) {
	r.forms[reflect.TypeFor[func(T) string]()] = func(method any) form {
		call := method.(func(T) string) //nolint:forcetypeassert // found by this type
		return form{leaf: func(_ context.Context, b []byte, object any) ([]byte, bool) {
			return appendText(b, call(object.(T))), true //nolint:forcetypeassert // the shape is T's
		}}
	}
	Returning[T, *string](r) // and an error
	Returning[T, *int](r)
	scalar[T](r, appendText)
	scalar[T](r, func(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) })
	scalar[T](r, func(b []byte, n int64) []byte { return strconv.AppendInt(b, n, 10) })
	scalar[T](r, appendNumber)
}

// scalar has the methods of T that return a pointer to an S called without reflection.
func scalar[T, S any](r *Renderer, write func(b []byte, s S) []byte) {
	leaf := func(call func(ctx context.Context, of T) *S) form {
		return form{leaf: func(ctx context.Context, b []byte, object any) ([]byte, bool) {
			s := call(ctx, object.(T)) //nolint:forcetypeassert // the shape is T's
			if s == nil {
				return b, false
			}
			return write(b, *s), true
		}}
	}
	//nolint:forcetypeassert // methods are found by the same types
	r.forms[reflect.TypeFor[func(T) *S]()] = func(method any) form {
		call := method.(func(T) *S)
		return leaf(func(_ context.Context, of T) *S { return call(of) })
	}
	//nolint:forcetypeassert // methods are found by the same types
	r.forms[reflect.TypeFor[func(T, context.Context) *S]()] = func(method any) form {
		call := method.(func(T, context.Context) *S)
		return leaf(func(ctx context.Context, of T) *S { return call(of, ctx) })
	}
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
