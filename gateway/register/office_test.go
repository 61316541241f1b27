package register_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/register"
)

// officeStore remembers what it was asked, and revokes in a list of devices.
type officeStore struct {
	*devices
	filter  pos.OrderFilter
	orders  []pos.Order
	later   []pos.Order
	rows    []pos.SalesRow
	reports map[string]pos.DeviceReport
}

func (s *officeStore) Orders(_ context.Context, filter pos.OrderFilter, _ string, _ int) (pos.OrderPage, error) {
	s.filter = filter
	return pos.OrderPage{Orders: s.orders, Next: "more"}, nil
}

func (s *officeStore) ReturnedWith(_ context.Context, ids []string) ([]pos.Order, error) {
	return slices.DeleteFunc(slices.Clone(s.later), func(o pos.Order) bool {
		return !slices.ContainsFunc(o.Returns, func(r pos.Return) bool { return slices.Contains(ids, r.OrderID) })
	}), nil
}

func (s *officeStore) Sales(context.Context, pos.SalesQuery) ([]pos.SalesRow, error) {
	return s.rows, nil
}

func (s *officeStore) UncountedSales(_ context.Context, limit int) (int, error) {
	return limit - 7, nil
}

func (s *officeStore) KnownDevices(context.Context) ([]pos.KnownDevice, error) {
	return []pos.KnownDevice{{Device: pos.Device{ID: "d1", RegisterID: "NYC1"}}, {Device: pos.Device{ID: "d2", RegisterID: "GONE"}}}, nil
}

func (s *officeStore) SaveDeviceReport(_ context.Context, id string, report pos.DeviceReport) error {
	s.reports[id] = report
	return nil
}

func (s *officeStore) Revoke(ctx context.Context, id string, at time.Time) error {
	if _, err := s.Device(ctx, id); err != nil {
		return err
	}
	s.change(id, func(d *pos.Device) { d.RevokedAt = at.Format(time.RFC3339) })
	return nil
}

func headOffice(ctx context.Context) context.Context {
	return pos.WithPrincipal(ctx, pos.Principal{DeviceID: "d9", LocationID: "nyc", StaffID: "mia", Permissions: []pos.Permission{pos.PermitHeadOffice}})
}

func TestOffice(t *testing.T) {
	t.Parallel()
	begin := func(t *testing.T) (*register.Office, *officeStore, *world) {
		t.Helper()
		f := setup(t)
		store := &officeStore{devices: f.devices, reports: map[string]pos.DeviceReport{}}
		return register.NewOffice(store, f.Service), store, f
	}
	day := time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC)
	week := pos.SalesQuery{From: day, To: day.AddDate(0, 0, 7), By: pos.SalesByStaff}

	t.Run("is for those who may act for it", func(t *testing.T) {
		t.Parallel()
		office, _, _ := begin(t)
		cashier := pos.WithPrincipal(t.Context(), pos.Principal{DeviceID: "d1", StaffID: "bob", Role: pos.RoleCashier})
		for name, call := range map[string]func(ctx context.Context) error{
			"Orders":    func(ctx context.Context) error { _, err := office.Orders(ctx, pos.OrderFilter{}, "", 1); return err },
			"Registers": func(ctx context.Context) error { _, err := office.Registers(ctx); return err },
			"Staff":     func(ctx context.Context) error { _, err := office.Staff(ctx); return err },
			"NewCode":   func(ctx context.Context) error { _, err := office.NewCode(ctx, "NYC1"); return err },
			"Revoke":    func(ctx context.Context) error { return office.Revoke(ctx, "d1") },
			"Sales":     func(ctx context.Context) error { _, err := office.Sales(ctx, week, "UTC"); return err },
			"Behind":    func(ctx context.Context) error { _, err := office.SalesBehind(ctx); return err },
		} {
			if err := call(cashier); pos.CodeOf(err) != pos.CodeForbidden {
				t.Errorf("%s: %v", name, err)
			}
			if err := call(t.Context()); pos.CodeOf(err) != pos.CodeUnauthenticated {
				t.Errorf("%s without a device: %v", name, err)
			}
		}
	})
	t.Run("what came back is told before Magento has it, with the later order's state", func(t *testing.T) {
		t.Parallel()
		office, store, _ := begin(t)
		back := func(id string, state pos.OrderState) pos.Order {
			return pos.Order{OrderInput: pos.OrderInput{ID: id, Returns: []pos.Return{{OrderID: "o1", SKU: "A", Quantity: decimal.NewFromInt(1), Refund: 100}}}, State: state}
		}
		store.orders = []pos.Order{{OrderInput: pos.OrderInput{ID: "o1", Lines: []pos.Line{{SKU: "A"}}}}, {OrderInput: pos.OrderInput{ID: "o2", Lines: []pos.Line{{SKU: "A"}}}}}
		store.orders[0].Placement.Returned = []pos.Returned{{OrderID: "placed", SKU: "A", Quantity: decimal.NewFromInt(1), Refund: 100}}
		store.later = []pos.Order{back("placed", pos.StateSettled), back("waiting", pos.StateReceived), back("stuck", pos.StateHeld)}
		page, err := office.Orders(headOffice(t.Context()), pos.OrderFilter{}, "", 2)
		if err != nil || page.Next != "more" {
			t.Fatalf("%+v, %v", page, err)
		}
		states := map[string]pos.OrderState{}
		for _, r := range page.Orders[0].Placement.Returned {
			states[r.OrderID] = r.State
		}
		if diff := cmp.Diff(map[string]pos.OrderState{"placed": pos.StateSettled, "waiting": pos.StateReceived, "stuck": pos.StateHeld}, states); diff != "" {
			t.Error(diff)
		}
		if got := page.Orders[1].Placement.Returned; len(got) != 0 {
			t.Errorf("of the other order came back %v", got)
		}
	})
	t.Run("a code enrols, and a revoked device is refused at once", func(t *testing.T) {
		t.Parallel()
		office, _, f := begin(t)
		ctx := headOffice(t.Context())
		code, err := office.NewCode(ctx, "NYC1")
		if err != nil || code.RegisterID != "NYC1" || !code.ExpiresAt.Equal(f.clock.now().Add(24*time.Hour)) {
			t.Fatalf("%+v, %v", code, err)
		}
		e, err := f.Enrol(t.Context(), code.Code, "tablet", "1.2.3.4")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Authenticate(t.Context(), e.Token); err != nil {
			t.Fatal(err)
		}
		if err := office.Revoke(ctx, e.Device.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Authenticate(t.Context(), e.Token); pos.KindOf(err) != pos.KindUnauthorized {
			t.Errorf("served after it was revoked: %v", err)
		}
		if err := office.Revoke(ctx, "nobody"); pos.KindOf(err) != pos.KindNotFound {
			t.Errorf("Revoke = %v", err)
		}
	})
	t.Run("heartbeats are kept with our time, so many a minute", func(t *testing.T) {
		t.Parallel()
		office, store, f := begin(t)
		ctx := pos.WithPrincipal(t.Context(), pos.Principal{DeviceID: "d1"})
		for range 6 {
			now, err := office.Heartbeat(ctx, pos.DeviceReport{OrdersWaiting: 2, AppVersion: "1"})
			if err != nil || !now.Equal(f.clock.now()) {
				t.Fatal(now, err)
			}
		}
		if r := store.reports["d1"]; r.OrdersWaiting != 2 || !r.SeenAt.Equal(f.clock.now()) {
			t.Errorf("%+v", r)
		}
		if _, err := office.Heartbeat(ctx, pos.DeviceReport{}); pos.CodeOf(err) != pos.CodeRateLimited {
			t.Errorf("the seventh: %v", err)
		}
		for _, bad := range []pos.DeviceReport{{OrdersWaiting: -1}, {AppVersion: strings.Repeat("x", 65)}} {
			if _, err := office.Heartbeat(ctx, bad); pos.KindOf(err) != pos.KindInvalid {
				t.Errorf("%+v: %v", bad, err)
			}
		}
	})
	t.Run("lists registers with their devices, and staff without hashes", func(t *testing.T) {
		t.Parallel()
		office, _, _ := begin(t)
		registers, err := office.Registers(headOffice(t.Context()))
		if err != nil || len(registers) == 0 {
			t.Fatalf("%+v, %v", registers, err)
		}
		for i, r := range registers {
			if (len(r.Devices) == 1) != (r.ID == "NYC1") || r.Location.Name == "" || (i > 0 && registers[i-1].LocationID > r.LocationID) {
				t.Errorf("%+v", r)
			}
		}
		staff, err := office.Staff(headOffice(t.Context()))
		if err != nil || len(staff) < 2 {
			t.Fatalf("%+v, %v", staff, err)
		}
		for _, s := range staff {
			if s.PINHash != "" || s.Name == "" {
				t.Errorf("%+v", s)
			}
		}
	})
	t.Run("bounds what is asked for", func(t *testing.T) {
		t.Parallel()
		office, store, _ := begin(t)
		ctx := headOffice(t.Context())
		for name, f := range map[string]pos.OrderFilter{
			"a short text":         {Text: "ab", From: day, To: day.Add(time.Hour)},
			"a long text":          {Text: strings.Repeat("x", 101), From: day, To: day.Add(time.Hour)},
			"a text without times": {Text: "abc"},
			"a text in a year":     {Text: "abc", From: day, To: day.AddDate(1, 0, 0)},
			"too many locations":   {Locations: make([]string, 201)},
		} {
			if _, err := office.Orders(ctx, f, "", 10); pos.KindOf(err) != pos.KindInvalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, first := range []int{0, 101} {
			if _, err := office.Orders(ctx, pos.OrderFilter{}, "", first); pos.KindOf(err) != pos.KindInvalid {
				t.Errorf("%d orders: %v", first, err)
			}
		}
		want := pos.OrderFilter{Text: "abc", From: day, To: day.AddDate(0, 0, 31)}
		if page, err := office.Orders(ctx, want, "", 10); err != nil || page.Next != "more" || !cmp.Equal(want, store.filter) {
			t.Errorf("%+v, %v", page, err)
		}
		for name, q := range map[string]pos.SalesQuery{
			"no time":                {From: day, To: day, By: pos.SalesByDay},
			"more than a year":       {From: day, To: day.AddDate(0, 0, 367), By: pos.SalesByDay},
			"products of two months": {From: day, To: day.AddDate(0, 0, 32), By: pos.SalesByProduct},
		} {
			if _, err := office.Sales(ctx, q, "UTC"); pos.KindOf(err) != pos.KindInvalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := office.Sales(ctx, pos.SalesQuery{From: day, To: day.AddDate(0, 0, 366), By: pos.SalesByTender}, "UTC"); err != nil {
			t.Errorf("tenders of a year: %v", err)
		}
		for _, zone := range []string{"Local", "Atlantis/Town", "../etc"} {
			if _, err := office.Sales(ctx, week, zone); pos.KindOf(err) != pos.KindInvalid {
				t.Errorf("%s: %v", zone, err)
			}
		}
	})
	t.Run("says how far behind the sales are, up to a thousand orders", func(t *testing.T) {
		t.Parallel()
		office, _, _ := begin(t)
		if n, err := office.SalesBehind(headOffice(t.Context())); n != 993 || err != nil {
			t.Error(n, err)
		}
	})
	t.Run("hours and days begin by the clocks of the zone, also when they are changed", func(t *testing.T) {
		t.Parallel()
		office, store, _ := begin(t)
		row := func(at time.Time, n int) pos.SalesRow {
			return pos.SalesRow{At: at, Currency: "EUR", Orders: n, Sales: int64(n), Refunds: 1, Discounts: 2, Tax: 3}
		}
		sum := func(at time.Time, n, of int64) pos.SalesRow {
			return pos.SalesRow{At: at, Currency: "EUR", Orders: int(n), Sales: n, Refunds: of, Discounts: 2 * of, Tax: 3 * of}
		}
		hour := func(h, m int) time.Time { return day.Add(time.Duration(h)*time.Hour + time.Duration(m)*time.Minute) }
		// In Berlin the 29th begins at 23:00 UTC of the 28th, and lasts 23 hours; Kathmandu is 5:45 ahead.
		store.rows = []pos.SalesRow{row(hour(-2, 45), 1), row(hour(-1, 0), 2), row(hour(21, 45), 4), row(hour(22, 0), 8)}
		for _, c := range []struct {
			by   pos.SalesBy
			zone string
			want []pos.SalesRow
		}{
			{pos.SalesByDay, "Europe/Berlin", []pos.SalesRow{sum(hour(-25, 0), 1, 1), sum(hour(-1, 0), 6, 2), sum(hour(22, 0), 8, 1)}},
			{pos.SalesByHour, "Asia/Kathmandu", []pos.SalesRow{sum(hour(-2, 15), 3, 2), sum(hour(21, 15), 12, 2)}},
		} {
			got, err := office.Sales(headOffice(t.Context()), pos.SalesQuery{From: day, To: day.AddDate(0, 0, 1), By: c.by}, c.zone)
			if diff := cmp.Diff(c.want, got, cmpopts.IgnoreFields(pos.SalesRow{}, "Quantity")); diff != "" || err != nil {
				t.Errorf("%s: %v\n%s", c.by, err, diff)
			}
		}
	})
}
