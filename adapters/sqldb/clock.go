package sqldb

import (
	"context"
	"sync/atomic"
	"time"
)

// clockEvery is how often a Clock is set; a measurement that took longer than clockTrip says too little.
const (
	clockEvery = 10 * time.Second
	clockTrip  = time.Second
)

// Clock is the time of the ledger's server. Gateways that share a ledger must agree on when a lease has run out and how long
// ago a call began; one whose own clock is minutes ahead would take an order over while another is placing it, and place it
// too. The one gateway of a SQLite ledger has its own time.
type Clock struct {
	db    *DB
	own   func() time.Time
	ahead atomic.Int64 // of own, in nanoseconds
}

// Clock returns the ledger's time, measured once. It is measured again while Run runs. Errors: unavailable.
func (db *DB) Clock(ctx context.Context, own func() time.Time) (*Clock, error) {
	c := &Clock{db: db, own: own}
	return c, c.set(ctx)
}

// Now is the ledger's time. It costs no call.
func (c *Clock) Now() time.Time { return c.own().Add(time.Duration(c.ahead.Load())) }

// Run keeps the clock right until ctx ends. While the server does not answer the clock goes on as it was.
func (c *Clock) Run(ctx context.Context) error {
	for pause(ctx, clockEvery) {
		_ = c.set(ctx)
	}
	return nil
}

func (c *Clock) set(ctx context.Context) error {
	query := c.db.dialect.clock()
	if query == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var micros int64
	began := c.own()
	if err := c.db.read.QueryRowContext(ctx, query).Scan(&micros); err != nil {
		return c.db.fail("read the time of the ledger", err)
	}
	trip := c.own().Sub(began)
	ahead := fromMicros(micros).Sub(began.Add(trip / 2))
	if trip > clockTrip && ahead.Abs() < trip {
		return nil
	}
	c.ahead.Store(int64(ahead))
	return nil
}
