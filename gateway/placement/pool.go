package placement

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Config is what a Pool needs. Ledger, Carts, Orders, Locations and NewID are required; the rest has defaults.
type Config struct {
	Ledger    Ledger
	Carts     Carts
	Orders    Orders
	Locations Locations
	NewID     func() string // unique ids for events
	// Buyers and Returns are needed for orders of customers, and for goods that come back.
	Buyers  Buyers
	Returns Returns
	// Imports and Reservations may be nil: then no order is imported, and none that was imported is shipped.
	Imports      Imports
	Reservations Reservations

	// Workers is how many orders are placed at once, at most: fewer while Magento is slow or fails, none while it asks to be
	// left alone. Default 4: a Magento on two cores gains nothing from more.
	Workers int
	// NewestFirst has the order that was received last placed first, for shops that want today's orders in Magento before
	// those that waited while it was down. Otherwise it is the one that is due longest.
	NewestFirst bool
	// LeaseFor is how long a worker may hold an order without finishing. Default 2 minutes.
	LeaseFor time.Duration
	// CallFor bounds one call that changes something in Magento. It must be longer than such a call ever takes there, and
	// at most a quarter of LeaseFor. Default 30 seconds.
	CallFor time.Duration
	// SettleFor is how long after a call with an unknown outcome began the call may be repeated: by then it has been
	// carried out or never will be. It must exceed CallFor plus Magento's own time limit. Default 90 seconds.
	SettleFor time.Duration
	// SweepEvery is how often due orders are looked for without being woken. Default 5 seconds.
	SweepEvery time.Duration
	// MaxAttempts is after how many failures of one step an order is held for a person. Failures while Magento answers
	// nobody do not count. Default 20.
	MaxAttempts int

	Now    func() time.Time // default time.Now
	Random func() float64   // from 0 up to 1, spreads the retries; default math/rand
	// ObserveStep is told of every step that was tried: outcome is done, waiting, retry or held, or
	// fault when our own code failed on the order.
	ObserveStep func(step pos.StepName, outcome string, took time.Duration)
	// ObserveSettled is told how long a settled order took since it was received.
	ObserveSettled func(wait time.Duration)
	// ObserveDifference is told by how much Magento's total differs from the charged one, in minor units.
	ObserveDifference func(amount int64, currency string)
	Log               *slog.Logger // default: discard
}

func (c Config) withDefaults() Config {
	orDefault(&c.Workers, 4)
	orDefault(&c.LeaseFor, 2*time.Minute)
	orDefault(&c.CallFor, min(30*time.Second, c.LeaseFor/4))
	orDefault(&c.SettleFor, 90*time.Second)
	orDefault(&c.SweepEvery, 5*time.Second)
	orDefault(&c.MaxAttempts, 20)
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Float64
	}
	if c.ObserveStep == nil {
		c.ObserveStep = func(pos.StepName, string, time.Duration) {}
	}
	if c.ObserveSettled == nil {
		c.ObserveSettled = func(time.Duration) {}
	}
	if c.ObserveDifference == nil {
		c.ObserveDifference = func(int64, string) {}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

func orDefault[T int | time.Duration](value *T, or T) {
	if *value <= 0 {
		*value = or
	}
}

// Pool places due orders with a bounded number of workers.
type Pool struct {
	cfg  Config
	wake chan struct{}
	pace *pace

	mu sync.Mutex
	// The latest successes of two different orders, newest first: whether the shop answers others.
	successes [2]success
	// The customers who are served now. Magento gives each one cart, so that two sales to one customer go one after the other.
	serving map[int64]bool
}

type success struct {
	orderID string
	at      time.Time
}

// New returns a pool. It starts nothing: see Run.
func New(cfg Config) *Pool {
	cfg = cfg.withDefaults()
	return &Pool{cfg: cfg, wake: make(chan struct{}, 1), pace: newPace(cfg.Workers), serving: map[int64]bool{}}
}

// Wake says that an order may be due. It never blocks.
func (p *Pool) Wake() {
	select {
	case p.wake <- struct{}{}:
	default: // it is going to look anyway
	}
}

// Run places orders until ctx ends. It then finishes the calls that are under way, which takes up to CallFor, and returns
// nil.
func (p *Pool) Run(ctx context.Context) error {
	finished := make(chan time.Time, p.cfg.Workers) // when the order of a finished attempt is due again, zero if never
	timer := time.NewTimer(0)
	defer timer.Stop()
	busy, full := 0, false
	var soonest time.Time
	var ahead []pos.Lease // leased, and waiting for a worker
	for ctx.Err() == nil {
		look := false
		select {
		case <-ctx.Done():
		case <-p.wake:
			look = true
		case <-timer.C:
			look = true
		case due := <-finished:
			look = full
			// Those that finished while orders were leased go together: one lease for all of them.
			for more := true; more; {
				busy--
				if !due.IsZero() && (soonest.IsZero() || due.Before(soonest)) {
					soonest = due
					timer.Reset(p.untilNext(soonest))
				}
				select {
				case due = <-finished:
				default:
					more = false
				}
			}
		}
		allowed, until := p.pace.allowed(p.now())
		if free := allowed - busy; free > 0 && (look || len(ahead) > 0) && ctx.Err() == nil {
			leases := p.fresh(ctx, ahead)
			if look && len(leases) < free {
				// While there is a backlog some are leased ahead: a look for due orders costs a transaction, however many it finds.
				want := free - len(leases)
				if full {
					want += allowed / aheadOf
				}
				found := p.lease(ctx, want)
				full, soonest = len(found) == want, time.Time{}
				leases = append(leases, found...)
				timer.Reset(p.cfg.SweepEvery)
			}
			begin := leases[:min(free, len(leases))]
			for _, l := range begin {
				busy++
				go func() { finished <- p.attempt(ctx, l) }()
			}
			ahead = leases[len(begin):]
		} else if look {
			full = true // look again as soon as a worker is free
			wait := p.cfg.SweepEvery
			if allowed == 0 {
				wait = p.untilNext(until)
			}
			timer.Reset(wait)
		}
	}
	for _, l := range ahead {
		p.release(ctx, l)
	}
	for ; busy > 0; busy-- {
		<-finished
	}
	return nil
}

// aheadOf bounds what is leased ahead to a part of what is placed at once, so that it never waits long.
const aheadOf = 4

// fresh are the leases of which enough is left to begin with. The others are given back: the shop had to be left alone.
func (p *Pool) fresh(ctx context.Context, ahead []pos.Lease) []pos.Lease {
	var fresh []pos.Lease
	for _, l := range ahead {
		if l.Until.Sub(p.now()) < p.cfg.LeaseFor/2 {
			p.release(ctx, l)
			continue
		}
		fresh = append(fresh, l)
	}
	return fresh
}

// release gives a lease back, also when the pool is asked to stop.
func (p *Pool) release(ctx context.Context, l pos.Lease) {
	saving, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTimeout)
	defer cancel()
	if err := p.cfg.Ledger.Release(saving, l); err != nil && pos.CodeOf(err) != pos.CodeLeaseLost {
		p.cfg.Log.Warn("a lease could not be given back and will run out", slog.String("order", l.Order.ID), slog.Any("error", err))
	}
}

func (p *Pool) untilNext(due time.Time) time.Duration {
	return max(0, min(p.cfg.SweepEvery, due.Sub(p.now())))
}

func (p *Pool) lease(ctx context.Context, limit int) []pos.Lease {
	now := p.now()
	lease := p.cfg.Ledger.Lease
	if p.cfg.NewestFirst {
		lease = p.cfg.Ledger.LeaseNewest
	}
	leases, err := lease(ctx, now, now.Add(p.cfg.LeaseFor), limit)
	if err != nil && ctx.Err() == nil {
		p.cfg.Log.Error("cannot look for due orders", slog.Any("error", err))
	}
	return leases
}

// now has the precision that every ledger keeps.
func (p *Pool) now() time.Time { return p.cfg.Now().UTC().Truncate(time.Microsecond) }

// succeeded notes that the shop carried something out for an order.
func (p *Pool) succeeded(orderID string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.successes[0].orderID != orderID {
		p.successes[1] = p.successes[0]
	}
	p.successes[0] = success{orderID, p.now()}
}

// servesOthers says that the shop carried something out for another order within the last minute: then a failure is this
// order's own and not the shop's.
func (p *Pool) servesOthers(orderID string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.successes {
		if s.orderID != "" && s.orderID != orderID && p.now().Sub(s.at) < time.Minute {
			return true
		}
	}
	return false
}

// serve says whether nobody else serves the customer now; if so, served must follow.
func (p *Pool) serve(customerID int64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.serving[customerID] {
		return false
	}
	p.serving[customerID] = true
	return true
}

func (p *Pool) served(customerID int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.serving, customerID)
}
