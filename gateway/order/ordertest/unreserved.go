package ordertest

import (
	"context"
	"maps"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/order"
	"github.com/tillway/tillway/gateway/pos"
)

// Reserver is a ledger that tells what of its orders Magento has yet to reserve.
type Reserver interface {
	order.Ledger
	// Unreserved adds up, by SKU in lower case, what was sold at locations and Magento has not reserved yet: of some SKUs, given
	// in lower case, or of all when skus is nil.
	Unreserved(ctx context.Context, locations, skus []string) (map[string]decimal.Decimal, error)
}

// Unreserved checks that a ledger follows what Magento has yet to reserve. Each test gets an empty one.
func Unreserved(t *testing.T, newLedger func(t *testing.T) Reserver) {
	t.Helper()
	for name, test := range map[string]func(t *testing.T, l Reserver){
		"adds up the pieces of many orders":              unreservedMany,
		"narrows to locations and SKUs":                  unreservedSome,
		"follows an order until Magento has reserved it": unreservedUntil,
		"takes an order of very many lines":              unreservedLarge,
		"counts the parts of bundles in place of them":   unreservedParts,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newLedger(t))
		})
	}
}

func wantUnreserved(t *testing.T, l Reserver, locations, skus []string, want map[string]string) {
	t.Helper()
	found, err := l.Unreserved(t.Context(), locations, skus)
	got := map[string]string{}
	for sku, pieces := range found {
		got[sku] = pieces.String()
	}
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("of %v at %v %v are not reserved, %v; want %v", skus, locations, got, err, want)
	}
}

func unreservedMany(t *testing.T, l Reserver) {
	t.Helper()
	wantUnreserved(t, l, []string{"nyc"}, nil, map[string]string{})
	for n := range 5 {
		accept(t, l, Received("nyc-1", n+1))
	}
	if _, again, err := l.Accept(t.Context(), Received("nyc-1", 1), nil); err != nil || !again {
		t.Errorf("sent again: duplicate %t, %v", again, err)
	}
	o := Received("nyc-1", 6)
	o.Lines[1].SKU, o.Lines[1].Quantity = "24-mb01", decimal.RequireFromString("0.0625")
	o.Hash = o.OrderInput.Hash()
	accept(t, l, o)
	wantUnreserved(t, l, []string{"nyc"}, nil, map[string]string{"24-mb01": "12.0625", "24-ug06": "5"})
}

func unreservedSome(t *testing.T, l Reserver) {
	t.Helper()
	accept(t, l, Received("nyc-1", 1))
	o := Received("la-1", 1)
	o.LocationID = "la"
	o.Hash = o.OrderInput.Hash()
	accept(t, l, o)
	for _, tt := range []struct {
		locations, skus []string
		want            map[string]string
	}{
		{[]string{"nyc"}, []string{"24-mb01"}, map[string]string{"24-mb01": "2"}},
		{[]string{"nyc", "la"}, []string{"24-mb01", "24-ug06", "other"}, map[string]string{"24-mb01": "4", "24-ug06": "2"}},
		{[]string{"sf"}, nil, map[string]string{}},
		{nil, nil, map[string]string{}},
		{[]string{"nyc"}, []string{}, map[string]string{}},
	} {
		wantUnreserved(t, l, tt.locations, tt.skus, tt.want)
	}
}

func unreservedUntil(t *testing.T, l Reserver) {
	t.Helper()
	one := map[string]string{"24-mb01": "2", "24-ug06": "1"}
	done := func(name pos.StepName) func(*pos.Order) {
		return func(o *pos.Order) { o.Placement.Step(name).DoneAt = Start() }
	}
	state := func(s pos.OrderState) func(*pos.Order) { return func(o *pos.Order) { o.State = s } }
	imported := func(o *pos.Order) { o.Placement.Strategy = pos.StrategyImport }
	for n, steps := range [][]struct {
		what   string
		change func(*pos.Order)
		want   map[string]string
	}{
		{
			{"being placed", state(pos.StatePlacing), one},
			{"held", state(pos.StateHeld), one},
			{"placed by its cart", done(pos.StepOrder), nil},
			{"to be placed again", func(o *pos.Order) { *o.Placement.Step(pos.StepOrder) = pos.Step{Name: pos.StepOrder} }, one},
			{"placed again", done(pos.StepOrder), nil},
		},
		{{"to be imported", imported, one}, {"imported", done(pos.StepOrder), one}, {"reserved", done(pos.StepReservation), nil}},
		{{"cancelled", state(pos.StateCancelled), nil}},
	} {
		o := accept(t, l, Received("nyc-1", n+1))
		wantUnreserved(t, l, []string{"nyc"}, nil, one)
		for _, s := range steps {
			err := l.Update(t.Context(), o.ID, func(o *pos.Order) ([]pos.Event, error) { s.change(o); return nil, nil })
			if err != nil {
				t.Fatal(err)
			}
			t.Log(s.what)
			wantUnreserved(t, l, []string{"nyc"}, nil, s.want)
		}
	}
}

func unreservedLarge(t *testing.T, l Reserver) {
	t.Helper()
	o := Received("nyc-1", 1)
	line := o.Lines[0]
	o.Lines = nil
	for n := range 3 * pos.MaxLines {
		line.SKU = "sku-" + decimal.NewFromInt(int64(n)).String()
		o.Lines = append(o.Lines, line)
	}
	o.Hash = o.OrderInput.Hash()
	accept(t, l, o)
	found, err := l.Unreserved(t.Context(), []string{"nyc"}, nil)
	if err != nil || len(found) != 3*pos.MaxLines || found["sku-1499"].String() != "2" {
		t.Errorf("%d SKUs are not reserved, %v", len(found), err)
	}
}

func unreservedParts(t *testing.T, l Reserver) {
	t.Helper()
	o := Received("nyc-1", 1)
	o.Lines[0].SKU = "KIT"
	o.Hash = o.OrderInput.Hash()
	o.Parts = []pos.Part{{Line: 0, SKU: "24-UG06", Quantity: decimal.NewFromInt(2)}, {Line: 0, SKU: "Strap", Quantity: decimal.RequireFromString("0.5")}}
	accept(t, l, o)
	whole := map[string]string{"24-ug06": "3", "strap": "0.5"}
	wantUnreserved(t, l, []string{"nyc"}, nil, whole)
	for _, done := range []bool{true, false} { // and to be placed again
		err := l.Update(t.Context(), o.ID, func(o *pos.Order) ([]pos.Event, error) {
			*o.Placement.Step(pos.StepOrder) = pos.Step{Name: pos.StepOrder}
			if done {
				o.Placement.Step(pos.StepOrder).DoneAt = Start()
			}
			return nil, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want := whole
		if done {
			want = nil
		}
		wantUnreserved(t, l, []string{"nyc"}, nil, want)
	}
}
