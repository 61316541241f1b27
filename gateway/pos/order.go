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
	// Decisions are what people decided about the order, oldest first.
	Decisions []Decision
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
}

// Line is one product on an order. A variant is named by its own SKU.
type Line struct {
	SKU       string          `json:"sku"`
	Name      string          `json:"name"`
	Quantity  decimal.Decimal `json:"quantity"`
	UnitPrice int64           `json:"unitPrice"` // for one piece, without tax
	RowTotal  int64           `json:"rowTotal"`  // UnitPrice × Quantity, without tax
	Tax       int64           `json:"tax"`       // the line's share of the order's tax
}

// Tender is one payment recorded on an order.
type Tender struct {
	Kind      TenderKind `json:"kind"`
	Amount    int64      `json:"amount"` // as handed over, so cash may exceed what was due
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

// Totals are what a register charged, or what Magento expects, in minor units.
type Totals struct {
	Subtotal int64 `json:"subtotal"` // lines without tax
	Tax      int64 `json:"tax"`
	Total    int64 `json:"total"`
}

// Receipt returns the receipt number, "<register>-<counter>".
func (o OrderInput) Receipt() string { return ReceiptNumber(o.RegisterID, o.Counter) }

// OrderFilter narrows a list of orders. Zero fields do not narrow.
type OrderFilter struct {
	LocationID string
	RegisterID string
	States     []OrderState
	Receipt    string
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
