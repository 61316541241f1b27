package sqldb_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

// soldAbroad fills a ledger: two sales within an hour, one of them archived; a refund a quarter later elsewhere; one that
// was cancelled; and one of another day.
func soldAbroad(t *testing.T, db *sqldb.DB) {
	t.Helper()
	sell(t, db, 1, func(o *pos.Order) { o.State, o.SettledAt = pos.StateSettled, o.ReceivedAt })
	if n, err := db.Archive(t.Context(), ordertest.Start().Add(365*24*time.Hour)); n != 1 || err != nil {
		t.Fatalf("%d were archived, %v", n, err)
	}
	sell(t, db, 2, nil)
	sell(t, db, 3, func(o *pos.Order) {
		o.SoldAt, o.LocationID, o.StaffID = o.SoldAt.Add(20*time.Minute), "la", "bob"
		o.Lines, o.Charged, o.Change = nil, pos.Totals{}, 0
		o.Returns = []pos.Return{{SKU: "BAG", Name: "Bag", Quantity: decimal.RequireFromString("1"), Refund: 1000, Tax: 75}}
		o.Tenders = []pos.Tender{{Kind: pos.TenderCash, Amount: -1000}}
	})
	sell(t, db, 4, func(o *pos.Order) { o.State = pos.StateCancelled })
	sell(t, db, 5, func(o *pos.Order) { o.SoldAt = o.SoldAt.Add(24 * time.Hour) })
	countAll(t, db)
}

// countAll brings the sums up to date.
func countAll(t *testing.T, db *sqldb.DB) {
	t.Helper()
	const limit = 3
	for n := limit; n == limit; {
		var err error
		if n, err = db.CountSales(t.Context(), limit); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSales(t *testing.T) {
	t.Parallel()
	from := ordertest.Start().Truncate(time.Hour)
	quarters := []pos.SalesRow{
		{At: from, Currency: "USD", Orders: 2, Sales: 6000, Discounts: 200, Tax: 400},
		{At: from.Add(15 * time.Minute), Currency: "USD", Orders: 1, Refunds: 1000, Tax: -75},
	}
	want := map[pos.SalesBy][]pos.SalesRow{
		pos.SalesByHour: quarters, pos.SalesByDay: quarters,
		pos.SalesByLocation: {
			{Key: "nyc", Currency: "USD", Orders: 2, Sales: 6000, Discounts: 200, Tax: 400},
			{Key: "la", Currency: "USD", Orders: 1, Refunds: 1000, Tax: -75},
		},
		pos.SalesByStaff: {
			{Key: "ana", Currency: "USD", Orders: 2, Sales: 6000, Discounts: 200, Tax: 400},
			{Key: "bob", Currency: "USD", Orders: 1, Refunds: 1000, Tax: -75},
		},
		pos.SalesByProduct: {
			{Key: "BAG", Name: "Bag", Currency: "USD", Orders: 2, Quantity: decimal.New(4, 0), Sales: 4100, Refunds: 1000, Discounts: 200, Tax: 300 - 75},
			{Key: "ROPE", Name: "Rope", Currency: "USD", Orders: 2, Quantity: decimal.New(25, -1), Sales: 1900, Tax: 100},
		},
		pos.SalesByTender: {
			{Key: "card", Currency: "USD", Orders: 2, Sales: 3000},
			{Key: "cash", Currency: "USD", Orders: 3, Sales: 2*2000 - 1000 - 2*500},
		},
	}
	equal := cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })
	onBoth(t, func(on server) {
		db := on.fresh(on.T)
		soldAbroad(on.T, db)
		for by, rows := range want {
			got, err := db.Sales(on.Context(), pos.SalesQuery{From: from, To: from.Add(time.Hour), By: by})
			if diff := cmp.Diff(rows, got, equal); diff != "" || err != nil {
				on.Errorf("by %s: %v\n%s", by, err, diff)
			}
		}
		got, err := db.Sales(on.Context(), pos.SalesQuery{From: from, To: from.Add(time.Hour), By: pos.SalesByTender, LocationID: "la"})
		if err != nil || len(got) != 1 || got[0].Sales != -1000 {
			on.Errorf("of one location: %+v, %v", got, err)
		}
	})
}
