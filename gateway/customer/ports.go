package customer

import (
	"context"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Source reads customers from Magento, over REST or SQL: both give equal records.
// Errors of every method: unavailable, unauthorized (the token or account may not read customers), invalid.
type Source interface {
	// Customer returns the customer with this id. Errors: not_found.
	Customer(ctx context.Context, id int64) (pos.Customer, error)
	// FindCustomers returns the first customers that a query finds, as pos.CustomerQuery says.
	FindCustomers(ctx context.Context, q pos.CustomerQuery) ([]pos.Customer, error)
	// CustomerByEmail returns the customer of a website, or of any for 0, with this address; case does not count.
	// Errors: not_found.
	CustomerByEmail(ctx context.Context, websiteID int64, email string) (pos.Customer, error)
}

// Shop takes customers down in Magento.
type Shop interface {
	// CreateCustomer makes a customer of the store view's website, without a password. Errors: conflict, when the address is
	// taken; invalid with CodeRejectedByShop; unavailable, with CodeOutcomeUnknown when it may have been done.
	CreateCustomer(ctx context.Context, n pos.NewCustomer, store pos.Store) (pos.Customer, error)
}

// Cache keeps sealed records and sealed results of searches, each until its time is over. It cannot read them. What it lost
// is read from Magento again. Errors of every method: unavailable.
type Cache interface {
	// PutCustomers keeps records under their names, in place of what was kept there, but for names that are shut.
	PutCustomers(ctx context.Context, sealed map[string][]byte, keep time.Duration) error
	// Customers returns those of the named records that are kept.
	Customers(ctx context.Context, names []string) (map[string][]byte, error)
	// PutCustomerSearch keeps the result of a search. It goes with all the others, no later than keep from now.
	PutCustomerSearch(ctx context.Context, name string, sealed []byte, keep time.Duration) error
	// CustomerSearch returns the result of a search. Errors: not_found.
	CustomerSearch(ctx context.Context, name string) ([]byte, error)
	// DropCustomers deletes the named records and the results of all searches. The names are shut for a time: nothing is kept
	// under them.
	DropCustomers(ctx context.Context, names []string, shut time.Duration) error
}

// Stores knows the store views. Errors: not_found; unavailable with CodeNotReady before the first import.
type Stores interface {
	Store(ctx context.Context, code string) (pos.Store, error)
}

// Locations knows where registers stand. Errors: not_found.
type Locations interface {
	Location(ctx context.Context, id string) (pos.Location, error)
}

// Limiter counts attempts over all replicas.
type Limiter interface {
	// Allow takes one attempt from key's budget of limit per window. When none is left it returns false and how long to
	// wait.
	Allow(ctx context.Context, key string, limit int, window time.Duration) (ok bool, wait time.Duration, err error)
}
