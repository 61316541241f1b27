package render

import (
	"context"
	"reflect"

	"github.com/shopspring/decimal"
)

// Direct has the methods of T that are of a usual form called without reflection, which costs more than most of them do.
// T is a pointer type that values often have. Call it before anything is rendered.
func Direct[T any](r *Renderer) {
	r.direct[reflect.TypeFor[T]()] = func(method reflect.Value) call { return direct[T](method.Interface()) }
}

// call calls a method of a value that takes nothing but, maybe, a context.
type call func(ctx context.Context, object any) reflect.Value

// direct returns nil for a method that is not of a usual form.
func direct[T any](method any) call {
	switch method := method.(type) {
	case func(T) string:
		return func(_ context.Context, object any) reflect.Value { return reflect.ValueOf(method(object.(T))) } //nolint:forcetypeassert // the shape is T's
	case func(T) *string:
		return func(_ context.Context, object any) reflect.Value { return reflect.ValueOf(method(object.(T))) } //nolint:forcetypeassert // the shape is T's
	case func(T) *int:
		return func(_ context.Context, object any) reflect.Value { return reflect.ValueOf(method(object.(T))) } //nolint:forcetypeassert // the shape is T's
	case func(T) *int64:
		return func(_ context.Context, object any) reflect.Value { return reflect.ValueOf(method(object.(T))) } //nolint:forcetypeassert // the shape is T's
	case func(T) *decimal.Decimal:
		return func(_ context.Context, object any) reflect.Value { return reflect.ValueOf(method(object.(T))) } //nolint:forcetypeassert // the shape is T's
	case func(T, context.Context) *string:
		return func(ctx context.Context, object any) reflect.Value {
			return reflect.ValueOf(method(object.(T), ctx)) //nolint:forcetypeassert // the shape is T's
		}
	default:
		return nil
	}
}
