package placement

import (
	"context"
	"fmt"

	"github.com/tillway/tillway/gateway/pos"
)

// payBalances tells earlier orders what was paid for them. Each keeps the payment under this order's id, so that it counts
// once however often it is told.
func (a *attempt) payBalances(ctx context.Context) error {
	for _, b := range a.order.Balances {
		if err := a.payBalance(ctx, b); err != nil {
			return err
		}
	}
	a.Wake() // they may be due now
	return a.save(ctx, func(o *pos.Order) error { done(o, pos.StepBalance, "", a.now()); return nil })
}

func (a *attempt) payBalance(ctx context.Context, b pos.Balance) error {
	var earlier pos.Order
	err := a.cfg.Ledger.Update(ctx, b.OrderID, func(o *pos.Order) ([]pos.Event, error) {
		if o.Currency != a.order.Currency {
			met := otherCurrency(*o, a.order)
			return nil, pos.Conflict("%s", met.Text).About(met.Code, met.Figures)
		}
		_, err := o.Pay(pos.Payment{OrderID: a.order.ID, Receipt: a.order.Receipt(), Amount: b.Amount, At: a.now()})
		earlier = *o
		return []pos.Event{o.Event(pos.OrderChanged, a.cfg.NewID(), a.now())}, err
	})
	switch pos.KindOf(err) {
	case "":
	case pos.KindNotFound:
		return a.missing(ctx, b.OrderID, pos.HeldOverpaid)
	case pos.KindConflict: // it is in another currency, or was archived with nothing left to be paid
		return a.overpaid(ctx, pos.DetailOf(err))
	default:
		return ledgerError{err}
	}
	if err := a.notePayment(ctx, earlier, b); err != nil {
		return err
	}
	over := min(b.Amount, earlier.Placement.DeferredPaid-earlier.Deferred)
	if earlier.State == pos.StateCancelled {
		over = b.Amount
	}
	if over > 0 {
		return a.overpaid(ctx, pos.Met(pos.MetOverpayment, pos.Figures{
			"order": earlier.Receipt(), "amount": units(over, a.order.Currency), "currency": a.order.Currency,
		}))
	}
	return nil
}

// otherCurrency is what an order meets that pays for another, or takes back of it, in a currency that is not the other's.
func otherCurrency(sold, now pos.Order) pos.HeldDetail {
	return pos.Met(pos.MetOtherCurrency, pos.Figures{"order": sold.Receipt(), "sold_in": sold.Currency, "currency": now.Currency})
}

// overpaid holds the order unless a person has accepted that.
func (a *attempt) overpaid(ctx context.Context, detail pos.HeldDetail) error {
	if a.order.Accepts(pos.HeldOverpaid) {
		return nil
	}
	return a.hold(ctx, pos.HeldOverpaid, detail)
}

// notePayment writes the payment on the earlier order in Magento. A comment that stands there twice does no harm.
func (a *attempt) notePayment(ctx context.Context, earlier pos.Order, b pos.Balance) error {
	if earlier.Placement.OrderID == "" {
		return nil // its own comment will tell
	}
	if err := a.mayCall(ctx); err != nil {
		return err
	}
	calling, cancel := a.changing(ctx, a.now())
	defer cancel()
	return a.cfg.Orders.Comment(calling, earlier.Placement.OrderID,
		fmt.Sprintf("%s paid with receipt %s.", amount(b.Amount, a.order.Currency), a.order.Receipt()))
}
