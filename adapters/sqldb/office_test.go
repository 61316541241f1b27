package sqldb_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

// sell stores an order of two bags and a rope for 30.00 with 2.00 of tax, 1.00 off the bags and 0.40 off the price of the rope,
// paid in cash with change and by card.
func sell(t *testing.T, db *sqldb.DB, n int, change func(*pos.Order)) {
	t.Helper()
	o := ordertest.Received("nyc-1", n)
	o.SoldAt, o.StaffID, o.LocationID = ordertest.Start().Truncate(time.Hour), "ana", "nyc"
	o.Lines = []pos.Line{
		{SKU: "BAG", Name: "Bag", Quantity: decimal.RequireFromString("2"), UnitPrice: 1000, RowTotal: 2000, Discount: 100, Tax: 150},
		{SKU: "ROPE", Name: "Rope", Quantity: decimal.RequireFromString("1.25"), UnitPrice: 720, RowTotal: 900, Tax: 50, MarkedDown: 40},
	}
	o.Charged = pos.Totals{Subtotal: 2900, Discount: 100, Tax: 200, Total: 3000}
	o.Tenders, o.Change = []pos.Tender{{Kind: pos.TenderCash, Amount: 2000}, {Kind: pos.TenderCard, Amount: 1500, Reference: "x"}}, 500
	o.Returns = nil
	if change != nil {
		change(&o)
	}
	o.Hash = o.OrderInput.Hash()
	if _, _, err := db.Accept(t.Context(), o, nil); err != nil {
		t.Fatal(err)
	}
}

func TestOfficeOrders(t *testing.T) {
	t.Parallel()
	start := ordertest.Start()
	onBoth(t, func(on server) {
		db := on.fresh(on.T)
		sell(on.T, db, 1, func(o *pos.Order) { o.ReceivedAt, o.Lines[0].Name = start, `Crown "100%" Sümmit` })
		sell(on.T, db, 2, func(o *pos.Order) { o.ReceivedAt, o.LocationID = start.Add(time.Hour), "la" })
		sell(on.T, db, 3, func(o *pos.Order) { o.ReceivedAt, o.RegisterID = start.Add(2*time.Hour), "nyc-2" })
		for name, c := range map[string]struct {
			filter pos.OrderFilter
			want   string
		}{
			"all":                        {pos.OrderFilter{}, "[3 2 1]"},
			"of some locations":          {pos.OrderFilter{Locations: []string{"la", "sf"}}, "[2]"},
			"of some registers":          {pos.OrderFilter{Registers: []string{"nyc-1"}}, "[2 1]"},
			"from one time to another":   {pos.OrderFilter{From: start, To: start.Add(2 * time.Hour)}, "[2 1]"},
			"with a text in small":       {pos.OrderFilter{Text: `crown "100%" s`}, "[1]"},
			"with a percent sign":        {pos.OrderFilter{Text: "B%G"}, "[]"},
			"with a text that all have":  {pos.OrderFilter{Text: "rope", Locations: []string{"nyc"}}, "[3 1]"},
			"of a location and its text": {pos.OrderFilter{LocationID: "la", Text: "rope"}, "[2]"},
		} {
			page, err := db.Orders(on.Context(), c.filter, "", 10)
			got := []int64{}
			for _, o := range page.Orders {
				got = append(got, o.Counter)
			}
			if err != nil || fmt.Sprint(got) != c.want {
				on.Errorf("%s: %v instead of %s, %v", name, got, c.want, err)
			}
		}
	})
}

func TestDeviceReports(t *testing.T) {
	t.Parallel()
	now := ordertest.Start()
	onBoth(t, func(on server) {
		db := on.fresh(on.T)
		for i, id := range []string{"a", "b"} {
			at := now.Add(time.Duration(i) * time.Hour)
			if err := db.PutCode(on.Context(), "h", "nyc-1", at.Add(time.Hour)); err != nil {
				on.Fatal(err)
			}
			if _, err := db.UseCode(on.Context(), "h", at, pos.Device{ID: id, Label: id, EnrolledAt: at.Format(time.RFC3339)}); err != nil {
				on.Fatal(err)
			}
		}
		report := pos.DeviceReport{SeenAt: now, OrdersWaiting: 3, OldestWaitingAt: now.Add(-time.Hour), CatalogAt: now.Add(-time.Minute), AppVersion: "1.2"}
		for n := range 2 {
			if report.OrdersWaiting = n; db.SaveDeviceReport(on.Context(), "a", report) != nil {
				on.Fatal("not stored")
			}
		}
		got, err := db.KnownDevices(on.Context())
		if err != nil || len(got) != 2 || got[0].ID != "b" || got[0].Report != nil || got[1].RegisterID != "nyc-1" {
			on.Fatalf("%+v, %v", got, err)
		}
		if diff := cmp.Diff(&report, got[1].Report); diff != "" {
			on.Error(diff)
		}
	})
}
