package placement_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
)

// refunds is what a shop gave back, and whether it refuses to.
type refunds struct {
	placement.Returns
	made   []pos.CreditMemo
	refuse error
}

func (r *refunds) CreditMemo(context.Context, string, string) (string, error) {
	return "", pos.NotFound("no credit memo")
}

func (r *refunds) Refund(_ context.Context, _ string, memo pos.CreditMemo) (string, error) {
	if r.refuse != nil {
		return "", r.refuse
	}
	r.made = append(r.made, memo)
	return strconv.Itoa(len(r.made)), nil
}

func TestRegression_AReturnThatWasCancelledKeptThePiecesFromComingBack(t *testing.T) {
	t.Parallel()
	shop := &refunds{refuse: pos.NewError(pos.KindInvalid, pos.CodeRejectedByShop, "The most money available to refund is $1")}
	inWorld(t, func(c *placement.Config) { c.Returns = shop }, func(w *world) {
		sold := w.submit(1)
		w.pass(time.Minute)
		line := w.wantState(sold, pos.StateSettled).Lines[0]
		back := func(n int, quantity decimal.Decimal) string {
			id := w.submit(n, without, func(o *pos.Order) {
				o.Returns = []pos.Return{{OrderID: sold, SKU: line.SKU, Quantity: quantity, Refund: 100, Reason: "r"}}
			})
			w.pass(time.Minute)
			return id
		}
		mistyped := back(2, line.Quantity)
		w.wantHeld(mistyped, pos.HeldReturnRefused, "most money")
		shop.refuse = nil
		w.wantHeld(back(3, line.Quantity), pos.HeldOverReturned, "0 of order") // the first may still go on
		err := w.Update(w.Context(), mistyped, func(o *pos.Order) ([]pos.Event, error) {
			return nil, o.Resolve(pos.Decision{At: time.Now(), By: "mia", Action: pos.ResolveCancel, Note: "mistyped, nothing was paid out"})
		})
		if err != nil {
			w.Fatal(err)
		}
		again := back(4, line.Quantity)
		w.wantState(again, pos.StateSettled)
		if len(shop.made) != 1 || !shop.made[0].Items[0].Quantity.Equal(line.Quantity) {
			w.Errorf("given back: %+v", shop.made)
		}
		if noted := w.get(sold).Placement.Returned; len(noted) != 1 || noted[0].OrderID != again {
			w.Errorf("the order that was sold notes %+v", noted)
		}
	})
}

func TestRegression_AnExchangeWhoseReturnIsRefusedCouldNeverEnd(t *testing.T) {
	t.Parallel()
	shop := &refunds{refuse: pos.NewError(pos.KindInvalid, pos.CodeRejectedByShop, "The most money available to refund is $1")}
	inWorld(t, func(c *placement.Config) { c.Returns = shop }, func(w *world) {
		sold := w.submit(1)
		w.pass(time.Minute)
		line := w.wantState(sold, pos.StateSettled).Lines[0]
		exchange := w.submit(2, func(o *pos.Order) {
			o.Returns = []pos.Return{{OrderID: sold, SKU: line.SKU, Quantity: line.Quantity, Refund: 100, Reason: "r"}}
		})
		w.pass(time.Minute)
		w.wantHeld(exchange, pos.HeldReturnRefused, "most money")
		decide := func(action pos.Resolution) error {
			return w.Update(w.Context(), exchange, func(o *pos.Order) ([]pos.Event, error) {
				return nil, o.Resolve(pos.Decision{At: time.Now(), By: "mia", Action: action, Note: "given back by hand"})
			})
		}
		if err := decide(pos.ResolveCancel); pos.KindOf(err) != pos.KindConflict {
			w.Errorf("what is in Magento was cancelled: %v", err)
		}
		if err := decide(pos.ResolveAccept); err != nil {
			w.Fatal(err)
		}
		w.pool.Wake()
		w.pass(time.Minute)
		w.wantState(exchange, pos.StateSettled)
		w.wantOneOrder(exchange)
		if len(shop.made) != 0 {
			w.Errorf("given back once more: %+v", shop.made)
		}
	})
}

// shelves are sources that take no quantity.
type shelves struct{ placement.Returns }

func (shelves) SourceQuantity(context.Context, string, string) (decimal.Decimal, error) {
	return decimal.Zero, nil
}

func (shelves) SetSourceQuantity(context.Context, string, string, decimal.Decimal) error {
	return pos.NewError(pos.KindInvalid, pos.CodeRejectedByShop, "Could not save Source Item")
}

func TestRegression_AnExchangeWhoseGoodsMagentoDoesNotTakeCouldNeverEnd(t *testing.T) {
	t.Parallel()
	inWorld(t, func(c *placement.Config) { c.Returns = shelves{} }, func(w *world) {
		exchange := w.submit(1, func(o *pos.Order) {
			o.Returns = []pos.Return{{SKU: "gone", Quantity: decimal.NewFromInt(1), Refund: 100, Restock: true, Reason: "r"}}
		})
		w.pass(time.Minute)
		w.wantHeld(exchange, pos.HeldRestockUnclear, "Could not save")
		err := w.Update(w.Context(), exchange, func(o *pos.Order) ([]pos.Event, error) {
			return nil, o.Resolve(pos.Decision{At: time.Now(), By: "mia", Action: pos.ResolveAccept, Note: "thrown away"})
		})
		if err != nil {
			w.Fatal(err)
		}
		w.pool.Wake()
		w.pass(time.Minute)
		w.wantState(exchange, pos.StateSettled)
	})
}
