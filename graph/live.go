package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql/handler/transport"

	"github.com/tillway/tillway/gateway/pos"
)

// live passes on what a subscription's channel brings, until ctx ends. Before each it asks again whether the device is
// still welcome. What convert does not find is passed over. The channel that is returned is closed when the goroutine
// behind it ends; the last error, if any, becomes the subscription's.
func live[In, Out any](ctx context.Context, r *resolver, in <-chan In, convert func(context.Context, In) (Out, error)) <-chan Out {
	out := make(chan Out)
	go func() {
		defer close(out)
		for {
			v, err := next(ctx, r, in, convert)
			if ctx.Err() != nil {
				return
			}
			if pos.KindOf(err) == pos.KindNotFound {
				continue
			}
			if err != nil {
				transport.AddSubscriptionError(ctx, r.present.error(ctx, err))
				return
			}
			select {
			case out <- v:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func next[In, Out any](ctx context.Context, r *resolver, in <-chan In, convert func(context.Context, In) (Out, error)) (Out, error) {
	var none Out
	select {
	case <-ctx.Done():
		return none, ctx.Err()
	case v, ok := <-in:
		if !ok {
			return none, pos.NewError(pos.KindConflict, pos.CodeResyncFirst, "The subscription fell behind. Look again and subscribe anew.")
		}
		if _, err := r.registers.Authenticate(ctx, requestFrom(ctx).token); err != nil {
			return none, err
		}
		return convert(ctx, v)
	}
}
