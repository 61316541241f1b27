package pos

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// StepName is one step of a placement. Steps run in the order of Steps.
type StepName string

// The steps.
const (
	StepCustomer    StepName = "customer"    // who bought is found in Magento, or made there
	StepOrder       StepName = "order"       // the Magento order; one made of a cart holds its reservation
	StepReservation StepName = "reservation" // stock reserved for an imported order
	StepInvoice     StepName = "invoice"     // paid
	StepTender      StepName = "tender"      // receipt number and tenders on record in Magento, as a comment of the invoice or of the order
	StepShipment    StepName = "shipment"    // goods taken from the location's source
	StepRefund      StepName = "refund"      // a credit memo for what came back, on each order that it was sold with
	StepRestock     StepName = "restock"     // what came back is in a source again, where the credit memo did not do that
	StepBalance     StepName = "balance"     // earlier orders know what was paid for them
)

// Steps lists all steps in the order in which a placement runs. Which of them an order has, Order.Pending tells.
func Steps() []StepName {
	return []StepName{StepCustomer, StepOrder, StepReservation, StepInvoice, StepTender, StepShipment, StepRefund, StepRestock, StepBalance}
}

// Step is the journal of one step of a placement. A step is done when DoneAt is set; BegunAt without DoneAt means that its
// call may have been made: look before repeating it.
type Step struct {
	Name     StepName
	BegunAt  time.Time
	DoneAt   time.Time
	Attempts int
	// Result is the id that Magento gave: order, invoice or shipment entity id.
	Result string
	// Error is the last failure, for people who look after the gateway.
	Error string
}

// Placement is the journal of getting one order into Magento.
type Placement struct {
	// Cart is written down before the cart is placed, so that the order can always be found by it.
	Cart        CartRef
	OrderID     string // Magento's order entity id
	IncrementID string // the number that people and e-mails use
	ShopStatus  string // Magento's status of the order, as last read
	Expected    *Totals
	Steps       []Step
	// Strategy is how this order is placed: written down with the first call that may make the Magento order, or chosen by
	// a person before. Empty means as the location says.
	Strategy Strategy
	// Differences are the lines that Magento would charge otherwise, when it was asked.
	Differences []LineDifference
	// Accepted says that the order may go into Magento although its totals differ: a person decided so, or the location's
	// threshold.
	Accepted bool
	// ShopState is Magento's state of the order and Refunded what Magento has given back for it, in minor units, as last read.
	ShopState string
	Refunded  int64
	// CustomerID is Magento's id of the customer whom the order belongs to there; 0 for guests, and before the customer step.
	CustomerID int64
	// Contact is who the order is for, as Magento or a person told after it was sold; nil: as the device said.
	Contact *Contact
	// DeferredPaid is how much of OrderInput.Deferred later orders have paid: the sum of Payments.
	DeferredPaid int64
	Payments     []Payment
	// Returned is what came back of the order, by whichever later order, as far as it was noted; see Order.ReturnedBy.
	Returned []Returned
	// Restocks is the journal of goods put back into sources.
	Restocks []Restock
	// HandedOver says when and by whom a pickup was given to the customer; nil until then.
	HandedOver *HandOver
	// Cancelling is a wish to cancel an order that Magento has or may have; nil without one.
	Cancelling *Decision
	// Tracking are the parcels that Magento told of, as last read.
	Tracking []Tracking
}

// Tracking is the number of a parcel.
type Tracking struct {
	Carrier string `json:"carrier"`
	Number  string `json:"number"`
}

// CartRef names a Magento cart: a guest's by its masked id, and its quote id once that is known; a customer's by its quote id
// only.
type CartRef struct {
	MaskedID string // empty for the cart of a customer
	QuoteID  string
}

// ofCustomer says that it is a customer's cart, which they share with the web shop.
func (c CartRef) ofCustomer() bool { return c.MaskedID == "" && c.QuoteID != "" }

// SeenInShop takes over what Magento says of the order now and returns what became true by that since it was last read:
// nothing when nothing changed. Nor does an answer count that is older than what is known, as of two hints at once: Magento
// takes neither money that was given back nor a cancellation back.
func (p *Placement) SeenInShop(shop ShopOrder) []EventName {
	if p.Cart.MaskedID != "" && p.Cart.QuoteID == "" {
		p.Cart.QuoteID = shop.QuoteID // by which whoever checks finds an order that was made twice
	}
	older := shop.Refunded < p.Refunded || p.ShopState == ShopStateCancelled && shop.State != ShopStateCancelled
	if older || p.ShopStatus == shop.Status && p.ShopState == shop.State && p.Refunded == shop.Refunded {
		return nil
	}
	var names []EventName
	if shop.State == ShopStateCancelled && p.ShopState != ShopStateCancelled {
		names = append(names, OrderCancelled)
	}
	if shop.Refunded > p.Refunded {
		names = append(names, OrderReturned)
	}
	p.ShopStatus, p.ShopState, p.Refunded = shop.Status, shop.State, shop.Refunded
	return append(names, OrderChanged)
}

// ShopStateCancelled is Magento's word for an order that was cancelled (Magento\Sales\Model\Order::STATE_CANCELED).
const ShopStateCancelled = "canceled"

// Step returns the journal of a step, adding it when it is not there yet.
func (p *Placement) Step(name StepName) *Step {
	for i := range p.Steps {
		if p.Steps[i].Name == name {
			return &p.Steps[i]
		}
	}
	p.Steps = append(p.Steps, Step{Name: name})
	return &p.Steps[len(p.Steps)-1]
}

// did says whether a step is done.
func (p *Placement) did(name StepName) bool {
	return slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Name == name && !s.DoneAt.IsZero() })
}

// Lease is a worker's right to move one order until it runs out. Token changes with each lease: a write with an old token
// is refused with CodeLeaseLost.
type Lease struct {
	Order Order
	Token string
	Until time.Time
}

// ShopOrder is an order as Magento holds it.
type ShopOrder struct {
	ID          string // entity id
	IncrementID string
	QuoteID     string
	ExternalID  string // ext_order_id, which whoever wrote the order chose
	State       string
	Status      string
	Totals      Totals
	Refunded    int64 // by credit memos, in minor units
	Items       []ShopOrderItem
}

// Shipped says whether everything that can be shipped was; false for an order of which nothing is.
func (s ShopOrder) Shipped() bool {
	some := false
	for _, i := range s.Items {
		if i.Virtual || !i.Ordered.IsPositive() {
			continue
		}
		if i.Ordered.GreaterThan(i.Shipped) {
			return false
		}
		some = true
	}
	return some
}

// ShopOrderKey is what Magento orders can be looked for by: a column of sales_order.
type ShopOrderKey string

// The keys.
const (
	ShopOrderID       ShopOrderKey = "entity_id"
	ShopOrderQuote    ShopOrderKey = "quote_id"
	ShopOrderExternal ShopOrderKey = "ext_order_id"
)

// ExternalID is the order's id in the 32 characters of ext_order_id, by which an imported order is known as this one.
func (in OrderInput) ExternalID() string { return strings.ReplaceAll(in.ID, "-", "") }

// ShopOrderItem is a line of a Magento order that can be invoiced and shipped: children of composites are left out.
type ShopOrderItem struct {
	ID       string // order item id
	SKU      string
	Bundle   string // the SKU of the bundle that it was imported as a part of, or empty
	Ordered  decimal.Decimal
	Invoiced decimal.Decimal
	Shipped  decimal.Decimal
	Refunded decimal.Decimal
	Virtual  bool  // needs no shipment
	Paid     int64 // what Ordered pieces came to, with tax and less discounts, in minor units
}
