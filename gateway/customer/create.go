package customer

import (
	"context"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// Create takes a customer down, or returns the one whom Magento knows by the same e-mail address already; known tells which.
// Doing it again, from whichever register, makes no second customer. Errors: unauthorized; invalid; unavailable, and then
// doing it again is safe.
func (s *Service) Create(ctx context.Context, n pos.NewCustomer) (c pos.Customer, known bool, err error) {
	store, err := s.enter(ctx)
	if err != nil {
		return pos.Customer{}, false, err
	}
	return s.ensure(ctx, n, store)
}

// ensure looks before it creates, since Magento writes to every customer it makes, and after a failure: somebody else may
// have been quicker, or the answer that was lost may have been a yes.
func (s *Service) ensure(ctx context.Context, n pos.NewCustomer, store pos.Store) (pos.Customer, bool, error) {
	n.Email, n.FirstName, n.LastName = strings.TrimSpace(n.Email), strings.TrimSpace(n.FirstName), strings.TrimSpace(n.LastName)
	if err := n.Validate(); err != nil {
		return pos.Customer{}, false, err
	}
	site := website(store)
	if c, err := s.byEmail(ctx, store, site, n.Email); pos.KindOf(err) != pos.KindNotFound {
		return c, err == nil, err
	}
	c, err := s.cfg.Shop.CreateCustomer(ctx, n, store)
	if err == nil {
		s.made(ctx, c)
		c.TaxClass = taxClass(store, c.Group)
		return c, false, nil
	}
	c, lookErr := s.byEmail(ctx, store, site, n.Email)
	if pos.KindOf(err) == pos.KindConflict && pos.KindOf(lookErr) == pos.KindNotFound {
		// Taken by another website's customer, whatever we know of how websites share accounts.
		c, lookErr = s.byEmail(ctx, store, 0, n.Email)
	}
	switch {
	case lookErr == nil:
		return c, true, nil
	case pos.KindOf(err) == pos.KindConflict:
		return pos.Customer{}, false, pos.Unavailable(err, "Magento has this e-mail address but does not show its customer yet. Try again in a moment")
	default:
		return pos.Customer{}, false, err
	}
}

func (s *Service) byEmail(ctx context.Context, store pos.Store, site int64, email string) (pos.Customer, error) {
	c, err := s.cfg.Source.CustomerByEmail(ctx, site, email)
	if err != nil {
		return pos.Customer{}, err
	}
	s.kept.put(ctx, c)
	c.TaxClass = taxClass(store, c.Group)
	return c, nil
}

// made keeps a new customer and drops what was searched before they were there.
func (s *Service) made(ctx context.Context, c pos.Customer) {
	if s.kept.off() {
		return
	}
	if err := s.cfg.Cache.DropCustomers(ctx, nil, 0); err != nil {
		s.kept.lost(ctx, err)
		return
	}
	s.kept.put(ctx, c)
}
