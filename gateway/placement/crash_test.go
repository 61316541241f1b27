package placement_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
)

// fault is what happens at one call of a gateway to the shop or to the ledger.
type fault int

const (
	none          fault = iota
	unavailable         // nothing is done, and the answer says so
	unknownBefore       // nothing is done, but the caller cannot know
	unknownAfter        // it is done, but the answer is lost
	late                // the caller gives up, and it is done later
	crashBefore         // the gateway dies before the call
	crashDuring         // the gateway dies while the call is carried out
	crashAfter          // the gateway dies after it was done, before it learns so
	suspended           // it is done, but the gateway stands still until its leases have run out
)

func (f fault) String() string {
	return []string{"-", "unavailable", "unknownBefore", "unknownAfter", "late", "crashBefore", "crashDuring", "crashAfter", "suspended"}[f]
}

// script deals the faults out to the calls in the order they come; after the last there are none.
type script struct {
	faults []fault
	lateBy time.Duration // until a late call begins
	next   atomic.Int64
}

func (s *script) deal() fault {
	if i := int(s.next.Add(1)) - 1; i < len(s.faults) {
		return s.faults[i]
	}
	return none
}

// process is one life of one gateway. When it is dead none of its calls has an effect any more.
type process struct {
	script *script
	dead   atomic.Bool
	kill   context.CancelFunc
}

var errDead = errors.New("this process is dead")

func (p *process) die() error {
	p.dead.Store(true)
	p.kill()
	return errDead
}

// call carries out an operation under the next fault. What the shop has begun it ends, whoever waits.
func call[T any](ctx context.Context, p *process, do func() (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	var zero T
	begin := func(wait time.Duration) <-chan answer {
		done := make(chan answer, 1)
		go func() {
			<-time.After(wait)
			v, err := do()
			done <- answer{v, err}
		}()
		return done
	}
	if p.dead.Load() {
		return zero, errDead
	}
	if ctx.Err() != nil {
		return zero, pos.Unavailable(ctx.Err(), "not sent")
	}
	switch p.script.deal() {
	case unavailable:
		return zero, pos.Unavailable(nil, "unavailable")
	case unknownBefore:
		return zero, pos.OutcomeUnknown(nil, "unknown")
	case unknownAfter:
		<-begin(0)
		return zero, pos.OutcomeUnknown(nil, "unknown")
	case late:
		begin(p.script.lateBy)
		return zero, pos.OutcomeUnknown(nil, "unknown")
	case crashBefore:
		return zero, p.die()
	case crashDuring:
		begin(0)
		return zero, p.die()
	case crashAfter:
		<-begin(0)
		return zero, p.die()
	case suspended:
		a := <-begin(0)
		<-time.After(125 * time.Second)
		return a.value, a.err
	}
	select {
	case a := <-begin(0):
		if p.dead.Load() {
			return zero, errDead
		}
		return a.value, a.err
	case <-ctx.Done():
		return zero, pos.OutcomeUnknown(ctx.Err(), "cut")
	}
}

func run(ctx context.Context, p *process, do func() error) error {
	_, err := call(ctx, p, func() (struct{}, error) { return struct{}{}, do() })
	return err
}

// shopLink and ledgerLink are the shop and the ledger as one process reaches them.
type shopLink struct {
	*shop
	p *process
}

func (l shopLink) OpenCart(ctx context.Context, store string) (pos.CartRef, error) {
	return call(ctx, l.p, func() (pos.CartRef, error) { return l.shop.OpenCart(ctx, store) })
}

func (l shopLink) FillCart(ctx context.Context, c pos.CartRef, o pos.Order, at pos.Location) (pos.Quote, error) {
	return call(ctx, l.p, func() (pos.Quote, error) { return l.shop.FillCart(ctx, c, o, at) })
}

func (l shopLink) PlaceCart(ctx context.Context, c pos.CartRef, o pos.Order, at pos.Location) (string, error) {
	return call(ctx, l.p, func() (string, error) { return l.shop.PlaceCart(ctx, c, o, at) })
}

func (l shopLink) OrderByCart(ctx context.Context, c pos.CartRef) (pos.ShopOrder, error) {
	return call(ctx, l.p, func() (pos.ShopOrder, error) { return l.shop.OrderByCart(ctx, c) })
}

func (l shopLink) ShopOrder(ctx context.Context, id string) (pos.ShopOrder, error) {
	return call(ctx, l.p, func() (pos.ShopOrder, error) { return l.shop.ShopOrder(ctx, id) })
}

func (l shopLink) Invoice(ctx context.Context, id, comment string) (string, error) {
	return call(ctx, l.p, func() (string, error) { return l.shop.Invoice(ctx, id, comment) })
}

func (l shopLink) Ship(ctx context.Context, o pos.ShopOrder, source string) (string, error) {
	return call(ctx, l.p, func() (string, error) { return l.shop.Ship(ctx, o, source) })
}

func (l shopLink) Comment(ctx context.Context, id, text string) error {
	return run(ctx, l.p, func() error { return l.shop.Comment(ctx, id, text) })
}

func (l shopLink) Invoices(ctx context.Context, id string) ([]string, error) {
	return call(ctx, l.p, func() ([]string, error) { return l.shop.Invoices(ctx, id) })
}

func (l shopLink) Shipments(ctx context.Context, id string) ([]string, error) {
	return call(ctx, l.p, func() ([]string, error) { return l.shop.Shipments(ctx, id) })
}

type ledgerLink struct {
	*memory
	p *process
}

func (l ledgerLink) Lease(ctx context.Context, now, until time.Time, limit int) ([]pos.Lease, error) {
	return call(ctx, l.p, func() ([]pos.Lease, error) { return l.memory.Lease(ctx, now, until, limit) })
}

func (l ledgerLink) UpdateLeased(ctx context.Context, lease pos.Lease, decide func(*pos.Order) ([]pos.Event, error)) (pos.Order, error) {
	return call(ctx, l.p, func() (pos.Order, error) { return l.memory.UpdateLeased(ctx, lease, decide) })
}

func (l ledgerLink) Release(ctx context.Context, lease pos.Lease) error {
	return run(ctx, l.p, func() error { return l.memory.Release(ctx, lease) })
}

// history is two gateways with two workers each on one ledger, restarted whenever they die, until every order is settled.
// It returns what is wrong in the end.
type history struct {
	orders int
	faults []fault
	lateBy time.Duration
	takes  time.Duration // each change in the shop, and with it the time in which a repeat makes a second one
}

func (h history) run(t *testing.T) error {
	t.Helper()
	var wrong error
	synctest.Test(t, func(t *testing.T) {
		ledger, shop, script := newMemory(), newShop(), &script{faults: h.faults, lateBy: h.lateBy}
		shop.takes = h.takes
		for n := range h.orders {
			o := ordertest.Received("nyc-1", n+1)
			o.ReceivedAt, o.NextAttemptAt = time.Now(), time.Now()
			if _, _, err := ledger.Accept(t.Context(), o, nil); err != nil {
				t.Fatal(err)
			}
		}
		ctx, stop := context.WithCancel(t.Context())
		var ids atomic.Int64
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				for ctx.Err() == nil {
					life, kill := context.WithCancel(ctx)
					p := &process{script: script, kill: kill}
					_ = placement.New(placement.Config{
						Ledger: ledgerLink{ledger, p}, Carts: shopLink{shop, p}, Orders: shopLink{shop, p}, Locations: nyc{},
						NewID: func() string { return strconv.FormatInt(ids.Add(1), 10) }, Workers: 2, MaxAttempts: 1000,
					}).Run(life)
					kill()
				}
			})
		}
		wrong = h.awaitSettled(t.Context(), ledger)
		stop()
		wg.Wait()
		if wrong == nil {
			wrong = inspect(t.Context(), ledger, shop, h.orders)
		}
	})
	return wrong
}

func (h history) awaitSettled(ctx context.Context, ledger *memory) error {
	for range 6 * 3600 {
		settled := 0
		for n := range h.orders {
			if o, err := ledger.Order(ctx, ordertest.Input("nyc-1", n+1).ID); err == nil && o.State == pos.StateSettled {
				settled++
			}
		}
		if settled == h.orders {
			<-time.After(h.lateBy + 2*time.Minute) // what is still on its way comes now
			return nil
		}
		<-time.After(time.Second)
	}
	return errors.New("an order was not settled within six hours")
}

// inspect looks at both sides in the end.
func inspect(ctx context.Context, ledger *memory, shop *shop, orders int) error {
	var wrong []error
	for n := range orders {
		o, err := ledger.Order(ctx, ordertest.Input("nyc-1", n+1).ID)
		if err != nil {
			return err
		}
		placed := shop.of(o.ID)
		if len(placed) != 1 {
			wrong = append(wrong, fmt.Errorf("%s became %d Magento orders", o.Receipt(), len(placed)))
			continue
		}
		if got := placed[0]; got.ID != o.Placement.OrderID || got.IncrementID != o.Placement.IncrementID || got.Totals != o.Charged ||
			len(got.invoices) != 1 || len(got.shipments) != 1 || got.source != "store_nyc" || len(shop.comments[got.ID]) == 0 {
			wrong = append(wrong, fmt.Errorf("%s: Magento order %+v, ledger %+v", o.Receipt(), got, o.Placement))
		}
		names := slices.DeleteFunc(ledger.names(o.ID), func(n pos.EventName) bool { return n == pos.OrderChanged })
		if i := slices.Index(names, pos.InventoryReserved); i < 1 || !slices.Equal(slices.Compact(names[:i]), []pos.EventName{pos.OrderValidated}) ||
			!slices.Equal(names[i:], []pos.EventName{pos.InventoryReserved, pos.PaymentProcessed, pos.OrderShipped, pos.OrderDelivered}) {
			wrong = append(wrong, fmt.Errorf("%s told of %v", o.Receipt(), names))
		}
	}
	return errors.Join(wrong...)
}

func TestNoHistoryMakesTwoOrders(t *testing.T) {
	t.Parallel()
	// A late call has always ended when it may be repeated, 90 seconds after it was begun.
	lates, takes := []time.Duration{0, time.Second, time.Minute}, []time.Duration{150 * time.Millisecond, 20 * time.Second}
	t.Run("any faults", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(rt *rapid.T) {
			kind := rapid.Custom(func(rt *rapid.T) fault {
				if rapid.IntRange(0, 2).Draw(rt, "trouble") > 0 {
					return none
				}
				return fault(rapid.IntRange(int(unavailable), int(suspended)).Draw(rt, "fault"))
			})
			h := history{
				orders: rapid.IntRange(1, 4).Draw(rt, "orders"), faults: rapid.SliceOfN(kind, 0, 120).Draw(rt, "faults"),
				lateBy: rapid.SampledFrom(lates).Draw(rt, "late by"), takes: rapid.SampledFrom(takes).Draw(rt, "takes"),
			}
			if err := h.run(t); err != nil {
				rt.Fatal(err)
			}
		})
	})
	// Every kind of fault at every call of the undisturbed history, alone and followed by a second one.
	for f := unavailable; f <= suspended; f++ {
		t.Run("each call "+f.String(), func(t *testing.T) {
			t.Parallel()
			for at := range 26 {
				for second := none; second <= suspended; second++ {
					h := history{orders: 1, faults: append(make([]fault, at), f, none, second), lateBy: lates[(at+int(second))%3], takes: takes[int(second)%2]}
					if err := h.run(t); err != nil {
						t.Fatalf("%+v: %v", h, err)
					}
				}
			}
		})
	}
	t.Run("a call that is carried out long after it was repeated", func(t *testing.T) {
		t.Parallel()
		for at := range 26 {
			h := history{orders: 1, faults: append(make([]fault, at), late), lateBy: 20 * time.Minute, takes: takes[0]}
			if err := h.run(t); err != nil {
				t.Fatalf("%+v: %v", h, err)
			}
		}
	})
}
