package rest

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/bulkhead"
	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/failsafe-go/failsafe-go/retrypolicy"

	"github.com/tillway/tillway/gateway/pos"
)

// guard keeps a struggling Magento from being called harder, and its callers from waiting for it. Selling has a breaker and
// room of its own: a catalog that cannot be read must not keep orders from being placed.
type guard struct {
	catalog, lookups, writes failsafe.Executor[answer]
}

// The breaker opens when half of at least ten calls within half a minute failed, and tries again after five seconds.
const (
	breakerRate   = 0.5
	breakerCalls  = 10
	breakerPeriod = 30 * time.Second
	breakerPause  = 5 * time.Second
	readRetries   = 2
)

func newGuard(writes int, maxWait time.Duration, log *slog.Logger) guard {
	retry := retrypolicy.NewBuilder[answer]().
		HandleIf(func(_ answer, err error) bool { return isBlip(err) }).
		WithMaxRetries(readRetries).
		WithBackoff(100*time.Millisecond, time.Second).WithJitterFactor(0.5).
		ReturnLastFailure().
		Build()
	room := func(n int) bulkhead.Bulkhead[answer] {
		return bulkhead.NewBuilder[answer](uint(n)).WithMaxWaitTime(maxWait).Build()
	}
	sales := newBreaker("sales", log)
	return guard{
		catalog: failsafe.With[answer](retry, room(2*writes), newBreaker("catalog", log)),
		lookups: failsafe.With[answer](retry, room(2*writes), sales),
		writes:  failsafe.With[answer](room(writes), sales),
	}
}

func newBreaker(area string, log *slog.Logger) circuitbreaker.CircuitBreaker[answer] {
	return circuitbreaker.NewBuilder[answer]().
		HandleIf(func(_ answer, err error) bool { return isOutage(err) }).
		WithFailureRateThreshold(breakerRate, breakerCalls, breakerPeriod).
		WithDelay(breakerPause).WithJitterFactor(0.2).
		WithSuccessThreshold(2).
		OnStateChanged(func(e circuitbreaker.StateChangedEvent) {
			log.LogAttrs(context.Background(), slog.LevelWarn, "magento circuit breaker", slog.String("area", area), slog.String("from", e.OldState.String()), slog.String("to", e.NewState.String()))
		}).
		Build()
}

// run makes an attempt under the guard; attempt returns *pos.Error only.
func (g guard) run(ctx context.Context, call call, attempt func() (answer, error)) (answer, error) {
	executor := g.writes
	switch {
	case call.kind == read && call.sells():
		executor = g.lookups
	case call.kind == read:
		executor = g.catalog
	}
	// What the attempt itself found out counts more than ctx's end, which the executor would report in its place: a write
	// that was under way may have been carried out.
	var made bool
	var last answer
	var lastErr error
	_, err := executor.WithContext(ctx).Get(func() (answer, error) {
		last, lastErr = attempt()
		made = true
		return last, lastErr
	})
	switch {
	case err == nil || made && lastErr == nil:
		return last, nil
	case errors.Is(err, circuitbreaker.ErrOpen):
		return answer{}, pos.Unavailable(err, "Magento failed so often that calls to it are paused for some seconds. Try again soon")
	case errors.Is(err, bulkhead.ErrFull):
		return answer{}, pos.Unavailable(err, "Too many calls to Magento are waiting already. Try again soon")
	case made:
		return last, lastErr
	default:
		return answer{}, pos.Unavailable(err, "The call to Magento was given up before it was made")
	}
}

// outage marks the cause of an error that says something about Magento's health, not about the request.
type outage struct {
	err  error
	blip bool // worth an immediate second try
}

func (o *outage) Error() string { return o.err.Error() }
func (o *outage) Unwrap() error { return o.err }

func isOutage(err error) bool {
	var o *outage
	return errors.As(err, &o)
}

func isBlip(err error) bool {
	var o *outage
	return errors.As(err, &o) && o.blip
}
