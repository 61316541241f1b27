package placement_test

import (
	"context"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
)

// noImports takes no order.
type noImports struct{ placement.Imports }

func (noImports) ImportOrder(context.Context, pos.Order, pos.Location, string) (string, error) {
	return "", pos.NewError(pos.KindInvalid, pos.CodeRejectedByShop, "not today")
}

func (noImports) ImportedOrder(context.Context, pos.Order, pos.Location) (pos.ShopOrder, error) {
	return pos.ShopOrder{}, pos.NotFound("no such order")
}

func TestRegression_AResolvedOrderLeftItsGoodsInTheCustomersCart(t *testing.T) {
	t.Parallel()
	for action, want := range map[pos.Resolution]pos.OrderState{pos.ResolveCancel: pos.StateCancelled, pos.ResolveImport: pos.StateHeld} {
		t.Run(string(action), func(t *testing.T) {
			t.Parallel()
			inWorld(t, func(c *placement.Config) { c.Imports = noImports{} }, func(w *world) {
				cart := pos.CartRef{QuoteID: "customer-5-0"}
				w.shop.carts[cart.QuoteID] = &shopCart{filled: 2}
				id := w.submit(1, func(o *pos.Order) {
					o.Placement.CustomerID, o.Placement.Cart = 5, cart
					if err := o.Hold(pos.HeldTooManyAttempts, pos.HeldDetail{Text: "the shop was down"}); err != nil {
						w.Fatal(err)
					}
				})
				err := w.Update(w.Context(), id, func(o *pos.Order) ([]pos.Event, error) {
					return nil, o.Resolve(pos.Decision{At: time.Now(), By: "mia", Action: action, Note: "ok"})
				})
				if err != nil {
					w.Fatal(err)
				}
				w.pool.Wake()
				w.pass(time.Minute)
				o := w.wantState(id, want)
				if left := w.shop.carts[cart.QuoteID].filled; left != 0 || o.Placement.Cart != (pos.CartRef{}) {
					w.Errorf("%d lines are left in the cart %+v", left, o.Placement.Cart)
				}
			})
		})
	}
}

func TestRegression_AnOrderWasCancelledWhileAnInvoiceCouldStillBeMade(t *testing.T) {
	t.Parallel()
	inWorld(t, nil, func(w *world) {
		w.shop.set("invoice", pos.OutcomeUnknown(nil, "cut"))
		id := w.submit(1)
		w.pass(time.Second)
		err := w.Update(w.Context(), id, func(o *pos.Order) ([]pos.Event, error) {
			_, err := o.AskCancel(pos.Decision{At: time.Now(), By: "mia", Note: "not wanted"})
			return nil, err
		})
		if err != nil {
			w.Fatal(err)
		}
		w.pool.Wake()
		w.pass(time.Minute) // less than SettleFor
		if n := w.shop.count("cancel"); n != 0 {
			w.Fatalf("Magento was asked to cancel %d times while the invoice may be made", n)
		}
		w.pass(10 * time.Minute)
		w.wantState(id, pos.StateCancelled)
		if n := w.shop.count("cancel"); n != 1 {
			w.Errorf("Magento was asked to cancel %d times", n)
		}
	})
}
