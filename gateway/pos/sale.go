package pos

import (
	"time"

	"github.com/shopspring/decimal"
)

// Buyer is the customer of an order. ID is Magento's, 0 for one whom a register took down and Magento may not know yet: then
// New tells who they are, and placing the order makes them a customer, or finds the one with their e-mail address.
type Buyer struct {
	ID int64 `json:"id,omitempty"`
	// Group and TaxClass are those by which the register calculated.
	Group    int64 `json:"group"`
	TaxClass int64 `json:"taxClass,omitempty"`
	// Name is what the register knew a customer of Magento's by, for people.
	Name string       `json:"name,omitempty"`
	New  *NewCustomer `json:"new,omitempty"`
}

// Choices are what was chosen of a product's options. The variant of a configurable product is not among them: it is named
// by its own SKU.
type Choices struct {
	Custom []CustomChoice `json:"custom,omitempty"`
	Bundle []BundleChoice `json:"bundle,omitempty"`
	// Links are the ids of the files of a downloadable product whose links are bought separately.
	Links []int64 `json:"links,omitempty"`
}

// CustomChoice is the value of one customizable option: typed text, the ids of the chosen values joined by commas, or the name
// of a picture.
type CustomChoice struct {
	OptionID int64       `json:"optionId"`
	Value    string      `json:"value"`
	File     *ChosenFile `json:"file,omitempty"` // nil but for an option of type "file"
}

// BundleChoice is what was chosen of one option of a bundle.
type BundleChoice struct {
	OptionID   int64           `json:"optionId"`
	Selections []int64         `json:"selections"`
	Quantity   decimal.Decimal `json:"quantity"` // of each selection in one bundle
}

// Override is a price that staff set in place of the product's own.
type Override struct {
	Regular int64  `json:"regular"` // the price that was replaced, in minor units
	Reason  string `json:"reason"`
}

// ManualDiscount is what staff took off: a percentage, or an amount in minor units when Percent is 0.
type ManualDiscount struct {
	Percent decimal.Decimal `json:"percent"` // above 0 and up to 100, up to 2 decimals
	Amount  int64           `json:"amount,omitempty"`
	Reason  string          `json:"reason"`
}

// Exemption is why an order was charged no tax.
type Exemption struct {
	Certificate string `json:"certificate"` // the number on the paper that the customer showed
	Reason      string `json:"reason,omitempty"`
}

// FulfilmentKind is how goods reach a customer who does not carry them out of the shop.
type FulfilmentKind string

// The kinds of fulfilment.
const (
	FulfilShip   FulfilmentKind = "ship"   // to Address; the warehouse ships it in Magento
	FulfilPickup FulfilmentKind = "pickup" // at a location, later
)

// Fulfilment is how the goods of an order reach the customer.
type Fulfilment struct {
	Kind FulfilmentKind `json:"kind"`
	// Address, FirstName, LastName and Method ("<carrier>_<method>") are set for FulfilShip.
	Address   *Address `json:"address,omitempty"`
	FirstName string   `json:"firstName,omitempty"`
	LastName  string   `json:"lastName,omitempty"`
	Method    string   `json:"method,omitempty"`
	// LocationID is where a pickup waits.
	LocationID string `json:"locationId,omitempty"`
}

// Return is goods that came back.
type Return struct {
	// OrderID is the order they were sold with; empty without a receipt.
	OrderID  string          `json:"orderId,omitempty"`
	SKU      string          `json:"sku"`
	Name     string          `json:"name"`
	Quantity decimal.Decimal `json:"quantity"`
	Refund   int64           `json:"refund"` // with tax, what the customer gets back; positive
	Tax      int64           `json:"tax"`    // the tax inside Refund
	// Restock says whether the goods can be sold again, and Source where they go; empty is the location's own.
	Restock bool   `json:"restock"`
	Source  string `json:"source,omitempty"`
	Reason  string `json:"reason"`
}

// Balance is a payment of what an earlier order left to be paid.
type Balance struct {
	OrderID string `json:"orderId"`
	Amount  int64  `json:"amount"` // positive, minor units
}

// Permission is something that not everybody on the staff may do. A closed list.
type Permission string

// The permissions.
const (
	PermitDiscount      Permission = "discount"       // take something off a line or an order
	PermitOverride      Permission = "price_override" // replace a price
	PermitUnlisted      Permission = "unlisted_item"  // sell what the catalog does not have
	PermitExempt        Permission = "tax_exempt"     // charge no tax
	PermitRefund        Permission = "refund"         // give money back for goods of an order
	PermitRefundNoOrder Permission = "refund_no_receipt"
	PermitDefer         Permission = "pay_later"   // let the customer pay later
	PermitCancel        Permission = "cancel"      // cancel an order that was received
	PermitCash          Permission = "cash_drawer" // open the drawer, pay cash in or out
	PermitShift         Permission = "close_shift" // see what a shift should hold, and close another person's
	PermitHeadOffice    Permission = "head_office" // see other registers' orders, resolve held ones, enrol and revoke devices
)

// Permissions lists all permissions.
func Permissions() []Permission {
	return []Permission{PermitDiscount, PermitOverride, PermitUnlisted, PermitExempt, PermitRefund, PermitRefundNoOrder,
		PermitDefer, PermitCancel, PermitCash, PermitShift, PermitHeadOffice}
}

// Approval is one use of a permission: by the person at the register, or by another who entered their PIN.
type Approval struct {
	Permission Permission `json:"permission"`
	StaffID    string     `json:"staffId"`
	At         time.Time  `json:"at"` // by the device's clock
}
