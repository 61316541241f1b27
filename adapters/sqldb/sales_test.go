package sqldb_test

import (
	"database/sql"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/adapters/testserver"
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
		{At: from, Currency: "USD", Orders: 2, Sales: 6000, Discounts: 280, Tax: 400},
		{At: from.Add(15 * time.Minute), Currency: "USD", Orders: 1, Refunds: 1000, Tax: -75},
	}
	want := map[pos.SalesBy][]pos.SalesRow{
		pos.SalesByHour: quarters, pos.SalesByDay: quarters,
		pos.SalesByLocation: {
			{Key: "nyc", Currency: "USD", Orders: 2, Sales: 6000, Discounts: 280, Tax: 400},
			{Key: "la", Currency: "USD", Orders: 1, Refunds: 1000, Tax: -75},
		},
		pos.SalesByStaff: {
			{Key: "ana", Currency: "USD", Orders: 2, Sales: 6000, Discounts: 280, Tax: 400},
			{Key: "bob", Currency: "USD", Orders: 1, Refunds: 1000, Tax: -75},
		},
		pos.SalesByProduct: {
			{Key: "BAG", Name: "Bag", Currency: "USD", Orders: 2, Quantity: decimal.New(4, 0), Sales: 4100, Refunds: 1000, Discounts: 200, Tax: 300 - 75},
			{Key: "ROPE", Name: "Rope", Currency: "USD", Orders: 2, Quantity: decimal.New(25, -1), Sales: 1900, Discounts: 80, Tax: 100},
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
		got, err = db.Sales(on.Context(), pos.SalesQuery{To: time.Time{}.Add(24 * time.Hour), By: pos.SalesByHour})
		if err != nil || len(got) != 0 {
			on.Errorf("what an archived order left behind was counted: %+v, %v", got, err)
		}
	})
}

// TestSalesCountedAnew does what docs/ledger.md says.
func TestSalesCountedAnew(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		url := on.url(on.T)
		db := open(on.T, url)
		soldAbroad(on.T, db)
		q := pos.SalesQuery{From: ordertest.Start().Truncate(time.Hour), To: ordertest.Start().Add(48 * time.Hour), By: pos.SalesByProduct}
		want, err := db.Sales(on.Context(), q)
		if err != nil || len(want) != 2 {
			on.Fatal(want, err)
		}
		execute(on.T, url, "DELETE FROM sales",
			"UPDATE orders SET in_sales = CASE state WHEN 'cancelled' THEN 3 WHEN 'archived' THEN 3 ELSE 0 END",
			"UPDATE archived_orders SET in_sales = CASE state WHEN 'cancelled' THEN 3 ELSE 0 END")
		countAll(on.T, db)
		got, err := db.Sales(on.Context(), q)
		if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })); diff != "" || err != nil {
			on.Error(err, diff)
		}
	})
}

// salesOf is how many orders the sums of a day hold.
func salesOf(t *testing.T, db *sqldb.DB) int {
	t.Helper()
	from := ordertest.Start().Truncate(24 * time.Hour)
	rows, err := db.Sales(t.Context(), pos.SalesQuery{From: from, To: from.Add(24 * time.Hour), By: pos.SalesByStaff})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range rows {
		n += r.Orders
	}
	return n
}

func TestSalesOfAFailedCount(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		url := on.url(on.T)
		db := open(on.T, url)
		for n := range 5 {
			sell(on.T, db, n+1, nil)
		}
		execute(on.T, url, "ALTER TABLE sales RENAME TO away")
		if n, err := db.CountSales(on.Context(), 10); n != 0 || err == nil {
			on.Fatalf("counted %d orders without a table, %v", n, err)
		}
		execute(on.T, url, "ALTER TABLE away RENAME TO sales")
		if n, err := db.UncountedSales(on.Context(), 3); n != 3 || err != nil {
			on.Errorf("%d orders of 5 are to be counted, up to 3, %v", n, err)
		}
		countAll(on.T, db)
		if n := salesOf(on.T, db); n != 5 {
			on.Errorf("%d orders of 5 are in the sums", n)
		}
		if n, err := db.CountSales(on.Context(), 10); n != 0 || err != nil {
			on.Errorf("counted %d orders again, %v", n, err)
		}
	})
}

// TestSalesOfALateCommit stores an order in a transaction that ends after later orders were counted.
func TestSalesOfALateCommit(t *testing.T) {
	t.Parallel()
	url := testserver.MariaDB(t)
	db := open(t, url)
	sell(t, db, 1, nil)
	raw, err := sql.Open("mysql", url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }()
	late, err := raw.BeginTx(t.Context(), &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = late.Rollback() }()
	const columns = "location_id, device_id, hash, state, body, held_reason, held_message, held_detail, attempts, received_at, next_attempt_at, " +
		"settled_at, cart_masked_id, cart_quote_id, increment_id, shop_status, expected, lease_token, lease_until"
	if _, err := late.ExecContext(t.Context(), "INSERT INTO orders (id, register_id, counter, "+columns+") SELECT '0', 'nyc-1', 2, "+columns+" FROM orders"); err != nil {
		t.Fatal(err)
	}
	sell(t, db, 3, nil)
	countAll(t, db)
	if n := salesOf(t, db); n != 2 {
		t.Errorf("%d orders are in the sums before the third is there", n)
	}
	if err := late.Commit(); err != nil {
		t.Fatal(err)
	}
	countAll(t, db)
	if n := salesOf(t, db); n != 3 {
		t.Errorf("%d orders of 3 are in the sums", n)
	}
}
