package placement_test

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// shop behaves as the measured Magento does: placing a cart takes a while, during which a second placement of the same
// cart makes a second order; afterwards the cart is gone. A late duplicate is answered with an unknown outcome, as the
// REST client does for the 404.
type shop struct {
	mu        sync.Mutex
	takes     time.Duration // of every change
	carts     map[string]*shopCart
	orders    []*shopOrder
	documents int
	comments  map[string][]string
	// What it answers instead, for the tests of refusals.
	expect  func(pos.Order) pos.Totals
	charges func(pos.Order) pos.Totals
	refuse  map[string]error  // by operation
	before  map[string]func() // runs once, as the operation comes in
	virtual bool
	parcels []pos.Tracking
	seen    []string // operations in the order they came
}

type shopCart struct {
	filled int
	order  pos.Order
	gone   bool
}

type shopOrder struct {
	pos.ShopOrder
	of        string // the register's order
	invoices  []string
	shipments []string
	source    string
}

func charged(o pos.Order) pos.Totals { return o.Charged }

func newShop() *shop {
	return &shop{
		takes: 150 * time.Millisecond, carts: map[string]*shopCart{}, comments: map[string][]string{},
		expect: charged, charges: charged, refuse: map[string]error{}, before: map[string]func(){},
	}
}

// work is the time that a change takes on the server. It ends whether or not somebody waits for it.
func (s *shop) work() { <-time.After(s.takes) }

func (s *shop) note(operation string) error {
	s.seen = append(s.seen, operation)
	if f := s.before[operation]; f != nil {
		delete(s.before, operation)
		f()
	}
	return s.refuse[operation]
}

func (s *shop) OpenCart(context.Context, string) (pos.CartRef, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.note("open"); err != nil {
		return pos.CartRef{}, err
	}
	id := strconv.Itoa(len(s.carts) + 1)
	s.carts[id] = &shopCart{}
	return pos.CartRef{MaskedID: "masked-" + id, QuoteID: id}, nil
}

func (s *shop) OpenCustomerCart(_ context.Context, _ string, customer int64, ours pos.CartRef) (pos.CartRef, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.note("open customer's"); err != nil {
		return pos.CartRef{}, err
	}
	id := "customer-" + strconv.FormatInt(customer, 10) + "-" + strconv.Itoa(len(s.orders))
	if s.carts[id] == nil {
		s.carts[id] = &shopCart{}
	}
	if ref := (pos.CartRef{QuoteID: id}); ref != ours && s.carts[id].filled > 0 {
		return pos.CartRef{}, pos.NewError(pos.KindConflict, pos.CodeCartInUse, "in use")
	}
	return pos.CartRef{QuoteID: id}, nil
}

func (s *shop) EmptyCart(_ context.Context, cart pos.CartRef, _ string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.carts[cart.QuoteID].filled = 0
	return s.note("empty")
}

func (s *shop) FillCart(_ context.Context, cart pos.CartRef, o pos.Order, _ pos.Location) (pos.Quote, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.note("fill"); err != nil {
		return pos.Quote{}, err
	}
	c := s.carts[cart.QuoteID]
	c.filled++
	c.order = o
	totals := s.expect(o)
	totals.Total *= int64(c.filled) // filling twice doubles the lines
	return pos.Quote{Totals: totals}, nil
}

func (s *shop) PlaceCart(_ context.Context, cart pos.CartRef, o pos.Order, _ pos.Location) (string, error) {
	s.mu.Lock()
	c := s.carts[cart.QuoteID]
	err := s.note("place")
	if err == nil && c.gone {
		err = pos.OutcomeUnknown(nil, "No such entity with cartId = %s", cart.QuoteID)
	}
	s.mu.Unlock()
	if err != nil {
		return "", err
	}
	s.work()
	s.mu.Lock()
	defer s.mu.Unlock()
	c.gone = true
	id := strconv.Itoa(len(s.orders) + 1)
	placed := &shopOrder{of: o.ID, ShopOrder: pos.ShopOrder{
		ID: id, IncrementID: "00000000" + id, QuoteID: cart.QuoteID, State: "new", Status: "pending", Totals: s.charges(c.order),
	}}
	for i, l := range c.order.Lines {
		placed.Items = append(placed.Items, pos.ShopOrderItem{ID: strconv.Itoa(i + 1), SKU: l.SKU, Ordered: l.Quantity, Virtual: s.virtual})
	}
	s.orders = append(s.orders, placed)
	return id, nil
}

func (s *shop) OrderByCart(_ context.Context, cart pos.CartRef) (pos.ShopOrder, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.note("lookup"); err != nil {
		return pos.ShopOrder{}, err
	}
	for _, o := range s.orders {
		if o.QuoteID == cart.QuoteID {
			return o.view(), nil
		}
	}
	return pos.ShopOrder{}, pos.NotFound("no order of cart %s", cart.QuoteID)
}

func (o *shopOrder) view() pos.ShopOrder {
	v := o.ShopOrder
	v.Items = slices.Clone(o.Items)
	return v
}

func (s *shop) find(id string) (*shopOrder, error) {
	for _, o := range s.orders {
		if o.ID == id {
			return o, nil
		}
	}
	return nil, pos.NotFound("no order %s", id)
}

func (s *shop) ShopOrder(_ context.Context, id string) (pos.ShopOrder, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.note("read"); err != nil {
		return pos.ShopOrder{}, err
	}
	o, err := s.find(id)
	if err != nil {
		return pos.ShopOrder{}, err
	}
	return o.view(), nil
}

// document makes an invoice or a shipment. As for placing, two at once both succeed.
func (s *shop) document(operation, id string, outstanding func(*pos.ShopOrderItem) bool, take func(*pos.ShopOrderItem), keep func(o *shopOrder, document string)) (string, error) {
	s.mu.Lock()
	o, err := s.find(id)
	if noted := s.note(operation); noted != nil {
		err = noted
	}
	if err == nil && !slices.ContainsFunc(o.Items, func(i pos.ShopOrderItem) bool { return outstanding(&i) }) {
		err = pos.NewError(pos.KindInvalid, pos.CodeRejectedByShop, "nothing to %s", operation)
	}
	s.mu.Unlock()
	if err != nil {
		return "", err
	}
	s.work()
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range o.Items {
		take(&o.Items[i])
	}
	s.documents++
	document := strconv.Itoa(s.documents)
	keep(o, document)
	return document, nil
}

func (s *shop) Invoice(_ context.Context, id, comment string) (string, error) {
	return s.document("invoice", id,
		func(i *pos.ShopOrderItem) bool { return i.Ordered.GreaterThan(i.Invoiced) },
		func(i *pos.ShopOrderItem) { i.Invoiced = i.Ordered },
		func(o *shopOrder, document string) {
			o.invoices, o.Status = append(o.invoices, document), "processing"
			if comment != "" {
				s.comments[id] = append(s.comments[id], comment)
			}
		})
}

func (s *shop) Ship(_ context.Context, order pos.ShopOrder, source string) (string, error) {
	return s.document("ship", order.ID,
		func(i *pos.ShopOrderItem) bool { return !i.Virtual && i.Ordered.GreaterThan(i.Shipped) },
		func(i *pos.ShopOrderItem) {
			i.Shipped = i.Shipped.Add(i.Ordered.Sub(decimal.Min(i.Shipped, i.Ordered)))
		},
		func(o *shopOrder, document string) {
			o.shipments, o.source, o.Status = append(o.shipments, document), source, "complete"
		})
}

func (s *shop) HandOver(ctx context.Context, id string) error {
	s.mu.Lock()
	o, err := s.find(id)
	s.mu.Unlock()
	if err != nil {
		return err
	}
	_, err = s.Ship(ctx, o.view(), "pickup")
	return err
}

func (s *shop) Cancel(_ context.Context, id string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.note("cancel"); err != nil {
		return false, err
	}
	o, err := s.find(id)
	if err != nil || slices.ContainsFunc(o.Items, func(i pos.ShopOrderItem) bool { return i.Invoiced.IsPositive() }) {
		return false, err
	}
	o.State, o.Status = pos.ShopStateCancelled, pos.ShopStateCancelled
	return true, nil
}

func (s *shop) Parcels(context.Context, string) ([]pos.Tracking, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.parcels), nil
}

func (s *shop) Comment(_ context.Context, id, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.note("comment"); err != nil {
		return err
	}
	s.comments[id] = append(s.comments[id], text)
	return nil
}

func (s *shop) Invoices(_ context.Context, id string) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, err := s.find(id)
	if err != nil {
		return nil, err
	}
	return slices.Clone(o.invoices), s.note("invoices")
}

func (s *shop) Shipments(_ context.Context, id string) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, err := s.find(id)
	if err != nil {
		return nil, err
	}
	return slices.Clone(o.shipments), s.note("shipments")
}

// of returns the shop's orders for one of the register's.
func (s *shop) of(orderID string) []*shopOrder {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []*shopOrder
	for _, o := range s.orders {
		if o.of == orderID {
			found = append(found, o)
		}
	}
	return found
}

func (s *shop) count(operation string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, o := range s.seen {
		if o == operation {
			n++
		}
	}
	return n
}

// set makes an operation fail from now on, or work again with a nil error.
func (s *shop) set(operation string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse[operation] = err
}

// nyc is the only location.
type nyc struct{}

func (nyc) Location(_ context.Context, id string) (pos.Location, error) {
	if id != "nyc" {
		return pos.Location{}, pos.NotFound("no location %s", id)
	}
	return pos.Location{ID: "nyc", Store: "default", Source: "store_nyc"}, nil
}
