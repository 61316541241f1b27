package customertest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Shop is a shop in memory that behaves as Magento does: an e-mail address is there once in a website, and case does not
// count. It fits customer.Source and customer.Shop. Safe for concurrent use.
type Shop struct {
	mu        sync.Mutex
	customers []pos.Customer
	calls     map[string]int
	// OnCreate, if set, is asked before a customer is made; an error is the answer. With After set it is asked after that.
	OnCreate func() error
	After    bool
}

// NewShop returns a shop with these customers.
func NewShop(customers ...pos.Customer) *Shop {
	return &Shop{customers: customers, calls: map[string]int{}}
}

// Calls returns how often a method was called.
func (s *Shop) Calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[method]
}

// All returns the customers there are.
func (s *Shop) All() []pos.Customer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.customers)
}

// Change alters a customer as somebody at Magento would.
func (s *Shop) Change(id int64, change func(*pos.Customer)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.customers {
		if s.customers[i].ID == id {
			change(&s.customers[i])
		}
	}
}

// Customer returns the customer with this id.
func (s *Shop) Customer(_ context.Context, id int64) (pos.Customer, error) {
	return s.one("Customer", func(c pos.Customer) bool { return c.ID == id })
}

// CustomerByEmail returns the customer with this address.
func (s *Shop) CustomerByEmail(_ context.Context, websiteID int64, email string) (pos.Customer, error) {
	return s.one("CustomerByEmail", func(c pos.Customer) bool {
		return strings.EqualFold(c.Email, email) && (websiteID == 0 || c.WebsiteID == websiteID)
	})
}

func (s *Shop) one(method string, match func(pos.Customer) bool) (pos.Customer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[method]++
	if i := slices.IndexFunc(s.customers, match); i >= 0 {
		return s.customers[i], nil
	}
	return pos.Customer{}, pos.NotFound("there is no such customer")
}

// FindCustomers returns what a query finds.
func (s *Shop) FindCustomers(_ context.Context, q pos.CustomerQuery) ([]pos.Customer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls["FindCustomers"]++
	found := []pos.Customer{}
	for _, c := range s.customers {
		if (q.WebsiteID == 0 || c.WebsiteID == q.WebsiteID) && Matches(c, q) {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b pos.Customer) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.LastName), strings.ToLower(b.LastName)),
			strings.Compare(strings.ToLower(a.FirstName), strings.ToLower(b.FirstName)), cmp.Compare(a.ID, b.ID))
	})
	return found[:min(len(found), q.First)], nil
}

// Matches tells whether a query finds a customer, apart from their website: pos.CustomerQuery in other words.
func Matches(c pos.Customer, q pos.CustomerQuery) bool {
	begins := func(text, with string) bool { return strings.HasPrefix(strings.ToLower(text), with) }
	named := func(with string) bool { return begins(c.FirstName, with) || begins(c.LastName, with) }
	switch {
	case q.Email != "":
		return begins(c.Email, q.Email)
	case q.Phone != "":
		return strings.HasPrefix(strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, c.Phone), q.Phone)
	case len(q.Words) == 1 && begins(c.Email, q.Words[0]):
		return true
	default:
		return len(q.Words) > 0 && (named(strings.Join(q.Words, " ")) || !slices.ContainsFunc(q.Words, func(w string) bool { return !named(w) }))
	}
}

// CreateCustomer makes a customer, as long as the address is free.
func (s *Shop) CreateCustomer(_ context.Context, n pos.NewCustomer, store pos.Store) (pos.Customer, error) {
	if s.OnCreate != nil && !s.After {
		if err := s.OnCreate(); err != nil {
			return pos.Customer{}, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls["CreateCustomer"]++
	if slices.ContainsFunc(s.customers, func(c pos.Customer) bool {
		return c.WebsiteID == store.WebsiteID && strings.EqualFold(c.Email, n.Email)
	}) {
		return pos.Customer{}, pos.Conflict("The e-mail address is taken")
	}
	c := pos.Customer{ID: int64(len(s.customers)) + 1, WebsiteID: store.WebsiteID, Group: 1,
		Email: n.Email, FirstName: n.FirstName, LastName: n.LastName, CreatedAt: time.Unix(0, 0).UTC(), UpdatedAt: time.Unix(0, 0).UTC()}
	s.customers = append(s.customers, c)
	if s.OnCreate != nil && s.After {
		return pos.Customer{}, s.OnCreate()
	}
	return c, nil
}
