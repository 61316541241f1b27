package placement

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// saveTimeout bounds a write to the ledger; it must be done even when the pool is asked to stop.
const saveTimeout = 20 * time.Second

// attempt is one worker's try to take one leased order as far as it goes.
type attempt struct {
	*Pool
	lease pos.Lease
	order pos.Order // as last saved, with what is unsaved
	// unsaved goes with the next save; see later.
	unsaved []unsaved
	at      pos.Location
	home    string         // the source of the location that sold the order, whatever at says
	shop    *pos.ShopOrder // as last read in this attempt
	ahead   pos.StepName   // a step that was journaled as begun, together with the one before it, and is not begun yet
}

// Reasons to end an attempt that are no failures of the shop.
var (
	errHeld        = errors.New("the order was held")
	errInterrupted = errors.New("the attempt was interrupted")
	errNoShopOrder = errors.New("the order has no Magento order")
	errMoreToDo    = errors.New("there is more to do")
	errCancelling  = errors.New("the order is to be cancelled")
)

// ledgerError says that the ledger refused a write, so that nothing can be recorded now.
type ledgerError struct{ error }

func (e ledgerError) Unwrap() error { return e.error }

// unsettled says that an earlier call may still take effect until a time.
type unsettled struct{ until time.Time }

func (u unsettled) Error() string {
	return fmt.Sprintf("an earlier call may still be carried out until %s", u.until.Format(time.RFC3339))
}

// attempt returns when the order is due again, zero when it is not.
func (p *Pool) attempt(ctx context.Context, lease pos.Lease) time.Time {
	a := &attempt{Pool: p, lease: lease, order: lease.Order}
	log := p.cfg.Log.With(slog.String("order", a.order.ID), slog.String("receipt", a.order.Receipt()))
	err := a.guarded(ctx, log)
	if err != nil && !errors.Is(err, errHeld) {
		log.Info("an order could not be placed yet", slog.Any("error", err))
		err = a.fail(ctx, err)
	}
	if pos.CodeOf(err) == pos.CodeLeaseLost {
		log.Info("the order was cancelled, or another worker took it over")
		return time.Time{}
	}
	if _, ok := errors.AsType[ledgerError](err); ok {
		// The lease is left to run out, which also keeps a write that fails every time from being tried without a pause.
		log.Error("the outcome of an attempt could not be recorded", slog.Any("error", err))
		return time.Time{}
	}
	if held := a.order.Held; held != nil {
		log.Warn("the order is held for a person", slog.String("reason", string(held.Reason)), slog.String("detail", held.Detail.Text))
	}
	switch a.order.State {
	case pos.StateSettled, pos.StateHeld, pos.StateCancelled: // the lease ended with that
		return time.Time{}
	}
	p.release(ctx, lease)
	return a.order.NextAttemptAt
}

// guarded is steps. An order on which our own code fails is held, since it would fail again and take every other order with it:
// all the workers are one process.
func (a *attempt) guarded(ctx context.Context, log *slog.Logger) (err error) {
	defer func() {
		fault := recover()
		if fault == nil {
			return
		}
		log.Error("placing an order panicked; it is held", slog.Any("panic", fault), slog.String("stack", string(debug.Stack())))
		step, _ := a.next()
		a.cfg.ObserveStep(step, "fault", 0)
		err = a.holdAt(ctx, step, pos.HeldGatewayFault, pos.Met(pos.MetFault, pos.Figures{"step": string(step), "said": fmt.Sprintf("%.500s", fmt.Sprint(fault))}))
	}()
	return a.steps(ctx)
}

// steps runs what is still to do, in order.
func (a *attempt) steps(ctx context.Context) error {
	at, err := a.cfg.Locations.Location(ctx, a.order.LocationID)
	if pos.KindOf(err) == pos.KindNotFound {
		return a.hold(ctx, pos.HeldRefusedByShop, pos.Met(pos.MetUnknownLocation, pos.Figures{"location": a.order.LocationID}))
	}
	if err != nil {
		return err
	}
	a.at, a.home = at, at.Source
	if err := a.settleOn(ctx); err != nil {
		return err
	}
	for {
		if a.order.Placement.Cancelling != nil {
			return a.cancel(ctx)
		}
		step, more := a.next()
		if !more {
			return a.settle(ctx)
		}
		begun := a.now()
		err := a.step(ctx, step)
		took := a.now().Sub(begun)
		if errors.Is(err, errCancelling) {
			continue
		}
		a.cfg.ObserveStep(step, outcomeOf(err), took)
		if err != nil {
			return err
		}
		if step == pos.StepOrder {
			a.pace.placed(a.now(), took)
		}
		a.succeeded(a.order.ID)
	}
}

// settleOn prepares what the steps rely on. A pickup is sold here and taken from where it waits, whose address decides the
// tax in Magento. An order without goods has no Magento order: it counts as placed from the beginning.
func (a *attempt) settleOn(ctx context.Context) error {
	if f := a.order.Fulfilment; f != nil && f.Kind == pos.FulfilPickup {
		there, err := a.cfg.Locations.Location(ctx, f.LocationID)
		if pos.KindOf(err) == pos.KindNotFound {
			return a.hold(ctx, pos.HeldRefusedByShop, pos.Met(pos.MetUnknownPickup, pos.Figures{"location": f.LocationID}))
		}
		if err != nil {
			return err
		}
		a.at.Source, a.at.Address = there.Source, there.Address
	}
	if len(a.order.Lines) > 0 || a.order.State != pos.StateReceived {
		return nil
	}
	return a.save(ctx, func(o *pos.Order) error { return errors.Join(o.Move(pos.StatePlacing), o.Move(pos.StatePlaced)) })
}

func (a *attempt) step(ctx context.Context, step pos.StepName) error {
	switch step {
	case pos.StepCustomer:
		return a.findBuyer(ctx)
	case pos.StepOrder:
		return a.placeOrder(ctx)
	case pos.StepRefund:
		return a.refund(ctx)
	case pos.StepRestock:
		return a.restock(ctx)
	case pos.StepBalance:
		return a.payBalances(ctx)
	}
	if a.shop == nil {
		if err := a.read(ctx); err != nil {
			return err
		}
	}
	switch step {
	case pos.StepReservation:
		if now, _ := a.next(); now != step { // the goods are known only now
			return a.step(ctx, now)
		}
		return a.reserve(ctx)
	case pos.StepInvoice:
		return a.invoice(ctx)
	case pos.StepTender:
		return a.recordTenders(ctx)
	case pos.StepShipment:
		return a.ship(ctx)
	default:
		return fmt.Errorf("no such step: %s", step)
	}
}

func outcomeOf(err error) string {
	if err == nil {
		return "done"
	}
	if errors.Is(err, errHeld) || isRefusal(err) {
		return "held"
	}
	if isWaiting(err) {
		return "waiting"
	}
	return "retry"
}

// unsaved is a change that the ledger is not told of yet.
type unsaved struct {
	at     time.Time
	change func(*pos.Order) error
	names  []pos.EventName
}

// later changes the order in the ledger with the next save, which comes with the next step that is journaled before it
// begins, or with the attempt's end. It is for what Magento tells again when it is lost in between: that something was done,
// not that it is about to be.
func (a *attempt) later(change func(*pos.Order) error, names ...pos.EventName) error {
	if err := change(&a.order); err != nil {
		return err
	}
	a.unsaved = append(a.unsaved, unsaved{a.now(), change, names})
	return nil
}

// save changes the order in the ledger together with the events that become true by it.
func (a *attempt) save(ctx context.Context, change func(*pos.Order) error, names ...pos.EventName) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTimeout)
	defer cancel()
	now := a.now()
	saved, err := a.cfg.Ledger.UpdateLeased(ctx, a.lease, func(o *pos.Order) ([]pos.Event, error) {
		before := o.State
		var events []pos.Event
		for _, u := range a.unsaved {
			if err := u.change(o); err != nil {
				return nil, err
			}
			for _, name := range u.names {
				events = append(events, o.Event(name, a.cfg.NewID(), u.at))
			}
		}
		if err := change(o); err != nil {
			return nil, err
		}
		for _, name := range names {
			events = append(events, o.Event(name, a.cfg.NewID(), now))
		}
		if o.State != before {
			events = append(events, o.Event(pos.OrderChanged, a.cfg.NewID(), now))
		}
		return events, nil
	})
	if err != nil {
		return ledgerError{err}
	}
	a.order, a.unsaved = saved, nil
	return nil
}

// mayCall says whether a call that changes something may begin: not when the pool stops, and not when the lease would run
// out during the call and another worker begin the same. The second counts as a failure, or an order that is always too
// slow would be tried for ever.
func (a *attempt) mayCall(ctx context.Context) error {
	if ctx.Err() != nil {
		return errInterrupted
	}
	if left := a.lease.Until.Sub(a.now()); left < a.cfg.CallFor {
		return fmt.Errorf("only %s of the lease are left, a call may take %s", left, a.cfg.CallFor)
	}
	return nil
}

// changing is the context of a call that changes something: it is not cut when the pool stops, because a call that is cut
// costs SettleFor, but it is when CallFor has passed since begun. A worker that was suspended in between finds it ended.
func (a *attempt) changing(ctx context.Context, begun time.Time) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), a.cfg.CallFor-a.now().Sub(begun))
}

// settle ends the order's life in the ledger. The status is read once more because shipping has moved it; when that fails
// a later hint will tell.
func (a *attempt) settle(ctx context.Context) error {
	var names []pos.EventName
	readErr := errNoShopOrder
	var shop pos.ShopOrder
	if id := a.order.Placement.OrderID; id != "" {
		shop, readErr = a.cfg.Orders.ShopOrder(ctx, id)
	}
	if readErr == nil {
		seen := a.order.Placement
		names = slices.DeleteFunc(seen.SeenInShop(shop), func(n pos.EventName) bool { return n == pos.OrderChanged }) // save tells that
	}
	if a.order.Placement.Step(pos.StepShipment).Result != "" {
		names = append(names, pos.OrderDelivered) // the customer has the goods in their hands
	}
	now := a.now()
	err := a.save(ctx, func(o *pos.Order) error {
		if o.Placement.Cancelling != nil || len(o.Pending()) > 0 {
			return errMoreToDo
		}
		o.SettledAt, o.Attempts = now, 0
		if readErr == nil {
			o.Placement.SeenInShop(shop)
		}
		return o.Move(pos.StateSettled)
	}, names...)
	if errors.Is(err, errMoreToDo) { // since this attempt began it was paid, handed over, or is to be cancelled
		return a.save(ctx, func(o *pos.Order) error { o.NextAttemptAt = now; return nil })
	}
	if err == nil && a.order.Placement.HandedOver == nil && a.order.Placement.DeferredPaid == 0 { // the wait for a customer says nothing of us
		a.cfg.ObserveSettled(now.Sub(a.order.ReceivedAt))
	}
	return err
}
