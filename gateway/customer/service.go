package customer

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Config is what a service needs. Cache and Vault may be nil: nothing is kept then, and every call goes to Magento.
type Config struct {
	Source    Source
	Shop      Shop
	Stores    Stores
	Locations Locations
	// Limiter bounds how fast a device may search, so that a stolen one cannot copy the customers in an afternoon.
	Limiter Limiter
	Cache   Cache
	Vault   *Vault
	// Keep is how long a customer is taken as they were read [24 h]. KeepSearch is how long a search's result is [30 s].
	Keep, KeepSearch time.Duration
	// PerMinute is how many searches, and how many readings, a device may ask for in a minute [120].
	PerMinute int
	Log       *slog.Logger
}

// shutFor is how long a customer who was forgotten is not kept: longer than an answer about them may have been under way.
const shutFor = 2 * time.Minute

// Service finds customers and takes new ones down. Safe for concurrent use. What it is asked over the network needs a
// principal in ctx, and is about the website of the principal's location.
type Service struct {
	cfg  Config
	kept kept
}

// New returns a service. It starts nothing.
func New(cfg Config) *Service {
	cfg.Keep, cfg.KeepSearch = cmp.Or(cfg.Keep, 24*time.Hour), cmp.Or(cfg.KeepSearch, 30*time.Second)
	cfg.PerMinute = cmp.Or(cfg.PerMinute, 120)
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{cfg: cfg, kept: kept{cache: cfg.Cache, vault: cfg.Vault, keep: cfg.Keep, search: cfg.KeepSearch, log: cfg.Log}}
}

// Find returns customers by the beginning of a name, an e-mail address or a telephone number, sorted by name: see
// pos.ParseCustomerQuery. Errors: unauthorized; invalid; unavailable, with CodeRateLimited too.
func (s *Service) Find(ctx context.Context, search string, first int) ([]pos.Customer, error) {
	store, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	q, err := pos.ParseCustomerQuery(search, first)
	if err != nil {
		return nil, err
	}
	q.WebsiteID = website(store)
	if customers, ok := s.kept.found(ctx, q); ok {
		return taxed(store, customers), nil
	}
	customers, err := s.cfg.Source.FindCustomers(ctx, q)
	if err != nil {
		return nil, err
	}
	s.kept.putFound(ctx, q, customers)
	return taxed(store, customers), nil
}

// Customer returns a customer by Magento's id. Errors: unauthorized; not_found, also for a customer of another website;
// unavailable.
func (s *Service) Customer(ctx context.Context, id int64) (pos.Customer, error) {
	store, err := s.enter(ctx)
	if err != nil {
		return pos.Customer{}, err
	}
	c, err := s.read(ctx, id)
	if err != nil {
		return pos.Customer{}, err
	}
	if site := website(store); site != 0 && c.WebsiteID != site {
		return pos.Customer{}, pos.NotFound("There is no customer %d here", id)
	}
	c.TaxClass = taxClass(store, c.Group)
	return c, nil
}

func (s *Service) read(ctx context.Context, id int64) (pos.Customer, error) {
	if id < 1 {
		return pos.Customer{}, pos.NotFound("There is no customer %d", id)
	}
	if list, ok := s.kept.all(ctx, []int64{id}); ok {
		return list[0], nil
	}
	c, err := s.cfg.Source.Customer(ctx, id)
	if err != nil {
		return pos.Customer{}, err
	}
	s.kept.put(ctx, c)
	return c, nil
}

// Forget deletes every trace of a customer from the cache: the record, and all results of searches. Of a search that is under
// way, no more than the id is kept, as long as a search's result is. It returns at once what was asked for when the customer
// was never kept. It does not touch Magento: a customer who is still there comes back when somebody looks them up some
// minutes later. Errors: invalid; unavailable, then nothing may have been deleted.
func (s *Service) Forget(ctx context.Context, id int64) error {
	if id < 1 {
		return pos.Invalid("a customer is named by Magento's id, a number from 1")
	}
	if s.cfg.Cache == nil {
		return nil
	}
	return s.cfg.Cache.DropCustomers(ctx, []string{recordName(id)}, shutFor)
}

// enter lets a device in and returns the store view that it sells in.
func (s *Service) enter(ctx context.Context) (pos.Store, error) {
	p, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return pos.Store{}, err
	}
	ok, wait, err := s.cfg.Limiter.Allow(ctx, "customers:"+p.DeviceID, s.cfg.PerMinute, time.Minute)
	switch {
	case err != nil:
		s.cfg.Log.WarnContext(ctx, "readings of customers cannot be counted", slog.Any("error", err))
	case !ok:
		return pos.Store{}, pos.NewError(pos.KindUnavailable, pos.CodeRateLimited,
			"This device looked up too many customers. Try again in %d seconds", int(wait.Seconds())+1)
	}
	return s.store(ctx, p.LocationID)
}

func (s *Service) store(ctx context.Context, locationID string) (pos.Store, error) {
	at, err := s.cfg.Locations.Location(ctx, locationID)
	if err != nil {
		return pos.Store{}, err
	}
	return s.cfg.Stores.Store(ctx, at.Store)
}

// website is whose customers a store view knows: those of its website, or all (0) where the shop shares accounts globally
// (customer/account_share/scope 0).
func website(store pos.Store) int64 {
	if store.Settings["customer/account_share/scope"] == "0" {
		return 0
	}
	return store.WebsiteID
}

// taxClass is what a group is taxed as. A group that the store document does not name is taken for retail.
func taxClass(store pos.Store, group int64) int64 {
	for _, g := range store.Groups {
		if g.ID == group {
			return g.TaxClass
		}
	}
	return pos.RetailCustomerTaxClass
}

func taxed(store pos.Store, customers []pos.Customer) []pos.Customer {
	for i := range customers {
		customers[i].TaxClass = taxClass(store, customers[i].Group)
	}
	return customers
}
