package placement

import (
	"context"
	"strconv"

	"github.com/tillway/tillway/gateway/pos"
)

// guest is the result of the customer step when Magento has no such customer any more.
const guest = "guest"

// findBuyer finds who bought in Magento, or makes them. Who was known by an id that Magento no longer has was deleted or
// merged into another: the customer with their e-mail address is taken, and without one the order is placed for a guest with
// that address. Nobody is made twice: an e-mail address is unique in a website, so that Magento refuses a second call.
func (a *attempt) findBuyer(ctx context.Context) error {
	buyer, contact, edited := a.order.Customer, a.order.Contact(), a.order.Placement.Contact != nil
	if buyer.ID != 0 && !edited {
		found, err := a.cfg.Buyers.Buyer(ctx, buyer.ID)
		if pos.KindOf(err) != pos.KindNotFound {
			return a.bought(ctx, found, err)
		}
	}
	if contact.Email != "" {
		found, err := a.cfg.Buyers.BuyerByEmail(ctx, a.at.Store, contact.Email)
		if pos.KindOf(err) != pos.KindNotFound {
			return a.bought(ctx, found, err)
		}
	}
	if buyer.New == nil {
		return a.save(ctx, func(o *pos.Order) error {
			o.Placement.CustomerID = 0
			done(o, pos.StepCustomer, guest, a.now())
			return nil
		})
	}
	return a.makeBuyer(ctx, contact)
}

func (a *attempt) makeBuyer(ctx context.Context, contact pos.Contact) error {
	if err := a.mayCall(ctx); err != nil {
		return err
	}
	begun := a.now()
	if err := a.save(ctx, func(o *pos.Order) error { o.Placement.Step(pos.StepCustomer).BegunAt = begun; return nil }); err != nil {
		return err
	}
	calling, cancel := a.changing(ctx, begun)
	defer cancel()
	n := *a.order.Customer.New
	n.Email, n.FirstName, n.LastName = contact.Email, contact.FirstName, contact.LastName
	made, err := a.cfg.Buyers.MakeBuyer(calling, a.at.Store, n)
	if isRefusal(err) {
		// Perhaps because the address is taken by now, in words that nobody knows.
		found, lookErr := a.cfg.Buyers.BuyerByEmail(ctx, a.at.Store, contact.Email)
		if pos.KindOf(lookErr) != pos.KindNotFound {
			return a.bought(ctx, found, lookErr)
		}
		return a.hold(ctx, pos.HeldCustomerRefused, pos.DetailOf(err))
	}
	return a.bought(ctx, made, err)
}

// bought writes down who bought.
func (a *attempt) bought(ctx context.Context, c pos.Customer, err error) error {
	if err != nil {
		return err
	}
	return a.save(ctx, func(o *pos.Order) error {
		o.Placement.CustomerID = c.ID
		o.Placement.Contact = &pos.Contact{Email: c.Email, FirstName: c.FirstName, LastName: c.LastName}
		done(o, pos.StepCustomer, strconv.FormatInt(c.ID, 10), a.now())
		return nil
	})
}

// openCart opens the cart that an order is put into. A customer's is written down before anything is put into it: they share
// it with the web shop, and what it holds later on must be known as ours or theirs.
func (a *attempt) openCart(ctx context.Context) (pos.CartRef, error) {
	id := a.order.Placement.CustomerID
	if id == 0 {
		return a.cfg.Carts.OpenCart(ctx, a.at.Store)
	}
	ours := a.order.Placement.Cart
	cart, err := a.cfg.Carts.OpenCustomerCart(ctx, a.at.Store, id, ours)
	if pos.KindOf(err) == pos.KindNotFound { // deleted since the customer step
		if err := a.save(ctx, func(o *pos.Order) error { o.Placement.CustomerID = 0; return nil }); err != nil {
			return pos.CartRef{}, err
		}
		return a.cfg.Carts.OpenCart(ctx, a.at.Store)
	}
	if err != nil || cart == ours {
		return cart, err
	}
	return cart, a.save(ctx, func(o *pos.Order) error { o.Placement.Cart = cart; return nil })
}

// leaveCart takes our goods out of a customer's cart that will not be placed. A guest's is left to Magento's own clean-up.
func (a *attempt) leaveCart(ctx context.Context, cart pos.CartRef) error {
	if cart.MaskedID != "" || cart.QuoteID == "" {
		return nil
	}
	if err := a.cfg.Carts.EmptyCart(ctx, cart, a.at.Store); err != nil && pos.KindOf(err) != pos.KindNotFound { // Magento deletes old carts
		return err
	}
	return a.save(ctx, func(o *pos.Order) error { o.Placement.Cart = pos.CartRef{}; return nil })
}
