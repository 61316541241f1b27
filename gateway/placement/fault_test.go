package placement_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
)

// faulty is a shop whose caller panics the first time that it uses an operation.
type faulty struct {
	*shop
	at    string
	fails bool
}

func (f *faulty) use(operation string) {
	if f.fails && operation == f.at {
		f.fails = false
		panic("fault of our own")
	}
}

func (f *faulty) FillCart(ctx context.Context, cart pos.CartRef, o pos.Order, at pos.Location) (pos.Quote, error) {
	f.use("fill")
	return f.shop.FillCart(ctx, cart, o, at)
}

func (f *faulty) PlaceCart(ctx context.Context, cart pos.CartRef, o pos.Order, at pos.Location) (string, error) {
	id, err := f.shop.PlaceCart(ctx, cart, o, at)
	f.use("order") // its answer was too much
	return id, err
}

func (f *faulty) Invoice(ctx context.Context, id, comment string) (string, error) {
	f.use("invoice")
	return f.shop.Invoice(ctx, id, comment)
}

func (f *faulty) Ship(ctx context.Context, o pos.ShopOrder, source string) (string, error) {
	id, err := f.shop.Ship(ctx, o, source)
	f.use("shipment")
	return id, err
}

func TestRegression_AnOrderOnWhichTheGatewayPanicsTookAllOthersWithIt(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{"fill", "order", "invoice", "shipment"} {
		t.Run("at "+operation, func(t *testing.T) {
			t.Parallel()
			fault := &faulty{at: operation, fails: true}
			inWorld(t, func(c *placement.Config) {
				c.Workers = 1
				fault.shop = c.Carts.(*shop)
				c.Carts, c.Orders = fault, fault
			}, func(w *world) {
				bad := w.submit(1)
				w.pass(time.Second)
				good := w.submit(2)
				w.pass(time.Minute)
				o := w.wantHeld(bad, pos.HeldGatewayFault, "fault of our own")
				step := map[string]string{"fill": "order"}[operation]
				if step == "" {
					step = operation
				}
				if o.Held.Message == "" || !slices.Contains(w.steps, step+" fault") {
					w.Errorf("message %q, steps %v", o.Held.Message, w.steps)
				}
				w.wantState(good, pos.StateSettled)
				w.retry(bad)
				w.pass(time.Hour)
				w.wantState(bad, pos.StateSettled)
				w.wantOneOrder(bad)
				if made := w.shop.of(bad)[0]; len(made.invoices) != 1 || len(made.shipments) != 1 {
					w.Errorf("invoices %v, shipments %v", made.invoices, made.shipments)
				}
			})
		})
	}
}
