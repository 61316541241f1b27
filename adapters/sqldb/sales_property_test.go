package sqldb_test

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

// TestSalesAreThoseOfTheOrders sells, cancels, archives and counts on two replicas in any order, also at once: then every sum
// is that of the orders, whatever it is by and of.
func TestSalesAreThoseOfTheOrders(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		url := on.url(on.T)
		replicas := []*sqldb.DB{open(on.T, url), open(on.T, url)}
		longest := map[bool]int{true: 12, false: 30}[on.slow]
		checks := 0
		rapid.Check(on.T, func(t *rapid.T) {
			checks++
			p := &sold{T: t, replicas: replicas, register: fmt.Sprint("r", checks), begin: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 10*checks)}
			for range rapid.IntRange(1, longest).Draw(t, "steps") {
				rapid.SampledFrom([]func(){p.sell, p.sell, p.sell, p.move, p.move, p.archive, p.count, p.count, p.atOnce}).Draw(t, "do")()
			}
			p.compare()
		})
	})
}

type sold struct {
	*rapid.T
	replicas []*sqldb.DB
	register string
	begin    time.Time // of the days that are this check's own
	orders   []pos.Order
}

func (p *sold) replica() *sqldb.DB { return rapid.SampledFrom(p.replicas).Draw(p.T, "replica") }

func (p *sold) amount(what string) int64 { return rapid.Int64Range(-50, 500).Draw(p.T, what) }

func (p *sold) draw() pos.Order {
	n := len(p.orders) + 1
	o := ordertest.Received(p.register, n)
	o.LocationID = rapid.SampledFrom([]string{"nyc", "la"}).Draw(p.T, "location")
	o.StaffID = rapid.SampledFrom([]string{"ana", "bob"}).Draw(p.T, "staff")
	o.Currency = rapid.SampledFrom([]string{"USD", "USD", "EUR"}).Draw(p.T, "currency")
	// Quarters begin often, and so do days.
	o.SoldAt = p.begin.Add(time.Duration(rapid.IntRange(0, 3*96).Draw(p.T, "quarter"))*15*time.Minute +
		time.Duration(rapid.SampledFrom([]int{0, 1, 899}).Draw(p.T, "seconds"))*time.Second)
	o.Charged = pos.Totals{Total: p.amount("total"), Discount: p.amount("discount"), Tax: p.amount("tax")}
	o.Change = rapid.SampledFrom([]int64{0, 0, 7}).Draw(p.T, "change")
	o.Lines, o.Returns, o.Tenders = nil, nil, nil
	sku := rapid.SampledFrom([]string{"BAG", "ROPE", "Größe"})
	quantity := rapid.Int64Range(1, 30_000)
	for range rapid.IntRange(0, 3).Draw(p.T, "lines") {
		o.Lines = append(o.Lines, pos.Line{SKU: sku.Draw(p.T, "sku"), Quantity: decimal.New(quantity.Draw(p.T, "quantity"), -4), RowTotal: p.amount("row"),
			Discount: p.amount("off"), Tax: p.amount("tax"), Compensation: p.amount("compensation"), MarkedDown: p.amount("marked down")})
	}
	for range rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(p.T, "returns") {
		o.Returns = append(o.Returns, pos.Return{SKU: sku.Draw(p.T, "sku"), Quantity: decimal.New(1, 0), Refund: p.amount("refund"), Tax: p.amount("tax")})
	}
	for range rapid.IntRange(0, 2).Draw(p.T, "tenders") {
		o.Tenders = append(o.Tenders, pos.Tender{Kind: rapid.SampledFrom(pos.TenderKinds()).Draw(p.T, "kind"), Amount: p.amount("amount")})
	}
	o.Hash = o.OrderInput.Hash()
	return o
}

func (p *sold) sell() {
	o := p.draw()
	if _, _, err := p.replica().Accept(p.Context(), o, nil); err != nil {
		p.Fatal(err)
	}
	p.orders = append(p.orders, o)
}

// move brings an order into some state: cancelled, back from there, or done.
func (p *sold) move() {
	if len(p.orders) == 0 {
		return
	}
	o := &p.orders[rapid.IntRange(0, len(p.orders)-1).Draw(p.T, "order")]
	to := rapid.SampledFrom([]pos.OrderState{pos.StateCancelled, pos.StateCancelled, pos.StateReceived, pos.StateSettled}).Draw(p.T, "state")
	err := p.replica().Update(p.Context(), o.ID, func(o *pos.Order) ([]pos.Event, error) { o.State = to; return nil, nil })
	switch pos.KindOf(err) {
	case "":
		o.State = to
	case pos.KindConflict: // archived
	default:
		p.Fatal(err)
	}
}

func (p *sold) archive() {
	if _, err := p.replica().Archive(p.Context(), ordertest.Start().AddDate(1, 0, 0)); err != nil {
		p.Fatal(err)
	}
}

func (p *sold) count() {
	if _, err := p.replica().CountSales(p.Context(), rapid.IntRange(1, 4).Draw(p.T, "limit")); err != nil {
		p.Fatal(err)
	}
}

// atOnce counts on both replicas while orders are sold, cancelled and archived.
func (p *sold) atOnce() {
	var wg sync.WaitGroup
	run := func(do func() error) {
		wg.Go(func() {
			if err := do(); err != nil {
				p.Error(err)
			}
		})
	}
	ctx := p.Context()
	for i, r := range p.replicas {
		o := p.draw()
		p.orders = append(p.orders, o)
		run(func() error { _, err := r.CountSales(ctx, 3); return err })
		run(func() error {
			if _, _, err := r.Accept(ctx, o, nil); err != nil || i > 0 {
				return err
			}
			return r.Update(ctx, o.ID, func(o *pos.Order) ([]pos.Event, error) { o.State = pos.StateCancelled; return nil, nil })
		})
		if i == 0 {
			p.orders[len(p.orders)-1].State = pos.StateCancelled
		}
	}
	run(func() error { _, err := p.replicas[0].CountSales(ctx, 3); return err })
	run(func() error { _, err := p.replicas[1].Archive(ctx, ordertest.Start()); return err })
	wg.Wait()
}

func (p *sold) compare() {
	for n := 1; n > 0; {
		var err error
		if n, err = p.replicas[0].CountSales(p.Context(), 50); err != nil {
			p.Fatal(err)
		}
	}
	if n, err := p.replicas[1].UncountedSales(p.Context(), 10); n != 0 || err != nil {
		p.Errorf("%d orders are not counted, %v", n, err)
	}
	equal := gocmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })
	for _, by := range []pos.SalesBy{pos.SalesByHour, pos.SalesByDay, pos.SalesByLocation, pos.SalesByStaff, pos.SalesByProduct, pos.SalesByTender} {
		quarter := func(what string) time.Duration {
			return time.Duration(rapid.IntRange(0, 3*96+1).Draw(p.T, what)) * 15 * time.Minute
		}
		q := pos.SalesQuery{By: by, From: p.begin.Add(quarter("from")), LocationID: rapid.SampledFrom([]string{"", "", "nyc", "sf"}).Draw(p.T, "of")}
		q.To = q.From.Add(quarter("length") + 15*time.Minute)
		got, err := p.replicas[1].Sales(p.Context(), q)
		if err != nil {
			p.Fatal(err)
		}
		if diff := gocmp.Diff(plainSales(p.orders, q), sorted(got), equal); diff != "" {
			p.Errorf("%+v (-of the orders +of the sums):\n%s", q, diff)
		}
	}
}

func sorted(rows []pos.SalesRow) []pos.SalesRow {
	slices.SortFunc(rows, func(a, b pos.SalesRow) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Currency, b.Currency))
	})
	return rows
}

// plainSales adds up orders one by one.
func plainSales(orders []pos.Order, q pos.SalesQuery) []pos.SalesRow {
	sums := map[string]*pos.SalesRow{}
	for _, o := range orders {
		if o.State == pos.StateCancelled || o.SoldAt.Before(q.From) || !o.SoldAt.Before(q.To) || q.LocationID != "" && o.LocationID != q.LocationID {
			continue
		}
		of := func(key string, at time.Time) *pos.SalesRow {
			name := key + at.String() + o.Currency
			if sums[name] == nil {
				sums[name] = &pos.SalesRow{Key: key, At: at, Currency: o.Currency}
			}
			return sums[name]
		}
		switch q.By {
		case pos.SalesByProduct:
			seen := map[string]bool{}
			for _, l := range o.Lines {
				r := of(l.SKU, time.Time{})
				if !seen[l.SKU] {
					r.Orders++
				}
				seen[l.SKU] = true
				r.Quantity = r.Quantity.Add(l.Quantity)
				r.Sales += l.RowTotal + l.Tax + l.Compensation - l.Discount
				r.Discounts += l.Discount + l.MarkedDown
				r.Tax += l.Tax
			}
			for _, back := range o.Returns {
				r := of(back.SKU, time.Time{})
				r.Refunds += back.Refund
				r.Tax -= back.Tax
			}
			continue
		case pos.SalesByTender:
			for _, paid := range o.Tenders {
				r := of(string(paid.Kind), time.Time{})
				r.Orders++
				r.Sales += paid.Amount
			}
			if o.Change != 0 {
				of("cash", time.Time{}).Sales -= o.Change
			}
			continue
		case pos.SalesByHour, pos.SalesByDay, pos.SalesByLocation, pos.SalesByStaff:
		}
		r := map[pos.SalesBy]func() *pos.SalesRow{
			pos.SalesByHour:     func() *pos.SalesRow { return of("", o.SoldAt.Truncate(15*time.Minute)) },
			pos.SalesByDay:      func() *pos.SalesRow { return of("", o.SoldAt.Truncate(15*time.Minute)) },
			pos.SalesByLocation: func() *pos.SalesRow { return of(o.LocationID, time.Time{}) },
			pos.SalesByStaff:    func() *pos.SalesRow { return of(o.StaffID, time.Time{}) },
		}[q.By]()
		r.Orders++
		r.Sales, r.Discounts, r.Tax = r.Sales+o.Charged.Total, r.Discounts+o.Charged.Discount, r.Tax+o.Charged.Tax
		for _, l := range o.Lines {
			r.Discounts += l.MarkedDown
		}
		for _, back := range o.Returns {
			r.Refunds, r.Tax = r.Refunds+back.Refund, r.Tax-back.Tax
		}
	}
	var rows []pos.SalesRow
	for _, r := range sums {
		rows = append(rows, *r)
	}
	return sorted(rows)
}
