package graph

import (
	"context"
	"time"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// Office is what head office sees and does over all locations. The principal is in ctx; each method but Heartbeat refuses
// those who may not act for head office (unauthorized).
type Office interface {
	// Heartbeat keeps how the calling device is doing, and returns the time. Errors: invalid; unavailable with
	// CodeRateLimited.
	Heartbeat(ctx context.Context, report pos.DeviceReport) (time.Time, error)
	// Orders returns a page of all locations' orders, newest received first. Errors: invalid.
	Orders(ctx context.Context, filter pos.OrderFilter, after string, first int) (pos.OrderPage, error)
	// Registers returns all registers with their devices.
	Registers(ctx context.Context) ([]pos.OfficeRegister, error)
	// Staff returns everybody who works at a location.
	Staff(ctx context.Context) ([]pos.Staff, error)
	// NewCode makes a one-time enrolment code. Errors: not_found.
	NewCode(ctx context.Context, registerID string) (pos.EnrolmentCode, error)
	// Revoke bars a device. Errors: not_found.
	Revoke(ctx context.Context, deviceID string) error
	// Sales sums up what was sold, hours and days by the clocks of a zone. Errors: invalid.
	Sales(ctx context.Context, q pos.SalesQuery, zone string) ([]pos.SalesRow, error)
	// SalesBehind returns how many orders Sales does not hold yet, 1,000 at most.
	SalesBehind(ctx context.Context) (int, error)
}

func officeFilter(in *model.OfficeOrderFilter) pos.OrderFilter {
	if in == nil {
		return pos.OrderFilter{}
	}
	f := pos.OrderFilter{
		Locations: in.Locations, Registers: in.Registers, From: value(in.From), To: value(in.To), Receipt: text(in.ReceiptNumber), Text: text(in.Text),
	}
	for _, s := range in.States {
		f.States = append(f.States, pos.OrderState(lower(s)))
	}
	return f
}

func officeRegisterAnswer(r pos.OfficeRegister) model.OfficeRegister {
	return model.OfficeRegister{ID: r.ID, Name: r.Name, LocationID: r.LocationID, LocationName: r.Location.Name, Devices: each(r.Devices, officeDeviceAnswer)}
}

func officeDeviceAnswer(d pos.KnownDevice) model.OfficeDevice {
	answer := model.OfficeDevice{ID: d.ID, Label: d.Label, RevokedAt: moment(when(d.RevokedAt)), EnrolledAt: when(d.EnrolledAt)}
	if r := d.Report; r != nil {
		answer.SeenAt, answer.OrdersWaiting, answer.AppVersion = &r.SeenAt, &r.OrdersWaiting, &r.AppVersion
		answer.OldestWaitingAt, answer.CatalogAt = moment(r.OldestWaitingAt), moment(r.CatalogAt)
	}
	return answer
}

// when reads a time that we wrote; the zero time when there is none.
func when(text string) time.Time {
	t, _ := time.Parse(time.RFC3339, text)
	return t
}

func officeStaffAnswer(s pos.Staff) model.OfficeStaff {
	known := staffAnswer(s)
	return model.OfficeStaff{ID: s.ID, Name: s.Name, Role: known.Role, LocationID: s.LocationID, Permissions: known.Permissions}
}

func reportInput(in model.HeartbeatInput) pos.DeviceReport {
	return pos.DeviceReport{
		OrdersWaiting: in.OrdersWaiting, OldestWaitingAt: value(in.OldestWaitingAt), CatalogAt: value(in.CatalogAt), AppVersion: in.AppVersion,
	}
}

func salesAnswer(r pos.SalesRow) model.SalesRow {
	key := r.Key
	if !r.At.IsZero() {
		key = r.At.UTC().Format(time.RFC3339)
	}
	return model.SalesRow{Key: key, Name: filled(r.Name), Currency: r.Currency, Orders: r.Orders, Quantity: r.Quantity,
		Sales: r.Sales, Refunds: r.Refunds, Discounts: r.Discounts, Tax: r.Tax}
}
