package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// shop is the state behind the web API. One lock guards all of it; nothing waits while holding it. Every write goes
// through update.
type shop struct {
	now     func() time.Time
	journal *journal // nil: memory only
	hint    func(hint)
	stopped <-chan struct{}

	mu         sync.RWMutex
	next       numbers
	attributes []attribute
	categories []*category
	products   []*product          // by ascending id
	bySKU      map[string]*product // by lower-case SKU
	byID       map[int64]*product
	parents    map[int64]*product // configurable by child id
	stock      stock
	customers  []*customer      // by ascending id
	rules      []salesRule      // by ascending id
	carts      map[string]*cart // by masked id
	orders     []*order         // by ascending id
	orderIndex orderIndex
}

// numbers are the next ids. They start apart, so that an order id taken for a cart id finds nothing.
type numbers struct {
	Cart, CartItem, CartAddress                int64
	Order, OrderItem, OrderAddress, Increment  int64
	Invoice, Shipment, Comment, Line, Shipping int64
	Reservation, CreditMemo                    int64
	Customer, CustomerAddress, File            int64
}

func firstNumbers() numbers {
	return numbers{Cart: 101, CartItem: 3001, CartAddress: 201, Order: 1001, OrderItem: 5001, OrderAddress: 401, Increment: 1,
		Invoice: 701, Shipment: 801, Comment: 1, Line: 9001, Shipping: 1, Reservation: 1,
		Customer: 1, CustomerAddress: 1, CreditMemo: 601}
}

// take returns a number and counts it on.
func take(n *int64) int64 { *n++; return *n - 1 }

// hint is what a webhook says: something of this kind changed.
type hint struct{ kind, entity, id string }

// changes collects what one update did, for the journal and the webhooks.
type changes struct {
	forgotten bool // nobody keeps the records
	records   []record
	hints     []hint
}

// saved notes that a thing has a new state.
func (c *changes) saved(kind, key string, value any) {
	if c.forgotten {
		return
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Sprintf("sandbox: %s %s cannot be written: %v", kind, key, err)) // plain data always can
	}
	c.records = append(c.records, record{Kind: kind, Key: key, Value: text})
}

func (c *changes) removed(kind, key string) {
	c.records = append(c.records, record{Kind: kind, Key: key})
}

func (c *changes) touched(kind, entity, id string) {
	h := hint{kind, entity, id}
	if !slices.Contains(c.hints, h) {
		c.hints = append(c.hints, h)
	}
}

// update runs change under the lock and writes down what it did. A change that returns an error must not have altered
// anything.
func (s *shop) update(change func(*changes) error) error {
	c := changes{forgotten: s.journal == nil}
	if err := s.locked(change, &c); err != nil {
		return err
	}
	for _, h := range c.hints {
		s.hint(h)
	}
	return nil
}

func (s *shop) locked(change func(*changes) error, c *changes) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.next
	if err := change(c); err != nil {
		return err
	}
	if s.journal == nil {
		return nil
	}
	if s.next != before {
		c.saved("numbers", "", s.next)
	}
	if err := s.journal.append(c.records); err != nil {
		return err
	}
	if s.journal.long(s.size()) {
		return s.journal.compact(s.snapshot())
	}
	return nil
}

// size is the number of records that a snapshot has, about.
func (s *shop) size() int {
	return len(s.carts) + len(s.orders) + len(s.stock.items) + len(s.products) + len(s.customers)
}

// snapshot is the whole state as records.
func (s *shop) snapshot() []record {
	var c changes
	c.saved("numbers", "", s.next)
	for _, p := range s.products {
		c.saved("product", strconv.FormatInt(p.ID, 10), p)
	}
	for _, cat := range s.categories {
		c.saved("category", strconv.FormatInt(cat.ID, 10), cat)
	}
	for _, p := range s.stock.gone {
		c.removed("product", strconv.FormatInt(p, 10))
	}
	for _, i := range s.stock.items {
		c.saved("source_item", i.key(), i)
	}
	for _, r := range s.stock.reservations {
		c.saved("reservation", strconv.FormatInt(r.ID, 10), r)
	}
	for _, customer := range s.customers {
		c.saved("customer", strconv.FormatInt(customer.ID, 10), customer)
	}
	for _, id := range slices.Sorted(maps.Keys(s.carts)) {
		c.saved("cart", id, s.carts[id])
	}
	for _, o := range s.orders {
		c.saved("order", strconv.FormatInt(o.ID, 10), o)
	}
	return c.records
}

// restore applies one record of the journal.
func (s *shop) restore(r record) error {
	switch r.Kind {
	case "numbers":
		return json.Unmarshal(r.Value, &s.next)
	case "product":
		id, err := strconv.ParseInt(r.Key, 10, 64)
		if err != nil || r.Value == nil {
			s.dropProduct(id)
			return err
		}
		p := &product{}
		if err := json.Unmarshal(r.Value, p); err != nil {
			return err
		}
		s.putProduct(p)
	case "category":
		changed := &category{}
		if err := json.Unmarshal(r.Value, changed); err != nil {
			return err
		}
		if i := slices.IndexFunc(s.categories, func(c *category) bool { return c.ID == changed.ID }); i >= 0 {
			s.categories[i] = changed
		}
	case "source_item":
		i := sourceItem{}
		if err := json.Unmarshal(r.Value, &i); err != nil {
			return err
		}
		s.stock.put(i)
	case "reservation":
		v := reservation{}
		if err := json.Unmarshal(r.Value, &v); err != nil {
			return err
		}
		s.stock.reserve(v)
	case "customer":
		c := &customer{}
		if err := json.Unmarshal(r.Value, c); err != nil {
			return err
		}
		s.putCustomer(c)
	case "cart":
		c := &cart{}
		if err := json.Unmarshal(r.Value, c); err != nil {
			return err
		}
		s.carts[r.Key] = c
	case "order":
		o := &order{}
		if err := json.Unmarshal(r.Value, o); err != nil {
			return err
		}
		s.putOrder(o)
	default:
		return fmt.Errorf("unknown kind")
	}
	return nil
}

// putProduct adds a product or replaces the one with its id.
func (s *shop) putProduct(p *product) {
	if old, ok := s.byID[p.ID]; ok {
		s.products[slices.Index(s.products, old)] = p
		delete(s.bySKU, strings.ToLower(old.SKU))
	} else {
		s.products = append(s.products, p)
	}
	s.byID[p.ID], s.bySKU[strings.ToLower(p.SKU)] = p, p
	for _, child := range p.Children {
		s.parents[child] = p
	}
}

func (s *shop) dropProduct(id int64) {
	p, ok := s.byID[id]
	if !ok {
		return
	}
	s.products = slices.DeleteFunc(s.products, func(q *product) bool { return q == p })
	delete(s.byID, id)
	delete(s.bySKU, strings.ToLower(p.SKU))
	delete(s.parents, id)
	for _, child := range p.Children {
		delete(s.parents, child)
	}
	s.stock.drop(p.SKU)
	s.stock.gone = append(s.stock.gone, id)
}

// product finds a product by SKU, whatever the case of its letters. Errors: Magento's 404.
func (s *shop) product(sku string) (*product, error) {
	if p, ok := s.bySKU[strings.ToLower(sku)]; ok {
		return p, nil
	}
	return nil, noProduct()
}

// stamp is the time as Magento writes it.
func (s *shop) stamp() string { return s.now().UTC().Format("2006-01-02 15:04:05") }
