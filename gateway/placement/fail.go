package placement

import (
	"context"
	"errors"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Retries wait between firstWait and lastWait, doubling in between.
const (
	firstWait   = time.Second
	lastWait    = 5 * time.Minute
	soonestWait = 100 * time.Millisecond
)

// isRefusal says that the shop understood and said no: a person must act. Everything else may go better next time: it is
// unavailable, our access to it was refused, or we did not understand it.
func isRefusal(err error) bool {
	if _, ok := errors.AsType[ledgerError](err); ok {
		return false
	}
	switch pos.KindOf(err) {
	case pos.KindInvalid, pos.KindConflict, pos.KindNotFound:
		return true
	default:
		return false
	}
}

// isWaiting says that nothing went wrong: a call of our own may still take effect, or another order must come first.
func isWaiting(err error) bool {
	_, settling := errors.AsType[unsettled](err)
	_, behind := errors.AsType[waiting](err)
	return settling || behind
}

// fail records why an attempt did not get to the end, and when to try again or that a person must act.
func (a *attempt) fail(ctx context.Context, failure error) error {
	if _, ok := errors.AsType[ledgerError](failure); ok {
		return failure // nothing can be written: whoever comes next finds the journal as it is
	}
	step, _ := a.next()
	if isRefusal(failure) {
		return ignoreHeld(a.holdAt(ctx, step, reasonOf(failure, step), pos.DetailOf(failure)))
	}
	if !isWaiting(failure) {
		a.pace.failed(a.now(), failure)
	}
	interrupted := errors.Is(failure, errInterrupted) || ctx.Err() != nil
	wait, settling := errors.AsType[unsettled](failure)
	counts := !interrupted && !isWaiting(failure) && (pos.KindOf(failure) == pos.KindInternal || a.servesOthers(a.order.ID))
	if counts && a.order.Placement.Step(step).Attempts+1 >= a.cfg.MaxAttempts {
		return ignoreHeld(a.holdAt(ctx, step, pos.HeldTooManyAttempts, pos.DetailOf(failure)))
	}
	now := a.now()
	return a.save(ctx, func(o *pos.Order) error {
		s := o.Placement.Step(step)
		s.Error = failure.Error()
		if counts {
			s.Attempts++
		}
		o.NextAttemptAt = now
		if !interrupted {
			o.NextAttemptAt = now.Add(a.backOff(o.Attempts))
			o.Attempts++
		}
		if settling && o.NextAttemptAt.After(wait.until) {
			o.NextAttemptAt = wait.until
		}
		if _, told := errors.AsType[retryLater](failure); told && o.NextAttemptAt.Before(a.pace.stopped()) {
			o.NextAttemptAt = a.pace.stopped()
		}
		switch {
		case step != pos.StepOrder || o.State != pos.StatePlacing && o.State != pos.StateReceived:
			return nil
		case s.BegunAt.IsZero():
			return o.Move(pos.StateReceived)
		default:
			return errors.Join(o.Move(pos.StatePlacing), o.Move(pos.StateIndeterminate))
		}
	})
}

// backOff is a random wait below a bound that doubles with every attempt, so that orders which failed together do not come
// back together.
func (a *attempt) backOff(attempts int) time.Duration {
	bound := lastWait
	if attempts < 16 {
		bound = min(lastWait, firstWait<<attempts)
	}
	return max(soonestWait, time.Duration(a.cfg.Random()*float64(bound)))
}

func reasonOf(failure error, step pos.StepName) pos.HeldReason {
	switch pos.CodeOf(failure) {
	case pos.CodeUnknownSKU:
		return pos.HeldProductGone
	case pos.CodeOutOfStock:
		return pos.HeldOutOfStock
	case pos.CodeMethodNotOffered:
		return pos.HeldMethodMissing
	case pos.CodeCouponRefused:
		return pos.HeldCouponRefused
	case pos.CodeCartInUse:
		return pos.HeldCartInUse
	case pos.CodeConflict:
		if step == pos.StepOrder {
			return pos.HeldNumberTaken
		}
	}
	switch step {
	case pos.StepRefund:
		return pos.HeldReturnRefused
	case pos.StepRestock:
		return pos.HeldRestockUnclear
	}
	if step != pos.StepOrder && pos.KindOf(failure) == pos.KindNotFound {
		return pos.HeldOrderNotInStore
	}
	return pos.HeldRefusedByShop
}

func (a *attempt) holdAt(ctx context.Context, step pos.StepName, reason pos.HeldReason, detail pos.HeldDetail) error {
	return a.holdWith(ctx, reason, detail, func(o *pos.Order) { o.Placement.Step(step).Error = detail.Text })
}

// hold puts the order aside and ends the attempt.
func (a *attempt) hold(ctx context.Context, reason pos.HeldReason, detail pos.HeldDetail) error {
	return a.holdWith(ctx, reason, detail, func(*pos.Order) {})
}

func (a *attempt) holdWith(ctx context.Context, reason pos.HeldReason, detail pos.HeldDetail, change func(*pos.Order)) error {
	err := a.save(ctx, func(o *pos.Order) error {
		change(o)
		return o.Hold(reason, detail)
	})
	if err != nil {
		return err
	}
	return errHeld
}

func ignoreHeld(err error) error {
	if errors.Is(err, errHeld) {
		return nil
	}
	return err
}
