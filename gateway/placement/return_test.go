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
