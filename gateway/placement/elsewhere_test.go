package placement_test

import (
	"context"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
)

// archive is a ledger in which one order can be read and no longer be changed.
type archive struct {
	*memory
	id string
}

func (a *archive) Update(ctx context.Context, id string, decide func(*pos.Order) ([]pos.Event, error)) error {
	if id == a.id {
		return pos.Conflict("Order was archived and cannot be changed any more")
	}
	return a.memory.Update(ctx, id, decide)
}

// noReturns has nothing given back yet, and must give nothing back.
type noReturns struct{ placement.Returns }

func (noReturns) CreditMemo(context.Context, string, string) (string, error) {
	return "", pos.NotFound("no credit memo")
}

// TestWhatNamesAnOrderThatCannotTakeIt is about orders that name an earlier one which is archived, or in another currency.
func TestWhatNamesAnOrderThatCannotTakeIt(t *testing.T) {
	t.Parallel()
	back := func(id string) func(*pos.Order) {
		return func(o *pos.Order) {
			o.Returns = []pos.Return{{OrderID: id, SKU: "24-MB01", Quantity: decimal.NewFromInt(1), Refund: 100, Reason: "r"}}
		}
	}
	pays := func(id string) func(*pos.Order) {
		return func(o *pos.Order) { o.Balances = []pos.Balance{{OrderID: id, Amount: 100}} }
	}
	euros := func(o *pos.Order) { o.Currency = "EUR" }
	for name, test := range map[string]struct {
		archived bool
		of       func(id string) func(*pos.Order)
		currency func(*pos.Order)
		reason   pos.HeldReason
		detail   string
	}{
		"a return of an archived order":                 {true, back, func(*pos.Order) {}, pos.HeldReturnRefused, "archived"},
		"a payment for an archived order":               {true, pays, func(*pos.Order) {}, pos.HeldOverpaid, "archived"},
		"a return that was paid out in other money":     {false, back, euros, pos.HeldReturnRefused, "sold in USD, and this one in EUR"},
		"a payment in other money than the order's own": {false, pays, euros, pos.HeldOverpaid, "sold in USD, and this one in EUR"},
	} {
		t.Run(name+" is held", func(t *testing.T) {
			t.Parallel()
			ledger := &archive{}
			inWorld(t, func(c *placement.Config) {
				ledger.memory = c.Ledger.(*memory)
				c.Ledger, c.Returns = ledger, noReturns{}
			}, func(w *world) {
				sold := w.submit(1)
				w.pass(time.Minute)
				w.wantState(sold, pos.StateSettled)
				if test.archived {
					ledger.id = sold
				}
				id := w.submit(2, without, test.of(sold), test.currency)
				w.pass(10 * time.Minute)
				w.wantHeld(id, test.reason, test.detail)
				if o := w.get(sold); len(o.Placement.Returned) != 0 || o.Placement.DeferredPaid != 0 {
					w.Errorf("the earlier order was changed: %+v", o.Placement)
				}
				if test.reason != pos.HeldOverpaid {
					return
				}
				err := w.Update(w.Context(), id, func(o *pos.Order) ([]pos.Event, error) {
					return nil, o.Resolve(pos.Decision{At: time.Now(), By: "mia", Action: pos.ResolveAccept, Note: "paid back"})
				})
				if err != nil {
					w.Fatal(err)
				}
				w.pool.Wake()
				w.pass(time.Minute)
				w.wantState(id, pos.StateSettled)
			})
		})
	}
}
