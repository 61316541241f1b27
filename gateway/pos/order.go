package pos

import (
	"time"

	"github.com/shopspring/decimal"
)

// Order is what a customer bought at a register, and where it is on its way into Magento. The part that the device sent
// (OrderInput) never changes after it was accepted.
type Order struct {
	OrderInput
	// Hash is the hex SHA-256 of the canonical JSON of OrderInput; with ID it is the order's identity.
	Hash       string
	DeviceID   string
	ReceivedAt time.Time
	State      OrderState
	// Held says why a person must act; nil unless State is held.
	Held *Held
	// Attempts counts the placement attempts since the last step that succeeded; NextAttemptAt is when the next is due.
	Attempts      int
	NextAttemptAt time.Time
	SettledAt     time.Time // zero until settled
	Placement     Placement
	// Parts are what is handed over for the bundles among the lines, as the catalog knew them when the order came in.
	Parts []Part
	// Decisions are what people decided about the order, oldest first.
	Decisions []Decision
	// Unapproved are permissions that the order needed and that nobody who holds them gave. The sale has happened, so it is
	// told, not refused.
	Unapproved []Permission
}

// OrderInput is an order as its device sent it. Amounts are minor units of Currency.
type OrderInput struct {
	ID         string    `json:"id"` // UUIDv7, minted on the device
	LocationID string    `json:"locationId"`
	RegisterID string    `json:"registerId"`
	Counter    int64     `json:"counter"` // the register's receipt counter, from 1, without gaps
	StaffID    string    `json:"staffId"`
	Currency   string    `json:"currency"`
	SoldAt     time.Time `json:"soldAt"` // by the device's clock
	Lines      []Line    `json:"lines"`
	Tenders    []Tender  `json:"tenders"`
	Change     int64     `json:"change"` // cash handed back
	Charged    Totals    `json:"charged"`
	// Email is the customer's, if they gave one; empty for a guest.
	Email string `json:"email,omitempty"`
	Note  string `json:"note,omitempty"`
	// Customer is who bought; nil for a guest.
	Customer *Buyer `json:"customer,omitempty"`
	// Coupon is the code that was given, when it took effect; Rules are the ids of the cart price rules that did.
	Coupon string  `json:"coupon,omitempty"`
	Rules  []int64 `json:"rules,omitempty"`
	// Discount is what staff took off the whole order, beside the rules; it is part of the lines' discounts.
	Discount *ManualDiscount `json:"discount,omitempty"`
	// Exemption says why no tax was charged; nil where tax was charged as usual.
	Exemption *Exemption `json:"exemption,omitempty"`
	// Fulfilment is how the goods reach the customer; nil when they carried them out of the shop.
	Fulfilment *Fulfilment `json:"fulfilment,omitempty"`
	// Returns are goods of earlier orders that came back. An order of nothing but returns is a refund, one with lines too is
	// an exchange.
	Returns []Return `json:"returns,omitempty"`
	// Balances are payments of what earlier orders left to be paid.
	Balances []Balance `json:"balances,omitempty"`
	// Rounding is what rounding to the coins in use added to what was due; negative when it took off.
	Rounding int64 `json:"rounding,omitempty"`
	// Deferred is the part of the total that the customer pays later. Goods are invoiced once it is paid.
	Deferred int64 `json:"deferred,omitempty"`
	// Approvals are what needed a permission, and who gave it.
	Approvals []Approval `json:"approvals,omitempty"`
	// Pricing is the fingerprint of the pricing document by which the register calculated.
	Pricing string `json:"pricing,omitempty"`
	// ShiftID is the shift that the order was sold in.
	ShiftID string `json:"shiftId,omitempty"`
}

// Due is what had to be paid at the register: negative when the customer got money back.
func (in OrderInput) Due() int64 {
	due := in.Charged.Total + in.Rounding - in.Deferred
	for _, b := range in.Balances {
		due += b.Amount
	}
	for _, r := range in.Returns {
		due -= r.Refund
	}
	return due
}

// Line is one product on an order. A variant is named by its own SKU.
type Line struct {
	SKU       string          `json:"sku"`
	Name      string          `json:"name"`
	Quantity  decimal.Decimal `json:"quantity"`
	UnitPrice int64           `json:"unitPrice"` // for one piece, without tax
	RowTotal  int64           `json:"rowTotal"`  // for all pieces, without tax, before discounts
	Tax       int64           `json:"tax"`       // the line's share of the order's tax
	// Discount is what rules and staff took off the row; positive.
	Discount int64 `json:"discount,omitempty"`
	// Compensation is tax that was inside the discount, where prices include tax (Magento's
	// discount_tax_compensation_amount).
	Compensation int64 `json:"compensation,omitempty"`
	// Choices are the options of the product that were chosen.
	Choices *Choices `json:"choices,omitempty"`
	// Override is set when staff replaced the price; UnitPrice is the new one.
	Override *Override `json:"override,omitempty"`
	// Manual is what staff took off one piece; UnitPrice is what is left.
	Manual *ManualDiscount `json:"manual,omitempty"`
	// MarkedDown is what Manual came to for all pieces, in prices as the catalog has them. It is no part of Discount. Registers of
	// before do not tell it.
	MarkedDown int64 `json:"markedDown,omitempty"`
	// Unlisted marks a line for something that the catalog does not have: SKU is the location's generic one and Name what
	// staff typed.
	Unlisted bool `json:"unlisted,omitempty"`
}

// Tender is one payment recorded on an order.
type Tender struct {
	Kind      TenderKind `json:"kind"`
	Amount    int64      `json:"amount"` // as handed over, so cash may exceed what was due; negative when paid out
	Reference string     `json:"reference,omitempty"`
}

// TenderKind is how a tender was paid.
type TenderKind string

// The kinds of tender. Only cash gives change. Every other kind needs a reference: the terminal's, the gift card's number or
// its last digits, or what the tender was.
const (
	TenderCash        TenderKind = "cash"
	TenderCard        TenderKind = "card"
	TenderGiftCard    TenderKind = "gift_card"
	TenderStoreCredit TenderKind = "store_credit"
	TenderOther       TenderKind = "other"
)

// TenderKinds lists all kinds.
func TenderKinds() []TenderKind {
	return []TenderKind{TenderCash, TenderCard, TenderGiftCard, TenderStoreCredit, TenderOther}
}

// Totals are what a register charged, or what Magento expects, for the lines of an order, in minor units. Total is
// Subtotal − Discount + Shipping + Tax + Compensation.
type Totals struct {
	Subtotal int64 `json:"subtotal"` // lines without tax, before discounts
	Tax      int64 `json:"tax"`      // of lines and shipping
	Total    int64 `json:"total"`
	Discount int64 `json:"discount,omitempty"` // positive, that on shipping included
	Shipping int64 `json:"shipping,omitempty"` // without tax, before discounts
	// Compensation is tax that was inside the discounts; see Line.
	Compensation int64 `json:"compensation,omitempty"`
}

// Receipt returns the receipt number, "<register>-<counter>".
func (o OrderInput) Receipt() string { return ReceiptNumber(o.RegisterID, o.Counter) }

// OrderFilter narrows a list of orders. Zero fields do not narrow.
type OrderFilter struct {
	LocationID string
	RegisterID string
	States     []OrderState
	Receipt    string
	// Locations and Registers are for lists over several.
	Locations, Registers []string
	// From and To bound when orders were received, To left out.
	From, To time.Time
	// Text stands somewhere in what the device sent.
	Text string
	// Waits is what the orders wait for: LocationID is then where that can be ended, see Order.WaitsAt.
	Waits Wait
}

// OrderPage is a page of orders, newest received first. Next is empty on the last page.
type OrderPage struct {
	Orders []Order
	Next   string
}

// QueueDepth is how many orders are in a state, and when the oldest of them was received.
type QueueDepth struct {
	State  OrderState
	Count  int
	Oldest time.Time // zero when Count is 0
}
