package pos

import (
	"time"

	"github.com/shopspring/decimal"
)

// MaxSalesRows bounds a table of sales.
const MaxSalesRows = 10_000

// SalesBy is what sales are summed up by. A closed list.
type SalesBy string

// The ways to sum up sales.
const (
	SalesByHour     SalesBy = "hour"
	SalesByDay      SalesBy = "day"
	SalesByLocation SalesBy = "location"
	SalesByProduct  SalesBy = "product"
	SalesByStaff    SalesBy = "staff"
	SalesByTender   SalesBy = "tender"
)

// SalesQuery asks for what was sold from a time to before another, by the devices' clocks.
type SalesQuery struct {
	From, To   time.Time
	By         SalesBy
	LocationID string // empty for all
}

// SalesRow is a sum of sales; see SalesBy. Amounts are minor units of Currency.
type SalesRow struct {
	// Key is a location, a person, a SKU or a kind of tender. At is set instead by hour and day.
	Key      string
	At       time.Time
	Name     string // of a product
	Currency string
	Orders   int
	Quantity decimal.Decimal
	// Sales are with tax and less discounts; Tax is less that on refunds.
	Sales, Refunds, Discounts, Tax int64
}

// DeviceReport is how a device says it is doing.
type DeviceReport struct {
	SeenAt          time.Time `json:"seenAt"` // by our clock
	OrdersWaiting   int       `json:"ordersWaiting"`
	OldestWaitingAt time.Time `json:"oldestWaitingAt,omitzero"`
	CatalogAt       time.Time `json:"catalogAt,omitzero"`
	AppVersion      string    `json:"appVersion"`
}

// Validate checks a report. Errors: invalid.
func (r DeviceReport) Validate() error {
	if r.OrdersWaiting < 0 || tooLong(r.AppVersion, maxKey) {
		return Invalid("A device tells 0 or more orders that wait, and a version of up to %d characters", maxKey)
	}
	return nil
}

// KnownDevice is a device with its last report, nil before the first.
type KnownDevice struct {
	Device
	Report *DeviceReport
}

// OfficeRegister is a register with its location and the devices that were enrolled to it.
type OfficeRegister struct {
	Register
	Location Location
	Devices  []KnownDevice
}

// EnrolmentCode is a one-time code for a device of a register.
type EnrolmentCode struct {
	Code       string
	RegisterID string
	ExpiresAt  time.Time
}
