package rest

import (
	"context"

	"github.com/tillway/tillway/gateway/pos"
)

// Buyer returns a customer by id. Errors: not_found, and those of every read.
func (c *Client) Buyer(ctx context.Context, id int64) (pos.Customer, error) {
	return NewCustomers(c).Customer(ctx, id)
}

// BuyerByEmail returns the customer of a store view's website who has an e-mail address. Errors: not_found, and those of
// every read.
func (c *Client) BuyerByEmail(ctx context.Context, store, email string) (pos.Customer, error) {
	s, err := c.salesStore(ctx, store)
	if err != nil {
		return pos.Customer{}, err
	}
	return NewCustomers(c).CustomerByEmail(ctx, s.WebsiteID, email)
}

// MakeBuyer makes a customer of a store view's website. Errors: conflict, when the address is taken; as
// Customers.CreateCustomer.
func (c *Client) MakeBuyer(ctx context.Context, store string, n pos.NewCustomer) (pos.Customer, error) {
	s, err := c.salesStore(ctx, store)
	if err != nil {
		return pos.Customer{}, err
	}
	return NewCustomers(c).CreateCustomer(ctx, n, s)
}
