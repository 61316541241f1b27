package register

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/tillway/tillway/gateway/pos"
)

// The bounds of what head office asks for.
const (
	maxOfficeOrders  = 100
	maxOfficeList    = 200 // locations or registers in a filter
	minSearch        = 3
	maxSearch        = 100
	maxSearchRange   = 31 * 24 * time.Hour // the bodies of all orders within are read
	maxSalesRange    = 366 * 24 * time.Hour
	maxSalesBehind   = 1000
	maxProductRange  = 31 * 24 * time.Hour // nearly every line is a row of its own
	heartbeats       = 6
	heartbeatsWindow = time.Minute
)

// OfficeStore is what head office reads and does.
type OfficeStore interface {
	// Orders returns a page of orders, newest received first. Errors: invalid, for a cursor that is not one of its own.
	Orders(ctx context.Context, filter pos.OrderFilter, after string, first int) (pos.OrderPage, error)
	// ReturnedWith returns the orders with which goods of some orders came back, oldest first. Errors: unavailable.
	ReturnedWith(ctx context.Context, ids []string) ([]pos.Order, error)
	// Sales sums up what was sold within the time, from and to rounded outwards to pos.SalesGrain: by hour and day a row for
	// each of these and its currency, by time; otherwise up to pos.MaxSalesRows, the most first.
	Sales(ctx context.Context, q pos.SalesQuery) ([]pos.SalesRow, error)
	// UncountedSales counts the orders that Sales does not hold yet, up to a limit.
	UncountedSales(ctx context.Context, limit int) (int, error)
	// KnownDevices returns all devices with their last reports.
	KnownDevices(ctx context.Context) ([]pos.KnownDevice, error)
	// SaveDeviceReport keeps a device's report in place of the one before.
	SaveDeviceReport(ctx context.Context, deviceID string, report pos.DeviceReport) error
	// Revoke bars a device; doing it again changes nothing. Errors: not_found.
	Revoke(ctx context.Context, id string, at time.Time) error
}

// Office is what head office sees and does over all locations: each method but Heartbeat needs somebody signed in who may
// act for it. It is safe for concurrent use.
type Office struct {
	store     OfficeStore
	registers *Service
}

// NewOffice returns the head office of a service's registers.
func NewOffice(store OfficeStore, registers *Service) *Office {
	return &Office{store: store, registers: registers}
}

// mayAct refuses callers who may not act for head office.
func mayAct(ctx context.Context) error {
	p, err := pos.PrincipalFrom(ctx)
	if err == nil && !p.May(pos.PermitHeadOffice) {
		return pos.NewError(pos.KindUnauthorized, pos.CodeForbidden, "This needs somebody who may act for head office. Have them sign in.")
	}
	return err
}

// Heartbeat keeps how the calling device says it is doing, and returns the time. Errors: unauthorized; invalid; unavailable,
// with CodeRateLimited too.
func (o *Office) Heartbeat(ctx context.Context, report pos.DeviceReport) (time.Time, error) {
	p, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return time.Time{}, err
	}
	if err := report.Validate(); err != nil {
		return time.Time{}, err
	}
	if err := o.registers.allow(ctx, budgetKey("heartbeat", p.DeviceID), heartbeats, heartbeatsWindow); err != nil {
		return time.Time{}, err
	}
	report.SeenAt = o.registers.Now().UTC()
	if err := o.store.SaveDeviceReport(ctx, p.DeviceID, report); err != nil {
		return time.Time{}, fmt.Errorf("keep the report of a device: %w", err)
	}
	return report.SeenAt, nil
}

// Orders returns a page of the orders of all locations, newest received first, each with what came back of it, placed or not. Errors:
// unauthorized; invalid; unavailable.
func (o *Office) Orders(ctx context.Context, filter pos.OrderFilter, after string, first int) (pos.OrderPage, error) {
	if err := mayAct(ctx); err != nil {
		return pos.OrderPage{}, err
	}
	letters, span := utf8.RuneCountInString(filter.Text), filter.To.Sub(filter.From)
	switch {
	case first < 1 || first > maxOfficeOrders:
		return pos.OrderPage{}, pos.Invalid("Ask for 1 to %d orders", maxOfficeOrders)
	case max(len(filter.Locations), len(filter.Registers)) > maxOfficeList:
		return pos.OrderPage{}, pos.Invalid("Ask for up to %d locations and registers", maxOfficeList)
	case filter.Text != "" && (letters < minSearch || letters > maxSearch):
		return pos.OrderPage{}, pos.Invalid("Search for %d to %d characters", minSearch, maxSearch)
	case filter.Text != "" && (filter.From.IsZero() || filter.To.IsZero() || span > maxSearchRange):
		return pos.OrderPage{}, pos.Invalid("Searching for a text needs from and to, up to %d days apart", int(maxSearchRange.Hours()/24))
	}
	page, err := o.store.Orders(ctx, filter, after, first)
	if err != nil {
		return pos.OrderPage{}, err
	}
	return page, pos.TellReturned(page.Orders, func(ids []string) ([]pos.Order, error) { return o.store.ReturnedWith(ctx, ids) })
}

// Registers returns all registers with the devices that were enrolled to them. Errors: unauthorized; unavailable.
func (o *Office) Registers(ctx context.Context) ([]pos.OfficeRegister, error) {
	if err := mayAct(ctx); err != nil {
		return nil, err
	}
	devices, err := o.store.KnownDevices(ctx)
	if err != nil {
		return nil, fmt.Errorf("list devices: %w", err)
	}
	at := map[string][]pos.KnownDevice{}
	for _, d := range devices {
		at[d.RegisterID] = append(at[d.RegisterID], d)
	}
	var list []pos.OfficeRegister
	for _, r := range o.registers.Directory.registers {
		list = append(list, pos.OfficeRegister{Register: r, Location: o.registers.Directory.locations[r.LocationID], Devices: at[r.ID]})
	}
	slices.SortFunc(list, func(a, b pos.OfficeRegister) int {
		return cmp.Or(cmp.Compare(a.LocationID, b.LocationID), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// Staff returns everybody who works at a location, by location, without PIN hashes. Errors: unauthorized.
func (o *Office) Staff(ctx context.Context) ([]pos.Staff, error) {
	if err := mayAct(ctx); err != nil {
		return nil, err
	}
	var list []pos.Staff
	for _, id := range slices.Sorted(maps.Keys(o.registers.Directory.staff)) {
		for _, s := range o.registers.Directory.staff[id] {
			s.PINHash = ""
			list = append(list, s)
		}
	}
	return list, nil
}

// NewCode makes a one-time code that enrols one device to a register; see Service.NewCode. Errors: unauthorized; not_found;
// unavailable.
func (o *Office) NewCode(ctx context.Context, registerID string) (pos.EnrolmentCode, error) {
	if err := mayAct(ctx); err != nil {
		return pos.EnrolmentCode{}, err
	}
	expires := o.registers.Now().Add(codeLife)
	code, err := o.registers.NewCode(ctx, registerID)
	return pos.EnrolmentCode{Code: code, RegisterID: registerID, ExpiresAt: expires}, err
}

// Revoke bars a device: this replica refuses its token at once, others when they look at the device again. Errors:
// unauthorized; not_found; unavailable.
func (o *Office) Revoke(ctx context.Context, deviceID string) error {
	if err := mayAct(ctx); err != nil {
		return err
	}
	if err := o.store.Revoke(ctx, deviceID, o.registers.Now()); err != nil {
		return err
	}
	o.registers.devices.forget(deviceID)
	return nil
}

// forget has a device looked up again.
func (c *deviceCache) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.held, id)
}

// Sales sums up what was sold. Hours and days begin by the clocks of the zone. Errors: unauthorized; invalid; unavailable.
func (o *Office) Sales(ctx context.Context, q pos.SalesQuery, zone string) ([]pos.SalesRow, error) {
	if err := mayAct(ctx); err != nil {
		return nil, err
	}
	span := maxSalesRange
	if q.By == pos.SalesByProduct {
		span = maxProductRange
	}
	if !q.From.Before(q.To) || q.To.Sub(q.From) > span {
		return nil, pos.Invalid("Ask for sales of up to %d days", int(span.Hours()/24))
	}
	in, err := time.LoadLocation(zone)
	if err != nil || zone == "Local" {
		return nil, pos.Invalid("There is no time zone %.40q; give one such as Europe/Berlin", zone)
	}
	rows, err := o.store.Sales(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("sum up sales: %w", err)
	}
	switch q.By {
	case pos.SalesByHour:
		return salesByTime(rows, func(t time.Time) time.Time {
			t = t.In(in)
			// Back from the minutes shown, since an hour of the clock may come twice a year.
			return t.Add(-time.Duration(t.Minute()) * time.Minute)
		}), nil
	case pos.SalesByDay:
		return salesByTime(rows, func(t time.Time) time.Time {
			t = t.In(in)
			return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, in)
		}), nil
	case pos.SalesByLocation, pos.SalesByProduct, pos.SalesByStaff, pos.SalesByTender:
	}
	return rows, nil
}

// SalesBehind returns how many orders Sales does not hold yet, 1,000 at most: some while registers sell, and many for as long
// as the orders of an older version are being counted. Errors: unauthorized; unavailable.
func (o *Office) SalesBehind(ctx context.Context) (int, error) {
	if err := mayAct(ctx); err != nil {
		return 0, err
	}
	return o.store.UncountedSales(ctx, maxSalesBehind)
}

// salesByTime adds rows up that begin in the same hour or day. They come by time.
func salesByTime(rows []pos.SalesRow, begin func(time.Time) time.Time) []pos.SalesRow {
	type key struct {
		at       int64
		currency string
	}
	at, sums := map[key]int{}, []pos.SalesRow{}
	for _, r := range rows {
		r.At = begin(r.At).UTC()
		k := key{r.At.Unix(), r.Currency}
		i, ok := at[k]
		if !ok {
			at[k] = len(sums)
			sums = append(sums, r)
			continue
		}
		s := &sums[i]
		s.Orders, s.Sales, s.Refunds, s.Discounts, s.Tax = s.Orders+r.Orders, s.Sales+r.Sales, s.Refunds+r.Refunds, s.Discounts+r.Discounts, s.Tax+r.Tax
	}
	return sums
}
