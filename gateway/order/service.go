package order

import (
	"context"
	"slices"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// MaxPage is the largest page of orders that can be asked for.
const MaxPage = 100

// Config is what a Service needs. Every field is required.
type Config struct {
	Ledger  Ledger
	Parking Parking
	Staff   Staff
	Goods   Goods
	Waker   Waker
	Now     func() time.Time
	NewID   func() string // unique ids for events
}

// Service is the use cases around orders. It is safe for concurrent use.
type Service struct {
	cfg Config
}

// New returns a service. It starts nothing.
func New(cfg Config) *Service { return &Service{cfg: cfg} }

// now has the precision that every ledger keeps.
func (s *Service) now() time.Time { return s.cfg.Now().UTC().Truncate(time.Microsecond) }

// Order returns an order that concerns the calling device's location: it was sold there, or is picked up there. Somebody
// signed in who may act for head office sees those of all locations. Errors: unauthorized; not_found, also for other
// orders; unavailable.
func (s *Service) Order(ctx context.Context, id string) (pos.Order, error) {
	p, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return pos.Order{}, err
	}
	o, err := s.cfg.Ledger.Order(ctx, id)
	if err != nil {
		return pos.Order{}, err
	}
	if !maySee(p, o) {
		return pos.Order{}, notFound(id)
	}
	one := []pos.Order{o}
	err = s.tellReturned(ctx, one)
	return one[0], err
}

// maySee says whether a caller sees an order.
func maySee(p pos.Principal, o pos.Order) bool {
	return concerns(o, p.LocationID) || p.May(pos.PermitHeadOffice)
}

// concerns says whether a location sold an order, or hands it over.
func concerns(o pos.Order, locationID string) bool {
	return o.LocationID == locationID || o.Fulfilment != nil && o.Fulfilment.LocationID == locationID
}

// Orders returns a page of the orders of the calling device's location, newest received first; by a receipt number also one that is to
// be picked up there. Those that wait for a payment are the ones sold there, those that wait to be handed over the ones that are
// picked up there, wherever they were sold. After is the Next of the page before, or empty; first is 1 to MaxPage. Errors:
// unauthorized; invalid; unavailable.
func (s *Service) Orders(ctx context.Context, filter pos.OrderFilter, after string, first int) (pos.OrderPage, error) {
	p, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return pos.OrderPage{}, err
	}
	if first < 1 || first > MaxPage {
		return pos.OrderPage{}, pos.Invalid("Ask for 1 to %d orders at a time, not %d", MaxPage, first)
	}
	switch filter.Waits {
	case "", pos.WaitPayment, pos.WaitHandOver:
	default:
		return pos.OrderPage{}, pos.Invalid("No location can end what these orders wait for; ask for those that wait for payment or to be handed over")
	}
	if filter.Receipt == "" {
		filter.LocationID = p.LocationID
	}
	page, err := s.cfg.Ledger.Orders(ctx, filter, after, first)
	if err != nil {
		return pos.OrderPage{}, err
	}
	// A receipt of another location names an order that may wait here to be picked up.
	if filter.Receipt != "" {
		page.Orders = slices.DeleteFunc(page.Orders, func(o pos.Order) bool { return !concerns(o, p.LocationID) })
	}
	return page, s.tellReturned(ctx, page.Orders)
}

func notFound(id string) error {
	if len(id) > 64 {
		id = id[:64]
	}
	return pos.NotFound("There is no order %q at this location", id)
}
