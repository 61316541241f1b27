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

// MakeBuyer makes a customer of a store view's website, or returns who has the address already. REST does not tell whether
// the websites share their customers (customer/account_share/scope). Magento refuses an address for the sake of another
// website's customer only where they do (Magento\Customer\Model\ResourceModel\Customer::_beforeSave): then they are the buyer.
// Errors: conflict, when the address is taken by somebody who cannot be found; as Customers.CreateCustomer.
func (c *Client) MakeBuyer(ctx context.Context, store string, n pos.NewCustomer) (pos.Customer, error) {
	s, err := c.salesStore(ctx, store)
	if err != nil {
		return pos.Customer{}, err
	}
	customers := NewCustomers(c)
	made, err := customers.CreateCustomer(ctx, n, s)
	if pos.KindOf(err) != pos.KindConflict {
		return made, err
	}
	for _, website := range []int64{s.WebsiteID, anyWebsite} {
		if known, lookErr := customers.CustomerByEmail(ctx, website, n.Email); pos.KindOf(lookErr) != pos.KindNotFound {
			return known, lookErr
		}
	}
	return made, err
}

// anyWebsite has CustomerByEmail look among the customers of all websites.
const anyWebsite = 0
